"""A contact with its reports: each in a line, or with all that its article says.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from tongshi.decisions import UNDECIDED_STATE, State
from tongshi.errors import NotFoundError
from tongshi.store import fusing, queries, versions
from tongshi.store import tables as t
from tongshi.store.readings import accounts, readings
from tongshi.store.views import Contact, ContactOutline, ContactReport, ReportLine, Source


def report(
    connection: Connection, contact: str, state: State = UNDECIDED_STATE, *, whole: bool = True
) -> ContactReport:
    """A contact with all its sources, or, not `whole`, by itself with their accounts of it; raises NotFoundError."""
    told = outline(connection, contact, state, linked=whole)
    return ContactReport(told.contact, sources(connection, told.reports, whole=whole), told.part_of, told.parts)


def outline(
    connection: Connection, contact: str, state: State = UNDECIDED_STATE, *, linked: bool = True
) -> ContactOutline:
    """A contact with its reports in a line each, and with those that it is `linked` to; raises NotFoundError."""
    row = connection.execute(select(t.contacts).where(t.contacts.c.id == contact)).one_or_none()
    if row is None:
        raise NotFoundError(f"{contact}: no such contact")
    told = next(queries.with_details(connection, [row], state))
    found = _linked(connection, (*told.part_of, *told.parts), state) if linked else {}
    part_of, parts = (tuple(found[id_] for id_ in ids if linked) for ids in (told.part_of, told.parts))
    return ContactOutline(told, _lines(connection, contact, state), part_of, parts)


def _linked(connection: Connection, contacts: Sequence[str], state: State) -> dict[str, Contact]:
    if not contacts:
        return {}
    rows = connection.execute(select(t.contacts).where(t.contacts.c.id.in_(contacts))).all()
    return {each.id: each for each in queries.with_details(connection, rows, state)}


def outline_of(connection: Connection, told: ContactReport) -> ContactOutline:
    """A contact that was read with its sources, with them in a line each."""
    articles = {line.post: line for line in versions.lines(connection, told.contact.posts)}
    lines = (
        ReportLine(
            engagement=each.engagement,
            article=articles[each.article.post],
            reason=each.reason,
            score=each.score,
            copies=each.copies,
            corrected=each.corrected,
            decisions=each.decisions,
        )
        for each in told.sources
    )
    return ContactOutline(told.contact, tuple(lines), told.part_of, told.parts)


def _lines(connection: Connection, contact: str, state: State) -> tuple[ReportLine, ...]:
    s = t.contact_sources.c
    members = connection.execute(
        select(s.engagement_id, s.reason, s.score, s.corrected).where(s.contact_id == contact).order_by(s.position)
    ).all()
    reported = queries.reported(connection, [member.engagement_id for member in members])
    posts = {each.post for each in reported.values()}
    articles = {line.post: line for line in versions.lines(connection, posts)}
    same_text = fusing.copies_of(connection, posts)
    return tuple(
        ReportLine(
            engagement=reported[member.engagement_id].engagement,
            article=articles[reported[member.engagement_id].post],
            reason=member.reason,
            score=member.score,
            copies=same_text[reported[member.engagement_id].post],
            corrected=member.corrected,
            decisions=state.holding.get(member.engagement_id, ()),
        )
        for member in members
    )


def sources(connection: Connection, lines: Sequence[ReportLine], *, whole: bool = True) -> tuple[Source, ...]:
    """Some reports with all that their articles say, or not `whole` (see `accounts`), in the same order."""
    posts = {line.article.post for line in lines}
    articles = readings(connection, posts) if whole else accounts(connection, lines)
    found = []
    for line in lines:
        article = articles[line.article.post]
        engagement = next(each for each in article.reading.engagements if each.id == line.engagement.id)
        found.append(Source(engagement, article, line.reason, line.score, line.copies, line.corrected, line.decisions))
    return tuple(found)

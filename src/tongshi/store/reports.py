"""A contact with its reports: each in a line, or with all that its article says.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from tongshi.decisions import UNDECIDED_STATE, State
from tongshi.errors import NotFoundError
from tongshi.records import Engagement
from tongshi.store import engagements, fusing, readings, versions
from tongshi.store import tables as t
from tongshi.store.contacts import with_details
from tongshi.store.engine import batches
from tongshi.store.views.articles import StoredReading
from tongshi.store.views.contacts import Contact, ContactOutline, ContactReport, ReportLine, Source


def report(connection: Connection, contact: str, state: State = UNDECIDED_STATE) -> ContactReport:
    """A contact with all its sources; raises NotFoundError."""
    told = outline(connection, contact, state)
    return ContactReport(told.contact, sources(connection, told.reports), told.part_of, told.parts)


def accounts(connection: Connection, contact: str, state: State = UNDECIDED_STATE) -> ContactReport:
    """A contact by itself with what its sources say in it or about it (see `readings`); raises NotFoundError.

    Of its reports is read who took part in what, not in which words, nor of which others they are copies.
    """
    told = _told(connection, contact, state)
    members = _members(connection, [contact])
    articles = readings.accounts(connection, {member.engagement_id: member.post_id for member in members})
    return ContactReport(told, tuple(_source(member, articles[member.post_id], state) for member in members))


def outline(connection: Connection, contact: str, state: State = UNDECIDED_STATE) -> ContactOutline:
    """A contact with its reports in a line each, and with those that it is linked to; raises NotFoundError."""
    told = _told(connection, contact, state)
    found = _linked(connection, (*told.part_of, *told.parts), state)
    part_of, parts = (tuple(found[id_] for id_ in ids) for ids in (told.part_of, told.parts))
    return ContactOutline(told, lines(connection, [contact], state)[contact], part_of, parts)


def _told(connection: Connection, contact: str, state: State) -> Contact:
    row = connection.execute(select(t.contacts).where(t.contacts.c.id == contact)).one_or_none()
    if row is None:
        raise NotFoundError(f"{contact}: no such contact")
    return next(with_details(connection, [row], state))


def _linked(connection: Connection, contacts: Sequence[str], state: State) -> dict[str, Contact]:
    if not contacts:
        return {}
    rows = connection.execute(select(t.contacts).where(t.contacts.c.id.in_(contacts))).all()
    return {each.id: each for each in with_details(connection, rows, state)}


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


def _members(connection: Connection, contacts: Sequence[str]) -> Sequence[Any]:
    """The reports of each contact in order of publication: which record of which post, and why it is one of it."""
    s, e = t.contact_sources.c, t.engagements.c
    columns = (s.contact_id, s.engagement_id, e.post_id, s.reason, s.score, s.corrected)
    reports = select(*columns).join(t.engagements, e.id == s.engagement_id).where(s.contact_id.in_(contacts))
    return connection.execute(reports.order_by(s.contact_id, s.position)).all()


def lines(
    connection: Connection, contacts: Collection[str], state: State = UNDECIDED_STATE
) -> dict[str, tuple[ReportLine, ...]]:
    """The reports of some contacts in a line each, in order of publication, by contact; those that there are."""
    found: dict[str, list[ReportLine]] = defaultdict(list)
    for some in batches(sorted(contacts)):
        members = _members(connection, some)
        for member, line in zip(members, _lines(connection, members, state), strict=True):
            found[member.contact_id].append(line)
    return {contact: tuple(reports) for contact, reports in found.items()}


def _lines(connection: Connection, members: Sequence[Any], state: State) -> tuple[ReportLine, ...]:
    reported = engagements.reported(connection, [member.engagement_id for member in members])
    posts = {member.post_id for member in members}
    articles = {line.post: line for line in versions.lines(connection, posts)}
    same_text = fusing.copies_of(connection, posts)
    return tuple(
        ReportLine(
            engagement=reported[member.engagement_id].engagement,
            article=articles[member.post_id],
            reason=member.reason,
            score=member.score,
            copies=same_text[member.post_id],
            corrected=member.corrected,
            decisions=state.holding.get(member.engagement_id, ()),
        )
        for member in members
    )


def _source(member: Any, article: StoredReading, state: State) -> Source:
    return Source(
        engagement=_engagement(article, member.engagement_id),
        article=article,
        reason=member.reason,
        score=member.score,
        corrected=member.corrected,
        decisions=state.holding.get(member.engagement_id, ()),
    )


def sources(connection: Connection, lines: Sequence[ReportLine]) -> tuple[Source, ...]:
    """Some reports with all that their articles say, in the same order."""
    articles = readings.readings(connection, {line.article.post for line in lines})
    found = []
    for line in lines:
        article = articles[line.article.post]
        engagement = _engagement(article, line.engagement.id)
        found.append(Source(engagement, article, line.reason, line.score, line.copies, line.corrected, line.decisions))
    return tuple(found)


def _engagement(article: StoredReading, id_: str) -> Engagement:
    return next(each for each in article.reading.engagements if each.id == id_)

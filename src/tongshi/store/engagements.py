"""Records one by one: what each article says of a contact. Every function runs inside one transaction of its caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from tongshi import fusion
from tongshi.decisions import State
from tongshi.errors import NotFoundError
from tongshi.store import judged
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches
from tongshi.store.readings import of_engagements, reading, spans_of
from tongshi.store.restoring import engagement_from
from tongshi.store.views.contacts import ContactReport, EngagementLine, ReportedContact, Source, UnsureContact


def confidences(connection: Connection) -> dict[str, float]:
    """How sure each contact is: as its surest report."""
    return {row[0]: row[1] for row in connection.execute(_surest())}


#: Of the reports of one contact.
_SUREST = func.max(t.engagements.c.confidence)


def _surest() -> Select[Any]:
    s = t.contact_sources.c
    return (
        select(s.contact_id, _SUREST).join(t.engagements, t.engagements.c.id == s.engagement_id).group_by(s.contact_id)
    )


def engagement_lines(connection: Connection) -> Iterator[EngagementLine]:
    """The engagements of current articles, those of one article side by side."""
    e, a = t.engagements.c, t.articles.c
    statement = (
        select(e.id, e.post_id, a.outlet, e.type, e.status, e.confidence)
        .join(t.articles, a.post_id == e.post_id)
        .join(t.posts, t.posts.c.id == e.post_id)
        .where(t.posts.c.state == "current")
        .order_by(e.post_id, e.position)
    )
    for row in connection.execute(statement):
        yield EngagementLine(
            id=row.id, post=row.post_id, outlet=row.outlet, type=row.type, status=row.status, confidence=row.confidence
        )


def source(connection: Connection, engagement: str) -> Source:
    """An engagement with its article; raises NotFoundError."""
    post = connection.scalar(select(t.engagements.c.post_id).where(t.engagements.c.id == engagement))
    if post is None:
        raise NotFoundError(f"{engagement}: no such engagement")
    article = reading(connection, post)
    return Source(next(each for each in article.reading.engagements if each.id == engagement), article, "")


def rejected(connection: Connection, ids: Collection[str], state: State) -> Iterator[ContactReport]:
    """Records that were rejected, of articles that are not superseded, each as a contact of its own; latest first."""
    e, p = t.engagements.c, t.posts.c
    found: list[tuple[str, str]] = []
    for some in batches(sorted(ids)):
        wanted = select(e.id, e.post_id).join(t.posts, p.id == e.post_id).where(e.id.in_(some), p.state != "superseded")
        found += [(row.id, row.post_id) for row in connection.execute(wanted)]
    reports = []
    for id_, post in found:
        article = reading(connection, post)
        engagement = next(each for each in article.reading.engagements if each.id == id_)
        reports.append(judged.rejected(Source(engagement, article, "", decisions=state.holding.get(id_, ()))))
    yield from sorted(reports, key=lambda each: judged.latest_first(each.contact))


#: Places without which it cannot be said whether a report gives its day itself, see tongshi.fusion.
_DATED = ("date", "evidence")


def reported(connection: Connection, ids: Collection[str]) -> dict[str, ReportedContact]:
    """Those of some engagements that the store has, as their articles were read, with places of day and sentence."""
    e, p, s = t.engagements.c, t.posts.c, t.contact_sources.c
    found: dict[str, ReportedContact] = {}
    for some in batches(sorted(ids)):
        people, polities, topics = (
            of_engagements(connection, table, some)
            for table in (t.participants, t.engagement_polities, t.engagement_topics)
        )
        rows = (
            select(t.engagements, p.state, p.successor, s.contact_id)
            .join(t.posts, p.id == e.post_id)
            .join(t.contact_sources, s.engagement_id == e.id, isouter=True)
            .where(e.id.in_(some))
        )
        reports = all_rows(connection, rows)
        posts = {row["post_id"] for row in reports}
        where = spans_of(connection, posts, some, t.spans.c.field.in_(_DATED))
        for row in reports:
            id_ = row["id"]
            found[id_] = ReportedContact(
                engagement=engagement_from(
                    row,
                    people[id_],
                    [each["polity"] for each in polities[id_]],
                    [each["topic"] for each in topics[id_]],
                    where,
                ),
                post=row["post_id"],
                state=row["state"],
                successor=row["successor"] or "",
                contact=row["contact_id"] or "",
            )
    return found


def person_keys(connection: Connection, ids: Collection[str], folded: str) -> set[str]:
    """Ids of participants, or their folded names where they have none, who have one of the ids or that name."""
    p = t.participants.c
    named = or_(p.person.in_([id_ for id_ in ids if id_]), and_(p.folded == folded, p.folded != ""))
    found = connection.execute(select(p.person, p.folded).where(named).distinct())
    return {row.person or row.folded for row in found}


def told_by(connection: Connection, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
    """The ids of the engagements of some posts, and of some contacts."""
    e, s = t.engagements.c, t.contact_sources.c
    found: set[str] = set()
    for some in batches(sorted(posts)):
        found |= set(connection.scalars(select(e.id).where(e.post_id.in_(some))))
    for some in batches(sorted(contacts)):
        found |= set(connection.scalars(select(s.engagement_id).where(s.contact_id.in_(some))))
    return found


def unsure(connection: Connection, below: float) -> list[UnsureContact]:
    """Contacts none of whose records is as sure as that, the least sure first."""
    s = t.contact_sources.c
    found = {row[0]: row[1] for row in connection.execute(_surest().having(below > _SUREST))}
    records: dict[str, list[str]] = defaultdict(list)
    for some in batches(sorted(found)):
        wanted = select(s.contact_id, s.engagement_id).where(s.contact_id.in_(some)).order_by(s.engagement_id)
        for contact, engagement in connection.execute(wanted):
            records[contact].append(engagement)
    in_order = sorted(found.items(), key=lambda each: (each[1], each[0]))
    return [UnsureContact(contact, confidence, tuple(records[contact])) for contact, confidence in in_order]


def doubts(connection: Connection) -> Iterator[fusion.Doubt]:
    """Pairs that a person has to decide, the least certain first."""
    d = t.doubts.c
    for row in connection.execute(select(t.doubts).order_by(func.abs(d.score - 0.5), d.first, d.second)):
        yield fusion.Doubt(first=row.first, second=row.second, score=row.score, reasons=tuple(row.reasons))

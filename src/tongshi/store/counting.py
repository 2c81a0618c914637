"""What is counted over a whole archive, by queries that read no wide row twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import starmap

from sqlalchemy import Connection, case, func, select

from tongshi import fusion
from tongshi.coverage import DayCount
from tongshi.store import tables as t
from tongshi.store.contacts import PERSON, as_rows, conditions, corrections, participant, told
from tongshi.store.engine import batches, streamed
from tongshi.store.restoring import when_from
from tongshi.store.views.contacts import Attendance, ContactFilter, StoredReport


def attended(connection: Connection, wanted: ContactFilter) -> Iterator[Attendance]:
    """The contacts wanted with those who took part, in order of id; as corrected."""
    c = t.contacts.c
    columns = c["id", "type", "status", "starts", "ends", "precision", "alt", "corrected"]
    rows = connection.execute(select(*columns).where(*conditions(wanted)).order_by(c.id)).mappings().all()
    for batch in batches(rows):
        ids = [row["id"] for row in batch]
        corrected = corrections(connection, ids)
        people = told(connection, ids, t.participants, corrected, "participants", *PERSON)
        polities = told(connection, ids, t.engagement_polities, corrected, "polities", "polity")
        for row in batch:
            fields = row["corrected"]
            involved = fields.get("polities") or [code for (code,) in polities[row["id"]]]
            yield Attendance(
                id=row["id"],
                type=row["type"],
                status=row["status"],
                when=when_from(dict(row)),
                participants=fusion.distinct(
                    starmap(participant, as_rows(fields, "participants", PERSON) or people[row["id"]])
                ),
                polities=tuple(dict.fromkeys(involved)),
            )


def count_contacts(connection: Connection, wanted: ContactFilter) -> int:
    """How many contacts are wanted."""
    return connection.scalar(select(func.count()).select_from(t.contacts).where(*conditions(wanted))) or 0


def reports(connection: Connection, wanted: ContactFilter) -> Iterator[StoredReport]:
    """Each source of the contacts wanted, by contact, in order of publication."""
    c, s, e, a = t.contacts.c, t.contact_sources.c, t.engagements.c, t.articles.c
    statement = (
        select(s.contact_id, *e["id", "post_id", "status", "starts", "ends", "precision", "alt"], a.outlet, a.day)
        .join(t.engagements, e.id == s.engagement_id)
        .join(t.articles, a.post_id == e.post_id)
        .where(s.contact_id.in_(select(c.id).where(*conditions(wanted))))
        .order_by(s.contact_id, s.position)
    )
    for row in connection.execute(statement).mappings():
        yield StoredReport(
            contact=row["contact_id"],
            engagement=row["id"],
            post=row["post_id"],
            outlet=row["outlet"],
            day=row["day"],
            status=row["status"],
            when=when_from(dict(row)),
        )


def day_counts(connection: Connection, posts: Sequence[str] | None = None) -> Iterator[DayCount]:
    """How many articles of each outlet and day there are; `posts`: of these only, then an outlet's day can come twice.

    Which posts are superseded and which report an engagement is asked for once, not for each article.
    """
    a = t.articles.c
    superseded = select(t.posts.c.id).where(t.posts.c.state == "superseded")
    diplomatic = case((a.post_id.in_(select(t.engagements.c.post_id)), 1), else_=0)
    counted = (
        select(a.outlet, a.day, func.count().label("articles"), func.sum(diplomatic).label("diplomatic"))
        .where(a.post_id.not_in(superseded))
        .group_by(a.outlet, a.day)
        .order_by(a.outlet, a.day)
    )
    chosen = [counted] if posts is None else [
        counted.where(a.post_id.in_(some)) for some in batches(posts)
    ]  # fmt: skip
    for statement in chosen:
        for row in connection.execute(statement):
            yield DayCount(outlet=row.outlet, day=row.day, articles=row.articles, diplomatic=row.diplomatic)


def post_days(connection: Connection) -> Iterator[tuple[str, str, dt.date | None]]:
    """Of each article that is not superseded its post, outlet and day."""
    a = t.articles.c
    superseded = select(t.posts.c.id).where(t.posts.c.state == "superseded")
    for row in streamed(connection, select(a.post_id, a.outlet, a.day).where(a.post_id.not_in(superseded))):
        yield row.post_id, row.outlet, row.day

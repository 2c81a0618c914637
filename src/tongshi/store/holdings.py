"""What a store holds: posts and where they were seen, rejects, builds, and a digest of all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Table, func, select

from tongshi.store import tables as t
from tongshi.store.engine import streamed
from tongshi.store.sightings import name_of
from tongshi.store.views.articles import PostPlace
from tongshi.store.views.builds import Run, StoredReject, Totals


def current_posts(connection: Connection) -> Iterator[str]:
    """The ids of all posts that an archive holds, in order."""
    p = t.posts.c
    yield from connection.scalars(select(p.id).where(p.state == "current").order_by(p.id))


def outlets(connection: Connection) -> tuple[str, ...]:
    """Codes of the outlets of all articles, in order: they are few, and in the index the next one is looked up."""
    code = t.articles.c.outlet
    each = select(func.min(code).label("code")).where(code != "").cte(recursive=True)
    following = select(func.min(code)).where(code > each.c.code).scalar_subquery()
    each = each.union_all(select(following).where(each.c.code.is_not(None)))
    return tuple(connection.scalars(select(each.c.code).where(each.c.code.is_not(None))))


def places(connection: Connection) -> Iterator[PostPlace]:
    """Where every post of the store, old versions too, is or was seen: once for each place."""
    s, p = t.sightings.c, t.posts.c
    statement = select(p.id, p.url, p.archive_url, t.articles.c.outlet, s.stem, s.number, s.path).select_from(
        t.posts.join(t.articles, t.articles.c.post_id == p.id).outerjoin(t.sightings, s.post_id == p.id)
    )
    for row in streamed(connection, statement):
        yield PostPlace(
            post=row.id,
            name=name_of(row.stem or "", row.number or 0),
            path=row.path or "",
            url=row.url,
            archive_url=row.archive_url,
            outlet=row.outlet,
        )


def rejects(connection: Connection, limit: int | None) -> Iterator[StoredReject]:
    """Posts that could not be read, in path order."""
    r = t.rejects.c
    for row in connection.execute(select(t.rejects).order_by(r.archive, r.path, r.position).limit(limit)):
        yield StoredReject(
            id=name_of(row.stem, row.number), path=row.path, archive=row.archive, reason=row.reason, detail=row.detail
        )


def runs(connection: Connection, limit: int | None) -> Iterator[Run]:
    """Builds, latest first."""
    for row in connection.execute(select(t.runs).order_by(t.runs.c.id.desc()).limit(limit)).mappings():
        yield Run(**{**row, "archives": tuple(row["archives"])})


def totals(connection: Connection) -> Totals:
    """What the store holds now."""
    current = t.posts.c.state == "current"
    e, r = t.engagements.c, t.rejects.c

    def count(table: Table) -> int:
        joined = select(func.count()).select_from(table.join(t.posts, t.posts.c.id == table.c.post_id)).where(current)
        return connection.scalar(joined) or 0

    by_type = (
        select(e.type, func.count())
        .join(t.posts, t.posts.c.id == e.post_id)
        .where(current)
        .group_by(e.type)
        .order_by(func.count().desc(), e.type)
    )
    by_reason = select(r.reason, func.count()).group_by(r.reason).order_by(func.count().desc(), r.reason)
    return Totals(
        posts=connection.scalar(select(func.count()).select_from(t.posts).where(current)) or 0,
        engagements={row[0]: row[1] for row in connection.execute(by_type)},
        contacts=connection.scalar(select(func.count()).select_from(t.contacts)) or 0,
        quotes=count(t.quotes),
        readouts=count(t.readouts),
        statements=count(t.statements),
        rejects={row[0]: row[1] for row in connection.execute(by_reason)},
    )


def digest(connection: Connection) -> str:
    """A hash over all that is known, bookkeeping and the archives' own places left out; 64 hexadecimal digits."""
    total = hashlib.sha256()
    for table in t.CONTENT:
        columns = [column for column in table.c if not column.info.get("bookkeeping") and column.name != "archive"]
        keys = list(table.primary_key.columns)
        order = keys if set(keys) <= set(columns) else columns  # without the archive a key is none
        total.update(table.name.encode())
        for row in streamed(connection, select(*columns).order_by(*order)):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()

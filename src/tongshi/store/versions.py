"""Posts by what people call them, their versions, and their copies. Every function runs in its caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from tongshi import identity
from tongshi.errors import NotFoundError, UnknownError
from tongshi.readers import stem
from tongshi.store import tables as t
from tongshi.store.engine import batches
from tongshi.store.ids import DIGITS, begins, some_of
from tongshi.store.sightings import places_of
from tongshi.store.views.articles import ChangedArticle, PostCopy, PostLine

# --- which post is meant


def post_named(connection: Connection, given: str) -> str:
    """The id of the post meant by the beginning of an id, by an address, or by a path or stem in an archive.

    Of several versions of one article the current one is meant, else the latest. Raises NotFoundError, also where
    several articles could be meant.
    """
    given = given.strip()
    for find in (_by_id, _by_address, _by_place):
        if found := find(connection, given):
            return _one(connection, given, found)
    raise UnknownError(f"{given}: no such post (give an id, an address, or a path in the archive)")


def _one(connection: Connection, given: str, found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    article = versions(connection, found[0])
    ids = [line.post for line in article]
    if not set(found) <= set(ids):
        raise NotFoundError(f"{given}: may be any of {len(found)} posts ({some_of(found)}); give an id")
    return max((line for line in article if line.post in found), key=lambda line: line.state == "current").post


def _by_id(connection: Connection, given: str) -> list[str]:
    if len(given) < 2 or given[0] != "p" or not set(given[1:]) <= DIGITS:
        return []
    return list(connection.scalars(select(t.posts.c.id).where(begins(t.posts.c.id, given)).order_by(t.posts.c.id)))


def _by_address(connection: Connection, given: str) -> list[str]:
    address = identity.stored_address(given) if "." in given and "/" in given else ""
    found = select(t.posts.c.id).where(t.posts.c.address == address).order_by(t.posts.c.id)
    return list(connection.scalars(found)) if address else []


def _by_place(connection: Connection, given: str) -> list[str]:
    """Posts seen at a path that is or ends as given, with or without suffix; `stem#2` is the second of a stem."""
    found = _seen_at(connection, given, None)
    name, _, number = given.rpartition("#")
    if not found and name and number.isascii() and number.isdigit():
        found = _seen_at(connection, name, number)
    return found


def _seen_at(connection: Connection, given: str, number: str | None) -> list[str]:
    s = t.sightings.c
    path = given.removeprefix("./")
    here: set[str] = set()
    gone: set[str] = set()
    for row in connection.execute(select(t.sightings).where(s.stem == stem(path))):
        whole = f"{row.archive}/{row.path}"
        shortened = f"{whole.rpartition('/')[0]}/{row.stem}"
        if number in {None, str(row.number)} and any(f"/{each}".endswith(f"/{path}") for each in (whole, shortened)):
            (gone if row.gone else here).add(row.post_id)
    return sorted(here or gone)  # what stands there comes before what stood there


# --- versions


def versions(connection: Connection, post: str) -> list[PostLine]:
    """All versions of the article of a post, in the order in which they were met; those of one build by date.

    They share its address, or followed one another at a place.
    """
    p = t.posts.c
    known: set[str] = set()
    new = {post}
    while new:
        known |= new
        rows = connection.execute(select(p.address, p.successor).where(p.id.in_(new))).all()
        addresses = {row.address for row in rows if row.address}
        followers = {row.successor for row in rows if row.successor}
        same = or_(p.address.in_(addresses), p.id.in_(followers), p.successor.in_(new))
        new = set(connection.scalars(select(p.id).where(same))) - known
    return sorted(lines(connection, known), key=_in_order)


def _in_order(line: PostLine) -> tuple[Any, ...]:
    return line.state == "current", line.first_run, line.published_at, line.post


def changed(connection: Connection, since: int | None, until: int | None = None) -> Iterator[ChangedArticle]:
    """Articles with several versions, and those that vanished, by the run of their latest change, latest first.

    With `since` only those of which something was added or changed its state after that run, with `until` up to that.
    """
    p = t.posts.c
    twice = select(p.address).where(p.address != "").group_by(p.address).having(func.count() > 1)
    wanted = select(p.id).where(or_(p.state != "current", p.address.in_(twice), p.successor.is_not(None)))
    met: set[str] = set()
    found = []
    for post in connection.scalars(wanted.order_by(p.id)).all():
        if post in met:
            continue
        article = ChangedArticle(tuple(versions(connection, post)))
        met |= {line.post for line in article.versions}
        added = sorted(line.first_run for line in article.versions)[1:]
        runs = {*added, *(line.state_run for line in article.versions if line.state_run is not None)}
        if any((since or 0) < run and (until is None or run <= until) for run in runs):
            found.append(article)
    yield from sorted(found, key=lambda article: (-article.run, article.latest.outlet, article.latest.post))


def lines(connection: Connection, posts: Collection[str]) -> Iterator[PostLine]:
    """Posts in a line each, in order of their ids."""
    p, a = t.posts.c, t.articles.c
    for some in batches(sorted(posts)):
        statement = (
            select(p.id, p.state, p.title, p.url, p.archive_url, p.first_run, p.state_run, a.outlet, a.published_at)
            .join(t.articles, a.post_id == p.id)
            .where(p.id.in_(some))
            .order_by(p.id)
        )
        places = places_of(connection, some)
        for row in connection.execute(statement):
            name, path = places.get(row.id, ("", ""))
            yield PostLine(
                post=row.id,
                name=name,
                path=path,
                state=row.state,
                outlet=row.outlet,
                published_at=row.published_at,
                title=row.title,
                url=row.url,
                archive_url=row.archive_url,
                first_run=row.first_run,
                state_run=row.state_run,
            )


# --- copies


def copies(connection: Connection, post: str | None, kinds: Sequence[str], limit: int | None) -> Iterator[PostCopy]:
    """Links between copies, most alike first: those of a post, or those between all that archives hold now."""
    c = t.copies.c
    statement = select(t.copies).order_by(c.similarity.desc(), c.containment.desc(), c.post_id, c.other_id).limit(limit)
    if kinds:
        statement = statement.where(c.kind.in_(kinds))
    if post is not None:
        statement = statement.where(or_(c.post_id == post, c.other_id == post))
    else:
        statement = statement.where(*_both_current())
    rows = connection.execute(statement).all()
    for some in batches(rows):
        told = {line.post: line for line in lines(connection, {id_ for row in some for id_ in row[:2]})}
        for row in some:
            pair = [told[row.post_id], told[row.other_id]]
            pair.sort(key=lambda line: (line.post != post, line.published_at, line.post))
            yield PostCopy(
                one=pair[0], other=pair[1], kind=row.kind, similarity=row.similarity, containment=row.containment
            )


def copies_by_kind(connection: Connection) -> dict[str, int]:
    """How many links there are between posts that archives hold now, by kind."""
    c = t.copies.c
    counted = select(c.kind, func.count()).where(*_both_current()).group_by(c.kind)
    return {row[0]: row[1] for row in connection.execute(counted.order_by(func.count().desc(), c.kind))}


def _both_current() -> Iterator[ColumnElement[bool]]:
    for column in (t.copies.c.post_id, t.copies.c.other_id):
        side = t.posts.alias()
        yield exists().where(side.c.id == column, side.c.state == "current")

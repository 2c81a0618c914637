"""Articles by their words: which answer to a query and to conditions, in which order.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from tongshi.query import Query
from tongshi.ranking import score
from tongshi.store import tables as t
from tongshi.store.engine import batches
from tongshi.store.fulltext import index_of
from tongshi.store.packing import unpacked
from tongshi.store.sightings import places_of
from tongshi.store.views.articles import ArticleFilter, FoundArticle

#: How many of the newest articles that answer are ranked, and as many that answer in their titles: what a reader
#: looks through, in the time that he does not notice. Those beyond follow, newest first.
RANKED = 30

#: Articles fetched together.
PAGE = 20


def found(
    connection: Connection, query: Query, wanted: ArticleFilter, limit: int | None, *, newest: bool, skip: int = 0
) -> Iterator[FoundArticle]:
    """Current articles that answer to a query, the best first, or the newest; the first `skip` are passed over."""
    most = None if limit is None else limit + skip
    posts = _newest(connection, query, wanted, most) if newest else _best(connection, query, wanted, most)
    posts = islice(posts, skip, None)
    while page := list(islice(posts, PAGE)):
        yield from _articles(connection, page)


def posts_found(connection: Connection, query: Query, wanted: ArticleFilter) -> list[str]:
    """The ids of all current articles that answer, in no order."""
    return index_of(connection).posts(connection, query, list(_conditions(wanted)))


def count(connection: Connection, query: Query, wanted: ArticleFilter) -> int:
    """How many current articles answer."""
    return index_of(connection).count(connection, query, list(_conditions(wanted)))


def _newest(connection: Connection, query: Query, wanted: ArticleFilter, limit: int | None) -> Iterator[str]:
    return iter(index_of(connection).newest(connection, query, list(_conditions(wanted)), limit))


def _best(connection: Connection, query: Query, wanted: ArticleFilter, limit: int | None) -> Iterator[str]:
    index, conditions = index_of(connection), list(_conditions(wanted))
    ranked = index.newest(connection, query, conditions, RANKED)
    whole = len(ranked) < RANKED
    if not whole:
        titled = index.newest(connection, query, conditions, RANKED, title=True)
        ranked = list(dict.fromkeys([*ranked, *titled]))
    ranked = _ranked(connection, query, ranked)
    yield from islice(ranked, limit)
    if whole or (limit is not None and limit <= len(ranked)):
        return
    met = set(ranked)
    others = (post for post in index.newest(connection, query, conditions, limit) if post not in met)
    yield from islice(others, None if limit is None else limit - len(ranked))


def _ranked(connection: Connection, query: Query, posts: Sequence[str]) -> list[str]:
    """The best first; of equals the newest."""
    a = t.articles.c
    rated: list[tuple[float, str, str]] = []
    for some in batches(posts):
        rows = connection.execute(select(a.post_id, a.published_at, a.folded).where(a.post_id.in_(some)))
        rated += ((score(query, row.folded), row.published_at, row.post_id) for row in rows)
    rated.sort(key=lambda each: each[2])
    rated.sort(key=lambda each: each[:2], reverse=True)
    return [post for _, _, post in rated]


def _articles(connection: Connection, posts: Sequence[str]) -> Iterator[FoundArticle]:
    """The articles of some posts, in the order of these."""
    a, p = t.articles.c, t.posts.c
    statement = (
        select(*a["post_id", "outlet", "published_at", "folded", "readable", "length"], p.title, p.url)
        .join(t.posts, p.id == a.post_id)
        .where(a.post_id.in_(posts))
    )
    rows = {row.post_id: row for row in connection.execute(statement)}
    called = places_of(connection, posts)
    for post in posts:
        row = rows[post]
        yield FoundArticle(
            post=post,
            name=called.get(post, ("", ""))[0],
            outlet=row.outlet,
            published_at=row.published_at,
            title=row.title,
            url=row.url,
            folded=row.folded,
            text=unpacked(row.readable)[: row.length],
        )


def _conditions(wanted: ArticleFilter) -> Iterator[ColumnElement[bool]]:
    a = t.articles.c
    if wanted.outlets:
        yield a.outlet.in_(wanted.outlets)
    if wanted.since:
        yield a.day >= wanted.since
    if wanted.until:
        yield a.day <= wanted.until
    if told := list(_told(wanted)):
        yield exists().where(t.engagements.c.post_id == a.post_id, *told)


def _told(wanted: ArticleFilter) -> Iterator[ColumnElement[bool]]:
    """What an engagement of the article has to be: one that is all of it."""
    e, p = t.engagements.c, t.participants.c
    if wanted.types:
        yield e.type.in_(wanted.types)
    if wanted.statuses:
        yield e.status.in_(wanted.statuses)
    if wanted.people:
        who = or_(p.person.in_(wanted.people), p.folded.in_(wanted.people))
        yield exists().where(p.engagement_id == e.id, who)
    for polity in wanted.polities:
        c = t.engagement_polities.c
        yield exists().where(c.engagement_id == e.id, c.polity == polity)
    for topic in wanted.topics:
        k = t.engagement_topics.c
        yield exists().where(k.engagement_id == e.id, k.topic == topic)

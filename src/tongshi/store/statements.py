"""Statements by speaker, subject and words. Every function runs inside one transaction of its caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, exists, or_, select

from tongshi.errors import NotFoundError
from tongshi.identity import digest
from tongshi.language import fold
from tongshi.store import copying
from tongshi.store import rows as convert
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches, streamed
from tongshi.store.queries import begins, some_of
from tongshi.store.sightings import places_of
from tongshi.store.views import StatementFilter, StoredStatement

#: Statements whose details are fetched together.
BATCH = 200

#: A statement: its post and its position there.
_Key = tuple[str, int]


def said(
    connection: Connection, wanted: StatementFilter, limit: int | None, rejected: Collection[str] = ()
) -> Iterator[StoredStatement]:
    """The statements wanted, in order of the articles' days, undated ones last; without those `rejected`, by id."""
    s, a = t.statements.c, t.articles.c
    order = (a.day.is_(None), a.day, a.published_at, s.post_id, s.position)
    keys = islice(_keys(connection, wanted, *order, rejected=rejected), limit)
    stories = copying.stories(connection, ("exact", "version", "syndicated"))
    while some := tuple(islice(keys, BATCH)):
        yield from _with_details(connection, some, stories)


def count(connection: Connection, wanted: StatementFilter, rejected: Collection[str] = ()) -> int:
    """How many statements are wanted."""
    return sum(1 for _ in _keys(connection, wanted, rejected=rejected))


def there(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of some statements that articles which are not superseded have."""
    s, p = t.statements.c, t.posts.c
    found: set[str] = set()
    for some in batches(sorted(ids)):
        posted = select(s.id).join(t.posts, p.id == s.post_id).where(s.id.in_(some), p.state != "superseded")
        found |= set(connection.scalars(posted))
    return found


def is_said(connection: Connection, wanted: StatementFilter) -> bool:
    """Whether there is one."""
    return next(_keys(connection, wanted), None) is not None


def statement(connection: Connection, given: str) -> StoredStatement:
    """The statement meant by the beginning of its id; raises NotFoundError."""
    s = t.statements.c
    found = select(s.id, s.post_id, s.position).where(begins(s.id, given)).order_by(s.id)
    rows = connection.execute(found).all() if len(given) > 1 and given[0] == "s" else []
    if not rows:
        raise NotFoundError(f"{given}: no such statement (`tongshi said` lists them)")
    if len(rows) > 1:
        several = some_of([row.id for row in rows])
        raise NotFoundError(f"{given}: begins the ids of {len(rows)} statements ({several}); give more of it")
    return next(_with_details(connection, [(rows[0].post_id, rows[0].position)], {}))


def _keys(
    connection: Connection, wanted: StatementFilter, *order: ColumnElement[Any], rejected: Collection[str] = ()
) -> Iterator[_Key]:
    """Post and position of the statements wanted: what is sorted is small, the rest is fetched of those shown."""
    s, a, p = t.statements.c, t.articles.c, t.posts.c
    superseded = select(p.id).where(p.state == "superseded")
    found = (
        select(s.post_id, s.position, s.id, *([s.text] if wanted.words else []))
        .join(t.articles, a.post_id == s.post_id)
        .where(s.post_id.not_in(superseded), *_conditions(wanted))
        .order_by(*order)
    )
    for row in streamed(connection, found):
        if row.id in rejected:
            continue
        if not wanted.words or all(words in fold(row.text) for words in wanted.words):
            yield row.post_id, row.position


def _its_engagement() -> ColumnElement[bool]:
    e, s = t.engagements.c, t.statements.c
    return and_(e.post_id == s.post_id, e.position == s.engagement)


def _conditions(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    s, a = t.statements.c, t.articles.c
    if wanted.people or wanted.names:
        yield or_(s.person.in_(wanted.people), and_(s.person == "", s.folded.in_(wanted.names)))
    if wanted.sides:
        yield s.polity.in_(wanted.sides)
    for topic in wanted.topics:
        yield _listed(t.statement_topics, t.statement_topics.c.topic == topic)
    if wanted.phrases:
        yield _listed(t.statement_phrases, t.statement_phrases.c.phrase.in_(wanted.phrases))
    if wanted.phrased:
        yield _listed(t.statement_phrases)
    for words in wanted.words:  # what may hold them, looked for once; the statement itself is not kept folded
        article = t.articles.alias().c
        yield s.post_id.in_(select(article.post_id).where(article.folded.contains(words, autoescape=True)))
    for polity in wanted.between:
        e, named = t.engagements.c, t.engagement_polities.c
        yield (
            exists()
            .where(_its_engagement(), named.engagement_id == e.id, named.polity == polity)
            .correlate(t.statements)
        )
    if wanted.manners:
        yield s.manner.in_(wanted.manners)
    if wanted.outlets:
        yield a.outlet.in_(wanted.outlets)
    if wanted.since:
        yield a.day >= wanted.since
    if wanted.until:
        yield a.day <= wanted.until
    if wanted.direct:
        yield s.form == "direct"


def _listed(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a row of `table` that meets the conditions belongs to the statement."""
    c, s = table.c, t.statements.c
    return exists().where(c.post_id == s.post_id, c.statement == s.position, *conditions)


def _with_details(connection: Connection, keys: Sequence[_Key], stories: dict[str, str]) -> Iterator[StoredStatement]:
    posts = sorted({post for post, _ in keys})
    rows = _rows(connection, keys)
    topics, phrases = _lists(connection, t.statement_topics, posts), _lists(connection, t.statement_phrases, posts)
    places = select(t.spans).where(
        t.spans.c.post_id.in_(posts), t.spans.c.record_id.in_([row.id for row in rows.values()])
    )
    spans = convert.spans_from(all_rows(connection, places.order_by(*t.spans.primary_key.columns)))
    called = places_of(connection, posts)
    for key in keys:
        row = rows[key]
        story = stories.get(row.post_id, row.post_id)
        yield StoredStatement(
            id=row.id,
            statement=convert.statement_from(dict(row._mapping), topics[key], phrases[key], spans),
            post=row.post_id,
            name=called.get(row.post_id, ("", ""))[0],
            state=row.state,
            outlet=row.outlet,
            day=row.day,
            published_at=row.published_at,
            title=row.title,
            url=row.url,
            archive_url=row.archive_url,
            engagement=row.engagement_id or "",
            story=digest(story),
            saying=digest(story, "".join(fold(row.text).split())),
        )


def _rows(connection: Connection, keys: Sequence[_Key]) -> dict[_Key, Row[Any]]:
    """The statements, and others of their posts: of pairs as a key SQLite makes no use."""
    s, a, p = t.statements.c, t.articles.c, t.posts.c
    found = (
        select(
            t.statements,
            *(a.outlet, a.day, a.published_at, p.title, p.url, p.archive_url, p.state),
            t.engagements.c.id.label("engagement_id"),
        )
        .join(t.articles, a.post_id == s.post_id)
        .join(t.posts, p.id == s.post_id)
        .outerjoin(t.engagements, _its_engagement())
        .where(s.post_id.in_({post for post, _ in keys}))
    )
    return {(row.post_id, row.position): row for row in connection.execute(found)}


def _lists(connection: Connection, table: Table, posts: Sequence[str]) -> dict[tuple[str, int], list[str]]:
    """Topics or phrases of the statements of some posts, in order."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    statement = select(table).where(table.c.post_id.in_(posts)).order_by(*table.primary_key.columns)
    for post, position, _, value in connection.execute(statement):
        found[post, position].append(value)
    return found

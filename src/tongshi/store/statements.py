"""Statements by speaker, subject and words. Every function runs inside one transaction of its caller."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, Table, and_, func, or_, select, true

from tongshi.copies import CopyKind
from tongshi.errors import NotFoundError
from tongshi.identity import digest
from tongshi.language import fold
from tongshi.store import copying
from tongshi.store import rows as convert
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches, streamed
from tongshi.store.queries import begins, some_of
from tongshi.store.sightings import places_of
from tongshi.store.views import SaidKey, StatementFilter, StoredStatement, Utterance

#: Statements whose details are fetched together.
BATCH = 200

#: A statement: its post and its position there.
_Key = tuple[str, int]

#: Topics or phrases of statements, in order.
_Lists = Mapping[_Key, Sequence[str]]

#: Columns of an utterance, as of `Statement`.
_SPOKEN = ("speaker", "office", "polity", "person", "addressee", "medium", "chain", "manner")

#: Posts that count as one story.
_STORY: tuple[CopyKind, ...] = ("exact", "version", "syndicated")


def said(
    connection: Connection,
    wanted: StatementFilter,
    limit: int | None,
    rejected: Collection[str] = (),
    *,
    newest: bool = False,
) -> Iterator[StoredStatement]:
    """The statements wanted, in order of the articles' days, undated ones last; without those `rejected`, by id.

    With `newest` those of the latest day come first.
    """
    keys = islice(_keys(connection, wanted, *_in_order(newest=newest), rejected=rejected, limit=limit), limit)
    if limit is not None and limit <= BATCH:
        yield from _few_with_details(connection, tuple(keys))
        return
    stories = copying.stories(connection, _STORY)
    while some := tuple(islice(keys, BATCH)):
        yield from _with_details(connection, some, stories)


def utterances(
    connection: Connection, wanted: StatementFilter, rejected: Collection[str] = (), *, newest: bool = False
) -> Iterator[Utterance]:
    """The statements wanted in the same order, each as little of it as is counted.

    Of which articles others are copies is looked up for all of them at once; with `newest`, of which few are taken,
    for some at a time.
    """
    s, a = t.statements.c, t.articles.c
    columns = (*s["post_id", "position", "id", "text", *_SPOKEN], a.outlet, a.day)
    rows = streamed(connection, _statements(wanted, *columns).order_by(*_in_order(newest=newest)))
    rows = (row for row in rows if row.id not in rejected and _has_words(row.text, wanted))
    all_stories = {} if newest else copying.stories(connection, _STORY)
    while some := tuple(islice(rows, BATCH)):
        posts = sorted({row.post_id for row in some})
        stories = copying.stories_of(connection, posts, _STORY) if newest else all_stories
        topics, phrases = _lists(connection, t.statement_topics, posts), _lists(connection, t.statement_phrases, posts)
        for row in some:
            yield _utterance(row, topics, phrases, stories.get(row.post_id, row.post_id))


def _utterance(row: Row[Any], topics: _Lists, phrases: _Lists, story: str) -> Utterance:
    key = row.post_id, row.position
    return Utterance(
        id=row.id,
        post=row.post_id,
        position=row.position,
        outlet=row.outlet,
        day=row.day,
        speaker=row.speaker,
        office=row.office,
        polity=row.polity,
        person=row.person,
        addressee=row.addressee,
        medium=row.medium,
        chain=tuple(row.chain),
        manner=row.manner,
        topics=tuple(topics[key]),
        phrases=tuple(phrases[key]),
        story=digest(story),
        saying=_saying(story, row.text),
    )


def in_full(connection: Connection, uttered: Iterable[Utterance]) -> Iterator[StoredStatement]:
    """Some statements of which little is known, in the same order."""
    for some in batches([(each.post, each.position) for each in uttered]):
        yield from _few_with_details(connection, some)


def count(connection: Connection, wanted: StatementFilter, rejected: Collection[str] = ()) -> int:
    """How many statements are wanted."""
    return tally(connection, wanted, (), rejected)[()]


def tally(
    connection: Connection, wanted: StatementFilter, by: Sequence[SaidKey], rejected: Collection[str] = ()
) -> Counter[tuple[Any, ...]]:
    """How many statements are wanted of each kind; those of several topics or phrases count once for each."""
    if wanted.words:  # the content is not kept folded
        found: Counter[tuple[Any, ...]] = Counter()
        for each in utterances(connection, wanted, rejected):
            found.update(each.keys(by))
        return found
    if wanted.people and wanted.names:  # each asks one index, which need not be joined with the statements again
        known, unknown = replace(wanted, names=()), replace(wanted, people=())
        return tally(connection, known, by, rejected) + tally(connection, unknown, by, rejected)
    found = _tally(connection, wanted, by)
    for some in batches(sorted(rejected)):
        found.subtract(_tally(connection, wanted, by, t.statements.c.id.in_(some)))
    return +found


def _tally(
    connection: Connection, wanted: StatementFilter, by: Sequence[SaidKey], *conditions: ColumnElement[bool]
) -> Counter[tuple[Any, ...]]:
    s = t.statements.c
    of: dict[SaidKey, ColumnElement[Any]] = {
        "day": t.articles.c.day, "outlet": t.articles.c.outlet, "side": func.coalesce(s.polity, ""),
        "person": s.person, "manner": s.manner,
        "topic": t.statement_topics.c.topic, "phrase": t.statement_phrases.c.phrase,
    }  # fmt: skip
    listed = [table for key, table in (("topic", t.statement_topics), ("phrase", t.statement_phrases)) if key in by]
    columns = [of[key] for key in by]
    counted = _statements(wanted, *columns, func.count(), listed=listed).where(*conditions).group_by(*columns)
    return Counter({tuple(key): number for *key, number in connection.execute(counted)})


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
    connection: Connection,
    wanted: StatementFilter,
    *order: ColumnElement[Any],
    rejected: Collection[str] = (),
    limit: int | None = None,
) -> Iterator[_Key]:
    """Post and position of the statements wanted: what is sorted is small, the rest is fetched of those shown.

    `limit`: so many at least, if there are; where the database can tell all that are wanted it sorts no more.
    """
    s = t.statements.c
    columns = (s.post_id, s.position, s.id, t.articles.c.day, *([s.text] if wanted.words else []))
    most = None if limit is None or wanted.words else limit + len(rejected)
    for row in streamed(connection, _statements(wanted, *columns).order_by(*order).limit(most)):
        if row.id not in rejected and (not wanted.words or _has_words(row.text, wanted)):
            yield row.post_id, row.position


def _in_order(*, newest: bool = False) -> tuple[ColumnElement[Any], ...]:
    s, a = t.statements.c, t.articles.c
    if newest:
        return a.day.is_(None), a.day.desc(), a.published_at.desc(), s.post_id, s.position
    return a.day.is_(None), a.day, a.published_at, s.post_id, s.position


def _has_words(text: str, wanted: StatementFilter) -> bool:
    return not wanted.words or all(words in fold(text) for words in wanted.words)


def _statements(wanted: StatementFilter, *columns: ColumnElement[Any], listed: Iterable[Table] = ()) -> Select[Any]:
    """Columns of the statements wanted; `listed`: a row for each topic, or phrase, that they have.

    What few statements have is joined, not asked of each. Articles are where a column or a condition is of them.
    """
    s, a, p = t.statements.c, t.articles.c, t.posts.c
    joined: FromClause = t.statements
    if wanted.outlets or wanted.since or wanted.until or not set(a.values()).isdisjoint(columns):
        joined = joined.join(t.articles, a.post_id == s.post_id)
    for table in listed:
        joined = joined.join(table, and_(table.c.post_id == s.post_id, table.c.statement == s.position))
    for few, belongs in _few(wanted):
        joined = joined.join(few, and_(few.c.post_id == s.post_id, belongs))
    superseded = select(p.id).where(p.state == "superseded")
    return select(*columns).select_from(joined).where(s.post_id.not_in(superseded), *_conditions(wanted))


def _its_engagement() -> ColumnElement[bool]:
    e, s = t.engagements.c, t.statements.c
    return and_(e.post_id == s.post_id, e.position == s.engagement)


def _conditions(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    s, a = t.statements.c, t.articles.c
    if wanted.people or wanted.names:
        yield or_(*_speakers(wanted))
    if wanted.sides:
        yield s.polity.in_(wanted.sides)
    for words in wanted.words:  # what may hold them, looked for once; the statement itself is not kept folded
        article = t.articles.alias().c
        yield s.post_id.in_(select(article.post_id).where(article.folded.contains(words, autoescape=True)))
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


def _speakers(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    s = t.statements.c
    if wanted.people:
        yield s.person.in_(wanted.people)
    if wanted.names:  # the longer words keep SQLite from going through all whom the registry does not know
        yield and_(func.coalesce(s.person, "") == "", s.folded.in_(wanted.names))


def _few(wanted: StatementFilter) -> Iterator[tuple[FromClause, ColumnElement[bool]]]:
    """What a statement wanted has a row of, one in each post and place, and that the row is of its place."""
    s, e, named = t.statements.c, t.engagements.c, t.engagement_polities.c
    topics, phrases = t.statement_topics, t.statement_phrases
    having = [(topics, topics.c.topic == topic) for topic in wanted.topics]
    if wanted.phrases or wanted.phrased:
        having.append((phrases, phrases.c.phrase.in_(wanted.phrases) if wanted.phrases else true()))
    for table, condition in having:
        few = select(table.c.post_id, table.c.statement).where(condition).distinct().subquery()
        yield few, few.c.statement == s.position
    if wanted.between:
        of_both = (e.id.in_(select(named.engagement_id).where(named.polity == code)) for code in wanted.between)
        few = select(e.post_id, e.position).where(*of_both).subquery()
        yield few, few.c.position == s.engagement


def _few_with_details(connection: Connection, keys: Sequence[_Key]) -> Iterator[StoredStatement]:
    if keys:
        yield from _with_details(connection, keys, copying.stories_of(connection, {post for post, _ in keys}, _STORY))


def _with_details(connection: Connection, keys: Sequence[_Key], stories: dict[str, str]) -> Iterator[StoredStatement]:
    posts = sorted({post for post, _ in keys})
    rows = _rows(connection, keys)
    topics, phrases = _lists(connection, t.statement_topics, posts), _lists(connection, t.statement_phrases, posts)
    places = select(t.spans).where(
        t.spans.c.post_id.in_(posts), t.spans.c.record_id.in_([rows[key].id for key in keys])
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
            saying=_saying(story, row.text),
        )


def _saying(story: str, text: str) -> str:
    return digest(story, "".join(fold(text).split()))


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

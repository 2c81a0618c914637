"""Statements by speaker, subject and words. Every function runs inside one transaction of its caller."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, Text, cast, func, select

from tongshi import identity
from tongshi.copies import CopyKind
from tongshi.errors import NotFoundError, UnknownError
from tongshi.identity import digest
from tongshi.language import fold
from tongshi.store import copying
from tongshi.store import tables as t
from tongshi.store.engine import batches, streamed
from tongshi.store.ids import begins, some_of
from tongshi.store.readings import spans_of
from tongshi.store.restoring import statement_from
from tongshi.store.sightings import places_of
from tongshi.store.views.statements import PhraseUse, SaidKey, StatementFilter, StoredStatement, Utterance, Uttered
from tongshi.store.wanted import Told, chosen, its_engagement, told_in

#: Statements whose details are fetched together.
BATCH = 200

#: A statement: its post and its position there.
_Key = tuple[str, int]

#: Tables with a row for each topic, or phrase, of a statement.
_LISTED: dict[SaidKey, Table] = {"topic": t.statement_topics, "phrase": t.statement_phrases}

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
    if newest and limit is not None:
        keys = _latest_keys(connection, wanted, limit, rejected)
    else:
        keys = islice(_keys(connection, wanted, rejected, limit, newest=newest), limit)
    if limit is not None and limit <= BATCH:
        yield from _few_with_details(connection, tuple(keys))
        return
    stories = copying.stories(connection, _STORY)
    while some := tuple(islice(keys, BATCH)):
        yield from _with_details(connection, some, stories)


def latest(
    connection: Connection, wanted: Sequence[StatementFilter], limit: int, rejected: Collection[str] = ()
) -> tuple[tuple[StoredStatement, ...], ...]:
    """Of each of several kinds of statements those of the latest days, the latest first: as `said` has them."""
    keys = [tuple(_latest_keys(connection, each, limit, rejected)) for each in wanted]
    every = tuple(dict.fromkeys(key for some in keys for key in some))
    told = dict(zip(every, _few_with_details(connection, every), strict=True))
    return tuple(tuple(told[key] for key in some) for some in keys)


def _latest_keys(
    connection: Connection, wanted: StatementFilter, limit: int, rejected: Collection[str]
) -> Iterator[_Key]:
    if not wanted.words:
        wanted = _latest(connection, wanted, limit + len(rejected))
    return islice(_keys(connection, wanted, rejected, limit, newest=True), limit)


def utterances(connection: Connection, wanted: StatementFilter, rejected: Collection[str] = ()) -> Iterator[Utterance]:
    """The statements wanted in the same order, each as little of it as is counted."""
    s, a, told = t.statements.c, t.articles.c, told_in(wanted)
    columns = (*s["post_id", "position", "id", "text", *_SPOKEN], a.outlet, a.day)
    topics, phrases = (_Beside(connection, told, key) for key in _LISTED)
    stories = copying.stories(connection, _STORY)
    for row in streamed(connection, chosen(told, columns, order=told.in_order())):
        key = row.post_id, row.position
        raised, used = topics.of(key), phrases.of(key)  # also of those that are passed over
        if row.id not in rejected and _has_words(row.text, wanted):
            yield _utterance(row, raised, used, stories.get(row.post_id, row.post_id))


class _Beside:
    """The topics, or phrases, of the statements wanted: they are asked for one after the other, in their order."""

    def __init__(self, connection: Connection, told: Told, of: SaidKey) -> None:
        table = _LISTED[of]
        columns = [table.c.post_id, table.c.statement, table.c[of]]
        rows = chosen(told, columns, listed=[table], order=[*told.in_order(), table.c.position])
        self._groups = groupby(streamed(connection, rows), key=lambda row: (row.post_id, row.statement))
        self._next = next(self._groups, None)

    def of(self, key: _Key) -> tuple[str, ...]:
        """Of the statement that follows those asked for before."""
        if self._next is None or self._next[0] != key:
            return ()
        values = tuple(row[-1] for row in self._next[1])
        self._next = next(self._groups, None)
        return values


def _utterance(row: Row[Any], topics: tuple[str, ...], phrases: tuple[str, ...], story: str) -> Utterance:
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
        topics=topics,
        phrases=phrases,
        story=digest(story),
        saying=_saying(story, identity.content(row.text)),
    )


def uses(connection: Connection, phrase: str, rejected: Collection[str] = ()) -> Iterator[PhraseUse]:
    """The statements with a set phrase in the same order, of each what its use is told by."""
    told, s = told_in(StatementFilter(phrases=(phrase,))), t.statements.c
    c = told.table.c
    columns = (c.post_id, c.statement, c.polity, c.day, c.content)
    gone = {
        (post, position)
        for some in batches(sorted(rejected))
        for post, position in connection.execute(select(s.post_id, s.position).where(s.id.in_(some)))
    }
    rows = connection.execute(chosen(told, columns, order=told.in_order())).all()
    stories = copying.stories_of(connection, {row.post_id for row in rows}, _STORY)
    for post, position, polity, day, content in rows:
        if (post, position) not in gone:
            story = stories.get(post, post)
            yield PhraseUse(phrase, polity, day, digest(story), _saying(story, content), post, position)


def in_full(connection: Connection, uttered: Iterable[Uttered]) -> Iterator[StoredStatement]:
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
        return Counter(key for each in utterances(connection, wanted, rejected) for key in each.keys(by))
    found: Counter[tuple[Any, ...]] = Counter()
    for each in _apart(wanted):
        found.update(_tally(connection, each, by))
        for some in batches(sorted(rejected)):
            found.subtract(_tally(connection, each, by, t.statements.c.id.in_(some)))
    return +found


def _apart(wanted: StatementFilter) -> tuple[StatementFilter, ...]:
    """Those of known and of unknown speakers, where both are wanted: each is asked of one index."""
    if wanted.people and wanted.names:
        return replace(wanted, names=()), replace(wanted, people=())
    return (wanted,)


def _tally(
    connection: Connection, wanted: StatementFilter, by: Sequence[SaidKey], *conditions: ColumnElement[bool]
) -> Counter[tuple[Any, ...]]:
    listed = [_LISTED[key] for key in by if key in _LISTED]
    told = told_in(wanted, listed)
    c = told.table.c
    of: dict[SaidKey, ColumnElement[Any]] = {
        "day": c.day, "month": func.substr(cast(c.day, Text), 1, 7), "outlet": t.articles.c.outlet,
        "side": func.coalesce(c.polity, ""), "person": c.person,
        "manner": t.statements.c.manner, "topic": t.statement_topics.c.topic, "phrase": t.statement_phrases.c.phrase,
    }  # fmt: skip
    columns = [of[key] for key in by]
    counted = chosen(told, [*columns, func.count()], conditions, listed).group_by(*columns)
    return Counter({tuple(row[:-1]): row[-1] for row in connection.execute(counted)})


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
        raise UnknownError(f"{given}: no such statement (`tongshi said` lists them)")
    if len(rows) > 1:
        several = some_of([row.id for row in rows])
        raise NotFoundError(f"{given}: begins the ids of {len(rows)} statements ({several}); give more of it")
    return next(_with_details(connection, [(rows[0].post_id, rows[0].position)], {}))


def _keys(
    connection: Connection,
    wanted: StatementFilter,
    rejected: Collection[str] = (),
    limit: int | None = None,
    *,
    newest: bool = False,
) -> Iterator[_Key]:
    """Post and position of the statements wanted: what is sorted is small, the rest is fetched of those shown.

    `limit`: so many at least, if there are; where the database can tell all that are wanted it sorts no more.
    """
    s, told = t.statements.c, told_in(wanted)
    columns = (s.post_id, s.position, s.id, *([s.text] if wanted.words else []))
    most = None if limit is None or wanted.words else limit + len(rejected)
    for row in streamed(connection, chosen(told, columns, order=told.in_order(newest=newest)).limit(most)):
        if row.id not in rejected and (not wanted.words or _has_words(row.text, wanted)):
            yield row.post_id, row.position


def _latest(connection: Connection, wanted: StatementFilter, number: int) -> StatementFilter:
    """Of the statements wanted those of the latest days on which so many are said, where so many have a day."""
    days = (_day_of(connection, each, number) for each in _apart(wanted))
    return replace(wanted, since=max((day for day in days if day), default=wanted.since))


def _day_of(connection: Connection, wanted: StatementFilter, number: int) -> dt.date | None:
    """The day of one statement of those wanted, counted from the latest; None where not so many have a day."""
    told = told_in(wanted)
    day = told.table.c.day
    latest = chosen(told, [day], [day.is_not(None)], order=[day.desc()]).limit(1).offset(number - 1)
    found: dt.date | None = connection.scalar(latest)
    return found


def _has_words(text: str, wanted: StatementFilter) -> bool:
    return not wanted.words or all(words in fold(text) for words in wanted.words)


def _few_with_details(connection: Connection, keys: Sequence[_Key]) -> Iterator[StoredStatement]:
    if keys:
        yield from _with_details(connection, keys, copying.stories_of(connection, {post for post, _ in keys}, _STORY))


def _with_details(connection: Connection, keys: Sequence[_Key], stories: dict[str, str]) -> Iterator[StoredStatement]:
    posts = sorted({post for post, _ in keys})
    rows = _rows(connection, keys)
    topics, phrases = _lists(connection, t.statement_topics, keys), _lists(connection, t.statement_phrases, keys)
    spans = spans_of(connection, posts, {rows[key].id for key in keys})
    called = places_of(connection, posts)
    for key in keys:
        row = rows[key]
        story = stories.get(row.post_id, row.post_id)
        yield StoredStatement(
            id=row.id,
            statement=statement_from(dict(row._mapping), topics[key], phrases[key], spans),
            post=row.post_id,
            position=row.position,
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
            saying=_saying(story, identity.content(row.text)),
        )


def _saying(story: str, content: str) -> str:
    return digest(story, content)


def _rows(connection: Connection, keys: Sequence[_Key]) -> dict[_Key, Row[Any]]:
    """The statements with their articles."""
    s, a, p = t.statements.c, t.articles.c, t.posts.c
    found = (
        select(
            t.statements,
            *(a.outlet, a.day, a.published_at, p.title, p.url, p.archive_url, p.state),
            t.engagements.c.id.label("engagement_id"),
        )
        .join(t.articles, a.post_id == s.post_id)
        .join(t.posts, p.id == s.post_id)
        .outerjoin(t.engagements, its_engagement())
        .where(*_of(keys, s.post_id, s.position))
    )
    return {(row.post_id, row.position): row for row in connection.execute(found)}


def _of(
    keys: Sequence[_Key], post: ColumnElement[str], position: ColumnElement[int]
) -> tuple[ColumnElement[bool], ...]:
    """That a row is of one of some statements.

    Of pairs as a key SQLite makes no use: it looks up each position in each post, and is told which of these it is.
    """
    posts, positions = {each for each, _ in keys}, {each for _, each in keys}
    pair = post.concat(" ").concat(cast(position, Text))
    return post.in_(posts), position.in_(positions), pair.in_([f"{one} {other}" for one, other in keys])


def _lists(connection: Connection, table: Table, keys: Sequence[_Key]) -> dict[_Key, list[str]]:
    """Topics or phrases of some statements, in order."""
    found: dict[_Key, list[str]] = defaultdict(list)
    value = next(table.c[key] for key, listed in _LISTED.items() if listed is table)
    wanted = select(*table.primary_key.columns, value).where(*_of(keys, table.c.post_id, table.c.statement))
    for row in connection.execute(wanted.order_by(*table.primary_key.columns)):
        found[row.post_id, row.statement].append(row[-1])
    return found

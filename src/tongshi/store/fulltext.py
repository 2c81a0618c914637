"""The index of the full text: made, kept and asked otherwise in each database, with the same answers.

SQLite: two FTS5 tables without the texts (see tongshi.store.grams), which hold current articles only, and a table of
the posts that their rows stand for. Rows are numbered by day, so that the newest are found without a look at all.
PostgreSQL: an index over the characters and pairs of `articles.folded`, which the database keeps itself.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Column as Field
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    TableClause,
    Text,
    and_,
    column,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    table,
    true,
    union,
)
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import ARRAY

from tongshi.query import And, Not, Or, Query, Word
from tongshi.store import grams
from tongshi.store import tables as t
from tongshi.store.engine import batches, is_sqlite

Conditions = Sequence[ColumnElement[bool]]


class Index(Protocol):
    """What both databases can do. Conditions are on rows of `articles`."""

    def create(self, connection: Connection) -> None:
        """Make it, empty."""

    def rebuild(self, connection: Connection) -> None:
        """Fill it anew from the articles that are current."""

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take posts out whose articles are going to change: before they do."""

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Bring it up to date with posts that were written, or whose state was changed."""

    def newest(
        self, connection: Connection, query: Query, conditions: Conditions, limit: int | None, *, title: bool = False
    ) -> list[str]:
        """The posts that answer, newest first; with `title` those with all that is wanted in the title."""

    def posts(self, connection: Connection, query: Query, conditions: Conditions) -> list[str]:
        """All posts that answer, in no order."""

    def count(self, connection: Connection, query: Query, conditions: Conditions) -> int:
        """How many posts answer."""


def index_of(connection: Connection) -> Index:
    """The index of this database."""
    return _Fts5() if is_sqlite(connection) else _Gin()


def rebuild(connection: Connection) -> None:
    """Make the index where there is none, and fill it from the articles that are current."""
    index = index_of(connection)
    index.create(connection)
    index.rebuild(connection)


# --- a query as a condition on the text: for what an index cannot tell

_FOLDED = t.articles.c.folded
_CURRENT = t.posts.c.state == "current"


def _holds(query: Query, contains: Any, *, title: bool, wanted: bool = True) -> ColumnElement[bool]:
    """That the text, or for what is wanted the title, answers; `contains` is the database's function for it."""
    match query:
        case Word(text):
            here = func.substr(_FOLDED, 1, contains(_FOLDED, "\n")) if title and wanted else _FOLDED
            found: ColumnElement[bool] = contains(here, text) > 0
            return found
        case Not(part):
            return not_(_holds(part, contains, title=title, wanted=not wanted))
        case And(parts):
            return and_(*(_holds(part, contains, title=title, wanted=wanted) for part in parts))
        case Or(parts):
            return or_(*(_holds(part, contains, title=title, wanted=wanted) for part in parts))


def _counted(connection: Connection, hits: Select[Any]) -> int:
    return connection.scalar(hits.with_only_columns(func.count(), maintain_column_froms=True)) or 0


# --- SQLite

#: Names of the tables that are in no schema but here; FTS5 makes more that begin with these.
PREFIX = "search_"

_POSTS = Table(
    f"{PREFIX}posts",
    MetaData(),
    Field("number", Integer, primary_key=True),
    Field("post_id", Text, nullable=False, unique=True),
)
_RUNS, _SIGNS = (table(name, column("rowid", Integer), column(name)) for name in (f"{PREFIX}runs", f"{PREFIX}signs"))

#: Bytes of tokens that FTS5 gathers before it writes: those of one transaction.
_GATHERED = 32 * 1024 * 1024

#: Rows of one day have numbers beside each other, up to so many; those beyond, and posts without a date, come before
#: all days, in no order.
_DAY, _UNORDERED = 1 << 10, 1 << 28


class _Fts5:
    def create(self, connection: Connection) -> None:
        """Make it, empty."""
        _POSTS.create(connection, checkfirst=True)
        for each, detail in ((_RUNS, "full"), (_SIGNS, "none")):
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {each.name} "
                f"USING fts5(tokens, content='', columnsize=0, detail={detail}, tokenize='ascii')"
            )
            _tell(connection, each, "hashsize", _GATHERED)

    def rebuild(self, connection: Connection) -> None:
        """Fill it anew from the articles that are current."""
        for each in (_RUNS, _SIGNS):
            _tell(connection, each, "delete-all")
        connection.execute(delete(_POSTS))
        a = t.articles.c
        current = select(a.post_id).join(t.posts, t.posts.c.id == a.post_id).where(_CURRENT)
        for some in batches(list(connection.scalars(current.order_by(a.published_at, a.post_id)))):
            self.refresh(connection, some)

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take posts out, with the tokens that they went in with."""
        for some in batches(posts):
            rows = connection.execute(
                select(_POSTS.c.number, _FOLDED)
                .join(t.articles, t.articles.c.post_id == _POSTS.c.post_id)
                .where(_POSTS.c.post_id.in_(some))
                .order_by(_POSTS.c.number)
            ).all()
            _write(connection, [(row.number, row.folded) for row in rows], "delete")
            connection.execute(delete(_POSTS).where(_POSTS.c.number.in_([row.number for row in rows])))

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take out what is no longer current, and put in what is."""
        a = t.articles.c
        for some in batches(posts):
            here = select(_POSTS.c.post_id).join(t.posts, t.posts.c.id == _POSTS.c.post_id)
            self.forget(connection, list(connection.scalars(here.where(_POSTS.c.post_id.in_(some), ~_CURRENT))))
            missing = connection.execute(
                select(a.post_id, a.published_at, a.folded)
                .join(t.posts, t.posts.c.id == a.post_id)
                .where(a.post_id.in_(some), _CURRENT, ~exists().where(_POSTS.c.post_id == a.post_id))
                .order_by(a.post_id)
            ).all()
            numbers = _Numbers(connection)
            # FTS5 writes a part of its own wherever a number is less than the one before
            rows = sorted((numbers.next_of(row.published_at), row.post_id, row.folded) for row in missing)
            if rows:
                connection.execute(insert(_POSTS), [{"number": row[0], "post_id": row[1]} for row in rows])
            _write(connection, [(row[0], row[2]) for row in rows])

    def newest(
        self, connection: Connection, query: Query, conditions: Conditions, limit: int | None, *, title: bool = False
    ) -> list[str]:
        """The posts that answer, newest first: days are in order of their numbers, the posts of one are put in it."""
        hits = _hits(query, conditions, title=title)
        number = hits.selected_columns[0]
        found: list[int] = list(connection.scalars(hits.order_by(number.desc()).limit(limit)))
        if limit is not None and len(found) == limit:
            first = found[-1] - found[-1] % _DAY
            if first > _UNORDERED:
                found = list(connection.scalars(hits.where(number >= first)))
                found += connection.scalars(hits.where(number < _UNORDERED))
            else:
                found = list(connection.scalars(hits))
        dated: list[Any] = []
        for some in batches(found):
            published = t.articles.c.published_at
            dated += connection.execute(
                select(published, _POSTS.c.post_id)
                .join(t.articles, t.articles.c.post_id == _POSTS.c.post_id)
                .where(_POSTS.c.number.in_(some))
            )
        dated.sort(key=lambda row: row.post_id)
        dated.sort(key=lambda row: row.published_at, reverse=True)
        return [row.post_id for row in dated[:limit]]

    def posts(self, connection: Connection, query: Query, conditions: Conditions) -> list[str]:
        """All posts that answer."""
        return list(connection.scalars(select(_POSTS.c.post_id).where(_POSTS.c.number.in_(_hits(query, conditions)))))

    def count(self, connection: Connection, query: Query, conditions: Conditions) -> int:
        """How many posts answer."""
        return _counted(connection, _hits(query, conditions))


def _hits(query: Query, conditions: Conditions, *, title: bool = False) -> Select[Any]:
    """The numbers of the rows that answer."""
    found = grams.lookup(query, title=title)
    matched: list[ColumnElement[bool]] = []
    if isinstance(query, Or) and not found.exact:
        # each in its own way: one that has to be compared with the texts does not make the others so
        alike = union(*(_hits(part, conditions, title=title) for part in query.parts)).subquery()
        return select(alike.c[0])
    if found.runs:
        number = _RUNS.c.rowid
        matched.append(_matches(_RUNS, found.runs))
        if found.signs:
            others = select(_SIGNS.c.rowid).where(_matches(_SIGNS, found.signs))
            matched.append((number + 0).in_(others))  # a list to look into; a bare rowid would be looked up one by one
    elif found.signs:
        number = _SIGNS.c.rowid
        matched.append(_matches(_SIGNS, found.signs))
    else:
        number = _POSTS.c.number
    tested = list(conditions) if found.exact else [_holds(query, func.instr, title=title), *conditions]
    if tested:
        # correlated, so that the index is asked first
        post = _POSTS.alias()
        matched.append(exists().where(post.c.number == number, t.articles.c.post_id == post.c.post_id, *tested))
    return select(number).where(*matched)


def _matches(each: TableClause, expression: str) -> ColumnElement[bool]:
    return each.c[each.name].op("MATCH", is_comparison=True)(expression)


class _Numbers:
    """Numbers for new rows, by the day of publication."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def next_of(self, published_at: str) -> int:
        """A number for an article that was published then; empty: nobody knows when."""
        day = dt.date.fromisoformat(published_at[:10]).toordinal() if published_at else 0
        first = _UNORDERED + day * _DAY
        number = self._after(first, first + _DAY) if day else first
        return number if day and number < first + _DAY else self._after(1, _UNORDERED)

    def _after(self, first: int, end: int) -> int:
        """The number behind all that are taken from `first` to before `end`."""
        if first not in self._next:
            taken = select(func.max(_POSTS.c.number)).where(_POSTS.c.number >= first, _POSTS.c.number < end)
            self._next[first] = (self._connection.scalar(taken) or first - 1) + 1
        number = self._next[first]
        if number < end:
            self._next[first] += 1
        return number


def _tell(connection: Connection, each: TableClause, what: str, value: int = 0) -> None:
    """A command to FTS5."""
    connection.exec_driver_sql(f"INSERT INTO {each.name} ({each.name}, rank) VALUES (?, ?)", (what, value))


def _write(connection: Connection, rows: Iterable[tuple[int, str]], what: str = "") -> None:
    """Put rows in, in order of their numbers, or take them out."""
    for each, tokens_of in ((_RUNS, grams.runs_of), (_SIGNS, grams.signs_of)):
        values = [(number, tokens_of(folded)) for number, folded in rows]
        if not values:
            return
        columns, marks = (f"{each.name}, rowid, tokens", "'delete', ?, ?") if what else ("rowid, tokens", "?, ?")
        connection.exec_driver_sql(f"INSERT INTO {each.name} ({columns}) VALUES ({marks})", values)


# --- PostgreSQL

#: Before the grams of a title. Those of the text have two characters at most, so that these are no such.
_IN_TITLE = "^^"

#: Its cost is that of many comparisons: rather look at the index than at the texts.
_FUNCTION = rf"""
CREATE OR REPLACE FUNCTION tongshi_grams(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT array_agg(DISTINCT mark || gram)
    FROM (VALUES ('', folded), ('{_IN_TITLE}', split_part(folded, E'\n', 1) || E'\n')) AS part (mark, words),
        LATERAL (SELECT string_to_array(words, NULL) AS letters) AS cut,
        LATERAL unnest(letters, letters[2:]) AS pair (one, two),
        LATERAL unnest(ARRAY[one, one || two]) AS gram
    WHERE gram IS NOT NULL
$$"""


class _Gin:
    def create(self, connection: Connection) -> None:
        """Make the function and the index."""
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
        connection.exec_driver_sql(
            "CREATE INDEX IF NOT EXISTS ix_articles_grams ON articles USING gin (tongshi_grams(folded))"
        )

    def rebuild(self, connection: Connection) -> None:
        """Make the index anew."""
        connection.exec_driver_sql("REINDEX INDEX ix_articles_grams")

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Nothing: the database does."""

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Nothing: the database does."""

    def newest(
        self, connection: Connection, query: Query, conditions: Conditions, limit: int | None, *, title: bool = False
    ) -> list[str]:
        """The posts that answer, newest first."""
        a = t.articles.c
        found = self._hits(query, conditions, title=title).order_by(a.published_at.desc(), a.post_id).limit(limit)
        return list(connection.scalars(found))

    def posts(self, connection: Connection, query: Query, conditions: Conditions) -> list[str]:
        """All posts that answer."""
        return list(connection.scalars(self._hits(query, conditions)))

    def count(self, connection: Connection, query: Query, conditions: Conditions) -> int:
        """How many posts answer."""
        return _counted(connection, self._hits(query, conditions))

    def _hits(self, query: Query, conditions: Conditions, *, title: bool = False) -> Select[tuple[str]]:
        tested = [] if _is_exact(query) else [_holds(query, func.strpos, title=title)]
        return (
            select(t.articles.c.post_id)
            .join(t.posts, t.posts.c.id == t.articles.c.post_id)
            .where(_CURRENT, _has_grams(query, title=title), *tested, *conditions)
        )


def _is_exact(query: Query) -> bool:
    """Whether the grams alone answer a query: words of one gram, and nothing left out."""
    match query:
        case Word(text):
            return len(text) <= 2
        case Not():
            return False
        case And(parts) | Or(parts):
            return all(map(_is_exact, parts))


def _has_grams(query: Query, *, title: bool) -> ColumnElement[bool]:
    """That a text has the grams that it must have at least."""
    match query:
        case Word(text):
            mark = _IN_TITLE if title else ""
            pairs = sorted({text[at : at + 2] for at in range(max(1, len(text) - 1))})
            wanted = as_type([mark + pair for pair in pairs], ARRAY(Text))
            return func.tongshi_grams(_FOLDED).op("@>", is_comparison=True)(wanted)
        case Not():
            return true()
        case And(parts):
            return and_(*(_has_grams(part, title=title) for part in parts))
        case Or(parts):
            return or_(*(_has_grams(part, title=title) for part in parts))

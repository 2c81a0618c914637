"""The index of the full text in SQLite: two FTS5 tables without the texts, see tongshi.store.grams.

They hold current articles only; a table beside them has the posts that their rows stand for. Rows are numbered by day,
in layers, so that the newest that answer are found without a look at all. Each transaction writes a part of its own,
which are merged afterwards, in `tidy`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    column,
    delete,
    exists,
    func,
    insert,
    select,
    table,
    union,
    union_all,
)

from tongshi.query import And, Not, Or, Query
from tongshi.store import grams
from tongshi.store import tables as t
from tongshi.store.engine import batches

#: Names of the tables, which are in no schema but here; FTS5 makes more that begin with these.
PREFIX = "search_"

_POSTS = Table(
    f"{PREFIX}posts",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("post_id", Text, nullable=False, unique=True),
    Column("published_at", Text, nullable=False),  # as in `articles`, whose rows are wide
)
_PARTS = {
    part: table(f"{PREFIX}{part}", column("rowid", Integer), column(f"{PREFIX}{part}"))
    for part in ("pairs", "characters")
}

#: First number of each layer, and how many of it a day has, beside each other (a power of two). Those of a day that
#: are too many for one layer go into the next, which is roomier: so days stand close, which makes the index smaller.
LAYERS = ((1 << 28, 1 << 7), (1 << 32, 1 << 10))

_ENDS = (LAYERS[1][0], 1 << 62)

#: Before all layers: what is too much for all of them, and posts without a date, in no order.
UNORDERED = LAYERS[0][0]

#: Bytes of tokens that are gathered before they are written: more than one transaction has.
_GATHERED = 32 * 1024 * 1024

#: Pages that are merged at once, of 4 KB each.
_MERGED = 4000


class Fts5:
    """See tongshi.store.fulltext.Index."""

    def create(self, connection: Connection) -> None:
        """Make it, empty, where there is none."""
        _POSTS.create(connection, checkfirst=True)
        for part, detail in (("pairs", "full"), ("characters", "none")):
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {_PARTS[part].name} "
                f"USING fts5(tokens, content='', columnsize=0, detail={detail}, tokenize='ascii')"
            )
            for setting, value in (("hashsize", _GATHERED), ("automerge", 0), ("usermerge", 2)):
                _tell(connection, part, setting, value)

    def fill(self, connection: Connection) -> None:
        """Fill it anew from the articles that are current."""
        for part in _PARTS:
            _tell(connection, part, "delete-all")
        connection.execute(delete(_POSTS))
        a = t.articles.c
        current = select(a.post_id).join(t.posts, t.posts.c.id == a.post_id).where(t.posts.c.state == "current")
        self.refresh(connection, list(connection.scalars(current.order_by(a.published_at, a.post_id))))
        while self.tidy(connection):
            pass

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take posts out, with the tokens that they went in with."""
        for some in batches(posts):
            rows = connection.execute(
                select(_POSTS.c.number, t.articles.c.folded)
                .join(t.articles, t.articles.c.post_id == _POSTS.c.post_id)
                .where(_POSTS.c.post_id.in_(some))
                .order_by(_POSTS.c.number)
            ).all()
            _write(connection, [(row.number, row.folded) for row in rows], out=True)
            connection.execute(delete(_POSTS).where(_POSTS.c.number.in_([row.number for row in rows])))

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take out what is no longer current, and put in what is."""
        a, is_current = t.articles.c, t.posts.c.state == "current"
        for some in batches(posts):
            gone = select(_POSTS.c.post_id).join(t.posts, t.posts.c.id == _POSTS.c.post_id).where(~is_current)
            self.forget(connection, list(connection.scalars(gone.where(_POSTS.c.post_id.in_(some)))))
            missing = connection.execute(
                select(a.post_id, a.published_at, a.folded)
                .join(t.posts, t.posts.c.id == a.post_id)
                .where(a.post_id.in_(some), is_current, ~exists().where(_POSTS.c.post_id == a.post_id))
                .order_by(a.post_id)
            )
            numbers = _Numbers(connection)
            # in order: FTS5 begins another part wherever a number is less than the one before
            rows = sorted((numbers.next_of(row.published_at), *row) for row in missing)
            if rows:
                connection.execute(insert(_POSTS), [dict(zip(_POSTS.c.keys(), row, strict=False)) for row in rows])
            _write(connection, [(row[0], row[-1]) for row in rows])

    def tidy(self, connection: Connection) -> bool:
        """Merge parts that were written apart, some pages; whether there may be more to merge."""
        raw: Any = connection.connection.driver_connection
        more = False
        for part in _PARTS:
            before = raw.total_changes
            _tell(connection, part, "merge", _MERGED)
            more |= raw.total_changes - before >= 2  # less where nothing was merged, as FTS5 defines it
        return more

    def newest(
        self,
        connection: Connection,
        query: Query,
        conditions: Sequence[ColumnElement[bool]],
        limit: int | None,
        *,
        title: bool = False,
    ) -> list[str]:
        """The posts that answer, newest first: days are in order of their numbers, the posts of one are put in it."""
        p, hits = _POSTS.c, _hits(query, conditions, title=title)
        numbers = hits if limit is None else _candidates(hits, limit)
        answer = select(p.post_id).where(p.number.in_(numbers)).order_by(p.published_at.desc(), p.post_id).limit(limit)
        return list(connection.scalars(answer))

    def posts(self, connection: Connection, query: Query, conditions: Sequence[ColumnElement[bool]]) -> list[str]:
        """All posts that answer."""
        return list(connection.scalars(select(_POSTS.c.post_id).where(_POSTS.c.number.in_(_hits(query, conditions)))))

    def count(self, connection: Connection, query: Query, conditions: Sequence[ColumnElement[bool]]) -> int:
        """How many posts answer."""
        counted = _hits(query, conditions).with_only_columns(func.count(), maintain_column_froms=True)
        return connection.scalar(counted) or 0


# --- asking


def _hits(query: Query, conditions: Sequence[ColumnElement[bool]], *, title: bool = False) -> Select[Any]:
    """The numbers of the rows that answer."""
    numbers = _titled(query) if title else _answering(query)
    if not conditions:
        return numbers
    # correlated, so that the index is asked first
    post, number = _POSTS.alias(), numbers.selected_columns[0]
    return numbers.where(exists().where(post.c.number == number, t.articles.c.post_id == post.c.post_id, *conditions))


def _candidates(hits: Select[Any], limit: int) -> CompoundSelect[Any]:
    """Rows among which are the newest: of each layer the last, to the beginning of a day, and all before the layers."""
    number = hits.selected_columns[0]
    parts = [hits.where(number < UNORDERED)]
    for (start, day), end in zip(LAYERS, _ENDS, strict=True):
        layer = hits.where(number >= start, number < end)
        last = layer.order_by(number.desc()).limit(1).offset(limit - 1).correlate(None).scalar_subquery()
        parts.append(layer.where(number >= func.coalesce(last.op("&")(-day), start)))
    return union_all(*parts)


def _titled(query: Query) -> Select[Any]:
    """The rows that answer, with all that is wanted in the title."""
    titled = _matching("characters", grams.title_expression(query))
    if grams.is_exact(query):
        return titled
    return titled.where((titled.selected_columns[0] + 0).in_(_answering(query)))


def _matching(part: grams.Part, expression: str) -> Select[Any]:
    asked = _PARTS[part]
    return select(asked.c.rowid).where(asked.c[asked.name].op("MATCH", is_comparison=True)(expression))


def _answering(query: Query) -> Select[Any]:
    part = grams.part_of(query)
    if part is not None:
        return _matching(part, grams.expression(query))
    match query:
        case Or(parts):
            found = union(*(_answering(each) for each in _sorted_out(Or, parts))).subquery()
            return select(found.c[0])
        case And(parts):
            first, *others = (_answering(each) for each in _sorted_out(And, parts))
            # + 0: a list to look into; a bare rowid would be looked up for each number of the list
            number = first.selected_columns[0] + 0
            return first.where(*(number.in_(other) for other in others))
        case Not(inner):
            return select(_POSTS.c.number).where(_POSTS.c.number.not_in(_answering(inner)))
    raise AssertionError(f"{query}: a word is in one part")


def _sorted_out(kind: type[And] | type[Or], parts: Sequence[Query]) -> list[Query]:
    """Those that are looked up in one part together, the others each by itself."""
    alike = [tuple(each for each in parts if grams.part_of(each) == part) for part in _PARTS]
    return [*(kind(each) for each in alike if each), *(each for each in parts if grams.part_of(each) is None)]


# --- writing


class _Numbers:
    """Numbers for new rows, by the day of publication."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def next_of(self, published_at: str) -> int:
        """A number for an article that was published then; empty: nobody knows when."""
        if published_at:
            ordinal = dt.date.fromisoformat(published_at[:10]).toordinal()
            for start, day in LAYERS:
                first = start + ordinal * day
                if (number := self._after(first, first + day)) < first + day:
                    return number
        return self._after(1, UNORDERED)

    def _after(self, first: int, end: int) -> int:
        """The number behind all that are taken from `first` to before `end`."""
        if first not in self._next:
            taken = select(func.max(_POSTS.c.number)).where(_POSTS.c.number >= first, _POSTS.c.number < end)
            self._next[first] = (self._connection.scalar(taken) or first - 1) + 1
        number = self._next[first]
        if number < end:
            self._next[first] += 1
        return number


def _tell(connection: Connection, part: str, what: str, value: int = 0) -> None:
    """A command to FTS5."""
    name = _PARTS[part].name
    connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)", (what, value))


def _write(connection: Connection, rows: Sequence[tuple[int, str]], *, out: bool = False) -> None:
    """Put rows in, in order of their numbers, or take them out."""
    for part, tokens_of in (("pairs", grams.pairs_of), ("characters", grams.characters_of)):
        name = _PARTS[part].name
        columns, marks = (f"{name}, rowid, tokens", "'delete', ?, ?") if out else ("rowid, tokens", "?, ?")
        if values := [(number, tokens_of(folded)) for number, folded in rows]:
            connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) VALUES ({marks})", values)

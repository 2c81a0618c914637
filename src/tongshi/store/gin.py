"""The index of the full text in PostgreSQL: one over the characters and pairs of `articles.folded`.

The database keeps it itself. What it finds by more than one pair is compared with the text, since it does not keep
the order of pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, func, not_, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from tongshi.query import And, Not, Or, Query, Word
from tongshi.store import tables as t
from tongshi.store.grams import is_exact

#: Before the grams of a title. Those of the text have two characters at most, so that none looks like it.
_IN_TITLE = "^^"

#: A call costs what many comparisons do.
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

_FOLDED = t.articles.c.folded

#: How many of the newest articles are read for a word that may be in most of them, before the index is asked.
LOOKED_THROUGH = 200


class Gin:
    """See tongshi.store.fulltext.Index."""

    def create(self, connection: Connection) -> None:
        """Make the function and the index, which is filled with what is there."""
        connection.exec_driver_sql(_FUNCTION)
        connection.exec_driver_sql(
            "CREATE INDEX IF NOT EXISTS ix_articles_grams ON articles USING gin (tongshi_grams(folded))"
        )

    def fill(self, connection: Connection) -> None:
        """Nothing: it is never empty."""

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Nothing: the database does."""

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Nothing: the database does."""

    def tidy(self, connection: Connection) -> bool:
        """Nothing: the database does."""
        return False

    def newest(
        self,
        connection: Connection,
        query: Query,
        conditions: Sequence[ColumnElement[bool]],
        limit: int | None,
        *,
        title: bool = False,
    ) -> list[str]:
        """The posts that answer, newest first: those of frequent words are among the newest of all."""
        a = t.articles.c
        _by_index(connection)
        newest = (a.published_at.desc(), a.post_id)
        if limit is not None and _is_frequent(query):
            recent = select(a.post_id).where(_is_current(), *conditions).order_by(*newest).limit(LOOKED_THROUGH)
            held = select(a.post_id).where(a.post_id.in_(recent), _holds(query, title=title))
            found = list(connection.scalars(held.order_by(*newest).limit(limit)))
            if len(found) == limit:
                return found
        return list(connection.scalars(_hits(query, conditions, title=title).order_by(*newest).limit(limit)))

    def posts(self, connection: Connection, query: Query, conditions: Sequence[ColumnElement[bool]]) -> list[str]:
        """All posts that answer."""
        _by_index(connection)
        return list(connection.scalars(_hits(query, conditions)))

    def count(self, connection: Connection, query: Query, conditions: Sequence[ColumnElement[bool]]) -> int:
        """How many posts answer."""
        _by_index(connection)
        counted = _hits(query, conditions).with_only_columns(func.count(), maintain_column_froms=True)
        return connection.scalar(counted) or 0


def _by_index(connection: Connection) -> None:
    """Plan the questions of this transaction by the index: to make the grams of all texts anew takes a minute.

    It is to note the rows that it found, not only their pages, of which all texts would have to be taken apart.
    """
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")


def _hits(query: Query, conditions: Sequence[ColumnElement[bool]], *, title: bool = False) -> Select[Any]:
    compared = [] if is_exact(query) else [_holds(query, title=title)]
    return select(t.articles.c.post_id).where(_has_grams(query, title=title), _is_current(), *compared, *conditions)


def _is_current() -> ColumnElement[bool]:
    # the few that are not current are sooner asked for than the many that are
    former = select(t.posts.c.id).where(t.posts.c.state.in_(("superseded", "vanished")))
    return t.articles.c.post_id.not_in(former)


def _is_frequent(query: Query) -> bool:
    """Whether a query may well be answered by most articles: one of single characters."""
    match query:
        case Word(text):
            return len(text) == 1
        case Not():
            return False
        case And(parts) | Or(parts):
            return all(map(_is_frequent, parts))


def _has_grams(query: Query, *, title: bool) -> ColumnElement[bool]:
    """That a text has the grams that it must have at least."""
    match query:
        case Word(text):
            mark = _IN_TITLE if title else ""
            pairs = sorted({text[at : at + 2] for at in range(max(1, len(text) - 1))})
            wanted = cast([mark + pair for pair in pairs], ARRAY(Text))
            return func.tongshi_grams(_FOLDED).op("@>", is_comparison=True)(wanted)
        case Not():
            return true()
        case And(parts):
            return and_(*(_has_grams(part, title=title) for part in parts))
        case Or(parts):
            return or_(*(_has_grams(part, title=title) for part in parts))


def _holds(query: Query, *, title: bool, wanted: bool = True) -> ColumnElement[bool]:
    """That the text answers; with `title` what is wanted has to stand in the title."""
    match query:
        case Word(text):
            here = func.split_part(_FOLDED, "\n", 1).concat("\n") if title and wanted else _FOLDED
            found: ColumnElement[bool] = func.strpos(here, text) > 0
            return found
        case Not(part):
            return not_(_holds(part, title=title, wanted=not wanted))
        case And(parts):
            return and_(*(_holds(part, title=title, wanted=wanted) for part in parts))
        case Or(parts):
            return or_(*(_holds(part, title=title, wanted=wanted) for part in parts))

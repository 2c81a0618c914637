"""Which statements are wanted, as a query: of the smallest table that tells, and of statements only what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, or_, select, true
from sqlalchemy.sql import visitors

from tongshi.store import tables as t
from tongshi.store.views.statements import StatementFilter


@dataclass(frozen=True, slots=True)
class Told:
    """A table with a row for each statement wanted, or for each of several things of it, and who speaks when.

    `rows` are those wanted, as far as the table tells; `rest` is what else is asked.
    """

    table: FromClause
    rows: tuple[ColumnElement[bool], ...]
    rest: StatementFilter

    @property
    def position(self) -> ColumnElement[int]:
        """Of the statement in its article."""
        return self.table.c.position if self.table is t.statements else self.table.c.statement

    def in_order(self, *, newest: bool = False) -> tuple[ColumnElement[Any], ...]:
        """By the articles' days, undated ones last; with `newest` those of the latest day first."""
        c, published = self.table.c, t.articles.c.published_at
        days = (c.day.desc(), published.desc()) if newest else (c.day, published)
        return c.day.is_(None), *days, c.post_id, self.position


#: Tables that may be asked beside themselves, of other topics or phrases of the same statements.
_TOPICS, _PHRASES, _CONTACTS = (
    table.alias() for table in (t.statement_topics, t.statement_phrases, t.statement_counterparts)
)


def told_in(wanted: StatementFilter, listed: Sequence[Table] = ()) -> Told:
    """The smallest table that tells of the statements wanted; where nothing else does, the first that is `listed`.

    Tables of what statements have say again who speaks when: what is counted by it is counted in an index.
    """
    if wanted.names:  # how he is called of whom the registry does not know is said by the statement alone
        return Told(t.statements, (), wanted)
    if wanted.counterpart:
        rest = replace(wanted, counterpart="")
        return Told(_CONTACTS, (_CONTACTS.c.counterpart == wanted.counterpart,), rest)
    if wanted.topics:
        return Told(_TOPICS, (_TOPICS.c.topic == wanted.topics[0],), replace(wanted, topics=wanted.topics[1:]))
    if len(wanted.phrases) == 1:
        rest = replace(wanted, phrases=(), phrased=False)
        return Told(_PHRASES, (_PHRASES.c.phrase == wanted.phrases[0],), rest)
    return Told(listed[0] if listed else t.statements, (), wanted)


def chosen(
    told: Told,
    columns: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]] = (),
    listed: Iterable[Table] = (),
    order: Sequence[ColumnElement[Any]] = (),
) -> Select[Any]:
    """Columns of the rows of a table that are wanted, one for each row of the tables `listed` of the same statement.

    What few statements have is joined, not asked of each; statements and articles are where something is asked of them.
    """
    c, s, a, p = told.table.c, t.statements.c, t.articles.c, t.posts.c
    few, wanted = list(_few(told)), [*told.rows, *_conditions(told), *conditions]
    asked: list[ColumnElement[Any]] = [*columns, *wanted, *order, *(belongs for _, belongs in few)]
    joined: FromClause = told.table
    if told.table is not t.statements and _is_asked(t.statements, asked):
        joined = joined.join(t.statements, and_(s.post_id == c.post_id, s.position == told.position))
    if _is_asked(t.articles, asked):
        joined = joined.join(t.articles, a.post_id == c.post_id)
    for each in listed:
        if each is not told.table:
            joined = joined.join(each, and_(each.c.post_id == c.post_id, each.c.statement == told.position))
    for each_few, belongs in few:
        joined = joined.join(each_few, and_(each_few.c.post_id == c.post_id, belongs))
    superseded = select(p.id).where(p.state == "superseded")
    return select(*columns).select_from(joined).where(c.post_id.not_in(superseded), *wanted).order_by(*order)


def _is_asked(table: Table, elements: Iterable[ColumnElement[Any]]) -> bool:
    """Whether a column of the table is in one of some expressions."""
    return any(getattr(each, "table", None) is table for element in elements for each in visitors.iterate(element))


def its_engagement() -> ColumnElement[bool]:
    """That an engagement is the one that a statement was made in or about."""
    e, s = t.engagements.c, t.statements.c
    return and_(e.post_id == s.post_id, e.position == s.engagement)


def _conditions(told: Told) -> Iterator[ColumnElement[bool]]:
    c, s, a, wanted = told.table.c, t.statements.c, t.articles.c, told.rest
    if wanted.people or wanted.names:
        yield or_(*_speakers(wanted, c.person))
    if wanted.sides:
        yield c.polity.in_(wanted.sides)
    for words in wanted.words:  # what may hold them, looked for once; the statement itself is not kept folded
        article = t.articles.alias().c
        yield c.post_id.in_(select(article.post_id).where(article.folded.contains(words, autoescape=True)))
    if wanted.manners:
        yield s.manner.in_(wanted.manners)
    if wanted.outlets:
        yield a.outlet.in_(wanted.outlets)
    if wanted.since:
        yield c.day >= wanted.since
    if wanted.until:
        yield c.day <= wanted.until
    if wanted.direct:
        yield s.form == "direct"


def _speakers(wanted: StatementFilter, person: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    if wanted.people:
        yield and_(person.in_(wanted.people), person != t.NOBODY)
    if wanted.names:
        yield and_(person == "", t.statements.c.folded.in_(wanted.names))


def _few(told: Told) -> Iterator[tuple[FromClause, ColumnElement[bool]]]:
    """What a statement wanted has a row of, one in each post and place, and that the row is of its place."""
    e, named, wanted = t.engagements.c, t.engagement_polities.c, told.rest
    topics, phrases, contacts = t.statement_topics, t.statement_phrases, t.statement_counterparts
    having = [(topics, topics.c.topic == topic) for topic in wanted.topics]
    if wanted.phrases or wanted.phrased:
        having.append((phrases, phrases.c.phrase.in_(wanted.phrases) if wanted.phrases else true()))
    if wanted.counterpart:
        having.append((contacts, contacts.c.counterpart == wanted.counterpart))
    for table, condition in having:
        few = select(table.c.post_id, table.c.statement).where(condition).distinct().subquery()
        yield few, few.c.statement == told.position
    if wanted.between:
        of_both = (e.id.in_(select(named.engagement_id).where(named.polity == code)) for code in wanted.between)
        few = select(e.post_id, e.position).where(*of_both).subquery()
        yield few, few.c.position == t.statements.c.engagement

"""Whether a store is what it says: every check names the table and the row, and no text of an article.

Every function runs inside one transaction of its caller. Reads only, post by post, so that memory does not grow with
the store.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, ForeignKeyConstraint, Table, and_, exists, func, not_, or_, select

from tongshi import fusion, identity
from tongshi.offsets import SourceText, Span
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches
from tongshi.store.fusing import copies_of
from tongshi.store.packing import REPLACED
from tongshi.store.restoring import (
    Spans,
    engagement_from,
    post_from,
    quote_from,
    readable_from,
    readout_from,
    spans_from,
    statement_from,
    title_from,
)
from tongshi.store.rows import Row
from tongshi.store.views.builds import Fault
from tongshi.store.writing import is_unsettled

#: Fields of a record that are written as they stand in the article, by table.
VERBATIM = {
    "engagements": ("trigger", "evidence"),
    "quotes": ("text", "speaker"),
    "statements": ("text", "speaker", "office", "verb", "addressee", "medium"),
}

#: Tables whose positions are places in a file, where others can stand between.
_IN_FILES = frozenset({"sightings", "rejects"})

_Rows = dict[str, list[Row]]


def faults(connection: Connection) -> Iterator[Fault]:
    """All that is wrong, table by table and then post by post."""
    for table in t.METADATA.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda each: str(each.name)):
            yield from _dangling(connection, key)
        yield from _gaps(connection, table)
    yield from _incomplete(connection)
    yield from _said_otherwise(connection)
    yield from _miscounted(connection)
    yield from _misnamed(connection)
    if not is_unsettled(connection):
        yield from _wrong_states(connection)
    posts = connection.scalars(select(t.posts.c.id).order_by(t.posts.c.id)).all()
    for some in batches(posts):
        yield from _of_posts(connection, some)


# --- what tables say of each other


def _dangling(connection: Connection, key: ForeignKeyConstraint) -> Iterator[Fault]:
    """Rows that belong to one that is not there."""
    table, parent = key.parent, key.referred_table.alias()
    columns = [element.parent for element in key.elements]
    there = [parent.c[element.column.name] == element.parent for element in key.elements]
    lost = select(*columns).where(*(column.is_not(None) for column in columns), ~exists().where(*there)).distinct()
    for row in connection.execute(lost.order_by(*columns)):
        name = key.referred_table.name
        yield Fault(table=str(table.name), id=_joined(row), what=f"{', '.join(key.column_keys)} is not in {name}")


def _gaps(connection: Connection, table: Table) -> Iterator[Fault]:
    """Positions that do not count up from 0."""
    if "position" not in table.c or table.name in _IN_FILES:
        return
    position, keys = table.c.position, list(table.primary_key.columns)
    owner = [column for column in keys if column is not position] if position in keys else [table.c.post_id]
    wrong = or_(
        func.min(position) != 0,
        func.count() != func.max(position) + 1,
        func.count() != func.count(position.distinct()),
    )
    for row in connection.execute(select(*owner).group_by(*owner).having(wrong).order_by(*owner)):
        yield Fault(table=table.name, id=_joined(row), what="positions have a gap or do not begin at 0")


def _incomplete(connection: Connection) -> Iterator[Fault]:
    """Rows without what each of their kind has, and references that are no key of the schema."""
    p, s, e, c = t.posts.c, t.statements.c, t.engagements.c, t.contacts.c
    other = t.posts.alias()
    wrong: list[tuple[ColumnElement[Any], ColumnElement[bool], str]] = [
        (p.id, ~exists().where(t.articles.c.post_id == p.id), "has no article"),
        (p.id, ~exists().where(t.sightings.c.post_id == p.id), "was seen nowhere"),
        (p.id, p.successor.is_not(None) & ~exists().where(other.c.id == p.successor), "successor is not in posts"),
        (c.id, ~exists().where(t.contact_sources.c.contact_id == c.id), "has no source"),
        (
            s.id,
            s.engagement.is_not(None) & ~exists().where(e.post_id == s.post_id, e.position == s.engagement),
            "engagement is not in its article",
        ),
    ]
    for column, condition, what in wrong:
        for row in connection.execute(select(column).where(condition).order_by(column)):
            yield Fault(table=column.table.name, id=row[0], what=what)


def _said_otherwise(connection: Connection) -> Iterator[Fault]:
    """What belongs to a statement that is not there, or that tells otherwise who speaks when."""
    s = t.statements.c
    for table in (t.statement_topics, t.statement_phrases, t.statement_counterparts):
        c, keys = table.c, table.c["post_id", "statement"]
        statement = and_(s.post_id == c.post_id, s.position == c.statement)
        lost = select(*keys).where(~exists().where(statement))
        other = or_(func.coalesce(s.polity, "") != c.polity, s.person != c.person, s.day.is_distinct_from(c.day))
        differing = select(*keys).join(t.statements, statement).where(other)
        for rows, what in ((lost, "statement is not in statements"), (differing, "its statement is told otherwise")):
            for row in connection.execute(rows.distinct().order_by(*keys)):
                yield Fault(table=table.name, id=_joined(row), what=what)


def _miscounted(connection: Connection) -> Iterator[Fault]:
    """Contacts with another number of sources than their posts are texts."""
    c, s, p = t.contacts.c, t.contact_sources.c, t.posts.c
    posts = (
        select(s.contact_id, c.sources, p.id, p.address)
        .join(t.contacts, c.id == s.contact_id)
        .join(t.engagements, t.engagements.c.id == s.engagement_id)
        .join(t.posts, p.id == t.engagements.c.post_id)
        .order_by(s.contact_id, s.position)
    )
    for id_, group in groupby(connection.execute(posts).all(), key=lambda row: row.contact_id):
        rows = list(group)
        same_text = copies_of(connection, [row.id for row in rows]) if len(rows) > 1 else {}
        found = fusion.texts((row.id, row.address, same_text.get(row.id, frozenset())) for row in rows)
        if rows[0].sources != found:
            yield Fault(table="contacts", id=id_, what=f"sources is {rows[0].sources}, and there are {found}")


def _misnamed(connection: Connection) -> Iterator[Fault]:
    """Contacts that are not called after their earliest engagement."""
    c, s = t.contacts.c, t.contact_sources.c
    wrong = select(c.id, s.engagement_id).join(t.contact_sources, and_(s.contact_id == c.id, s.position == 0))
    for row in connection.execute(wrong.where(func.substr(c.id, 2) != func.substr(s.engagement_id, 2)).order_by(c.id)):
        yield Fault(table="contacts", id=row.id, what=f"its earliest engagement is {row.engagement_id}")


def _wrong_states(connection: Connection) -> Iterator[Fault]:
    """Posts whose state is not what follows from where they are seen."""
    p, s = t.posts.c, t.sightings.c
    current, seen = p.state == "current", exists().where(s.post_id == p.id, s.gone.is_(False))
    followed = and_(p.state == "superseded", p.successor.is_(None)), and_(current, p.successor.is_not(None))
    wrong = or_(and_(current, not_(seen)), and_(not_(current), seen), *followed)
    for row in connection.execute(select(p.id, p.state).where(wrong).order_by(p.id)):
        yield Fault(table="posts", id=row.id, what=f"state is {row.state}, which its sightings and successor deny")


def _joined(values: Sequence[Any]) -> str:
    return "/".join(str(value) for value in values)


# --- what a post says of itself


def _of_posts(connection: Connection, posts: Sequence[str]) -> Iterator[Fault]:
    found: dict[str, dict[str, list[Row]]] = {}
    for table in (t.articles, t.engagements, t.readouts, t.quotes, t.statements, t.mentions, t.spans):
        by_post: dict[str, list[Row]] = defaultdict(list)
        keys = [table.c.post_id, *([table.c.position] if "position" in table.c else ())]
        if table is t.spans:
            keys = list(table.primary_key.columns)
        for row in all_rows(connection, select(table).where(table.c.post_id.in_(posts)).order_by(*keys)):
            by_post[row["post_id"]].append(row)
        found[table.name] = by_post
    for row in all_rows(connection, select(t.posts).where(t.posts.c.id.in_(posts)).order_by(t.posts.c.id)):
        rows = {name: by_post.get(row["id"], []) for name, by_post in found.items()}
        try:
            checked = _Checked.of(row, rows)
        except (zlib.error, ValueError, EOFError) as error:
            yield Fault(table="posts", id=row["id"], what=f"its texts cannot be unpacked ({error})")
            continue
        if checked:
            yield from checked.faults()


class _Finder:
    """The words of a text by their place in the post: as `SourceText.find`, for many places of one text."""

    def __init__(self, text: SourceText) -> None:
        self._text = text
        whence = [each for each in enumerate(zip(text.starts, text.ends, strict=True)) if each[1][0] < each[1][1]]
        self._first = {start: at for at, (start, _) in reversed(whence)}
        self._last = {end: at for at, (_, end) in whence}

    def words(self, span: Span) -> str:
        """What came from `span`; nothing where nothing did."""
        first, last = self._first.get(span.start), self._last.get(span.end)
        if first is not None and last is not None:
            return self._text.text[first : last + 1]
        found = self._text.find(span)  # within what stands for a whole run
        return self._text.text[slice(*found)] if found else ""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A post with its texts unpacked, and the rows of its records."""

    post: Row
    rows: _Rows
    text: str
    running: SourceText
    texts: tuple[_Finder, ...]
    spans: Spans

    @classmethod
    def of(cls, post: Row, rows: _Rows) -> _Checked | None:
        """None without an article."""
        if not rows["articles"]:
            return None
        (article,) = rows["articles"]
        archived = post_from(post, "", "")
        readable = readable_from(article)
        running = readable.cut(0, article["length"])
        parts = (running, readable.cut(len(running), len(readable)), title_from(article, archived))
        texts = tuple(_Finder(part) for part in parts)
        places = ((row["record_id"], row["field"], row["start"], row["stop"]) for row in rows["spans"])
        return cls(post, rows, archived.text, running, texts, spans_from(places))

    def faults(self) -> Iterator[Fault]:
        """All that is wrong with it."""
        yield from self._ids()
        yield from self._places()
        for table in ("engagements", "quotes", "statements"):
            for row in self.rows[table]:
                yield from self._record(table, row)
        for row in self.rows["mentions"]:
            for field in ("name", "latin"):
                span = Span(row[f"{field}_start"], row[f"{field}_stop"])
                if span.start >= 0 and self._words(span) != row[field]:
                    id_ = f"{row['post_id']}/{row['position']}"
                    yield Fault(table="mentions", id=id_, what=f"{field} is not what stands at its place")

    def _ids(self) -> Iterator[Fault]:
        """Ids that are not what they are made of; where a character was replaced it cannot be told."""
        id_ = self.post["id"]
        post = post_from(self.post, "", "")
        replaced = REPLACED in f"{post.title.text}{post.text}{post.url}{post.author}{''.join(post.tags)}"
        if identity.post_id(post) != id_ and not replaced:
            yield Fault(table="posts", id=id_, what="id is not that of its content")
        records = [engagement_from(row, (), (), (), self.spans) for row in self.rows["engagements"]]
        own = [row["id"] for row in self.rows["engagements"]]
        readouts = [row for row in self.rows["readouts"] if row["engagement_id"] in own]
        made = {
            "engagements": identity.engagement_ids(id_, 0, records),
            "readouts": identity.readout_ids(own, (readout_from(row, own, {}) for row in readouts)),
            "quotes": identity.quote_ids(id_, (quote_from(row, {}) for row in self.rows["quotes"])),
            "statements": identity.statement_ids(
                id_, (statement_from(row, (), (), {}) for row in self.rows["statements"])
            ),
        }
        for table, ids in made.items():
            kept = readouts if table == "readouts" else self.rows[table]
            for row, wanted in zip(kept, ids, strict=True):
                if row["id"] != wanted:
                    yield Fault(table=table, id=row["id"], what="id is not that of its post and place")

    def _places(self) -> Iterator[Fault]:
        """Spans of no record, and those outside of the text."""
        known = {row["id"] for table in ("engagements", "readouts", "quotes", "statements") for row in self.rows[table]}
        for record, fields in self.spans.items():
            if record not in known:
                yield Fault(table="spans", id=f"{self.post['id']}/{record}", what="no such record in the article")
            for field, spans in fields.items():
                if not all(0 <= span.start < span.end <= len(self.text) for span in spans):
                    yield Fault(table="spans", id=f"{record}/{field}", what="is not within the post")
                elif not all(self._words(span) for span in spans):
                    yield Fault(table="spans", id=f"{record}/{field}", what="points at no text of the article")

    def _record(self, table: str, row: Row) -> Iterator[Fault]:
        """Fields that are not what stands at their spans."""
        spans = self.spans.get(row["id"], {})
        written = {field: row[field] for field in VERBATIM[table]}
        written |= {f"chain.{number}": link for number, link in enumerate(row.get("chain") or ())}
        for field, value in written.items():
            if field in spans and [self._words(span) for span in spans[field]] != [value]:
                yield Fault(table=table, id=row["id"], what=f"{field} is not what stands at its span")
        if table != "engagements" and self.running.text[row["start"] : row["stop"]] != row["text"]:
            yield Fault(table=table, id=row["id"], what="text is not what stands at its place in the running text")
        missing = set(VERBATIM[table][: 2 if table == "engagements" else 1]) - set(spans)
        if missing:
            yield Fault(table=table, id=row["id"], what=f"{', '.join(sorted(missing))} has no span")

    def _words(self, span: Span) -> str:
        return next(filter(None, (text.words(span) for text in self.texts)), "")

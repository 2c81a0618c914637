"""Articles with all that they say, read some at a time: of each table what belongs to them at once.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, Table, or_, select

from tongshi.errors import NotFoundError
from tongshi.offsets import EMPTY, SourceText, Span
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches
from tongshi.store.packing import unpacked
from tongshi.store.restoring import (
    Spans,
    article_from,
    engagement_from,
    post_from,
    post_title_from,
    quote_from,
    readable_from,
    reading_from,
    readout_from,
    spans_from,
    statement_from,
)
from tongshi.store.rows import Row
from tongshi.store.sightings import places_of
from tongshi.store.views.articles import StoredReading
from tongshi.store.wanted import its_engagement

#: Rows of one table, by the post or the engagement that they belong to.
_Rows = Mapping[str, Sequence[Row]]


def reading(connection: Connection, post: str) -> StoredReading:
    """All that the article of a post says; raises NotFoundError."""
    found = readings(connection, [post]).get(post)
    if found is None:
        raise NotFoundError(f"{post}: no such post")
    return found


def readings(connection: Connection, posts: Collection[str]) -> dict[str, StoredReading]:
    """All that the articles of some posts say, by post; those are missing that the store does not have."""
    found: dict[str, StoredReading] = {}
    for some in batches(sorted(posts)):
        found.update((each.post, each) for each in _made(_whole(connection, some)))
    return found


def accounts(connection: Connection, reports: Mapping[str, str]) -> dict[str, StoredReading]:
    """What the articles of some reports of a contact say in it or about it, by post: statements and readouts.

    `reports` has the post of each engagement. Texts are left out where statements tell all of them, each as it stands
    there. Of an article with a readout that no statement bears out, whose sentences stand for these, and of one with
    markup inside of a statement, the text is read too. An article without an account has these engagements only.
    """
    own: dict[str, list[str]] = defaultdict(list)
    for engagement, post in reports.items():
        own[post].append(engagement)
    found: dict[str, StoredReading] = {}
    for some in batches(sorted(own)):
        read = _accounts(connection, some, [engagement for post in some for engagement in own[post]])
        found.update((each.post, each) for each in _made(read))
    return found


def texts(connection: Connection, posts: Collection[str]) -> dict[str, tuple[SourceText, SourceText]]:
    """Titles of some posts, and running texts with captions, by post."""
    p, a = t.posts.c, t.articles.c
    columns = (*p["id", "title", "title_start", "title_end", "text"], *a["readable", "origins"])
    found: dict[str, tuple[SourceText, SourceText]] = {}
    for some in batches(sorted(posts)):
        for row in all_rows(connection, select(*columns).join(t.articles, a.post_id == p.id).where(p.id.in_(some))):
            title = post_title_from(row, unpacked(row["text"]))
            found[row["id"]] = title, readable_from(row)
    return found


def bodies(connection: Connection, posts: Sequence[str]) -> dict[str, tuple[SourceText, tuple[Span, ...]]]:
    """The running texts of some posts, by post, each with every place from which a field of a record was read."""
    a, s = t.articles.c, t.spans.c
    places: dict[str, list[Span]] = defaultdict(list)
    read = select(s.post_id, s.start, s.stop).where(s.post_id.in_(posts)).distinct()
    for post, start, stop in connection.execute(read):
        places[post].append(Span(start, stop))
    texts = select(*a["post_id", "readable", "origins", "length"]).where(a.post_id.in_(posts))
    return {
        row["post_id"]: (readable_from(row).cut(0, row["length"]), tuple(places[row["post_id"]]))
        for row in all_rows(connection, texts)
    }


def words(connection: Connection, post: str) -> str:
    """Title, running text and captions of a post's article, a line each at least; raises NotFoundError."""
    a, p = t.articles.c, t.posts.c
    row = connection.execute(
        select(p.title, a.readable).join(t.articles, a.post_id == p.id).where(p.id == post)
    ).first()
    if row is None:
        raise NotFoundError(f"{post}: no such post")
    return f"{row.title}\n{unpacked(row.readable)}"


#: Columns that only a whole reading needs.
_LARGE = frozenset({"blocks", "folded"})

#: Those of the texts as archived and as cleaned.
_TEXTS = frozenset({"text", "readable", "origins"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of some articles: of each table the rows, by post or by engagement; where, by record."""

    archived: Mapping[str, Row]
    cleaned: Sequence[Row]
    places: Mapping[str, tuple[str, str]]
    engagements: _Rows
    people: _Rows
    polities: _Rows
    raised: _Rows
    readouts: _Rows
    statements: _Rows
    topics: _Rows
    phrases: _Rows
    quotes: _Rows
    spans: Spans


def _whole(connection: Connection, posts: Sequence[str]) -> _Read:
    """All of some articles."""
    return _Read(
        archived=_archived(connection, posts),
        cleaned=_cleaned(connection, posts),
        places=places_of(connection, posts),
        **_engaged(connection, t.engagements.c.post_id.in_(posts)),
        **{name: _by_post(connection, table, posts) for name, table in _OF_STATEMENTS.items()},
        readouts=_by_post(connection, t.readouts, posts),
        statements=_by_post(connection, t.statements, posts),
        quotes=_by_post(connection, t.quotes, posts),
        spans=spans_from(_spans(connection, posts)),
    )


def _accounts(connection: Connection, posts: Sequence[str], engagements: Sequence[str]) -> _Read:
    """Of some articles what they say in some engagements or about them."""
    e, s, r = t.engagements.c, t.statements.c, t.readouts.c
    said = select(t.statements).join(t.engagements, its_engagement()).where(e.id.in_(engagements))
    statements = _grouped(all_rows(connection, said.order_by(s.post_id, s.position)), "post_id")
    told = select(t.readouts).where(r.engagement_id.in_(engagements)).order_by(r.post_id, r.position)
    readouts = _grouped(all_rows(connection, told), "post_id")
    telling = sorted({*statements, *readouts})
    unsaid = [post for post in readouts if not {row["side"] for row in readouts[post]} <= _sides(statements[post])]
    # who hands words on is known by all that the article has him say
    handed = [post for post in statements if any(row["chain"] for row in statements[post])]
    statements |= _by_post(connection, t.statements, sorted({*unsaid, *handed}))
    records = {row["id"] for rows in (statements, readouts) for post in rows for row in rows[post]}
    spans = spans_of(connection, telling, records)
    worded = sorted({*unsaid, *(post for post in statements if _has_markup(statements[post], spans))})
    rest = sorted(set(posts).difference(worded))
    return _Read(
        archived=_archived(connection, rest, _TEXTS) | _archived(connection, worded),
        cleaned=[*_cleaned(connection, rest, _LARGE | _TEXTS), *_cleaned(connection, worded, _LARGE)],
        places=places_of(connection, posts),
        **_engaged(connection, or_(e.post_id.in_(telling), e.id.in_(engagements))),
        **{name: _by_post(connection, table, telling) for name, table in _OF_STATEMENTS.items()},
        readouts=readouts,
        statements=statements,
        quotes=defaultdict(list),
        spans=spans,
    )


def _has_markup(statements: Sequence[Row], spans: Spans) -> bool:
    """Whether statements of an article are longer there than what they say."""
    told = ((row["text"], spans.get(row["id"], {}).get("text")) for row in statements)
    return any(places and len(text) != places[-1].end - places[0].start for text, places in told)


def _sides(statements: Sequence[Row]) -> set[str]:
    return {row["side"] for row in statements}


#: Tables of what statements have.
_OF_STATEMENTS = {"topics": t.statement_topics, "phrases": t.statement_phrases}


def _archived(connection: Connection, posts: Sequence[str], without: Set[str] = frozenset()) -> dict[str, Row]:
    return {row["id"]: row for row in _rows(connection, t.posts, t.posts.c.id, posts, without)}


def _cleaned(connection: Connection, posts: Sequence[str], without: Set[str] = frozenset()) -> list[Row]:
    return _rows(connection, t.articles, t.articles.c.post_id, posts, without)


def _rows(connection: Connection, table: Table, key: Column[str], posts: Sequence[str], without: Set[str]) -> list[Row]:
    """The rows of some posts; without the texts, lists are left out too, which is to say empty."""
    if not posts:
        return []
    lists = {column.name for column in table.c if without >= _TEXTS and isinstance(column.type, JSON)}
    columns = [column for column in table.c if column.name not in without | lists]
    blank = dict.fromkeys(lists, ())
    return [blank | row for row in all_rows(connection, select(*columns).where(key.in_(posts)))]


def _engaged(connection: Connection, wanted: ColumnElement[bool]) -> dict[str, _Rows]:
    """Some engagements, and what belongs to them."""
    rows = all_rows(connection, select(t.engagements).where(wanted).order_by(t.engagements.c.position))
    engagements = _grouped(rows, "post_id")
    ids = [row["id"] for own in engagements.values() for row in own]
    tables = {"people": t.participants, "polities": t.engagement_polities, "raised": t.engagement_topics}
    return {
        "engagements": engagements,
        **{name: of_engagements(connection, table, ids) for name, table in tables.items()},
    }


def spans_of(
    connection: Connection, posts: Collection[str], records: Collection[str], *conditions: ColumnElement[bool]
) -> Spans:
    """Where some records of some articles were read."""
    # with '' behind it: a list to look into; by itself each article would be looked up with each record
    record = t.spans.c.record_id.concat("")
    found = (_spans(connection, posts, record.in_(some), *conditions) for some in batches(sorted(records)))
    return spans_from(row for rows in found for row in rows)


def _spans(connection: Connection, posts: Collection[str], *conditions: ColumnElement[bool]) -> Iterator[Any]:
    s = t.spans.c
    wanted = select(s.record_id, s.field, s.start, s.stop).where(s.post_id.in_(posts), *conditions)
    yield from connection.execute(wanted.order_by(*t.spans.primary_key.columns))


def _made(read: _Read) -> Iterator[StoredReading]:
    """The articles of which rows were read."""
    for article in read.cleaned:
        post = article["post_id"]
        archived = read.archived[post]
        own_ids = [row["id"] for row in read.engagements[post]]
        topics, phrases = (_grouped(rows[post], "statement") for rows in (read.topics, read.phrases))
        name, path = read.places.get(post, ("", ""))
        readable = readable_from(article) if "readable" in article else EMPTY
        yield StoredReading(
            post=post,
            name=name,
            state=archived["state"],
            path=path,
            published_at=article["published_at"],
            reading=reading_from(
                article=article_from(article, post_from(archived, name, path), readable),
                engagements=[
                    engagement_from(
                        row,
                        read.people[row["id"]],
                        [each["polity"] for each in read.polities[row["id"]]],
                        [each["topic"] for each in read.raised[row["id"]]],
                        read.spans,
                    )
                    for row in read.engagements[post]
                ],
                readouts=[readout_from(row, own_ids, read.spans) for row in read.readouts[post]],
                quotes=[quote_from(row, read.spans) for row in read.quotes[post]],
                statements=[
                    statement_from(
                        row,
                        [each["topic"] for each in topics[row["position"]]],
                        [each["phrase"] for each in phrases[row["position"]]],
                        read.spans,
                    )
                    for row in read.statements[post]
                ],
            ),
            readable=readable,
        )


def _by_post(connection: Connection, table: Table, posts: Sequence[str]) -> dict[str, list[Row]]:
    """The rows of some posts, in the order of the table's key, or of their positions where they have such."""
    if not posts:
        return defaultdict(list)
    order = [table.c.position] if table in _POSITIONED else list(table.primary_key.columns)
    return _grouped(all_rows(connection, select(table).where(table.c.post_id.in_(posts)).order_by(*order)), "post_id")


#: Tables whose rows have an order within their post that is not that of their key.
_POSITIONED = (t.readouts, t.quotes, t.statements)


def of_engagements(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Rows of a table that belongs to engagements, by engagement, in order."""
    c = table.c
    wanted = (select(table).where(c.engagement_id.in_(some)) for some in batches(ids))
    rows = (all_rows(connection, each.order_by(c.engagement_id, c.position)) for each in wanted)
    return _grouped([row for some in rows for row in some], "engagement_id")


def _grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Rows by what they have in a column, in order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found

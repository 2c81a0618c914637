"""Readings ↔ rows: pure, so that worker processes do it and the writer only writes.

A post is stored as its own part of the file (`identity.own_range`), and everything counts from there: copies of an
article are one row wherever they stand. `sightings.offset` leads back to the file.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from tongshi import copies, fusion, identity
from tongshi.codec import all_spans
from tongshi.language import fold
from tongshi.offsets import Run, SourceText, Span, decoded, join, verbatim
from tongshi.readers import stem
from tongshi.records import (
    RUNNING,
    Article,
    Block,
    Cited,
    Contradiction,
    Dateline,
    Embed,
    Engagement,
    Item,
    Mention,
    Participant,
    Place,
    Post,
    Quote,
    Reading,
    Readout,
    Reject,
    Stamp,
    Statement,
    When,
)

Row = dict[str, Any]

#: What a mention says, by column.
MENTION_COLUMNS = ("name", "folded", "kind", "latin", "person", "polity", "role", "title", "mark", "places")

#: What a statement says, by column of the same name; `text` … `side` as in the record.
STATEMENT_COLUMNS = (
    *("text", "form", "speaker", "office", "polity", "person", "verb", "manner"),
    *("addressee", "medium", "engagement", "side", "start", "confidence"),
)

#: What stands for a character that no database takes.
REPLACED = "\ufffd"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_ZERO, _ONE = array("i", [0]), array("i", [1])
_ONES = re.compile(b"(?:%s)+" % re.escape(_ONE.tobytes()))


@dataclass(frozen=True, slots=True)
class PostRows:
    """A coded post: its id, where it was met, and its rows by table."""

    id: str
    position: int  # which article of its file, from 0
    stem: str
    offset: int  # where its own part of the file begins
    tables: Mapping[str, list[Row]]

    @property
    def records(self) -> int:
        """Engagements, readouts, quotes and statements."""
        return sum(len(self.tables[name]) for name in ("engagements", "readouts", "quotes", "statements"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A post that could not be read; `detail` is the traceback where that is a mistake of the program."""

    position: int
    stem: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FileRows:
    """What one file of an archive held; `knowledge` is empty where it is to be read again next time."""

    path: str
    digest: str
    knowledge: str
    posts: tuple[PostRows, ...]
    refusals: tuple[Refusal, ...]


def refusal(position: int, reject: Reject, detail: str = "") -> Refusal:
    """What is stored of a reject; `detail` is the traceback of an internal error."""
    return Refusal(position, storable(stem(reject.path)), storable(reject.reason), storable(detail))


def post_rows(position: int, reading: Reading, knowledge: str) -> PostRows:
    """All rows of one reading; the post must come from `tongshi.readers`."""
    article = reading.article
    post = article.post
    id_ = identity.post_id(post)
    origin, _ = identity.own_range(post)
    published = _utc(article.published_local)
    engagement_ids = identity.engagement_ids(id_, origin, reading.engagements)
    readout_ids = identity.readout_ids(engagement_ids, reading.readouts)
    quote_ids = identity.quote_ids(id_, reading.quotes)
    statement_ids = identity.statement_ids(id_, reading.statements)
    spans: list[Row] = []
    tables = {
        "posts": [_post(id_, post, knowledge)],
        "articles": [_article(id_, article, origin, published)],
        "sketches": [],
        "engagements": [],
        "participants": [],
        "engagement_polities": [],
        "engagement_topics": [],
        "readouts": [],
        "quotes": [],
        "statements": [],
        "statement_topics": [],
        "statement_phrases": [],
        "statement_counterparts": [],
        "mentions": [_mention(id_, number, each, origin) for number, each in enumerate(reading.mentions)],
        "spans": spans,
    }
    folded = article.folded or fold(article.body.text)
    compared = copies.text_of(folded, article.outlet, tables["posts"][0]["address"], article.day)
    tables["sketches"].append(sketch_row(id_, compared))
    for number, (key, engagement) in enumerate(zip(engagement_ids, reading.engagements, strict=True)):
        for name, more in _engagement_rows(key, id_, number, engagement, published, origin).items():
            tables[name] += more
    for number, (key, readout) in enumerate(zip(readout_ids, reading.readouts, strict=True)):
        tables["readouts"].append(
            {
                "id": key,
                "post_id": id_,
                "engagement_id": engagement_ids[readout.engagement],
                "position": number,
                "side": readout.side,
                "sources": list(readout.sources),
                "topics": list(readout.topics),
                "confidence": readout.confidence,
            }
        )
        spans += _spans(key, id_, origin, readout.spans)
    for number, (key, quote) in enumerate(zip(quote_ids, reading.quotes, strict=True)):
        tables["quotes"].append(
            {
                "id": key,
                "post_id": id_,
                "position": number,
                "text": quote.text,
                "speaker": quote.speaker,
                "polity": quote.polity,
                "person": quote.person,
                "start": quote.start,
                "stop": quote.end,
                "confidence": quote.confidence,
            }
        )
        spans += _spans(key, id_, origin, quote.spans)
    for number, (key, statement) in enumerate(zip(statement_ids, reading.statements, strict=True)):
        tables["statements"].append(_statement(key, id_, number, statement, article.day))
        for name, more in _statement_rows(id_, number, statement, article.day, reading.engagements).items():
            tables[name] += more
        spans += _spans(key, id_, origin, statement.spans)
    # spans hold ids and names of fields, which are ours, and numbers
    storable_tables = {
        name: rows if rows is spans else [_storable_row(row) for row in rows] for name, rows in tables.items()
    }
    return PostRows(id_, position, storable(stem(post.path)), origin, storable_tables)


def added_rows(
    key: str, post: str, position: int, engagement: Engagement, published: str, rule: str
) -> dict[str, list[Row]]:
    """The rows by table of a record that people added; its spans count in `posts.text`."""
    return _engagement_rows(key, post, position, replace(engagement, rule=rule), published, 0)


def _engagement_rows(
    key: str, post: str, position: int, engagement: Engagement, published: str, origin: int
) -> dict[str, list[Row]]:
    return {
        "engagements": [_engagement(key, post, position, engagement, published)],
        "participants": _participants(key, engagement),
        "engagement_polities": _listed(key, "polity", engagement.polities),
        "engagement_topics": _listed(key, "topic", engagement.topics),
        "spans": _spans(key, post, origin, all_spans(engagement)),
    }


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates, which not every database takes; the same length."""
    if "\0" not in text and (text.isascii() or _encodes(text)):
        return text
    return _UNSTORABLE.sub(REPLACED, text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _storable_row(row: Row) -> Row:
    return {key: storable(value) if isinstance(value, str) else _storable_value(value) for key, value in row.items()}


def _storable_value(value: Any) -> Any:
    if isinstance(value, list):
        return [storable(item) if isinstance(item, str) else _storable_value(item) for item in value]
    return value


# --- one table each


def _post(id_: str, post: Post, knowledge: str) -> Row:
    start, end = identity.own_range(post)
    body = identity.body_range(post)
    title = (post.title.starts[0] - start, post.title.ends[-1] - start) if post.title else (-1, -1)
    return {
        "id": id_,
        "address": identity.stored_address(post.url),
        "form": post.form,
        "title": post.title.text,
        "url": post.url,
        "archive_url": post.archive_url,
        "published": post.published,
        "author": post.author,
        "tags": list(post.tags),
        "captured": post.captured,
        "text": _packed(post.text[start:end]),
        "title_start": title[0],
        "title_end": title[1],
        "body_start": body[0] - start,
        "body_end": body[1] - start,
        "knowledge": knowledge,
        "state": "current",
        "successor": None,
    }


def _article(id_: str, article: Article, origin: int, published: str) -> Row:
    readable = join([article.body, *article.caption_texts], "\n")
    line = article.dateline
    return {
        "post_id": id_,
        "outlet": article.outlet,
        "script": article.script,
        "published_at": published,
        "published_local": article.published_local.isoformat() if article.published_local else "",
        "day": article.day,
        "dateline": [line.agency, line.city, line.day, line.start, line.end] if line else None,
        "reporters": list(article.reporters),
        "editors": list(article.editors),
        "translators": list(article.translators),
        "wires": list(article.wires),
        "captions": list(article.captions),
        "body_rule": article.body_rule,
        "paragraphs": [list(span) for span in article.paragraphs],
        "blocks": [_block(block, origin) for block in article.blocks],
        "items": [list(item) for item in article.items],
        "readable": _packed(readable.text),
        "length": len(article.body),
        "origins": _packed_origins(readable, origin),
        "folded": fold(" ".join(article.post.title.text.splitlines()) + "\n" + article.body.text),
        "title": [article.title.text, *_place(article.title, origin)],
        "updated_local": article.updated_local.isoformat() if article.updated_local else "",
        "stamps": [
            [each.kind, each.source, each.words, each.local.isoformat(), each.exact, *_moved(each.span, origin)]
            for each in article.stamps
        ],
        "contradictions": [[each.kind, each.one, each.other] for each in article.contradictions],
        "section": article.section,
        "keywords": list(article.keywords),
        "photographers": list(article.photographers),
        "cited": [[each.name, each.medium, *_moved(each.span, origin)] for each in article.cited],
        "usage": article.usage or "",
    }


def _block(block: Block, origin: int) -> list[Any]:
    """A block as a list; the text of what is running text is not kept twice."""
    words = [None] if block.role in RUNNING else [block.text.text, *_place(block.text, origin)]
    embed = block.embed
    told = [embed.address, embed.handle, embed.date.isoformat() if embed.date else None] if embed else None
    return [block.role, block.span.start - origin, block.span.end - origin, told, *words]


def _engagement(key: str, post: str, position: int, engagement: Engagement, published: str) -> Row:
    when = engagement.when
    return {
        "id": key,
        "post_id": post,
        "position": position,
        "block": fusion.block(engagement.type, when, published),
        "type": engagement.type,
        "status": engagement.status,
        "salience": engagement.salience,
        "starts": when.start,
        "ends": when.end,
        "precision": when.precision,
        "alt": when.alt,
        "city": engagement.place.city,
        "place_polity": engagement.place.polity,
        "trigger": engagement.trigger,
        "evidence": engagement.evidence,
        "confidence": engagement.confidence,
        "rule": engagement.rule,
    }


def _participants(key: str, engagement: Engagement) -> list[Row]:
    return [
        {
            "engagement_id": key,
            "position": number,
            "name": each.name,
            "latin": each.latin,
            "office": each.office,
            "polity": each.polity,
            "person": each.person,
            "folded": fold(each.name or ""),
        }
        for number, each in enumerate(engagement.participants)
    ]


def _statement(key: str, post: str, position: int, statement: Statement, day: dt.date | None) -> Row:
    row: Row = {name: getattr(statement, name) for name in STATEMENT_COLUMNS}
    more = {"folded": fold(statement.speaker or ""), "chain": list(statement.chain), "stop": statement.end, "day": day}
    return {"id": key, "post_id": post, "position": position, **row, **more}


def _statement_rows(
    post: str, number: int, statement: Statement, day: dt.date | None, engagements: Sequence[Engagement]
) -> dict[str, list[Row]]:
    """What belongs to a statement, each row with who speaks when."""
    key = {"post_id": post, "statement": number}
    spoken = {"polity": statement.polity or "", "person": statement.person, "day": day}
    present = engagements[statement.engagement].polities if statement.engagement is not None else ()
    others = [code for code in present if code != statement.polity] if statement.polity in present else []
    return {
        "statement_topics": [key | {"position": at, "topic": topic} | spoken
                             for at, topic in enumerate(statement.topics)],
        "statement_phrases": [key | {"position": at, "phrase": phrase, "content": identity.content(statement.text)}
                              | spoken for at, phrase in enumerate(statement.phrases)],
        "statement_counterparts": [key | {"counterpart": code} | spoken for code in dict.fromkeys(others)],
    }  # fmt: skip


def _mention(post: str, position: int, mention: Mention, origin: int) -> Row:
    row: Row = {"post_id": post, "position": position}
    row |= {name: getattr(mention, name) for name in MENTION_COLUMNS}
    for part in ("name", "latin", "title"):
        row[f"{part}_start"], row[f"{part}_stop"] = _moved(getattr(mention, f"{part}_span"), origin)
    return row


#: Values of a row in the order of the fields of a mention, then where each of its spans begins and ends.
_mention_columns = attrgetter(
    *MENTION_COLUMNS, "name_start", "name_stop", "latin_start", "latin_stop", "title_start", "title_stop"
)


def mention_from(row: Any) -> Mention:
    """The mention of a row; its spans count in `posts.text`."""
    *told, name, name_stop, latin, latin_stop, title, title_stop = _mention_columns(row)
    spans = ((name, name_stop), (latin, latin_stop), (title, title_stop))
    return Mention._make((*told, *(Span(start, stop) if start >= 0 else None for start, stop in spans)))


def _listed(key: str, column: str, values: Iterable[str]) -> list[Row]:
    return [{"engagement_id": key, "position": number, column: value} for number, value in enumerate(values)]


def _spans(key: str, post: str, origin: int, spans: Mapping[str, Iterable[Span]]) -> list[Row]:
    return [
        {
            "record_id": key,
            "field": field,
            "position": number,
            "post_id": post,
            "start": span.start - origin,
            "stop": span.end - origin,
        }
        for field, places in spans.items()
        for number, span in enumerate(places)
    ]


def sketch_row(post: str, text: copies.Text) -> Row:
    """The row of `sketches`: its keys of 64 bits, little-endian."""
    keys = copies.sketch(text)
    return {"post_id": post, "bands": struct.pack(f"<{len(keys)}q", *keys)}


def bands_from(blob: bytes) -> tuple[int, ...]:
    """The keys of a row of `sketches`."""
    return struct.unpack(f"<{len(blob) // 8}q", blob)


def _moved(span: Span | None, origin: int) -> tuple[int, int]:
    return (span.start - origin, span.end - origin) if span else (-1, -1)


def _place(text: SourceText, origin: int) -> tuple[int, int]:
    return (text.starts[0] - origin, text.ends[-1] - origin) if text else (-1, -1)


def _utc(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else ""


def _packed(text: str) -> bytes:
    return zlib.compress(storable(text).encode(), 4)


def unpacked(blob: bytes) -> str:
    """The text of a packed column."""
    return zlib.decompress(blob).decode()


def _packed_origins(text: SourceText, origin: int) -> bytes:
    """First differences of the starts, then the lengths: mostly ones, which pack well. Little-endian."""
    steps, lengths = array("i"), array("i")
    before = origin
    for run, until in text.extents():
        more = until - run.at - 1
        steps.append(run.start - before)
        if run.end is None:
            steps.extend(_ONE * more)
            lengths.extend(_ONE * (more + 1))
            before = run.start + more
        else:
            steps.extend(_ZERO * more)
            lengths.extend(array("i", [run.end - run.start]) * (more + 1))
            before = run.start
    values = steps + lengths
    if sys.byteorder == "big":
        values.byteswap()
    return zlib.compress(values.tobytes(), 1)


def _unpacked_origins(text: str, blob: bytes) -> SourceText:
    values = array("i")
    values.frombytes(zlib.decompress(blob))
    if sys.byteorder == "big":
        values.byteswap()
    steps, lengths = values[: len(text)], values[len(text) :]
    return SourceText(text, tuple(_runs(steps, lengths)))


def _runs(steps: array[int], lengths: array[int]) -> Iterator[Run]:
    """The runs of packed origins: nearly all characters go on with the run of the one before, and are passed over."""
    breaks = set(_not_one(steps))
    for at in _not_one(lengths):  # it stands alone: a run ends before it, and one begins behind it
        breaks |= {at, at + 1}
    start, before = 0, -1
    for at in sorted({0, *breaks}):
        if at < len(steps):
            start += at - before - 1 + steps[at]
            # a character without a place (a separator at the very start) has no negative origin in a post's own part
            begins, ends = max(0, start), max(0, start + lengths[at])
            yield Run(at, begins, None if ends == begins + 1 else ends)
            before = at


def _not_one(values: array[int]) -> Iterator[int]:
    """Where values stand that are not 1; those in a row that are, nearly all, are one look."""
    told, at = values.tobytes(), 0
    while at < len(told):
        ones = _ONES.match(told, at)
        if ones is None:
            yield at // values.itemsize
            at += values.itemsize
        else:
            at = ones.end()


# --- and back


def post_from(row: Row, name: str, path: str) -> Post:
    """The post of a row of `posts`; its text, its own part of the file, is empty where it was not read."""
    text = unpacked(row["text"]) if "text" in row else ""
    return Post(
        id=name,
        path=path,
        form=row["form"],
        text=text,
        body=(row["body_start"], row["body_end"]),
        title=post_title_from(row, text),
        url=row["url"],
        archive_url=row["archive_url"],
        published=row["published"],
        author=row["author"],
        tags=tuple(row["tags"]),
        captured=row["captured"],
    )


def post_title_from(row: Row, text: str) -> SourceText:
    """The title of a row of `posts`, whose text this is; without it each character has the place of the whole."""
    start, end = row["title_start"], row["title_end"]
    if start < 0:
        return _run(row["title"], 0, 0)
    title = verbatim(text, start, end)
    # written with escapes, the whole title comes from the whole run
    return title if title.text == row["title"] else _run(row["title"], start, end)


def readable_from(row: Row) -> SourceText:
    """Running text and captions of a row of `articles`."""
    return _unpacked_origins(unpacked(row["readable"]), row["origins"])


def title_from(row: Row, post: Post) -> SourceText:
    """The title of a row of `articles` of a post; each of its characters has the place of the whole."""
    return _run(*row["title"]) if row["title"] else post.title


def article_from(row: Row, post: Post, readable: SourceText) -> Article:
    """The article of a row of `articles`; what is no running text has the place of the whole for every character."""
    local = row["published_local"]
    body = readable.cut(0, row["length"])
    return Article(
        post=post,
        outlet=row["outlet"],
        script=row["script"],
        body=body,
        paragraphs=tuple((start, end) for start, end in row["paragraphs"]),
        items=tuple(Item(*item) for item in row["items"]),
        blocks=_blocks_from(row.get("blocks", ()), body, row["paragraphs"]),
        published_local=dt.datetime.fromisoformat(local) if local else None,
        day=row["day"],
        dateline=Dateline(*row["dateline"]) if row["dateline"] else None,
        reporters=tuple(row["reporters"]),
        editors=tuple(row["editors"]),
        translators=tuple(row["translators"]),
        wires=tuple(row["wires"]),
        captions=tuple(row["captions"]),
        body_rule=row["body_rule"],
        title=title_from(row, post),
        updated_local=dt.datetime.fromisoformat(row["updated_local"]) if row["updated_local"] else None,
        stamps=tuple(
            Stamp(kind, source, words, dt.datetime.fromisoformat(local), exact, Span(start, end) if end >= 0 else None)
            for kind, source, words, local, exact, start, end in row["stamps"] or ()
        ),
        contradictions=tuple(Contradiction(*each) for each in row["contradictions"] or ()),
        section=row["section"] or "",
        keywords=tuple(row["keywords"] or ()),
        photographers=tuple(row["photographers"] or ()),
        cited=tuple(Cited(name, medium, Span(start, end)) for name, medium, start, end in row["cited"] or ()),
        usage=row["usage"] or None,
    )


def _blocks_from(rows: Iterable[list[Any]], body: SourceText, paragraphs: Iterable[Sequence[int]]) -> tuple[Block, ...]:
    running = iter(paragraphs)
    blocks: list[Block] = []
    for role, start, end, told, *words in rows:
        text = body.cut(*next(running)) if role in RUNNING else _run(*words)
        embed = Embed(told[0], told[1], dt.date.fromisoformat(told[2]) if told[2] else None) if told else None
        blocks.append(Block(role, text, Span(start, end), embed))
    return tuple(blocks)


Spans = Mapping[str, dict[str, tuple[Span, ...]]]


def spans_from(rows: Iterable[tuple[str, str, int, int]]) -> dict[str, dict[str, tuple[Span, ...]]]:
    """Spans by record and field, of rows of `spans` in order: record, field, start and stop."""
    found: dict[str, dict[str, tuple[Span, ...]]] = {}
    for record, field, start, stop in rows:
        fields = found.setdefault(record, {})
        fields[field] = (*fields.get(field, ()), Span(start, stop))
    return found


def engagement_from(
    row: Row, participants: Iterable[Row], polities: Iterable[str], topics: Iterable[str], spans: Spans
) -> Engagement:
    """The engagement of a row of `engagements` and of the rows that belong to it, in order."""
    places = dict(spans.get(row["id"], {}))
    return Engagement(
        id=row["id"],
        type=row["type"],
        status=row["status"],
        salience=row["salience"],
        participants=tuple(
            participant_from(each, places.pop(f"participants.{number}", ())) for number, each in enumerate(participants)
        ),
        polities=tuple(polities),
        when=when_from(row),
        place=Place(city=row["city"], polity=row["place_polity"]),
        topics=tuple(topics),
        trigger=row["trigger"],
        evidence=row["evidence"],
        spans=places,
        confidence=row["confidence"],
        rule=row["rule"],
    )


def participant_from(row: Row, spans: tuple[Span, ...] = ()) -> Participant:
    """The participant of a row of `participants`."""
    return Participant(
        name=row["name"],
        latin=row["latin"],
        office=row["office"],
        polity=row["polity"],
        person=row["person"],
        spans=spans,
    )


def when_from(row: Row) -> When:
    """The date of a row of `engagements` or `contacts`."""
    return When(start=row["starts"], end=row["ends"], precision=row["precision"], alt=row["alt"])


def readout_from(row: Row, engagements: Sequence[str], spans: Spans) -> Readout:
    """The readout of a row of `readouts`; `engagements` are the ids of its article's, in order."""
    return Readout(
        engagement=engagements.index(row["engagement_id"]),
        side=row["side"],
        sources=tuple(row["sources"]),
        topics=tuple(row["topics"]),
        spans=dict(spans.get(row["id"], {})),
        confidence=row["confidence"],
    )


def quote_from(row: Row, spans: Spans) -> Quote:
    """The quote of a row of `quotes`."""
    return Quote(
        text=row["text"],
        speaker=row["speaker"],
        polity=row["polity"],
        start=row["start"],
        end=row["stop"],
        person=row["person"],
        spans=dict(spans.get(row["id"], {})),
        confidence=row["confidence"],
    )


def statement_from(row: Row, topics: Iterable[str], phrases: Iterable[str], spans: Spans) -> Statement:
    """The statement of a row of `statements` and of the rows that belong to it, in order."""
    return Statement(
        **{name: row[name] for name in STATEMENT_COLUMNS},
        end=row["stop"],
        chain=tuple(row["chain"]),
        topics=tuple(topics),
        phrases=tuple(phrases),
        spans=dict(spans.get(row["id"], {})),
    )


def reading_from(
    *,
    article: Article,
    engagements: Iterable[Engagement],
    readouts: Iterable[Readout],
    quotes: Iterable[Quote],
    statements: Iterable[Statement],
) -> Reading:
    """An article with its records."""
    return Reading(
        article=article,
        engagements=tuple(engagements),
        readouts=tuple(readouts),
        quotes=tuple(quotes),
        statements=tuple(statements),
    )


def _run(text: str, start: int, end: int) -> SourceText:
    """Text whose every character comes from the whole run `[start, end)`."""
    first, last = max(start, 0), max(end, 0)
    return decoded(text, first, last)

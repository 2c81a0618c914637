"""Readings → rows: pure, so that worker processes do it and the writer only writes.

A post is stored as its own part of the file (`identity.own_range`), and everything counts from there: copies of an
article are one row wherever they stand. `sightings.offset` leads back to the file. The way back is
`restoring`.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongshi import copies, fusion, identity
from tongshi.codec import all_spans
from tongshi.language import fold
from tongshi.offsets import SourceText, Span, join
from tongshi.readers import stem
from tongshi.records import (
    RUNNING,
    Article,
    Block,
    Engagement,
    Mention,
    Post,
    Reading,
    Reject,
    Statement,
)
from tongshi.store.packing import packed, packed_origins, storable

Row = dict[str, Any]

#: What a mention says, by column.
MENTION_COLUMNS = ("name", "folded", "kind", "latin", "person", "polity", "role", "title", "mark", "places")

#: What a statement says, by column of the same name; `text` … `side` as in the record.
STATEMENT_COLUMNS = (
    *("text", "form", "speaker", "office", "polity", "person", "verb", "manner"),
    *("addressee", "medium", "engagement", "side", "start", "confidence"),
)


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
        "text": packed(post.text[start:end]),
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
        "readable": packed(readable.text),
        "length": len(article.body),
        "origins": packed_origins(readable, origin),
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


def _moved(span: Span | None, origin: int) -> tuple[int, int]:
    return (span.start - origin, span.end - origin) if span else (-1, -1)


def _place(text: SourceText, origin: int) -> tuple[int, int]:
    return (text.starts[0] - origin, text.ends[-1] - origin) if text else (-1, -1)


def _utc(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else ""

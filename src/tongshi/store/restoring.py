"""Rows → readings: what `rows` made of a reading, and back again."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from tongshi.offsets import SourceText, Span, decoded, verbatim
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
    Stamp,
    Statement,
    When,
)
from tongshi.store.packing import unpacked, unpacked_origins
from tongshi.store.rows import MENTION_COLUMNS, STATEMENT_COLUMNS, Row

#: The spans of records, by id and by field.
Spans = Mapping[str, dict[str, tuple[Span, ...]]]

#: Values of a row in the order of the fields of a mention, then where each of its spans begins and ends.
_mention_columns = attrgetter(
    *MENTION_COLUMNS, "name_start", "name_stop", "latin_start", "latin_stop", "title_start", "title_stop"
)


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
    return unpacked_origins(unpacked(row["readable"]), row["origins"])


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


def mention_from(row: Any) -> Mention:
    """The mention of a row; its spans count in `posts.text`."""
    *told, name, name_stop, latin, latin_stop, title, title_stop = _mention_columns(row)
    spans = ((name, name_stop), (latin, latin_stop), (title, title_stop))
    return Mention._make((*told, *(Span(start, stop) if start >= 0 else None for start, stop in spans)))


def bands_from(blob: bytes) -> tuple[int, ...]:
    """The keys of a row of `sketches`."""
    return struct.unpack(f"<{len(blob) // 8}q", blob)


def _run(text: str, start: int, end: int) -> SourceText:
    """Text whose every character comes from the whole run `[start, end)`."""
    first, last = max(start, 0), max(end, 0)
    return decoded(text, first, last)

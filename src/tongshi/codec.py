"""Readings ↔ the codebook's file form (section 6): one JSON object per article and line.

To the codebook's fields come `article.title`, `article.url`, `article.text` (the running text), and on every
engagement, readout, quote and statement `spans` {field: [[start, end], …]}, in code points of the file as archived, and
`confidence`; on engagements also `id`, on statements `start` and `end`, which count in `article.text`. The places of
single participants are the fields `participants.0`, ….
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from tongshi import identity
from tongshi.errors import GoldError
from tongshi.offsets import SourceText, Span, decoded
from tongshi.records import (
    RUNNING,
    Article,
    Block,
    Cited,
    Contradiction,
    Dateline,
    Engagement,
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

Record = dict[str, Any]
Spans = dict[str, tuple[Span, ...]]

#: The version of docs/codebook.md. Its first number is raised where a record would be coded otherwise than before, the
#: second where something is added.
CODEBOOK_VERSION = "1.1"

#: How many characters `first` and `last` show of the running text.
EDGE = 15

#: How many boilerplate strings a record shows at most.
MOST_BOILERPLATE = 5

#: Blocks that belong to the article.
_ARTICLE = RUNNING | {"caption", "credit"}


def dump(item: Reading | Reject) -> str:
    """One line of JSON without its line end; the same item always gives the same characters."""
    return dump_record(to_json(item))


def dump_record(record: Record) -> str:
    """The same of the file form itself."""
    return json.dumps(record, ensure_ascii=False)


def to_json(item: Reading | Reject) -> Record:
    """The file form of a reading, or `{"id", "rejected"}` for a post that could not be read."""
    if isinstance(item, Reject):
        return {"id": item.id, "rejected": item.reason}
    post = item.article.post
    ids = identity.engagement_ids(identity.post_id(post), identity.own_range(post)[0], item.engagements)
    return {
        "id": post.id,
        "article": _article(item.article),
        "engagements": [_engagement(id_, each) for id_, each in zip(ids, item.engagements, strict=True)],
        "readouts": [_readout(each) for each in item.readouts],
        "quotes": [_quote(each) for each in item.quotes],
        "statements": [statement_record(each) for each in item.statements],
    }


def boilerplate(article: Article) -> list[str]:
    """Up to five texts that stand in the post but are no part of the article, in order, none twice."""
    texts = (block.text.text.strip() for block in article.blocks if block.role not in _ARTICLE)
    return list(dict.fromkeys(text for text in texts if text))[:MOST_BOILERPLATE]


def all_spans(engagement: Engagement) -> Spans:
    """An engagement's spans by field, those of single participants as `participants.0`, …."""
    spans = dict(engagement.spans)
    for number, participant in enumerate(engagement.participants):
        if participant.spans:
            spans.setdefault(f"participants.{number}", participant.spans)
    return spans


def _article(article: Article) -> Record:
    post, line, text = article.post, article.dateline, article.body.text
    return {
        "outlet": article.outlet,
        "published": post.published,
        "title": (article.title or post.title).text,
        "url": post.url,
        "reporters": list(article.reporters),
        "editors": list(article.editors),
        "translators": list(article.translators),
        "dateline": {"agency": line.agency, "city": line.city, "day": line.day} if line else None,
        "wires": list(article.wires),
        "script": article.script,
        "first": text[:EDGE],
        "last": text[-EDGE:],
        "captions": list(article.captions),
        "boilerplate": boilerplate(article),
        "updated": article.updated_local.isoformat() if article.updated_local else None,
        "stamps": [
            {
                "kind": each.kind,
                "source": each.source,
                "words": each.words,
                "local": each.local.isoformat(),
                "exact": each.exact,
                "span": list(each.span) if each.span else None,
            }
            for each in article.stamps
        ],
        "contradictions": [[each.kind, each.one, each.other] for each in article.contradictions],
        "section": article.section,
        "keywords": list(article.keywords),
        "photographers": list(article.photographers),
        "cited": [{"name": each.name, "medium": each.medium, "span": list(each.span)} for each in article.cited],
        "usage": article.usage,
        "text": text,
    }


def date_record(when: When) -> Record:
    """The file form of a date."""
    return {
        "start": _iso(when.start),
        "end": _iso(when.end),
        "precision": when.precision,
        "alt": _iso(when.alt),
    }


def participant_record(participant: Participant) -> Record:
    """The file form of a participant."""
    return {name: getattr(participant, name) for name in ("name", "latin", "office", "polity")}


def place_record(place: Place) -> Record:
    """The file form of a place."""
    return {"city": place.city, "polity": place.polity}


def _engagement(id_: str, engagement: Engagement) -> Record:
    return {
        "id": engagement.id or id_,
        "type": engagement.type,
        "status": engagement.status,
        "salience": engagement.salience,
        "participants": [participant_record(each) for each in engagement.participants],
        "polities": list(engagement.polities),
        "date": date_record(engagement.when),
        "place": place_record(engagement.place),
        "topics": list(engagement.topics),
        "trigger": engagement.trigger,
        "evidence": engagement.evidence,
        "spans": _spans(all_spans(engagement)),
        "confidence": engagement.confidence,
    }


def _readout(readout: Readout) -> Record:
    return {
        "engagement": readout.engagement,
        "side": readout.side,
        "sources": list(readout.sources),
        "topics": list(readout.topics),
        "spans": _spans(readout.spans),
        "confidence": readout.confidence,
    }


def _quote(quote: Quote) -> Record:
    return {
        "text": quote.text,
        "speaker": quote.speaker,
        "polity": quote.polity,
        "spans": _spans(quote.spans),
        "confidence": quote.confidence,
    }


def statement_record(statement: Statement) -> Record:
    """The file form of one statement."""
    return {
        "text": statement.text,
        "form": statement.form,
        "speaker": statement.speaker,
        "office": statement.office,
        "polity": statement.polity,
        "verb": statement.verb,
        "class": statement.manner,
        "addressee": statement.addressee,
        "medium": statement.medium,
        "chain": list(statement.chain),
        "topics": list(statement.topics),
        "phrases": list(statement.phrases),
        "engagement": statement.engagement,
        "side": statement.side,
        "start": statement.start,
        "end": statement.end,
        "spans": _spans(statement.spans),
        "confidence": statement.confidence,
    }


def _spans(spans: Mapping[str, Iterable[Span]]) -> dict[str, list[list[int]]]:
    return {field: [[span.start, span.end] for span in spans[field]] for field in sorted(spans)}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


# --- and back


def load(line: str) -> Reading | Reject:
    """The item that a line of the file form describes; raises GoldError.

    A file does not hold the posts themselves, so their texts are empty and characters have no origin; gold
    files leave out the text, the spans and the confidence.
    """
    try:
        return from_json(json.loads(line))
    except json.JSONDecodeError as error:
        raise GoldError(f"not JSON: {error}") from error


def from_json(record: Record) -> Reading | Reject:
    """As `load`, from the parsed object."""
    try:
        if "rejected" in record:
            return Reject(record["id"], "", record["rejected"])
        return Reading(
            article=_decode_article(record["id"], record["article"]),
            engagements=tuple(engagement_from(each) for each in record.get("engagements", ())),
            readouts=tuple(_decode_readout(each) for each in record.get("readouts", ())),
            quotes=tuple(_decode_quote(each, record["article"].get("text", "")) for each in record.get("quotes", ())),
            statements=tuple(
                _decode_statement(each, record["article"].get("text", "")) for each in record.get("statements", ())
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = record.get("id") if isinstance(record, dict) else record
        raise GoldError(f"{name}: not in the codebook's file form: {error!r}") from error


def _decode_article(id_: str, fields: Record) -> Article:
    line = fields["dateline"]
    post = Post(
        id=id_,
        path="",
        form="bare",
        text="",
        body=(0, 0),
        title=_placeless(fields.get("title", "")),
        url=fields.get("url", ""),
        published=fields["published"] or "",
    )
    return Article(
        post=post,
        outlet=fields["outlet"],
        script=fields["script"],
        body=_placeless(fields.get("text", "")),
        paragraphs=(),
        blocks=tuple(Block("notice", _placeless(text), Span(0, 0)) for text in fields["boilerplate"]),
        dateline=Dateline(line["agency"], line["city"], line["day"], 0, 0) if line else None,
        reporters=tuple(fields["reporters"]),
        editors=tuple(fields["editors"]),
        translators=tuple(fields["translators"]),
        wires=tuple(fields["wires"]),
        captions=tuple(fields["captions"]),
        title=_placeless(fields.get("title", "")),
        updated_local=dt.datetime.fromisoformat(fields["updated"]) if fields.get("updated") else None,
        stamps=tuple(
            Stamp(
                each["kind"],
                each["source"],
                each["words"],
                dt.datetime.fromisoformat(each["local"]),
                each["exact"],
                Span(*each["span"]) if each["span"] else None,
            )
            for each in fields.get("stamps", ())
        ),
        contradictions=tuple(Contradiction(*each) for each in fields.get("contradictions", ())),
        section=fields.get("section", ""),
        keywords=tuple(fields.get("keywords", ())),
        photographers=tuple(fields.get("photographers", ())),
        cited=tuple(Cited(each["name"], each["medium"], Span(*each["span"])) for each in fields.get("cited", ())),
        usage=fields.get("usage"),
    )


def date_from(fields: Record) -> When:
    """The date of its file form."""
    return When(
        start=_day(fields["start"]), end=_day(fields["end"]), precision=fields["precision"], alt=_day(fields["alt"])
    )


def participant_from(fields: Record, spans: tuple[Span, ...] = ()) -> Participant:
    """The participant of its file form."""
    return Participant(
        name=fields["name"], latin=fields["latin"], office=fields["office"], polity=fields["polity"], spans=spans
    )


def place_from(fields: Record) -> Place:
    """The place of its file form."""
    return Place(city=fields["city"], polity=fields["polity"])


def engagement_from(fields: Record) -> Engagement:
    """The engagement of its file form."""
    spans = _decode_spans(fields)
    return Engagement(
        id=fields.get("id", ""),
        type=fields["type"],
        status=fields["status"],
        salience=fields["salience"],
        participants=tuple(
            participant_from(each, spans.pop(f"participants.{number}", ()))
            for number, each in enumerate(fields["participants"])
        ),
        polities=tuple(fields["polities"]),
        when=date_from(fields["date"]),
        place=place_from(fields["place"]),
        topics=tuple(fields["topics"]),
        trigger=fields["trigger"],
        evidence=fields["evidence"],
        spans=spans,
        confidence=fields.get("confidence", 0.5),
    )


def _decode_readout(fields: Record) -> Readout:
    return Readout(
        engagement=fields["engagement"],
        side=fields["side"],
        sources=tuple(fields["sources"]),
        topics=tuple(fields["topics"]),
        spans=_decode_spans(fields),
        confidence=fields.get("confidence", 0.5),
    )


def _decode_quote(fields: Record, text: str) -> Quote:
    start = max(0, text.find(fields["text"]))
    return Quote(
        text=fields["text"],
        speaker=fields["speaker"],
        polity=fields["polity"],
        start=start,
        end=start + len(fields["text"]),
        spans=_decode_spans(fields),
        confidence=fields.get("confidence", 0.5),
    )


def _decode_statement(fields: Record, text: str) -> Statement:
    start = fields["start"] if "start" in fields else max(0, text.find(fields["text"]))
    return Statement(
        text=fields["text"],
        form=fields["form"],
        speaker=fields["speaker"],
        office=fields["office"],
        polity=fields["polity"],
        verb=fields["verb"],
        manner=fields["class"],
        addressee=fields["addressee"],
        medium=fields["medium"],
        chain=tuple(fields["chain"]),
        topics=tuple(fields["topics"]),
        phrases=tuple(fields["phrases"]),
        engagement=fields["engagement"],
        side=fields["side"],
        start=start,
        end=fields.get("end", start + len(fields["text"])),
        spans=_decode_spans(fields),
        confidence=fields.get("confidence", 0.5),
    )


def _decode_spans(fields: Record) -> Spans:
    found = cast("dict[str, list[list[int]]]", fields.get("spans", {}))
    return {field: tuple(Span(start, end) for start, end in places) for field, places in found.items()}


def _placeless(text: str) -> SourceText:
    return decoded(text, 0, 0)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None

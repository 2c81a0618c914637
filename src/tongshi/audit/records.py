"""What can be drawn from a store, and a record with its evidence as a row to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tongshi.audit.drawing import band
from tongshi.audit.sheet import Row
from tongshi.display import date, marked, places, where, who
from tongshi.passages import passages
from tongshi.records import Engagement, Place
from tongshi.rights import StoreRelease, ToldStatement
from tongshi.store import Source

#: What strata can be made of.
STRATA = ("type", "status", "confidence", "outlet")

#: Sources whose sentences are shown of one contact.
MOST_SOURCES = 8


def listed(store: StoreRelease, of: str, by: str) -> Iterator[tuple[str, str]]:
    """The ids of all records of a kind, each with its stratum; one stratum for all where `by` is empty."""
    kinds = {"contacts": _contacts, "engagements": _engagements, "statements": _statements}
    for id_, values in kinds[of](store):
        yield id_, values[by] if by else ""


def _contacts(store: StoreRelease) -> Iterator[tuple[str, Mapping[str, str]]]:
    sure = store.confidences()
    for each in store.contacts():
        told = {"type": each.type, "status": each.status, "outlet": each.outlets[0], "confidence": band(sure[each.id])}
        yield each.id, told


def _engagements(store: StoreRelease) -> Iterator[tuple[str, Mapping[str, str]]]:
    for each in store.engagement_lines():
        told = {"type": each.type, "status": each.status, "outlet": each.outlet, "confidence": band(each.confidence)}
        yield each.id, told


def _statements(store: StoreRelease) -> Iterator[tuple[str, Mapping[str, str]]]:
    for each in store.said():
        said = each.statement
        told = {"type": said.manner, "status": said.form, "outlet": each.outlet, "confidence": band(said.confidence)}
        yield each.id, told


def row(store: StoreRelease, of: str, number: int, id_: str, stratum: str) -> Row:
    """A record as it is judged, with the sentences that prove it as far as they may be shown; raises NotFoundError."""
    if of == "statements":
        record, evidence = _statement(store.statement(id_))
    elif of == "engagements":
        source = store.engagement(id_)
        record, evidence = _fields(source.engagement), (_evidence(source),)
    else:
        report = store.report(id_)
        contact = report.contact
        record = {
            "type": contact.type,
            "status": contact.status,
            "date": date(contact.when),
            "participants": "、".join(map(who, contact.participants)) or " ".join(contact.polities),
            "place": where(contact),
            "topics": " ".join(contact.topics),
            "sources": str(contact.sources),
        }
        evidence = tuple(map(_evidence, report.sources[:MOST_SOURCES]))
    return Row(number=number, id=id_, stratum=stratum, record=record, evidence=evidence)


def _fields(engagement: Engagement) -> dict[str, str]:
    place: Place = engagement.place
    return {
        "type": engagement.type,
        "status": engagement.status,
        "date": date(engagement.when),
        "participants": "、".join(map(who, engagement.participants)) or " ".join(engagement.polities),
        "place": " ".join(filter(None, (place.city, place.polity))),
        "topics": " ".join(engagement.topics),
    }


def _evidence(source: Source) -> str:
    """Outlet, day and address of an article, and its sentences in which a field stands."""
    article, engagement = source.article.reading.article, source.engagement
    fields = {name: spans for name, spans in engagement.spans.items() if name != "evidence"}
    for number, participant in enumerate(engagement.participants):
        fields.setdefault(f"participants.{number}", participant.spans)
    found = passages((article.post.title, source.article.readable), fields)
    sentences = [marked(passage, colour=False).plain for passage in found] or [engagement.evidence]
    if not any(sentences):
        sentences = [f"{name} {places(spans)}" for name, spans in sorted(fields.items())]
    day = f"{article.published_local:%Y-%m-%d}" if article.published_local else ""
    head = "  ".join(filter(None, [article.outlet, day, article.post.title.text, article.post.url]))
    return " / ".join([head, *sentences])


def _statement(told: ToldStatement) -> tuple[dict[str, str], tuple[str, ...]]:
    each, said = told.said, told.said.statement
    record = {
        "speaker": said.speaker or "",
        "polity": said.polity or "",
        "class": said.manner,
        "form": said.form,
        "addressee": said.addressee or "",
        "chain": " › ".join(said.chain),
        "text": said.text or places(said.spans.get("text", ())),
    }
    head = "  ".join(filter(None, [each.outlet, str(each.day or ""), each.title, each.url]))
    return record, (" / ".join(filter(None, [head, told.sentences.replace("\n", " ")])),)

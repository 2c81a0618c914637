"""The evidence of a contact as markup: the sentences of its sources, each mark with an anchor that its field leads to.

An anchor is made of the field of the contact, the number of the source and the number of the mark: `date-2-1`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tongshi.codec import all_spans
from tongshi.fusion import who_of
from tongshi.hypertext import Markup, element
from tongshi.offsets import Span
from tongshi.passages import Mark, Passage, passages
from tongshi.records import Engagement, Participant
from tongshi.store import Contact, Source
from tongshi.web.marking import language_of, segments

#: Characters of a sentence that are shown, and those of them before the first mark: text without a stop can be endless.
MOST_CHARACTERS = 700
_BEFORE = 120

#: What a field of the contact is called for whom it is marked: `participants-2` is of the third participant.
Key = str

_NUMBERED = re.compile(r"participants\.(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one source shows of a contact: its sentences, or, where none may be shown, the places in the post.

    `anchors` are those of each field's marks, in order.
    """

    sentences: tuple[Markup, ...]
    places: tuple[tuple[Key, Markup], ...]
    anchors: Mapping[Key, tuple[str, ...]]


def evidence(number: int, source: Source, contact: Contact, named: Callable[[Iterable[Key]], str]) -> Evidence:
    """What the source of that number shows; `named` gives what fields are called."""
    fields = spans_by_key(contact, source.engagement)
    article = source.article
    found = passages((article.reading.article.post.title, article.readable), fields)
    anchors = _Anchors(number)
    if not found and source.engagement.evidence:
        found = [Passage(source.engagement.evidence)]
    sentences = tuple(_sentence(excerpt(each), anchors, named) for each in found)
    places = () if any(each.marks for each in found) else tuple(_places(fields, anchors))
    return Evidence(sentences=sentences, places=places, anchors=anchors.given)


def spans_by_key(contact: Contact, engagement: Engagement) -> dict[Key, tuple[Span, ...]]:
    """Where a report tells each field of the contact; those of a participant whom the contact has not are left out."""
    spans = all_spans(engagement)
    people = {f"participants.{at}": each for at, each in enumerate(engagement.participants)}
    found: dict[Key, tuple[Span, ...]] = {}
    for field, places in spans.items():
        if field == "evidence" or (field == "participants" and not people.keys().isdisjoint(spans)):
            continue
        key = _person(contact, people[field]) if _NUMBERED.fullmatch(field) and field in people else _plain(field)
        if key and places:
            found[key] = (*found.get(key, ()), *places)
    return found


def _plain(field: str) -> Key:
    return "type" if field == "trigger" else field.replace(".", "-")


def _person(contact: Contact, told: Participant) -> Key:
    """Which participant of the contact is meant by one of a report; empty: none."""
    for at, each in enumerate(contact.participants):
        same = who_of(each).same(who_of(told)) if each.name and told.name else each.office == told.office
        if same and bool(each.name) == bool(told.name):
            return f"participants-{at}"
    return ""


class _Anchors:
    """Gives each mark of a source its anchor."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._counts: Counter[Key] = Counter()
        self.given: dict[Key, tuple[str, ...]] = {}

    def next(self, key: Key) -> str:
        self._counts[key] += 1
        anchor = f"{key}-{self._number}-{self._counts[key]}"
        self.given[key] = (*self.given.get(key, ()), anchor)
        return anchor


# --- sentences


def excerpt(passage: Passage) -> Passage:
    """A sentence of which not more is shown than `MOST_CHARACTERS`, around its first marks."""
    if len(passage.text) <= MOST_CHARACTERS:
        return passage
    exact = [mark for mark in passage.marks if mark.end - mark.start < MOST_CHARACTERS - _BEFORE]
    start = max(0, min((mark.start for mark in exact or passage.marks), default=0) - _BEFORE)
    end = min(len(passage.text), start + MOST_CHARACTERS)
    before, after = "… " if start else "", " …" if end < len(passage.text) else ""
    moved = len(before) - start
    marks = (
        Mark(max(start, mark.start) + moved, min(end, mark.end) + moved, mark.field)
        for mark in passage.marks
        if mark.start < end and start < mark.end
    )
    return Passage(f"{before}{passage.text[start:end]}{after}", tuple(sorted(marks)))


def _sentence(passage: Passage, anchors: _Anchors, named: Callable[[Iterable[Key]], str]) -> Markup:
    parts: list[str] = []
    for start, end, marks in segments(0, len(passage.text), passage.marks):
        words = passage.text[start:end]
        own = [anchors.next(mark.field) for mark in marks if mark.start == start]
        parts.append(_mark(words, marks, own, named) if marks else element("span", words))
    return element("span", *parts, lang=language_of(passage.text) or "", class_="passage")


def _mark(words: str, marks: Sequence[Mark], anchors: Sequence[str], named: Callable[[Iterable[Key]], str]) -> Markup:
    """Marked characters; of what they say the most exact gives them their colour."""
    exact = min(marks, key=lambda mark: (mark.end - mark.start, mark.field == "status"))
    keys = sorted({mark.field for mark in marks})
    inside: str = words
    for anchor in anchors[1:]:
        inside = element("span", inside, id=anchor)
    return element(
        "mark",
        inside,
        id=anchors[0] if anchors else "",
        class_=f"field-{exact.field.split('-')[0]}",
        title=named(keys),
        data_fields=" ".join(keys),
    )


def _places(fields: Mapping[Key, Sequence[Span]], anchors: _Anchors) -> Iterator[tuple[Key, Markup]]:
    for key, spans in sorted(fields.items()):
        told = [
            element("span", f"[{span.start}, {span.end})", id=anchors.next(key), class_="place", data_fields=key)
            for span in spans
        ]
        yield key, Markup(" ".join(told))

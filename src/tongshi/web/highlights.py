"""The text of an article as markup, with what it says highlighted: people, offices, dates, contacts, statements.

Each place has an anchor: `at-` and where it begins in the post, and the ids of the records that are told there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from tongshi import identity
from tongshi.hypertext import Markup, element
from tongshi.offsets import SourceText, Span
from tongshi.records import Engagement, Mention, Statement
from tongshi.store import StoredReading
from tongshi.web.marking import segments
from tongshi.web.words import Words

Kind = Literal["people", "offices", "dates", "contacts", "statements", "asked"]

#: What articles say; `asked` is a place that somebody refers to.
KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "asked")

#: Sides that are told apart by a line of their own; further ones share the last.
MOST_SIDES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Characters `[start, end)` of a text that say something."""

    start: int
    end: int
    kind: Kind
    told: str  # what they say, in the language of the page
    there: str = ""  # where more is told
    anchors: tuple[str, ...] = ()
    side: str = ""  # of a statement: whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What highlights lead to, and what they are called; an address is empty where there is no such page."""

    person: Callable[[str, str, str], str]  # of an id, a name, a polity
    contact: Callable[[str], str]  # of an engagement
    field: Callable[[str], str]


def highlights(
    text: SourceText, article: StoredReading, mentions: Iterable[Mention], guide: Guide, asked: Iterable[Span] = ()
) -> tuple[Highlight, ...]:
    """All that a text of an article says, and the places asked for, in order; of one kind at one place once."""
    reading = article.reading
    ids = identity.statement_ids(article.post, reading.statements)
    found: dict[tuple[int, int, Kind, str], Highlight] = {}
    told = (
        *(each for engagement in reading.engagements for each in _of_engagement(engagement, guide)),
        *(
            each
            for id_, said in zip(ids, reading.statements, strict=True)
            for each in _of_statement(id_, said, reading.engagements, guide)
        ),
        *(each for mention in mentions for each in _of_mention(mention, guide)),
        *((span, _said("asked", guide.field("asked"))) for span in asked),
    )
    for span, each in told:
        if (place := text.find(span)) is None:
            continue
        key = (*place, each.kind, each.side)
        anchors = (f"at-{span.start}", *each.anchors)
        known = found.get(key)
        found[key] = Highlight(
            start=place[0],
            end=place[1],
            kind=each.kind,
            told=known.told if known else each.told,
            there=(known.there if known else "") or each.there,
            anchors=tuple(dict.fromkeys((*(known.anchors if known else ()), *anchors))),
            side=each.side,
        )
    return tuple(sorted(found.values(), key=lambda each: (each.start, -each.end, each.kind)))


_Placed = tuple[Span, Highlight]


def _said(kind: Kind, told: str, there: str = "", *anchors: str, side: str = "") -> Highlight:
    return Highlight(start=0, end=0, kind=kind, told=told, there=there, anchors=anchors, side=side)


def _of_engagement(engagement: Engagement, guide: Guide) -> Iterator[_Placed]:
    contact = guide.contact(engagement.id)
    for each in engagement.participants:
        there = guide.person(each.person, each.name or "", each.polity or "")
        yield from ((span, _said("people", guide.field("person"), there)) for span in each.spans)
    for span in engagement.spans.get("date", ()):
        yield span, _said("dates", guide.field("date"), contact)
    for span in engagement.spans.get("trigger", ()):
        yield span, _said("contacts", guide.field("trigger"), contact, engagement.id)


def _of_statement(id_: str, said: Statement, engagements: Sequence[Engagement], guide: Guide) -> Iterator[_Placed]:
    there = guide.contact(engagements[said.engagement].id) if said.engagement is not None else ""
    side = said.side or said.polity or ""
    for number, span in enumerate(said.spans.get("text", ())):
        yield span, _said("statements", guide.field("content"), there, *([] if number else [id_]), side=side)
    person = guide.person(said.person, said.speaker or "", said.polity or "")
    for span in said.spans.get("speaker", ()):
        yield span, _said("people", guide.field("speaker"), person)
    for span in said.spans.get("office", ()):
        yield span, _said("offices", guide.field("office"), person)


def _of_mention(mention: Mention, guide: Guide) -> Iterator[_Placed]:
    there = guide.person(mention.person, mention.name, mention.polity)
    for span in filter(None, (mention.name_span, mention.latin_span)):
        yield span, _said("people", guide.field("person"), there)
    if mention.title_span:
        yield mention.title_span, _said("offices", guide.field("office"), there)


# --- as markup


def sides_of(marks: Iterable[Highlight]) -> tuple[str, ...]:
    """Whose statements a text holds, in order."""
    return tuple(dict.fromkeys(each.side for each in marks if each.kind == "statements"))


class Marker:
    """Writes parts of a text with their highlights; an anchor is given once in the page."""

    def __init__(self, marks: Sequence[Highlight], named: Callable[[str], str], words: Words) -> None:
        self._marks, self._words = marks, words
        self._named = named  # what a side is called
        self._sides: Mapping[str, int] = {side: min(at, MOST_SIDES - 1) for at, side in enumerate(sides_of(marks))}
        self._given: set[str] = set()

    def markup(self, start: int, end: int, words: str) -> Markup:
        """The characters `[start, end)`, which are written as `words`, of the same length."""
        return Markup("".join(self._pieces(start, end, words)))

    def _pieces(self, start: int, end: int, words: str) -> Iterator[str]:
        for first, last, marks in segments(start, end, self._marks):
            own = words[first - start : last - start]
            if marks:
                yield self._piece(own, marks, first)
                yield from (self._chip(mark) for mark in marks if mark.kind == "statements" and mark.end == last)
            else:
                yield element("span", own)

    def _piece(self, words: str, marks: Sequence[Highlight], first: int) -> Markup:
        inside: str = words
        linked = [mark for mark in marks if mark.there and mark.kind != "statements"]
        if linked:
            exact = min(linked, key=lambda mark: mark.end - mark.start)
            inside = element("a", inside, href=exact.there, class_=f"to-{exact.kind}")
        told_here = dict.fromkeys(anchor for mark in marks if mark.start == first for anchor in mark.anchors)
        anchors = [anchor for anchor in told_here if anchor not in self._given]
        self._given.update(anchors)
        for anchor in anchors[1:]:
            inside = element("span", inside, id=anchor)
        kinds = [f"is-{kind}" for kind in get_args(Kind) if any(mark.kind == kind for mark in marks)]
        kinds += sorted({f"side-{self._sides[mark.side]}" for mark in marks if mark.kind == "statements"})
        told = self._words.listed(dict.fromkeys(mark.told for mark in marks))
        return element("mark", inside, id=anchors[0] if anchors else "", class_=" ".join(kinds), title=told)

    def _chip(self, mark: Highlight) -> Markup:
        """Whose statement ends here, and the way to the contact that it is about."""
        told = self._words.told(mark.told, self._named(mark.side))
        if mark.there:
            return element("a", mark.side or "–", href=mark.there, class_="whose", title=told, aria_label=told)
        return element("span", mark.side or "–", class_="whose", title=told)

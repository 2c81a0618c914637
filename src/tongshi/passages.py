"""Sentences to show, with the places marked that say something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, Span


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Characters `[start, end)` of a passage, and what they say: the field of a record."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its marks, in order; marks can overlap."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """What its marks say."""
        return frozenset(mark.field for mark in self.marks)


class Sentences:
    """Texts whose sentences are asked for again and again: each text is cut once."""

    def __init__(self, texts: Iterable[SourceText]) -> None:
        self._texts = tuple(texts)
        self._cuts: dict[int, list[tuple[int, int]]] = {}

    def passages(self, fields: Mapping[str, Sequence[Span]]) -> list[Passage]:
        """Those in which some span of `fields` stands, in order, with all its marks."""
        found: list[Passage] = []
        for number, text in enumerate(self._texts):
            marks = sorted({mark for field, own in fields.items() for span in own for mark in _mark(text, span, field)})
            if marks:
                if number not in self._cuts:
                    self._cuts[number] = sentences(fold(text.text))
                found += _marked(text.text, self._cuts[number], marks)
        return found


def passages(texts: Iterable[SourceText], fields: Mapping[str, Sequence[Span]]) -> list[Passage]:
    """The sentences of `texts` in which some span of `fields` stands, in order, with all its marks."""
    return Sentences(texts).passages(fields)


def words(texts: Iterable[SourceText], span: Span) -> str:
    """The characters of the first of `texts` that came from `span`; nothing where none did."""
    for text in texts:
        if found := text.find(span):
            return text.text[slice(*found)]
    return ""


def _mark(text: SourceText, span: Span, field: str) -> list[Mark]:
    """The characters of `text` that came from `span`, as a mark; none where it stands elsewhere."""
    found = text.find(span)
    return [Mark(*found, field)] if found else []


def _marked(text: str, cuts: Iterable[tuple[int, int]], marks: Sequence[Mark]) -> list[Passage]:
    found = []
    for start, end in cuts:
        here = [mark for mark in marks if mark.start < end and mark.end > start]
        if here:
            moved = (Mark(max(0, m.start - start), min(end, m.end) - start, m.field) for m in here)
            found.append(Passage(text[start:end], tuple(moved)))
    return found

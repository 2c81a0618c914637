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


def passages(texts: Iterable[SourceText], fields: Mapping[str, Sequence[Span]]) -> list[Passage]:
    """The sentences of `texts` in which some span of `fields` stands, in order, with all its marks."""
    found: list[Passage] = []
    for text in texts:
        marks = sorted({mark for field, spans in fields.items() for span in spans for mark in _mark(text, span, field)})
        if marks:
            found += _cut(text.text, marks)
    return found


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


def _cut(text: str, marks: Sequence[Mark]) -> list[Passage]:
    found = []
    for start, end in sentences(fold(text)):
        here = [mark for mark in marks if mark.start < end and mark.end > start]
        if here:
            moved = (Mark(max(0, m.start - start), min(end, m.end) - start, m.field) for m in here)
            found.append(Passage(text[start:end], tuple(moved)))
    return found

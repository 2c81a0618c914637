"""Archived words as markup: in their own language and direction, with the places marked that say something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar

from tongshi.changes import Side
from tongshi.hypertext import Markup, element, own_direction
from tongshi.language import fold
from tongshi.passages import Mark, Passage
from tongshi.web.words import Language


class Marked(Protocol):
    """Characters `[start, end)` of a text of which something is to be said."""

    @property
    def start(self) -> int:
        """The first."""

    @property
    def end(self) -> int:
        """Behind the last."""


M = TypeVar("M", bound=Marked)

_CHINESE = re.compile("[\u4e00-\u9fff]")


@lru_cache(maxsize=4096)
def language_of(text: str) -> Language | None:
    """In which script Chinese is written; None where nothing in a text is Chinese."""
    if not _CHINESE.search(text):
        return None
    chinese = ((own, folded) for own, folded in zip(text, fold(text), strict=True) if _CHINESE.match(own))
    return "zh-Hant" if any(own != folded for own, folded in chinese) else "zh-Hans"


def own(text: str) -> Markup:
    """An archived value: its direction stays its own, and its script is told."""
    language = language_of(text)
    return element("bdi", text, lang=language) if language else own_direction(text)


def segments(start: int, end: int, marks: Sequence[M]) -> Iterator[tuple[int, int, tuple[M, ...]]]:
    """The characters `[start, end)` of a text, cut where a mark begins or ends: each piece with all marks over it.

    `marks` are in order of their starts; those of a piece stay in that order.
    """
    inside = [each for each in marks if each.start < end and start < each.end]
    cuts = sorted({start, end, *(at for each in inside for at in (each.start, each.end) if start < at < end)})
    over: list[M] = []
    waiting = 0
    for first, last in pairwise(cuts):
        while waiting < len(inside) and inside[waiting].start <= first:
            over.append(inside[waiting])
            waiting += 1
        over = [each for each in over if first < each.end]
        yield first, last, tuple(over)


def marked(passage: Passage, named: Callable[[str], str] = str, between: str = ", ") -> Markup:
    """A sentence with its marks, each with what it says; characters that say several things have all their classes.

    `named` gives what a field is called; `between` stands between several.
    """
    parts: list[str] = []
    for start, end, marks in segments(0, len(passage.text), passage.marks):
        fields = sorted({mark.field for mark in marks})
        words = passage.text[start:end]
        parts.append(_mark(words, fields, between.join(map(named, fields))) if fields else element("span", words))
    return element("span", *parts, lang=language_of(passage.text) or "", class_="passage")


def _mark(words: str, fields: list[str], told: str) -> Markup:
    classes = " ".join(f"field-{field.split('.')[0].split('[')[0]}" for field in fields)
    return element("mark", words, class_=classes, title=told, data_fields=" ".join(fields))


def changed(side: Side) -> Markup:
    """A sentence of one version of an article, what the other has not being marked."""
    marks = [Mark(start, end, "changed") for start, end in sorted(side.changed)]
    parts = (
        element("mark" if over else "span", side.text[start:end])
        for start, end, over in segments(0, len(side.text), marks)
    )
    return element("span", *parts, lang=language_of(side.text) or "")

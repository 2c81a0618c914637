"""Archived words as markup: in their own language and direction, with the places marked that say something."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from tongshi.hypertext import Markup, element, own_direction
from tongshi.language import fold
from tongshi.passages import Passage
from tongshi.web.words import Language


@lru_cache(maxsize=4096)
def language_of(text: str) -> Language | None:
    """In which script Chinese is written; None where nothing in a text is Chinese."""
    chinese = [(own, folded) for own, folded in zip(text, fold(text), strict=True) if "\u4e00" <= own <= "\u9fff"]
    if not chinese:
        return None
    return "zh-Hant" if any(own != folded for own, folded in chinese) else "zh-Hans"


def own(text: str) -> Markup:
    """An archived value: its direction stays its own, and its script is told."""
    language = language_of(text)
    return element("bdi", text, lang=language) if language else own_direction(text)


def marked(passage: Passage, named: Callable[[str], str] = str) -> Markup:
    """A sentence with its marks, each with what it says; characters that say several things have all their classes.

    `named` gives what a field is called.
    """
    cuts = sorted({0, len(passage.text), *(at for mark in passage.marks for at in (mark.start, mark.end))})
    parts: list[str] = []
    for start, end in pairwise(cuts):
        fields = sorted({mark.field for mark in passage.marks if mark.start <= start and end <= mark.end})
        words = passage.text[start:end]
        parts.append(_mark(words, fields, named) if fields else element("span", words))
    return element("span", *parts, lang=language_of(passage.text) or "", class_="passage")


def _mark(words: str, fields: list[str], named: Callable[[str], str]) -> Markup:
    classes = " ".join(f"field-{field.split('.')[0].split('[')[0]}" for field in fields)
    return element("mark", words, class_=classes, title=", ".join(map(named, fields)), data_fields=" ".join(fields))

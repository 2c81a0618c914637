"""What somebody says, as markup: set phrases lead to their pages, and what is quoted is told from what is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tongshi.compare import Told
from tongshi.compare.records import quoted_ranges
from tongshi.hypertext import Markup, element
from tongshi.web.marking import language_of

_SPACE = re.compile(r"\s+")

#: Characters `[start, end)` of the words, and the set phrase that they are.
_Phrase = tuple[int, int, str]


def said(told: Told, there: Callable[[str], str], named: Callable[[str], str]) -> Markup:
    """The words of a statement; `there` is the page of a set phrase, empty where it has none, `named` its name."""
    text = told.statement.text
    phrases = list(_phrases(told))
    quoted = [(0, len(text))] if told.statement.form == "direct" else list(quoted_ranges(told.statement))
    ranges = [*quoted, *((start, end) for start, end, _ in phrases)]
    cuts = sorted({0, len(text), *(at for found in ranges for at in found)})
    parts: list[str] = []
    for start, end in pairwise(cuts):
        part: str = _SPACE.sub(" ", text[start:end])
        phrase = next((id_ for first, last, id_ in phrases if first <= start and end <= last), "")
        if phrase:
            part = _phrase(part, there(phrase), named(phrase))
        if any(first <= start and end <= last for first, last in quoted):
            part = element("span", part, class_="quoted")
        parts.append(part)
    if told.statement.form == "direct" and text:
        parts = ["「", *parts, "」"]
    return element("bdi", *parts, lang=language_of(text) or "")


def _phrase(words: str, there: str, name: str) -> Markup:
    mark = element("mark", words, class_="phrase", title=name)
    return element("a", mark, href=there) if there else mark


def _phrases(told: Told) -> Iterator[_Phrase]:
    """Where set phrases stand in the words of a statement, as far as their places may be told."""
    for id_ in told.statement.phrases:
        for span in told.statement.spans.get(f"phrases.{id_}", ()):
            words = told.words(span)
            at = told.statement.text.find(words) if words else -1
            if at >= 0:
                yield at, at + len(words), id_

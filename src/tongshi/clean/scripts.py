"""Which script an article is written in: Traditional, Simplified, or both at length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import compress
from operator import ne

from tongshi.records import Script

#: Characters of the running text, at its beginning and at its end, by which its script is told.
_SAMPLE = 300

#: Share of Chinese characters with a simplified form above which text is Traditional: real Traditional text has a
#: third, Simplified text with a Traditional quotation or two a few in a hundred.
_TRADITIONAL = 0.12

#: A text is mixed where its paragraphs in the lesser script have so much of its characters.
_MIXED = 0.25

_CHINESE = re.compile("[一-鿿]+")


def script_of(text: str, folded: str, paragraphs: Iterable[tuple[int, int]], otherwise: Script) -> Script:
    """The script of a running text with its folded form and the ranges of its paragraphs; without Chinese `otherwise`.

    Where beginning and end are in one script, the whole is taken to be.
    """
    first, _ = _of(text[:_SAMPLE], folded[:_SAMPLE])
    last, _ = _of(text[-_SAMPLE:], folded[-_SAMPLE:])
    if first is None or last is None or first == last:
        return first or last or otherwise
    sizes: Counter[Script] = Counter()
    for start, end in paragraphs:
        script, chinese = _of(text[start:end], folded[start:end])
        if script is not None:
            sizes[script] += chinese
    most, *others = sizes.most_common()
    return "mixed" if others and others[0][1] >= _MIXED * sizes.total() else most[0]


def _of(text: str, folded: str) -> tuple[Script | None, int]:
    """The script of one piece of text and its number of Chinese characters."""
    chinese = _chinese(folded)
    if not chinese:
        return None, 0
    changed = _chinese("".join(compress(text, map(ne, text, folded))))
    return ("Hant" if changed > _TRADITIONAL * chinese else "Hans"), chinese


def _chinese(text: str) -> int:
    """How many Chinese characters a text has."""
    return sum(map(len, _CHINESE.findall(text)))

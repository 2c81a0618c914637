"""The lexicon `naming.yml`: words by which news tells a reader who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tongshi import lexicon
from tongshi.language import fold
from tongshi.learning.latin import reads_like_a_name

#: Around another spelling in brackets: what stands before its word, and the spelling with what closes it.
_OPENS = "[,、;(]"
_SPELLING = r'[:"“「]?([一-鿿·]{2,12})(?=[,、;)"”」])'


@dataclass(frozen=True, slots=True)
class Naming:
    """Patterns over folded text, and `bodies` over Latin words."""

    aliases: re.Pattern[str]  # group 1: the other spelling, behind its word and in the brackets
    heralds: tuple[str, ...]
    bodies: re.Pattern[str]

    def is_name(self, latin: str) -> bool:
        """Whether Latin words, as written, read like a person's full name."""
        return reads_like_a_name(latin) and self.bodies.search(latin) is None


def load_naming(layers: lexicon.Layers = ()) -> Naming:
    """`naming.yml`; raises LexiconError."""
    words = {entry["id"]: lexicon.strings(entry, "words") for entry in lexicon.entries("naming", layers)}
    return Naming(
        aliases=re.compile(rf"{_OPENS}\s?(?:{_any(map(fold, words['aliases']))}){_SPELLING}"),
        heralds=tuple(fold(word) for word in words["heralds"]),
        bodies=re.compile(rf"\b(?:{_any(words['bodies'])})\b", re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

"""What was discussed: codes of the codebook's section 4, and the words of `topics.yml` that say them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tongshi import lexicon
from tongshi.engagements.weights import Weights, load_weights
from tongshi.language import fold
from tongshi.registry.scan import Matcher


class TopicHit(NamedTuple):
    """A topic word at `[start, end)` of folded text."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Topics:
    """Topic words, ready to find."""

    _match: Matcher
    _of: dict[str, str]
    weights: Weights

    def __call__(self, folded: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Codes raised in `folded[start:end]`, in order of first mention, each once."""
        return tuple(dict.fromkeys(hit.code for hit in self.find(folded, start, end)))

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[TopicHit]:
        """Every topic word of `folded[start:end]`, in order."""
        for first, last, word in self._match(folded[start:end]):
            code = self._of.get(word)
            if code is not None:
                yield TopicHit(start + first, start + last, code)


def load_topics(layers: lexicon.Layers = ()) -> Topics:
    """`topics.yml`; a word of two topics belongs to the first in the file."""
    of: dict[str, str] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("topics", layers):
        for word in lexicon.strings(entry, "words"):
            of.setdefault(fold(word), entry["code"])
        for one, other in itertools.permutations(lexicon.strings(entry, "states"), 2):
            of.setdefault(fold(f"{one}{other}关系"), entry["code"])
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
    return Topics(Matcher([*of, *(masks - of.keys())]), of, load_weights("topics", layers))

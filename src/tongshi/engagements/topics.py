"""What was discussed: codes of the codebook's section 4, and the words of `topics.yml` that say them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
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
    passing: bool = False  # mostly only names somebody or something: 盟友, 芯片


class _Word(NamedTuple):
    """What a topic word says."""

    code: str
    passing: bool = False
    beside: re.Pattern[str] | None = None  # one of these must stand with it in a list: 香港、[台湾]


@dataclass(frozen=True, slots=True)
class Topics:
    """Topic words, ready to find."""

    _match: Matcher
    _of: dict[str, _Word]
    weights: Weights

    def __call__(self, folded: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Codes raised in `folded[start:end]`, in order of first mention, each once."""
        return tuple(dict.fromkeys(hit.code for hit in self.find(folded, start, end)))

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[TopicHit]:
        """Every topic word of `folded[start:end]`, in order."""
        for first, last, name in self._match(folded[start:end]):
            word = self._of.get(name)
            if word is None:
                continue
            at = start + first, start + last
            if word.beside is None or word.beside.search(folded, max(start, at[0] - _BESIDE), at[1] + _BESIDE):
                yield TopicHit(*at, word.code, word.passing)


#: Characters on either side of a word of a list within which its neighbours stand.
_BESIDE = 6


def _list_with(name: str, others: Iterable[str]) -> re.Pattern[str]:
    """A name that stands in a list right beside one of others."""
    some, joined = "|".join(re.escape(fold(other)) for other in others), "(?:、|和|与|及|以及)"
    return re.compile(f"(?:{some}){joined}{name}|{name}{joined}(?:{some})")


def load_topics(layers: lexicon.Layers = ()) -> Topics:
    """`topics.yml`; a word of two topics belongs to the first in the file."""
    of: dict[str, _Word] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("topics", layers):
        code, passing = entry["code"], set(lexicon.strings(entry, "passing"))
        for word in lexicon.strings(entry, "words"):
            of.setdefault(fold(word), _Word(code, word in passing))
        for word in map(fold, lexicon.strings(entry, "listed")):
            of.setdefault(word, _Word(code, beside=_list_with(word, lexicon.strings(entry, "among"))))
        for one, other in itertools.permutations(lexicon.strings(entry, "states"), 2):
            of.setdefault(fold(f"{one}{other}关系"), _Word(code))
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
    return Topics(Matcher([*of, *(masks - of.keys())]), of, load_weights("topics", layers))

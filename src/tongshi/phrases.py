"""Set phrases of diplomacy, as both sides use them: `phrases.yml`, ready to find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tongshi import lexicon
from tongshi.language import fold
from tongshi.registry.scan import Matcher


class PhraseHit(NamedTuple):
    """A set phrase at `[start, end)` of folded text."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Set phrases, ready to find."""

    of: Mapping[str, str]  # folded words → id
    _match: Matcher

    def __call__(self, folded: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Ids of the phrases in `folded[start:end]`, in order of first mention, each once."""
        return tuple(dict.fromkeys(hit.id for hit in self.find(folded, start, end)))

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[PhraseHit]:
        """Every phrase that stands whole in `folded[start:end]`, in order; of two at one place the longer one."""
        for first, last, words in self._match(folded[start:end]):
            id_ = self.of.get(words)
            if id_ is not None:
                yield PhraseHit(start + first, start + last, id_)

    @property
    def words(self) -> dict[str, str]:
        """The first words of each phrase, folded, by its id."""
        found: dict[str, str] = {}
        for words, id_ in self.of.items():
            found.setdefault(id_, words)
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in order of the lexicon."""
        return tuple(dict.fromkeys(self.of.values()))


def load_phrases(layers: lexicon.Layers = ()) -> Phrases:
    """`phrases.yml`; words of two phrases belong to the first in the file. Raises LexiconError."""
    of: dict[str, str] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("phrases", layers):
        for words in lexicon.strings(entry, "words"):
            of.setdefault(fold(words), entry["id"])
        masks.update(fold(words) for words in lexicon.strings(entry, "unless"))
    return Phrases(of, Matcher([*of, *(masks - of.keys())]))

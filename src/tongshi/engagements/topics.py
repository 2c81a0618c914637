"""What was discussed: codes of the codebook's section 4, from `topics.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from tongshi import lexicon
from tongshi.language import fold
from tongshi.registry.scan import Matcher


@dataclass(frozen=True, slots=True)
class Topics:
    """Topic words, ready to find."""

    _match: Matcher
    _of: dict[str, str]

    def __call__(self, folded: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Codes raised in `folded[start:end]`, in order of first mention, each once."""
        found: dict[str, None] = {}
        for _, _, word in self._match(folded[start:end]):
            code = self._of.get(word)
            if code is not None:
                found.setdefault(code)
        return tuple(found)


def load_topics(layers: lexicon.Layers = ()) -> Topics:
    """`topics.yml`; a word of two topics belongs to the first in the file."""
    of: dict[str, str] = {}
    masks: set[str] = set()
    for entry in lexicon.entries("topics", layers):
        for word in lexicon.strings(entry, "words"):
            of.setdefault(fold(word), entry["code"])
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
    return Topics(Matcher([*of, *(masks - of.keys())]), of)

"""Whose words a text uses where Taiwan, Hong Kong and mainland China have different ones (`usage.yml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import entries, strings
from tongshi.records import Usage

#: So many things have to be called as one place calls them …
_FEWEST = 2
#: … and so many times as many as the next place would.
_LEAD = 2

#: Characters looked at: the words a text uses are soon met.
_SAMPLE = 1500


class Usages:
    """The words of `usage.yml`, sought in one pass."""

    def __init__(self, words: Sequence[tuple[str, str, frozenset[Usage]]]) -> None:
        self._words = list(words)
        self._automaton = AhoCorasick(
            [word for word, _, _ in words], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def votes(self, folded: str) -> Counter[Usage]:
        """How many things a folded text calls as each place does; a thing counts once, whatever it is called."""
        found: dict[str, frozenset[Usage]] = {}
        for which, _, _ in self._automaton.find_matches_as_indexes(folded[:_SAMPLE]):
            _, thing, places = self._words[which]
            found[thing] = found.get(thing, places) & places
        return Counter(place for places in found.values() for place in places)

    def __call__(self, folded: str) -> Usage | None:
        """The place whose words a folded text uses; None where nothing decides."""
        ranked = self.votes(folded).most_common(2)
        if not ranked or ranked[0][1] < _FEWEST:
            return None
        next_most = ranked[1][1] if len(ranked) > 1 else 0
        return ranked[0][0] if ranked[0][1] >= _LEAD * next_most else None


def load_usages() -> Usages:
    """Read `usage.yml`; raises `LexiconError` for a word given twice."""
    words: dict[str, tuple[str, set[Usage]]] = {}
    for entry in entries("usage"):
        for place in get_args(Usage):
            for word in strings(entry, place):
                thing, places = words.setdefault(fold(word), (entry["id"], set()))
                if thing != entry["id"]:
                    raise LexiconError(f"usage.yml: {entry['id']}: {word} is {thing}'s already")
                places.add(place)
    return Usages([(word, thing, frozenset(places)) for word, (thing, places) in words.items()])

"""What was discussed: codes of the codebook's section 4, from `topics.yml`, and to which contact each belongs.

Topic words stand all over an article. Which of them say what one contact was about is weighed: whether they stand in
the sentence that reports it, behind a word of discussing, in what its participants say, in the headline. The weights
(`weights.yml`) are fitted to hand-coded articles by `scripts/fit.py`.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongshi import lexicon
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.merge import Contact
from tongshi.engagements.people import People
from tongshi.engagements.weights import Weights, load_weights
from tongshi.language import clause_start, fold, sentences
from tongshi.records import Actor, Salience
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
        masks.update(fold(word) for word in lexicon.strings(entry, "unless"))
    return Topics(Matcher([*of, *(masks - of.keys())]), of, load_weights("topics", layers))


#: Characters behind the report of a contact within which its subjects are still told.
_TOLD_AFTER = 160


class Agenda:
    """The topic words of one article, asked what each of its contacts was about."""

    def __init__(
        self, folded: str, title: str, actors: Sequence[Actor], people: People, topics: Topics, grammar: Grammar
    ) -> None:
        self._folded = folded
        self._people = people
        self._grammar = grammar
        self._sentences = sentences(folded)
        self._starts = [start for start, _ in self._sentences]
        self._actors = actors
        titles = [(actor.start, actor.end) for actor in actors if actor.kind in {"person", "office"}]
        self._hits: dict[str, list[TopicHit]] = {}  # by code
        for hit in topics.find(folded):
            if not _inside(hit, titles):  # not of 环境保护署长
                self._hits.setdefault(hit.code, []).append(hit)
        self._headline = frozenset(topics(title))
        self._weights = topics.weights

    def __call__(self, contact: Contact, salience: Salience) -> dict[str, tuple[int, int]]:
        """What the contact was about, each code with the sentence that says so."""
        return {
            code: sentence
            for code, features, sentence in self.considered(contact, salience)
            if self._weights(features) >= _LIKELY
        }

    def considered(
        self, contact: Contact, salience: Salience
    ) -> Iterator[tuple[str, dict[str, float], tuple[int, int]]]:
        """Each code that the article raises, what speaks for the contact having been about it, and where."""
        best = contact.best
        naming = self._naming(contact)
        for code, hits in self._hits.items():
            places = [(*self._stands(hit, contact, naming), hit.start) for hit in hits]
            _, where, start = min(places)
            features: dict[str, float] = {
                "bias": 1.0,
                f"code {code}": 1.0,
                f"type {best.type}": 1.0,
                f"status {best.status.status}": 1.0,
                f"salience {salience}": 1.0,
                "times": math.log(len(hits)),
                "in headline": float(code in self._headline),
                "names a party": float(_PARTY.get(code) in best.polities),
                **{place: 1.0 for _, place, _ in places},
            }
            if salience == "main":
                features[f"main, {where}"] = 1.0
            yield code, features, self._sentence(start)

    def _stands(self, hit: TopicHit, contact: Contact, naming: frozenset[tuple[int, int]]) -> tuple[int, str]:
        """How near a topic word is to the report of the contact: 0 is nearest."""
        for mention in contact.mentions:
            start, end = mention.sentence
            if start <= hit.start < end:
                trigger = mention.draft.trigger
                if hit.start >= trigger[1]:
                    raised = self._grammar.raised.search(self._folded, trigger[1], hit.start)
                    return (0, "behind raised") if raised else (1, "after trigger")
                opening = clause_start(self._folded, hit.start, start)
                about = self._grammar.about.search(self._folded, opening, hit.start)
                return (0, "behind about") if about else (2, "before trigger")
        speaks = self._sentence(hit.start) in naming
        if any(0 <= hit.start - mention.sentence[1] < _TOLD_AFTER for mention in contact.mentions):
            return (3, "party speaks next") if speaks else (4, "next")
        return (5, "party speaks") if speaks else (6, "elsewhere")

    def _naming(self, contact: Contact) -> frozenset[tuple[int, int]]:
        """The sentences that name somebody who took part, or both as 双方."""
        party = {self._people.key(actor) for actor in contact.best.actors} - {None}
        return frozenset(
            self._sentence(actor.start)
            for actor in self._actors
            if self._people.key(actor) in party
            or (actor.kind == "pronoun" and self._grammar.both.match(self._folded, actor.start))
        )

    def _sentence(self, position: int) -> tuple[int, int]:
        return self._sentences[max(0, bisect.bisect_right(self._starts, position) - 1)]


#: From this probability on a contact is said to have been about something; where F1 is best, held out (`fit.py`).
_LIKELY = 0.3
#: The state that a topic word may only name as a party.
_PARTY = {
    "taiwan": "TW", "hong-kong": "HK", "north-korea": "KP", "iran": "IR", "ukraine": "UA", "russia": "RU",
    "afghanistan": "AF", "myanmar": "MM",
}  # fmt: skip


def _inside(hit: TopicHit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)

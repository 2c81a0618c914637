"""Sets of engagements, of which hardly two cannot be one contact: some are misread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from tongshi.fusion.agreement import cannot_agree, is_told_twice
from tongshi.fusion.candidates import Candidate
from tongshi.fusion.parties import People

#: From this vagueness on (see `Candidate.vague`) a report tells no day.
_NO_DAY = 2


class Sets:
    """Disjoint sets with a name each, the least id in them."""

    def __init__(self, candidates: Sequence[Candidate], people: People) -> None:
        self._people = people
        self._by_id = {each.id: each for each in candidates}
        self._root = {each.id: each.id for each in candidates}
        self._ids = {each.id: [each.id] for each in candidates}
        numbers: dict[tuple[object, ...], int] = {}  # reports that are barred from the same are asked for once
        kinds = {each.id: numbers.setdefault(_kind(each), len(numbers)) for each in candidates}
        self._kinds = {each.id: {kinds[each.id]: _Kind(each)} for each in candidates}
        self._posts: dict[str, dict[str, list[Candidate]]] = {each.id: {each.post: [each]} for each in candidates}
        self._barred: dict[tuple[int, int], bool] = {}
        self._answers: dict[str, dict[str, bool]] = defaultdict(dict)  # on two sets, until one of them grows
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in people.judgements.apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def of(self, id_: str) -> str:
        """The set of an engagement."""
        return self._root[id_]

    def groups(self) -> Iterator[list[Candidate]]:
        """All sets."""
        return ([self._by_id[id_] for id_ in ids] for ids in self._ids.values())

    def size(self, name: str) -> int:
        """How many articles report of a set."""
        return len(self._posts[name])

    def is_frail(self, name: str) -> bool:
        """Whether one article alone reports of a set, and no word of it gives the day."""
        return self.size(name) == 1 and all(self._by_id[id_].inferred for id_ in self._ids[name])

    def levels(self) -> dict[str, int]:
        """How vague the clearest report of each set is."""
        return {root: min(self._by_id[id_].vague for id_ in ids) for root, ids in self._ids.items()}

    def decide(self, first: str, second: str) -> bool:
        """Unite two because a person said so: only what people parted stands against it. Whether it was done."""
        if first not in self._root or second not in self._root:
            return False
        one, other = self._root[first], self._root[second]
        if one == other or self._are_parted(one, other):
            return False
        self._unite(one, other)
        return True

    def join(self, first: str, second: str) -> bool:
        """Unite the sets of two engagements, unless something bars it. Whether it was done."""
        one, other = self._root[first], self._root[second]
        if one == other or self.are_barred(one, other):
            return False
        self._unite(one, other)
        return True

    def is_parted(self, first: str, second: str) -> bool:
        """Whether people said that two engagements are not one contact."""
        return second in self._apart.get(first, ())

    def are_barred(self, one: str, other: str) -> bool:
        """Whether too many reports of one set can be none with those of the other."""
        answers = self._answers[one]
        if other not in answers:
            answers[other] = self._answers[other][one] = self._are_barred(one, other)
        return answers[other]

    def _are_barred(self, one: str, other: str) -> bool:
        if self._apart and self._are_parted(one, other):
            return True
        ones, others = self._posts[one], self._posts[other]
        told_apart = sum(
            not all(is_told_twice(first, second, self._people) for first in ones[post] for second in others[post])
            for post in ones.keys() & others.keys()
        )
        # an article may be read as telling apart what all others tell as one
        if told_apart > self._people.rules.stray * min(len(ones), len(others)):
            return True
        return self._contradict(self._kinds[one].items(), self._kinds[other].items())

    def _contradict(self, ones: Collection[tuple[int, _Kind]], others: Collection[tuple[int, _Kind]]) -> bool:
        """Whether more reports of one set can be none with those of the other than are likely misread.

        Those with a day are counted by themselves: what months and years do not contradict says little.
        """
        clear, whole = (_pairs(ones, others, clear=each) for each in (True, False))
        left = {True: self._people.rules.stray * clear, False: self._people.rules.stray * (whole - clear)}
        for first, second in product(ones, others):
            if self._cannot(first, second):
                kind = first[1].is_clear and second[1].is_clear
                left[kind] -= first[1].reports * second[1].reports
                if left[kind] < 0:
                    return True
        return False

    def _cannot(self, one: tuple[int, _Kind], other: tuple[int, _Kind]) -> bool:
        key = (one[0], other[0])
        if key not in self._barred:
            self._barred[key] = cannot_agree(one[1].example, other[1].example, self._people)
        return self._barred[key]

    def _are_parted(self, one: str, other: str) -> bool:
        return any(not self._apart.get(id_, set()).isdisjoint(self._ids[other]) for id_ in self._ids[one])

    def _unite(self, one: str, other: str) -> None:
        kept, gone = sorted((one, other))
        for name in (kept, gone):
            for asked in self._answers.pop(name, ()):
                del self._answers[asked][name]
        for id_ in self._ids[gone]:
            self._root[id_] = kept
        self._ids[kept] += self._ids.pop(gone)
        for number, kind in self._kinds.pop(gone).items():
            self._kinds[kept].setdefault(number, _Kind(kind.example, 0)).reports += kind.reports
        for post, engagements in self._posts.pop(gone).items():
            self._posts[kept].setdefault(post, []).extend(engagements)


@dataclass(slots=True)
class _Kind:
    """Reports of a set that are barred from the same."""

    example: Candidate
    reports: int = 1

    @property
    def is_clear(self) -> bool:
        """Whether they tell a day."""
        return self.example.vague < _NO_DAY


def _pairs(ones: Collection[tuple[int, _Kind]], others: Collection[tuple[int, _Kind]], *, clear: bool) -> int:
    """How many pairs of reports two sets have; with `clear` of those that tell a day."""
    counts = (sum(kind.reports for _, kind in each if kind.is_clear or not clear) for each in (ones, others))
    return prod(counts)


def _kind(candidate: Candidate) -> tuple[object, ...]:
    """What bars a report from a contact, see `cannot_agree`."""
    told = candidate.told
    who = (candidate.type, candidate.status in {"planned", "proposed"}, candidate.who, candidate.unnamed)
    when = (candidate.when, candidate.inferred, told.video)
    return (
        *who,
        candidate.polities,
        *when,
        candidate.place.polity,
        told.occasions,
        told.round,
        told.session,
        told.name,
    )

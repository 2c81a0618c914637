"""Sets of engagements, none of which holds two that cannot be one contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tongshi.fusion.agreement import cannot_agree, is_told_twice
from tongshi.fusion.candidates import Candidate
from tongshi.fusion.parties import People


class Sets:
    """Disjoint sets with a name each, the least id in them."""

    def __init__(self, candidates: Sequence[Candidate], people: People) -> None:
        self._people = people
        self._by_id = {each.id: each for each in candidates}
        self._root = {each.id: each.id for each in candidates}
        self._ids = {each.id: [each.id] for each in candidates}
        numbers: dict[tuple[object, ...], int] = {}  # reports that are barred from the same are asked for once
        kinds = {each.id: numbers.setdefault(_kind(each), len(numbers)) for each in candidates}
        self._kinds = {each.id: {kinds[each.id]: each} for each in candidates}
        self._posts: dict[str, dict[str, list[Candidate]]] = {each.id: {each.post: [each]} for each in candidates}
        self._barred: dict[tuple[int, int], bool] = {}
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
        """Whether a report of one set can be none with a report of the other."""
        if self._apart and self._are_parted(one, other):
            return True
        ones, others = self._posts[one], self._posts[other]
        for post in ones.keys() & others.keys():
            if not all(is_told_twice(first, second, self._people) for first in ones[post] for second in others[post]):
                return True
        return any(
            self._cannot(first, second) for first in self._kinds[one].items() for second in self._kinds[other].items()
        )

    def _cannot(self, one: tuple[int, Candidate], other: tuple[int, Candidate]) -> bool:
        key = (one[0], other[0])
        if key not in self._barred:
            self._barred[key] = cannot_agree(one[1], other[1], self._people)
        return self._barred[key]

    def _are_parted(self, one: str, other: str) -> bool:
        return any(not self._apart.get(id_, set()).isdisjoint(self._ids[other]) for id_ in self._ids[one])

    def _unite(self, one: str, other: str) -> None:
        kept, gone = sorted((one, other))
        for id_ in self._ids[gone]:
            self._root[id_] = kept
        self._ids[kept] += self._ids.pop(gone)
        self._kinds[kept] |= self._kinds.pop(gone)
        for post, engagements in self._posts.pop(gone).items():
            self._posts[kept].setdefault(post, []).extend(engagements)


def _kind(candidate: Candidate) -> tuple[object, ...]:
    """What bars a report from a contact, see `cannot_agree`."""
    told = candidate.told
    who = (candidate.type, candidate.status in {"planned", "proposed"}, candidate.who, candidate.polities)
    return (*who, candidate.when, candidate.place.polity, told.occasions, told.round, told.session)

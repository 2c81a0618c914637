"""Which reports are one contact: sets of them, grown from the surest pair to the least sure.

1. What people joined is joined, what they parted stays apart.
2. Pairs that are firm by themselves are joined, the likeliest first; a report that would hold two contacts together
   (he meets A and B; he meets A; he meets B) joins neither.
3. Then vague reports, from the less vague to the vaguest: each joins the one contact that it fits, or of several the
   one that is told far more often; else it joins none, and the pairs are doubts. Those that fit none join each other,
   and so do those that fit several of what seldom happens twice.
4. Few reports join the many that give the same meeting another day, see `strays`.
5. The same once more: what fitted only a report that was vaguer still now fits what that one joined, and what fitted
   two days fits the one that they are.

No two sets become one where one of the first can be none with one of the second. All of it goes by scores and ids, so
that the order in which reports come says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tongshi.fusion.agreement import Agreement, agreement
from tongshi.fusion.blocking import pairs
from tongshi.fusion.candidates import Candidate, Member
from tongshi.fusion.parties import People
from tongshi.fusion.sets import Sets
from tongshi.fusion.strays import strays

#: How vague reports can be, see `Candidate.vague`.
_VAGUENESS = range(5)

#: How vague a report is that tells the year and no more.
_YEAR = 3

_DECIDED = "decided"

_A_DAY_OFF = "a day off what far more tell"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two reports that may be one contact; ids in order."""

    first: str
    second: str
    agreement: Agreement

    @property
    def order(self) -> tuple[float, str, str]:
        """The likeliest first."""
        return (-self.agreement.score, self.first, self.second)


class Clusters:
    """Sets of engagements, and what could be said for joining them further."""

    def __init__(self, candidates: Sequence[Candidate], people: People) -> None:
        self.people, self.rules = people, people.rules
        self.sets = Sets(candidates, people)
        self.several: set[tuple[str, str]] = set()  # pairs not joined, because others fit as well
        self.edges = sorted(self._compared(candidates), key=lambda edge: edge.order)
        self._why: dict[str, tuple[str, float]] = {}

    def _compared(self, candidates: Sequence[Candidate]) -> Iterator[Edge]:
        for one, other in pairs(candidates, self.rules):
            found = agreement(one, other, self.people)
            if found and found.score >= self.rules.doubt and not self.sets.is_parted(one.id, other.id):
                yield Edge(one.id, other.id, found)

    def grow(self) -> None:
        """Join all that is to be joined."""
        for one, other in sorted(self.people.judgements.together):
            if self.sets.decide(one, other):
                self._note(one, other, _DECIDED, 1.0)
        likely = [edge for edge in self.edges if edge.agreement.score >= self.rules.join]
        firm = [edge for edge in likely if edge.agreement.firm]
        self._join([edge for edge in firm if edge.agreement.exact])
        self._join(self._unrivalled(firm))
        for vagueness in _VAGUENESS:
            self._settle(vagueness, likely)
        self._take_in_strays()
        told = [edge for edge in likely if not edge.agreement.faint]
        for vagueness in _VAGUENESS:
            self._settle(vagueness, told)
        self._take_in_strays()

    def _take_in_strays(self) -> None:
        """Join the few that have the day wrong to the many."""
        for few, many in list(strays(self.sets, self.people)):
            if self.sets.decide(few, many):
                self._note(few, many, _A_DAY_OFF, self.rules.join)

    def members(self) -> Iterator[list[Member]]:
        """The sets, each in order of publication."""
        corrections = self.people.judgements.readings
        for group in self.sets.groups():
            ordered = sorted(group, key=lambda each: (each.published or "9", each.id))
            yield [
                Member(each, *(self._why.get(each.id, ("", 1.0)) if n else ("", 1.0)), corrections.get(each.id, {}))
                for n, each in enumerate(ordered)
            ]

    def _join(self, edges: Iterable[Edge]) -> None:
        for edge in sorted(edges, key=lambda edge: edge.order):
            if self.sets.join(edge.first, edge.second):
                self._note(edge.first, edge.second, edge.agreement.reason, edge.agreement.score)

    def _note(self, first: str, second: str, reason: str, score: float) -> None:
        for id_ in (first, second):
            self._why.setdefault(id_, (reason, score))

    def _open(self, edges: Iterable[Edge]) -> Iterator[tuple[Edge, str, str]]:
        """The edges between two sets that can become one, with the sets."""
        for edge in edges:
            one, other = self.sets.of(edge.first), self.sets.of(edge.second)
            if one != other and not self.sets.are_barred(one, other):
                yield edge, one, other

    def _near(self, edges: Iterable[Edge]) -> dict[str, dict[str, Edge]]:
        """For each set those it fits, each with the likeliest edge."""
        near: dict[str, dict[str, Edge]] = defaultdict(dict)
        for edge, one, other in self._open(edges):
            near[one].setdefault(other, edge)
            near[other].setdefault(one, edge)
        return near

    def _unrivalled(self, edges: Iterable[Edge]) -> list[Edge]:
        """The edges of sets that do not fit two which are none with each other."""
        near = self._near(edges)
        torn = {one for one, found in near.items() if any(self.sets.are_barred(*two) for two in combinations(found, 2))}
        self.several |= {(edge.first, edge.second) for one in torn for edge in near[one].values()}
        return [edge for one, found in near.items() for other, edge in found.items() if not {one, other} & torn]

    def _settle(self, vagueness: int, likely: Sequence[Edge]) -> None:
        """Join the sets whose clearest report is so vague to the clearer ones they fit, else to each other."""
        level = self.sets.levels()
        fitting: dict[str, dict[str, Edge]] = defaultdict(dict)
        alike: list[Edge] = []
        for edge, one, other in self._open(
            edge
            for edge in likely
            if max(level[self.sets.of(edge.first)], level[self.sets.of(edge.second)]) == vagueness
        ):
            vague, clear = (one, other) if level[one] == vagueness else (other, one)
            if edge.agreement.faint and not self._is_far_told(edge, vague, clear):
                self.several.add((edge.first, edge.second))
            elif level[one] == level[other]:
                alike.append(edge)
            else:
                fitting[vague].setdefault(clear, edge)
        links = {vague: self._only(edges, level) for vague, edges in fitting.items()}
        free, torn = [], []
        for edge in alike:
            both = {self.sets.of(edge.first), self.sets.of(edge.second)} & fitting.keys()
            if not both:
                free.append(edge)
            elif (edge.agreement.seldom or edge.agreement.is_of_a_list) and not any(links[each] for each in both):
                torn.append(edge)
        self._join([edge for edges in links.values() for edge in edges])
        self._join(self._mutual(free) if vagueness == 0 else free)
        self._join(torn)

    def _is_far_told(self, edge: Edge, vague: str, clear: str) -> bool:
        """Whether a set is told so much more than another that a report of its days means it without saying so."""
        if edge.agreement.features[0].endswith("of these weeks") and not edge.agreement.people:
            return False
        return self.sets.size(clear) >= self.rules.dominant * self.sets.size(vague)

    def _only(self, edges: Mapping[str, Edge], level: Mapping[str, int]) -> list[Edge]:
        """The edge to the one set that fits; where others fit nearly as well, to the one that is told far more.

        A set that one article tells, with no day of its own, is misread too often to be a rival of others; one of which
        no more than the year is known is none of one whose month is.
        """
        likely = sorted(edges.items(), key=lambda each: each[1].order)
        least = likely[0][1].agreement.score - self.rules.margin
        fitting = {
            one: edge
            for one, edge in likely
            if edge.agreement.score > least and not self._is_part(likely[0], one, edge)
        }
        timed = {one: edge for one, edge in fitting.items() if level[one] < _YEAR} or fitting
        told = {one: edge for one, edge in timed.items() if not self.sets.is_frail(one)} or timed
        return self._far_more(told)

    def _is_part(self, best: tuple[str, Edge], other: str, edge: Edge) -> bool:
        """Whether what fits less well tells others too, and may be one with what fits best: no rival of it."""
        alike = best[1].agreement.exact and not edge.agreement.exact
        return alike and not self.sets.are_barred(best[0], other)

    def _mutual(self, edges: Sequence[Edge]) -> list[Edge]:
        """The edges between two sets that fit each other and no third, or each other far more than any."""
        near = self._near(edges)
        chosen = {(one, edge) for one, found in near.items() for edge in self._far_more(found)}
        return [edge for one, edge in chosen if (self._other(one, edge), edge) in chosen]

    def _far_more(self, edges: Mapping[str, Edge]) -> list[Edge]:
        """Of the edges of a set the one to the set that is told far more than the others; none: no such."""
        told = sorted(edges, key=self.sets.size, reverse=True)
        if len(told) == 1 or self.sets.size(told[0]) >= self.rules.dominant * self.sets.size(told[1]):
            return [edges[told[0]]]
        self.several |= {(edge.first, edge.second) for edge in edges.values()}
        return []

    def _other(self, one: str, edge: Edge) -> str:
        """The other of the two sets that an edge lies between."""
        first = self.sets.of(edge.first)
        return self.sets.of(edge.second) if first == one else first

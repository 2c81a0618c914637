"""Which contacts have which value of a facet, and how many of some set have each.

A facet of few values has a bit set for each. One of many, such as people, would need as many sets of which most hold
one contact or two: it has the values of each contact instead, and counts those of the contacts that are in the set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress
from typing import Protocol

from tongshi.catalogue import bits

#: So many values a facet has at most that has a bit set for each.
FEW = 500


class FacetIndex(Protocol):
    """The values of one facet."""

    @property
    def totals(self) -> Mapping[str, int]:
        """How many contacts have each value."""

    def bits(self, value: str) -> int:
        """The set of the contacts that have a value."""

    def counts(self, among: int) -> Mapping[str, int]:
        """How many contacts of a set have each value, without those that none has."""


def index(values: Sequence[tuple[str, ...]]) -> FacetIndex:
    """The index of a facet, given the values of each contact."""
    positions: dict[str, list[int]] = {}
    for position, own in enumerate(values):
        for value in own:
            positions.setdefault(value, []).append(position)
    return _Few(positions, len(values)) if len(positions) <= FEW else _Many(positions, values)


class _Few:
    """Of few values."""

    def __init__(self, positions: Mapping[str, Iterable[int]], size: int) -> None:
        self._sets = {value: bits.of(found, size) for value, found in positions.items()}
        self.totals = {value: found.bit_count() for value, found in self._sets.items()}

    def bits(self, value: str) -> int:
        return self._sets.get(value, 0)

    def counts(self, among: int) -> Mapping[str, int]:
        counted = ((value, (found & among).bit_count()) for value, found in self._sets.items())
        return {value: count for value, count in counted if count}


class _Many:
    """Of many values."""

    def __init__(self, positions: Mapping[str, Sequence[int]], values: Sequence[tuple[str, ...]]) -> None:
        self._positions = {value: tuple(found) for value, found in positions.items()}
        self._values = values
        self.totals = {value: len(found) for value, found in positions.items()}

    def bits(self, value: str) -> int:
        return bits.of(self._positions.get(value, ()), len(self._values))

    def counts(self, among: int) -> Mapping[str, int]:
        if among == bits.below(len(self._values)):
            return self.totals
        return Counter(chain.from_iterable(compress(self._values, bits.mask(among, len(self._values)))))

"""Which contacts have which value of a facet, and how many of some set have each.

A facet of few values has a bit set for each. One of many, such as people, would need as many sets of which most hold
one contact or two. It has the contacts of each value instead, one value after the other: the bytes of a set's mask at
these places, cut where a value ends, are counted for all values at once. Of a small set the values of its contacts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress
from operator import itemgetter
from typing import Protocol

from tongshi.catalogue import bits
from tongshi.catalogue.bits import Subset

#: So many values a facet has at most that has a bit set for each.
FEW = 500

#: Up to this part of all contacts a set is small.
_SMALL = 8

#: What stands in a mask behind its last contact, and so where a value ends.
_END = b"\2"

#: Positions by value.
Positions = Mapping[str, Sequence[int]]

#: Values, each once, and how many contacts have each, none perhaps.
Counted = tuple[Sequence[str], Sequence[int]]


class FacetIndex(Protocol):
    """The values of one facet."""

    @property
    def totals(self) -> Mapping[str, int]:
        """How many contacts have each value."""

    def bits(self, value: str) -> int:
        """The set of the contacts that have a value."""

    def counts(self, among: Subset) -> Counted:
        """How many contacts of a set have each value."""


def index(values: Sequence[tuple[str, ...]]) -> FacetIndex:
    """The index of a facet, given the values of each contact."""
    positions: dict[str, list[int]] = {}
    for position, own in enumerate(values):
        for value in own:
            positions.setdefault(value, []).append(position)
    return _Few(positions, len(values)) if len(positions) <= FEW else _Many(positions, values)


class _Few:
    """Of few values."""

    def __init__(self, positions: Positions, size: int) -> None:
        self.totals = {value: len(found) for value, found in positions.items()}
        self._all = tuple(self.totals), tuple(self.totals.values())
        self._sets = {value: bits.of(found, size) for value, found in positions.items()}

    def bits(self, value: str) -> int:
        return self._sets.get(value, 0)

    def counts(self, among: Subset) -> Counted:
        if among.count == among.size:
            return self._all
        return self._all[0], [(found & among.bits).bit_count() for found in self._sets.values()]


class _Many:
    """Of many values."""

    def __init__(self, positions: Positions, values: Sequence[tuple[str, ...]]) -> None:
        self.totals = {value: len(found) for value, found in positions.items()}
        self._all = tuple(self.totals), tuple(self.totals.values())
        self._positions = {value: tuple(found) for value, found in positions.items()}
        self._values = values
        end = (len(values),)
        self._picked = itemgetter(*chain.from_iterable((*found, *end) for found in positions.values()), *end)

    def bits(self, value: str) -> int:
        return bits.of(self._positions.get(value, ()), len(self._values))

    def counts(self, among: Subset) -> Counted:
        if among.count == among.size:
            return self._all
        if among.count * _SMALL <= among.size:
            counted = Counter(chain.from_iterable(compress(self._values, among.mask)))
            return tuple(counted), tuple(counted.values())
        picked = bytes(self._picked(among.mask + _END)).translate(None, b"\0")
        return self._all[0], [len(ones) for ones in picked.split(_END)[: len(self.totals)]]

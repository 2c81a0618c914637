"""What was chosen of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from heapq import nlargest
from itertools import compress, islice
from operator import and_, or_

from tongshi.catalogue.bits import Subset
from tongshi.catalogue.choice import Choice, Order
from tongshi.catalogue.facets import FacetName
from tongshi.catalogue.index import FacetIndex
from tongshi.catalogue.ordering import Days, Orders
from tongshi.store import Contact

#: The facet of which all values chosen are needed.
_ALL: FacetName = "polity"


@dataclass(frozen=True, slots=True)
class Indexed:
    """Contacts, latest first, and what is looked up of them."""

    contacts: tuple[Contact, ...]
    facets: Mapping[FacetName, FacetIndex]
    days: Days
    orders: Orders


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value of a facet, how many contacts have it, and whether it is chosen."""

    value: str
    contacts: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Values of a facet, most contacts first, and how many have any.

    Where only so many were asked for, those that are chosen are here all the same, be it with no contact.
    """

    facet: FacetName
    values: tuple[ValueCount, ...]
    total: int


class Selection:
    """The contacts of a catalogue that were chosen."""

    def __init__(self, indexed: Indexed, choice: Choice, order: Order) -> None:
        self.choice = choice
        self.order = order
        self._indexed = indexed
        self._chosen = {facet: self._of(facet) for facet in choice.facets}
        self._dated = indexed.days.within(choice.since, choice.until, undated=choice.undated)
        self._together = reduce(and_, map(indexed.facets["person"].bits, choice.beside), self._dated)
        self._set = self._subset(reduce(and_, self._chosen.values(), self._together))

    def _subset(self, found: int) -> Subset:
        return Subset(found, len(self._indexed.contacts))

    @property
    def bits(self) -> int:
        """The set of them: bit i is `catalogue.contacts[i]`."""
        return self._set.bits

    def _of(self, facet: FacetName) -> int:
        sets = map(self._indexed.facets[facet].bits, self.choice.of(facet))
        return reduce(and_ if facet == _ALL else or_, sets)

    @property
    def total(self) -> int:
        """How many there are."""
        return self._set.count

    @property
    def undated(self) -> int:
        """How many of them have no date."""
        return (self.bits & self._indexed.days.undated).bit_count()

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Contact]:
        contacts, mask = self._indexed.contacts, self._set.mask
        order = self._indexed.orders[self.order]
        return map(contacts.__getitem__, compress(order, map(mask.__getitem__, order)))

    def page(self, number: int, size: int) -> tuple[Contact, ...]:
        """Those of a page, in order; the first page is 1. One behind the last is empty."""
        return tuple(islice(self, (number - 1) * size, number * size))

    def counts(self, facet: FacetName, limit: int | None = None) -> Counts:
        """How many contacts each value of a facet has, the first `limit` of them.

        What is chosen of the facet itself is left out, so that they say what choosing another value would give; not so
        of `polity`, where another one is asked for besides.
        """
        index, among, chosen = self._indexed.facets[facet], self._without(facet), self.choice.of(facet)
        values, counts = index.counts(among)
        least = 1 if limit is None else max(1, min(nlargest(limit, counts), default=1))
        found = [(value, count) for value, count in zip(values, counts, strict=True) if count >= least]
        shown = dict(sorted(found, key=lambda each: (-each[1], each[0]))[:limit])
        shown |= {value: (index.bits(value) & among.bits).bit_count() for value in chosen if value not in shown}
        told = tuple(ValueCount(value, count, value in chosen) for value, count in shown.items())
        return Counts(facet, told, len(counts) - counts.count(0))

    def crossed(self, one: FacetName, other: FacetName) -> Mapping[tuple[str, str], int]:
        """How many of the contacts chosen have each two values of two facets, in no order; no two that none has.

        Quickest where `other` is the facet of fewer values: how many of each month are of each type.
        """
        within = self._indexed.facets[other]
        found: dict[tuple[str, str], int] = {}
        for second in within.totals:
            counted = self._indexed.facets[one].counts(self._subset(self.bits & within.bits(second)))
            found |= {(first, second): count for first, count in zip(*counted, strict=True) if count}
        return found

    def _without(self, facet: FacetName) -> Subset:
        """The contacts that would be chosen if nothing was of this facet."""
        if facet not in self._chosen or facet == _ALL:
            return self._set
        others = (found for name, found in self._chosen.items() if name != facet)
        return self._subset(reduce(and_, others, self._together))

"""What was chosen of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongshi.catalogue.choice import Choice, Order
from tongshi.catalogue.facets import FacetName
from tongshi.store import Contact

if TYPE_CHECKING:
    from tongshi.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value of a facet, how many contacts have it, and whether it is chosen."""

    value: str
    contacts: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Values of a facet, most contacts first, and how many have any.

    Where only so many were asked for, those that are chosen are here all the same.
    """

    facet: FacetName
    values: tuple[ValueCount, ...]
    total: int


class Selection:
    """The contacts of a catalogue that were chosen."""

    def __init__(self, catalogue: Catalogue, choice: Choice, order: Order) -> None:
        self.catalogue = catalogue
        self.choice = choice
        self.order = order

    @property
    def bits(self) -> int:
        """The set of them: bit i is `catalogue.contacts[i]`."""
        raise NotImplementedError

    @property
    def total(self) -> int:
        """How many there are."""
        raise NotImplementedError

    @property
    def undated(self) -> int:
        """How many of them have no date."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Contact]:
        """All of them, in order."""
        raise NotImplementedError

    def page(self, number: int, size: int) -> tuple[Contact, ...]:
        """Those of a page, in order; the first page is 1. One behind the last is empty."""
        raise NotImplementedError

    def counts(self, facet: FacetName, limit: int | None = None) -> Counts:
        """How many contacts each value of a facet has, the first `limit` of them.

        What is chosen of the facet itself is left out, so that they say what choosing another value would give; not so
        of `polity`, where another one is asked for besides.
        """
        raise NotImplementedError

    def crossed(self, one: FacetName, other: FacetName) -> Mapping[tuple[str, str], int]:
        """How many of the contacts chosen have each two values of two facets, in no order; none that has none."""
        raise NotImplementedError

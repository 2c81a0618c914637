"""The catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tongshi.catalogue.choice import EVERYTHING, Choice, Order
from tongshi.catalogue.facets import FacetName
from tongshi.catalogue.labels import PersonLine, PlaceLine
from tongshi.catalogue.selection import Selection
from tongshi.levels import Levels
from tongshi.store import Contact


class Catalogue:
    """All contacts of a store as they may be shown; never changed once it is made, so threads can share it.

    `generation` is the same as long as what is shown is: of the last build that ended, the decisions that were fused
    since, and what is withheld. `contacts` are in the order of `StoreRelease.contacts`: latest first, undated last.
    """

    generation: str
    contacts: tuple[Contact, ...]
    by_id: Mapping[str, Contact]
    people: Mapping[str, PersonLine]  # by value of the facet `person`
    places: Mapping[str, PlaceLine]  # by value of the facet `place`

    def __init__(self, contacts: Iterable[Contact], generation: str, levels: Levels) -> None:
        raise NotImplementedError

    def select(self, choice: Choice = EVERYTHING, order: Order = "-date") -> Selection:
        """The contacts that are chosen."""
        raise NotImplementedError

    def bits(self, facet: FacetName, value: str) -> int:
        """The contacts with a value: bit i is `contacts[i]`. Of an unknown value there are none."""
        raise NotImplementedError

    def values_of(self, facet: FacetName) -> Mapping[str, int]:
        """All values of a facet and how many contacts have each."""
        raise NotImplementedError

    def name(self, facet: FacetName, value: str) -> str:
        """A person or place as most often written; of other facets the value itself."""
        raise NotImplementedError

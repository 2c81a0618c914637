"""The catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tongshi.catalogue.choice import EVERYTHING, Choice, Order
from tongshi.catalogue.facets import FACETS, FacetName, values
from tongshi.catalogue.index import index
from tongshi.catalogue.labels import PersonLine, PlaceLine, person_lines, place_lines
from tongshi.catalogue.ordering import Days, orders
from tongshi.catalogue.selection import Indexed, Selection
from tongshi.levels import Levels
from tongshi.store import Contact

#: Of each facet, in order, the values of a contact.
_Values = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the contacts of a catalogue were read from, for the next one to be read from what changed since."""

    sieve: object  # of the release
    written: Mapping[str, str]  # token of each block
    blocks: Mapping[str, str]  # of each contact, by id


class Catalogue:
    """All contacts of a store as they may be shown; never changed once it is made, so threads can share it.

    `generation` is the same as long as what is shown is: of the last build that ended, the decisions that were fused
    since, and what is withheld. `contacts` are latest first, undated ones last, as `StoreRelease.contacts` has them.
    """

    def __init__(
        self,
        contacts: Iterable[Contact],
        generation: str,
        levels: Levels,
        origin: Origin | None = None,
        former: Catalogue | None = None,
    ) -> None:
        self.generation = generation
        self.levels = levels
        self.origin = origin
        self.contacts: tuple[Contact, ...] = tuple(sorted(contacts, key=_latest_first))
        self.by_id: Mapping[str, Contact] = {each.id: each for each in self.contacts}
        # by value of the facets `person` and `place`
        self.people: Mapping[str, PersonLine] = person_lines(self.contacts, levels.people)
        self.places: Mapping[str, PlaceLine] = place_lines(self.contacts)
        self._told = dict(self._read(former if former and former.levels is levels else None))
        self._indexed = Indexed(
            contacts=self.contacts,
            facets={facet: index([each[n] for each in self._told.values()]) for n, facet in enumerate(FACETS)},
            days=Days(self.contacts),
            orders=orders(self.contacts),
        )

    def _read(self, former: Catalogue | None) -> Iterator[tuple[str, _Values]]:
        """The values of each contact, by id; of one that is still the same what a former catalogue read."""
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for id_, each in self.by_id.items():
            if former and former.by_id.get(id_) is each:
                yield id_, former._told[id_]
            else:
                found = values(each, self.levels)
                yield id_, tuple(shared.setdefault(found[facet], found[facet]) for facet in FACETS)

    def select(self, choice: Choice = EVERYTHING, order: Order = "-date") -> Selection:
        """The contacts that are chosen."""
        return Selection(self._indexed, choice, order)

    def bits(self, facet: FacetName, value: str) -> int:
        """The contacts with a value: bit i is `contacts[i]`. Of an unknown value there are none."""
        return self._indexed.facets[facet].bits(value)

    def totals(self, facet: FacetName) -> Mapping[str, int]:
        """All values of a facet, in no order, and how many contacts have each."""
        return self._indexed.facets[facet].totals

    def name(self, facet: FacetName, value: str) -> str:
        """A person or place as most often written; of other facets, and of what is unknown, the value itself."""
        lines: Mapping[str, PersonLine | PlaceLine] = {}
        if facet in {"person", "place"}:
            lines = self.people if facet == "person" else self.places
        return lines[value].name if value in lines else value


def _latest_first(contact: Contact) -> tuple[int, str]:
    start = contact.when.start
    return -start.toordinal() if start else 1, contact.id

"""What stands for the values of a facet: people and places as they are most often written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tongshi.catalogue.facets import people, place
from tongshi.periods import span
from tongshi.registry.entries import Person
from tongshi.store import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person in a line; `id` is the value in the facet. Days are those of contacts of which the day is known."""

    id: str
    name: str  # as most often written
    latin: str  # the same, else the registry's; empty: neither has one
    polity: str  # the one told most often; empty: none ever is
    known: bool  # to the registry
    contacts: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place in a line; `id` is the value in the facet. Days are those of contacts of which the day is known."""

    id: str
    name: str  # as most often written; of a polity its code
    polity: str  # the one told most often; empty: none ever is
    contacts: int
    first: dt.date | None
    last: dt.date | None


def person_lines(contacts: Iterable[Contact], registry: Mapping[str, Person]) -> dict[str, PersonLine]:
    """All who take part in some contacts, by the value of the facet; `registry` by id."""
    seen: dict[str, _Seen] = {}
    known: set[str] = set()
    for contact in contacts:
        days = _days(contact)
        for id_, each in dict(people(contact)).items():
            seen.setdefault(id_, _Seen()).add(each.name, each.latin, each.polity, days)
            if each.person:
                known.add(id_)
    return {
        id_: PersonLine(
            id=id_,
            name=_most(told.names),
            latin=_most(told.latin) or _in_registry(id_, registry),
            polity=_most(told.polities),
            known=id_ in known,
            contacts=told.contacts,
            first=told.first,
            last=told.last,
        )
        for id_, told in seen.items()
    }


def _in_registry(id_: str, registry: Mapping[str, Person]) -> str:
    known = registry.get(id_)
    return known.latin[0] if known and known.latin else ""


def place_lines(contacts: Iterable[Contact]) -> dict[str, PlaceLine]:
    """All places of some contacts, by the value of the facet."""
    seen: dict[str, _Seen] = {}
    for contact in contacts:
        where = contact.place
        if id_ := place(where):
            seen.setdefault(id_, _Seen()).add(where.city or where.polity, None, where.polity, _days(contact))
    return {
        id_: PlaceLine(
            id=id_,
            name=_most(told.names),
            polity=_most(told.polities),
            contacts=told.contacts,
            first=told.first,
            last=told.last,
        )
        for id_, told in seen.items()
    }


class _Seen:
    """What is told of a person or a place."""

    __slots__ = ("contacts", "first", "last", "latin", "names", "polities")

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.latin: dict[str, int] = {}
        self.polities: dict[str, int] = {}
        self.contacts = 0
        self.first: dt.date | None = None
        self.last: dt.date | None = None

    def add(
        self, name: str | None, latin: str | None, polity: str | None, days: tuple[dt.date, dt.date] | None
    ) -> None:
        """Note a contact."""
        self.contacts += 1
        for told, counts in ((name, self.names), (latin, self.latin), (polity, self.polities)):
            if told:
                counts[told] = counts.get(told, 0) + 1
        if days:
            self.first = min(self.first or days[0], days[0])
            self.last = max(self.last or days[1], days[1])


def _days(contact: Contact) -> tuple[dt.date, dt.date] | None:
    return span(contact.when) if contact.when.precision == "day" else None


def _most(counts: dict[str, int]) -> str:
    """The commonest, the first by spelling of equals; empty where there is none."""
    return min(counts, key=lambda each: (-counts[each], each), default="")

"""How a choice of contacts is narrowed and widened: what is chosen, and for each facet what else could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tongshi.catalogue import Catalogue, Choice, Counts, FacetName, Selection, ValueCount
from tongshi.language import fold
from tongshi.web.addresses import Query
from tongshi.web.asked import query_of
from tongshi.web.labels import Labels

#: Facets as they stand in a column, each with how many of its values are shown at first.
COLUMN: tuple[tuple[FacetName, int], ...] = (
    ("type", 7),
    ("status", 6),
    ("pair", 8),
    ("person", 8),
    ("topic", 8),
    ("outlet", 8),
    ("year", 10),
    ("month", 12),
    ("level", 6),
    ("place", 6),
    ("polity", 6),
    ("sources", 3),
    ("salience", 2),
    ("conflict", 2),
    ("corrected", 2),
)

#: Facets that are open at first; others are where something of them is chosen.
OPEN: frozenset[FacetName] = frozenset({"type", "status", "pair", "person", "topic", "year"})

#: Facets whose values stand in their own order, and whether the last comes first.
_ORDERED: dict[FacetName, bool] = {"year": True, "month": False, "sources": False}

#: The address of what a query asks for.
There = Callable[[Query], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet in words, how many contacts it would give, and the address that chooses it or leaves it out.

    `archived` values are told in the words of the source, with the Latin name beside.
    """

    facet: FacetName
    value: str
    label: str
    latin: str
    archived: bool
    contacts: int
    chosen: bool
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Some values of a facet, those chosen first; `more` is the address of all `total`, empty where all are here."""

    name: FacetName
    values: tuple[Value, ...]
    total: int
    more: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are chosen, or that only what has none is; and the address that leaves that out."""

    name: str  # since, until or undated
    day: str
    there: str


class Narrowing:
    """The ways on from a selection; `there` gives the address of another choice by its query."""

    def __init__(self, catalogue: Catalogue, selection: Selection, labels: Labels, there: There) -> None:
        self._catalogue = catalogue
        self._selection = selection
        self._choice = selection.choice
        self._labels = labels
        self._there = there

    def column(self) -> tuple[Facet, ...]:
        """The facets by which it can be narrowed, without those of which there is nothing to choose."""
        wanted = ((name, most) for name, most in COLUMN if name != "month" or self._choice.year or self._choice.month)
        found = (self.facet(name, most) for name, most in wanted)
        return tuple(each for each in found if len(each.values) > 1 or any(value.chosen for value in each.values))

    def facet(self, name: FacetName, most: int) -> Facet:
        """A facet with its commonest values."""
        counts = self._selection.counts(name, None if name in _ORDERED else most)
        values = self._values(counts)
        if name not in _ORDERED:
            values.sort(key=lambda each: not each.chosen)
        chosen = self._choice.of(name)
        kept = values if name in _ORDERED and most < 10 else [*values[:most], *(v for v in values[most:] if v.chosen)]
        return Facet(
            name=name,
            values=tuple(kept),
            total=counts.total,
            more=self.all_values(name) if counts.total > len(kept) else "",
            is_open=name in OPEN or bool(chosen),
        )

    def values_like(self, name: FacetName, words: str) -> list[Value]:
        """All values of a facet that are called like that, in whichever script; without words all."""
        folded = fold(words.strip()).lower()
        values = self._values(self._selection.counts(name))
        return [each for each in values if folded in fold(f"{each.label} {each.latin} {each.value}").lower()]

    def all_values(self, name: FacetName, *more: tuple[str, str]) -> str:
        """The address of the page of all values of a facet."""
        return self._there((*query_of(self._choice, self._selection.order), ("facet", name), *more))

    def chips(self) -> tuple[Value, ...]:
        """What is chosen, each with the address without it."""
        chosen = (
            self._value(facet, ValueCount(value, 0, chosen=True))
            for facet in self._choice.facets
            for value in self._choice.of(facet)
        )
        return (*chosen, *map(self._beside, self._choice.beside))

    def spans(self) -> Iterator[Span]:
        """The days that are chosen."""
        choice = self._choice
        if choice.since:
            yield Span("since", choice.since.isoformat(), self._of(replace(choice, since=None)))
        if choice.until:
            yield Span("until", choice.until.isoformat(), self._of(replace(choice, until=None)))
        if choice.undated:
            yield Span("undated", "", self._of(replace(choice, undated=False)))

    def _values(self, counts: Counts) -> list[Value]:
        values = counts.values
        if counts.facet in _ORDERED:
            values = tuple(sorted(values, key=lambda each: each.value, reverse=_ORDERED[counts.facet]))
        return [self._value(counts.facet, each) for each in values]

    def _value(self, facet: FacetName, counted: ValueCount) -> Value:
        own = self._choice.of(facet)
        chosen = counted.value in own
        kept = tuple(each for each in own if each != counted.value) if chosen else (*own, counted.value)
        others: dict[str, Any] = {facet: kept}
        label, latin, archived = in_words(self._catalogue, self._labels, facet, counted.value)
        return Value(
            facet=facet,
            value=counted.value,
            label=label,
            latin=latin,
            archived=archived,
            contacts=counted.contacts,
            chosen=chosen,
            there=self._of(replace(self._choice, **others)),
        )

    def _beside(self, person: str) -> Value:
        kept = tuple(each for each in self._choice.beside if each != person)
        value = self._value("person", ValueCount(person, 0, chosen=True))
        return replace(value, there=self._of(replace(self._choice, beside=kept)))

    def _of(self, choice: Choice) -> str:
        return self._there(query_of(choice, self._selection.order))


def in_words(catalogue: Catalogue, labels: Labels, facet: FacetName, value: str) -> tuple[str, str, bool]:
    """What a value is called, its Latin name, and whether these are words of an archive."""
    if facet == "person":
        person = catalogue.people.get(value)
        return (person.name, person.latin, True) if person else (value, "", True)
    if facet == "place":
        place = catalogue.places.get(value)
        if place and place.name == place.polity:
            return labels.polity(place.polity), "", False
        return catalogue.name("place", value), "", True
    return labels.value(facet, value), "", False


def hidden(query: Iterable[tuple[str, str]], language: str, *without: str) -> list[tuple[str, str]]:
    """What a form has to hand on besides its own fields."""
    kept = [(key, value) for key, value in query if key not in without]
    return [*kept, ("lang", language)] if language else kept

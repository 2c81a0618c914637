"""What contacts are chosen by: for each facet the values that a contact has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Literal, get_args

from tongshi.language import fold
from tongshi.levels import Levels
from tongshi.periods import is_placed
from tongshi.records import Participant, Place
from tongshi.registry.towns import town
from tongshi.store import Contact

FacetName = Literal[
    "type", "status", "topic", "outlet", "polity", "pair", "person", "year", "month", "level", "salience", "place",
    "conflict", "corrected", "sources",
]  # fmt: skip

#: All facets, in order.
FACETS: tuple[FacetName, ...] = get_args(FacetName)

#: A contact of more polities than these has no pairs: where twenty sit in one conference, no two of them meet by that.
MOST_PAIRED = 12

#: Characters of a day that are the label of its year, or month.
_LABELS = {"year": 4, "month": 7}


def values(contact: Contact, levels: Levels) -> dict[FacetName, tuple[str, ...]]:
    """The values of a contact, each once.

    pair       CN-US, by code; see MOST_PAIRED
    person     id in the registry, else NAME/POLITY with the name folded, as in tongshi.network
    year       2021, and `month` 2021-02: of the first day; none where the date is not so exact
    place      the city folded, else the code of the polity
    conflict   yes or no, and so is `corrected`: whether people decided on something of it
    sources    1, 2-4 or 5+
    """
    return {
        "type": (contact.type,),
        "status": (contact.status,),
        "topic": contact.topics,
        "outlet": contact.outlets,
        "polity": contact.polities,
        "pair": tuple(pairs(contact)),
        "person": tuple(dict.fromkeys(person for person, _ in people(contact))),
        "year": _period(contact, "year"),
        "month": _period(contact, "month"),
        "level": (levels.of(contact),),
        "salience": (contact.salience,),
        "place": tuple(filter(None, [place(contact.place)])),
        "conflict": (_yes_or_no(bool(contact.conflicts)),),
        "corrected": (_yes_or_no(bool(contact.corrected or contact.corrections)),),
        "sources": (_sources(contact.sources),),
    }


def people(contact: Contact) -> Iterator[tuple[str, Participant]]:
    """The named participants, each with the value that he has in the facet."""
    for each in contact.participants:
        if each.name:
            yield each.person or f"{fold(each.name)}/{each.polity or ''}", each


def pairs(contact: Contact) -> Iterator[str]:
    """Each two of its polities."""
    if len(contact.polities) <= MOST_PAIRED:
        for one, other in combinations(sorted(contact.polities), 2):
            yield f"{one}-{other}"


def place(where: Place) -> str:
    """The value of a place; empty: none is told."""
    return town(where.city, where.polity) if where.city else where.polity or ""


def _period(contact: Contact, unit: Literal["year", "month"]) -> tuple[str, ...]:
    """Its label as in tongshi.periods."""
    start = contact.when.start
    return (start.isoformat()[: _LABELS[unit]],) if start and is_placed(contact.when, unit) else ()


def _yes_or_no(holds: bool) -> str:
    return "yes" if holds else "no"


def _sources(number: int) -> str:
    return "1" if number < 2 else "2-4" if number < 5 else "5+"

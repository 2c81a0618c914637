"""Whether contacts that are merged have anything in common: who merges two that have not may have mistyped an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tongshi.language import fold
from tongshi.periods import span
from tongshi.store import Contact

#: Contacts no further apart can be one, of which a report has another day.
NEAR = dt.timedelta(days=7)


def strangers(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """Those of some contacts, in order of id, that share nothing with the first of them, nor with one that does."""
    reached, left = list(contacts[:1]), list(contacts[1:])
    while near := [each for each in left if any(_share(each, other) for other in reached)]:
        reached += near
        left = [each for each in left if each not in near]
    return tuple(left)


def _share(one: Contact, other: Contact) -> bool:
    if not {*one.polities}.isdisjoint(other.polities) or not {*_people(one)}.isdisjoint(_people(other)):
        return True
    days, others = span(one.when), span(other.when)
    return bool(days and others and days[0] - others[1] <= NEAR and others[0] - days[1] <= NEAR)


def _people(contact: Contact) -> Iterator[str]:
    """By id, and by name, of which only reports of one of the two may know whose it is."""
    for each in contact.participants:
        yield from filter(None, (each.person, fold(each.name or "")))

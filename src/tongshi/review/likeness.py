"""Whether contacts that are merged have anything in common: who merges two that have not may have mistyped an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from tongshi.decisions import Decision
from tongshi.language import fold
from tongshi.periods import span
from tongshi.rights import StoreRelease
from tongshi.store import Contact

#: Contacts no further apart can be one, of which a report has another day.
NEAR = dt.timedelta(days=7)


def strangers(store: StoreRelease, decision: Decision) -> tuple[Contact, ...]:
    """The contacts of a merge that share nothing with the first of them, by id, nor with one that does."""
    left = _merged(store, decision) if decision.kind == "merge" else []
    reached, left = left[:1], left[1:]
    while near := [each for each in left if any(_share(each, other) for other in reached)]:
        reached += near
        left = [each for each in left if each not in near]
    return tuple(left)


def warning(found: Sequence[Contact]) -> str:
    """The line that tells it, empty where there is nothing to tell."""
    if not found:
        return ""
    ids = " ".join(contact.id for contact in found)
    return f"warning: {ids}: no participant, polity or date within a week shared with the others; merged all the same"


def _merged(store: StoreRelease, decision: Decision) -> list[Contact]:
    reported = store.reported(decision.subjects).values()
    found = store.contacts_of_ids({each.contact for each in reported if each})
    return sorted((contact for _, contact in found), key=lambda contact: contact.id)


def _share(one: Contact, other: Contact) -> bool:
    if not {*one.polities}.isdisjoint(other.polities) or not {*_people(one)}.isdisjoint(_people(other)):
        return True
    days, others = span(one.when), span(other.when)
    return bool(days and others and days[0] - others[1] <= NEAR and others[0] - days[1] <= NEAR)


def _people(contact: Contact) -> Iterator[str]:
    """By id, and by name, of which only reports of one of the two may know whose it is."""
    for each in contact.participants:
        yield from filter(None, (each.person, fold(each.name or "")))

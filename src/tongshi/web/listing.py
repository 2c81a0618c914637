"""Contacts in lines, as tables and lists show them; `templates/rows.html` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tongshi.catalogue.facets import people
from tongshi.records import Participant
from tongshi.store import Contact
from tongshi.web.visits import Visit

#: Of a contact so many participants are shown.
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A contact, and the first who take part in it, each with the address of his page; `more` are not shown."""

    contact: Contact
    there: str
    people: tuple[tuple[Participant, str], ...]
    more: int


def rows(visit: Visit, contacts: Iterable[Contact]) -> tuple[Row, ...]:
    """Contacts as rows of a table."""
    return tuple(_row(visit, each) for each in contacts)


def _row(visit: Visit, contact: Contact) -> Row:
    keys = {id(each): key for key, each in people(contact)}
    shown = contact.participants[:MOST_SHOWN]
    told = tuple(named(visit, each, keys.get(id(each), "")) for each in shown)
    return Row(contact, visit.url.contact(contact.id), told, len(contact.participants) - len(shown))


def named(visit: Visit, each: Participant, key: str) -> tuple[Participant, str]:
    """One who takes part with his Latin name, where an article or the registry has it, and the address of his page."""
    if not key:
        return each, ""
    known = visit.catalogue.people.get(key)
    latin = each.latin or (known.latin if known else "")
    return replace(each, latin=latin), visit.url.person(key)

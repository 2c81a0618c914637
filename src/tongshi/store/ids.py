"""What users give of an id, and what is meant by it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, select

from tongshi.errors import NotFoundError, UnknownError
from tongshi.store import tables as t

#: Ids shown when several begin with what the user gave.
_MOST_NAMED = 5

#: What ids are made of, behind their letter.
DIGITS = frozenset("0123456789abcdef")


def contact_of(connection: Connection, given: str) -> str:
    """The id of the contact meant by the id, or its beginning, of a contact or an engagement; raises NotFoundError.

    The former id of a contact, whose earliest report is no longer the one it was named after, still leads to it.
    """
    found = _contacts_of(connection, given) if given[:1] in {"c", "e"} else set()
    found = found or _contacts_of(connection, f"c{given}") or _contacts_of(connection, f"e{given}")
    if len(found) == 1:
        return found.pop()
    if found:
        several = some_of(sorted(found))
        raise NotFoundError(f"{given}: begins the ids of {len(found)} contacts ({several}); give more of it")
    raise UnknownError(f"{given}: no such contact or engagement (`tongshi engagements` lists them)")


def some_of(ids: Sequence[str]) -> str:
    """The first few ids, and how many more there are."""
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"{', '.join(ids[:_MOST_NAMED])}{more}"


def _contacts_of(connection: Connection, prefix: str) -> set[str]:
    """Contacts whose id, or the id of one of whose engagements, begins with `c` or `e` and some digits."""
    s, digits = t.contact_sources.c, prefix[1:]
    if not digits or not set(digits) <= DIGITS:
        return set()
    found: set[str] = set()
    if prefix[0] == "c":
        found = set(connection.scalars(select(t.contacts.c.id).where(begins(t.contacts.c.id, prefix))))
    if not found:
        found = set(connection.scalars(select(s.contact_id).where(begins(s.engagement_id, f"e{digits}"))))
    return found


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """`column LIKE 'prefix%'` as a range, which an index serves."""
    return and_(column >= prefix, column < prefix[:-1] + chr(ord(prefix[-1]) + 1))

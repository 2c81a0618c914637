"""Single values in a word or two: ids, dates, people, places."""

from __future__ import annotations

from collections.abc import Iterable

from tongshi.offsets import Span
from tongshi.records import Participant, When
from tongshi.store import Contact

#: Digits of an id that are shown: enough to name one in any archive a laptop holds.
SHOWN_DIGITS = 10

#: Participants shown in a table.
MOST_PARTICIPANTS = 4


def short(id_: str) -> str:
    """An id as it is shown."""
    return id_[: 1 + SHOWN_DIGITS]


def date(when: When) -> str:
    """`2021-02-10`, `2021-02-10–12`, `2021-02`, `2021` or `?`."""
    if when.start is None:
        return "?"
    if when.precision != "day":
        return when.start.isoformat()[: 7 if when.precision == "month" else 4]
    if when.end is None or when.end == when.start:
        return when.start.isoformat()
    same = 8 if when.end.isoformat()[:7] == when.start.isoformat()[:7] else 5
    return f"{when.start.isoformat()}–{when.end.isoformat()[same if when.end.year == when.start.year else 0 :]}"


def who(participant: Participant) -> str:
    """`布林肯 (US)`; an unnamed one by his office."""
    name = participant.name or participant.office or "?"
    return f"{name} ({participant.polity})" if participant.polity else name


def people(contact: Contact) -> str:
    """Who took part, the first few; the polities where nobody is named."""
    shown = [who(each) for each in contact.participants[:MOST_PARTICIPANTS]]
    if len(contact.participants) > MOST_PARTICIPANTS:
        shown.append("…")
    return "、".join(shown) or " ".join(contact.polities)


def where(contact: Contact) -> str:
    """`北京 (CN)`, or as much as is known."""
    city, polity = contact.place.city, contact.place.polity
    return f"{city} ({polity})" if city and polity else city or polity or ""


def sources_told(contact: Contact) -> str:
    """`3`, or `3 (1 vanished)`: of the articles no archive holds one any more."""
    return f"{contact.sources} ({len(contact.vanished)} vanished)" if contact.vanished else str(contact.sources)


def places(spans: Iterable[Span]) -> str:
    """Where something stands in the post, where the sentence itself is not shown."""
    return " ".join(f"[{span.start}, {span.end})" for span in spans)

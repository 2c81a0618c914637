"""The fields that can be corrected: their values in the codebook's file form, checked, read and put on a record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol, get_args

from tongshi import codec
from tongshi.errors import LedgerError
from tongshi.language import fold
from tongshi.records import EngagementType, Participant, Place, Precision, Salience, Status, When

#: A polity: a code, or `X:` and a name.
_POLITY = re.compile(r"[A-Z][A-Z0-9]{1,9}|X:\S.{0,60}")
_TOPIC = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Reported(Protocol):
    """What a contact and one article's report of it have in common."""

    @property
    def type(self) -> EngagementType:
        """Codebook 1.1."""

    @property
    def status(self) -> Status:
        """Codebook 1.2."""

    @property
    def salience(self) -> Salience:
        """Codebook 1.3."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who takes part."""

    @property
    def polities(self) -> tuple[str, ...]:
        """Their codes, and the place's."""

    @property
    def when(self) -> When:
        """The date."""

    @property
    def place(self) -> Place:
        """Where."""

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is about."""


def value_of(field: str, record: Reported) -> Any:
    """The value that a record has, in the file form."""
    match field:
        case "participants":
            return [codec.participant_record(each) for each in record.participants]
        case "date":
            return codec.date_record(record.when)
        case "place":
            return codec.place_record(record.place)
        case "polities" | "topics":
            return list(getattr(record, field))
    return getattr(record, field)


def attributes(corrections: Mapping[str, Any], known: Iterable[Participant] = ()) -> dict[str, Any]:
    """Corrected values by the names that records have for them: `when` for `date`, lists as tuples.

    Of participants who are `known`, by the same name, the ids are taken over.
    """
    found: dict[str, Any] = {}
    for field, value in corrections.items():
        match field:
            case "participants":
                persons = {fold(each.name): each.person for each in known if each.name}
                people = (codec.participant_from(each) for each in value)
                found["participants"] = tuple(
                    replace(each, person=persons.get(fold(each.name or ""), "")) for each in people
                )
            case "date":
                found["when"] = codec.date_from(value)
            case "place":
                found["place"] = codec.place_from(value)
            case "polities" | "topics":
                found[field] = tuple(value)
            case _:
                found[field] = value
    return found


# --- whether a value can be one


def check(field: str, value: Any) -> None:
    """Raises LedgerError where the field cannot have this value."""
    if field not in FIELDS:
        raise LedgerError(f"{field}: not one of {', '.join(FIELDS)}")
    try:
        right = FIELDS[field](value)
    except (KeyError, TypeError, ValueError, AttributeError):
        right = False
    if not right:
        raise LedgerError(f"{field}: no value in the codebook's form: {value!r:.80}")


def _is_date(value: Any) -> bool:
    when = codec.date_from(value)
    if set(value) != {"start", "end", "precision", "alt"} or when.precision not in get_args(Precision):
        return False
    if when.precision == "unknown":
        return when == When()
    if when.start is None or (when.end and when.end < when.start):
        return False
    return when.precision == "day" or when.start.day == 1


def _is_participants(value: Any) -> bool:
    keys = {"name", "latin", "office", "polity"}
    return isinstance(value, list) and all(
        set(each) == keys
        and all(part is None or (isinstance(part, str) and part) for part in each.values())
        and (each["name"] or each["office"])
        and (each["polity"] is None or _POLITY.fullmatch(each["polity"]))
        for each in value
    )


def _is_place(value: Any) -> bool:
    city, polity = value["city"], value["polity"]
    is_city = city is None or (isinstance(city, str) and bool(city))
    return set(value) == {"city", "polity"} and is_city and (polity is None or bool(_POLITY.fullmatch(polity)))


def _listed(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and len(set(value)) == len(value) and all(pattern.fullmatch(each) for each in value)
    )


#: What can be corrected, and whether a value can be one of it.
FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "type": lambda value: value in get_args(EngagementType),
    "status": lambda value: value in get_args(Status),
    "salience": lambda value: value in get_args(Salience),
    "participants": _is_participants,
    "polities": _listed(_POLITY),
    "date": _is_date,
    "place": _is_place,
    "topics": _listed(_TOPIC),
}


# --- whether two values contradict each other


def differs(field: str, value: Any, told: Any) -> bool:
    """Whether what is told says otherwise than `value`; saying less, or more of what is a list's to add, does not."""
    if field not in _DIFFERS:
        return bool(value != told)
    return _DIFFERS[field](value, told)


def _other_date(value: Any, told: Any) -> bool:
    one, other = codec.date_from(value), codec.date_from(told)
    if one.start is None or other.start is None:
        return False
    if other.start in {one.start, one.alt} or one.start == other.alt:
        return False
    coarser = max(one.precision, other.precision, key=["day", "month", "year"].index)
    if coarser != "day":
        return _cut(one.start, coarser) != _cut(other.start, coarser)
    return not (one.start <= other.start <= (one.end or one.start))


def _cut(day: dt.date, precision: Precision) -> str:
    return day.isoformat()[: 7 if precision == "month" else 4]


def _other_place(value: Any, told: Any) -> bool:
    cities = [fold(each["city"]) for each in (value, told) if each["city"]]
    polities = [each["polity"] for each in (value, told) if each["polity"]]
    return len(set(cities)) > 1 or len(set(polities)) > 1


def _other_people(value: Any, told: Any) -> bool:
    """Whether somebody is named who is not in `value`."""
    names = {_short(each["name"]) for each in value if each["name"]}
    return any(each["name"] and _short(each["name"]) not in names for each in told)


def _short(name: str) -> str:
    return fold(name).rpartition("·")[2]


_DIFFERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "date": _other_date,
    "place": _other_place,
    "participants": _other_people,
    "polities": lambda value, told: not set(told) <= set(value),
    "topics": lambda _value, _told: False,
    "salience": lambda _value, _told: False,
}

"""The days that a date spans, and whether two dates can be one contact's."""

from __future__ import annotations

import datetime as dt

from tongshi.records import Precision, When

#: How exact a date is.
EXACTNESS: dict[Precision, int] = {"day": 3, "month": 2, "year": 1, "unknown": 0}
#: Days within which two dates can belong to one journey.
_JOURNEY = dt.timedelta(days=8)
#: Days between two dates, however loosely they belong to their cues, that no single contact spans.
_LONG = dt.timedelta(days=62)


def day_range(when: When) -> tuple[dt.date, dt.date]:
    """The first and the last day of a date, a month, a year."""
    start = when.start
    assert start is not None
    if when.end is not None:
        return start, when.end
    if when.precision == "month":
        following = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return start, following - dt.timedelta(days=1)
    if when.precision == "year":
        return start, start.replace(month=12, day=31)
    return start, start


def lies_ahead(when: When, day: dt.date | None) -> bool:
    """Whether the date, or the rest of its month, is still to come."""
    return when.start is not None and day is not None and day_range(when)[1] > day


def lies_within(narrow: When, wide: When) -> bool:
    """Whether one date says more exactly what the other says: 9月10日 and 9月."""
    if narrow.start is None or EXACTNESS[narrow.precision] <= EXACTNESS[wide.precision]:
        return False
    (a1, _), (b1, b2) = day_range(narrow), day_range(wide)
    return b1 <= a1 <= b2


def long_apart(a: When, b: When) -> bool:
    """Whether no single contact spans two dates; not where one is unknown."""
    if a.start is None or b.start is None:
        return False
    (a1, a2), (b1, b2) = day_range(a), day_range(b)
    return a1 - b2 > _LONG or b1 - a2 > _LONG


def long_gone(when: When, day: dt.date | None) -> bool:
    """Whether a date had gone by long before a day, so that nothing still to come can be of it."""
    return when.start is not None and day is not None and day - day_range(when)[1] > _LONG


def dates_agree(a: When, b: When) -> bool:
    """Whether two dates have a day in common; where one is unknown, they may."""
    if a.start is None or b.start is None:
        return True
    (a1, a2), (b1, b2) = day_range(a), day_range(b)
    return a1 <= b2 and b1 <= a2


def journeys_agree(a: When, b: When) -> bool:
    """A visit lasts: its arrival, its programme and its end bear different days."""
    if a.start is None or b.start is None:
        return True
    (a1, a2), (b1, b2) = day_range(a), day_range(b)
    return a1 <= b2 + _JOURNEY and b1 <= a2 + _JOURNEY

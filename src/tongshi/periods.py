"""Days, months, quarters and years, as series count by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tongshi.records import When

Unit = Literal["day", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}

#: Of what a date of some precision tells the period.
_TOLD: dict[str, tuple[Unit, ...]] = {
    "day": ("day", "month", "quarter", "year"),
    "month": ("month", "quarter", "year"),
    "year": ("year",),
}

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, month, quarter or year."""

    first: dt.date
    last: dt.date
    label: str  # 2020-09-25, 2020-09, 2020-Q3, 2020


@lru_cache(maxsize=1 << 15)  # a page asks for the same days again and again
def period(day: dt.date, unit: Unit) -> Period:
    """The one that a day lies in."""
    if unit == "day":
        return Period(day, day, day.isoformat())
    months = _MONTHS[unit]
    start = (day.month - 1) // months * months + 1
    label = {"month": f"{day:%Y}-{start:02}", "quarter": f"{day:%Y}-Q{start // 3 + 1}", "year": f"{day:%Y}"}[unit]
    return Period(day.replace(month=start, day=1), _month_end(day.replace(month=start + months - 1, day=1)), label)


def periods(first: dt.date, last: dt.date, unit: Unit) -> Iterator[Period]:
    """All that hold a day from `first` to `last`, in order."""
    while first <= last:
        found = period(first, unit)
        yield found
        if found.last == dt.date.max:
            return
        first = found.last + _DAY


def is_placed(when: When, unit: Unit) -> bool:
    """Whether a date is exact enough to tell which `unit` it lies in."""
    return when.start is not None and unit in _TOLD.get(when.precision, ())


def span(when: When) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which something so dated can have been; None where nothing is known."""
    if when.start is None or when.precision == "unknown":
        return None
    if when.precision == "day":
        return when.start, max(when.end or when.start, when.start)
    whole = period(when.start, "month" if when.precision == "month" else "year")
    return whole.first, max(whole.last, when.end or whole.last)


def _month_end(day: dt.date) -> dt.date:
    if (day.year, day.month) == (dt.date.max.year, dt.date.max.month):
        return dt.date.max
    following = day.replace(day=28) + 4 * _DAY
    return following.replace(day=1) - _DAY

"""Days that fall on another date each year: of the moon's calendar, of a rule, of a solar term.

Every kind answers `on(year)` with its first and last day, None where that year has none or the
tables (1900 to 2100) do not reach.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from lunar_python import Lunar, LunarMonth, Solar

Days = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)
_FIRST, _LAST = 1900, 2100


@dataclass(frozen=True, slots=True)
class FixedDay:
    """The same date each year: 元旦."""

    month: int
    day: int

    def on(self, year: int) -> Days | None:
        """Its day in `year`."""
        day = dt.date(year, self.month, self.day)
        return day, day


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the moon's calendar, `shift` days from it, or without `day` a whole month: 八月十五, 除夕, 农历五月."""

    month: int
    day: int | None = None
    leap: bool = False
    shift: int = 0

    def on(self, year: int) -> Days | None:
        """When it falls in the moon's year that begins in `year`; 腊月 lies in the next."""
        month = _lunar_month(year, -self.month if self.leap else self.month)
        if month is None:
            return None
        first, last = month
        if self.day is None:
            return first, last
        day = first + (self.day - 1) * _DAY
        return (day + self.shift * _DAY, day + self.shift * _DAY) if day <= last else None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The fourth Thursday of November; `weekday` 0 is Monday."""

    month: int
    weekday: int
    nth: int

    def on(self, year: int) -> Days | None:
        """Its day in `year`; None where the month has no such weekday."""
        first = dt.date(year, self.month, 1)
        day = first + ((self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)) * _DAY
        return (day, day) if day.month == self.month else None


@dataclass(frozen=True, slots=True)
class SolarTerm:
    """A term of the sun's year between spring and autumn: 清明."""

    name: str

    def on(self, year: int) -> Days | None:
        """Its day in `year`."""
        day = _solar_term(year, self.name)
        return (day, day) if day else None


Feast = FixedDay | LunarDay | NthWeekday | SolarTerm

# the library reckons them by the courses of sun and moon, which takes its time


@functools.cache
def _lunar_month(year: int, month: int) -> Days | None:
    """The first and last day of a month of the moon's year; of a leap month `month` is negative."""
    found = LunarMonth.fromYm(year, month) if _FIRST <= year <= _LAST else None
    if found is None:
        return None
    first = _date(Lunar.fromYmd(year, month, 1).getSolar())
    return first, first + (found.getDayCount() - 1) * _DAY


@functools.cache
def _solar_term(year: int, name: str) -> dt.date | None:
    return _date(Lunar.fromYmd(year, 6, 1).getJieQiTable()[name]) if _FIRST <= year <= _LAST else None


def _date(solar: Solar) -> dt.date:
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())

"""Days that fall on another date each year: of the moon's calendar, of a rule, of the sun's course.

Every kind answers `on(year)` with its first and last day, None where that year has none or the
tables (1900 to 2099) do not reach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

Days = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)
_FIRST, _LAST = 1900, 2099
#: The first day of the moon's year 1900.
_BEGINNING = dt.date(1900, 1, 31)
#: The moon's years from 1900, five hexadecimal digits each. The first bit: the leap month has 30 days, not 29; the
#: next twelve: so has the first, second … month; the last four: the month that the leap month follows, 0 for none.
_YEARS = (
    "04bd804ae00a570054d50d2600d95016554056a009ad0055d204ae00a5b60a4d00d2501d2550b5400d6a00ada2095b014977"
    "049700a4b00b4b506a5006d401ab5402b6009570052f204970065660d4a00ea5016a9505ad002b60186e3092e01c8d70c950"
    "0d4a01d8a60b550056a01a5b4025d0092d00d2b20a9500b55706ca00b5501535504da00a5b014573052b00a9a80e95006aa0"
    "0aea60ab5004b600aae40a570052600f2630d95005b57056a0096d004dd504ad00a4d00d4d40d2500d5580b5400b6a0195a6"
    "095b0049b00a9740a4b00b27a06a5006d400af460ab600957004af504970064b0074a30ea5006b5805ac00ab60096d5092e0"
    "0c9600d9540d4a00da5007552056a00abb7025d0092d00cab50a9500b4a00baa40ad50055d904ba00a5b015176052b00a930"
    "0795406aa00ad5005b5204b600a6e60a4e00d2600ea650d53005aa0076a3096d004afb04ad00a4d01d0b60d2500d5200dd45"
    "0b5a0056d0055b2049b00a5770a4b00aa501b25506d200ada014b6309370049f804970064b0168a60ea5006b201a6c40aae0"
    "092e00d2e30c9600d5570d4a00da5005d55056a00a6d0055d4052d00a9b80a9500b4a00b6a60ad50055a00aba40a5b0052b0"
    "0b273069300733706aa00ad5014b5504b600a570054e40d1600e9680d5200daa016aa6056d004ae00a9d40a2d00d1500f252"
)


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
        if not _FIRST <= year <= _LAST:
            return None
        first = _NEW_YEARS[year - _FIRST]
        for month, leap, length in _months(year - _FIRST):
            if (month, leap) == (self.month, self.leap):
                break
            first += length * _DAY
        else:
            return None
        last = first + (length - 1) * _DAY
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
class PureBrightness:
    """清明, the term of the sun's year on 4, 5 or 6 April."""

    def on(self, year: int) -> Days | None:
        """Its day in `year`, by the usual reckoning from the last two figures of the year."""
        if not _FIRST <= year <= _LAST:
            return None
        century, n = divmod(year, 100)
        day = dt.date(year, 4, int(n * 0.2422 + (4.81 if century == 20 else 5.59)) - n // 4)
        return day, day


Feast = FixedDay | LunarDay | NthWeekday | PureBrightness


def _months(index: int) -> Iterator[tuple[int, bool, int]]:
    """The months of the moon's year `index` years after 1900: number, whether it is the leap month, and its days."""
    year = int(_YEARS[5 * index : 5 * index + 5], 16)
    for month in range(1, 13):
        yield month, False, 29 + (year >> (16 - month) & 1)
        if month == year & 15:
            yield month, True, 29 + (year >> 16)


_LENGTHS = [sum(days for _, _, days in _months(index)) for index in range(_LAST - _FIRST + 1)]
_NEW_YEARS = tuple(accumulate((length * _DAY for length in _LENGTHS), lambda day, days: day + days, initial=_BEGINNING))

"""Time across a chart: where a day stands, and the ticks for which there is room; and round numbers for a scale.

The finest step is taken whose labels stand apart; a second line says the month of days and the year of months.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tongshi.charts.bands import WIDTHS, Band, shown_in
from tongshi.charts.svg import classes, group, label, shape, share
from tongshi.charts.text import width
from tongshi.hypertext import Markup
from tongshi.periods import Period, Unit, periods

#: Months as an axis names them where nothing else is told.
MONTHS = tuple(f"{month:02}" for month in range(1, 13))

#: Pixels from one line of an axis to the next.
LINE = 17.0

#: Where a day begins, as a share of the width.
Place = Callable[[dt.date], float]

_KEPT = 64  # drawn axes
_APART = 8.0  # pixels between two labels
_BESIDE = 4.0  # pixels from a tick to its label


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a chart shows, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def at(self, day: dt.date) -> float:
        """Where a day begins; less than 0 or more than 1 outside."""
        return (day - self.first).days / self.days

    def part(self, first: dt.date, last: dt.date) -> tuple[float, float] | None:
        """Where days begin and end, as far as they are shown; None where none is."""
        if last < self.first or first > self.last:
            return None
        return max(self.at(first), 0.0), min(self.at(last) + 1 / self.days, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis, its label, and in which of the two lines it stands."""

    at: float
    label: str
    line: int = 0


#: About how many days a unit takes, quarters as three months.
_DAYS: dict[Unit, float] = {"day": 1.0, "month": 30.4, "quarter": 91.2, "year": 365.2}


@dataclass(frozen=True, slots=True)
class _Step:
    unit: Unit
    every: int

    def days(self, window: Window) -> Iterator[dt.date]:
        """The beginnings of what it counts."""
        for each in periods(window.first, window.last, self.unit):
            day = each.first
            number = {"day": day.day, "month": day.month, "quarter": day.month, "year": day.year}[self.unit]
            counted = number % self.every == 0 if self.unit == "year" else (number - 1) % self.every == 0
            if counted and day >= window.first and not (self.unit == "day" and self.every > 1 and day.day > 28):
                yield day

    @property
    def length(self) -> float:
        """Days from one to the next, about."""
        return self.every * _DAYS[self.unit]


_STEPS = (
    _Step("day", 1),
    _Step("day", 5),
    _Step("day", 10),
    _Step("month", 1),
    _Step("month", 3),
    _Step("month", 6),
    *(_Step("year", 2**power) for power in range(14)),
)

_CONTEXT: dict[Unit, Unit] = {"day": "month", "month": "year"}


def ticks(
    window: Window, place: Place, room: float, months: Sequence[str] = MONTHS, finest: Unit = "day"
) -> list[Tick]:
    """The ticks of an axis of `room` pixels, none finer than `finest`, those of the first line first."""
    for step in _STEPS:
        # steps too fine, and those that cannot have room, are not counted out
        if step.length < _DAYS[finest] or room * step.length / window.days < width("0") + _APART:
            continue
        found = [Tick(place(day), _name(day, step.unit, months)) for day in step.days(window)]
        if all((right.at - left.at) * room >= _taken(left) for left, right in pairwise(found)):
            within = [each for each in found if each.at * room + _taken(each) <= room + _APART]
            return within + _context(window, place, room, months, step.unit)
    return []


def axis(
    window: Window, place: Place, *, top: float, bottom: float, months: Sequence[str], finest: Unit = "day"
) -> tuple[Markup, float]:
    """Ticks as lines from `top` to `bottom` with their labels below, and how many pixels the labels take."""
    seen: dict[Tick, list[Band]] = defaultdict(list)
    for band, room in WIDTHS.items():
        for tick in ticks(window, place, room, months, finest):
            seen[tick].append(band)
    lines = max((tick.line for tick in seen), default=0) + 1
    parts = [part for tick, bands in seen.items() for part in _drawn(tick, shown_in(bands), top, bottom)]
    return group(parts, class_="axis", aria_hidden="true"), lines * LINE


def axis_of_periods(
    shown: Sequence[Period], *, top: float, bottom: float, months: Sequence[str], finest: Unit
) -> tuple[Markup, float]:
    """The same where each period has as much room as another, however many days it has; there is one at least."""
    return _of_periods(tuple(each.first for each in shown), shown[-1].last, top, bottom, tuple(months), finest)


@lru_cache(_KEPT)  # the charts of all pages are of the time of the archive
def _of_periods(
    firsts: tuple[dt.date, ...], last: dt.date, top: float, bottom: float, months: tuple[str, ...], finest: Unit
) -> tuple[Markup, float]:
    def place(day: dt.date) -> float:
        return (bisect_right(firsts, day) - 1) / len(firsts)

    return axis(Window(firsts[0], last), place, top=top, bottom=bottom, months=months, finest=finest)


def round_scale(most: int, steps: int = 4) -> list[int]:
    """Round numbers from 0 on, in even steps, about so many, the last no less than `most`."""
    size = max(most, 1) / steps
    power = 1
    while power * 10 <= size:
        power *= 10
    step = next(each for each in (power, 2 * power, 5 * power, 10 * power) if each >= size)
    return list(range(0, -(-max(most, 1) // step) * step + 1, step))


def _name(day: dt.date, unit: Unit, months: Sequence[str]) -> str:
    if unit == "day":
        return str(day.day)
    return str(day.year) if unit == "year" else months[day.month - 1]


def _context(window: Window, place: Place, room: float, months: Sequence[str], unit: Unit) -> list[Tick]:
    """The months of days, or the years of months, each where it begins or the window does."""
    above = _CONTEXT.get(unit)
    if above is None:
        return []
    kept: list[Tick] = []
    for each in reversed(list(periods(window.first, window.last, above))):
        day = max(each.first, window.first)
        words = str(day.year) if above == "year" else f"{day.year} {months[day.month - 1]}"
        tick = Tick(place(day), words, 1)
        end = kept[-1].at * room if kept else room + _APART
        if tick.at * room + _taken(tick) <= end:
            kept.append(tick)
    return kept[::-1]


def _taken(tick: Tick) -> float:
    return _BESIDE + width(tick.label) + _APART


def _drawn(tick: Tick, bands: str, top: float, bottom: float) -> Iterator[Markup]:
    reach = bottom + LINE * (tick.line + 1) - 4
    yield shape(
        "line",
        x1=share(tick.at),
        x2=share(tick.at),
        y1=top,
        y2=reach,
        class_=classes("tick", f"line-{tick.line}", bands),
    )
    yield label(tick.label, x=share(tick.at), dx=_BESIDE, y=reach, class_=classes(f"line-{tick.line}", bands))

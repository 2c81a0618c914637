"""Days as cells, a column for each week, in five steps of intensity; a small drawing for each month: months wrap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tongshi.charts.axis import MONTHS
from tongshi.charts.chart import Category, Cell, Chart, Frame, Sign, table
from tongshi.charts.marks import colour_sign, hatch_sign
from tongshi.charts.svg import anchor, group, hatching, label, shape
from tongshi.charts.text import clipped
from tongshi.hypertext import Markup, element
from tongshi.periods import periods

#: How many intensities there are.
STEPS = 5

_CELL = 11.0
_PITCH = 13.0
_TOP = 18.0
_WIDTH = 6 * _PITCH  # a month begins and ends in six weeks at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One on which something was: how much, that in words, and its page."""

    day: dt.date
    count: int
    label: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The years from that of `first` to that of `last`, each day of them once.

    `empty` are the spans of days of which the archive holds nothing. `nothing` and `unknown` are the words for days on
    which nothing was, and for those. `head` names the columns of the table: day, count.
    """

    frame: Frame
    first: dt.date
    last: dt.date
    days: Sequence[Day]
    empty: Sequence[tuple[dt.date, dt.date]] = ()
    nothing: str
    unknown: str
    head: tuple[str, str]
    months: Sequence[str] = MONTHS

    @cached_property
    def by_day(self) -> Mapping[dt.date, Day]:
        """Days that count anything."""
        return {each.day: each for each in self.days if each.count > 0}

    @cached_property
    def without(self) -> frozenset[dt.date]:
        """Days of which the archive holds nothing."""
        return frozenset(
            day.first
            for first, last in self.empty
            for day in periods(max(first, self.first), min(last, self.last), "day")
        )


def calendar(chart: Calendar) -> Chart:
    """The chart."""
    bounds = steps(each.count for each in chart.by_day.values())
    years = [_year(chart, each.first.year, bounds) for each in periods(chart.first, chart.last, "year")]
    drawn = [each for each in sorted(chart.by_day.values(), key=lambda day: day.day) if _is_shown(chart, each.day)]
    return Chart(
        element("div", *years, class_="chart-years"),
        tuple(_signs(chart, bounds)),
        table(chart.head, ([Cell(each.day.isoformat(), each.href), Cell(each.count)] for each in drawn)),
    )


def steps(counts: Iterable[int]) -> tuple[int, ...]:
    """The highest count of each step, at most five: as many days in each as there can be, by quantiles."""
    found = sorted(counts)
    if len(set(found)) <= STEPS:
        return tuple(sorted(set(found)))
    bounds = {found[min(len(found) - 1, len(found) * step // STEPS)] for step in range(1, STEPS)}
    return tuple(sorted(bounds | {found[-1]}))


def step_of(count: int, bounds: Sequence[int]) -> str:
    """The class of a count; few steps are spread over all intensities."""
    index = next(index for index, bound in enumerate(bounds) if count <= bound)
    return f"step-{_spread(index, len(bounds))}"


def _spread(index: int, of: int) -> int:
    return STEPS if of == 1 else 1 + round(index * (STEPS - 1) / (of - 1))


def _year(chart: Calendar, year: int, bounds: Sequence[int]) -> Markup:
    name = f"{chart.frame.id}-{year}"
    months = [_month(chart, dt.date(year, month, 1), bounds) for month in range(1, 13)]
    head = element(
        "p", element("span", clipped(chart.frame.title), class_="hidden"), f" {year}", id=name, class_="chart-year"
    )
    return element("div", head, element("div", *months, class_="chart-months"), role="group", aria_labelledby=name)


def _month(chart: Calendar, first: dt.date, bounds: Sequence[int]) -> Markup:
    quiet: list[dt.date] = []
    unknown: list[dt.date] = []
    marks: list[Markup] = []
    for each in periods(first, _end(first), "day"):
        day = each.first
        if not _is_shown(chart, day):
            continue
        if day in chart.by_day:
            marks.append(_day(chart.by_day[day], bounds))
        else:
            (unknown if day in chart.without else quiet).append(day)
    hatch = f"{chart.frame.id}-{first:%Y-%m}-hatch"
    parts = [label(chart.months[first.month - 1], x=0, y=11, class_="name")]
    if quiet:
        parts.append(shape("path", title=chart.nothing, d=_cells(quiet), class_="quiet"))
    if unknown:
        parts.append(shape("defs", hatching(hatch, "hatch")))
        parts.append(shape("path", title=chart.unknown, d=_cells(unknown), class_="unknown", fill=f"url(#{hatch})"))
    parts.append(group(marks, class_="days"))
    return shape(
        "svg",
        *parts,
        role="group" if marks else "img",
        aria_label=f"{first:%Y-%m}",
        viewBox=f"0 0 {_WIDTH:.0f} {_TOP + 7 * _PITCH:.0f}",
        class_="chart-month",
    )


def _day(day: Day, bounds: Sequence[int]) -> Markup:
    x, y = _corner(day.day)
    cell = shape("rect", x=x, y=y, width=_CELL, height=_CELL, rx=1.5, class_=f"cell {step_of(day.count, bounds)}")
    return anchor(day.href, cell, title=day.label)


def _cells(days: Iterable[dt.date]) -> str:
    return "".join(f"M{x:.0f},{y:.0f}h{_CELL:.0f}v{_CELL:.0f}h-{_CELL:.0f}z" for x, y in map(_corner, days))


def _corner(day: dt.date) -> tuple[float, float]:
    """Of its cell: the week of the month across, the day of the week down, Monday first."""
    week = (day.day - 1 + day.replace(day=1).weekday()) // 7
    return week * _PITCH + 1, _TOP + day.weekday() * _PITCH + 1


def _is_shown(chart: Calendar, day: dt.date) -> bool:
    return chart.first.year <= day.year <= chart.last.year


def _end(first: dt.date) -> dt.date:
    return next(periods(first, first, "month")).last


def _signs(chart: Calendar, bounds: Sequence[int]) -> Iterator[Sign]:
    low = 1
    for index, high in enumerate(bounds):
        words = f"{high:,}" if low >= high else f"{low:,}–{high:,}"
        yield colour_sign(Category(f"step-{_spread(index, len(bounds))}", words))
        low = high + 1
    yield colour_sign(Category("quiet", chart.nothing))
    if chart.without:
        yield hatch_sign(chart.frame.id, chart.unknown)

"""Counts over time of several things, a row of small bars for each, all by one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.axis import MONTHS, axis_of_periods
from tongshi.charts.chart import Cell, Chart, Frame, table
from tongshi.charts.labelling import name
from tongshi.charts.svg import anchor, drawing, label, shape, share
from tongshi.charts.text import width
from tongshi.hypertext import Markup
from tongshi.periods import Period, Unit

_NAME = 20.0
_BARS = 26.0
_ROW = _NAME + _BARS + 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How much in one period, in words, and its page."""

    count: int
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """A name, where it leads, and a point for each period; `key` is the class of its colour."""

    label: str
    href: str = ""
    key: str = "series-1"
    points: Sequence[Point]

    @property
    def total(self) -> int:
        """All."""
        return sum(point.count for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridges:
    """Rows from above, over periods in order of which none is left out.

    `head` names the columns of the table: that of names, and that of sums behind those of the periods.
    """

    frame: Frame
    unit: Unit
    periods: Sequence[Period]
    rows: Sequence[Ridge]
    head: tuple[str, str]
    months: Sequence[str] = MONTHS


def ridges(chart: Ridges) -> Chart:
    """The chart."""
    most = max((point.count for row in chart.rows for point in row.points), default=0) or 1
    floor = len(chart.rows) * _ROW
    parts, below = [], 0.0
    if chart.periods:
        time, below = axis_of_periods(chart.periods, top=0, bottom=floor, months=chart.months, finest=chart.unit)
        parts.append(time)
    parts += [part for index, row in enumerate(chart.rows) for part in _row(row, index * _ROW, most)]
    head = [chart.head[0], *(each.label for each in chart.periods), chart.head[1]]
    rows = (
        [Cell(row.label, row.href), *(Cell(point.count) for point in row.points), Cell(row.total)] for row in chart.rows
    )
    return Chart(drawing(chart.frame, max(floor + below, 1), parts), (), table(head, rows))


def _row(row: Ridge, top: float, most: int) -> Iterator[Markup]:
    total = f"{row.total:,}"
    floor = top + _NAME + _BARS
    yield anchor(row.href, *name(row.label, y=top + 14, spare=width(total) + 12), title=row.label)
    yield label(total, x="100%", y=top + 14, class_="halo", text_anchor="end")
    yield shape("line", x1="0", x2="100%", y1=floor, y2=floor, class_="grid")
    room = 1 / max(len(row.points), 1)
    for index, point in enumerate(row.points):
        if point.count:
            x, across = share((index + 0.1) * room), share(0.8 * room)
            height = max(_BARS * point.count / most, 1.5)
            yield anchor(
                point.href,
                shape("rect", x=share(index * room), width=share(room), y=top + _NAME, height=_BARS, class_="reach"),
                shape("rect", x=x, width=across, y=floor - height, height=height, class_=f"{row.key} filled"),
                title=point.label,
            )

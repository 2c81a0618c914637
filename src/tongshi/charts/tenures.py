"""Spans of time as bars below each other, with the days that are evidence of them; open ends are drawn open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.axis import MONTHS, Window, axis
from tongshi.charts.bands import WIDTHS
from tongshi.charts.chart import Cell, Chart, Frame, table
from tongshi.charts.svg import anchor, drawing, group, label, placed, shape, share
from tongshi.charts.text import fitted
from tongshi.hypertext import Markup

_ROW = 42.0
_BAR = 28.0  # pixels below the top of a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A day on which something is told, in words, and where."""

    day: dt.date
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office that somebody held: its first and last day, `None` where they are open; `dates` has them in words.

    `key` is the class of its colour; `label` is what stands above the bar, `told` the whole of it.
    """

    label: str
    told: str
    first: dt.date | None
    last: dt.date | None
    dates: str
    key: str = "series-1"
    href: str = ""
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenures:
    """Rows from above; `head` names the columns of the table: office, dates, days of evidence."""

    frame: Frame
    window: Window
    rows: Sequence[Tenure]
    head: tuple[str, str, str]
    months: Sequence[str] = MONTHS


def tenures(chart: Tenures) -> Chart:
    """The chart."""
    floor = len(chart.rows) * _ROW + 4
    time, below = axis(chart.window, chart.window.at, top=0, bottom=floor, months=chart.months, finest="month")
    rows = [group(_row(chart.window, each, index * _ROW), class_="tenure") for index, each in enumerate(chart.rows)]
    return Chart(
        drawing(chart.frame, floor + below, [time, *rows]),
        (),
        table(
            chart.head,
            ([Cell(each.told, each.href), Cell(each.dates), Cell(len(each.evidence))] for each in chart.rows),
        ),
    )


def _row(window: Window, tenure: Tenure, top: float) -> Iterator[Markup]:
    y = top + _BAR
    # one that is open is drawn to the edge, from the last day that is known of it
    known = [each.day for each in tenure.evidence] + [day for day in (tenure.first, tenure.last) if day]
    first = tenure.first or min(known, default=window.first)
    last = tenure.last or max(known, default=window.last)
    parts = [label(fitted(tenure.label, WIDTHS["narrow"]), x=0, y=top + 15, class_="name")]
    part = window.part(first, last)
    if part:
        if tenure.first is None and part[0] > 0:
            parts.append(_open(0, part[0], y))
        if tenure.last is None and part[1] < 1:
            parts.append(_open(part[1], 1, y))
        if tenure.first is None:
            parts.append(_arrow(0, y, "M4,-4 -1,0 4,4"))
        if tenure.last is None:
            parts.append(_arrow(1, y, "M-4,-4 1,0 -4,4"))
        parts.append(
            shape("rect", x=share(part[0]), width=share(part[1] - part[0]), y=y - 4, height=8, rx=2, class_="filled")
        )
    yield anchor(tenure.href, *parts, title=f"{tenure.told}: {tenure.dates}", class_=tenure.key)
    for each in tenure.evidence:
        found = window.part(each.day, each.day)
        if found:
            at = (found[0] + found[1]) / 2
            dot = shape("circle", cx=share(at), cy=y, r=3, class_="evidence")
            yield anchor(each.href, shape("circle", cx=share(at), cy=y, r=8, class_="reach"), dot, title=each.label)


def _open(start: float, end: float, y: float) -> Markup:
    return shape("line", x1=share(start), x2=share(end), y1=y, y2=y, class_="unended")


def _arrow(at: float, y: float, path: str) -> Markup:
    return placed([shape("path", d=path, class_="arrow")], at, y)

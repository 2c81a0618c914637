"""Spans of time as bars below each other, with the days that are evidence of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.axis import MONTHS, Window, axis
from tongshi.charts.chart import Cell, Chart, Frame, table
from tongshi.charts.labelling import name
from tongshi.charts.svg import anchor, drawing, placed, shape, share
from tongshi.hypertext import Markup

_ROW = 42.0
_BAR = 28.0  # pixels below the top of a row


#: An open end: two angles that lead on from a bar.
_ON = "M2.5,-3.5 6,0 2.5,3.5 M6.5,-3.5 10,0 6.5,3.5"
_BACK = "M-2.5,-3.5 -6,0 -2.5,3.5 M-6.5,-3.5 -10,0 -6.5,3.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A day on which something is told, in words, and where."""

    day: dt.date
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office that somebody held, from the first to the last day that are known of it; `dates` says so in words.

    An open end is one before or after which it may have been held as well. `key` is the class of its colour.
    """

    label: str
    first: dt.date
    last: dt.date
    open_start: bool = False
    open_end: bool = False
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
    colon: str = ": "  # between an office and its dates


def tenures(chart: Tenures) -> Chart:
    """The chart."""
    floor = len(chart.rows) * _ROW + 4
    time, below = axis(chart.window, chart.window.at, top=0, bottom=floor, months=chart.months, finest="month")
    rows = [part for index, each in enumerate(chart.rows) for part in _row(chart, each, index * _ROW)]
    return Chart(
        drawing(chart.frame, floor + below, [time, *rows]),
        (),
        table(
            chart.head,
            ([Cell(each.label, each.href), Cell(each.dates), Cell(len(each.evidence))] for each in chart.rows),
        ),
    )


def _row(chart: Tenures, tenure: Tenure, top: float) -> Iterator[Markup]:
    window, y = chart.window, top + _BAR
    parts = [*name(tenure.label, y=top + 15)]
    part = window.part(tenure.first, tenure.last)
    if part:
        bar = {"x": share(part[0]), "width": share(part[1] - part[0])}
        parts.append(shape("rect", y=y - 4, height=8, class_="filled", **bar))
        if tenure.open_start:
            parts.append(placed([shape("path", d=_BACK, class_="going-on")], part[0], y))
        if tenure.open_end:
            parts.append(placed([shape("path", d=_ON, class_="going-on")], part[1], y))
    yield anchor(tenure.href, *parts, title=f"{tenure.label}{chart.colon}{tenure.dates}", class_=tenure.key)
    for each in tenure.evidence:
        found = window.part(each.day, each.day)
        if found:
            at = share((found[0] + found[1]) / 2)
            dot = shape("circle", cx=at, cy=y, r=3, class_="evidence")
            yield anchor(each.href, shape("circle", cx=at, cy=y, r=8, class_="reach"), dot, title=each.label)

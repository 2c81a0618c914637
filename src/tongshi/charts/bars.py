"""Bars that lie: one or several for each name; and two sides back to back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.chart import Category, Cell, Chart, Frame, Sign, Table, table
from tongshi.charts.labelling import name
from tongshi.charts.marks import colour_sign
from tongshi.charts.svg import anchor, drawing, label, shape, share
from tongshi.hypertext import Markup

_NAME = 20.0  # pixels for the name above its bars
_BAR = 12.0
_GAP = 3.0
_AFTER = 9.0
_LONGEST = 0.8  # of the width: behind it stands the number
_HALF = 0.4  # the same of two sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A bar: how long, as its number is written, in words, and where it leads."""

    amount: float
    text: str
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name, where it leads, and its values, one for each category."""

    label: str
    href: str = ""
    values: Sequence[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Names from above. `categories` are the classes of the bars of each; `head` names the column of names."""

    frame: Frame
    categories: Sequence[Category]
    rows: Sequence[Named]
    head: str


def bars(chart: Bars) -> Chart:
    """The chart, all bars from the left."""
    pitch = _NAME + len(chart.categories) * (_BAR + _GAP) + _AFTER
    most = _most(chart)
    rows = [part for index, row in enumerate(chart.rows) for part in _row(chart, row, index * pitch, most)]
    return Chart(drawing(chart.frame, max(len(chart.rows) * pitch - _AFTER, 1), rows), _signs(chart), _table(chart))


def mirrored(chart: Bars) -> Chart:
    """The chart of two categories, the first to the left of the middle, the second to the right."""
    pitch = _NAME + _BAR + _AFTER
    most = _most(chart)
    rows = [part for index, row in enumerate(chart.rows) for part in _back_to_back(chart, row, index * pitch, most)]
    return Chart(drawing(chart.frame, max(len(chart.rows) * pitch, 1), rows), _signs(chart), _table(chart))


def _row(chart: Bars, row: Named, top: float, most: float) -> Iterator[Markup]:
    yield anchor(row.href, *name(row.label, y=top + 14), title=row.label)
    for index, (category, value) in enumerate(zip(chart.categories, row.values, strict=True)):
        y = top + _NAME + index * (_BAR + _GAP)
        length = _LONGEST * value.amount / most
        yield anchor(
            value.href,
            shape("rect", x="0", width="100%", y=y, height=_BAR, class_="reach"),
            shape("rect", x="0", width=share(length), y=y, height=_BAR, class_=f"{category.key} filled"),
            label(value.text, x=share(length), dx=6, y=y + _BAR - 2),
            title=value.label,
        )


def _back_to_back(chart: Bars, row: Named, top: float, most: float) -> Iterator[Markup]:
    y = top + _NAME
    yield anchor(row.href, *name(row.label, x="50%", y=top + 14, text_anchor="middle"), title=row.label)
    for side, (category, value) in enumerate(zip(chart.categories, row.values, strict=True)):
        length = _HALF * value.amount / most
        end = 0.5 + length if side else 0.5 - length
        yield anchor(
            value.href,
            shape("rect", x=share(0.5 * side), width="50%", y=y, height=_BAR, class_="reach"),
            shape(
                "rect", x=share(min(end, 0.5)), width=share(length), y=y, height=_BAR, class_=f"{category.key} filled"
            ),
            label(
                value.text,
                x=share(end),
                dx=6 if side else -6,
                y=y + _BAR - 2,
                text_anchor="start" if side else "end",
            ),
            title=value.label,
        )
    yield shape("line", x1="50%", x2="50%", y1=y - 2, y2=y + _BAR + 2, class_="base")


def _most(chart: Bars) -> float:
    return max((value.amount for row in chart.rows for value in row.values), default=0) or 1


def _signs(chart: Bars) -> tuple[Sign, ...]:
    return tuple(map(colour_sign, chart.categories)) if len(chart.categories) > 1 else ()


def _table(chart: Bars) -> Table:
    head = [chart.head, *(each.label for each in chart.categories)]
    rows = ([Cell(row.label, row.href), *(Cell(value.text, value.href) for value in row.values)] for row in chart.rows)
    return table(head, rows)

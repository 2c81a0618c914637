"""Counts by period as stacked bars, with what the archive holds of each period below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tongshi.charts.axis import MONTHS, axis_of_periods, round_scale
from tongshi.charts.chart import Category, Cell, Chart, Frame, Sign, table
from tongshi.charts.marks import BAND, colour_sign, extent_mark, extent_sign, extents
from tongshi.charts.svg import anchor, drawing, group, label, shape, share
from tongshi.hypertext import Markup
from tongshi.periods import Period, Unit

_TOP = 14.0
_BARS = 190.0  # pixels that the highest value of the scale takes
_FILLED = 0.82  # of the room of a bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period: counts by key of a category, what the archive holds of it, all of it in words, and its page."""

    period: Period
    counts: Mapping[str, int]
    label: str
    extent: str = ""
    href: str = ""

    @property
    def total(self) -> int:
        """All."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked:
    """Bars, one for each period in order and none left out; categories from the bottom up.

    `head` names the columns of the table beside those of the categories: period, all, and what the archive holds.
    `extents` are the words for covered, thin and none.
    """

    frame: Frame
    unit: Unit
    categories: Sequence[Category]
    bars: Sequence[Bar]
    extents: Sequence[Category] = ()
    head: tuple[str, str, str]
    months: Sequence[str] = MONTHS
    colon: str = ": "  # between a time and what the archive holds of it


def stacked(chart: Stacked) -> Chart:
    """The chart."""
    return Chart(_drawing(chart), tuple(_signs(chart)), table(_head(chart), (_row(chart, bar) for bar in chart.bars)))


def _drawing(chart: Stacked) -> Markup:
    id_ = chart.frame.id
    scale = round_scale(max((bar.total for bar in chart.bars), default=0))
    floor = _TOP + _BARS
    parts = [extents(id_), group(_lines(scale), class_="axis", aria_hidden="true")]
    bottom = floor + 4 + (BAND + 3 if chart.extents else 0)
    below = 0.0
    if chart.bars:
        shown = [bar.period for bar in chart.bars]
        time, below = axis_of_periods(shown, top=floor, bottom=bottom, months=chart.months, finest=chart.unit)
        parts.append(time)
    if chart.extents:
        parts += _coverage(chart, floor + 4)
    parts += [_bar(chart, index, _BARS / scale[-1]) for index in range(len(chart.bars))]
    return drawing(chart.frame, bottom + below, parts, class_="gutter" if scale[-1] < 1000 else "gutter large")


def _lines(scale: Sequence[int]) -> Iterator[Markup]:
    for value in scale:
        y = _TOP + _BARS * (1 - value / scale[-1])
        yield shape("line", x1="0", x2="100%", y1=y, y2=y, class_="base" if value == 0 else "grid")
        yield label(f"{value:,}", x=-8, y=y + 4, text_anchor="end")


def _bar(chart: Stacked, index: int, unit: float) -> Markup:
    bar, room = chart.bars[index], 1 / len(chart.bars)
    x, width = share((index + (1 - _FILLED) / 2) * room), share(room * _FILLED)
    whole = shape("rect", x=share(index * room), width=share(room), y=_TOP, height=_BARS, class_="reach")
    parts, top = [whole], _TOP + _BARS
    for each in chart.categories:
        height = bar.counts.get(each.key, 0) * unit
        if height:
            top -= height
            parts.append(shape("rect", x=x, width=width, y=top, height=height, class_=f"{each.key} filled"))
    return anchor(bar.href if bar.total else "", *parts, title=bar.label, class_="bar")


def _coverage(chart: Stacked, y: float) -> Iterator[Markup]:
    """Each run of periods of which the archive holds as much."""
    words = {each.key: each.label for each in chart.extents}
    begun = 0
    for extent, run in groupby(chart.bars, key=lambda bar: bar.extent):
        bars = list(run)
        told = f"{bars[0].period.label} – {bars[-1].period.label}{chart.colon}{words.get(extent, extent)}"
        part = begun / len(chart.bars), (begun + len(bars)) / len(chart.bars)
        begun += len(bars)
        if extent:
            yield extent_mark(chart.frame.id, extent, told, part, y)


def _signs(chart: Stacked) -> Iterator[Sign]:
    used = {key for bar in chart.bars for key, count in bar.counts.items() if count}
    yield from (colour_sign(each) for each in chart.categories if each.key in used)
    held = {bar.extent for bar in chart.bars}
    yield from (extent_sign(chart.frame.id, each) for each in chart.extents if each.key in held)


def _head(chart: Stacked) -> Iterator[str]:
    yield chart.head[0]
    yield from (each.label for each in chart.categories)
    yield chart.head[1]
    if chart.extents:
        yield chart.head[2]


def _row(chart: Stacked, bar: Bar) -> Iterator[Cell]:
    yield Cell(bar.period.label, bar.href)
    yield from (Cell(bar.counts.get(each.key, 0)) for each in chart.categories)
    yield Cell(bar.total)
    if chart.extents:
        yield Cell(next((each.label for each in chart.extents if each.key == bar.extent), bar.extent))

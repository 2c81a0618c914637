"""Contacts as marks on time, in lanes, with the gaps between them, at any zoom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tongshi.charts.axis import MONTHS, Window, axis
from tongshi.charts.bands import BANDS, WIDTHS, Band, shown_in
from tongshi.charts.chart import Category, Cell, Chart, Frame, Sign, table
from tongshi.charts.clustering import HEIGHT, Cluster, clustered
from tongshi.charts.labelling import name
from tongshi.charts.marks import (
    BAND,
    RADIUS,
    Held,
    colour_sign,
    coverage_band,
    extent_sign,
    extents,
    hatch_sign,
    status_mark,
    status_sign,
    statuses,
)
from tongshi.charts.svg import anchor, classes, drawing, hatching, label, placed, shape, share
from tongshi.charts.text import width
from tongshi.hypertext import Markup

_HEAD = 20.0  # pixels above a lane, for its name
_LANE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A contact: the days on which it was, or can have been where they are not exact.

    `key` is the class of its colour; `cells` are those of its row in the table, behind date and label.
    """

    first: dt.date
    last: dt.date
    exact: bool = True
    lane: str
    key: str = ""
    status: str = "held"
    label: str
    href: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days without a mark: in words, and as shortly as may stand in it; `lane` empty: in none."""

    first: dt.date
    last: dt.date
    lane: str = ""
    label: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Lanes from above, each a key and a name; marks and pauses outside of the window are left out.

    `together` says of marks that stand for one: what they are in words, and where they lead (the window that shows them
    apart). `head` names the columns of the table: the date, the mark, and those of `Mark.cells`.
    """

    frame: Frame
    window: Window
    lanes: Sequence[Category]
    marks: Sequence[Mark]
    together: Callable[[Sequence[Mark]], tuple[str, str]]
    pauses: Sequence[Pause] = ()
    held: Sequence[Held] = ()
    categories: Sequence[Category] = ()
    statuses: Sequence[Category] = ()
    extents: Sequence[Category] = ()
    pause_label: str = ""
    head: Sequence[str]
    months: Sequence[str] = MONTHS


def timeline(chart: Timeline) -> Chart:
    """The chart."""
    shown = sorted(
        (each for each in chart.marks if chart.window.part(each.first, each.last)),
        key=lambda each: (_day(each), each.last, each.label, each.href),
    )
    return Chart(_drawing(chart, shown), tuple(_signs(chart, shown)), table(chart.head, map(_row, shown)))


def _drawing(chart: Timeline, marks: Sequence[Mark]) -> Markup:
    id_ = chart.frame.id
    everywhere = [pause for pause in chart.pauses if not pause.lane]
    head = _HEAD if everywhere else 0.0  # where the days of those stand
    floor = head + len(chart.lanes) * (_HEAD + _LANE) + 4
    bottom = floor + (BAND + 8 if chart.held else 2)
    time, below = axis(chart.window, chart.window.at, top=0, bottom=bottom, months=chart.months)
    parts = [
        statuses(id_, {each.status for each in marks}),
        extents(id_),
        shape("defs", hatching(f"{id_}-pause", "hatch pause")),
        *(_pause(chart, each, top=0, height=floor, words_at=14) for each in everywhere),
        time,
    ]
    if chart.held:
        parts += coverage_band(id_, chart.held, chart.window, floor + 4)
    for index, lane in enumerate(chart.lanes):
        y = head + index * (_HEAD + _LANE)
        inside = [each for each in marks if each.lane == lane.key]
        parts += _lane(chart, lane, inside, y)
    return drawing(chart.frame, bottom + below, parts)


def _lane(chart: Timeline, lane: Category, marks: Sequence[Mark], top: float) -> Iterator[Markup]:
    middle = top + _HEAD + _LANE / 2
    for pause in chart.pauses:
        if pause.lane == lane.key:
            yield _pause(chart, pause, top=middle - 9, height=18, words_at=middle + 4)
    yield shape("line", x1="0", x2="100%", y1=middle, y2=middle, class_="grid")
    yield from name(lane.label, y=top + 15)
    drawn: dict[Cluster, list[Band]] = defaultdict(list)
    places = [min(max(_middle(chart.window, each), 0.0), 1.0) for each in marks]
    for band, room in WIDTHS.items():
        for cluster in clustered(places, room, RADIUS):
            # a mark alone stands where it belongs at any width
            alone = len(cluster.members) == 1
            drawn[Cluster(cluster.members, places[cluster.members[0]], RADIUS) if alone else cluster].append(band)
    for cluster, bands in sorted(drawn.items(), key=lambda item: (item[0].members, item[0].at)):
        members = [marks[index] for index in cluster.members]
        if len(members) == 1:
            yield _single(chart, members[0], cluster.at, middle, shown_in(bands))
        else:
            yield _several(chart, members, cluster, middle, shown_in(bands))


def _pause(chart: Timeline, pause: Pause, *, top: float, height: float, words_at: float) -> Markup:
    part = chart.window.part(pause.first, pause.last)
    if part is None:
        return Markup("")
    across = part[1] - part[0]
    fits = [band for band in BANDS if across * WIDTHS[band] > width(pause.text) + 12]
    area = shape(
        "rect",
        x=share(part[0]),
        width=share(across),
        y=top,
        height=height,
        class_="pause",
        fill=f"url(#{chart.frame.id}-pause)",
    )
    words = label(
        pause.text,
        x=share(part[0] + across / 2),
        y=words_at,
        text_anchor="middle",
        class_=classes("days", shown_in(fits)),
    )
    return anchor(pause.href, area, *([words] if pause.text and fits else ()), title=pause.label)


def _single(chart: Timeline, mark: Mark, at: float, y: float, bands: str) -> Markup:
    part = chart.window.part(mark.first, mark.last)
    inside = [shape("circle", cx=share(at), cy=y, r=9, class_="reach")]
    if part and mark.last > mark.first:
        kind = "lasting" if mark.exact else "lasting inexact"
        inside.append(shape("line", x1=share(part[0]), x2=share(part[1]), y1=y, y2=y, class_=kind))
    inside.append(status_mark(chart.frame.id, mark.status, at, y))
    return anchor(mark.href, *inside, title=mark.label, class_=classes("mark", mark.key, bands))


def _several(chart: Timeline, marks: Sequence[Mark], cluster: Cluster, y: float, bands: str) -> Markup:
    told, there = chart.together(marks)
    keys = {mark.key for mark in marks}
    key = keys.pop() if len(keys) == 1 else ""
    pill = shape(
        "rect", x=-cluster.reach, y=-HEIGHT / 2, width=2 * cluster.reach, height=HEIGHT, rx=HEIGHT / 2, class_="disc"
    )
    figures = label(f"{len(marks):,}", x=0, y=4, text_anchor="middle", class_="figures")
    inside = placed([pill, figures], cluster.at, y)
    return anchor(there, inside, title=told, class_=classes("cluster", key, bands))


def _middle(window: Window, mark: Mark) -> float:
    """The middle of the day on which it began, or of the days on which it can have been."""
    if mark.exact:
        return window.at(mark.first) + 0.5 / window.days
    return (window.at(mark.first) + window.at(mark.last) + 1 / window.days) / 2


def _day(mark: Mark) -> dt.date:
    return mark.first if mark.exact else mark.first + (mark.last - mark.first) / 2


def _signs(chart: Timeline, marks: Sequence[Mark]) -> Iterator[Sign]:
    keys, states = {each.key for each in marks}, {each.status for each in marks}
    yield from (colour_sign(each) for each in chart.categories if each.key in keys)
    yield from (status_sign(each) for each in chart.statuses if each.key in states)
    extents_held = {each.extent for each in chart.held}
    yield from (extent_sign(chart.frame.id, each) for each in chart.extents if each.key in extents_held)
    if chart.pauses and chart.pause_label:
        yield hatch_sign(chart.frame.id, chart.pause_label, "hatch pause")


def _row(mark: Mark) -> Iterator[Cell]:
    yield Cell(mark.first.isoformat() if mark.first == mark.last else f"{mark.first} – {mark.last}")
    yield Cell(mark.label, mark.href)
    yield from map(Cell, mark.cells)

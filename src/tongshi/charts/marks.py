"""The shape of each status, so that colour never says it alone, and the bands of what an archive holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tongshi.charts.axis import Window
from tongshi.charts.chart import Category, Sign
from tongshi.charts.svg import group, hatching, shape, share
from tongshi.charts.text import clipped
from tongshi.hypertext import Markup

#: Half of what a mark takes in each direction, in pixels.
RADIUS = 5.5

#: How high the band of coverage is.
BAND = 6.0

#: Around its own origin; the status of what has none is drawn as held.
_SHAPES: Mapping[str, tuple[Markup, ...]] = {
    "held": (shape("circle", r=5, class_="shape-full"),),
    "planned": (shape("circle", r=4.2, class_="shape-open"),),
    "proposed": (shape("circle", r=4.2, class_="shape-open shape-dashed"),),
    "cancelled": (shape("path", d="M-4,-4 4,4 M4,-4 -4,4", class_="shape-line"),),
    "refused": (
        shape("path", d="M-4.2,-4.2 h8.4 v8.4 h-8.4 z", class_="shape-open"),
        shape("path", d="M-4,0 h8", class_="shape-line"),
    ),
    "denied": (shape("path", d="M0,-5.3 5.3,0 0,5.3 -5.3,0 z", class_="shape-open"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the archive holds of some days: covered, thin or none; `label` says so in words."""

    first: dt.date
    last: dt.date
    extent: str
    label: str


def statuses(id_: str, used: Collection[str]) -> Markup:
    """The shapes that a drawing uses, to be put where they belong by `status_mark`."""
    return shape("defs", *(group(parts, id=f"{id_}-{key}") for key, parts in _SHAPES.items() if key in used))


def status_mark(id_: str, status: str, at: float, y: float) -> Markup:
    """The shape of a status at a place."""
    return shape("use", href=f"#{id_}-{status if status in _SHAPES else 'held'}", x=share(at), y=y)


def status_sign(category: Category) -> Sign:
    """The shape of a status, for the list of what marks mean; `key` is the status."""
    return _sign(group(_SHAPES.get(category.key, _SHAPES["held"]), class_="mark"), category.label, "-7 -7 14 14")


def colour_sign(category: Category) -> Sign:
    """The colour of a class."""
    square = shape("rect", x=1, y=1, width=12, height=12, rx=2, class_=f"{category.key} filled")
    return _sign(square, category.label)


def extent_sign(id_: str, category: Category) -> Sign:
    """How days of which the archive holds so much are drawn; `key` is the extent."""
    return _sign(_extent(id_, category.key, x=1, width=12, y=3, height=8), category.label)


def hatch_sign(id_: str, words: str, class_: str = "hatch") -> Sign:
    """Slanting lines."""
    pattern = shape("defs", hatching(f"{id_}-sign", class_))
    area = shape("rect", x=1, y=1, width=12, height=12, fill=f"url(#{id_}-sign)", class_="extent-mark")
    return _sign(group([pattern, area]), words)


def extents(id_: str) -> Markup:
    """The patterns of `coverage_band`."""
    return shape("defs", hatching(f"{id_}-none"), hatching(f"{id_}-thin", "hatch thin"))


def extent_mark(id_: str, extent: str, title: str, part: tuple[float, float], y: float) -> Markup:
    """A part of the band below a chart that says what the archive holds."""
    return _extent(id_, extent, title, x=share(part[0]), width=share(part[1] - part[0]), y=y, height=BAND)


def coverage_band(id_: str, held: Iterable[Held], window: Window, y: float) -> Iterator[Markup]:
    """The whole of the band, below a chart of days."""
    for each in held:
        part = window.part(each.first, each.last)
        if part:
            yield extent_mark(id_, each.extent, each.label, part, y)


def _extent(id_: str, extent: str, title: str = "", **place: str | float) -> Markup:
    if extent == "covered":
        return shape("rect", title=title, class_="extent-mark covered", **place)
    return shape("rect", title=title, class_="extent-mark", fill=f"url(#{id_}-{extent})", **place)


def _sign(content: Markup, words: str, box: str = "0 0 14 14") -> Sign:
    drawn = shape("svg", content, viewBox=box, width=14, height=14, aria_hidden="true", class_="chart-sign")
    return Sign(drawn, clipped(words))

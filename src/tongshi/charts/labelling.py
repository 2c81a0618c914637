"""Labels at each width of the chart: as much of a name as has room, and labels that do not lie over each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tongshi.charts.bands import WIDTHS, Band, shown_in
from tongshi.charts.svg import classes, label
from tongshi.charts.text import SIZE, fitted, width
from tongshi.hypertext import Markup

Side = Literal["right", "left", "below", "above"]

_BESIDE = 4.0  # pixels from a disc to its label
_HALO = 2.0  # pixels around a label that are kept free


@dataclass(frozen=True, slots=True)
class Disc:
    """A place across as a share of the width, all else in pixels."""

    at: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """An area in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def sides(discs: Sequence[Disc], room: float) -> list[Side | None]:
    """On which side of its disc each label stands in a drawing of so many pixels, None where there is no room.

    The first are served first.
    """
    taken = [(index, _disc_box(each, room)) for index, each in enumerate(discs)]
    labels: list[Box] = []
    found: list[Side | None] = []
    for index, disc in enumerate(discs):
        side = next(
            (
                side
                for side, box in boxes(disc, room)
                if box.left >= 0
                and box.right <= room
                and not any(box.meets(label) for label in labels)
                and not any(box.meets(other) for at, other in taken if at != index)
            ),
            None,
        )
        if side:
            labels.append(dict(boxes(disc, room))[side])
        found.append(side)
    return found


def boxes(disc: Disc, room: float) -> Iterator[tuple[Side, Box]]:
    """What a label takes on each side of its disc, the best side first."""
    x, y, long = disc.at * room, disc.y, width(disc.label) + 2 * _HALO
    half, away = SIZE / 2 + _HALO, disc.radius + _BESIDE - _HALO
    yield "right", Box(x + away, y - half, x + away + long, y + half)
    yield "left", Box(x - away - long, y - half, x - away, y + half)
    yield "below", Box(x - long / 2, y + away, x + long / 2, y + away + 2 * half)
    yield "above", Box(x - long / 2, y - away - 2 * half, x + long / 2, y - away)


def offset(disc: Disc, side: Side) -> tuple[float, float, str]:
    """Where a label is written, from the middle of its disc, and which of its ends stands there."""
    away = disc.radius + _BESIDE
    return {
        "right": (away, 4.0, "start"),
        "left": (-away, 4.0, "end"),
        "below": (0.0, away + SIZE - 2, "middle"),
        "above": (0.0, -away - 2, "middle"),
    }[side]


def _disc_box(disc: Disc, room: float) -> Box:
    x = disc.at * room
    return Box(x - disc.radius, disc.y - disc.radius, x + disc.radius, disc.y + disc.radius)


def name(words: str, *, y: float, x: str = "0", spare: float = 0, **attributes: str) -> Iterator[Markup]:
    """A name that has all the width but some pixels, cut where that is less than it needs."""
    found: dict[str, list[Band]] = defaultdict(list)
    for band, room in WIDTHS.items():
        found[fitted(words, room - spare)].append(band)
    for cut, bands in found.items():
        yield label(cut, x=x, y=y, class_=classes("name halo", shown_in(bands)), **attributes)

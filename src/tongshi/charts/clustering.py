"""Marks of a lane that would lie over each other become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.charts.text import width

#: Pixels left between two marks.
APART = 3.0

#: How high a cluster is drawn.
HEIGHT = 18.0

#: The size of the figures in a cluster.
FIGURES = 11.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks by their index, where they stand together, and half of what they take, in pixels."""

    members: tuple[int, ...]
    at: float
    reach: float


def clustered(places: Sequence[float], room: float, radius: float) -> list[Cluster]:
    """Marks of some radius at places in order, in a lane of `room` pixels: none that is left overlaps, or leaves it."""
    kept: list[Cluster] = []
    for index, place in enumerate(places):
        last = Cluster((index,), _within(place, radius, room), radius)
        while kept and (last.at - kept[-1].at) * room < kept[-1].reach + last.reach + APART:
            last = _joined(kept.pop(), last, room, radius)
        kept.append(last)
    return kept


def _joined(one: Cluster, other: Cluster, room: float, radius: float) -> Cluster:
    members = one.members + other.members
    reach = max(HEIGHT / 2, width(f"{len(members):,}", FIGURES) / 2 + 5)
    at = (one.at * len(one.members) + other.at * len(other.members)) / len(members)
    return Cluster(members, _within(at, reach, room), reach)


def _within(place: float, reach: float, room: float) -> float:
    """The nearest place at which something does not stick out."""
    return min(max(place, reach / room), 1 - reach / room)

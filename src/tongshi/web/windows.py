"""The part of time that a view shows, and those beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongshi.charts import Window

#: No window is zoomed to fewer days.
LEAST_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The windows that lead on from one: None where there is nothing there, or no other."""

    nearer: Window | None
    farther: Window | None
    earlier: Window | None
    later: Window | None
    whole: Window | None


def ways(window: Window, whole: Window) -> Ways:
    """From a window, where there is something to be seen in `whole`."""
    half = max(window.days // 2, 1)
    quarter = window.days // 4
    wide = window.first <= whole.first and window.last >= whole.last
    return Ways(
        nearer=_moved(window, quarter, -quarter) if window.days - 2 * quarter >= LEAST_DAYS else None,
        farther=None if wide else _cut(_moved(window, -half, half), window, whole),
        earlier=_moved(window, -half, -half) if window.first > whole.first else None,
        later=_moved(window, half, half) if window.last < whole.last else None,
        whole=None if window == whole else whole,
    )


def around(first: dt.date, last: dt.date) -> Window:
    """A window in which all of some days stand, with room at both sides."""
    room = max((last - first).days // 8, 3)
    return Window(_shifted(first, -room), _shifted(last, room))


def joined(one: Window, other: Window) -> Window:
    """All days of both, and those between."""
    return Window(min(one.first, other.first), max(one.last, other.last))


def _cut(wider: Window, window: Window, whole: Window) -> Window:
    """No wider than all that there is, or than it was."""
    most = joined(window, whole)
    return Window(max(wider.first, most.first), min(wider.last, most.last))


def _moved(window: Window, first: int, last: int) -> Window:
    return Window(_shifted(window.first, first), _shifted(window.last, last))


def _shifted(day: dt.date, by: int) -> dt.date:
    """So many days later, within the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + by, 1), dt.date.max.toordinal()))

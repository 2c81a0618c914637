"""How a contact was reported over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongshi.records import Status

#: In this order one thing can come of another on one day. Which report of a day came first is often not known: many
#: articles are stamped with a day only.
_COURSE: tuple[Status, ...] = ("proposed", "planned", "refused", "cancelled", "held", "denied")


@dataclass(frozen=True, slots=True)
class Reported:
    """A status, when it was first told, and in how many reports until the next; empty: not known."""

    status: Status
    since: str  # UTC, ISO 8601
    reports: int
    day: str  # the same as the outlet dates it, YYYY-MM-DD


def in_course(status: Status, day: str) -> tuple[str, int]:
    """By what reports are ordered to tell what came of a contact: the day of the article, then what can follow what."""
    return day or "9", _COURSE.index(status)


def history(reports: Iterable[tuple[Status, str, str]]) -> tuple[Reported, ...]:
    """The statuses in the order of their days; equal ones in a row are one.

    Of each report status, time of publication (UTC, ISO 8601) and the article's day, empty where they are not known.
    """
    found: list[Reported] = []
    for status, published, day in sorted(reports, key=lambda each: in_course(each[0], each[2])):
        if found and found[-1].status == status:
            last = found[-1]
            found[-1] = Reported(status, last.since, last.reports + 1, last.day)
        else:
            found.append(Reported(status, published, 1, day))
    return tuple(found)

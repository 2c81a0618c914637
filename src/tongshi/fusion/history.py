"""How a contact was reported over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongshi.records import Status


@dataclass(frozen=True, slots=True)
class Reported:
    """A status, when it was first told (UTC, ISO 8601; empty: not known), and in how many reports until the next."""

    status: Status
    since: str
    reports: int


def history(reports: Iterable[tuple[Status, str]]) -> tuple[Reported, ...]:
    """The statuses in order of publication; equal ones in a row are one."""
    found: list[Reported] = []
    for status, published in reports:
        if found and found[-1].status == status:
            found[-1] = Reported(status, found[-1].since, found[-1].reports + 1)
        else:
            found.append(Reported(status, published, 1))
    return tuple(found)

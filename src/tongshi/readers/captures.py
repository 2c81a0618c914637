"""When and from where something was taken from the web."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capture:
    """Where and when a crawler or web archive took what a file holds."""

    url: str  # as asked for
    captured: str = ""  # UTC, ISO 8601
    charset: str = ""  # as the server declared it


def iso_utc(moment: dt.datetime | None) -> str:
    """An aware time as UTC in ISO form, to the second, with `Z`; nothing for None."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""

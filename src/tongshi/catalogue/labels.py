"""What stands for the values of a facet: people and places as they are most often written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person in a line; `id` is the value in the facet."""

    id: str
    name: str  # as most often written
    latin: str  # the same; empty: never glossed
    polity: str  # the one told most often; empty: none ever is
    known: bool  # to the registry
    contacts: int
    first: dt.date | None  # of contacts of which the day is known
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place in a line; `id` is the value in the facet."""

    id: str
    name: str  # as most often written; of a polity its code
    polity: str  # the one told most often; empty: none ever is
    contacts: int
    first: dt.date | None
    last: dt.date | None

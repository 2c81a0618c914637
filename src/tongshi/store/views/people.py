"""Who is named, how often and how."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongshi.records import (
    Mention,
)


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention, its spans in the post's own part of the file, with the article that it stands in."""

    mention: Mention
    post: str
    outlet: str
    day: dt.date | None
    usage: str  # TW, HK, CN; empty: not known
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """How often a spelling is written so, and with that Latin name, in articles of one outlet and one region.

    An article counts once for each spelling: as it first writes it.
    """

    folded: str
    name: str  # as written
    latin: str  # given with it; empty: none
    outlet: str
    usage: str  # TW, HK, CN; empty: not known
    mentions: int
    articles: int
    places: int


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """In how many articles of a day somebody is named with an office, and the first of them."""

    polity: str
    role: str
    mark: str  # former, designate or acting; empty: held
    day: dt.date | None
    articles: int
    post: str


@dataclass(frozen=True, slots=True)
class Namings:
    """How current articles name one person, counted; in no order."""

    written: tuple[Written, ...]
    offices: tuple[OfficeDay, ...]

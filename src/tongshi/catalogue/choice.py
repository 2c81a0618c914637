"""Which contacts of a catalogue are wanted, and in which order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from tongshi.catalogue.facets import FACETS, FacetName

#: By date, by first report, by number of sources; with `-` the latest, or the most, first. Without a date, or a day of
#: publication, a contact stands last in either direction; equals stand latest first.
Order = Literal["-date", "date", "-report", "report", "-sources", "sources"]

ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen of each facet, by its values; every condition given must hold. One empty holds for all.

    Of a facet any of the values chosen is enough, of `polity` all are needed. A contact is tested by what is shown of
    it, not by what single sources say: where one names CN and another US, it is one of both. (`ContactFilter` takes
    only contacts of which one source names both, so it may find fewer.) `since` and `until` are those of
    `ContactFilter`: days that a contact of several days overlaps; they leave out undated ones.
    """

    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    polity: tuple[str, ...] = ()  # all of them
    pair: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    salience: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # values of `person`, all of whom take part, whatever `person` says
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False  # only those without a date

    def of(self, facet: FacetName) -> tuple[str, ...]:
        """The values chosen of a facet."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    @property
    def facets(self) -> tuple[FacetName, ...]:
        """The facets of which something is chosen."""
        return tuple(facet for facet in FACETS if self.of(facet))


#: All contacts.
EVERYTHING = Choice()

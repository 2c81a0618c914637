"""The times in which two sides, or somebody and any other, had no contact, as `tongshi gaps` tells them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from tongshi import timeline
from tongshi.catalogue import Catalogue, Choice
from tongshi.coverage import Holdings
from tongshi.timeline import ANY, Gap


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps at any level in order of time, and how many of the contacts have no date, so that each may lie in any.

    `first` and `last` are the days between which they were looked for.
    """

    all: tuple[Gap, ...]
    undated: int
    first: dt.date
    last: dt.date

    def longest(self, most: int) -> tuple[Gap, ...]:
        """The longest ones, and the last where it goes on."""
        return tuple(timeline.longest(self.all, most))


def gaps(catalogue: Catalogue, choice: Choice, holdings: Holdings) -> Gaps | None:
    """Between the contacts held of a pair or a person, of the days chosen, else of those that the archive covers.

    Without a type chosen of those in which two turn to each other. None where something else is chosen: of many sides
    together there is no silence that would mean anything; or where no such day is covered.
    """
    if not has_sides(choice):
        return None
    first, last = choice.since, choice.until
    if holdings.covered:
        first, last = first or holdings.covered[0], last or holdings.covered[1]
    if first is None or last is None or first > last:
        return None
    wanted = replace(choice, type=choice.type or timeline.DIRECT, status=("held",), since=None, until=None)
    found = catalogue.select(wanted)
    told = timeline.gaps(found, lambda _: "", (), holdings, first, last)
    return Gaps(tuple(each for each in told if each.level == ANY), found.undated, first, last)


def has_sides(choice: Choice) -> bool:
    """Whether two sides are chosen, or somebody."""
    return len(choice.pair) == 1 or len(choice.polity) == 2 or len({*choice.person, *choice.beside}) in {1, 2}

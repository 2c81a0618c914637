"""Contacts by their days, and in other orders than by these."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from tongshi.catalogue import bits
from tongshi.catalogue.choice import Order
from tongshi.store import Contact

#: Positions of contacts in each order.
Orders = Mapping[Order, Sequence[int]]


class Days:
    """The days of contacts that stand latest first, undated ones last."""

    def __init__(self, contacts: Sequence[Contact]) -> None:
        starts = [each.when.start for each in contacts if each.when.start]
        self._size = len(contacts)
        self._ordinals = [-start.toordinal() for start in starts]  # rising, as `bisect` needs them
        self._several = [
            (position, each.when.end)
            for position, each in enumerate(contacts)
            if each.when.start and each.when.end and each.when.end != each.when.start
        ]
        self._of_several = bits.of((position for position, _ in self._several), self._size)
        self._dated = bits.below(len(starts))
        self.undated = bits.below(self._size) ^ self._dated

    def within(self, since: dt.date | None, until: dt.date | None, *, undated: bool = False) -> int:
        """The contacts with a day from `since` to `until`; without either all; `undated`: of these those without."""
        found = bits.below(self._size)
        if undated:
            found &= self.undated
        if since:
            found &= self._ending_from(since)
        if until:
            found &= self._dated ^ bits.below(bisect_left(self._ordinals, -until.toordinal()))
        return found

    def _ending_from(self, since: dt.date) -> int:
        starting = bits.below(bisect_left(self._ordinals, 1 - since.toordinal()))
        ending = bits.of((position for position, end in self._several if end >= since), self._size)
        return starting & ~self._of_several | ending


def orders(contacts: Sequence[Contact]) -> Orders:
    """All orders of contacts that stand latest first."""
    starts = [each.when.start for each in contacts]
    reports = [each.first_report for each in contacts]
    dated = [position for position, start in enumerate(starts) if start]
    told = [position for position, report in enumerate(reports) if report]
    rest = [position for position, start in enumerate(starts) if not start]
    untold = [position for position, report in enumerate(reports) if not report]
    sources = [each.sources for each in contacts]
    return {
        "-date": range(len(contacts)),
        "date": (*sorted(dated, key=lambda each: starts[each] or dt.date.max), *rest),
        "-report": (*sorted(told, key=reports.__getitem__, reverse=True), *untold),
        "report": (*sorted(told, key=reports.__getitem__), *untold),
        "-sources": tuple(sorted(range(len(contacts)), key=sources.__getitem__, reverse=True)),
        "sources": tuple(sorted(range(len(contacts)), key=sources.__getitem__)),
    }

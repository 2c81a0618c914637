"""Contacts in order of time: counted by period, and the gaps between them, beside what the archive holds of each.

Only what the archive covers can be missed: every period and every gap has its coverage, see tongshi.coverage.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from tongshi.coverage import Coverage, Holdings
from tongshi.levels import Attended, Levels
from tongshi.periods import Period, Unit, is_placed, period, periods, span
from tongshi.records import EngagementType
from tongshi.store import Contact

#: The types in which two sides turn to each other: where both sit in one conference, they need not speak, and of an
#: appointment neither takes part.
DIRECT: tuple[EngagementType, ...] = ("call", "meeting", "visit", "talks", "message")

#: In the place of a level: contacts at any.
ANY = "any"

#: The level of a contact.
LevelOf = Callable[[Attended], str]

_DAY = dt.timedelta(days=1)

S = TypeVar("S", bound="Silence")


@dataclass(frozen=True, slots=True)
class Placed:
    """A contact with its level of office and that of each side, and what the archive holds of its month."""

    contact: Contact
    level: str
    sides: Mapping[str, str]
    coverage: Coverage | None  # None: no month is known


@dataclass(frozen=True, slots=True)
class Tally:
    """How many contacts, of which type, at which level; only what there is."""

    types: Mapping[str, int]
    levels: Mapping[str, int]

    @property
    def contacts(self) -> int:
        """All."""
        return sum(self.types.values())


@dataclass(frozen=True, slots=True)
class Count:
    """The contacts of a period, and what the archive holds of it."""

    period: Period
    tally: Tally
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Series:
    """Contacts by period; each is counted once, in one of the three."""

    unit: Unit
    counts: tuple[Count, ...]  # in order of time; periods without contacts of which the archive holds nothing left out
    coarse: Tally  # dated, but not exactly enough to tell the period
    undated: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Days without a contact at some level, both included, from one contact to the next."""

    level: str
    first: dt.date
    last: dt.date
    since: Attended | None  # the last contact before it; None: none is known
    until: Attended | None  # the next one after it

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def goes_on(self) -> bool:
        """Whether the time asked for ends with it, and not it with a contact."""
        return self.until is None or self.until.when.start != self.last + _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Silence):
    """The same with what the archive holds of these days.

    `perhaps` are ids of contacts of which only month or year is known, and which may lie in it.
    """

    perhaps: tuple[str, ...]
    coverage: Coverage


def in_order(
    contacts: Iterable[Contact], levels: Levels, holdings: Holdings, between: Sequence[str] = ()
) -> Iterator[Placed]:
    """Earliest first: what has a month only stands at its beginning, what has no date at the end."""
    exact = {"year": 0, "month": 1, "day": 2, "unknown": 3}
    for each in sorted(contacts, key=lambda one: (one.when.start or dt.date.max, exact[one.when.precision], one.id)):
        start = each.when.start
        month = period(start, "month") if start and is_placed(each.when, "month") else None
        known = holdings.over(month.first, month.last) if month else None
        yield Placed(each, levels.of(each, between), levels.sides(each), known)


# --- series


def series(
    contacts: Iterable[Attended],
    unit: Unit,
    level_of: LevelOf,
    holdings: Holdings,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> Series:
    """Contacts by `unit`, with the periods in which there are none but the archive holds something.

    A visit counts in the period of its first day. `first` and `last` bound the periods without contacts.
    """
    found: dict[Period, list[Attended]] = defaultdict(list)
    coarse, undated = [], []
    for each in contacts:
        if each.when.start is None:
            undated.append(each)
        elif is_placed(each.when, unit):
            found[period(each.when.start, unit)].append(each)
        else:
            coarse.append(each)
    start, end = _later(holdings.first, first), _earlier(holdings.last, last)
    held = {} if start is None or end is None else {each: holdings.over(each.first, each.last)
                                                    for each in periods(start, end, unit)}  # fmt: skip
    counts = [
        Count(each, _tally(found.get(each, ()), level_of), held.get(each) or holdings.over(each.first, each.last))
        for each in sorted({*found, *(each for each, known in held.items() if known.extent != "none")})
    ]
    return Series(unit, tuple(counts), _tally(coarse, level_of), _tally(undated, level_of))


def _tally(contacts: Sequence[Attended], level_of: LevelOf) -> Tally:
    types = Counter(each.type for each in contacts)
    return Tally(
        {type_: types[type_] for type_ in get_args(EngagementType) if types[type_]},
        dict(Counter(level_of(each) for each in contacts)),
    )


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min(one, other) if one and other else one or other


# --- gaps


def gaps(
    contacts: Iterable[Attended],
    level_of: LevelOf,
    levels: Sequence[str],
    holdings: Holdings,
    first: dt.date,
    last: dt.date,
    most: int | None = None,
) -> Iterator[Gap]:
    """The gaps from `first` to `last` at any level, then at each of `levels` at which there are contacts, in order.

    At every level the days of contacts and the gaps fill the whole time, and none is in both. With `most` there are
    only so many of each level, see `longest`.
    """
    by_level: dict[str, list[Attended]] = defaultdict(list)
    for each in contacts:
        by_level[ANY].append(each)
        by_level[level_of(each)].append(each)
    for level in (ANY, *levels):
        if own := by_level.get(level):
            loose = [(*known, each.id) for each in own if each.when.precision != "day" and (known := span(each.when))]
            found = _silences(level, own, first, last)
            chosen = found if most is None else longest(found, most)
            yield from (_gap(silence, loose, holdings) for silence in chosen)


def _silences(level: str, contacts: Sequence[Attended], first: dt.date, last: dt.date) -> Iterator[Silence]:
    exact = [(*known, each) for each in contacts if each.when.precision == "day" and (known := span(each.when))]
    free, ended = first, dt.date.min
    since: Attended | None = None
    for start, end, each in sorted(exact, key=lambda item: (item[0], item[1], item[2].id)):
        if start > free:
            yield Silence(level=level, first=free, last=min(start - _DAY, last), since=since, until=each)
        if start > last:
            return
        if end >= ended:
            since, ended = each, end
        free = max(free, end + _DAY)
        if free > last:
            return
    yield Silence(level=level, first=free, last=last, since=since, until=None)


def _gap(of: Silence, loose: Iterable[tuple[dt.date, dt.date, str]], holdings: Holdings) -> Gap:
    return Gap(
        level=of.level,
        first=of.first,
        last=of.last,
        since=of.since,
        until=of.until,
        perhaps=tuple(id_ for start, end, id_ in loose if start <= of.last and of.first <= end),
        coverage=holdings.over(of.first, of.last),
    )


def longest(found: Iterable[S], most: int) -> list[S]:
    """Of each level the last gap, where it goes on, and the longest ones; in order of time within a level."""
    by_level: dict[str, list[S]] = defaultdict(list)
    for each in found:
        by_level[each.level].append(each)
    kept = []
    for own in by_level.values():
        ranked = sorted(own, key=lambda gap: (-gap.days, gap.first))[:most]
        kept += [each for each in own if each in ranked or each.goes_on]
    return kept

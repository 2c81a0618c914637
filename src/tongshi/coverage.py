"""What an archive holds of a span of days: covered, thin, or none. A gap of the archive is no gap of diplomacy.

What is usual for an outlet decides. A *hole* is a pause between two days with articles that is longer than
`USUAL_TIMES` times the pause that nine in ten of its pauses do not exceed, and than `SHORT_PAUSE` days, or than
`LONG_PAUSE` days whatever is usual: of a daily outlet twelve empty days are one, of a weekly one not. An outlet *runs*
from its first day to its last, but in holes. It weighs as much as it usually tells of diplomacy on a day on which it
runs, and a day is covered where the outlets that run weigh half of what they do on the day of the archive's middle
article, so that few articles of earlier years count little.

A span of days is

    none      where no outlet runs on any of its days;
    covered   where nine in ten of its days are covered, it holds at least half of the articles that the outlets which
              run usually have in such a time, and of these at least `ENOUGH` would be about diplomacy;
    thin      in between: what it does not tell may well have been.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Literal

Extent = Literal["covered", "thin", "none"]

#: A pause that is so many times as long as usual is no hole yet.
USUAL_TIMES = 2

#: Nor is one of so many days from one with articles to the next.
SHORT_PAUSE = 4

#: A longer one is a hole of any outlet: what is archived of it now and then does not cover the time between.
LONG_PAUSE = 62

#: An outlet that runs on fewer days weighs as if it did on so many: its few articles tell little of what is usual.
SHORT_LIFE = 30

#: The share of an outlet's pauses that are usual.
_USUAL_SHARE = 0.9

#: The share of its days that a covered span may lack.
_LACKING = 0.1

#: Of what is usual so much is enough, of articles and of the weight of outlets.
_HALF = 0.5

#: Articles about diplomacy that a span would usually have, for their absence to say something.
ENOUGH = 3.0

#: Days after an event in which a report of it would be expected.
NEWS_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """The articles of an outlet on a day; `day` None: without a day."""

    outlet: str
    day: dt.date | None
    articles: int
    diplomatic: int  # of them so many report an engagement


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Days without articles of an outlet that usually has some, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an archive holds of the days from `first` to `last`."""

    first: dt.date
    last: dt.date
    extent: Extent
    covered_days: int
    articles: int
    diplomatic: int
    usual: float  # articles that the outlets which run usually have in these days
    outlets: tuple[str, ...]  # with articles on these days
    silent: tuple[str, ...]  # that run on none of them, but before and after: these days are in a hole of theirs

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


class _Days:
    """A set of days: runs of them, disjoint and in order, as ordinals of the first and the last day."""

    def __init__(self, runs: Iterable[tuple[int, int]]) -> None:
        self._runs = list(runs)
        self._firsts = [first for first, _ in self._runs]
        self._before = [0, *accumulate(last - first + 1 for first, last in self._runs)]

    def count(self, first: int, last: int) -> int:
        """How many of the days from `first` to `last` are in it."""
        return self._until(last) - self._until(first - 1)

    @property
    def runs(self) -> Sequence[tuple[int, int]]:
        """The first and the last day of each."""
        return self._runs

    def _until(self, day: int) -> int:
        at = bisect_right(self._firsts, day)
        if not at:
            return 0
        start, end = self._runs[at - 1]
        return self._before[at - 1] + min(day, end) - start + 1


class Holding:
    """What an archive holds of one outlet; `counts` are its days with articles, at least one."""

    def __init__(self, outlet: str, counts: Iterable[DayCount], undated: int = 0) -> None:
        ordered = sorted((each.day.toordinal(), each.articles, each.diplomatic) for each in counts if each.day)
        self.outlet = outlet
        self.undated = undated
        self._days = [day for day, _, _ in ordered]
        self._articles = [0, *accumulate(articles for _, articles, _ in ordered)]
        self._diplomatic = [0, *accumulate(diplomatic for _, _, diplomatic in ordered)]
        self.usual_pause = _usual(later - day for day, later in pairwise(self._days))
        self.longest_pause = min(max(SHORT_PAUSE, USUAL_TIMES * self.usual_pause), LONG_PAUSE)
        self._holes = [(day + 1, later - 1) for day, later in pairwise(self._days) if later - day > self.longest_pause]
        self.runs = list(_between(self._days[0], self._days[-1], self._holes))
        self._running = _Days(self.runs)
        running = self.running_days(self._days[0], self._days[-1])
        self.articles_a_day = self.articles / running
        self.diplomatic_a_day = self.diplomatic / max(running, SHORT_LIFE)

    @property
    def first(self) -> dt.date:
        """The first day with an article."""
        return dt.date.fromordinal(self._days[0])

    @property
    def last(self) -> dt.date:
        """The last one."""
        return dt.date.fromordinal(self._days[-1])

    @property
    def articles(self) -> int:
        """How many have a day."""
        return self._articles[-1]

    @property
    def diplomatic(self) -> int:
        """How many of them are about diplomacy."""
        return self._diplomatic[-1]

    @property
    def days(self) -> int:
        """On how many days there are any."""
        return len(self._days)

    @property
    def ordinals(self) -> Sequence[int]:
        """The days on which there are any, in order."""
        return self._days

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The longest first."""
        return _holes(self._holes)

    def running_days(self, first: int, last: int) -> int:
        """On how many of the days (ordinals) it runs."""
        return self._running.count(first, last)

    def lives_in(self, first: int, last: int) -> bool:
        """Whether some of the days lie between its first and its last."""
        return first <= self._days[-1] and self._days[0] <= last

    def count(self, first: int, last: int) -> tuple[int, int]:
        """Articles on these days, and those about diplomacy."""
        start, end = bisect_left(self._days, first), bisect_right(self._days, last)
        return self._articles[end] - self._articles[start], self._diplomatic[end] - self._diplomatic[start]


#: Spans of days of which it is remembered what is held.
_KEPT = 2048


class Holdings:
    """What an archive, or some outlets of it, hold; asked for any span of days."""

    def __init__(self, counts: Iterable[DayCount]) -> None:
        by_outlet: dict[str, list[DayCount]] = defaultdict(list)
        undated: dict[str, int] = defaultdict(int)
        for each in counts:
            if each.day is None:
                undated[each.outlet] += each.articles
            else:
                by_outlet[each.outlet].append(each)
        self.outlets = tuple(
            Holding(outlet, found, undated.get(outlet, 0)) for outlet, found in sorted(by_outlet.items())
        )
        self.undated = dict(sorted(undated.items()))  # articles without a day, by outlet

    @property
    def first(self) -> dt.date | None:
        """The first day with an article; None where there is none."""
        return min((each.first for each in self.outlets), default=None)

    @property
    def last(self) -> dt.date | None:
        """The last one."""
        return max((each.last for each in self.outlets), default=None)

    @property
    def days(self) -> int:
        """On how many days there is an article of any of the outlets."""
        return len(set().union(*(each.ordinals for each in self.outlets)))

    @property
    def covered(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last covered day; None where none is."""
        runs = self._covered.runs
        return (dt.date.fromordinal(runs[0][0]), dt.date.fromordinal(runs[-1][1])) if runs else None

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The days between these that are not covered, the longest hole first."""
        return _holes((end + 1, start - 1) for (_, end), (start, _) in pairwise(self._covered.runs))

    def without(self, first: dt.date, last: dt.date) -> Iterator[Hole]:
        """The days from `first` to `last` of which nothing is held, since no outlet runs, in order of time."""
        free, end = first.toordinal(), last.toordinal()
        runs = sorted(run for each in self.outlets for run in each.runs)
        for start, stop in (*runs, (end + 1, end + 1)):
            if start > free and free <= end:
                yield Hole(first=dt.date.fromordinal(free), last=dt.date.fromordinal(min(start - 1, end)))
            free = max(free, stop + 1)

    def begins(self, outlet: Holding) -> bool:
        """Whether an outlet begins when the archive has been covered for longer than a pause of it."""
        return self.covered is not None and (outlet.first - self.covered[0]).days > outlet.longest_pause

    def ends(self, outlet: Holding) -> bool:
        """Whether it ends so long before the archive does."""
        return self.covered is not None and (self.covered[1] - outlet.last).days > outlet.longest_pause

    def of(self, outlets: Collection[str]) -> Holdings:
        """The same of some outlets only."""
        kept = object.__new__(Holdings)
        kept.outlets = tuple(each for each in self.outlets if each.outlet in outlets)
        kept.undated = {outlet: count for outlet, count in self.undated.items() if outlet in outlets}
        return kept

    def over(self, first: dt.date, last: dt.date) -> Coverage:
        """What is held of the days from `first` to `last`, both included; `last` is not before `first`."""
        return self._remembered(first, last)

    @cached_property
    def _remembered(self) -> Callable[[dt.date, dt.date], Coverage]:
        """The latest answers are kept: the charts of all pages ask for the same months."""
        return lru_cache(_KEPT)(self._over)

    def _over(self, first: dt.date, last: dt.date) -> Coverage:
        span = first.toordinal(), last.toordinal()
        articles = diplomatic = 0
        usual = expected = 0.0
        holding, silent = [], []
        for each in self.outlets:
            if not each.lives_in(*span):
                continue
            running = each.running_days(*span)
            usual += running * each.articles_a_day
            expected += running * each.diplomatic_a_day
            if not running:
                silent.append(each.outlet)
                continue
            own = each.count(*span)
            if own[0]:
                holding.append(each.outlet)
            articles += own[0]
            diplomatic += own[1]
        covered = self._covered.count(*span)
        lacking = span[1] - span[0] + 1 - covered
        enough = articles >= _HALF * usual and expected >= ENOUGH and lacking <= _LACKING * (lacking + covered)
        return Coverage(
            first=first,
            last=last,
            extent="none" if not usual else "covered" if enough else "thin",
            covered_days=covered,
            articles=articles,
            diplomatic=diplomatic,
            usual=usual,
            outlets=tuple(holding),
            silent=tuple(silent),
        )

    def around(self, first: dt.date, last: dt.date) -> Coverage:
        """The same of the time in which what happens on these days is told: from the eve on, and `NEWS_DAYS` after."""
        return self.over(_shifted(first, -1), _shifted(last, NEWS_DAYS))

    @cached_property
    def _covered(self) -> _Days:
        """The days on which the outlets that run weigh enough."""
        weights = list(_weights(self.outlets))
        usual = _middle(weights)
        return _Days(_joined((first, last) for first, last, weight in weights if weight >= _HALF * usual))


def _usual(pauses: Iterable[int]) -> int:
    """The pause that nine in ten do not exceed, of fewer than ten all but the longest; 1 where there is none."""
    ordered = sorted(pauses)
    return ordered[max(int(len(ordered) * _USUAL_SHARE), 1) - 1] if ordered else 1


def _between(first: int, last: int, holes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs of days from `first` to `last` that `holes`, in order, leave."""
    for start, end in holes:
        yield first, start - 1
        first = end + 1
    yield first, last


def _joined(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of days, in order, of which one goes on where the other ends, as one."""
    start = end = None
    for first, last in runs:
        if start is not None and end is not None and first > end + 1:
            yield start, end
            start = None
        start, end = first if start is None else start, last
    if start is not None and end is not None:
        yield start, end


def _holes(runs: Iterable[tuple[int, int]]) -> tuple[Hole, ...]:
    """The longest first."""
    found = [Hole(first=dt.date.fromordinal(first), last=dt.date.fromordinal(last)) for first, last in runs]
    return tuple(sorted(found, key=lambda hole: (-hole.days, hole.first)))


def _weights(outlets: Iterable[Holding]) -> Iterator[tuple[int, int, float]]:
    """Runs of days with the weight of the outlets that run on them, where any does, in order."""
    changes: dict[int, list[float]] = defaultdict(list)
    numbers: dict[int, int] = defaultdict(int)
    for each in outlets:
        for first, last in each.runs:
            for day, sign in ((first, 1), (last + 1, -1)):
                changes[day].append(sign * each.diplomatic_a_day)
                numbers[day] += sign
    weight, number = 0.0, 0
    for day, later in pairwise(sorted(changes)):
        weight += sum(changes[day])
        number += numbers[day]
        if number:
            yield day, later - 1, max(weight, 0.0)


def _middle(weights: Iterable[tuple[int, int, float]]) -> float:
    """The weight on the day of the middle article about diplomacy, were all days as usual, in order of weight."""
    ordered = sorted((weight, weight * (last - first + 1)) for first, last, weight in weights)
    half = sum(articles for _, articles in ordered) / 2
    for weight, articles in ordered:
        half -= articles
        if half <= 0:
            return weight
    return 0.0


def _shifted(day: dt.date, by: int) -> dt.date:
    """So many days later, within the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + by, 1), dt.date.max.toordinal()))

"""Which reports are compared at all: those that share somebody, or all parties, and a time.

Each report is filed under a few keys; only reports filed under one key meet, so that cost grows with what is
reported of the same people at the same time, and not with the square of all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from tongshi.fusion.candidates import Candidate
from tongshi.fusion.days import gatherings
from tongshi.fusion.rules import Rules

#: Of so many participants each two are a key; conferences name more.
_FEW = 6

#: A stay longer than this is filed under its first days.
_LONGEST = 31

#: From this vagueness on (see `Candidate.vague`) all parties say too little: some person must be the same.
_TOO_VAGUE = 3

_Key = tuple[object, ...]


def pairs(candidates: Sequence[Candidate], rules: Rules) -> Iterator[tuple[Candidate, Candidate]]:
    """Each two that may be compared, once; the lesser id first."""
    exact: dict[_Key, list[Candidate]] = defaultdict(list)
    vague: dict[_Key, list[Candidate]] = defaultdict(list)
    for each in candidates:
        keys = _who(each, rules)
        for filed, times in ((exact, _exact_times(each, rules)), (vague, _vague_times(each, rules))):
            for time, who in product(times, keys):
                filed[*time, *who].append(each)
    met: set[tuple[str, str]] = set()
    for one, other in chain(_within_days(exact), _with_vague(exact, vague)):
        first, second = (one, other) if one.id < other.id else (other, one)
        if first.id != second.id and (first.id, second.id) not in met:
            met.add((first.id, second.id))
            yield first, second


def _within_days(exact: dict[_Key, list[Candidate]]) -> Iterator[tuple[Candidate, Candidate]]:
    for key, bucket in exact.items():
        if key[0] == "day":
            yield from combinations(bucket, 2)


def _with_vague(
    exact: dict[_Key, list[Candidate]], vague: dict[_Key, list[Candidate]]
) -> Iterator[tuple[Candidate, Candidate]]:
    for key, bucket in vague.items():
        yield from combinations(bucket, 2)
        yield from product(bucket, exact.get(key, ()))


def _who(candidate: Candidate, rules: Rules) -> set[_Key]:
    """Two reports of one contact share one of these."""
    family, polities = candidate.family, candidate.polities
    names = [{who.person, who.short} - {""} for who in candidate.who]
    vague = candidate.vague >= _TOO_VAGUE and family != "visit"
    parties: set[_Key] = {(family, polities)} if len(polities) >= 2 and not vague else set()
    if family in {"visit", "appointment"}:
        return parties | {(family, name) for spellings in names for name in spellings}
    keys = parties | {(family, gathering) for gathering in gatherings(candidate, rules)}
    for ones, others in combinations(names[:_FEW], 2):
        keys |= {(family, *sorted(two)) for two in product(ones, others)}
    return keys


def _exact_times(candidate: Candidate, rules: Rules) -> set[_Key]:
    """The days of a dated report, and the months and years in which vague ones may mean it."""
    if candidate.when.precision == "unknown" or candidate.when.start is None:
        return set()
    days = _days(candidate, rules)
    found: set[_Key] = {("year", day.year) for day in days}
    if candidate.when.precision != "year":
        found |= {("month", day.year, day.month) for day in days}
    if candidate.when.precision == "day" and candidate.type == "appointment":
        season = (candidate.when.start - dt.date.min).days // rules.days["steps"]
        found |= {("day", season), ("day", season + 1)}
    elif candidate.when.precision == "day":
        found |= {("day", day) for day in days}
    return found


def _days(candidate: Candidate, rules: Rules) -> set[dt.date]:
    """The days of a report; so many after them as those of another may be apart."""
    first, last = candidate.first, candidate.last
    if not first or not last:
        return {candidate.when.start} if candidate.when.start else set()
    slack = rules.days["weeks"] if candidate.type == "visit" else 1
    length = min((last - first).days, _LONGEST)
    days = {first + dt.timedelta(days=n) for n in range(length + slack + 1)}
    return days | {candidate.when.alt} if candidate.when.alt else days


def _vague_times(candidate: Candidate, rules: Rules) -> set[_Key]:
    """The months or years that a vague report can mean."""
    start, published = candidate.when.start, candidate.published_day
    if candidate.when.precision == "month" and start:
        return {("month", start.year, start.month)}
    if candidate.when.precision == "year" and start:
        return {("year", start.year)}
    if candidate.when.precision == "unknown" and published:
        before, after = rules.days["fresh"], rules.days["ahead"]
        if candidate.type in {"visit", "appointment"}:
            before = after = rules.days["about" if candidate.type == "visit" else "steps"]
        days = [published + dt.timedelta(days=n) for n in (*range(-before, after, 28), after)]
        return {("month", day.year, day.month) for day in days}
    return set()

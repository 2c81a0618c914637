"""Which reports are compared at all: those that share somebody, or all parties, and a time.

Each report is filed under a few keys; only reports filed under one key meet, so that cost grows with what is
reported of the same people at the same time, and not with the square of all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from tongshi.fusion.candidates import Candidate
from tongshi.fusion.days import BEFORE, gatherings, span
from tongshi.fusion.rules import Rules

#: Of so many participants each two are a key; conferences name more.
_FEW = 6

#: A stay longer than this is filed under its first days.
_LONGEST = 31

#: From this vagueness on (see `Candidate.vague`) all parties say too little: some person must be the same.
_TOO_VAGUE = 3

_DAY = dt.timedelta(days=1)

_Key = tuple[object, ...]


@dataclass(slots=True)
class _Drawer:
    """Reports filed under one key: each of those that seek meets all, the others meet only these."""

    seeking: list[Candidate] = field(default_factory=list)
    waiting: list[Candidate] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Candidate, Candidate]]:
        """Each two that meet."""
        yield from combinations(self.seeking, 2)
        yield from product(self.seeking, self.waiting)


def pairs(candidates: Sequence[Candidate], rules: Rules) -> Iterator[tuple[Candidate, Candidate]]:
    """Each two that may be compared, once; the lesser id first."""
    drawers: dict[_Key, _Drawer] = defaultdict(_Drawer)
    for each in candidates:
        names, parties = _names(each, rules), _parties(each)
        days, short = _days_of(each, rules), _is_short(each)
        for key in product(days, names):
            drawers[key].seeking.append(each)
        for key in product(days, parties):
            (drawers[key].seeking if short else drawers[key].waiting).append(each)
        for key in product(_months_of(each, rules), (*names, *parties)):
            drawers[key].waiting.append(each)
        for key in product(_vague_times(each, rules), (*names, *parties)):
            drawers[key].seeking.append(each)
    met: set[tuple[str, str]] = set()
    for drawer in drawers.values():
        for one, other in drawer.pairs():
            ids = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if one.id != other.id and ids not in met:
                met.add(ids)
                yield (one, other) if ids[0] == one.id else (other, one)


def _names(candidate: Candidate, rules: Rules) -> set[_Key]:
    """Two reports of one contact share one of these, or all parties."""
    family = candidate.family
    names = [{who.person, who.short} - {""} for who in candidate.who]
    said: set[_Key] = {("said", family, candidate.told.sentence)} if candidate.told.sentence else set()
    if family == "visit":
        host = candidate.place.polity
        wholes = {whole for whole, members in rules.members.items() if host in members}
        hosts = {host, *wholes} if host else candidate.polities
        return said | {(family, host, name) for host in hosts for spellings in names for name in spellings}
    if family == "appointment":
        return {(family, name) for spellings in names for name in spellings}
    keys = said | {(family, gathering) for gathering in gatherings(candidate, rules)}
    if len(names) == 1 or (candidate.type == "conference" and len(candidate.polities) == 1):
        # named alone, he is looked for among all sides; what an organisation holds by itself, by whoever is named
        keys |= {(family, candidate.polities, name) for spellings in names[:_FEW] for name in spellings}
    for ones, others in combinations(names[:_FEW], 2):
        keys |= {(family, *sorted(two)) for two in product(ones, others)}
    offices = _offices(candidate, rules)[:_FEW]  # by which one report tells whom another names
    return keys | {(family, *sorted(both)) for both in combinations(offices, 2)}


def _offices(candidate: Candidate, rules: Rules) -> list[str]:
    """The offices that one person of a state holds at a time, of those who take part."""
    held = (f"{who.polity}:{who.role}" for who in (*candidate.who, *candidate.unnamed) if who.role in rules.offices)
    return list(dict.fromkeys(held))


def _parties(candidate: Candidate) -> set[_Key]:
    """All parties, by which those meet who name too few, or in another spelling."""
    vague = candidate.vague >= _TOO_VAGUE and candidate.family != "visit"
    return {(candidate.family, candidate.polities)} if len(candidate.polities) >= 2 and not vague else set()


def _is_short(candidate: Candidate) -> bool:
    if len(candidate.who) < (1 if candidate.family == "visit" else 2):
        return True
    return not all(who.person for who in candidate.who)


def _days_of(candidate: Candidate, rules: Rules) -> set[_Key]:
    """The days of a dated report; of an appointment the season, since it takes many steps."""
    if candidate.first is None:
        return set()
    if candidate.type == "appointment":
        season = candidate.first.toordinal() // rules.days["steps"]
        return {("season", season), ("season", season + 1)}
    return {("day", day) for day in _days(candidate, rules)}


def _months_of(candidate: Candidate, rules: Rules) -> set[_Key]:
    """The months and years in which vague reports may mean a dated one."""
    days = _days(candidate, rules)
    years: set[_Key] = {("year", day.year) for day in days}
    if candidate.when.precision == "year":
        return years
    return years | {("month", day.year, day.month) for day in days}


def _days(candidate: Candidate, rules: Rules) -> set[dt.date]:
    """The days of a report; so many after them as those of another may be apart."""
    first, last = candidate.first, candidate.last
    if not first or not last:
        return {candidate.when.start} if candidate.when.start and candidate.when.precision != "unknown" else set()
    slack = rules.days["weeks"] if candidate.type == "visit" else 1
    if candidate.is_news:
        slack = rules.days["recent"]
        first -= slack * _DAY
    length = min((last - first).days, _LONGEST)
    days = {first + dt.timedelta(days=n) for n in range(length + slack + 1)}
    return days | {candidate.when.alt} if candidate.when.alt else days


def _vague_times(candidate: Candidate, rules: Rules) -> set[_Key]:
    """The months or years that a vague report can mean."""
    start, published = candidate.when.start, candidate.published_day
    if candidate.when.precision == "month" and start:
        months: set[_Key] = {("month", day.year, day.month) for day in (start, *span(candidate, rules))}
        if candidate.status in BEFORE:  # it may run on into the next
            months.add(("month", start.year + start.month // 12, start.month % 12 + 1))
        return months
    if candidate.when.precision == "year" and start:
        return {("year", start.year)}
    if candidate.when.precision == "unknown" and published:
        before, after = rules.days["fresh"], rules.days["ahead"]
        if candidate.type in {"visit", "appointment"}:
            before = after = rules.days["about" if candidate.type == "visit" else "steps"]
        days = [published + dt.timedelta(days=n) for n in (*range(-before, after, 28), after)]
        times: set[_Key] = {("month", day.year, day.month) for day in days}
        return times | {("year", published.year)} if candidate.type == "visit" else times
    return set()

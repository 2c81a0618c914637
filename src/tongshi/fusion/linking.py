"""Which contacts are parts of others: the meetings of a visit, what is held at the margin of a conference.

It follows from the two contacts alone, so that links can be kept up contact by contact.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongshi.fusion.rules import Rules
from tongshi.records import EngagementType, When

#: What can hold others, and what can be held.
_WHOLES = frozenset({"visit", "conference"})
_PARTS = frozenset({"meeting", "talks", "conference"})

#: Days of a visit of which no report tells the last.
_STAY = 2

#: A conference longer than this has no margin.
_LONGEST = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """What linking needs of a contact; `people` are ids, or folded names, with their polities."""

    id: str
    type: EngagementType
    when: When
    host: str  # polity of the place; empty: not known
    people: frozenset[tuple[str, str]]
    polities: frozenset[str]
    occasions: frozenset[str]

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day, where the day is known."""
        if self.when.precision != "day" or self.when.start is None:
            return None
        last = self.when.end or self.when.start + dt.timedelta(days=_STAY if self.type == "visit" else 0)
        return self.when.start, min(last, self.when.start + dt.timedelta(days=_LONGEST))


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A contact that is part of another."""

    whole: str
    part: str
    reason: str


def parts(contacts: Iterable[Linkable], touched: frozenset[str] | None, rules: Rules) -> list[Part]:
    """The links among contacts, in order; with `touched` those of these contacts only."""
    known = [each for each in contacts if each.days]
    wholes: dict[dt.date, list[Linkable]] = defaultdict(list)
    for each in known:
        if each.type in _WHOLES:
            for day in _each_day(each):
                wholes[day].append(each)
    found: set[Part] = set()
    for part in known:
        if part.type not in _PARTS or part.when.start is None:
            continue
        for whole in wholes.get(part.when.start, ()):
            if whole.id == part.id or (touched is not None and not {whole.id, part.id} & touched):
                continue
            if reason := _reason(whole, part, rules):
                found.add(Part(whole.id, part.id, reason))
    return sorted(found)


def _each_day(contact: Linkable) -> Iterator[dt.date]:
    if contact.days:
        first, last = contact.days
        yield from (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _reason(whole: Linkable, part: Linkable, rules: Rules) -> str:
    return _of_visit(whole, part) if whole.type == "visit" else _of_conference(whole, part, rules)


def _of_visit(visit: Linkable, part: Linkable) -> str:
    """The visitor meets somebody of the host's side, and not elsewhere."""
    if not visit.host or (part.host and part.host != visit.host):
        return ""
    visitors = {who for who, polity in visit.people if polity != visit.host}
    if part.type == "conference" and part.host != visit.host:
        return ""
    there = visit.host in part.polities or part.host == visit.host
    if there and visitors & {who for who, _ in part.people}:
        return "in the days of the visit, with the visitor"
    return ""


def _of_conference(conference: Linkable, part: Linkable, rules: Rules) -> str:
    """A meeting that names the conference, or whose people all take part in it at its place."""
    if part.type == "conference":
        return ""
    named = (conference.polities | conference.occasions) & rules.gatherings & part.occasions
    if named:
        return f"on the occasion of {', '.join(sorted(named))}"
    people = {who for who, _ in part.people}
    there = bool(conference.host) and conference.host == part.host
    if there and len(people) >= 2 and people <= {who for who, _ in conference.people}:
        return "in the days of the conference, among its participants"
    return ""

"""Few reports that give a meeting the day before or after what far more give it: a day is misread or mistold."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tongshi.fusion.agreement import cannot_agree
from tongshi.fusion.candidates import Candidate
from tongshi.fusion.parties import People, shared
from tongshi.fusion.sets import Sets

#: What takes place on one day. A call falls on two dates by itself, see `days`.
_MEETINGS = frozenset({"meeting", "talks", "conference"})

_DAY = dt.timedelta(days=1)

#: What is told of one day: the sides and the day.
_Filed = dict[tuple[frozenset[str], dt.date], list[str]]


def strays(sets: Sets, people: People) -> Iterator[tuple[str, str]]:
    """Each two sets that are one meeting of the same people, the one told so much more than the other last.

    Not where an article reports of both: people may well meet on two days.
    """
    groups = {sets.of(group[0].id): group for group in sets.groups()}
    filed: _Filed = defaultdict(list)
    days: dict[str, dt.date] = {}
    for name, group in groups.items():
        if (day := _day(group)) and (sides := _sides(group)):
            days[name] = day
            filed[sides, day].append(name)
    for (sides, day), names in sorted(filed.items(), key=lambda each: (each[0][1], sorted(each[0][0]))):
        near = [other for each in (day - _DAY, day + _DAY) for other in filed.get((sides, each), ())]
        for few in sorted(names):
            far_told = [many for many in near if sets.size(many) >= people.rules.outweighing * sets.size(few)]
            fitting = [many for many in far_told if _is_stray(groups[few], groups[many], days[many], people)]
            if len(fitting) == 1:
                yield few, fitting[0]


def _day(group: Sequence[Candidate]) -> dt.date | None:
    """The day that most reports of a meeting give; None: none does."""
    days = Counter(each.first for each in group if each.type in _MEETINGS and each.first and each.first == each.last)
    return min(days, key=lambda day: (-days[day], day)) if days else None


def _sides(group: Sequence[Candidate]) -> frozenset[str]:
    """The sides that most reports tell; empty: only one."""
    sides = Counter(each.polities for each in group)
    found = min(sides, key=lambda each: (-sides[each], sorted(each)))
    return found if len(found) > 1 else frozenset()


def _is_stray(few: Sequence[Candidate], many: Sequence[Candidate], day: dt.date, people: People) -> bool:
    """Whether the few are of the people whom most of the many name on their day, and nothing but the day parts them."""
    if {each.post for each in few} & {each.post for each in many}:
        return False
    told = [each for each in many if each.first == day and each.type in _MEETINGS]
    for one in few:
        alike = [(other, shared(one, other, people)) for other in told]
        if 2 * sum(who.feature == "same people" for _, who in alike) <= len(told):
            return False
        if any(cannot_agree(one, other, people, who) for other, who in alike):
            return False
    return True

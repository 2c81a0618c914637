"""Few reports that give a meeting another day than others do: a day is misread or mistold.

The day before or after what far more articles give, or what others give while it is news, where the few tell of it
days later; some days before or after, where the others are more still.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tongshi.fusion.agreement import cannot_agree
from tongshi.fusion.candidates import Candidate
from tongshi.fusion.days import BEFORE, gap
from tongshi.fusion.parties import People, shared
from tongshi.fusion.rules import Rules
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
    span = [n for n in range(-people.rules.days["recent"], people.rules.days["recent"] + 1) if n]
    for (sides, day), names in sorted(filed.items(), key=lambda each: (each[0][1], sorted(each[0][0]))):
        near = [(other, abs(n)) for n in span for other in filed.get((sides, day + n * _DAY), ())]
        for few in sorted(names):
            fitting = [
                many
                for many, apart in near
                if _is_outweighed(few, many, apart, sets, people.rules)
                or (apart == 1 and sets.size(many) >= sets.size(few) and _is_remembered(groups[few], groups[many]))
            ]
            fitting = [many for many in fitting if _is_stray(groups[few], groups[many], days[many], people)]
            if len(fitting) == 1:
                yield few, fitting[0]


def _is_outweighed(few: str, many: str, apart: int, sets: Sets, rules: Rules) -> bool:
    """Whether so many more articles tell one day than tell another, that this is misread."""
    return sets.size(many) >= sets.size(few) * (rules.outweighing if apart == 1 else rules.dominant)


def _day(group: Sequence[Candidate]) -> dt.date | None:
    """The day that most reports of a meeting give; None: none does."""
    days = Counter(each.first for each in group if each.type in _MEETINGS and each.first and each.first == each.last)
    return min(days, key=lambda day: (-days[day], day)) if days else None


def _sides(group: Sequence[Candidate]) -> frozenset[str]:
    """The sides that most reports tell; empty: only one."""
    sides = Counter(each.polities for each in group)
    found = min(sides, key=lambda each: (-sides[each], sorted(each)))
    return found if len(found) > 1 else frozenset()


def _is_remembered(few: Sequence[Candidate], many: Sequence[Candidate]) -> bool:
    """Whether most of the few tell of it days later, and some of the many while it is news: these know the day."""
    later = sum(_is_told_later(each) for each in few)
    return 2 * later > len(few) and any(each.published and not _is_told_later(each) for each in many)


def _is_told_later(one: Candidate) -> bool:
    """Whether a report is published when the day that its sentence gives is no news any more."""
    return bool(one.first and not one.inferred and one.published_day and one.published_day - one.first > _DAY)


def _is_stray(few: Sequence[Candidate], many: Sequence[Candidate], day: dt.date, people: People) -> bool:
    """Whether the few are of the people whom most of the many name on their day, and nothing but the day parts them."""
    if {each.post for each in few} & {each.post for each in many}:
        return False
    told = [each for each in many if each.first == day and each.type in _MEETINGS]
    if any(one.status in BEFORE and gap(one, told[0]) > 1 for one in few):
        return False  # they may well meet again
    for one in few:
        alike = [(other, shared(one, other, people)) for other in told]
        if 2 * sum(who.feature == "same people" for _, who in alike) <= len(told):
            return False
        if any(cannot_agree(one, other, people, who) for other, who in alike):
            return False
    return True

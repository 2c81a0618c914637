"""How the dates of two reports go together."""

from __future__ import annotations

import datetime as dt

from tongshi.fusion.candidates import Candidate
from tongshi.fusion.rules import Rules
from tongshi.records import When

#: Reports of a plan.
_BEFORE = frozenset({"planned", "proposed"})


def relation(one: Candidate, other: Candidate, rules: Rules) -> str:
    """The name of the weight that the dates have; empty: they are not those of one contact."""
    if one.first and other.first:
        return _of_days(one, other, rules)
    if _is_untimely(one, other, rules) or _is_untimely(other, one, rules):
        return ""
    if "unknown" in {one.when.precision, other.when.precision}:
        return _undated(one, other, rules)
    ones, others = _range(one.when), _range(other.when)
    if ones[0] > others[1] or others[0] > ones[1]:
        return ""
    if "year" not in {one.when.precision, other.when.precision}:
        return "same month"
    return "same year" if one.family == "encounter" else "same year, what is seldom"


def gap(one: Candidate, other: Candidate) -> int:
    """Days between the days that two reports give; 0 where they overlap."""
    if not (one.first and other.first and one.last and other.last):
        return 0
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def _of_days(one: Candidate, other: Candidate, rules: Rules) -> str:
    if {one.first, one.when.alt} & {other.first, other.when.alt} - {None}:
        return "same day"
    apart = gap(one, other)
    if apart == 0:
        return "within the days of the other"
    if one.type in {"visit", "appointment"}:
        return _of_lasting(one, other, apart, rules)
    if apart > 1:
        return ""
    if _one_gathering(one, other, rules):
        return "a day apart"
    if _across_the_date_line(one, other, rules):
        return "a day apart across time zones"
    return "a day apart from the plan" if (one.status in _BEFORE) != (other.status in _BEFORE) else ""


def _of_lasting(one: Candidate, other: Candidate, apart: int, rules: Rules) -> str:
    """A visit has several days, and taking an office several steps: reports give one or the other."""
    if apart == 1:
        return "a day apart"
    if apart <= rules.days["journey"]:
        return "days apart"
    if one.type == "visit":
        far = "weeks apart" if one.status == other.status else "weeks apart from the plan"
        return far if apart <= rules.days["weeks"] else ""
    return "months apart" if apart <= rules.days["steps"] else ""


def _one_gathering(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether both are sessions of one gathering, or of one round, which may last."""
    if not {one.type, other.type} <= {"conference", "talks"}:
        return False
    if one.told.round and one.told.round == other.told.round:
        return True
    return bool(gatherings(one, rules) & gatherings(other, rules))


def gatherings(candidate: Candidate, rules: Rules) -> frozenset[str]:
    """The gatherings whose session a conference is."""
    own = (
        {polity for polity in candidate.polities if polity.startswith("X:")}
        if candidate.type == "conference"
        else set()
    )
    named = candidate.polities & rules.gatherings
    if not named and len(candidate.told.occasions) == 1:
        named = candidate.told.occasions & rules.gatherings
    return named | own


def _across_the_date_line(one: Candidate, other: Candidate, rules: Rules) -> bool:
    if not {one.type, other.type} <= {"call", "message"}:
        return False
    polities = one.polities | other.polities
    return bool(polities & rules.west and polities & rules.east)


def _range(when: When) -> tuple[dt.date, dt.date]:
    """First and last day that a date can mean."""
    start = when.start or dt.date.min
    if when.precision == "year":
        return start.replace(month=1, day=1), start.replace(month=12, day=31)
    if when.precision == "month":
        first = start.replace(day=1)
        return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return start, when.end or start


def _is_untimely(vague: Candidate, dated: Candidate, rules: Rules) -> bool:
    """Whether a report without a day tells of a plan long after the day of the other, or of an event before it."""
    published = vague.published_day
    if vague.first or published is None or dated.when.start is None:
        return False
    first, last = _range(dated.when)
    if vague.status in _BEFORE:
        return (published - last).days > rules.days["news"]
    return vague.status == "held" and (first - published).days > rules.days["news"]


def _undated(one: Candidate, other: Candidate, rules: Rules) -> str:
    """An undated report is of what is news when it is published, or of what it announces."""
    one_day, other_day = one.published_day, other.published_day
    if one_day is None or other_day is None:
        return ""
    near = abs((one_day - other_day).days) <= rules.days["news"]
    about = {"visit": rules.days["about"], "appointment": rules.days["steps"]}.get(one.type, 0)
    if one.when.precision == other.when.precision == "unknown":
        if near:
            return "no date, same news"
        return "no date, of these weeks" if abs((one_day - other_day).days) <= about else ""
    undated, dated = (one, other) if one.when.precision == "unknown" else (other, one)
    published = undated.published_day or one_day
    start, end = _range(dated.when)
    day = min(max(published, start), end)  # the one of its days that is nearest
    before, after = (published - day).days, (day - published).days
    if undated.status in {"planned", "proposed"} and 0 <= after <= rules.days["ahead"]:
        return "no date, announced before"
    if near and max(before, after) <= rules.days["fresh"] and dated.when.precision != "year":
        return "no date, same news"
    recent = undated.salience == "main" and undated.status == "held" and dated.when.precision == "day"
    if recent and -1 <= before <= rules.days["recent"]:
        return "no date, same news"
    return "no date, of these weeks" if max(before, after) <= about else ""

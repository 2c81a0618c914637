"""How the dates of two reports go together."""

from __future__ import annotations

import datetime as dt
import functools

from tongshi.fusion.candidates import Candidate, whole
from tongshi.fusion.rules import Rules
from tongshi.fusion.words import Told
from tongshi.records import EngagementType

#: What stands in the name of a gathering that two sides or more hold by themselves.
OF = " of "

#: Reports of a plan.
BEFORE = frozenset({"planned", "proposed"})

#: What a year in common is called, by family.
_SAME_YEAR = {"encounter": "same year", "appointment": "same year, an office"}

_SAME_NEWS = "no date, same news"

#: Reports of what does not take place.
GIVEN_UP = frozenset({"cancelled", "refused", "denied"})


def relation(one: Candidate, other: Candidate, rules: Rules) -> str:
    """The name of the weight that the dates have; empty: they are not those of one contact."""
    if one.first and other.first:
        found = _of_days(one, other, rules)
        return _by_the_news(one, other, found, rules) if one.is_news or other.is_news else found
    if _is_untimely(one, other, rules) or _is_untimely(other, one, rules):
        return ""
    if "unknown" in {one.when.precision, other.when.precision}:
        return _undated(one, other, rules)
    if not _overlap(whole(one.when), whole(other.when)) and not (
        _runs_on(one, other, rules) or _runs_on(other, one, rules)
    ):
        return "these weeks" if _are_of_these_weeks(one, other, rules) else ""
    if "year" not in {one.when.precision, other.when.precision}:
        if gatherings(one, rules) & gatherings(other, rules):
            return "same month, what is seldom"
        return "same month, same news" if _are_of_same_news(one, other, rules) else "same month"
    return _SAME_YEAR.get(one.family, "same year, what is seldom")


def _overlap(ones: tuple[dt.date, dt.date], others: tuple[dt.date, dt.date]) -> bool:
    return max(ones[0], others[0]) <= min(ones[1], others[1])


def _are_of_these_weeks(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether the day of one, or the weeks of its news, may be in the weeks of the other's news."""
    if not all(each.first or each.is_of_these_weeks for each in (one, other)):
        return False
    if not (one.first or other.first) and _published_apart(one, other) > rules.days["fresh"]:
        return False
    return _overlap(span(one, rules), span(other, rules))


def _are_of_same_news(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether two reports tell the month of what is news to both at the same time."""
    return not (one.first or other.first) and _published_apart(one, other) <= rules.days["news"]


def _published_apart(one: Candidate, other: Candidate) -> int:
    """Days between the publications of two reports; where one is not known, more than any limit."""
    if one.published_day is None or other.published_day is None:
        return dt.timedelta.max.days
    return abs((one.published_day - other.published_day).days)


def _runs_on(plan: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether what is planned on a visit of one month takes place when it runs on into the next."""
    if plan.when.precision != "month" or plan.status not in BEFORE or other.first is None:
        return False
    return 0 <= (other.first - whole(plan.when)[1]).days <= rules.days["journey"]


def gap(one: Candidate, other: Candidate) -> int:
    """Days between the days that two reports give; 0 where they overlap."""
    if not (one.first and other.first and one.last and other.last):
        return 0
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def _of_days(one: Candidate, other: Candidate, rules: Rules) -> str:
    if {one.first, one.when.alt} & {other.first, other.when.alt} - {None}:
        return "same day"
    apart = gap(one, other)
    if apart == 0:  # a call of several days is several calls told as one
        return "" if "call" in {one.type, other.type} else "within the days of the other"
    if one.type in {"visit", "appointment"}:
        return _of_lasting(one, other, apart, rules)
    if apart > 1:
        return ""
    if _one_gathering(one, other, rules):
        return "a day apart"
    if _across_the_date_line(one, other, rules):
        return "a day apart across time zones"
    return "a day apart from the plan" if (one.status in BEFORE) != (other.status in BEFORE) else ""


def _by_the_news(one: Candidate, other: Candidate, found: str, rules: Rules) -> str:
    """Where a report gives no day but that of its news, the contact may be some days older, or still to come."""
    if found:
        return "same day, by the news" if found == "same day" else found
    return "days apart, by the news" if gap(one, other) <= rules.days["recent"] else ""


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
    both = gatherings(one, rules) & gatherings(other, rules)
    if any(OF in each for each in both):
        return True
    if not {one.type, other.type} <= {"conference", "talks"}:
        return False
    return bool(both) or (bool(one.told.round) and one.told.round == other.told.round)


def gatherings(candidate: Candidate, rules: Rules) -> frozenset[str]:
    """The gatherings whose session an encounter is: of an organisation, on an occasion, or the summit of its sides."""
    return _gatherings(candidate.type, candidate.polities, candidate.told, rules)


@functools.lru_cache(maxsize=1 << 16)  # asked for of each pair
def _gatherings(type_: EngagementType, polities: frozenset[str], told: Told, rules: Rules) -> frozenset[str]:
    named = polities & rules.gatherings
    if not named and type_ == "conference" and polities in rules.seats:
        named = frozenset({rules.seats[polities]})
    if not named and len(told.occasions) == 1:
        named = told.occasions & rules.gatherings
    if type_ == "conference":
        named |= {polity for polity in polities if polity.startswith("X:")}
    sides = _sides(polities, rules)
    if named or len(sides) < 2:
        return named
    name = "summit" if told.session == "leaders" else told.name if type_ in {"talks", "conference"} else ""
    return frozenset({f"{name}{OF}{' '.join(sorted(sides))}"}) if name else named


def _sides(polities: frozenset[str], rules: Rules) -> frozenset[str]:
    """The polities, without those that sit there for an organisation they are members of."""
    whole = polities & rules.members.keys()
    return polities - {member for each in whole for member in rules.members[each]}


def _across_the_date_line(one: Candidate, other: Candidate, rules: Rules) -> bool:
    if not {one.type, other.type} <= {"call", "message"}:
        return False
    polities = one.polities | other.polities
    return bool(polities & rules.west and polities & rules.east)


def span(candidate: Candidate, rules: Rules) -> tuple[dt.date, dt.date]:
    """First and last day that a report can mean: where its month is only that of the news, the weeks around it too."""
    first, last = whole(candidate.when)
    published = candidate.published_day
    if published is None or not candidate.is_of_these_weeks:
        return first, last
    if candidate.status in BEFORE:
        return min(first, published), last
    lasts = dt.timedelta(days=rules.days["fresh" if candidate.type == "visit" else "recent"])
    return min(first, published - lasts), last


def _is_untimely(vague: Candidate, dated: Candidate, rules: Rules) -> bool:
    """Whether a report without a day tells of a plan long after the day of the other, or of its end before it."""
    if vague.first or dated.when.start is None or (published := vague.published_day) is None:
        return False
    first, last = whole(dated.when)
    if vague.when.start and not vague.inferred and whole(vague.when)[1] < published:
        return False  # told long after, of a time that it gives: 2017年提名
    if vague.status in BEFORE:
        return dated.status == "held" and (published - last).days > rules.days["news"]
    done = vague.status == "held" or (vague.status in GIVEN_UP and dated.status == "held")
    return done and (first - published).days > rules.days["news"]


def _undated(one: Candidate, other: Candidate, rules: Rules) -> str:
    """An undated report is of what is news when it is published, or of what it announces."""
    one_day, other_day = one.published_day, other.published_day
    if one_day is None or other_day is None:
        return ""
    apart = abs((one_day - other_day).days)
    near = apart <= rules.days["news"]
    about = {"visit": rules.days["about"], "appointment": rules.days["steps"]}.get(one.type, 0)
    if one.when.precision == other.when.precision == "unknown":
        if near:
            return _SAME_NEWS
        return "no date, both of these weeks" if apart <= about else ""
    undated, dated = (one, other) if one.when.precision == "unknown" else (other, one)
    published = undated.published_day or one_day
    start, end = whole(dated.when)
    day = min(max(published, start), end)  # the one of its days that is nearest
    before, after = (published - day).days, (day - published).days
    if near and max(before, after) <= rules.days["fresh"] and dated.when.precision != "year":
        return _SAME_NEWS
    if undated.status in BEFORE and 0 <= after <= rules.days["ahead"]:
        return "no date, announced before"
    # a visit that is told of while it lasts, or just ended, is the one meant
    told = undated.salience == "main" or undated.type == "visit"
    if told and undated.status == "held" and dated.when.precision == "day" and -1 <= before <= rules.days["recent"]:
        return _SAME_NEWS
    if about:
        return "no date, of these weeks" if max(before, after) <= about else ""
    told_later = dated.first is not None and not dated.inferred and undated.status not in BEFORE
    return "no date, told later" if told_later and 0 <= before <= rules.days["fresh"] else ""

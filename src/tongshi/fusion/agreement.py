"""Two reports → what speaks for and against their being of one contact."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tongshi.fusion import days
from tongshi.fusion.candidates import Candidate, whole
from tongshi.fusion.parties import NONE, People, Shared, are_of_other_offices, shared, visitors
from tongshi.fusion.rules import Rules
from tongshi.registry.towns import town

#: Features of dates that need no more, and those that do only of what takes a day.
_SURE = frozenset({"same day", "same day, by the news", "within the days of the other"})
_NEAR = frozenset({"a day apart", "days apart", "months apart"})
_LASTING = frozenset({"visit", "appointment"})

#: What is one meeting where the same people are told to hold one and the other.
_IN_PERSON = frozenset({"meeting", "talks"})

#: Of so many sides a meeting is a conference.
_ALL_SIDES = 3

#: How the features of dates begin where a report has none.
_UNDATED = "no date"

#: Those of one visit that an article tells twice.
_ONE_JOURNEY = _SURE | {"a day apart", "days apart", "same month", "same month, same news", "no date, same news"}

#: Those of one summit that an article tells twice.
_SESSION = _SURE | {"a day apart"}

#: Those of one meeting of many that an article tells twice.
_ONE_MONTH = _SURE | {"same month", "same month, same news", "these weeks"}

#: That of the weeks around the other's day, no more.
_OF_WEEKS = "no date, of these weeks"

#: Times in which one person seldom comes twice, and how reports of his coming agree.
_SAME_NEWS = "no date, same news"
_SELDOM = frozenset({"same year, what is seldom", _SAME_NEWS})
_JOURNEYS = frozenset({"same visitor", "same visitor, host not said", "same person"})

#: Of gatherings.
_SAME_MONTH = "same month, what is seldom"

#: Features that a reader is told, beside date and participants.
_TELLING = frozenset({"same words", "same occasion", "same round"})

#: Where so many people are the same, a banquet is the meeting that others tell of.
_BOTH = 2

#: The visitor's state and two hosts.
_TOUR = 3

#: Features of dates after which the status must be the same, or the plan's.
_UNSURE = frozenset({_SAME_NEWS, "same year"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """How likely two reports are of one contact, and why. `firm`: by themselves, whatever else is reported."""

    score: float  # 0 to 1
    firm: bool
    features: tuple[str, ...]  # names of weights, those of the date and of the participants first
    people: int  # in common
    faint: bool = False  # nobody's name speaks for it, nor a day that both tell

    @property
    def exact(self) -> bool:
        """Whether both name the same, nobody more: no third report can part them."""
        return self.features[1] not in {"people in common", "people in common, others differ"}

    @property
    def is_of_a_list(self) -> bool:
        """Whether both name the same three people or more: whom somebody met, if not one meeting, but the same ones."""
        return self.features[1] == "same people" and self.people >= _ALL_SIDES

    @property
    def seldom(self) -> bool:
        """Whether one person came, or took office, twice in the time that both mean only by chance."""
        return self.features[0] in _SELDOM and self.features[1] in _JOURNEYS

    @property
    def reason(self) -> str:
        """What speaks for it, in words."""
        date, *_ = self.features
        who = self.features[1]
        told = {0: who, 1: "one participant in common"}.get(self.people, f"{self.people} participants in common")
        more = [feature for feature in self.features[2:] if feature in _TELLING]
        found = [date, told, *more]
        return ", ".join(found if self.firm else [found[0], "the only contact that fits", *found[1:]])


def agreement(one: Candidate, other: Candidate, people: People) -> Agreement | None:
    """What speaks for two reports' being of one contact; None: nothing does, or something forbids it."""
    if one.family != other.family:
        return None
    # what is cheap and mostly fails comes first
    date = days.relation(one, other, people.rules)
    who = shared(one, other, people) if date else NONE
    if not who.feature or _is_barred(one, other, people, who):
        return None
    if date == _SAME_MONTH and not who.people and are_of_other_offices(one, other):
        return None  # the foreign ministers of one organisation, and its defence ministers
    if one.told.sentence != other.told.sentence and (_is_of_another(one) or _is_of_another(other)):
        return None
    features = (
        date,
        who.feature,
        *_of_type(one, other, who, people.rules),
        *_of_place(one, other, date, who, people.rules),
    )
    features += (*_of_words(one, other, who), *_of_status(one, other, date))
    weights = people.rules.weights
    total = weights["bias"] + sum(weights[feature] for feature in features)
    dated = date in _SURE or (one.family in _LASTING and date in _NEAR)
    faint = _is_faint(one, other, who, features)
    firm = not faint and _is_firm(one, other, who, dated, features)
    return Agreement(_probability(total), firm, features, who.people, faint)


def _is_barred(one: Candidate, other: Candidate, people: People, who: Shared) -> bool:
    """Whether two reports cannot be of one contact, though a third might go with both."""
    if one.post == other.post and not is_told_twice(one, other, people):
        return True
    return cannot_agree(one, other, people, who)


def cannot_agree(one: Candidate, other: Candidate, people: People, who: Shared | None = None) -> bool:
    """The same where two articles tell it: by round, day, occasion or people; `who`: how these agree, if known."""
    if one.told.round and other.told.round and one.told.round != other.told.round:
        return one.told.round[-1] == other.told.round[-1]
    if who is None and one.first and other.first and not days.relation(one, other, people.rules):
        return one.type != "visit" or days.gap(one, other) > people.rules.days["stay"]
    if who is None and _are_of_other_months(one, other, people.rules):
        return True
    if one.told.occasions and other.told.occasions and not one.told.occasions & other.told.occasions:
        return one.family == "encounter"
    if one.type == other.type == "visit" and _has_other_host(one, other):
        return True  # two legs of a tour, which as a whole goes with both
    if one.type == other.type == "conference":
        return _other_gathering(one, other, people)
    if one.family == "encounter" and (who or shared(one, other, people)).is_gathering:
        return False
    return _is_elsewhere(one, other) or _other_people(one, other, people)


def _are_of_other_months(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether both tell in their sentences when it is, one by the month, and weeks lie between."""
    precisions = {one.when.precision, other.when.precision}
    if one.type == "appointment" or one.inferred or other.inferred:
        return False
    if "month" not in precisions or not precisions <= {"month", "day"}:
        return False
    ones, others = whole(one.when), whole(other.when)
    between = max(others[0] - ones[1], ones[0] - others[1]).days
    return between > rules.days["stay" if one.type == "visit" else "journey"]


def _has_other_host(one: Candidate, other: Candidate) -> bool:
    """Whether two visits are to other states: one each, or several each, none of them the same."""
    if one.place.polity and other.place.polity:
        return one.place.polity != other.place.polity
    tours = min(len(one.polities), len(other.polities)) >= _TOUR and not (one.place.polity or other.place.polity)
    return tours and len(one.polities & other.polities) < 2


def is_told_twice(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether an article that tells contacts apart tells one twice: of one type, with the same people."""
    date = days.relation(one, other, people.rules)
    if not date or one.family != other.family:
        return False
    both = days.gatherings(one, people.rules) & days.gatherings(other, people.rules)
    if date in _SESSION and any(days.OF in each for each in both):
        return True
    same_round = bool(one.told.round) and one.told.round == other.told.round
    if same_round and one.polities == other.polities:
        return True
    if one.type == other.type and date in _SURE and (both or _same_session(one, other, people)):
        return True
    if one.type == other.type == "visit" and date in _ONE_JOURNEY and _travel_together(one, other, people):
        return True
    alike = (one.status in days.BEFORE) == (other.status in days.BEFORE)  # this year's, but not the next to come
    if one.type == other.type and both & _holders(one, people.rules) & _holders(other, people.rules):
        return alike
    if one.family == "encounter" and date in _ONE_MONTH and _same_list(one, other, people):
        return True
    if one.type != other.type and not (alike and {one.type, other.type} <= _IN_PERSON):
        return False
    ones, others = ((*each.who, *each.unnamed) if one.type == "visit" else each.who for each in (one, other))
    _, rest, left = people.common(ones, others)
    return bool(one.who or other.who) and not rest and not left and one.polities == other.polities


def _holders(candidate: Candidate, rules: Rules) -> frozenset[str]:
    """Those who hold a conference, and the gathering in which just these have seats."""
    return (
        candidate.polities | {rules.seats[candidate.polities]}
        if candidate.polities in rules.seats
        else candidate.polities
    )


def _same_list(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether both tell the same three people or more, by name or office, of the same sides."""
    count, rest, left = people.common((*one.who, *one.unnamed), (*other.who, *other.unnamed))
    return count >= _ALL_SIDES and not rest and not left and one.polities == other.polities


def _travel_together(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether of those whom one sentence names as visitors of a state another names some, and nobody else.

    Or of several states, of which one tells the region.
    """
    count, rest, left = people.common(one.who, other.who)
    if not count or (rest and left) or one.place.polity != other.place.polity:
        return False
    return one.place.polity is not None or bool(shared(one, other, people).feature)


def _same_session(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether two sessions of one day are of the same three people, though one names their organisation: QUAD."""
    count, rest, left = people.common(one.who, other.who)
    return count >= _ALL_SIDES and not rest and not left


def _other_gathering(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether two conferences are of other organisations, or one of leaders and one of ministers.

    Where the same are told to meet the same on one day, summit (峰会) is a loose word.
    """
    ones, others = days.gatherings(one, people.rules), days.gatherings(other, people.rules)
    if ones and others and not ones & others:
        return True
    if not (one.told.session and other.told.session) or one.told.session == other.told.session:
        return False
    same_day = days.relation(one, other, people.rules) in _SURE and one.polities == other.polities
    return not (same_day and people.common(one.who, other.who)[0])


def _other_people(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether both name whom they met or who travelled, and it is not the same; a conference has many."""
    if {one.type, other.type} & {"conference", "talks"}:
        return False
    if len(one.who) >= 2 and len(other.who) >= 2 and one.family == "encounter":
        return _other_side(one, other, people)
    if one.type == "visit":
        hosts = {one.place.polity, other.place.polity}
        ones, others = ([who for who in visitors(each, hosts, people.rules) if who.name] for each in (one, other))
    else:
        ones, others = list(one.who), list(other.who)
    return bool(ones and others) and people.common(ones, others)[0] == 0


def _other_side(one: Candidate, other: Candidate, people: People) -> bool:
    """Whether those in common are of one side only, and of another side each report names others."""
    _, rest, left = people.common(one.who, other.who)
    if not rest or not left:
        return False
    sides = {who.polity for who in one.who if who not in rest}
    others = {who.polity for who in rest} & {who.polity for who in left} - sides
    return len(sides) < 2 and bool(others - people.rules.members.keys())  # an organisation has several heads


def _of_type(one: Candidate, other: Candidate, who: Shared, rules: Rules) -> tuple[str, ...]:
    types = {one.type, other.type}
    found: tuple[str, ...] = ("same type",) if len(types) == 1 else ()
    if who.is_gathering:
        return found
    if "call" in types and len(types) == 2:
        found = ("call or meeting, by video" if _may_be_a_call(one, other) else "call or meeting",)
    elif "conference" in types and len(types) == 2 and not _is_of_all(one, other):
        held = days.gatherings(one, rules) | days.gatherings(other, rules)
        margin = one.polities != other.polities and any(days.OF not in each for each in held)
        found = ("a gathering or at its margin",) if margin else ("conference or not",)
    elif types == {"meeting"} and one.told.kind != other.told.kind and who.people < _BOTH:
        found = (*found, "other kind of meeting")
    if one.family == "message" and one.who and other.who and one.who[0].polity != other.who[0].polity:
        found = (*found, "from the other side")
    return found


def _is_of_all(one: Candidate, other: Candidate) -> bool:
    """Whether both are of the same three sides or more."""
    return one.polities == other.polities and len(one.polities) >= _ALL_SIDES


def _is_elsewhere(one: Candidate, other: Candidate) -> bool:
    """Whether one is a call, and one at a place where both sides were to be."""
    if one.type == other.type or "call" not in {one.type, other.type}:
        return False
    meeting = one if other.type == "call" else other
    return meeting.type == "meeting" and meeting.place.polity is not None and not meeting.told.video


def _may_be_a_call(one: Candidate, other: Candidate) -> bool:
    """Whether the call that one report tells of can be the meeting that the other does.

    A meeting that names a place, as was planned before a video call, is none.
    """
    call, meeting = (one, other) if one.type == "call" else (other, one)
    if meeting.told.video:
        return True
    return not meeting.place.polity and (call.told.video or meeting.told.talks)


def _of_place(one: Candidate, other: Candidate, date: str, who: Shared, rules: Rules) -> tuple[str, ...]:
    ones, others = one.place, other.place
    here, there = (rules.enclosed.get(each, each) for each in (ones.polity or "", others.polity or ""))
    if one.type in {"call", "message", "appointment"} or other.type == "call":
        return ()
    if here and there and here != there:
        # nobody meets the same people in two countries on one day: a place is read wrongly
        misread = date == "same day" and (who.people >= _BOTH or who.is_gathering)
        return ("other country, same day" if misread else "other country",)
    if ones.city and others.city:
        same = town(ones.city, ones.polity) == town(others.city, others.polity)
        if same or one.type != "visit":
            return ("same city" if same else "other city",)
    return ("same country",) if here and here == there and one.type != "visit" else ()


def _of_words(one: Candidate, other: Candidate, who: Shared) -> tuple[str, ...]:
    found = []
    if one.family == "encounter" and one.told.occasions & other.told.occasions and not who.is_gathering:
        found.append("same occasion")
    if one.told.round and one.told.round == other.told.round:
        found.append("same round")
    if one.told.session and one.told.session == other.told.session and who.is_gathering:
        found.append("same session")
    if one.told.sentence and one.told.sentence == other.told.sentence and one.type == other.type:
        found.append("same words")
    return tuple(found)


def _of_status(one: Candidate, other: Candidate, date: str) -> tuple[str, ...]:
    """Where the date says little, a plan goes with its outcome, and nothing else with another status.

    Of two meetings of the same people at one time seldom both come to nothing.
    """
    statuses = {one.status, other.status}
    if statuses <= days.GIVEN_UP and one.family == "encounter":
        return ("both given up",)
    likely = len(statuses) == 1 or statuses <= days.BEFORE or (statuses & days.BEFORE and "held" in statuses)
    return ("other status",) if date in _UNSURE and not likely else ()


def _is_of_another(candidate: Candidate) -> bool:
    """Whether it tells of several contacts, and of no day, or of an earlier one, and of no time: 上次訪台時."""
    if candidate.first and not candidate.inferred:
        return False
    return candidate.told.several or (candidate.told.earlier and (candidate.inferred or not candidate.when.start))


def _is_faint(one: Candidate, other: Candidate, who: Shared, features: tuple[str, ...]) -> bool:
    """Whether neither a name nor a day speaks for it: only what is told far and wide is meant so."""
    if not _TELLING.isdisjoint(features) or (who.people and (who.named or features[0] != _OF_WEEKS)):
        return False
    if one.when.end and one.when == other.when:
        return False  # from and to the same days
    if features[0].startswith(_UNDATED):
        return not (who.is_gathering and features[0] == _SAME_NEWS)
    return not who.is_gathering and any(each.inferred or not each.told.day for each in (one, other))


def _is_firm(one: Candidate, other: Candidate, who: Shared, dated: bool, features: tuple[str, ...]) -> bool:
    """Whether no other contact could be meant: the day, all sides, and one type where nobody is named."""
    if "same words" in features:
        return True
    if not dated or not who.firm:
        return False
    return who.people >= 2 or one.type == other.type or who.is_gathering


def _probability(total: float) -> float:
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)

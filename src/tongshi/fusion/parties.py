"""How the participants of two reports go together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from tongshi.fusion.candidates import Candidate, Who
from tongshi.fusion.days import OF, gatherings
from tongshi.fusion.rules import Rules
from tongshi.judgements import UNDECIDED, Judgements, pair
from tongshi.learning.sounds import alike

#: The role of those who travel together, see offices.yml.
_DELEGATION = "delegation"

#: Roles that may be anybody's.
_NO_ROLE = frozenset({"", "other", "minister", _DELEGATION})

#: From so many people in common on, it is one gathering whoever else is named.
_MANY = 3


@dataclass(frozen=True, slots=True)
class People:
    """Who is the same: by ids and spelling, by what people decided, and by sound where all else is equal."""

    rules: Rules
    judgements: Judgements = UNDECIDED

    def same(self, one: Who, other: Who) -> bool:
        """Whether both are one person."""
        if one is other:
            return True
        if self.judgements.different_people and pair(one.key, other.key) in self.judgements.different_people:
            return False
        return one.same(other)

    def common(self, ones: Sequence[Who], others: Sequence[Who]) -> tuple[int, list[Who], list[Who]]:
        """How many both name, and whom only either does.

        The only two of a state are one where they sound alike, or where one is told by his office alone.
        """
        if not ones or not others:
            return 0, list(ones), list(others)
        left, rest = list(others), []
        for who in ones:
            match = next((each for each in left if who.name and each.name and self.same(who, each)), None)
            if match is None:
                rest.append(who)
            else:
                left.remove(match)
        for who in list(rest):
            there = [each for each in left if each.polity == who.polity]
            alone = len(there) == 1 == sum(each.polity == who.polity for each in rest)
            if alone and self._can_be(who, there[0]):
                rest.remove(who)
                left.remove(there[0])
        return len(ones) - len(rest), rest, left

    def _can_be(self, one: Who, other: Who) -> bool:
        """Whether two of one state can be one: an office and its holder, or two spellings of one name."""
        if not one.polity or pair(one.key, other.key) in self.judgements.different_people:
            return False
        if not one.name or not other.name:
            return one.role in self.rules.offices and one.role == other.role
        if one.person and other.person:
            return False
        if one.role and one.role == other.role and (one.name.startswith(other.name) or other.name.startswith(one.name)):
            return True
        return one.polity not in self.rules.sinographic and alike(one.short, other.short)


@dataclass(frozen=True, slots=True)
class Shared:
    """How participants agree: the name of the weight (empty: not at all), whether that needs no more, how many."""

    feature: str
    firm: bool = False
    people: int = 0
    named: bool = True  # some of them; or all are told by their office alone by one report or the other

    @property
    def is_gathering(self) -> bool:
        """Whether both are sessions of one gathering, whoever is named."""
        return self.feature.startswith("same gathering")


NONE = Shared("")


def shared(one: Candidate, other: Candidate, people: People) -> Shared:
    """How the participants of two reports of one family agree."""
    return _OF_FAMILY.get(one.family, _encounter)(one, other, people)


def _encounter(one: Candidate, other: Candidate, people: People) -> Shared:
    ones, others = _told(one, people.rules), _told(other, people.rules)
    count, rest, left = people.common(ones, others)
    if _one_gathering(one, other, people.rules, meet_others=not count and _name_others(rest, left, people.rules)):
        return Shared("same gathering, people in common" if count else "same gathering", True, count)
    conferences = one.type == other.type == "conference"
    # of what an organisation holds by itself, it takes a name to tell one from another
    same_parties = one.polities == other.polities and (len(one.polities) >= 2 or (conferences and count > 0))
    if count >= 2:
        return _several(count, rest, left, same_parties or conferences)
    if not same_parties or are_of_other_offices(one, other):
        return NONE
    fewer, more = sorted((len(one.who), len(other.who)))
    if count == 1 and fewer == 1:
        single = more == 1
        return Shared("one person, same parties" if single else "one person of several", single, count)
    if fewer == 0:
        if more == 0:
            return Shared("no names, same parties" if one.type == other.type else "no names, other type", True)
        return Shared("no names on one side" if one.type == other.type else "no names, other type")
    return NONE


def _told(candidate: Candidate, rules: Rules) -> tuple[Who, ...]:
    """Those told by name, or by an office that one person of a state holds at a time."""
    if not candidate.unnamed:
        return candidate.who
    return candidate.who + tuple(who for who in candidate.unnamed if who.polity and who.role in rules.offices)


def are_of_other_offices(one: Candidate, other: Candidate) -> bool:
    """Whether of some side each tells offices, and not one is the same."""
    roles = [_roles_by_side(each) for each in (one, other)]
    return any(roles[0][side].isdisjoint(roles[1][side]) for side in roles[0].keys() & roles[1].keys())


def _roles_by_side(candidate: Candidate) -> dict[str, set[str]]:
    """For each side the roles of its people; left out are sides of which some role is not known."""
    roles: dict[str, set[str]] = {}
    for who in candidate.who + candidate.unnamed:
        roles.setdefault(who.polity, set()).add(who.role)
    return {side: told for side, told in roles.items() if side and not told & _NO_ROLE}


def _name_others(ones: Sequence[Who], others: Sequence[Who], rules: Rules) -> bool:
    """Whether of one side each names somebody else; an organisation has several heads."""
    sides = ({who.polity for who in each if who.name} - {""} for each in (ones, others))
    return bool(set.intersection(*sides) - rules.members.keys())


def _one_gathering(one: Candidate, other: Candidate, rules: Rules, *, meet_others: bool) -> bool:
    """Whether both are sessions of one gathering; what two sides hold may be told as whatever it is."""
    both = gatherings(one, rules) & gatherings(other, rules)
    if any(OF in gathering for gathering in both):
        return not meet_others  # two pairs of one's officials talk on one day
    return bool(both) and "conference" in {one.type, other.type} and {one.type, other.type} <= {"conference", "talks"}


def _several(count: int, rest: Sequence[Who], left: Sequence[Who], same_parties: bool) -> Shared:
    if not rest and not left:
        return Shared("same people", True, count)
    differing = {each.polity for each in rest} & {each.polity for each in left} - {""}
    if count >= _MANY or (same_parties and not differing):
        return Shared("people in common", True, count)
    if same_parties:
        return Shared("people in common, others differ", count >= _MANY, count)
    return Shared("people in common, other parties", False, count)


def _visit(one: Candidate, other: Candidate, people: People) -> Shared:
    hosts = {one.place.polity, other.place.polity} - {None}
    same_parties = one.polities == other.polities
    if len(hosts) == 2:
        return NONE
    by_region = (not same_parties and _by_region(one, other, people.rules)) or _one_stay(one, other, people.rules)
    if None in {one.place.polity, other.place.polity} and not (same_parties or by_region or _one_tour(one, other)):
        return NONE
    ones, others = (visitors(each, hosts, people.rules) for each in (one, other))
    count, _, _ = people.common(ones, others)
    if count and by_region:
        return Shared("same visitor, region", False, count)
    if count:
        known = one.place.polity == other.place.polity
        named = not (one.unnamed or other.unnamed) or people.common(_named(ones), _named(others))[0] > 0
        return Shared("same visitor" if known else "same visitor, host not said", True, count, named)
    if not same_parties or len(one.polities) < 2 or (ones and others):
        return NONE
    if ones or others:
        delegation = any(who.role == _DELEGATION for each in (one, other) for who in each.unnamed)
        return Shared("delegation without names" if delegation else "visitor not named")
    return Shared("no names, same parties", one.place.polity is not None)


def visitors(candidate: Candidate, hosts: Collection[str | None], rules: Rules) -> list[Who]:
    """Who travels, by name or by office: not those of the host's side."""
    named = [who for who in candidate.who if who.polity not in hosts]
    if not candidate.unnamed:
        return named
    return named + [who for who in candidate.unnamed if who.polity not in hosts and who.role in rules.offices]


def _named(some: Sequence[Who]) -> list[Who]:
    return [who for who in some if who.name]


def _one_tour(one: Candidate, other: Candidate) -> bool:
    """Whether both are a journey through several states, most of them the same."""
    tours = one.place.polity is None and other.place.polity is None
    return tours and len(one.polities & other.polities) >= _MANY


def _by_region(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether of one journey one report tells the region, 访欧, and one the states, or a wider or narrower region.

    Where states lie elsewhere, or the members of a region are not known, only days tell which journey.
    """
    if one.place.polity or other.place.polity:
        return False
    if _tell_one_region(one, other, rules):
        return True
    dated = bool(one.first and other.first)
    return _is_region_of(one, other, rules, dated=dated) or _is_region_of(other, one, rules, dated=dated)


def _tell_one_region(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether both tell the region, one perhaps its continent: 访南亚, 访亚洲."""
    ones, others = (each.polities & rules.regions.keys() for each in (one, other))
    return any(rules.regions[here] & rules.regions[there] for here in ones for there in others)


def _one_stay(one: Candidate, other: Candidate, rules: Rules) -> bool:
    """Whether of one journey one report tells the organisation and one the member, from and to the same days."""
    if not (one.when.end and (one.first, one.last) == (other.first, other.last)):
        return False
    wholes = (one.polities if one.place.polity is None else other.polities) & rules.members.keys()
    return any((one.place.polity or other.place.polity) in rules.members[whole] for whole in wholes)


def _is_region_of(region: Candidate, states: Candidate, rules: Rules, *, dated: bool) -> bool:
    if any(polity.startswith("X:") for polity in states.polities) or len(states.polities) < _MANY:
        return False
    if known := region.polities & rules.regions.keys():
        there = {state for each in known for state in rules.regions[each]}
        return dated or len(states.polities - there) <= 1  # the traveller's own
    if any(polity.startswith("X:") for polity in region.polities):
        return dated
    wholes = region.polities & rules.members.keys()
    return len(region.polities) == 2 and any(states.polities & rules.members[whole] for whole in wholes)


def _appointment(one: Candidate, other: Candidate, people: People) -> Shared:
    count, _, _ = people.common(one.who, other.who)
    if not count or not one.polities & other.polities or one.told.leaves != other.told.leaves:
        return NONE
    same_words = one.told.sentence and one.told.sentence == other.told.sentence
    if not same_words and are_of_other_offices(one, other):
        return NONE
    return Shared("same person", True, count)


_OF_FAMILY: dict[str, Callable[[Candidate, Candidate, People], Shared]] = {
    "visit": _visit,
    "appointment": _appointment,
}

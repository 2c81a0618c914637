"""Names that the registry does not know, and whose they are by other reports: 阿札, where others write 阿扎爾."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tongshi.fusion.candidates import Candidate, Who
from tongshi.fusion.rules import Rules
from tongshi.judgements import Judgements, pair
from tongshi.learning.sounds import consonants

#: Roles that tell nothing of who somebody is.
_ANYBODY = frozenset({"", "other", "delegation"})

#: A name of one character is part of too many.
_LEAST_NAME = 2

#: Of each state and role the people with an id, and how their names are written.
_Spellings = Mapping[tuple[str, str], Mapping[str, set[str]]]


def named(candidates: Sequence[Candidate], judgements: Judgements, rules: Rules) -> list[Candidate]:
    """The candidates; who has no id has that of the one person of his state and office who is written much the same."""
    spellings = _spellings(candidates)
    found: dict[Who, Who] = {}

    def known(who: Who) -> Who:
        if who not in found:
            found[who] = _known(who, spellings, judgements, rules)
        return found[who]

    return [
        each if all(who.person for who in each.who) else replace(each, who=tuple(known(who) for who in each.who))
        for each in candidates
    ]


def _spellings(candidates: Iterable[Candidate]) -> _Spellings:
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who in {who for each in candidates for who in each.who}:
        if who.person and who.polity and who.role not in _ANYBODY:
            found[who.polity, who.role][who.person].add(who.short)
    return found


def _known(who: Who, spellings: _Spellings, judgements: Judgements, rules: Rules) -> Who:
    if who.person or len(who.short) < _LEAST_NAME:
        return who
    foreign = who.polity not in rules.sinographic
    people = [
        person
        for person, names in spellings.get((who.polity, who.role), {}).items()
        if pair(who.key, person) not in judgements.different_people
        and any(_is_one_name(who.short, name, foreign=foreign) for name in names)
    ]
    return replace(who, person=people[0]) if len(people) == 1 else who


def _is_one_name(one: str, other: str, *, foreign: bool) -> bool:
    """Whether one begins with the other, or is a transliteration that begins alike, or differs in one character."""
    if one.startswith(other) or other.startswith(one):
        return True
    if not foreign:
        return False
    if len(one) == len(other) > _LEAST_NAME and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return True
    return one[0] == other[0] and bool(consonants(one)) and consonants(one) == consonants(other)

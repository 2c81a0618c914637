"""Who else took part, told beside the report: A、B隨行; 陪同會見的還有A、B; 代表團由A率領."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.engagements.grammar import Grammar
from tongshi.engagements.merge import Contact
from tongshi.engagements.people import SINGLE, People
from tongshi.records import Actor, EngagementType

#: Sentences between a report and another that tells who else was there, or who led a delegation there: 由A率领 speaks
#: of the session told last, and further on of another.
_BESIDE = 3
_OF_IT = 1
#: Characters between two of a list, titles that no lexicon knows among them.
_NEXT = 16
#: Types of contact that somebody comes along to.
_JOURNEY: frozenset[EngagementType] = frozenset({"visit"})
_SITTING: frozenset[EngagementType] = frozenset({"meeting"})
#: Types of contact at which a state is there by its delegation.
_DELEGATED: frozenset[EngagementType] = frozenset({"talks", "meeting"})


@dataclass(frozen=True, slots=True)
class Companions:
    """Persons of one state, listed as coming along to contacts of some type, in sentence `index`; or who lead there."""

    index: int
    types: frozenset[EngagementType]
    persons: tuple[Actor, ...]
    beside: tuple[Actor, ...] = ()  # others of their state whom the sentence names: it is with one of them
    lead: bool = False


def find_companions(
    folded: str, ranges: Sequence[tuple[int, int]], actors: Sequence[Actor], grammar: Grammar
) -> tuple[Companions, ...]:
    """All lists of companions of a text, in order."""
    return tuple(_companions(folded, ranges, actors, grammar))


def _companions(
    folded: str, ranges: Sequence[tuple[int, int]], actors: Sequence[Actor], grammar: Grammar
) -> Iterator[Companions]:
    named = [actor for actor in actors if actor.name]
    for index, (start, end) in enumerate(ranges):
        here = [actor for actor in named if start <= actor.start and actor.end <= end]
        leaders = (
            actor for actor in here if actor.polity
            and (grammar.leads_them.match(folded, actor.end, end) or grammar.led_by.search(folded, start, actor.start))
        )  # fmt: skip
        yield from (Companions(index, _DELEGATED, (leader,), lead=True) for leader in leaders)
        comes, are = grammar.comes_along.search(folded, start, end), grammar.companions_are.search(folded, start, end)
        if not comes and not are:
            continue
        if are:
            persons = _list_from(folded, here, are.end(), grammar)
            sitting = grammar.at_a_meeting.search(folded, start, are.end())
            types = _SITTING if sitting else _JOURNEY
        else:
            assert comes is not None
            persons, types = _list_until(folded, here, comes.start(), grammar), _JOURNEY
        if persons:
            beside = (a for a in here if a.polity == persons[0].polity and a not in persons)
            yield Companions(index, types, persons, tuple(beside))


def _list_from(folded: str, persons: Sequence[Actor], position: int, grammar: Grammar) -> tuple[Actor, ...]:
    """The persons listed from `position` on."""
    out: list[Actor] = []
    for actor in persons:
        if actor.start < position:
            continue
        since = out[-1].end if out else position
        gap = grammar.in_brackets.remove(folded[since : actor.start])
        listed = grammar.joins_companions.match(gap) if out else True
        if len(gap) > _NEXT or not listed or (out and actor.polity != out[0].polity):
            break
        out.append(actor)
    return tuple(out)


def _list_until(folded: str, persons: Sequence[Actor], position: int, grammar: Grammar) -> tuple[Actor, ...]:
    """The persons listed up to `position`."""
    out: list[Actor] = []
    for actor in reversed(persons):
        if actor.end > position:
            continue
        until = out[-1].start if out else position
        gap = grammar.in_brackets.remove(folded[actor.end : until])
        follows = grammar.joins_companions.match(gap) if out else grammar.ends_companions.fullmatch(gap)
        if len(gap) > _NEXT or not follows or (out and actor.polity != out[0].polity):
            break
        out.append(actor)
    return tuple(reversed(out))


def joining(contact: Contact, lists: Sequence[Companions], people: People) -> tuple[Actor, ...]:
    """Those who come along to a contact: of the state of one side, told in a sentence near by."""
    best = contact.best
    if best.status.status not in {"held", "planned"} or not any(actor.name for actor in best.actors):
        return ()
    out: list[Actor] = []
    for companions in lists:
        if companions.lead:
            continue
        near = min(abs(mention.index - companions.index) for mention in contact.mentions) <= _BESIDE
        side = [actor for actor in best.actors if actor.name and actor.polity == companions.persons[0].polity]
        beside = companions.beside
        theirs = any(people.same(a, b) for a in side for b in beside) if beside else bool(side)
        if near and theirs and best.type in companions.types:
            known = (*best.actors, *out)
            out += [actor for actor in companions.persons if not any(people.same(actor, other) for other in known)]
    return tuple(out)


def delegates(contact: Contact, lists: Sequence[Companions], people: People) -> tuple[Actor, ...]:
    """Those who take part, each state told by none of its men as the one who leads its delegation near by."""
    best = contact.best
    named = {actor.polity for actor in best.actors if actor.name}
    return tuple(actor if actor.polity in named else _leader(actor, contact, lists, people) for actor in best.actors)


def _leader(told: Actor, contact: Contact, lists: Sequence[Companions], people: People) -> Actor:
    """The one who leads the delegation of a state; `told` itself where nobody is said to, or several are."""
    leaders = [
        one.persons[0] for one in lists
        if one.lead and contact.best.type in one.types and one.persons[0].polity == told.polity
        and min(abs(mention.index - one.index) for mention in contact.mentions) <= _OF_IT
    ]  # fmt: skip
    alike = leaders and all(people.same(leaders[0], other) for other in leaders)
    return leaders[0] if alike and told.role not in SINGLE else told

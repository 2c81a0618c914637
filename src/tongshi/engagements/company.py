"""Who else took part, told beside the report: A、B隨行; 陪同會見的還有A、B; 代表團由A率領; A也出席這次會議."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tongshi.engagements.contacts import Contact
from tongshi.engagements.frames.parties import VOICES
from tongshi.engagements.grammar import Grammar, Words
from tongshi.engagements.people import SINGLE, People
from tongshi.engagements.ranges import long_apart
from tongshi.records import Actor, EngagementType
from tongshi.times import TimeMention

#: Sentences between a report and another that tells who came along.
_BESIDE = 3
#: Sentences between a report of a journey and another that tells of whom the delegation is made up.
_OF_DELEGATION = 12
#: Sentences between the session told last and who is said to be there.
_TOLD_LAST = 8
#: Sentences between who leads a delegation and the report, told after it.
_OF_IT = 1
#: Characters between two of a list, titles that no lexicon knows among them.
_NEXT = 16
#: Types of contact that somebody comes along to, that somebody attends, and at which a state is by its delegation.
_JOURNEY: frozenset[EngagementType] = frozenset({"visit"})
_SITTING: frozenset[EngagementType] = frozenset({"meeting"})
_SESSIONS: frozenset[EngagementType] = frozenset({"meeting", "call", "talks", "conference"})
_DELEGATED: frozenset[EngagementType] = frozenset({"talks", "meeting"})


@dataclass(frozen=True, slots=True)
class Companions:
    """Persons of one state, listed as coming along to contacts of some type, in sentence `index`."""

    index: int
    types: frozenset[EngagementType]
    persons: tuple[Actor, ...]
    near: int = _BESIDE  # sentences within which the contact is told
    beside: tuple[Actor, ...] = ()  # others of their state whom the sentence names: it is with one of them


@dataclass(frozen=True, slots=True)
class Attendance:
    """Persons said in sentence `index` to be at a session, or to lead their delegation there."""

    index: int
    persons: tuple[Actor, ...]
    bare: bool = True  # the session is named no more: 这次会议
    convened: bool = False  # it is such as people are called to: 会议, 峰会
    lead: bool = False
    at: int = -1  # where the words stand that say so
    listed: bool = False  # told as all those at the one of its sentence: 参与会议的包括


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
        if not here:
            continue
        yield from _of_his_men(folded, index, here, grammar)
        holds = grammar.delegation_holds.search(folded, start, end)
        comes, are = grammar.comes_along.search(folded, start, end), grammar.companions_are.search(folded, start, end)
        if not comes and not are and not holds:
            continue
        if are := holds or are:
            titles = [actor for actor in actors if start <= actor.start and actor.end <= end and not actor.name]
            persons = _of_one_state(_list_from(folded, here, are.end(), grammar, titles))
            sitting = grammar.at_a_meeting.search(folded, start, are.end())
            types = _SITTING if sitting else _JOURNEY
        else:
            assert comes is not None
            listed = _list_until(folded, here, comes.start(), grammar.ends_companions, grammar)
            persons, types = _of_one_state(listed[::-1])[::-1], _JOURNEY
        if persons:
            beside = (a for a in here if a.polity == persons[0].polity and a not in persons)
            yield Companions(index, types, persons, _OF_DELEGATION if holds else _BESIDE, tuple(beside))


def _of_his_men(folded: str, index: int, here: Sequence[Actor], grammar: Grammar) -> Iterator[Companions]:
    """某某也是大臣随团成员: one who comes along with somebody."""
    for one, leader in itertools.pairwise(here):
        said = folded[one.end : leader.start]
        if grammar.one_of_them.fullmatch(said) and grammar.among_his_men.match(folded, leader.end):
            yield Companions(index, _JOURNEY, (one,), beside=(leader,))


def find_attendances(
    folded: str, ranges: Sequence[tuple[int, int]], actors_in: Sequence[Sequence[Actor]], grammar: Grammar
) -> tuple[Attendance, ...]:
    """All that a text tells of who is at a session or leads a delegation to it, in order.

    `actors_in` are those of each sentence.
    """
    return tuple(_attendances(folded, ranges, actors_in, grammar))


def _attendances(
    folded: str, ranges: Sequence[tuple[int, int]], actors_in: Sequence[Sequence[Actor]], grammar: Grammar
) -> Iterator[Attendance]:
    for index, ((start, end), actors) in enumerate(zip(ranges, actors_in, strict=True)):
        here = [
            actor for actor in actors
            if actor.name and actor.polity and actor.role not in VOICES
            and not _is_stood_for(folded, actor, start, grammar)
        ]  # fmt: skip
        if not here:
            continue
        for at, actor in enumerate(here):
            if _leads(folded, actor, start, end, grammar):
                both = at > 0 and grammar.joins.fullmatch(folded, here[at - 1].end, actor.start)
                yield Attendance(index, tuple(here[at - 1 : at + 1]) if both else (actor,), lead=True)
        elsewhere = grammar.another_gathering.search(folded, start, end) is not None
        for said in grammar.who_attend.finditer(folded, start, end):
            told = _told_by(said, index, _list_from(folded, here, said.end(), grammar), grammar, elsewhere=elsewhere)
            yield replace(told, listed=not folded.endswith("的", 0, said.end()))
        for said in grammar.attend_it.finditer(folded, start, end):
            persons = _list_until(folded, here, said.start(), grammar.ends_attendants, grammar)
            yield _told_by(said, index, persons, grammar, elsewhere=elsewhere)


def _told_by(
    said: re.Match[str], index: int, persons: tuple[Actor, ...], grammar: Grammar, *, elsewhere: bool
) -> Attendance:
    """That persons attend what the words `said` call a session; `elsewhere`: the sentence names a gathering itself."""
    bare = grammar.same_sitting.fullmatch(said["which"] or "") and not elsewhere
    on_site = "site" in said.re.groupindex and said["site"]
    convened = not on_site and (said["what"] is None or bool(grammar.convened.fullmatch(said["what"])))
    return Attendance(index, persons, bare, convened, at=said.start())


def _is_stood_for(folded: str, actor: Actor, start: int, grammar: Grammar) -> bool:
    """Whether another attends for somebody: 副总统代表[总统]出席."""
    stood_for = actor.office is not None and actor.office[0] == actor.start and folded[slice(*actor.office)] == "代表"
    return stood_for or grammar.on_behalf.search(folded, start, actor.start) is not None


def _leads(folded: str, actor: Actor, start: int, end: int, grammar: Grammar) -> bool:
    """Whether somebody leads a delegation: 某某率领代表团, 代表团由某某率领."""
    after = actor.end + folded.startswith(" ", actor.end)
    if grammar.leads_them.match(folded, after, end) or grammar.led_by.search(folded, start, actor.start):
        return True
    by = grammar.by_whom.search(folded, start, actor.start)
    return by is not None and grammar.heads_it.match(folded, actor.end, end) is not None


def _list_from(
    folded: str, persons: Sequence[Actor], position: int, grammar: Grammar, titles: Sequence[Actor] = ()
) -> tuple[Actor, ...]:
    """The persons listed from `position` on; `titles`: what belongs to their titles, 某某党[委员长]兼部长A."""
    out: list[Actor] = []
    for actor in persons:
        if actor.start < position:
            continue
        since = out[-1].end if out else position
        gap = grammar.in_brackets.remove(_left_over(folded, since, actor.start, titles))
        listed = grammar.joins_companions.match(gap) if out else True
        if len(gap) > _NEXT or not listed:
            break
        out.append(actor)
    return tuple(out)


def _list_until(
    folded: str, persons: Sequence[Actor], position: int, ends: Words, grammar: Grammar
) -> tuple[Actor, ...]:
    """The persons listed up to `position`, where what stands between the last of them and it is one of `ends`."""
    out: list[Actor] = []
    for actor in reversed(persons):
        if actor.end > position:
            continue
        gap = grammar.in_brackets.remove(folded[actor.end : out[-1].start if out else position])
        follows = (grammar.joins_companions.match(gap) and len(gap) <= _NEXT) if out else ends.fullmatch(gap)
        if not follows:
            break
        out.append(actor)
    return tuple(reversed(out))


def _left_over(folded: str, start: int, end: int, titles: Sequence[Actor]) -> str:
    """The text of `[start, end)` without some titles."""
    inside = [title for title in titles if start <= title.start and title.end <= end]
    edges = [start, *(edge for title in inside for edge in (title.start, title.end)), end]
    return "".join(folded[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _of_one_state(persons: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The first of a list, as far as they are of one state."""
    return tuple(itertools.takewhile(lambda actor: actor.polity == persons[0].polity, persons))


def joining(contacts: Sequence[Contact], lists: Sequence[Companions], people: People) -> list[tuple[Actor, ...]]:
    """Those who come along to each contact: of the state of one side, listed nearest to where it is told."""
    out: list[tuple[Actor, ...]] = [() for _ in contacts]
    for companions in lists:
        far = {at: _distance(contact, companions) for at, contact in enumerate(contacts)}
        able = [at for at, contact in enumerate(contacts) if far[at] <= companions.near]
        able = [at for at in able if _is_company(companions, contacts[at], people)]
        for at in able:
            if far[at] == min(far[home] for home in able):
                known = (*contacts[at].best.actors, *out[at])
                out[at] += tuple(a for a in companions.persons if not any(people.same(a, other) for other in known))
    return out


def _distance(contact: Contact, companions: Companions) -> int:
    """Sentences between a list of companions and the nearest mention of a contact."""
    return min(abs(mention.index - companions.index) for mention in contact.mentions)


def _is_company(companions: Companions, contact: Contact, people: People) -> bool:
    """Whether those listed can have come along to a contact that took place, or will, with one of theirs named."""
    best, beside = contact.best, companions.beside
    if best.type not in companions.types or best.status.status not in {"held", "planned"}:
        return False
    side = [actor for actor in best.actors if actor.name and actor.polity == companions.persons[0].polity]
    return any(people.same(a, b) for a in side for b in beside) if beside else bool(side)


def attending(
    contacts: Sequence[Contact],
    attendances: Sequence[Attendance],
    people: People,
    folded: str,
    times_in: Callable[[int], Sequence[TimeMention]],
    grammar: Grammar,
) -> list[tuple[Actor, ...]]:
    """Who takes part in each contact: its actors, and those said elsewhere to be there in the place of their states."""
    parties = [contact.best.actors for contact in contacts]
    convened = [
        any(m.sitting and grammar.convened.fullmatch(folded[slice(*m.draft.trigger)][-2:]) for m in contact.mentions)
        for contact in contacts
    ]
    found = [(one, _home(one, contacts, convened)) for one in attendances if one.persons]
    told = [
        (one, home) for one, home in found
        if home is not None and not _of_another_time(contacts[home], times_in(one.index))
    ]  # fmt: skip
    leads = [(one, home) for one, home in told if one.lead]
    for one, home in leads:
        if not any(home == other and _are_rivals(one, rival, people) for rival, other in leads):
            parties[home] = _joined_by(parties[home], one, contacts[home], people)
    for one, home in told:
        if not one.lead:
            parties[home] = _joined_by(parties[home], one, contacts[home], people)
    return parties


def _are_rivals(one: Attendance, other: Attendance, people: People) -> bool:
    """Whether two leaders of one state's delegation are named."""
    leader, rival = one.persons[-1], other.persons[-1]
    return leader.polity == rival.polity and not people.same(leader, rival)


def _home(told: Attendance, contacts: Sequence[Contact], convened: Sequence[bool]) -> int | None:
    """Which contact is the session that somebody is said to be at: the one told in the sentence, else the last."""
    types = _DELEGATED if told.lead else _SESSIONS
    sessions = [at for at, contact in enumerate(contacts) if contact.best.type in _SESSIONS]
    able = [
        at for at in sessions
        if contacts[at].best.type in types and _has_seats(contacts[at], told.persons)
        and (convened[at] or not told.convened or (told.listed and contacts[at].opening == told.index))
    ]  # fmt: skip
    here = [at for at in sessions if any(mention.index == told.index for mention in contacts[at].mentions)]
    if here:
        before = [(m.draft.trigger, at) for at in here for m in contacts[at].mentions if m.index == told.index]
        told_last = max((each for each in before if each[0][1] <= told.at), default=None) if told.bare else None
        one = here[0] if len(here) == 1 else told_last[1] if told_last is not None else None
        return one if one in able else None
    if not told.bare:
        return None
    earlier = [(m.index, -at) for at in sessions for m in contacts[at].mentions if m.index < told.index]
    index, last = max(earlier, default=(told.index - _TOLD_LAST - 1, 0))  # of two told at once, the first
    if told.index - index <= _TOLD_LAST:
        return -last if -last in able else None
    if not told.lead:
        return None
    soon = (at for at in able if 0 < contacts[at].mentions[0].index - told.index <= _OF_IT)
    return next(soon, None)


def _of_another_time(contact: Contact, times: Sequence[TimeMention]) -> bool:
    """Whether a sentence has dates, all of them months away from those of a contact: 三年前的代表团由某某率领."""
    told = [time.when for time in times if time.when.start]
    known = [mention.when for mention in contact.mentions if mention.when.start]
    return bool(told and known) and all(long_apart(a, b) for a in told for b in known)


def _has_seats(contact: Contact, persons: Sequence[Actor]) -> bool:
    """Whether persons can be of a contact: of its states; where it is of many, of any."""
    return contact.best.of_many or any(actor.polity in contact.best.polities for actor in persons)


def _joined_by(party: tuple[Actor, ...], told: Attendance, contact: Contact, people: People) -> tuple[Actor, ...]:
    """A party with those said to be there, each in the place of his state where it was told by nobody."""
    out = list(party)
    for person in told.persons:
        if not _has_seats(contact, (person,)) or any(people.same(person, other) for other in out):
            continue
        theirs = [at for at, actor in enumerate(out) if actor.polity == person.polity]
        if told.lead and any(out[at].name for at in theirs):
            continue
        unsaid = [at for at in theirs if not out[at].name and out[at].role not in SINGLE - {person.role}]
        if unsaid:
            out[unsaid[0]] = person
        elif not told.lead:
            out.append(person)
    return tuple(out)

"""What the reports of one contact say together, and where they contradict each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from tongshi.fusion.candidates import Candidate, Contact, Member, contact_id
from tongshi.fusion.days import BEFORE, GIVEN_UP
from tongshi.fusion.history import in_course
from tongshi.language import fold
from tongshi.records import Participant, Place, Precision, Status, When
from tongshi.registry.towns import town

T = TypeVar("T")


def together(members: Sequence[Member]) -> Contact:
    """The contact that these engagements are, in order of publication; at least one."""
    candidates = [member.candidate for member in members]
    return Contact(
        id=contact_id(candidates[0].id),
        members=tuple(members),
        type=_most(each.type for each in candidates) or candidates[0].type,
        status=_status(candidates),
        salience="main" if any(each.salience == "main" for each in candidates) else "background",
        when=_when(_as_planned_anew(candidates)),
        place=_place([each.place for each in candidates]),
        sources=texts((each.post, each.address, each.copies) for each in candidates),
        first_report=candidates[0].published,
        conflicts=tuple(conflicts(candidates)),
        occasions=tuple(sorted({occasion for each in candidates for occasion in each.told.occasions})),
    )


def _place(places: Sequence[Place]) -> Place:
    """The state most name, and of its towns the one most name: never one source's town in another's state."""
    polity = _most(each.polity for each in places if each.polity)
    there = [each.city for each in places if each.city and each.polity in {polity, None}]
    most = _most(town(city, polity) for city in there)  # 华府 and 华盛顿 are one
    return Place(city=_most(city for city in there if town(city, polity) == most), polity=polity)


def texts(posts: Iterable[tuple[str, str, frozenset[str]]]) -> int:
    """How many texts some posts are: id, address, ids of copies. Posts of one address, and copies, are one."""
    given = list(posts)
    roots = {post: post for post, _, _ in given}

    def root(post: str) -> str:
        while roots[post] != post:
            post = roots[post]
        return post

    first_of: dict[str, str] = {}
    for post, address, copies in given:
        same = [first_of.setdefault(address, post)] if address else []
        for other in (*same, *(copies & roots.keys())):
            roots[root(other)] = root(post)
    return sum(post == root(post) for post in roots)


def distinct(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each participant once, as the first source writes him; unnamed ones only where a polity has no named one."""
    named: dict[str, Participant] = {}
    unnamed: dict[str, Participant] = {}
    for each in participants:
        if each.name:
            key = each.person or fold(each.name).rpartition("·")[2]
            known = named.get(key)
            if known is None or (known.office is None and each.office):
                named[key] = each
        else:
            unnamed.setdefault(each.polity or each.office or "", each)
    spoken_for = {each.polity for each in named.values()}
    return (*named.values(), *(each for each in unnamed.values() if each.polity not in spoken_for))


def conflicts(candidates: Sequence[Candidate]) -> Iterator[str]:
    """The fields of which reports tell what cannot be so at once: date, place, participants, caller."""
    pairs = list(combinations({_told(each): each for each in candidates}.values(), 2))
    if any(_other_days(one, other) for one, other in pairs):
        yield "date"
    if any(_other_places(one, other) for one, other in pairs):
        yield "place"
    if any(_other_people(one, other) for one, other in pairs):
        yield "participants"
    if len({each.told.caller for each in candidates} - {""}) > 1:
        yield "caller"


def _told(candidate: Candidate) -> tuple[object, ...]:
    return (candidate.when, candidate.place, candidate.who, candidate.polities)


def _other_days(one: Candidate, other: Candidate) -> bool:
    """Whether two reports give days of which neither has one of the other's."""
    if one.family == "visit":  # it has several days
        return False
    if one.first is None or other.first is None or {one.first, one.when.alt} & {other.first, other.when.alt} - {None}:
        return False
    return bool(one.last and other.last and (one.first > other.last or other.first > one.last))


def _other_places(one: Candidate, other: Candidate) -> bool:
    if one.place.polity and other.place.polity and one.place.polity != other.place.polity:
        return True
    ones, others = one.place, other.place
    if not (ones.city and others.city) or not one.type == other.type != "visit":
        return False
    return town(ones.city, ones.polity) != town(others.city, others.polity)


def _other_people(one: Candidate, other: Candidate) -> bool:
    """Whether two reports name others of one side; a gathering has many."""
    if "conference" in {one.type, other.type} or one.family == "visit":
        return False
    for polity in {who.polity for who in one.who} & {who.polity for who in other.who} - {""}:
        ones, others = ([who for who in each.who if who.polity == polity] for each in (one, other))
        if not any(who.same(each) for who in ones for each in others):
            return True
    return False


def _most(values: Iterable[T]) -> T | None:
    """The commonest value, the first of equals; None where there is none."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _status(candidates: Sequence[Candidate]) -> Status:
    """The latest report's, of one time what can come of the others; but a plan told after the event undoes nothing."""
    latest = max(candidates, key=lambda each: in_course(each.status, each.published)).status
    if latest in BEFORE and any(each.status == "held" for each in candidates):
        return "held"
    return latest


def _as_planned_anew(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The reports that say when it is: of what was called off and then planned anew those of the new plan."""
    if _status(candidates) not in BEFORE:
        return candidates
    called_off = max((n for n, each in enumerate(candidates) if each.status in GIVEN_UP), default=-1)
    anew = [each for each in candidates[called_off + 1 :] if each.when.start]
    return anew or candidates


def _when(candidates: Sequence[Candidate]) -> When:
    """The finest precision given, in it the commonest dates; another first day of a call is its `alt`."""
    precisions: tuple[Precision, ...] = ("day", "month", "year")
    finest = next((each for each in precisions if any(one.when.precision == each for one in candidates)), None)
    if finest is None:
        return When()
    whens = [each.when for each in candidates if each.when.precision == finest]
    start = Counter(when.start for when in whens).most_common(1)[0][0]
    ends = Counter(when.end for when in whens if when.start == start and when.end)
    others = [day for when in whens for day in (when.alt, when.start) if day and day != start]
    alt = others[0] if others and candidates[0].type == "call" and _is_near(start, others[0]) else None
    return When(start=start, end=ends.most_common(1)[0][0] if ends else None, precision=finest, alt=alt)


def _is_near(one: dt.date | None, other: dt.date) -> bool:
    return one is not None and abs((one - other).days) <= 1

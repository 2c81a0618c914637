"""What is learnt of a person, and how it becomes an entry of the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from tongshi.records import Mention
from tongshi.registry.entries import Person, Tenure


class Sighting(NamedTuple):
    """A mention with what counts of its article."""

    mention: Mention
    post: str
    day: dt.date | None
    usage: str = ""  # TW, HK, CN; empty: not known
    story: str = ""  # the same for articles that are copies of each other; empty: a story of its own


@dataclass(frozen=True, slots=True)
class Evidence:
    """On how much something rests. Articles that are copies of each other are one story."""

    articles: int
    stories: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class LearntName:
    """A spelling, folded, and how it was most often written; `alone` where it can be read without a title."""

    folded: str
    written: str
    alone: bool
    seen: Evidence
    usages: tuple[str, ...] = ()  # in articles of which regions: TW, HK, CN; most first


@dataclass(frozen=True, slots=True)
class LearntOffice:
    """An office as titled most often; `until` is the day before its next holder's first, where that is known."""

    title: str
    polity: str
    role: str
    mark: str  # former, designate, acting; empty: held on the days seen
    seen: Evidence
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LearntPerson:
    """A person learnt, or what is learnt of a curated one: then `id` is his, and only what is new is told."""

    id: str
    polity: str
    latin: tuple[str, ...]
    names: tuple[LearntName, ...]
    offices: tuple[LearntOffice, ...]
    curated: bool = False

    def entry(self) -> Person:
        """The person as the registry has him; not for what is learnt of a curated one."""
        return Person(
            id=self.id,
            latin=self.latin,
            plain_names=tuple(name.folded for name in self.names if name.alone),
            titled_names=_titled(self.names, {office.title for office in self.offices}),
            polity=self.polity,
            tenures=_tenures(self.offices),
            unless=(),
        )


def extended(person: Person, learnt: LearntPerson) -> Person:
    """A curated person with the spellings learnt of him; nothing curated changes."""
    known = {*person.plain_names, *(name for _, name in person.titled_names)}
    new = tuple(name for name in learnt.names if name.folded not in known)
    return replace(
        person,
        plain_names=(*person.plain_names, *(name.folded for name in new if name.alone)),
        titled_names=(*person.titled_names, *_titled(new, {tenure.title for tenure in person.tenures})),
    )


def learnt_people(learnt: Iterable[LearntPerson], curated: Mapping[str, Person]) -> tuple[Person, ...]:
    """Entries for the registry: curated people with more spellings, then people learnt; in order of `learnt`.

    They stand in for the curated entries of their ids.
    """
    return tuple(
        extended(curated[person.id], person) if person.curated else person.entry()
        for person in learnt
        if not person.curated or person.id in curated
    )


def _titled(names: Iterable[LearntName], titles: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((title, name.folded) for name in names if not name.alone for title in sorted(titles))


def _tenures(offices: Iterable[LearntOffice]) -> tuple[Tenure, ...]:
    """Offices held, by the first day seen; one that is only told as former, designate or acting is not held."""
    held = [
        Tenure(office.title, office.polity, office.role, office.seen.first, office.until)
        for office in offices
        if not office.mark
    ]
    return tuple(sorted(held, key=lambda tenure: (tenure.since or dt.date.min, tenure.title)))

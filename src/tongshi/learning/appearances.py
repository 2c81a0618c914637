"""Sightings → appearances: a spelling in one article, within which all that is said belongs to one person."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tongshi.learning.entries import Sighting
from tongshi.registry import Registry

#: Offices of which a state has one at a time.
SINGLE = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "religious-head",
        "organisation-head",
    }
)

#: Roles that say too little of who somebody is.
_VAGUE = frozenset({"other", "delegation", "", "religious", "former"})

#: Stories (articles that are no copies of each other) that tell of an office before it counts.
OFFICE = 2

Key = tuple[str, ...]


@dataclass(slots=True)
class Appearance:
    """One spelling in one article."""

    name: str
    post: str
    day: dt.date | None
    usage: str
    story: str
    written: Counter[str] = field(default_factory=Counter)
    latins: set[str] = field(default_factory=set)
    offices: set[tuple[str, str, str, str]] = field(default_factory=set)  # polity, role, title, mark
    held: set[tuple[str, str]] = field(default_factory=set)  # polity and role of those that can be his
    alone: bool = False  # named without a title too, or by a keyword

    @property
    def claims(self) -> set[tuple[str, str]]:
        """Polity and role of all, also those that the registry gives somebody else: he may be that one."""
        return {(polity, role) for polity, role, _, _ in self.offices if polity and role not in _VAGUE}


@dataclass(slots=True)
class Group:
    """Appearances of one person, so far as is known."""

    appearances: list[Appearance]
    keys: set[Key] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """The spellings, folded."""
        return {each.name for each in self.appearances}

    @property
    def posts(self) -> set[str]:
        """The articles they stand in."""
        return {each.post for each in self.appearances}

    def offices(self) -> Counter[tuple[str, str]]:
        """Stories of each polity and role."""
        stories: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in self.appearances:
            for office in each.held:
                stories[office].add(each.story)
        return Counter({office: len(told) for office, told in stories.items()})

    def polities(self) -> Counter[str]:
        """Stories of each polity said."""
        stories: dict[str, set[str]] = defaultdict(set)
        for each in self.appearances:
            for polity, _, _, _ in each.offices:
                if polity:
                    stories[polity].add(each.story)
        return Counter({polity: len(told) for polity, told in stories.items()})

    @property
    def polity(self) -> str:
        """The polity told most, empty where none is; ties go to the first code."""
        return min(self.polities().items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]


def gathered(
    sightings: Iterable[Sighting], registry: Registry
) -> tuple[dict[str, list[Appearance]], dict[str, set[str]]]:
    """The appearances of each spelling that the registry does not know, and the posts of each person it does."""
    found: dict[tuple[str, str], Appearance] = {}
    posts: dict[str, set[str]] = defaultdict(set)
    tenable: dict[tuple[str, str, dt.date | None], bool] = {}
    for sighting in sightings:
        mention = sighting.mention
        if mention.person:
            posts[mention.person].add(sighting.post)
            continue
        key = (mention.folded, sighting.post)
        here = found.setdefault(key, Appearance(*key, sighting.day, sighting.usage, sighting.story or sighting.post))
        here.written[mention.name] += mention.places
        here.alone = here.alone or mention.kind in {"tag", "name"}
        if mention.latin:
            here.latins.add(mention.latin)
        if mention.title:
            office = (mention.polity, mention.role, mention.title, mention.mark)
            here.offices.add(office)
            on = (mention.polity, mention.role, sighting.day)
            if on not in tenable:
                tenable[on] = is_tenable(*on, registry)
            if mention.polity and mention.role not in _VAGUE and (mention.mark or tenable[on]):
                here.held.add(office[:2])
    by_name: dict[str, list[Appearance]] = defaultdict(list)
    for key in sorted(found):
        by_name[key[0]].append(found[key])
    return by_name, posts


def former(appearances: Mapping[str, Iterable[Appearance]]) -> frozenset[str]:
    """Spellings told somewhere with an office held before: 杜鲁门 is no spelling of who is president now."""
    return frozenset(
        name for name, here in appearances.items()
        if any(mark == "former" and role in SINGLE for each in here for _, role, _, mark in each.offices)
    )  # fmt: skip


def is_tenable(polity: str, role: str, day: dt.date | None, registry: Registry) -> bool:
    """Whether somebody not in the registry can hold an office: no state has two heads, no organisation a minister."""
    if registry.is_organisation(polity) and role in SINGLE and role != "organisation-head":
        return False
    return role not in SINGLE or day is None or not registry.holders(polity, role, day)

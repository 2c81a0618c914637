"""One spelling, several persons: its appearances parted by Latin name, else by office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tongshi.learning.appearances import OFFICE, Appearance, Group, Key
from tongshi.learning.latin import akin, key_of, within, words_of
from tongshi.learning.sounds import fits
from tongshi.registry.names import FAMILY_FIRST


def parted(name: str, appearances: Iterable[Appearance]) -> list[Group]:
    """The persons of one spelling: by Latin name where there is one, else by office."""
    by_latin: dict[Key, list[Appearance]] = defaultdict(list)
    rest = []
    for each in appearances:
        keys = sorted({key_of(latin) for latin in each.latins if len(words_of(latin)) > 1 and fits(name, latin)})
        if keys:
            by_latin[max(keys, key=len)].append(each)
        else:
            rest.append(each)
    groups: list[Group] = []
    for key in sorted(by_latin, key=lambda key: (-len(key), key)):
        held = {office for each in by_latin[key] for office in each.held}
        same = next(
            (
                group
                for group in groups
                if any(within(key, other) for other in group.keys)
                or (any(akin(key, other) for other in group.keys) and held & set(group.offices()))
            ),
            None,
        )
        if same is None:
            groups.append(Group(by_latin[key], {key}))
        else:
            same.appearances += by_latin[key]
            same.keys.add(key)
    groups = [part for group in groups for part in _by_state(group)]
    by_office: dict[tuple[str, str], list[Appearance]] = defaultdict(list)
    for each in rest:
        fitting = [group for group in groups if each.held & set(group.offices()) or _agrees(name, each, group)]
        if len(fitting) == 1:
            fitting[0].appearances.append(each)
        elif not fitting and each.claims:
            by_office[min(each.held or each.claims)].append(each)
    return groups + _by_career(name, by_office)


def _agrees(name: str, each: Appearance, group: Group) -> bool:
    """Whether an appearance without an office, or in another of the same state, can be the group's person."""
    polities = {polity for polity, *_ in each.offices if polity}
    if len(name) < 3 or group.polity in FAMILY_FIRST:
        return False
    return not polities or polities == {group.polity}


def _by_state(group: Group) -> list[Group]:
    """Namesakes: people of one Latin name in offices of several states, each told twice or more."""
    strong = [polity for polity, stories in group.polities().items() if stories >= OFFICE]
    if len(strong) < 2:
        return [group]
    parts: dict[str, list[Appearance]] = defaultdict(list)
    for each in group.appearances:
        told = sorted({polity for polity, *_ in each.offices if polity in strong})
        if len(told) > 1:
            return [group]  # one article gives him both
        if told:
            parts[told[0]].append(each)
    return [Group(parts[polity], set(group.keys)) for polity in sorted(parts)]


def _by_career(name: str, by_office: Mapping[tuple[str, str], list[Appearance]]) -> list[Group]:
    """Offices of one person: those that one article gives him; for a transliterated name all of one state."""
    groups: list[Group] = []
    for office in sorted(by_office):
        here = by_office[office]
        told = {each for one in here for each in one.held}
        rare = len(name) >= 3 and office[0] not in FAMILY_FIRST
        same = next(
            (
                group
                for group in groups
                if told & set(group.offices()) or (rare and office[0] in {polity for polity, _ in group.offices()})
            ),
            None,
        )
        if same is None:
            groups.append(Group(list(here)))
        else:
            same.appearances += here
    return groups

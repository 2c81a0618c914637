"""Several spellings, one person: joined by Latin name, or by an office that only one holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tongshi.learning.appearances import SINGLE, Group, Key
from tongshi.learning.latin import within
from tongshi.learning.sounds import alike, nearly

#: How far apart, in days, two sightings in one office may be and still be one tenure of one person.
_TENURE = dt.timedelta(days=730)


def joined(groups: list[Group]) -> list[Group]:
    """Groups of one Latin name, or of one office that one person holds, made one."""
    by_key: dict[Key, list[Group]] = defaultdict(list)
    out: list[Group] = []
    for group in groups:
        same = next((other for key in sorted(group.keys) for other in by_key[key] if _one_state(group, other)), None)
        if same is None:
            out.append(group)
            same = group
        else:
            same.appearances += group.appearances
            same.keys |= group.keys
        for key in same.keys:
            if same not in by_key[key]:
                by_key[key].append(same)
    return _joined_by_office(out)


def _one_state(one: Group, other: Group) -> bool:
    return not one.polity or not other.polity or bool(set(one.polities()) & set(other.polities()))


def _joined_by_office(groups: list[Group]) -> list[Group]:
    by_office: dict[tuple[str, str], list[Group]] = defaultdict(list)
    out: list[Group] = []
    for group in sorted(groups, key=lambda each: (not each.keys, -len(each.posts), sorted(each.names))):
        offices = sorted(office for office in group.offices() if office[1] in SINGLE)
        same = next(
            (other for office in offices for other in by_office[office] if _one_holder(group, other, office)), None
        )
        if same is None:
            out.append(group)
            same = group
        else:
            same.appearances += group.appearances
            same.keys |= group.keys
        for office in offices:
            if same not in by_office[office]:
                by_office[office].append(same)
    return out


def _one_holder(one: Group, other: Group, office: tuple[str, str]) -> bool:
    """Whether two spellings, seen in one office at about the same time, are one holder's."""
    if one.keys and other.keys and not any(within(a, b) for a in one.keys for b in other.keys):
        return False
    pairs = [(a, b) for a in one.names for b in other.names]
    if not any(alike(a, b) for a, b in pairs):
        return False
    if _two_in_one_article(one, other, office) and not any(nearly(a, b) for a, b in pairs):
        return False
    ones, others = (
        sorted(each.day for each in group.appearances if office in each.held and each.day) for group in (one, other)
    )
    return bool(ones and others) and ones[0] - _TENURE <= others[-1] and others[0] - _TENURE <= ones[-1]


def _two_in_one_article(one: Group, other: Group, office: tuple[str, str]) -> bool:
    """Whether some article has both spellings, one of them in other offices only."""
    shared = one.posts & other.posts
    return any(
        each.post in shared and each.held and office not in each.held
        for group in (one, other) for each in group.appearances
    )  # fmt: skip

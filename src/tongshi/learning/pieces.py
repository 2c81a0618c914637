"""Spellings cut too short or too long: pieces of another's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tongshi.learning.appearances import Group
from tongshi.registry import Registry

#: As if seen so often: what the registry calls somebody.
_CURATED = 1_000_000


def without_pieces(groups: Iterable[Group], registry: Registry) -> list[Group]:
    """Leaves out spellings cut too short or too long: those that a more frequent one of the same office holds."""
    groups = list(groups)
    by_office: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for group in groups:
        for office in group.offices():
            for each in group.appearances:
                by_office[office][each.name] = by_office[office].get(each.name, 0) + 1
    for (polity, role), known in by_office.items():
        for id_ in registry.held.get((polity, role), ()):
            for name in registry.people[id_].plain_names:
                known[name] = _CURATED
    out = []
    for group in groups:
        rivals: dict[str, int] = {}
        for office in group.offices():
            rivals |= by_office[office]
        kept = [
            each for each in group.appearances
            if not any(
                count > rivals.get(each.name, 0) and is_piece(each.name, (other,)) for other, count in rivals.items()
            )
        ]  # fmt: skip
        if kept:
            out.append(Group(kept, group.keys))
    return out


def is_piece(name: str, others: Iterable[str]) -> bool:
    """Whether a spelling is one of `others` cut short, or with something before or behind it that is no first name."""
    return any(
        other != name and ((name in other and "·" not in other) or (other in name and "·" not in name))
        for other in others
    )

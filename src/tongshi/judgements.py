"""What people decided about records: the state that their decisions come to, as fusion and the store take it.

Records are named by the ids of engagements, which stay when an article is read better. Fields and values of
corrections are those of the codebook's file form: `date` is `{"start", "end", "precision", "alt"}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Ids of two engagements, or keys of two people, the smaller one first.
Pair = tuple[str, str]

#: Fields with their corrected values.
Corrections = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What holds now. A person's key is his id in the registry, or his folded name where he has none."""

    accepted: frozenset[str] = frozenset()  # engagements found right
    rejected: frozenset[str] = frozenset()  # engagements that are none: they belong to no contact
    together: frozenset[Pair] = frozenset()  # engagements that are one contact
    apart: frozenset[Pair] = frozenset()  # engagements that are not
    readings: Mapping[str, Corrections] = field(default_factory=dict)  # what the article of an engagement says
    #: What is so of the contact that holds an engagement; where two of a contact say otherwise, the later one holds.
    contacts: Mapping[str, Corrections] = field(default_factory=dict)
    same_people: frozenset[Pair] = frozenset()
    different_people: frozenset[Pair] = frozenset()


#: Nothing was decided.
UNDECIDED = Judgements()


def pair(one: str, other: str) -> Pair:
    """Two keys in order."""
    return (one, other) if one < other else (other, one)


def roots(pairs: Iterable[Pair]) -> dict[str, str]:
    """For each key the smallest of all keys that pairs join it to."""
    found: dict[str, str] = {}

    def root(key: str) -> str:
        while found.setdefault(key, key) != key:
            found[key] = found[found[key]]
            key = found[key]
        return key

    for one, other in pairs:
        kept, gone = sorted((root(one), root(other)))
        found[gone] = kept
    return {key: root(key) for key in found}

"""Who met whom: people, or polities, and between each two the contacts that they had.

Only people of different polities meet here, since two of one delegation are on one side. A contact of which people of
one side alone are named joins nobody; it still counts between polities.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

from tongshi.language import fold
from tongshi.levels import Attended
from tongshi.periods import span
from tongshi.records import EngagementType, Participant

Kind = Literal["people", "polities"]

#: The types in which somebody meets somebody, or turns to him.
ENCOUNTERS: tuple[EngagementType, ...] = ("call", "meeting", "visit", "talks", "conference", "message")


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office as written, in how many contacts it is, and from which day to which, where days are known."""

    title: str
    contacts: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A person or a polity; `id` is the registry's, for one who is not known there NAME/POLITY."""

    id: str
    name: str  # as most often written; of a polity its code
    polity: str
    offices: tuple[HeldOffice, ...]  # most often told first
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two nodes, by id, the smaller first, and their contacts in order of time, undated ones last.

    `first` and `last` are those of contacts of which the day is known.
    """

    one: str
    other: str
    types: Mapping[str, int]
    first: dt.date | None
    last: dt.date | None
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, most contacts first, and how many contacts join no two nodes."""

    kind: Kind
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alone: int


def network(contacts: Iterable[Attended], kind: Kind = "people") -> Network:
    """The network of some contacts, in any order; nodes without an edge are left out."""
    folded = cache(fold)  # the same names and offices come again and again
    seen: dict[str, _Seen] = defaultdict(lambda: _Seen(folded))
    joined: dict[tuple[str, str], list[Attended]] = defaultdict(list)
    alone = 0
    for contact in contacts:
        nodes = dict(_people(contact, folded) if kind == "people" else ((code, None) for code in contact.polities))
        pairs = [
            (one, other) for one, other in combinations(sorted(nodes), 2)
            if kind == "polities" or _polity(nodes[one]) != _polity(nodes[other])
        ]  # fmt: skip
        alone += not pairs
        for pair in pairs:
            joined[pair].append(contact)
        for id_ in {id_ for pair in pairs for id_ in pair}:
            seen[id_].add(contact, nodes[id_])
    edges = (_edge(pair, found) for pair, found in joined.items())
    return Network(
        kind,
        tuple(sorted((each.node(id_) for id_, each in seen.items()), key=lambda node: (-node.contacts, node.id))),
        tuple(sorted(edges, key=lambda edge: (-len(edge.contacts), edge.one, edge.other))),
        alone,
    )


def _people(contact: Attended, folded: Callable[[str], str]) -> Iterator[tuple[str, Participant]]:
    """The named participants of known polities, by the id of their node."""
    for each in contact.participants:
        if each.name and each.polity:
            yield each.person or f"{folded(each.name)}/{each.polity}", each


def _polity(participant: Participant | None) -> str:
    return participant.polity or "" if participant else ""


def _edge(pair: tuple[str, str], contacts: Iterable[Attended]) -> Edge:
    ordered = sorted(contacts, key=lambda each: (each.when.start or dt.date.max, each.id))
    spans = [known for each in ordered if each.when.precision == "day" and (known := span(each.when))]
    return Edge(
        one=pair[0],
        other=pair[1],
        types=dict(sorted(Counter(each.type for each in ordered).items())),
        first=min((first for first, _ in spans), default=None),
        last=max((last for _, last in spans), default=None),
        contacts=tuple(each.id for each in ordered),
    )


class _Seen:
    """What is told of a node."""

    def __init__(self, folded: Callable[[str], str]) -> None:
        self._folded = folded
        self._names: Counter[str] = Counter()
        self._polities: Counter[str] = Counter()
        self._offices: list[tuple[str, dt.date | None]] = []
        self._contacts = 0

    def add(self, contact: Attended, person: Participant | None) -> None:
        """Note a contact, and as whom a person took part in it."""
        self._contacts += 1
        if person is not None:
            self._names[person.name or ""] += 1
            self._polities[person.polity or ""] += 1
            if person.office:
                day = contact.when.start if contact.when.precision == "day" else None
                self._offices.append((person.office, day))

    def node(self, id_: str) -> Node:
        """All of it."""
        return Node(
            id=id_,
            name=_most(self._names) or id_,
            polity=_most(self._polities) or id_,
            offices=held_offices(self._offices, self._folded),
            contacts=self._contacts,
        )


def held_offices(
    told: Iterable[tuple[str, dt.date | None]], folded: Callable[[str], str] = fold
) -> tuple[HeldOffice, ...]:
    """Offices of one person, as written, each with the day of the contact, where it is known; the most told first."""
    by_title: dict[str, list[tuple[str, dt.date | None]]] = defaultdict(list)
    for title, day in told:
        by_title[folded(title)].append((title, day))
    return tuple(sorted(map(_office, by_title.values()), key=lambda each: (-each.contacts, each.title)))


def _office(told: list[tuple[str, dt.date | None]]) -> HeldOffice:
    days = [day for _, day in told if day]
    title = _most(Counter(title for title, _ in told))
    return HeldOffice(title, len(told), min(days, default=None), max(days, default=None))


def _most(counts: Counter[str]) -> str:
    """The commonest, the first by spelling of equals; empty where there is none."""
    return min(counts, key=lambda each: (-counts[each], each), default="")

"""Which person of the registry a group of appearances means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from tongshi.learning.appearances import SINGLE, Group, Key
from tongshi.learning.latin import key_of, within
from tongshi.learning.sounds import alike, fits
from tongshi.registry import Registry
from tongshi.registry.entries import Person


class Directory:
    """Finds the curated person whom a group of appearances means."""

    def __init__(self, registry: Registry, posts: Mapping[str, Collection[str]], former: Collection[str]) -> None:
        self._registry = registry
        self._former = former
        self._posts = posts
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._keys: dict[str, list[Key]] = {}
        for person in registry.people.values():
            self._keys[person.id] = [key_of(latin) for latin in person.latin]
            for key in self._keys[person.id]:
                for word in key:
                    self._by_word[word].add(person.id)

    def find(self, group: Group) -> Person | None:
        """By Latin name, else by office; None where nobody or several fit."""
        return self._by_latin(group) or self._by_office(group)

    def _by_latin(self, group: Group) -> Person | None:
        ids = {id_ for key in group.keys for word in key for id_ in self._by_word[word]}
        found = [
            person
            for person in (self._registry.people[id_] for id_ in sorted(ids))
            if any(within(key, known) for key in group.keys for known in self._keys[person.id])
            and self._can_be(person, group)
        ]
        return found[0] if len(found) == 1 else None

    def _can_be(self, person: Person, group: Group) -> bool:
        """Whether the states agree, so far as they are told."""
        told = group.polities()
        return not told or not told.keys().isdisjoint({person.polity, *(tenure.polity for tenure in person.tenures)})

    def _by_office(self, group: Group) -> Person | None:
        holders: set[str] = set()
        for each in group.appearances:
            for polity, role, _, mark in each.offices:
                if role in SINGLE and polity and not mark and each.day:
                    here = self._registry.holders(polity, role, each.day)
                    if len(here) != 1:
                        return None
                    holders.add(here[0].id)
        if len(holders) != 1 or not group.names.isdisjoint(self._former):
            return None
        person = self._registry.people[holders.pop()]
        if min(map(len, group.names)) < 3:
            return None
        if group.keys and not any(within(key, known) for key in group.keys for known in self._keys[person.id]):
            return None
        if not group.posts.isdisjoint(self._posts.get(person.id, ())):
            return None
        spellings = (*person.plain_names, *(name for _, name in person.titled_names))
        sounds = all(
            any(alike(name, known) for known in spellings) or any(fits(name, latin) for latin in person.latin)
            for name in group.names
        )
        return person if sounds else None

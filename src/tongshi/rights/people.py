"""What may be told of the people whom a store learnt of, and of where people are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tongshi.learning import LearntPerson
from tongshi.rights.held import HeldRelease
from tongshi.store import Namings, StoredMention, counted


class PeopleRelease(HeldRelease):
    """People, and the places where articles name them."""

    def learnt(self, id_: str | None = None) -> tuple[LearntPerson, ...]:
        """As `Store.learnt`, without what only withheld posts show."""
        kept = []
        for person in self._store.learnt(id_):
            if self.person(person.id, (*(name.folded for name in person.names), *person.latin)):
                names = tuple(name for name in person.names if self._is_shown(name.folded))
                if names:
                    kept.append(replace(person, names=names))
        return tuple(kept)

    def _is_shown(self, name: str) -> bool:
        return not self._posts or any(each.post not in self._posts for each in self._store.mentions((), [name]))

    def mentions(
        self, people: Sequence[str], names: Sequence[str] = (), post: str | None = None
    ) -> Iterator[StoredMention]:
        """As `Store.mentions`."""
        for each in self._store.mentions(people, names, post):
            if self._may(each.post):
                url = self.address(each.url)
                yield each if url == each.url else replace(each, url=url)

    def namings(self, person: str, names: Sequence[str]) -> Namings:
        """As `Store.namings`; `names` are his spellings that the curated registry does not know."""
        return counted(self.mentions([person], names)) if self._list else self._store.namings(person)

    def person_keys(self, ids: Collection[str], folded: str) -> set[str]:
        """As `Store.person_keys`, without those of withheld people."""
        return {key for key in self._store.person_keys(ids, folded) if not self._is_withheld(key, key)}

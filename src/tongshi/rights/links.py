"""Which contacts may be told of in full: a contact is shown with links to those only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from tongshi.store import Contact, Store
from tongshi.withhold import WithholdList

#: Contacts whose links, and reports, are looked up together.
AHEAD = 200


class Links:
    """The links of contacts under a withhold list, as far as they were asked for."""

    def __init__(self, store: Store, withheld: WithholdList, posts: frozenset[str]) -> None:
        self._store = store
        self._list = withheld
        self._posts = posts
        self._whole: dict[str, bool] = {}

    def forget(self) -> None:
        """Ask anew: contacts may have changed."""
        self._whole.clear()

    def those(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The ids of the contacts among these that may be told of in full."""
        if self._list and not self._whole.keys() >= set(ids):
            self._know_whole(ids)
        return tuple(id_ for id_ in ids if not self._list or self._whole[id_])

    def looking_ahead(self, contacts: Iterator[Contact]) -> Iterator[Contact]:
        """The same contacts; those that they are linked to are looked at for many together."""
        while some := list(islice(contacts, AHEAD)):
            self.look_at(some)
            yield from some

    def look_at(self, contacts: Iterable[Contact]) -> None:
        """Look up together what these contacts are linked to."""
        if self._list:
            self._know_whole({id_ for each in contacts for id_ in (*each.part_of, *each.parts)} - self._whole.keys())

    def _know_whole(self, ids: Collection[str]) -> None:
        """Note of some contacts whether they may be told of in full; no entry of the list is met by that."""
        self._whole |= dict.fromkeys(ids, True)
        for each in self._store.reported(self._store.told_by(contacts=ids)).values():
            people = each.engagement.participants
            withheld = any(self._list.person(one.person, one.name, one.latin) for one in people)
            if withheld or each.post in self._posts:
                self._whole[each.contact] = False

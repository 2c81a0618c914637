"""What may be told of the contacts of a store."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from tongshi.rights.held import HeldRelease
from tongshi.rights.links import AHEAD
from tongshi.rights.retelling import retold
from tongshi.store import Attendance, Contact, ContactFilter, StoredReport, ToldContact


class ContactRelease(HeldRelease):
    """Contacts, without those of people who are withheld, and as the posts tell them that are not."""

    def contacts(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """As `Store.contacts`."""
        found = self._store.contacts(wanted, None if self._list else limit)
        return islice(filter(None, map(self._contact, self._links.looking_ahead(found))), limit)

    def rejected(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """As `Store.rejected`."""
        found = self._store.rejected(wanted, None if self._list else limit)
        return islice(filter(None, map(self._contact, found)), limit)

    def count_contacts(self, wanted: ContactFilter | None = None) -> int:
        """As `Store.count_contacts`; it counts nothing as left out."""
        if self._list:
            return sum(1 for _ in self._quiet().contacts(wanted))
        return self._store.count_contacts(wanted)

    def attended(self, wanted: ContactFilter | None = None) -> Iterator[Attendance]:
        """As `Store.attended`; in order of time where posts are withheld."""
        if self._posts:
            for contact in self.contacts(wanted):
                yield Attendance(
                    id=contact.id, type=contact.type, status=contact.status, when=contact.when,
                    participants=contact.participants, polities=contact.polities,
                )  # fmt: skip
            return
        yield from filter(self._attended_may, self._store.attended(wanted))

    def _attended_may(self, contact: Attendance | Contact) -> bool:
        """Whether nobody who took part is withheld; counts the contact where somebody is."""
        withheld = any(self._is_withheld(each.person, each.name, each.latin) for each in contact.participants)
        self.left_out["contacts"] += withheld
        return not withheld

    def reports(self, wanted: ContactFilter | None = None) -> Iterator[StoredReport]:
        """As `Store.reports`, also of contacts that are withheld themselves: it tells of no person."""
        return (each for each in self._store.reports(wanted) if each.post not in self._posts)

    def contact_of(self, contact: Contact, engagements: Collection[str]) -> Contact:
        """A contact as some of its reports tell it, by the ids of their engagements; one of them may be told of."""
        whole = self._store.report(contact.id).sources
        return retold(
            contact,
            [each for each in whole if each.engagement.id in engagements and each.article.post not in self._posts],
        )

    def told_contacts(self) -> tuple[ToldContact, ...]:
        """As `Store.told_contacts`, of articles that are not withheld; also of contacts that are."""
        return self._store.told_contacts(self._posts)

    def confidences(self) -> dict[str, float]:
        """As `Store.confidences`; of withheld contacts too, of which it tells nothing else."""
        return self._store.confidences()

    # --- all contacts, to be kept in memory

    def blocks_written(self) -> dict[str, str]:
        """As `Store.blocks_written`."""
        return self._store.blocks_written()

    def contacts_of_blocks(self, blocks: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """As `Store.contacts_of_blocks`."""
        return self._shelved(self._store.contacts_of_blocks(blocks))

    def contacts_of_ids(self, ids: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """As `Store.contacts_of_ids`."""
        return self._shelved(self._store.contacts_of_ids(ids))

    def linked(self, ids: Collection[str]) -> set[str]:
        """As `Store.linked`: ids, of contacts that may be withheld."""
        return self._store.linked(ids)

    def corrected(self) -> set[str]:
        """As `Store.corrected`: ids, of contacts that may be withheld."""
        return self._store.corrected()

    def _shelved(self, found: Iterator[tuple[str, Contact]]) -> Iterator[tuple[str, Contact]]:
        while some := list(islice(found, AHEAD)):
            self._links.look_at(contact for _, contact in some)
            for block, contact in some:
                if (kept := self._contact(contact)) is not None:
                    yield block, kept

    # --- one of them

    def _contact(self, contact: Contact) -> Contact | None:
        if not self._list:
            return contact
        if not self._attended_may(contact):
            return None
        if contact.part_of or contact.parts:
            contact = replace(
                contact, part_of=self._links.those(contact.part_of), parts=self._links.those(contact.parts)
            )
        if self._posts.isdisjoint(contact.posts):
            return self._judged(contact)
        if contact.rejected:
            self.left_out["contacts"] += 1
            return None
        sources = [each for each in self._store.report(contact.id).sources if each.article.post not in self._posts]
        self.left_out["sources"] += len(contact.posts) - len(sources)
        if not sources:
            self.left_out["contacts"] += 1
            return None
        return self._judged(retold(contact, sources))

    def _judged(self, contact: Contact) -> Contact:
        """A contact with the decisions on it that may be told."""
        if not contact.corrections and not contact.rejected:
            return contact
        kept = tuple(each for each in contact.corrections if not self._names_in(each))
        self.left_out["decisions"] += len(contact.corrections) - len(kept)
        rejected = contact.rejected
        if rejected and self._names_in(rejected):
            rejected = replace(rejected, by="–", why="")
        return replace(contact, corrections=kept, rejected=rejected)

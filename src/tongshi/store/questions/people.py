"""What is asked of people and how they are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tongshi.learning import LearntPerson
from tongshi.records import Mention
from tongshi.store import (
    engagements,
    learning,
    namings,
)
from tongshi.store.connected import Connected
from tongshi.store.views.people import Namings, StoredMention


class PeopleAsked(Connected):
    """What is asked of people and how they are named."""

    def person_keys(self, ids: Collection[str], folded: str) -> set[str]:
        """The keys by which people are judged on, of participants who have one of the ids or that folded name."""
        with self._reading() as connection:
            return engagements.person_keys(connection, ids, folded)

    def learnt(self, id_: str | None = None) -> tuple[LearntPerson, ...]:
        """What the archive teaches of people, or of one, beyond the curated registry, in order of id."""
        with self._reading() as connection:
            return learning.people(connection, id_)

    def mentions(
        self, people: Sequence[str], names: Sequence[str] = (), post: str | None = None
    ) -> Iterator[StoredMention]:
        """Mentions of people by id in the curated registry, and by folded spellings unknown there; earliest first.

        Of one article, where that is given.
        """
        with self._reading() as connection:
            yield from learning.mentions(connection, people, names, post)

    def namings(self, person: str) -> Namings:
        """How somebody, by his id in the curated registry or among those learnt, is named: counted at the build."""
        with self._reading() as connection:
            return namings.of(connection, person)

    def mentions_in(self, post: str) -> tuple[Mention, ...]:
        """Whom an article names, and how; spans are in the post's own part of the file."""
        with self._reading() as connection:
            return learning.mentions_in(connection, post)

"""What is asked of contacts, and of the engagements that are read as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from tongshi import fusion, lineage
from tongshi.decisions import State
from tongshi.errors import NotFoundError
from tongshi.lineage import ContactChange, ContactVersion
from tongshi.store import (
    contact_versions,
    contacts,
    counting,
    engagements,
    fusing,
    gathering,
    ids,
    judged,
    reports,
)
from tongshi.store.connected import Connected
from tongshi.store.views.contacts import (
    Attendance,
    Contact,
    ContactFilter,
    ContactOutline,
    ContactReport,
    EngagementLine,
    ReportedContact,
    ReportLine,
    Source,
    StoredReport,
    ToldContact,
    UnsureContact,
)


class ContactsAsked(Connected):
    """What is asked of contacts, and of the engagements that are read as one."""

    def contacts(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """The contacts wanted, latest first, undated ones last."""
        with self._reading() as connection:
            yield from contacts.contacts(connection, wanted or ContactFilter(), limit, self._ledger.state(connection))

    def rejected(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """Records that people rejected, each as the contact that it would be by itself, latest first."""
        with self._reading() as connection:
            state = self._ledger.state(connection)
            found = engagements.rejected(connection, state.judgements.rejected, state)
            fitting = (each.contact for each in found if judged.fits(wanted or ContactFilter(), each.contact))
            yield from islice(fitting, limit)

    def generation(self) -> str:
        """Another text whenever the contacts are other ones; while a build is running the one of before.

        It is of the last build that ended, and of the decisions with which contacts were fused since.
        """
        with self._reading() as connection:
            return gathering.generation(connection)

    def blocks_written(self) -> dict[str, str]:
        """For each block a token, another one each time that its contacts are written."""
        with self._reading() as connection:
            return gathering.written(connection)

    def contacts_of_blocks(self, blocks: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """The contacts of some blocks, each with its block, in no order."""
        with self._reading() as connection:
            yield from gathering.of_blocks(connection, blocks, self._ledger.state(connection))

    def contacts_of_ids(self, ids: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """Those of some contacts that there are, each with its block, in no order."""
        with self._reading() as connection:
            yield from gathering.of_ids(connection, ids, self._ledger.state(connection))

    def linked(self, ids: Collection[str]) -> set[str]:
        """The ids of contacts in which some took place, and of those that took place in them."""
        with self._reading() as connection:
            return gathering.linked(connection, ids)

    def corrected(self) -> set[str]:
        """The ids of contacts of which somebody corrected something."""
        with self._reading() as connection:
            return gathering.corrected(connection, self._ledger.state(connection))

    def attended(self, wanted: ContactFilter | None = None) -> Iterator[Attendance]:
        """The same without what counting does not need, in order of id: for all contacts of an archive."""
        with self._reading() as connection:
            yield from counting.attended(connection, wanted or ContactFilter())

    def count_contacts(self, wanted: ContactFilter | None = None) -> int:
        """How many contacts are wanted."""
        with self._reading() as connection:
            return counting.count_contacts(connection, wanted or ContactFilter())

    def reports(self, wanted: ContactFilter | None = None) -> Iterator[StoredReport]:
        """Each article's report of the contacts wanted, by contact, in order of publication."""
        with self._reading() as connection:
            yield from counting.reports(connection, wanted or ContactFilter())

    def candidates(self) -> list[fusion.Candidate]:
        """All engagements as fusion takes them, in order of id."""
        with self._reading() as connection:
            return fusing.candidates(connection)

    def doubts(self) -> Iterator[fusion.Doubt]:
        """Pairs of engagements that may be one contact, the least certain first."""
        with self._reading() as connection:
            yield from engagements.doubts(connection)

    def report(self, id_: str) -> ContactReport:
        """The contact meant by an id of a contact or engagement, or by its beginning; raises NotFoundError.

        A record that was rejected is told as the contact that it would be by itself.
        """
        with self._reading() as connection:
            state = self._ledger.state(connection)
            meant = self._meant(connection, id_, state)
            return meant if isinstance(meant, ContactReport) else reports.report(connection, meant, state)

    def accounts(self, id_: str) -> ContactReport:
        """The same with what its articles say in it or about it alone, without copies and the contacts linked to it.

        Texts are left out where statements tell all that is said in an article, each as it stands there.
        """
        with self._reading() as connection:
            state = self._ledger.state(connection)
            meant = self._meant(connection, id_, state)
            if isinstance(meant, str):
                return reports.accounts(connection, meant, state)
            return meant

    def outline(self, id_: str) -> ContactOutline:
        """The same with a line on each of its reports; raises NotFoundError."""
        with self._reading() as connection:
            state = self._ledger.state(connection)
            meant = self._meant(connection, id_, state)
            if isinstance(meant, str):
                return reports.outline(connection, meant, state)
            return reports.outline_of(connection, meant)

    def report_lines(self, contacts: Collection[str]) -> dict[str, tuple[ReportLine, ...]]:
        """The reports of some contacts, by id, in a line each, in order of publication; of those that there are."""
        with self._reading() as connection:
            return reports.lines(connection, contacts, self._ledger.state(connection))

    def sources_of(self, lines: Sequence[ReportLine]) -> tuple[Source, ...]:
        """Some reports of an outline with all that their articles say, in the same order."""
        with self._reading() as connection:
            return reports.sources(connection, lines)

    def _meant(self, connection: Connection, id_: str, state: State) -> str | ContactReport:
        """The id of a contact, or the one rejected record that is meant; raises NotFoundError."""
        try:
            return ids.contact_of(connection, id_)
        except NotFoundError:
            meant = self._rejected_alone(connection, id_, state) or contact_versions.heir(connection, id_)
            if meant is None:
                raise
            return meant

    @staticmethod
    def _rejected_alone(connection: Connection, id_: str, state: State) -> ContactReport | None:
        """The one rejected record that is meant, where one is."""
        meant = [each for each in state.judgements.rejected if id_[1:] and each[1:].startswith(id_[1:])]
        found = list(engagements.rejected(connection, meant, state))
        return found[0] if len(found) == 1 else None

    def contact_as_of(self, id_: str, build: int) -> ContactVersion:
        """What was said of the contact meant when a build had ended; raises NotFoundError."""
        with self._reading() as connection:
            return contact_versions.as_of(connection, id_, build)

    def contact_versions(self, contact: str) -> tuple[tuple[ContactVersion, str], ...]:
        """All that the contact of an id was, oldest first, each with when its build had ended (UTC, ISO 8601)."""
        with self._reading() as connection:
            return tuple(contact_versions.versions(connection, contact))

    def contact_changes(self, since: int, until: int | None = None) -> Iterator[ContactChange]:
        """What became of contacts after the build `since`, up to `until` or to now; raises NotFoundError."""
        with self._reading() as connection:
            yield from lineage.outcomes(contact_versions.window(connection, since, until))

    def build_of(self, day: dt.date) -> int:
        """The last build that had ended on some day, in UTC; raises NotFoundError where none had."""
        with self._reading() as connection:
            return contact_versions.build_of(connection, day)

    def confidences(self) -> dict[str, float]:
        """How sure each contact is, by its id: as its surest report."""
        with self._reading() as connection:
            return engagements.confidences(connection)

    def engagement_lines(self) -> Iterator[EngagementLine]:
        """The engagements of current articles, those of one article side by side."""
        with self._reading() as connection:
            yield from engagements.engagement_lines(connection)

    def engagement(self, id_: str) -> Source:
        """An engagement with its article; raises NotFoundError."""
        with self._reading() as connection:
            return engagements.source(connection, id_)

    def most_told(self) -> ContactReport:
        """The contact with most sources of those that two sides tell of; NotFoundError in a store without one."""
        with self._reading() as connection:
            return reports.report(connection, contacts.most_told(connection), self._ledger.state(connection))

    def told_contacts(self, without: Collection[str] = ()) -> tuple[ToldContact, ...]:
        """Contacts that two sides or more tell, in articles of other posts than some; those told most come first."""
        with self._reading() as connection:
            return tuple(contacts.told_contacts(connection, without))

    def unsure(self, below: float) -> list[UnsureContact]:
        """Contacts none of whose records is as sure as that, with the confidence of the surest; least sure first."""
        with self._reading() as connection:
            return engagements.unsure(connection, below)

    def reported(self, ids: Collection[str]) -> dict[str, ReportedContact]:
        """Those of some engagements that the store has, as their articles were read."""
        with self._reading() as connection:
            return engagements.reported(connection, ids)

    def told_by(self, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
        """The ids of the engagements of some posts, and of some contacts."""
        with self._reading() as connection:
            return engagements.told_by(connection, posts=posts, contacts=contacts)

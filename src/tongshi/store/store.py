"""The database as the rest of the package sees it: methods that answer with frozen records, and no SQL."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from tongshi import fusion, lineage
from tongshi.coverage import DayCount
from tongshi.decisions import Decision, State
from tongshi.errors import NotFoundError, StoreError
from tongshi.judgements import Judgements
from tongshi.learning import LearntPerson, learn
from tongshi.lineage import ContactChange, ContactVersion
from tongshi.offsets import SourceText, Span
from tongshi.pipeline import Sources
from tongshi.query import Query
from tongshi.records import Mention
from tongshi.registry import Person, Registry
from tongshi.store import (
    contact_versions,
    copying,
    counting,
    deciding,
    dialects,
    engine,
    finding,
    fulltext,
    fusing,
    gathering,
    judged,
    knowing,
    learning,
    namings,
    queries,
    readings,
    reports,
    schema,
    statements,
    transfer,
    verifying,
    versions,
    writing,
)
from tongshi.store.rows import FileRows
from tongshi.store.tables import SCHEMAS
from tongshi.store.views import (
    ArticleFilter,
    Attendance,
    ChangedArticle,
    Contact,
    ContactFilter,
    ContactOutline,
    ContactReport,
    EngagementLine,
    Fault,
    FoundArticle,
    KnowledgeVersion,
    Namings,
    PhraseUse,
    PostCopy,
    PostLine,
    PostPlace,
    PostWords,
    ReportedContact,
    ReportLine,
    Run,
    SaidKey,
    Source,
    StatementFilter,
    StoredMention,
    StoredReading,
    StoredReject,
    StoredReport,
    StoredStatement,
    ToldContact,
    Totals,
    UnsureContact,
    Utterance,
    Uttered,
)


def open_store(url: str | Path, *, write: bool = False, patience: float = dialects.PATIENCE) -> Store:
    """The store at `url`: the path of an SQLite file, or a database address.

    With `write` a missing database is made and an older schema upgraded; else the database must be there and
    nothing in it is touched. A writer waits `patience` seconds for another. Raises StoreError.
    """
    return Store(url, write=write, patience=patience)


def migrate(url: str | Path, *, patience: float = dialects.PATIENCE) -> tuple[str, str]:
    """Bring the store at `url` to this program's schema; the schema that it had, and the one that it has.

    Raises StoreError, also where there is no store.
    """
    address = engine.parse_url(url)
    name = engine.name_of(address)
    with engine.connect(address, write=False) as connection, connection.begin():
        found = schema.revision(connection, engine.database_of(address), name)
    if found is None:
        raise StoreError(f"{name}: an empty database; `tongshi build` makes a store of it")
    open_store(url, write=True, patience=patience).close()
    return found, SCHEMAS[-1]


class Store:
    """An open database; use it as a context manager, in one thread.

    Any method raises StoreError where the database cannot be used: full disk, locked, read-only, damaged.
    """

    def __init__(self, url: str | Path, *, write: bool = False, patience: float = dialects.PATIENCE) -> None:
        self._address = engine.parse_url(url)
        self._patience = patience
        self._database = engine.database_of(self._address)
        self.name = engine.name_of(self._address)
        self._ledger = deciding.Ledger()
        self._connection = engine.connect(self._address, write=write, patience=patience)
        try:
            self._prepare(write=write)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _prepare(self, *, write: bool) -> None:
        with self._reading() as connection:
            found = schema.revision(connection, self._database, self.name)
        if found == SCHEMAS[-1]:
            return
        if not write:
            if found is None:
                raise StoreError(f"{self.name}: an empty database; run `tongshi build` first")
            raise StoreError(f"{self.name}: made by an older Tongshi (schema {found}); run `tongshi migrate` first")
        self._database.before_upgrade(self._connection)
        with self._writing() as connection:
            # another process may have done it while we waited for the lock
            if schema.revision(connection, self._database, self.name) != SCHEMAS[-1]:
                schema.upgrade(connection, self._database)

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        if self._connection.in_transaction():  # a query asked while another's answer is being read
            yield self._connection
            return
        self._connection.execution_options(**{dialects.WRITES: write})
        with self._connection.begin():
            yield self._connection

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._transaction(write=True)

    def alone(self) -> AbstractContextManager[None]:
        """Keep out whoever else asks for this, until it ends or this process does; waits as a writer does."""
        return self._database.alone(self._connection, self._address, self._patience)

    # --- questions

    def moment(self) -> str:
        """Another one whenever somebody else may have written since: what was made of the store then may be old."""
        with self._reading() as connection:
            return self._database.moment(connection)

    def contacts(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """The contacts wanted, latest first, undated ones last."""
        with self._reading() as connection:
            yield from queries.contacts(connection, wanted or ContactFilter(), limit, self._ledger.state(connection))

    def rejected(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """Records that people rejected, each as the contact that it would be by itself, latest first."""
        with self._reading() as connection:
            state = self._ledger.state(connection)
            found = queries.rejected(connection, state.judgements.rejected, state)
            fitting = (each.contact for each in found if judged.fits(wanted or ContactFilter(), each.contact))
            yield from islice(fitting, limit)

    def generation(self) -> str:
        """Another text whenever the contacts are other ones; while a build is running the one of before.

        It is of the last build that ended, and of the decisions with which contacts were fused since.
        """
        with self._reading() as connection:
            return gathering.generation(connection)

    def at_once(self) -> AbstractContextManager[object]:
        """All that is asked inside is of one state of the store."""
        return self._reading()

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

    def day_counts(self, posts: Sequence[str] | None = None) -> Iterator[DayCount]:
        """How many articles there are of each outlet and day, superseded ones left out; `posts`: of these only."""
        with self._reading() as connection:
            yield from counting.day_counts(connection, posts)

    def post_days(self) -> Iterator[tuple[str, str, dt.date | None]]:
        """Of each article, superseded ones left out, its post, outlet and day, in no order."""
        with self._reading() as connection:
            yield from counting.post_days(connection)

    def candidates(self) -> list[fusion.Candidate]:
        """All engagements as fusion takes them, in order of id."""
        with self._reading() as connection:
            return fusing.candidates(connection)

    def doubts(self) -> Iterator[fusion.Doubt]:
        """Pairs of engagements that may be one contact, the least certain first."""
        with self._reading() as connection:
            yield from queries.doubts(connection)

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

    def sources_of(self, lines: Sequence[ReportLine]) -> tuple[Source, ...]:
        """Some reports of an outline with all that their articles say, in the same order."""
        with self._reading() as connection:
            return reports.sources(connection, lines)

    def _meant(self, connection: Connection, id_: str, state: State) -> str | ContactReport:
        """The id of a contact, or the one rejected record that is meant; raises NotFoundError."""
        try:
            return queries.contact_of(connection, id_)
        except NotFoundError:
            meant = self._rejected_alone(connection, id_, state) or contact_versions.heir(connection, id_)
            if meant is None:
                raise
            return meant

    @staticmethod
    def _rejected_alone(connection: Connection, id_: str, state: State) -> ContactReport | None:
        """The one rejected record that is meant, where one is."""
        meant = [each for each in state.judgements.rejected if id_[1:] and each[1:].startswith(id_[1:])]
        found = list(queries.rejected(connection, meant, state))
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

    def post_lines(self, posts: Collection[str]) -> tuple[PostLine, ...]:
        """Posts in a line each, in order of their ids."""
        with self._reading() as connection:
            return tuple(versions.lines(connection, posts))

    def confidences(self) -> dict[str, float]:
        """How sure each contact is, by its id: as its surest report."""
        with self._reading() as connection:
            return queries.confidences(connection)

    def engagement_lines(self) -> Iterator[EngagementLine]:
        """The engagements of current articles, those of one article side by side."""
        with self._reading() as connection:
            yield from queries.engagement_lines(connection)

    def engagement(self, id_: str) -> Source:
        """An engagement with its article; raises NotFoundError."""
        with self._reading() as connection:
            return queries.source(connection, id_)

    def most_told(self) -> ContactReport:
        """The contact with most sources of those that two sides tell of; NotFoundError in a store without one."""
        with self._reading() as connection:
            return reports.report(connection, queries.most_told(connection), self._ledger.state(connection))

    def told_contacts(self, without: Collection[str] = ()) -> tuple[ToldContact, ...]:
        """Contacts that two sides or more tell, in articles of other posts than some; those told most come first."""
        with self._reading() as connection:
            return tuple(queries.told_contacts(connection, without))

    def decisions(self) -> tuple[Decision, ...]:
        """All that people decided, in order of time, then id."""
        with self._reading() as connection:
            return self._ledger.decisions(connection)

    def unsure(self, below: float) -> list[UnsureContact]:
        """Contacts none of whose records is as sure as that, with the confidence of the surest; least sure first."""
        with self._reading() as connection:
            return queries.unsure(connection, below)

    def reported(self, ids: Collection[str]) -> dict[str, ReportedContact]:
        """Those of some engagements that the store has, as their articles were read."""
        with self._reading() as connection:
            return queries.reported(connection, ids)

    def person_keys(self, ids: Collection[str], folded: str) -> set[str]:
        """The keys by which people are judged on, of participants who have one of the ids or that folded name."""
        with self._reading() as connection:
            return queries.person_keys(connection, ids, folded)

    def statements_there(self, ids: Collection[str]) -> set[str]:
        """Those of some statements that articles which are not superseded have."""
        with self._reading() as connection:
            return statements.there(connection, ids)

    def told_by(self, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
        """The ids of the engagements of some posts, and of some contacts."""
        with self._reading() as connection:
            return queries.told_by(connection, posts=posts, contacts=contacts)

    def reading(self, post: str) -> StoredReading:
        """All that the article of a post says, old versions too; raises NotFoundError."""
        with self._reading() as connection:
            return readings.reading(connection, post)

    def bodies(self, posts: Sequence[str]) -> dict[str, tuple[SourceText, tuple[Span, ...]]]:
        """The running texts of some posts, by post, each with every place from which a field of a record was read."""
        with self._reading() as connection:
            return readings.bodies(connection, posts)

    def words(self, post: str) -> str:
        """Title, running text and captions of the article of a post; raises NotFoundError."""
        with self._reading() as connection:
            return readings.words(connection, post)

    def texts(self, posts: Collection[str]) -> dict[str, tuple[SourceText, SourceText]]:
        """Titles of some posts, and running texts with captions, by post."""
        with self._reading() as connection:
            return readings.texts(connection, posts)

    def readings(self, posts: Collection[str]) -> dict[str, StoredReading]:
        """The same of some posts at once, by post; those are missing that the store does not have."""
        with self._reading() as connection:
            return readings.readings(connection, posts)

    def post_named(self, given: str) -> str:
        """The id of the post meant by the beginning of its id, an address, or a path or stem in an archive.

        Of the versions of one article the current one is meant, else the latest. Raises NotFoundError, also where
        several articles could be meant; it names them.
        """
        with self._reading() as connection:
            return versions.post_named(connection, given)

    def versions(self, post: str) -> tuple[PostLine, ...]:
        """All versions of the article of a post, in the order in which they were met, current ones last."""
        with self._reading() as connection:
            return tuple(versions.versions(connection, post))

    def changed(self, since: int | None = None, until: int | None = None) -> Iterator[ChangedArticle]:
        """Articles with several versions, and vanished ones, latest change first; after a build, up to one if given."""
        with self._reading() as connection:
            yield from versions.changed(connection, since, until)

    def copies(
        self, post: str | None = None, kinds: Sequence[str] = (), limit: int | None = None
    ) -> Iterator[PostCopy]:
        """Links between copies, most alike first: of a post, or of all posts that are current."""
        with self._reading() as connection:
            yield from versions.copies(connection, post, kinds, limit)

    def found(
        self,
        query: Query,
        wanted: ArticleFilter | None = None,
        limit: int | None = None,
        *,
        newest: bool = False,
        skip: int = 0,
    ) -> Iterator[FoundArticle]:
        """Current articles whose title or text answers to a query, the best first, or the newest.

        The first `skip` are passed over.
        """
        with self._reading() as connection:
            yield from finding.found(connection, query, wanted or ArticleFilter(), limit, newest=newest, skip=skip)

    def posts_found(self, query: Query, wanted: ArticleFilter | None = None) -> list[str]:
        """The ids of all of them, in no order."""
        with self._reading() as connection:
            return finding.posts_found(connection, query, wanted or ArticleFilter())

    def count_found(self, query: Query, wanted: ArticleFilter | None = None) -> int:
        """How many there are."""
        with self._reading() as connection:
            return finding.count(connection, query, wanted or ArticleFilter())

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

    def said(
        self, wanted: StatementFilter | None = None, limit: int | None = None, *, newest: bool = False
    ) -> Iterator[StoredStatement]:
        """The statements wanted, of articles that are not superseded, in order of the articles' days; none rejected.

        With `newest` those of the latest day come first.
        """
        with self._reading() as connection:
            rejected = self._ledger.state(connection).judgements.rejected
            yield from statements.said(connection, wanted or StatementFilter(), limit, rejected, newest=newest)

    def latest_said(self, wanted: Sequence[StatementFilter], limit: int) -> tuple[tuple[StoredStatement, ...], ...]:
        """Of each of several kinds of statements the latest, as `said` has them with `newest`, asked for at once."""
        with self._reading() as connection:
            rejected = self._ledger.state(connection).judgements.rejected
            return statements.latest(connection, wanted, limit, rejected)

    def utterances(self, wanted: StatementFilter) -> Iterator[Utterance]:
        """The same statements in the same order, as little of each as is counted."""
        with self._reading() as connection:
            rejected = self._ledger.state(connection).judgements.rejected
            yield from statements.utterances(connection, wanted, rejected)

    def uses(self, phrase: str) -> Iterator[PhraseUse]:
        """The statements with a set phrase, by its id, in the same order: of each what its use is told by."""
        with self._reading() as connection:
            rejected = self._ledger.state(connection).judgements.rejected
            yield from statements.uses(connection, phrase, rejected)

    def in_full(self, uttered: Iterable[Uttered]) -> Iterator[StoredStatement]:
        """All of some statements, in the same order."""
        with self._reading() as connection:
            yield from statements.in_full(connection, uttered)

    def tally_said(self, wanted: StatementFilter, *by: SaidKey) -> Counter[tuple[Any, ...]]:
        """How many statements are wanted of each kind; those of several topics, or phrases, count once for each."""
        with self._reading() as connection:
            return statements.tally(connection, wanted, by, self._ledger.state(connection).judgements.rejected)

    def count_said(self, wanted: StatementFilter | None = None) -> int:
        """How many statements are wanted."""
        with self._reading() as connection:
            rejected = self._ledger.state(connection).judgements.rejected
            return statements.count(connection, wanted or StatementFilter(), rejected)

    def is_said(self, wanted: StatementFilter) -> bool:
        """Whether there is a statement like that."""
        with self._reading() as connection:
            return statements.is_said(connection, wanted)

    def statement(self, given: str) -> StoredStatement:
        """The statement meant by the beginning of its id; raises NotFoundError."""
        with self._reading() as connection:
            return statements.statement(connection, given)

    def current_posts(self) -> Iterator[str]:
        """The ids of all posts that an archive holds, in order."""
        with self._reading() as connection:
            yield from queries.current_posts(connection)

    def outlets(self) -> tuple[str, ...]:
        """Codes of the outlets of all articles, in order."""
        with self._reading() as connection:
            return queries.outlets(connection)

    def places(self) -> Iterator[PostPlace]:
        """Every post, old versions too, with each place where it is or was seen."""
        with self._reading() as connection:
            yield from queries.places(connection)

    def rejects(self, limit: int | None = None) -> Iterator[StoredReject]:
        """Posts that could not be read, in path order."""
        with self._reading() as connection:
            yield from queries.rejects(connection, limit)

    def runs(self, limit: int | None = None) -> Iterator[Run]:
        """Builds, latest first."""
        with self._reading() as connection:
            yield from queries.runs(connection, limit)

    def knowledge(self) -> Iterator[KnowledgeVersion]:
        """Every version of knowledge that a build used, latest first, with the user's own files as they were."""
        with self._reading() as connection:
            yield from knowing.history(connection)

    def totals(self) -> Totals:
        """What the store holds now."""
        with self._reading() as connection:
            return replace(queries.totals(connection), copies=versions.copies_by_kind(connection))

    def digest(self) -> str:
        """A hash over all that is known; equal where two stores say the same. Run times do not count."""
        with self._reading() as connection:
            return queries.digest(connection)

    def faults(self) -> Iterator[Fault]:
        """All that is not as it must be: what the database finds wrong with itself, then table by table."""
        with self._reading() as connection:
            for line in self._database.faults(connection):
                yield Fault(table="database", id="", what=line)
            yield from verifying.faults(connection)

    # --- from another store

    def copy_from(self, other: Store) -> dict[str, int]:
        """Take over all that another store holds, all or nothing; how many rows came, by table.

        Raises StoreError where this store is not empty, and where what came is not what was there.
        """
        with other._reading() as source, self._writing() as target:
            if not transfer.is_empty(target):
                raise StoreError(f"{self.name}: not empty; a store is copied into a new one only")
            return transfer.transfer(source, target, self._database.after_copy)

    # --- building; see tongshi.build for the order

    def begin_run(self, knowledge: str, archives: Sequence[str], jobs: int) -> int:
        """Note that a build began; its number."""
        with self._writing() as connection:
            return writing.begin_run(connection, knowledge, archives, jobs)

    def end_run(self, run: int, counts: dict[str, int]) -> None:
        """Note that it came to its end, with its counts by column of `runs`."""
        with self._writing() as connection:
            writing.end_run(connection, run, counts)

    def taught(self) -> tuple[Person, ...]:
        """The people that the last build read with, as the archive had told of them."""
        with self._reading() as connection:
            return knowing.learnt(connection)

    def keep_sources(self, run: int, sources: Sources) -> None:
        """Note what a run reads with."""
        with self._writing() as connection:
            knowing.keep_sources(connection, run, sources)

    def sources(self, version: str) -> Sources | None:
        """What a version was made from, besides rules and shipped lexicons; None where that is not known."""
        with self._reading() as connection:
            return knowing.sources(connection, version)

    def stale_versions(self, version: str) -> list[str]:
        """The versions other than this that files were read with."""
        with self._reading() as connection:
            return knowing.stale_versions(connection, version)

    def renew(self, version: str, new: str, untouched: Callable[[PostWords], bool]) -> None:
        """Mark the posts of a version as coded with a new one where they are the same with both."""
        last = " "  # before every id
        while last:
            with self._writing() as connection:
                last = knowing.renew_posts(connection, version, new, untouched, last)

    def renew_files(self, versions: Sequence[str], new: str) -> None:
        """Mark the files of some versions as read with a new one where all that they hold is."""
        with self._writing() as connection:
            knowing.renew_files(connection, versions, new)

    def begin_archive(self) -> None:
        """Begin to collect what the next archive holds."""
        with self._reading() as connection:
            writing.forget_seen(connection)

    def met(self, archive: str, paths: Sequence[str]) -> dict[str, writing.KnownFile]:
        """Note that `archive` holds `paths`; those among them that were read before."""
        with self._reading() as connection:
            writing.mark_seen(connection, paths)
            return writing.known_files(connection, archive, paths)

    def write(self, run: int, archive: str, files: Sequence[FileRows]) -> writing.Written:
        """Store what some files hold, all or nothing."""
        with self._writing() as connection:
            return writing.write_files(connection, run, archive, files)

    def end_archive(self, archive: str) -> int:
        """Let go of the files of `archive` that were not met; their number."""
        with self._writing() as connection:
            return writing.sweep(connection, archive)

    def settle(self, run: int) -> writing.Settled:
        """Derive what follows from the whole, for `run`: which posts are current, and their numbers."""
        with self._reading() as connection:
            if not writing.is_unsettled(connection):
                return writing.Settled(0, 0)
        with self._writing() as connection:
            settled = writing.settle(connection, run)
        self._tidy()
        return settled

    def _tidy(self) -> None:
        """Merge what was written of the index in parts, some in each transaction."""
        more = True
        while more:
            with self._writing() as connection:
                more = fulltext.index_of(connection).tidy(connection)

    def decide(self, decisions: Iterable[Decision]) -> int:
        """Take decisions into the ledger, all or none, and fuse again what they concern; how many were new."""
        with self._writing() as connection:
            new = self._ledger.add(connection, decisions)
        self.fuse()
        return new

    def fuse(self, run: int | None = None) -> None:
        """Fuse again what was touched, or what people decided on since, one transaction for each unit of blocks.

        `run` is the build that does so; None: it is for what was decided after the last one.
        """
        fused = -1
        # whoever decides meanwhile fuses too: the last of them to write has seen what all decided
        while fused != (count := self._count_decisions()):
            with self._reading() as connection:
                state = self._ledger.state(connection)
            if state.added:
                with self._writing() as connection:
                    deciding.restore(connection, state)
            self._fuse(state.judgements, run)
            fused = count
        self._note_decisions(fused)

    def _note_decisions(self, count: int) -> None:
        with self._reading() as connection:
            noted = gathering.decisions_fused(connection)
        if count > noted:
            with self._writing() as connection:
                gathering.note_decisions(connection, count)

    def _count_decisions(self) -> int:
        with self._reading() as connection:
            return deciding.count(connection)

    def _fuse(self, judgements: Judgements, run: int | None) -> None:
        with self._reading() as connection:
            stale = list(fusing.stale_units(connection, judgements))
        for unit in stale:
            with self._writing() as connection:
                given = fusing.candidates(connection, fusing.in_blocks(unit.blocks))
                fusing.write(connection, unit, fusion.fuse(given, judgements))
                for block in unit.blocks:
                    contact_versions.keep(connection, block, run)

    def learn(self, registry: Callable[[], Registry]) -> None:
        """Learn people from all mentions, where something was written since; `registry` gives the curated one."""
        with self._reading() as connection:
            if not learning.is_unlearnt(connection):
                return
        with self._writing() as connection:
            learning.write(connection, learn(learning.sightings(connection), registry()))
            namings.count(connection)

    def compare(self) -> None:
        """Look for copies of the posts that were not compared yet, some in each transaction."""
        with self._writing() as connection:
            copying.refresh_scheme(connection)
            posts = copying.uncompared(connection)
        for start in range(0, len(posts), copying.BATCH):
            with self._writing() as connection:
                copying.compare(connection, posts[start : start + copying.BATCH])

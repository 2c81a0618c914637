"""The database as the rest of the package sees it: methods that answer with frozen records, and no SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tongshi import fusion
from tongshi.decisions import Decision
from tongshi.errors import StoreError
from tongshi.judgements import Judgements
from tongshi.learning import learn
from tongshi.pipeline import Sources
from tongshi.registry import Person, Registry
from tongshi.store import (
    contact_versions,
    copying,
    deciding,
    dialects,
    engine,
    fulltext,
    fusing,
    gathering,
    holdings,
    knowing,
    learning,
    namings,
    schema,
    transfer,
    verifying,
    versions,
    writing,
)
from tongshi.store.questions.articles import ArticlesAsked
from tongshi.store.questions.contacts import ContactsAsked
from tongshi.store.questions.people import PeopleAsked
from tongshi.store.questions.statements import StatementsAsked
from tongshi.store.rows import FileRows
from tongshi.store.tables import SCHEMAS
from tongshi.store.views.articles import PostWords
from tongshi.store.views.builds import Fault, KnowledgeVersion, Run, Totals


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


class Store(ContactsAsked, ArticlesAsked, PeopleAsked, StatementsAsked):
    """An open database: all that can be asked of it, and all that is written into it."""

    def decisions(self) -> tuple[Decision, ...]:
        """All that people decided, in order of time, then id."""
        with self._reading() as connection:
            return self._ledger.decisions(connection)

    def runs(self, limit: int | None = None) -> Iterator[Run]:
        """Builds, latest first."""
        with self._reading() as connection:
            yield from holdings.runs(connection, limit)

    def knowledge(self) -> Iterator[KnowledgeVersion]:
        """Every version of knowledge that a build used, latest first, with the user's own files as they were."""
        with self._reading() as connection:
            yield from knowing.history(connection)

    def totals(self) -> Totals:
        """What the store holds now."""
        with self._reading() as connection:
            return replace(holdings.totals(connection), copies=versions.copies_by_kind(connection))

    def digest(self) -> str:
        """A hash over all that is known; equal where two stores say the same. Run times do not count."""
        with self._reading() as connection:
            return holdings.digest(connection)

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

"""Archives in, records out: read what is new, let go of what is gone, fuse what was touched.

Files go in chunks to worker processes, come back as rows, and are written in the order of the archive, one
transaction a chunk. What follows from the whole is derived at the end from the database, so a build that was
killed and run again ends where an undisturbed one does, and the number of processes does not show in the result.
"""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from tongshi import pipeline
from tongshi.errors import ReadError
from tongshi.learning import learnt_people
from tongshi.lexicon import Layers
from tongshi.pipeline import SHIPPED, Knowledge, Sources
from tongshi.readers import ArchiveFile, FieldMap, archive_files, posts_of
from tongshi.records import Post, Reading, Reject
from tongshi.registry import Registry
from tongshi.sparing import spare
from tongshi.store import Settled, Store, Totals
from tongshi.store.rows import FileRows, PostRows, Refusal, post_rows, refusal
from tongshi.workers import CHUNK, INTERNAL, Chunk, Reader, Task, Workers, chunks, made, workers

#: An archive up to this size is looked into before anything is written.
QUICK_BYTES = 8 * 1024 * 1024


class Coder(Protocol):
    """Reads one post. Made once in each process; two with one `version` read every post alike."""

    @property
    def version(self) -> str:
        """Changes whenever some post would be read otherwise."""

    def prepare(self) -> None:
        """Load what reading takes; called where many posts are going to be read."""

    def curated(self) -> Registry:
        """The registry that people are learnt beside: the same for two with one `version`."""

    def __call__(self, post: Post) -> Reading:
        """The reading; raises ReadError for a post that cannot be cleaned."""


class Pipeline:
    """The coder that comes with the package: the pipeline, with what its sources know.

    They are not loaded before they are needed: a process that has others read asks for the version only.
    """

    def __init__(self, sources: Sources = SHIPPED) -> None:
        self.version = sources.version
        self._sources = sources

    def prepare(self) -> None:
        """Load the lexicons."""
        Knowledge.of(self._sources)

    def curated(self) -> Registry:
        """The registry of the lexicons, the user's own included."""
        return Knowledge.of(Sources(self._sources.project)).registry

    def __call__(self, post: Post) -> Reading:
        """Read one post."""
        return pipeline.code(post, Knowledge.of(self._sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is; counts of this build."""

    posts: int = 0  # met, unchanged ones too
    added: int = 0
    coded: int = 0  # known posts, read again with new knowledge
    unchanged: int = 0
    records: int = 0  # new engagements, readouts, quotes and statements
    rejected: int = 0
    seconds: float = 0.0
    stage: str = "reading"  # then settling, comparing, learning, reading again, fusing

    @property
    def per_second(self) -> float:
        """Posts met per second."""
        return self.posts / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a finished build did, and what the store holds now."""

    run: int
    progress: Progress
    superseded: int  # posts replaced by a newer version
    vanished: int  # posts no longer in their archive
    totals: Totals
    failures: tuple[str, ...]  # tracebacks of internal errors, the first few
    unread: Mapping[str, int] = field(default_factory=dict)  # files not read for their names, by their endings

    @property
    def failed(self) -> int:
        """Posts on which the program itself failed."""
        return sum(count for reason, count in self.totals.rejects.items() if reason.startswith(INTERNAL))


def build(
    archives: Sequence[Path],
    store: Store,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    project: Layers = (),
    coder: str | None = None,
    chunk: int = CHUNK,
    names: FieldMap | None = None,
) -> RunSummary:
    """Bring `store` up to date with the archives, by `jobs` processes (all cores where None).

    `project` are the user's own lexicons. Once all is read, people are learnt from it; posts that a change of either
    touches are read again. `names` are those under which JSON has its fields. `coder` is where each
    process finds another coder than the package's, `module:callable`. Files are read and stored `chunk` at a time;
    `progress` is called after each.
    Raises ArchiveError before anything is written where an archive is missing, and where one turns out to be
    none; LexiconError where a lexicon is wrong; StoreError where the database fails; ProcessError where no process can
    begin to read. What was written until then stays and is not read again.
    """
    jobs = jobs or os.cpu_count() or 1
    paths = check_archives(archives)
    with store.alone():  # another build would read with other knowledge, and learn from half of this one
        sources = Sources(project, () if coder else store.taught())
        reader = _reader(sources, coder)
        own = made(reader)
        run = store.begin_run(own.version, [str(path) for path in paths], jobs)
        builder = _Builder(store, run, progress or _silent, chunk, names)
        builder.read(paths, reader, sources, jobs)
        settled = builder.settle()
        builder.report("learning")
        store.learn(own.curated)
        taught = () if coder else learnt_people(store.learnt(), own.curated().people)
        if taught != sources.learnt:
            sources = Sources(project, taught)
            builder.read(paths, _reader(sources, coder), sources, jobs)
            settled = settled.with_more(builder.settle())
            store.learn(own.curated)
        builder.report("fusing")
        store.fuse(run)
        return builder.finished(settled)


def _reader(sources: Sources, coder: str | None) -> Reader:
    return Reader(coder) if coder else Reader("tongshi.build:Pipeline", sources.version, (sources,))


def check_archives(archives: Iterable[Path]) -> list[Path]:
    """The archives' absolute places, none twice; raises ArchiveError for one that is plainly none.

    A large compressed tar is not looked into: it would have to be unpacked for it.
    """
    places = list(dict.fromkeys(Path(os.path.abspath(path)) for path in archives))  # noqa: PTH100 - links stay
    for place in places:
        if not place.is_file() or place.stat().st_size < QUICK_BYTES:
            next(archive_files(place))
    return places


def _silent(_: Progress) -> None:
    pass


class _Builder:
    """One build under way: what it has done, and where it writes."""

    #: Tracebacks that are kept to be shown; all are in the store.
    MOST_FAILURES = 3

    def __init__(
        self, store: Store, run: int, progress: Callable[[Progress], None], chunk: int, names: FieldMap | None
    ) -> None:
        self.done = Progress()
        self.failures: list[str] = []
        self._store = store
        self._run = run
        self._progress = progress
        self._chunk = chunk
        self._names = names
        self._version = ""
        self._unread: Counter[str] = Counter()
        self._counted: set[Path] = set()  # archives whose posts are in the counts
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the build began."""
        return time.monotonic() - self._began

    def report(self, stage: str) -> None:
        """Tell how far the build is."""
        self._progress(replace(self.done, seconds=self.elapsed, stage=stage))

    def settle(self) -> Settled:
        """Let go of what is gone, and look for copies of what came."""
        self.report("settling")
        settled = self._store.settle(self._run)
        self.report("comparing")
        self._store.compare()
        return settled

    def finished(self, settled: Settled) -> RunSummary:
        """Note that the build came to its end."""
        done = self.done
        self._store.end_run(
            self._run,
            {
                "posts": done.posts,
                "added": done.added,
                "coded": done.coded,
                "unchanged": done.unchanged,
                "rejected": done.rejected,
                "superseded": settled.superseded,
                "vanished": settled.vanished,
            },
        )
        return RunSummary(
            run=self._run,
            progress=replace(done, seconds=self.elapsed),
            superseded=settled.superseded,
            vanished=settled.vanished,
            totals=self._store.totals(),
            failures=tuple(self.failures),
            unread=dict(self._unread),
        )

    def read(self, paths: Sequence[Path], reader: Reader, sources: Sources, jobs: int) -> None:
        """Read what is new or changed in some archives, or touched by what was not known when it was last read."""
        coder: Coder = made(reader)
        self._version = coder.version
        if self._version == sources.version:
            spare(self._store, self._run, sources)
        with workers(Task(reader, read_chunk, _killer), jobs) as pool:
            for path in paths:
                self._read(path, pool)
                self._counted.add(path)

    def _read(self, path: Path, pool: Workers[FileRows]) -> None:
        archive = os.fsencode(path).decode("utf-8", "backslashreplace")
        self._store.begin_archive()
        for files in pool(self._changed(archive, path)):
            written = self._store.write(self._run, archive, files)
            self._store.compare()  # while the processes read
            self.failures += [one.detail for file in files for one in file.refusals if one.detail]
            del self.failures[self.MOST_FAILURES :]
            done = self.done
            if path in self._counted:
                self.done = replace(done, coded=done.coded + written.coded)
            else:
                self.done = replace(
                    done,
                    posts=done.posts + sum(len(file.posts) + len(file.refusals) for file in files),
                    added=done.added + written.added,
                    coded=done.coded + written.coded,
                    unchanged=done.unchanged + written.unchanged,
                    records=done.records + written.records,
                    rejected=done.rejected + written.rejected,
                )
            self.report("reading")
        self._store.end_archive(archive)

    def _changed(self, archive: str, path: Path) -> Iterator[Chunk]:
        """The files that have to be read, in chunks; counts the others."""
        unread = None if path in self._counted else self._unread
        for files in chunks(archive_files(path, self._names, unread), self._chunk):
            known = self._store.met(archive, [file.path for file in files])
            changed = []
            for file in files:
                before = known.get(file.path)
                if before is None or (before.digest, before.knowledge) != (_digest(file), self._version):
                    changed.append(file)
                elif path not in self._counted:
                    self.done = replace(
                        self.done,
                        posts=self.done.posts + before.posts + before.rejects,
                        unchanged=self.done.unchanged + before.posts,
                        rejected=self.done.rejected + before.rejects,
                    )
            if changed:
                yield tuple(changed)
            else:
                self.report("reading")


# --- reading, in a worker process or in this one


def _digest(file: ArchiveFile | Reject) -> str:
    if isinstance(file, ArchiveFile):
        return file.digest
    return hashlib.blake2b(file.reason.encode("utf-8", "replace"), digest_size=16).hexdigest()


def read_chunk(reader: Reader, chunk: Chunk) -> list[FileRows]:
    """The rows of each file of a chunk, in order."""
    coder: Coder = made(reader)
    return [_read_file(coder, file) for file in chunk]


def _read_file(coder: Coder, file: ArchiveFile | Reject) -> FileRows:
    if isinstance(file, Reject):
        return FileRows(file.path, _digest(file), coder.version, (), (refusal(0, file),))
    coded: list[PostRows] = []
    refused: list[Refusal] = []
    position = 0
    try:
        for position, item in enumerate(posts_of(file)):
            read, trace = attempt(coder, item)
            if isinstance(read, Reject):
                refused.append(refusal(position, read, trace))
            else:
                coded.append(post_rows(position, read, coder.version))
    except Exception as error:  # a mistake in a reader costs one file
        refused.append(refusal(position, *_failed("", file.path, error)))
    sound = not any(one.detail for one in refused)
    return FileRows(file.path, file.digest, coder.version if sound else "", tuple(coded), tuple(refused))


def attempt(coder: Callable[[Post], Reading], item: Post | Reject) -> tuple[Reading | Reject, str]:
    """Read one post. What it cannot read, and what it fails on, is a Reject; then also the traceback."""
    if isinstance(item, Reject):
        return item, ""
    try:
        return coder(item), ""
    except ReadError as error:
        return Reject(item.id, item.path, str(error)), ""
    except Exception as error:  # a mistake in a rule costs one post, not the build
        return _failed(item.id, item.path, error)


def _failed(id_: str, path: str, error: Exception) -> tuple[Reject, str]:
    reason = " ".join(f"{INTERNAL}{type(error).__name__}: {error}".split())[:300]
    return Reject(id_, path, reason), f"{path}\n{''.join(traceback.format_exception(error))}"


def _killer(file: ArchiveFile | Reject) -> FileRows:
    reason = f"{INTERNAL}the process that read it died"
    refused = refusal(0, Reject("", file.path, reason), f"{file.path}\n{reason}\n")
    return FileRows(file.path, _digest(file), "", (), (refused,))

"""The files of archives in chunks, and the processes that read them: in order, a few chunks ahead, whoever dies.

A task is a function of a module, called in each process with its reader (made once in each process) and a chunk. The
number of processes does not show in what comes back.
"""

from __future__ import annotations

import functools
import gc
import importlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from tongshi.errors import ProcessError
from tongshi.readers import ArchiveFile
from tongshi.records import Reject

#: Files in a chunk, which are stored together or, where a build is interrupted, not at all; and bytes after which one
#: is closed early.
CHUNK = 50
CHUNK_BYTES = 16 * 1024 * 1024

#: Chunks per process that are read or waiting to be used: bounds the memory of the main process.
AHEAD = 3

#: Why a post was rejected on which the program failed.
INTERNAL = "internal error: "

R = TypeVar("R")
T = TypeVar("T")

Chunk = tuple[ArchiveFile | Reject, ...]

#: Reads chunks, in order.
Workers = Callable[[Iterator[Chunk]], Iterator[list[R]]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where each process finds what reads (`module:callable`), and what that is made with: two of one `key` are one."""

    where: str
    key: str = ""
    given: tuple[object, ...] = field(default=(), compare=False)

    @property
    def named(self) -> Reader:
        """The same without what it is made with, which need not go to a process with every chunk."""
        return Reader(self.where, self.key)


@dataclass(frozen=True, slots=True)
class Task(Generic[R]):
    """What is done with each chunk: `read` gives something for each file, `killed` for one whose process died."""

    reader: Reader
    read: Callable[[Reader, Chunk], list[R]]
    killed: Callable[[ArchiveFile | Reject], R]


# --- chunks


def chunks(files: Iterable[ArchiveFile | Reject], most: int = CHUNK) -> Iterator[Chunk]:
    """The files in chunks, none with a path twice."""
    chunk: list[ArchiveFile | Reject] = []
    size = 0
    for file in _no_path_twice(files):
        chunk.append(file)
        size += len(file.data) if isinstance(file, ArchiveFile) else 0
        if len(chunk) == most or size >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _no_path_twice(files: Iterable[ArchiveFile | Reject]) -> Iterator[ArchiveFile | Reject]:
    """A tar can hold a path twice, one after the other in path order: the later ones get a number."""
    last, repeats = "", 0
    for file in files:
        repeats = repeats + 1 if file.path == last else 0
        last = file.path
        yield replace(file, path=f"{file.path} ({repeats + 1})") if repeats else file


# --- processes


@functools.lru_cache(maxsize=2)  # one build can read with two: before and after it has learnt
def made(reader: Reader) -> Any:
    """What reads in this process, made when it is first asked for."""
    module, _, name = reader.where.partition(":")
    return getattr(importlib.import_module(module), name)(*reader.given)


@contextmanager
def workers(task: Task[R], jobs: int) -> Iterator[Workers[R]]:
    """What reads chunks: this process for one job or one chunk, else `jobs` others."""
    pools = _Pools(task, jobs)

    def read(chunks: Iterator[Chunk]) -> Iterator[list[R]]:
        first = list(islice(chunks, 2))
        if jobs == 1 or (len(first) < 2 and not pools.running):
            return (task.read(task.reader, chunk) for chunk in chain(first, chunks))
        return pools.read(chain(first, chunks))

    try:
        yield read
    except BaseException:
        pools.kill()
        raise
    pools.close()


class _Pools(Generic[R]):
    """A pool of processes that is replaced when one of them dies."""

    def __init__(self, task: Task[R], jobs: int) -> None:
        self._task = task
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    @property
    def running(self) -> bool:
        """Whether processes have been started."""
        return self._pool is not None

    def read(self, chunks: Iterator[Chunk]) -> Iterator[list[R]]:
        """What comes of each chunk, in order, a few chunks ahead of the reader."""
        waiting: deque[tuple[Chunk, Future[list[R]]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) >= self._jobs * AHEAD:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def close(self) -> None:
        """End the processes; chunks not begun are dropped."""
        if self._pool is not None:
            ended(self._pool)
            self._pool = None

    def kill(self) -> None:
        """End the processes at once; what they read is lost.

        Whoever interrupts does not wait for chunks that are not going to be stored. An interrupt that came meanwhile
        would leave the pool half ended, and its processes waiting for ever.
        """
        pool, self._pool = self._pool, None
        if pool is not None:
            killed(pool)

    def _submit(self, chunk: Chunk) -> Future[list[R]]:
        if self._pool is None:
            self._pool = start(self._task.reader, self._jobs)
        try:
            return submitted(self._pool, self._task.read, self._task.reader.named, chunk)
        except BrokenProcessPool:
            self.close()
            return self._submit(chunk)

    def _result(self, chunk: Chunk, future: Future[list[R]]) -> list[R]:
        """What comes of a chunk. Where a process died, all chunks under way are lost: each is read again by itself."""
        try:
            return future.result()
        except BrokenProcessPool:
            return self._again(chunk)

    def _again(self, chunk: Chunk) -> list[R]:
        """Read a chunk with no other under way; a file that kills its process is rejected."""
        pool = start(self._task.reader, 1)
        try:
            _check_begins(pool)
            return pool.submit(self._task.read, self._task.reader.named, chunk).result()
        except BrokenProcessPool:
            if len(chunk) == 1:
                return [self._task.killed(chunk[0])]
        finally:
            killed(pool)
        half = len(chunk) // 2
        return self._again(chunk[:half]) + self._again(chunk[half:])


def start(reader: Reader, jobs: int) -> ProcessPoolExecutor:
    """Processes with what reads, that leave an interrupt from the keyboard to this one, and end when it does."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_worker, initargs=(reader,))
    with _no_interrupts():
        pool.submit(os.getpid)  # the first process is there before there is work
    return pool


def _check_begins(pool: ProcessPoolExecutor) -> None:
    """Raise ProcessError where a process ends before it was given a file: no file is to blame for that."""
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as error:
        raise ProcessError(
            "the processes that read end as soon as they start: read in one (--jobs 1, jobs=1); "
            'a script of your own calls build() under `if __name__ == "__main__":`'
        ) from error


def submitted(pool: ProcessPoolExecutor, work: Callable[..., T], *given: object) -> Future[T]:
    """The work, handed to a pool of `start`, which starts its processes one by one, as work comes."""
    with _no_interrupts():
        return pool.submit(work, *given)


def ended(pool: ProcessPoolExecutor) -> None:
    """End a pool when what it does is done; what it has not begun is dropped. It is not left half ended."""
    with _no_interrupts():
        pool.shutdown(wait=True, cancel_futures=True)


def killed(pool: ProcessPoolExecutor) -> None:
    """End a pool at once, with what it does."""
    with _no_interrupts():
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Processes started here are born deaf to SIGINT; one that comes meanwhile is heard afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(reader: Reader) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    made(reader).prepare()
    gc.freeze()  # the lexicons stay for the life of the process: no collection need walk them


def _end_with_parent() -> None:
    """A killed parent cannot stop its workers, and they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

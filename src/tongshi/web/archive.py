"""The store behind the pages: open connections, what may be shown of it, and the catalogue of its contacts."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, LifoQueue

from tongshi.catalogue import Catalogue, read_catalogue
from tongshi.coverage import Holdings
from tongshi.errors import StoreError
from tongshi.review import Item, waiting
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Store, ToldContact, open_store
from tongshi.web.settings import SiteSettings
from tongshi.web.told import ToldArticles, told_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What pages count: all contacts, what was withheld of them, what the archive holds of each day, what articles
    tell of, and which contacts several sides tell.
    """

    catalogue: Catalogue
    withheld: Mapping[str, int]  # how much, by kind
    holdings: Holdings
    articles: ToldArticles
    told: Sequence[ToldContact]


class _Lent:
    """An open store, and which of its posts are withheld, as long as nobody has written."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._withheld: tuple[str, frozenset[str]] | None = None

    def release(self, rights: Rights) -> StoreRelease:
        """What may be given of it."""
        if not rights.withheld.names_posts:
            return StoreRelease(rights, self.store)
        moment = self.store.moment()
        if self._withheld is not None and self._withheld[0] == moment:
            return StoreRelease(rights, self.store, self._withheld[1])
        made = StoreRelease(rights, self.store)
        self._withheld = moment, made.withheld_posts
        return made


class Archive:
    """A store that many requests read at once, and in which some decide. Close it when done."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._idle: LifoQueue[_Lent] = LifoQueue()
        self._renewal = threading.Lock()
        self._waiting: tuple[str, Sequence[Item]] | None = None
        with self.release() as release:
            self._state = _read(release)

    @contextmanager
    def release(self) -> Iterator[StoreRelease]:
        """What may be given of the store, for one request; raises StoreError."""
        try:
            lent = self._idle.get_nowait()
        except Empty:
            lent = _Lent(open_store(self._settings.db))
        try:
            yield lent.release(self._settings.rights)
        except StoreError:
            lent.store.close()
            raise
        except BaseException:  # a page that is not there says nothing against the connection
            self._idle.put(lent)
            raise
        self._idle.put(lent)

    @contextmanager
    def writable(self) -> Iterator[StoreRelease]:
        """The same where something is decided; raises StoreError, also where another writes for too long."""
        with open_store(self._settings.db, write=True) as store:
            yield StoreRelease(self._settings.rights, store)

    def state(self, release: StoreRelease) -> State:
        """What the last build and the decisions since left.

        Whoever comes first after a change reads it anew; others are given the former state meanwhile.
        """
        if release.generation != self._state.catalogue.generation and self._renewal.acquire(blocking=False):
            try:
                self._state = _read(release, self._state.catalogue)
            finally:
                self._renewal.release()
        return self._state

    def waiting(self, release: StoreRelease) -> Sequence[Item]:
        """What waits for a decision, the least certain first; sought once for each state of the contacts."""
        generation = release.generation
        if self._waiting is None or self._waiting[0] != generation:
            self._waiting = generation, waiting(release)
        return self._waiting[1]

    def close(self) -> None:
        """Close all connections that are lent to nobody."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().store.close()


def _read(release: StoreRelease, former: Catalogue | None = None) -> State:
    with _spared():
        # how much is withheld of all contacts is only counted where all are read
        catalogue = read_catalogue(release, None if release.rights.withheld else former)
        withheld = dict(release.left_out)
        return State(
            catalogue=catalogue,
            withheld=withheld,
            holdings=Holdings(release.day_counts()),
            articles=told_articles(release.post_days(), catalogue),
            told=release.told_contacts(),
        )


@contextmanager
def _spared() -> Iterator[None]:
    """What is made meanwhile is left alone by the collector of garbage: else it would go through millions of records
    again and again, a second each time. None of them is in a cycle: they go with the last reference.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

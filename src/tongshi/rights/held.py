"""What all releases of a store rest on: its posts that are withheld, and its articles as they may be given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Self

from tongshi.decisions import Decision
from tongshi.errors import NotFoundError
from tongshi.provenance import Provenance
from tongshi.query import Word
from tongshi.readers import stem
from tongshi.rights.links import Links
from tongshi.rights.policy import Rights
from tongshi.rights.proving import proving
from tongshi.rights.release import Release
from tongshi.store import Store, StoredReading
from tongshi.withhold import WithholdList


class HeldRelease(Release):
    """A release of what a store holds, before anything is asked of it."""

    def __init__(self, rights: Rights, store: Store, withheld_posts: frozenset[str] | None = None) -> None:
        """`withheld_posts` where they are known: to seek them takes a look at every post."""
        super().__init__(rights)
        self._store = store
        if withheld_posts is None:
            withheld_posts = frozenset(self._withheld_posts()) if rights.withheld.names_posts else frozenset()
        self._posts = withheld_posts
        self._links = Links(store, self._list, withheld_posts)

    def _quiet(self) -> Self:
        """The same, which counts for itself what it leaves out."""
        return type(self)(self.rights, self._store, self._posts)

    @property
    def withheld_posts(self) -> frozenset[str]:
        """The ids of posts of which nothing may be told, for a release of the same store."""
        return self._posts

    @property
    def generation(self) -> str:
        """As `Store.generation`, of what may be shown."""
        told = f"{self._store.generation()} {self.rights.texts} {self._list.digest}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()

    @property
    def sieve(self) -> tuple[Rights, frozenset[str]]:
        """What is withheld: the same of two releases where they show the same of one contact."""
        return self.rights, self._posts

    def at_once(self) -> AbstractContextManager[object]:
        """As `Store.at_once`."""
        return self._store.at_once()

    @property
    def provenance(self) -> Provenance:
        """The last build, and what it read with."""
        last = next(self._store.runs(1), None)
        return Provenance.of_run(last) if last else super().provenance

    def unmet(self) -> tuple[str, ...]:
        """The entries of the list that meet nothing in the whole store, whatever of it was asked for."""
        if any(alone.posts for alone in self._unmet.values()):
            for reject in self._store.rejects():
                self._is_withheld_post((reject.id, reject.path, stem(reject.path)), (), "")
        self._meet(self._is_named)
        return super().unmet()

    def _is_named(self, alone: WithholdList) -> bool:
        """Whether somebody of `alone` is named anywhere in the store."""
        names = sorted(alone.names)
        if not alone.people:
            return False
        if next(self._store.mentions(sorted(alone.people), names), None) is not None:
            return True
        return any(self._store.count_found(Word(name)) for name in names)

    def _withheld_posts(self) -> Iterator[str]:
        for place in self._store.places():
            names = (place.post, place.name, place.path)
            if self._is_withheld_post(names, (place.url, place.archive_url), place.outlet):
                yield place.post

    def _may(self, post: str) -> bool:
        self.left_out["posts"] += post in self._posts
        return post not in self._posts

    def _given_post(self, post: str) -> str:
        if not self._may(post):
            raise NotFoundError(f"{post}: this post is withheld")
        return post

    def _names_in(self, decision: Decision) -> bool:
        """Whether a decision is on, or names, somebody withheld."""
        if decision.kind in {"same", "different"} and any(self._is_withheld(key, key) for key in decision.subjects):
            return True
        words = (decision.by, decision.why, decision.value, decision.former, decision.told)
        return self._names_withheld(json.dumps(words, ensure_ascii=False))

    def _stored(self, stored: StoredReading) -> StoredReading:
        reading = self.reading(stored.reading)
        readable = reading.article.body
        if stored.readable.text != stored.reading.article.body.text:  # it has captions
            quiet = Release(self.rights)  # what is withheld is counted once, for the running text
            spans = proving(reading.engagements, reading.readouts, reading.quotes, reading.statements)
            readable = quiet.text(stored.readable, spans)
        return replace(
            stored,
            name=self.file_name(stored.name),
            path=self.file_name(stored.path),
            reading=reading,
            readable=readable,
        )

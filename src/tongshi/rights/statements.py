"""What may be told of the statements of a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from tongshi.errors import NotFoundError
from tongshi.rights.held import HeldRelease
from tongshi.rights.release import Release
from tongshi.store import PhraseUse, SaidKey, StatementFilter, StoredStatement, Utterance, Uttered


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A statement, and the sentences in which its fields stand, as much of them as may be given."""

    said: StoredStatement
    sentences: str


class StatementRelease(HeldRelease):
    """Statements, in full, in short and counted, and uses of phrases."""

    def said(
        self, wanted: StatementFilter | None = None, limit: int | None = None, *, newest: bool = False
    ) -> Iterator[StoredStatement]:
        """As `Store.said`."""
        found = self._store.said(wanted, None if self._list else limit, newest=newest)
        return islice(filter(None, map(self._said, found)), limit)

    def latest_said(self, wanted: Sequence[StatementFilter], limit: int) -> tuple[tuple[StoredStatement, ...], ...]:
        """As `Store.latest_said`."""
        if self._list:
            return tuple(tuple(self.said(each, limit, newest=True)) for each in wanted)
        found = self._store.latest_said(wanted, limit)
        return tuple(tuple(filter(None, map(self._said, some))) for some in found)

    def in_full(self, uttered: Iterable[Uttered]) -> Iterator[StoredStatement]:
        """As `Store.in_full`."""
        return filter(None, map(self._said, self._store.in_full(uttered)))

    def statement(self, given: str) -> ToldStatement:
        """The statement meant by the beginning of its id, with its place; raises NotFoundError, also if withheld."""
        stored = self._store.statement(given)
        if (said := self._said(stored)) is None:
            raise NotFoundError(f"{stored.id}: this statement is withheld")
        body = self._store.reading(stored.post).reading.article.body
        evidence = Release(self.rights.in_sentences)
        spans = [span for each in said.statement.spans.values() for span in each]
        return ToldStatement(said, evidence.text(body, spans).text)

    def is_said(self, wanted: StatementFilter) -> bool:
        """As `Store.is_said`."""
        return next(self.said(wanted, 1), None) is not None if self._list else self._store.is_said(wanted)

    def count_said(self, wanted: StatementFilter | None = None) -> int:
        """As `Store.count_said`; it counts nothing as left out."""
        if self._list:
            return sum(1 for _ in self._quiet().utterances(wanted or StatementFilter()))
        return self._store.count_said(wanted)

    # --- in short

    def utterances(self, wanted: StatementFilter) -> Iterator[Utterance]:
        """As `Store.utterances`."""
        for each in self._store.utterances(wanted):
            if self._list and not (self._may(each.post) and self._statement_may(each)):
                self.left_out["records"] += each.post not in self._posts
            else:
                yield each

    def uses(self, phrase: str) -> Iterator[PhraseUse | Utterance]:
        """As `Store.uses`."""
        return self.utterances(StatementFilter(phrases=(phrase,))) if self._list else self._store.uses(phrase)

    def tally_said(self, wanted: StatementFilter, *by: SaidKey) -> Counter[tuple[Any, ...]]:
        """As `Store.tally_said`; it counts nothing as left out."""
        if not self._list:
            return self._store.tally_said(wanted, *by)
        quiet = self._quiet()
        return Counter(key for each in quiet.utterances(wanted) for key in each.keys(by))

    # --- one of them

    def _said(self, said: StoredStatement) -> StoredStatement | None:
        if not self._may(said.post):
            return None
        if not self._statement_may(said.statement):
            self.left_out["records"] += 1
            return None
        number = said.statement.engagement
        about = {number: number} if number is not None and self._about_may(said.post, number) else {}
        return replace(
            said,
            statement=self._statement(said.statement, about),
            engagement=said.engagement if about else "",
            name=self.file_name(said.name),
            title=self.title(said.title),
            url=self.address(said.url),
            archive_url=self.address(said.archive_url),
        )

    def _about_may(self, post: str, engagement: int) -> bool:
        """Whether the engagement may be told of that a statement was made in."""
        if not self._list.people:
            return True
        return self._engagement_may(self._store.reading(post).reading.engagements[engagement])

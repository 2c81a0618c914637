"""What is asked of what is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from tongshi.store import (
    statements,
)
from tongshi.store.connected import Connected
from tongshi.store.views.statements import PhraseUse, SaidKey, StatementFilter, StoredStatement, Utterance, Uttered


class StatementsAsked(Connected):
    """What is asked of what is said."""

    def statements_there(self, ids: Collection[str]) -> set[str]:
        """Those of some statements that articles which are not superseded have."""
        with self._reading() as connection:
            return statements.there(connection, ids)

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

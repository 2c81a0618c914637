"""An open database: its connection, its schema, and transactions to read or to write in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from tongshi.errors import StoreError
from tongshi.store import (
    deciding,
    dialects,
    engine,
    schema,
)
from tongshi.store.tables import SCHEMAS


class Connected:
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

    def __enter__(self) -> Self:
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

    def at_once(self) -> AbstractContextManager[object]:
        """All that is asked inside is of one state of the store."""
        return self._reading()

    def moment(self) -> str:
        """Another one whenever somebody else may have written since: what was made of the store then may be old."""
        with self._reading() as connection:
            return self._database.moment(connection)

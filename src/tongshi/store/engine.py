"""Connections, and the place that chooses between databases.

SQLite by default, PostgreSQL where an address is one of its; each has a module that knows all that is particular to
it. What a database reports about itself (full disk, locked, read-only, not reachable) becomes a `StoreError` of one
line, in which no password stands.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, Row, Select, Table, event, make_url
from sqlalchemy.dialects import postgresql as postgresql_dialect
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from tongshi.errors import StoreError
from tongshi.store import postgresql, sqlite
from tongshi.store.dialects import PATIENCE

T = TypeVar("T")

#: Values in one statement, below what any database takes as parameters.
BATCH = 500


class Database(Protocol):
    """What is particular to a kind of database; a module of functions each."""

    def name(self, url: URL) -> str:
        """What messages call it: without a password."""

    def engine(self, url: URL, *, write: bool, patience: float) -> Engine:
        """Makes connections; without `write` the database must exist, and none of them can write."""

    def reason(self, error: BaseException) -> str | None:
        """What a user is told of a driver's error; None where that is a bug."""

    def is_marked(self, connection: Connection, *, empty: bool) -> bool:
        """Whether a mark beside the tables, where there is one, is ours."""

    def before_upgrade(self, connection: Connection) -> None:
        """What a database wants before its schema is made; in no transaction."""

    def after_upgrade(self, connection: Connection) -> None:
        """What migrations do not say, as part of their transaction."""

    def after_copy(self, connection: Connection, table: Table) -> None:
        """What rows that came with their keys leave to do in their table."""

    def alone(self, connection: Connection, url: URL, patience: float) -> AbstractContextManager[None]:
        """Hold what one process at a time can, over many transactions; others still read, and write between them."""

    def moment(self, connection: Connection) -> str:
        """Another one for this connection whenever somebody else has written since; of a connection that reads."""

    def faults(self, connection: Connection) -> Iterator[str]:
        """What the database itself finds wrong with its files."""


_DATABASES: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}


def parse_url(url: str | Path) -> URL:
    """A database address, or the path of an SQLite file; raises StoreError."""
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    shown = f"{url.partition('://')[0]}://…"  # the rest may hold a password
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{shown}: not the address of a database") from error
    if address.get_backend_name() not in _DATABASES:
        raise StoreError(f"{shown}: neither a file (SQLite) nor the address of a PostgreSQL database")
    return address


def database_of(url: URL) -> Database:
    """The module of its kind of database."""
    return _DATABASES[url.get_backend_name()]


def place_of(url: str | Path) -> Path | None:
    """The file of a database, where it is one; raises StoreError."""
    address = parse_url(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))


def name_of(url: URL) -> str:
    """What messages call a database."""
    return database_of(url).name(url)


def connect(url: URL, *, write: bool, patience: float = PATIENCE) -> Connection:
    """A connection to the database; without `write` the database must exist. Raises StoreError."""
    made = database_of(url).engine(url, write=write, patience=patience)
    event.listen(made, "handle_error", functools.partial(_translate, url))
    return made.connect()


def _translate(url: URL, context: ExceptionContext) -> StoreError | None:
    """What to raise instead of a database's error; None: the error itself, which is a bug."""
    reason = database_of(url).reason(context.original_exception)
    if reason is None:
        return None
    if url.password:
        reason = reason.replace(url.password, "***")
    return StoreError(f"{name_of(url)}: {reason}")


def is_sqlite(connection: Connection) -> bool:
    """Whether this is the embedded database."""
    return connection.dialect.name == "sqlite"


def streamed(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    """The rows, some at a time in memory; whoever asks for no more lets go of them."""
    found = connection.execute(statement, execution_options={"yield_per": BATCH})
    try:
        yield from found
    finally:
        if not connection.closed:  # as it is where whoever was written to went away in the middle of a list
            found.close()


def all_rows(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    """The rows by the names of their columns."""
    found = connection.execute(statement)
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found.all()]


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, so many at a time as one statement takes."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *updated: str) -> None:
    """Insert rows; where one with the same key is there, set its columns `updated`, or leave it where none is named."""
    if not rows:
        return
    # the two dialects share syntax and method names, not a class
    insert = sqlite_dialect.insert(table) if is_sqlite(connection) else postgresql_dialect.insert(table)
    if updated:
        changed = {column: insert.excluded[column] for column in updated}
        statement = insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changed)
    else:
        statement = insert.on_conflict_do_nothing()
    connection.execute(statement, list(rows))

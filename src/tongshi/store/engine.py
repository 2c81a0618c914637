"""Connections, and the one place that knows which database it is.

SQLite by default: write-ahead log, foreign keys enforced, a writer waits for another. What a database reports
about itself (full disk, locked, read-only, not a database) becomes a `StoreError` of one line.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from tongshi.errors import StoreError

T = TypeVar("T")

#: Execution option of a connection whose next transaction writes.
WRITES = "tongshi_writes"

#: Values in one statement, below what any database takes as parameters.
BATCH = 500

#: Seconds that a writer waits for another one.
PATIENCE = 10.0

_REASONS = {
    "SQLITE_FULL": "the disk is full; what was stored before is kept",
    "SQLITE_READONLY": "the database is read-only",
    "SQLITE_BUSY": "the database is in use by another program; try again when that has ended",
    "SQLITE_LOCKED": "the database is in use by another program; try again when that has ended",
    "SQLITE_NOTADB": "not a database",
    "SQLITE_CANTOPEN": "the database cannot be opened",
    "SQLITE_CORRUPT": "the database is damaged",
    "SQLITE_IOERR": "the database cannot be read or written (disk full, or a limit on file size?)",
    "SQLITE_PERM": "no permission to use the database",
    "SQLITE_TOOBIG": "a text is too big for the database",
}

_PRAGMAS = ("foreign_keys = ON", "cache_size = -65536", "synchronous = NORMAL")


def parse_url(url: str | Path) -> URL:
    """A database address, or the path of an SQLite file; raises StoreError."""
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError(f"{url}: not the address of a database") from error


def place_of(url: str | Path) -> Path | None:
    """The file of a database, where it is one; raises StoreError."""
    address = parse_url(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))


def connect(url: URL, *, write: bool, patience: float = PATIENCE) -> Connection:
    """A connection to the database; without `write` the database must exist. Raises StoreError."""
    name = url.database or url.render_as_string()
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, write=write, patience=patience)
    else:
        engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "handle_error", functools.partial(_translate, name))
    return engine.connect()


def _sqlite(url: URL, *, write: bool, patience: float) -> Engine:
    path = url.database or ":memory:"
    if path != ":memory:":
        _check_path(Path(path), write=write)
    mode = url.query.get("mode") or ("rwc" if write else "rw")

    def opened(options: str) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(path)}?{options}", uri=True, timeout=patience, isolation_level=None)

    def creator() -> sqlite3.Connection:
        connection = opened(f"mode={mode}")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError:
            connection.close()
            # in a folder that cannot be written nobody else writes either, so no lock is needed
            if write or Path(f"{path}-wal").exists():
                raise
            connection = opened("mode=ro&immutable=1")
        for pragma in _PRAGMAS if write else (*_PRAGMAS, "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine("sqlite://", creator=creator, poolclass=NullPool, json_serializer=_json)
    event.listen(engine, "begin", _begin)
    return engine


def _check_path(path: Path, *, write: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: a folder, not a database")
    if write and not path.absolute().parent.is_dir():
        raise StoreError(f"{path}: no such folder")
    if not write and not path.exists():
        raise StoreError(f"{path}: no such database; `tongshi build` makes one")


def _begin(connection: Connection) -> None:
    """A writing transaction takes the lock at once: one that began by reading could not wait for it later."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _translate(name: str, context: ExceptionContext) -> StoreError | None:
    """What to raise instead of a database's error; None: the error itself, which is a bug."""
    code = getattr(context.original_exception, "sqlite_errorname", "")
    reason = next((text for start, text in _REASONS.items() if code.startswith(start)), None)
    return StoreError(f"{name}: {reason}") if reason is not None else None


def is_sqlite(connection: Connection) -> bool:
    """Whether this is the embedded database."""
    return connection.dialect.name == "sqlite"


def application_id(connection: Connection) -> int:
    """The number in an SQLite file's header that says whose it is; 0: nobody's."""
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def set_application_id(connection: Connection, number: int) -> None:
    """Write it, as part of the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {number:d}")


def use_write_ahead_log(connection: Connection) -> None:
    """Let readers read while a build writes; kept in the file's header."""
    raw = connection.connection.driver_connection
    if raw is not None:  # not inside a transaction, which SQLAlchemy would begin
        raw.execute("PRAGMA journal_mode = WAL")


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, so many at a time as one statement takes."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *updated: str) -> None:
    """Insert rows; where one with the same key is there, set its columns `updated`, or leave it where none is named."""
    if not rows:
        return
    # the two dialects share syntax and method names, not a class
    insert = sqlite.insert(table) if is_sqlite(connection) else postgresql.insert(table)
    if updated:
        changed = {column: insert.excluded[column] for column in updated}
        statement = insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changed)
    else:
        statement = insert.on_conflict_do_nothing()
    connection.execute(statement, list(rows))

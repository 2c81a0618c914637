"""SQLite: one file, a write-ahead log, foreign keys enforced; a writer waits for another.

See `tongshi.store.engine.Database` for what each function is for.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.pool import NullPool

from tongshi.errors import StoreError
from tongshi.store.dialects import IN_USE, WRITES, written_json
from tongshi.store.tables import APPLICATION_ID

REASONS = {
    "SQLITE_FULL": "the disk is full; what was stored before is kept",
    "SQLITE_READONLY": "the database is read-only",
    "SQLITE_BUSY": IN_USE,
    "SQLITE_LOCKED": IN_USE,
    "SQLITE_NOTADB": "not a database",
    "SQLITE_CANTOPEN": "the database cannot be opened",
    "SQLITE_CORRUPT": "the database is damaged",
    "SQLITE_IOERR": "the database cannot be read or written (disk full, or a limit on file size?)",
    "SQLITE_PERM": "no permission to use the database",
    "SQLITE_TOOBIG": "a text is too big for the database",
}

PRAGMAS = ("foreign_keys = ON", "cache_size = -65536", "synchronous = NORMAL")

#: Bytes of a file that readers have mapped into memory: pages are not copied, which takes a third of the time off.
MAPPED = 1 << 36


def name(url: URL) -> str:
    """The path of the file."""
    return url.database or ":memory:"


def engine(url: URL, *, write: bool, patience: float) -> Engine:
    """Connections to the file; one that reads cannot write."""
    path = name(url)
    if path != ":memory:":
        _check_path(Path(path), write=write)
    mode = url.query.get("mode") or ("rwc" if write else "rw")

    def opened(options: str) -> sqlite3.Connection:
        # one thread uses it at a time, but not always the same one: pages lend it to whoever serves the next request
        return sqlite3.connect(
            f"file:{quote(path)}?{options}", uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )

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
        for pragma in PRAGMAS if write else (*PRAGMAS, f"mmap_size = {MAPPED}", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    made = create_engine("sqlite://", creator=creator, poolclass=NullPool, json_serializer=written_json)
    event.listen(made, "begin", _begin)
    return made


def _check_path(path: Path, *, write: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: a folder, not a database")
    if write and not path.absolute().parent.is_dir():
        raise StoreError(f"{path}: no such folder")
    if write and not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise StoreError(f"{path}: {'the database' if path.exists() else 'its folder'} is read-only")
    if not write and not path.exists():
        raise StoreError(f"{path}: no such database; `tongshi build` makes one")


def _begin(connection: Connection) -> None:
    """A writing transaction takes the lock at once: one that began by reading could not wait for it later."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def reason(error: BaseException) -> str | None:
    """What went wrong, by SQLite's own name of the error."""
    code = getattr(error, "sqlite_errorname", "")
    return next((text for start, text in REASONS.items() if code.startswith(start)), None)


def is_marked(connection: Connection, *, empty: bool) -> bool:
    """Whether the number in the file's header is Tongshi's; in an empty database it may be nobody's."""
    number = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
    return number == APPLICATION_ID or (empty and number == 0)


def before_upgrade(connection: Connection) -> None:
    """Let readers read while a build writes; kept in the file's header."""
    raw = connection.connection.driver_connection
    if raw is not None:  # not inside a transaction, which SQLAlchemy would begin
        raw.execute("PRAGMA journal_mode = WAL")


def after_upgrade(connection: Connection) -> None:
    """Write the number into the header, as part of the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID:d}")


def after_copy(connection: Connection, table: Table) -> None:
    """Nothing: numbers go on behind the greatest."""


@contextmanager
def alone(connection: Connection, url: URL, patience: float) -> Iterator[None]:
    """Hold the lock of a file beside the database, `NAME-lock`, which ends with the process.

    It is SQLite's own lock, on an empty file, so that it works wherever the database does.
    """
    if url.query.get("mode") == "ro" or name(url) == ":memory:":
        yield
        return
    path = Path(f"{Path(name(url)).resolve()}-lock")
    try:
        lock = _locked(path, patience)
    except OSError as error:
        raise StoreError(f"{name(url)}: the database is read-only") from error
    except sqlite3.Error as error:
        raise StoreError(f"{name(url)}: {reason(error) or error}") from error
    with closing(lock):
        yield
        with suppress(OSError):  # on some systems an open file cannot be taken away
            path.unlink()


def _locked(path: Path, patience: float) -> sqlite3.Connection:
    while True:
        path.touch()
        file = path.stat().st_ino
        lock = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            if _is(path, file):
                raise
            continue  # whoever had it has taken the file away, which SQLite takes for a fault of the disk
        except BaseException:
            lock.close()
            raise
        if _is(path, file):
            return lock
        lock.close()  # the same, found out later: this lock is on nothing


def _is(path: Path, file: int) -> bool:
    """Whether a path still leads to the same file."""
    try:
        return path.stat().st_ino == file
    except FileNotFoundError:
        return False


def moment(connection: Connection) -> str:
    """SQLite's own count of what others have written."""
    return str(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def faults(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds wrong with the file, a line each."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield str(line)

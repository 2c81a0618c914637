"""PostgreSQL: a database, or a schema of one, on a server. Needs psycopg, the extra `postgres`.

See `tongshi.store.engine.Database` for what each function is for. A writer excludes another by an advisory lock of
the schema, as the file's lock does in SQLite; a reader sees one snapshot. Texts are in the order of their code points
whatever the server's language, so that both databases answer alike.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.pool import NullPool

from tongshi.errors import StoreError
from tongshi.store.dialects import IN_USE, WRITES, written_json
from tongshi.store.tables import APPLICATION_ID

#: The oldest server that is tested.
OLDEST = 15

#: By the beginning of an SQLSTATE: what it means. `{}` is what the server says.
_REASONS = {
    "08": "the connection to the server was lost; what was stored before is kept",
    "25006": "the database is read-only",
    "28": "the server does not let this user in ({})",
    "3D000": "no such database; `createdb` makes one",
    "3F000": "no such schema ({})",
    "40": IN_USE,
    "42501": "no permission to use the database ({})",
    "53100": "the disk is full; what was stored before is kept",
    "53": "the server is short of something ({})",
    "54": "a text is too big for the database ({})",
    "55P03": IN_USE,
    "57P": "the server is stopping or starting; what was stored before is kept",
    "58": "the server cannot read or write its files ({})",
    "XX001": "the database is damaged ({})",
    "XX002": "the database is damaged ({})",
}

#: The same for what goes wrong before there is a connection, where only words tell.
_UNCONNECTED = {
    "no password supplied": "the server wants a password (give it by PGPASSWORD or ~/.pgpass)",
    "password authentication failed": "the server does not take this user and password",
    "does not exist": "no such database or user ({})",
    "permission denied": "no permission to use the database ({})",
    "too many": "the server has too many connections ({})",
    "starting up": "the server is starting; try again",
    "shutting down": "the server is stopping",
}

_LOCK = "(%d, hashtext(current_schema()))"


def name(url: URL) -> str:
    """Where it is, without user and password."""
    return URL.create("postgresql", host=url.host, port=url.port, database=url.database).render_as_string()


def engine(url: URL, *, write: bool, patience: float) -> Engine:
    """Connections to the server; one that reads cannot write."""
    try:
        made = create_engine(
            url.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            json_serializer=written_json,
            connect_args={"connect_timeout": max(2, math.ceil(patience))},
        )
    except ModuleNotFoundError as error:
        raise StoreError(f"{name(url)}: needs psycopg; `pip install 'tongshi[postgres]'` brings it") from error
    event.listen(made, "connect", functools.partial(_opened, url, write, patience))
    event.listen(made, "begin", _begin)
    return made


def _opened(url: URL, write: bool, patience: float, raw: Any, _: object) -> None:
    if raw.info.server_version < OLDEST * 10000:
        raise StoreError(f"{name(url)}: PostgreSQL {raw.info.server_version // 10000}; {OLDEST} or newer is needed")
    if (encoding := raw.info.parameter_status("server_encoding")) != "UTF8":
        raise StoreError(f"{name(url)}: its texts are in {encoding}; UTF8 is needed")
    with raw.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {max(1, round(patience * 1000)):d}")
        if not write:
            cursor.execute("SET default_transaction_read_only = on")
    raw.commit()


def _begin(connection: Connection) -> None:
    """A writer waits its turn before it sees anything; a reader has one snapshot."""
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{_LOCK % APPLICATION_ID}")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def reason(error: BaseException) -> str | None:
    """What went wrong, by its SQLSTATE; before there is a connection by its words."""
    told = " ".join(str(getattr(getattr(error, "diag", None), "message_primary", None) or error).split())
    if code := getattr(error, "sqlstate", None):
        found = max((start for start in _REASONS if code.startswith(start)), key=len, default=None)
        return _REASONS[found].format(told) if found else None
    if type(error).__name__ == "DataError" and "NUL" in told:
        return "a text holds a NUL character, which the database does not take"
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    if not told.startswith(("connection ", "failed to resolve host")):
        return _REASONS["08"]
    said = told.rpartition("FATAL: ")[2].strip()
    known = next((text for words, text in _UNCONNECTED.items() if words in said), None)
    return known.format(said) if known else f"the server cannot be reached ({_without_advice(said)})"


def _without_advice(said: str) -> str:
    return said.rpartition(" failed: ")[2].partition(" Is the server")[0]


def is_marked(connection: Connection, *, empty: bool) -> bool:
    """There is no mark but the row in `meta`."""
    return True


def before_upgrade(connection: Connection) -> None:
    """Nothing: readers always read while another writes."""


def after_upgrade(connection: Connection) -> None:
    """Bring texts into the order of their code points, in columns that are new too."""
    found = connection.execute(
        text(
            "SELECT r.relname, a.attname FROM pg_attribute a"
            " JOIN pg_class r ON r.oid = a.attrelid JOIN pg_collation c ON c.oid = a.attcollation"
            " WHERE r.relkind = 'r' AND r.relnamespace = current_schema()::regnamespace"
            " AND a.atttypid = 'text'::regtype AND NOT a.attisdropped AND c.collname <> 'C' ORDER BY 1, 2"
        )
    )
    columns: dict[str, list[str]] = {}
    for table, column in found:
        columns.setdefault(table, []).append(column)
    quoted = connection.dialect.identifier_preparer.quote
    for table, those in columns.items():
        changes = ", ".join(f'ALTER {quoted(column)} TYPE text COLLATE "C"' for column in those)
        connection.execute(text(f"ALTER TABLE {quoted(table)} {changes}"))


def after_copy(connection: Connection, table: Table) -> None:
    """Let numbers that the database counts up go on behind those that came with the rows."""
    if (column := table.autoincrement_column) is None:
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    last = connection.scalar(select(func.max(column)))
    if sequence and last is not None:
        connection.scalar(select(func.setval(sequence, last)))


@contextmanager
def alone(connection: Connection, url: URL, patience: float) -> Iterator[None]:
    """Hold an advisory lock of the session, which ends with its connection."""
    lock = _LOCK % (APPLICATION_ID + 1)
    with connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_lock{lock}")
    try:
        yield
    finally:
        if not connection.invalidated:
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock{lock}")


def moment(connection: Connection) -> str:
    """Which transactions are seen; whatever is written in the server's other databases counts too."""
    return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())


def faults(connection: Connection) -> Iterator[str]:
    """Nothing: a server's files are its own business."""
    return iter(())

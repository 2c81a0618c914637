"""Databases for the tests of what must hold on both kinds: a file, and a database of a server where one is offered.

`TONGSHI_TEST_POSTGRES` is the address of a database of a server on which more may be made; `scripts/postgres.sh`
starts one. Without it the tests of PostgreSQL are skipped.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, MetaData, create_engine, event, insert, make_url, select, text
from sqlalchemy.pool import NullPool

from tongshi.store import engine, open_store, postgresql, schema, sqlite
from tongshi.store.connected import Connected
from tongshi.store.dialects import WRITES
from tongshi.store.tables import METADATA, meta

SERVER = os.environ.get("TONGSHI_TEST_POSTGRES", "")

ON_SERVER = pytest.mark.skipif(not SERVER, reason="TONGSHI_TEST_POSTGRES names no server")

#: Parameters of a fixture or a test.
KINDS = ["sqlite", pytest.param("postgresql", marks=ON_SERVER)]

#: Addresses of databases that hold nothing, by a name of one's own.
Databases = Callable[[str], str]

_numbers = count()

#: Files that get their tables from the migrations.
_migrated: set[str] = set()

_OBJECTS_AND_MARK = ("SELECT count(*) FROM sqlite_master", "PRAGMA application_id")

#: Databases on the server that are to be taken away.
_made: list[str] = []


def fresh(kind: str, folder: Path, name: str = "a") -> str:
    """The address of a store that holds nothing but its tables."""
    if kind == "sqlite":
        return str(shutil.copy(_template_file(), folder / f"{name}.db"))
    return on_server(_template())


def missing(kind: str, folder: Path, name: str = "a") -> str:
    """The address of a database without any table, which the migrations are to make."""
    if kind != "sqlite":
        return on_server()
    _migrated.add(str(folder / f"{name}.db"))
    return str(folder / f"{name}.db")


@contextmanager
def tables_copied() -> Iterator[None]:
    """Give empty files but `missing` ones their tables at once: the migrations take a hundred times as long."""
    prepare = Connected._prepare

    def prepared(store: Connected, *, write: bool) -> None:
        raw = store._connection.connection.driver_connection
        if write and isinstance(raw, sqlite3.Connection) and store._address.database not in _migrated:
            with suppress(sqlite3.Error):  # which the store tells better
                (objects,), (mark,) = (raw.execute(each).fetchone() for each in _OBJECTS_AND_MARK)
                if not objects and not mark:
                    with closing(sqlite3.connect(_template_file())) as template:
                        template.backup(raw)
        prepare(store, write=write)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connected, "_prepare", prepared)
        yield


def older(db: str, revision: str, whole: str | None = None) -> None:
    """Make a store of an older schema, with what the store `whole` holds in the tables and columns that it has."""
    address = engine.parse_url(db)
    database = engine.database_of(address)
    with engine.connect(address, write=True).execution_options(**{WRITES: True}) as connection:
        database.before_upgrade(connection)
        with connection.begin():
            schema.upgrade(connection, database, revision)
            if whole is None:
                return
            made = MetaData()
            made.reflect(connection)
            for table in [table for table in METADATA.sorted_tables if table.name in made.tables and table is not meta]:
                columns = [column for column in table.c if column.name in made.tables[table.name].c]
                with engine.connect(engine.parse_url(whole), write=False) as source:
                    rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
                if rows:
                    connection.execute(insert(made.tables[table.name]), rows)


@contextmanager
def statements_shared() -> Iterator[None]:
    """Keep what statements are in SQL for all databases of a kind: half of a small build is to write it anew.

    A dialect also knows in which schema tables are, which is another one for another user or search path.
    """

    def sharing(make: Callable[..., Engine]) -> Callable[..., Engine]:
        first: dict[object, Engine] = {}

        def engine_of(url: URL, **settings: Any) -> Engine:
            made, alike = make(url, **settings), (url.username, str(url.query))
            if known := first.get(alike):
                made.dialect, made._compiled_cache = known.dialect, known._compiled_cache
            else:
                event.listen(made, "connect", lambda *_: first.setdefault(alike, made))
            return made

        return engine_of

    with pytest.MonkeyPatch.context() as patch:
        for kind in (sqlite, postgresql):
            patch.setattr(kind, "engine", sharing(kind.engine))
        yield


def on_server(template: str = "template0") -> str:
    """The address of a new database of the server, gone when the tests end."""
    made = _new(template)
    _made.append(made)
    return _at(made)


@contextmanager
def taken_away() -> Iterator[None]:
    """Take away what is made on the server meanwhile: so many databases are many files."""
    kept = {*_made}
    try:
        yield
    finally:
        _drop([name for name in _made if name not in kept])


def sql(db: str | Path, statement: str) -> list[Any]:
    """What a statement answers, in SQL that both understand; what it changes is kept."""
    url = _driven(make_url(str(db))) if "://" in str(db) else URL.create("sqlite", database=str(db))
    with create_engine(url, poolclass=NullPool).begin() as connection:
        found = connection.execute(text(statement))
        return [tuple(row) for row in found] if found.returns_rows else []


@cache
def _template_file() -> Path:
    """The same as a file."""
    folder = tempfile.TemporaryDirectory(prefix="tongshi-")
    atexit.register(folder.cleanup)
    made = Path(folder.name) / "template.db"
    _migrated.add(str(made))
    open_store(made, write=True).close()
    return made


@cache
def _template() -> str:
    """A database with the tables of a store: to copy it takes a tenth of the time of making them."""
    made = _new("template0")
    atexit.register(lambda: _ask(f"DROP DATABASE {made} WITH (FORCE)"))
    open_store(_at(made), write=True).close()
    return made


@atexit.register
def _drop_all() -> None:
    _drop([*_made])


def _drop(names: Iterable[str]) -> None:
    for name in names:
        _ask(f"DROP DATABASE {name} WITH (FORCE)")
        _made.remove(name)


def _new(template: str) -> str:
    made = f"tongshi_{os.getpid()}_{next(_numbers)}"
    _ask(f'CREATE DATABASE {made} TEMPLATE "{template}" STRATEGY FILE_COPY')
    return made


def _at(name: str) -> str:
    return _address().set(database=name).render_as_string(hide_password=False)


def _address() -> URL:
    return make_url(SERVER)


def _driven(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _ask(statement: str) -> None:
    server = create_engine(_driven(_address()), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(statement))

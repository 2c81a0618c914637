"""All that one database holds into another, of whichever kind: every table of the schema, in order of its keys.

Both functions run inside one transaction of their caller on each database, so that all of it arrives or nothing. Rows
go in batches; what was read and what can be read again are compared by count and hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select

from tongshi.errors import StoreError
from tongshi.store import fulltext
from tongshi.store import tables as t
from tongshi.store.engine import BATCH, streamed


@dataclass(slots=True)
class _Seen:
    """How many rows were met, and a hash over them."""

    rows: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def add(self, row: Row[Any]) -> None:
        self.rows += 1
        self.hash.update(repr(tuple(row)).encode())


def is_empty(connection: Connection) -> bool:
    """Whether nothing was stored yet."""
    others = [table for table in t.METADATA.sorted_tables if table is not t.meta]
    return not any(connection.execute(select(table).limit(1)).first() for table in others)


def transfer(source: Connection, target: Connection, arrived: Callable[[Connection, Table], None]) -> dict[str, int]:
    """Copy all rows; how many, by table. `arrived` is called for each table when its rows are in.

    Raises StoreError where what arrived is not what was there.
    """
    target.execute(delete(t.meta))
    counts = {}
    for table in t.METADATA.sorted_tables:
        read = _copy(source, target, table)
        arrived(target, table)
        written = _Seen()
        for row in streamed(target, _in_order(table)):
            written.add(row)
        if (read.rows, read.hash.digest()) != (written.rows, written.hash.digest()):
            raise StoreError(f"{table.name}: of {read.rows} rows {written.rows} arrived, or not as they were")
        counts[table.name] = read.rows
    fulltext.rebuild(target)  # each kind of database has its own
    return counts


def _copy(source: Connection, target: Connection, table: Table) -> _Seen:
    read = _Seen()
    rows = streamed(source, _in_order(table))
    while some := tuple(islice(rows, BATCH)):
        for row in some:
            read.add(row)
        target.execute(insert(table), [dict(row._mapping) for row in some])
    return read


def _in_order(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key.columns)

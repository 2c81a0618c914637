"""A store of many times as many posts and contacts, to measure on.

    python scripts/multiplied.py STORE OUT [--times 14]

STORE and OUT are SQLite files. Each further copy of all records is a year earlier than the one before, under other
ids: the same digits, turned by some places. Texts stay as they are, so what a text says does not fit its dates, and
what builds compare posts by is left to the first copy. People that were learnt are not multiplied.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
from pathlib import Path

from tongshi.store import tables as t
from tongshi.store.engine import connect, parse_url
from tongshi.store.fulltext import rebuild

#: Ids have so many digits, which can be turned by as many places.
DIGITS = 16

#: What is multiplied, parents first.
TABLES = (
    t.posts, t.sightings, t.articles, t.engagements, t.participants, t.engagement_polities, t.engagement_topics,
    t.readouts, t.quotes, t.statements, t.statement_topics, t.statement_phrases, t.mentions, t.spans, t.copies,
    t.contacts, t.contact_sources, t.contact_parts, t.doubts, t.fused_blocks, t.contact_versions,
)  # fmt: skip

IDS = {"id", "post_id", "engagement_id", "contact_id", "record_id", "other_id", "successor", "whole_id", "part_id",
       "first", "second"}  # fmt: skip
DAYS = {"starts", "ends", "alt", "day", "published", "captured", "published_at", "published_local", "updated_local",
        "first_report"}  # fmt: skip
RECORDS = {"stamps", "said", "reports", "causes"}

_ID = re.compile(r'(?<=")([a-z])([0-9a-f]{16})(?=")')
_YEAR = re.compile(r'(?<=")(\d{4})(?=-\d\d-\d\d)')


def turned(told: str | None, years: int) -> str | None:
    """JSON with ids and dates of an earlier copy."""
    if told is None:
        return None
    told = _ID.sub(lambda id_: f"{id_[1]}{id_[2][years:]}{id_[2][:years]}", told)
    return _YEAR.sub(lambda year: f"{int(year[1]) - years:04}", told).replace("-02-29", "-02-28")


def column_of(name: str) -> str:
    """What a column has in a copy that is `:years` earlier, in SQL."""
    if name in IDS:
        return f'substr("{name}", 1, 1) || substr("{name}", 2 + :years) || substr("{name}", 2, :years)'
    if name in DAYS:
        return f"""coalesce(date(substr("{name}", 1, 10), -:years || ' years') || substr("{name}", 11), "{name}")"""
    if name in RECORDS:
        return f'turned("{name}", :years)'
    return {
        "block": "rtrim(block, '0123456789') || (ltrim(block, rtrim(block, '0123456789')) - :years)",
        "address": "address || '#' || :years",
        "path": "path || '#' || :years",
    }.get(name, f'"{name}"')


def multiply(db: sqlite3.Connection, times: int) -> None:
    """Write further copies of all records."""
    db.create_function("turned", 2, turned, deterministic=True)
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in indexes:
        db.execute(f'DROP INDEX "{name}"')
    for table in TABLES:
        names = [column.name for column in table.c]
        columns, told = ", ".join(f'"{name}"' for name in names), ", ".join(column_of(name) for name in names)
        db.execute(f'CREATE TEMPORARY TABLE given AS SELECT {columns} FROM main."{table.name}"')
        for years in range(1, times):
            db.execute(
                f'INSERT OR IGNORE INTO main."{table.name}" ({columns}) SELECT {told} FROM given', {"years": years}
            )
        db.execute("DROP TABLE given")
        print(f"{table.name}: {db.execute(f'SELECT count(*) FROM {table.name}').fetchone()[0]:,}", flush=True)
    for _, sql in indexes:
        db.execute(sql)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("store", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=14, choices=range(2, DIGITS + 1), metavar=f"2-{DIGITS}")
    given = parser.parse_args()
    shutil.copy(given.store, given.out)
    db = sqlite3.connect(given.out, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -3000000", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    multiply(db, given.times)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    with connect(parse_url(given.out), write=True) as connection, connection.begin():
        rebuild(connection)


if __name__ == "__main__":
    main()

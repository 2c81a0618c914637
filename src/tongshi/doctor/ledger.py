"""What many posts have in common, counted in a private database that spreads to disk: memory stays bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

from tongshi.doctor.facts import digest

_TABLES = """
PRAGMA cache_size = -32768;
PRAGMA temp_store = FILE;
PRAGMA synchronous = OFF;
PRAGMA journal_mode = OFF;
CREATE TABLE posts (key BLOB PRIMARY KEY, path TEXT) WITHOUT ROWID;
CREATE TABLE addresses (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE paragraphs (key BLOB PRIMARY KEY, outlet TEXT, n INTEGER, text TEXT, path TEXT) WITHOUT ROWID;
CREATE TABLE bands (key INTEGER PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX repeated ON paragraphs (n DESC) WHERE n > 1;
"""


class Ledger:
    """Posts, addresses and paragraphs met so far. Use it as a context manager, in one thread."""

    def __init__(self) -> None:
        # a database without a name lives in memory until it grows, then in a file that nobody else sees
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_TABLES)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def first(self, key: str, path: str) -> str | None:
        """Note a post: the path where the same one was met before, None for the first."""
        code = digest(key)
        if self._inserted("INSERT OR IGNORE INTO posts VALUES (?, ?)", code, path):
            return None
        found: tuple[str] = self._connection.execute("SELECT path FROM posts WHERE key = ?", (code,)).fetchone()
        return found[0]

    def new_address(self, address: str) -> bool:
        """Note an address: whether it was not met before."""
        return self._inserted("INSERT OR IGNORE INTO addresses VALUES (?)", digest(address))

    def shared(self, bands: Iterable[int]) -> int:
        """Note the bands of a sketch: how many of them were met before."""
        return sum(not self._inserted("INSERT OR IGNORE INTO bands VALUES (?)", band) for band in bands)

    def count(self, outlet: str, paragraphs: Iterable[str], path: str) -> None:
        """Note the paragraphs of an article."""
        self._connection.executemany(
            "INSERT INTO paragraphs VALUES (?, ?, 1, NULL, NULL) "
            "ON CONFLICT (key) DO UPDATE SET n = n + 1, text = ?, path = ?",
            ((digest(f"{outlet}\n{text}"), outlet, text, path) for text in paragraphs),
        )

    def repeated(self, least: int, most: int) -> Iterator[tuple[str, str, int, str]]:
        """Outlet, text, number of articles and a path of paragraphs in `least` articles or more, commonest first."""
        yield from self._connection.execute(
            "SELECT outlet, text, n, path FROM paragraphs WHERE n > 1 AND n >= ? ORDER BY n DESC, outlet, text LIMIT ?",
            (least, most),
        )

    def _inserted(self, statement: str, *values: object) -> bool:
        return self._connection.execute(statement, values).rowcount == 1

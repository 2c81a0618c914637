"""The index of the full text: made, kept and asked otherwise in each database, with the same answers.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, Connection

from tongshi.query import Query
from tongshi.store.fts5 import Fts5
from tongshi.store.gin import Gin

Conditions = Sequence[ColumnElement[bool]]


class Index(Protocol):
    """What both can do. Conditions are on rows of `articles`; answers are ids of current posts."""

    def create(self, connection: Connection) -> None:
        """Make it, empty, where there is none."""

    def fill(self, connection: Connection) -> None:
        """Fill it anew from the articles that are current."""

    def forget(self, connection: Connection, posts: Sequence[str]) -> None:
        """Take posts out whose articles are going to change: before they do."""

    def refresh(self, connection: Connection, posts: Sequence[str]) -> None:
        """Bring it up to date with posts that were written, or whose state was changed."""

    def tidy(self, connection: Connection) -> bool:
        """Do a part of the work that was put off while it was written; whether there may be more."""

    def newest(
        self, connection: Connection, query: Query, conditions: Conditions, limit: int | None, *, title: bool = False
    ) -> list[str]:
        """The posts that answer, newest first; with `title` those with all that is wanted in the title."""

    def posts(self, connection: Connection, query: Query, conditions: Conditions) -> list[str]:
        """All posts that answer, in no order."""

    def count(self, connection: Connection, query: Query, conditions: Conditions) -> int:
        """How many posts answer."""


def index_of(connection: Connection) -> Index:
    """The index of this database."""
    return Fts5() if connection.dialect.name == "sqlite" else Gin()


def rebuild(connection: Connection) -> None:
    """Make the index where there is none, and fill it from the articles that are current."""
    index = index_of(connection)
    index.create(connection)
    index.fill(connection)

"""What posts are called by the places where they are seen. Every function runs inside one transaction of its caller."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from tongshi.store import tables as t
from tongshi.store.engine import batches


def places_of(connection: Connection, posts: Collection[str]) -> dict[str, tuple[str, str]]:
    """Id and path of the first place where each of some posts is seen, or was last; never seen ones are missing."""
    s = t.sightings.c
    found: dict[str, tuple[str, str]] = {}
    for some in batches(sorted(posts)):
        seen = select(s.post_id, s.stem, s.number, s.path).where(s.post_id.in_(some)).order_by(*_in_order())
        for row in connection.execute(seen):
            found.setdefault(row.post_id, (name_of(row.stem, row.number), row.path))
    return found


def name_of(stem: str, number: int) -> str:
    """The codebook's id of a post: stem, stem#2, …"""
    return f"{stem}#{number}" if number > 1 else stem


def _in_order() -> tuple[ColumnElement[Any], ...]:
    """The order of places: those that are still there first."""
    s = t.sightings.c
    return s.gone, func.replace(s.path, "/", "\x01"), s.archive, s.position

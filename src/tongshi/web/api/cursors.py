"""Where a list goes on: behind the last that was given, not at a number, so that none is given twice or passed over."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Protocol, TypeVar

from tongshi.errors import TongshiError


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Its id."""


N = TypeVar("N", bound=Named)


def cursor(position: int, last: str) -> str:
    """Behind the item with the id `last`, which was the one at `position`, from 1."""
    return base64.urlsafe_b64encode(f"{position}:{last}".encode()).decode().rstrip("=")


def start_of(given: str, items: Sequence[N]) -> int:
    """How many of the items a cursor has behind it; raises TongshiError where it is none, or its item went.

    What came or went before that item since moves it, and is not given any more.
    """
    if not given:
        return 0
    position, last = _read(given)
    if 0 < position <= len(items) and items[position - 1].id == last:
        return position
    found = next((at for at, item in enumerate(items, 1) if item.id == last), None)
    if found is None:
        raise TongshiError("cursor: the contacts changed since, and it leads nowhere: begin anew")
    return found


def position_of(given: str) -> int:
    """The position alone, for lists whose order only the database knows; raises TongshiError."""
    return _read(given)[0]


def _read(given: str) -> tuple[int, str]:
    try:
        position, colon, last = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().partition(":")
        if colon and position.isascii() and position.isdigit() and len(position) < 10:
            return int(position), last
    except (binascii.Error, ValueError):
        pass
    raise TongshiError(f"cursor: {given[:40]}: not one that was given here")

"""What a user gives, as the library takes it; a TongshiError of one line where it cannot be meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from tongshi import lexicon
from tongshi.errors import TongshiError
from tongshi.lexicon import Layers
from tongshi.readers import FieldMap, field_map
from tongshi.rights import StoreRelease
from tongshi.search import outlet_named
from tongshi.store import (
    ArticleFilter,
    ContactFilter,
    StatementFilter,
)

F = TypeVar("F", ArticleFilter, ContactFilter, StatementFilter)


def names_given(written: str | None) -> FieldMap | None:
    """The names of fields in JSON lines."""
    return field_map(written) if written else None


def known_values(given: Sequence[str] | None, allowed: Sequence[str]) -> tuple[str, ...]:
    """The values, all of them allowed ones."""
    for value in given or ():
        if value not in allowed:
            raise TongshiError(f"{value}: not one of {', '.join(allowed)}")
    return tuple(given or ())


def day_given(value: str | None, *, last: bool) -> dt.date | None:
    """The day of YYYY, YYYY-MM or YYYY-MM-DD: the first of it, or the last."""
    try:
        first = lexicon.partial_date(value)
        return lexicon.partial_date(value, last=True) if last else first
    except ValueError as error:
        raise TongshiError(f"{value}: not a date (YYYY, YYYY-MM or YYYY-MM-DD)") from error


def of_outlets(wanted: F, outlets: Sequence[str] | None, store: StoreRelease, layers: Layers) -> F:
    """With the condition that one of the outlets reports it."""
    if not outlets:
        return wanted
    stored = store.outlets()
    return replace(wanted, outlets=tuple(outlet_named(name, stored, layers) for name in outlets))


def days_given(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a span of time."""
    first, last = day_given(since, last=False), day_given(until, last=True)
    if first and last and first > last:
        raise TongshiError(f"--since {since} is after --until {until}")
    return first, last

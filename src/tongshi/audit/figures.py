"""What a filled-in sheet says: how many records are right, how sure that is, how far two judges agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tongshi.audit.proportions import Counted, Share, kappa, share
from tongshi.audit.sheet import FIELDS, Row, Sheet


@dataclass(frozen=True, slots=True)
class Precision:
    """How many are right: of all, of a stratum, or of one field."""

    what: str  # record: it is what it is said to be; complete: with every field right; else a field
    stratum: str  # empty: of all
    share: Share


def precisions(sheet: Sheet) -> Iterator[Precision]:
    """The shares of records that are right, of all and by stratum, and of the fields of those that are."""
    judged = [row for row in sheet.rows if row.verdict in {"right", "wrong"}]
    strata = sheet.drawing.population
    for what in ("record", "complete"):
        counted = {name: _counted(judged, name, count, what) for name, count in strata.items()}
        yield from _told(what, "", counted.values())
        if len(strata) > 1:
            for name, one in counted.items():
                yield from _told(what, name, [one])
    for name in FIELDS[sheet.drawing.of]:
        yield from _told(name, "", [_of_field(judged, stratum, count, name) for stratum, count in strata.items()])


def _told(what: str, stratum: str, counted: Iterable[Counted]) -> Iterator[Precision]:
    found = share(list(counted))
    if found:
        yield Precision(what, stratum, found)


def _counted(judged: Sequence[Row], stratum: str, population: int, what: str) -> Counted:
    rows = [row for row in judged if row.stratum == stratum]
    right = [row for row in rows if row.verdict == "right" and (what == "record" or not row.wrong)]
    return Counted(len(right), len(rows), population)


def _of_field(judged: Sequence[Row], stratum: str, population: int, name: str) -> Counted:
    """Of the records that are right; how many of these there are is estimated."""
    rows = [row for row in judged if row.stratum == stratum]
    right = [row for row in rows if row.verdict == "right"]
    there = population * len(right) / len(rows) if rows else 0.0
    return Counted(sum(name not in row.wrong for row in right), len(right), there)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on the records that both judged."""

    what: str  # record, or a field
    both: int
    same: int
    kappa: float | None


def agreements(one: Sheet, other: Sheet) -> Iterator[Agreement]:
    """On each record's verdict; on each field of those that both find right."""
    theirs = {row.id: row for row in other.rows if row.verdict}
    pairs = [(row, theirs[row.id]) for row in one.rows if row.verdict and row.id in theirs]
    yield _agreement("record", [(a.verdict, b.verdict) for a, b in pairs])
    right = [(a, b) for a, b in pairs if a.verdict == b.verdict == "right"]
    for name in FIELDS[one.drawing.of]:
        yield _agreement(name, [(str(name in a.wrong), str(name in b.wrong)) for a, b in right])


def _agreement(what: str, pairs: Sequence[tuple[str, str]]) -> Agreement:
    return Agreement(what, len(pairs), sum(a == b for a, b in pairs), kappa(pairs))


def differences(one: Sheet, other: Sheet) -> Iterator[tuple[Row, Row]]:
    """The records that two judges judge otherwise."""
    theirs = {row.id: row for row in other.rows if row.verdict}
    for row in one.rows:
        if row.verdict and row.id in theirs and (row.verdict, {*row.wrong}) != (
            theirs[row.id].verdict, {*theirs[row.id].wrong},
        ):  # fmt: skip
            yield row, theirs[row.id]

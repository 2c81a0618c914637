"""What an archive holds: by outlet, and by outlet and period."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType

from tongshi.coverage import Coverage, Holdings, Hole
from tongshi.display import csv_line, new_table
from tongshi.periods import Period

#: Holes of an outlet shown in a table.
_MOST_HOLES = 3

#: The line of all outlets.
_ALL = "all"

#: Columns of what is held by outlet.
_FIELDS = (
    *("outlet", "first", "last", "articles", "diplomatic", "days", "usual_pause", "begins", "ends", "holes", "undated"),
)

#: The columns of a coverage in a line of something else.
COVERAGE_COLUMNS = (
    "archive",
    "archive_articles",
    "archive_diplomatic",
    "archive_outlets",
    "archive_days",
    "covered_days",
)


# --- one coverage


def coverage_fields(told: Coverage) -> dict[str, object]:
    """A coverage as plain values, for JSON."""
    return {
        "first": told.first.isoformat(),
        "last": told.last.isoformat(),
        "extent": told.extent,
        "days": told.days,
        "covered_days": told.covered_days,
        "articles": told.articles,
        "diplomatic": told.diplomatic,
        "usual": round(told.usual, 1),
        "outlets": list(told.outlets),
        "silent": list(told.silent),
    }


def coverage_told(told: Coverage) -> str:
    """`covered: 224 articles of 14 outlets, 80 about diplomacy (290 are usual)`."""
    if not told.articles:
        return f"{told.extent}: no article{_usual(told)}"
    articles = f"{told.articles:,} article{'s' * (told.articles > 1)}"
    outlets = f" of {len(told.outlets)} outlets" if len(told.outlets) > 1 else ""
    return f"{told.extent}: {articles}{outlets}, {told.diplomatic:,} about diplomacy{_usual(told)}"


def _usual(told: Coverage) -> str:
    return f" ({told.usual:,.0f} are usual)" if told.usual >= 1 else ""


def coverage_values(told: Coverage | None) -> list[str]:
    """The same for `COVERAGE_COLUMNS`; empty where it is not known."""
    if told is None:
        return [""] * len(COVERAGE_COLUMNS)
    counts = (told.articles, told.diplomatic, len(told.outlets), told.days, told.covered_days)
    return [told.extent, *map(str, counts)]


# --- by outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet, or all of them; the fields are the columns."""

    outlet: str | None
    first: dt.date | None
    last: dt.date | None
    articles: int
    diplomatic: int
    days: int
    usual_pause: int | None
    begins: bool
    ends: bool
    holes: tuple[Hole, ...]
    undated: int


def outlet_rows(holdings: Holdings) -> Iterator[OutletRow]:
    """All outlets together, then each; nothing of an archive without articles."""
    if holdings.first is None and not holdings.undated:
        return
    known = holdings.outlets
    yield OutletRow(
        outlet=None, first=holdings.first, last=holdings.last, articles=sum(each.articles for each in known),
        diplomatic=sum(each.diplomatic for each in known), days=holdings.days, usual_pause=None, begins=False,
        ends=False, holes=holdings.holes, undated=sum(holdings.undated.values()),
    )  # fmt: skip
    for each in known:
        yield OutletRow(
            outlet=each.outlet, first=each.first, last=each.last, articles=each.articles, diplomatic=each.diplomatic,
            days=each.days, usual_pause=each.usual_pause, begins=holdings.begins(each), ends=holdings.ends(each),
            holes=each.holes, undated=holdings.undated.get(each.outlet, 0),
        )  # fmt: skip
    for outlet, undated in holdings.undated.items():
        if all(each.outlet != outlet for each in known):
            yield OutletRow(outlet=outlet, first=None, last=None, articles=0, diplomatic=0, days=0, usual_pause=None,
                       begins=False, ends=False, holes=(), undated=undated)  # fmt: skip


def holding_table(rows: Iterable[OutletRow]) -> RenderableType:
    """A line for all outlets and one for each; holes are days without articles where it usually has some."""
    table = new_table("outlet", "first", "last")
    for name in ("articles", "about diplomacy", "days", "usual pause"):
        table.add_column(name, justify="right")
    table.add_column("longest holes", overflow="fold")
    table.add_column("no day", justify="right")
    for row in rows:
        table.add_row(
            row.outlet or _ALL,
            f"{_day(row.first)}{' begins' if row.begins else ''}",
            f"{_day(row.last)}{' ends' if row.ends else ''}",
            f"{row.articles:,}",
            f"{row.diplomatic:,}",
            str(row.days),
            str(row.usual_pause or ""),
            _holes(row.holes),
            str(row.undated or ""),
        )
    return table


def _holes(holes: Sequence[Hole]) -> str:
    """`24 days from 2020-09-05, 4 from 2020-10-25 and 2 more`."""
    told = [f"{hole.days} {'days ' if not at else ''}from {hole.first}" for at, hole in enumerate(holes[:_MOST_HOLES])]
    more = f" and {len(holes) - _MOST_HOLES} more" if len(holes) > _MOST_HOLES else ""
    return f"{', '.join(told)}{more}"


def holding_lines(rows: Iterable[OutletRow]) -> Iterator[str]:
    """One JSON object for all outlets (`outlet` null) and one for each, with all holes."""
    for row in rows:
        holes = [{"first": _day(hole.first), "last": _day(hole.last), "days": hole.days} for hole in row.holes]
        days = {"first": _day(row.first) or None, "last": _day(row.last) or None}
        yield json.dumps({**{name: getattr(row, name) for name in _FIELDS}, **days, "holes": holes}, ensure_ascii=False)


def holding_csv(rows: Iterable[OutletRow]) -> Iterator[str]:
    """The same with the number of holes, and of the days in them."""
    yield csv_line((*_FIELDS, "days_in_holes"))
    for row in rows:
        values = [getattr(row, name) for name in _FIELDS]
        told = ["" if value is None else str(value) for value in values]
        told[_FIELDS.index("holes")] = str(len(row.holes))
        yield csv_line([*told, str(sum(hole.days for hole in row.holes))])


# --- by period


def period_table(holdings: Holdings, found: Iterable[Period]) -> RenderableType:
    """A line for each period, of all outlets together and then of each that has articles or a hole in it."""
    table = new_table("period", "outlet", "archive")
    for name in ("articles", "usual", "about diplomacy", "covered days"):
        table.add_column(name, justify="right")
    last = None
    for each, outlet, told in _by_period(holdings, found):
        table.add_row(
            each.label if each != last else "",
            outlet or _ALL,
            told.extent,
            f"{told.articles:,}",
            f"{told.usual:,.0f}",
            f"{told.diplomatic:,}",
            f"{told.covered_days} of {told.days}",
        )
        last = each
    return table


def period_lines(holdings: Holdings, found: Iterable[Period]) -> Iterator[str]:
    """The same, one JSON object a line; `outlet` null: all of them."""
    for each, outlet, told in _by_period(holdings, found):
        yield json.dumps({"period": each.label, "outlet": outlet, **coverage_fields(told)}, ensure_ascii=False)


def period_csv(holdings: Holdings, found: Iterable[Period]) -> Iterator[str]:
    """The same as comma-separated values."""
    columns = ("first", "last", "extent", "days", "covered_days", "articles", "diplomatic", "usual")
    yield csv_line(("period", "outlet", *columns, "outlets", "silent"))
    for each, outlet, told in _by_period(holdings, found):
        fields = coverage_fields(told)
        values = [str(fields[name]) for name in columns]
        yield csv_line([each.label, outlet or "", *values, ";".join(told.outlets), ";".join(told.silent)])


def _by_period(holdings: Holdings, found: Iterable[Period]) -> Iterator[tuple[Period, str | None, Coverage]]:
    alone = {each.outlet: holdings.of([each.outlet]) for each in holdings.outlets}
    for each in found:
        whole = holdings.over(each.first, each.last)
        yield each, None, whole
        for outlet in sorted({*whole.outlets, *whole.silent}):
            yield each, outlet, alone[outlet].over(each.first, each.last)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""

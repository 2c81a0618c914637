"""Timelines, series and gaps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from rich.console import RenderableType

from tongshi.annals.held import COVERAGE_COLUMNS, coverage_fields, coverage_values
from tongshi.coverage import Coverage, Extent
from tongshi.display import (
    CONTACT_COLUMNS,
    contact_fields,
    contact_values,
    csv_line,
    date,
    new_table,
    people,
    short,
    where,
)
from tongshi.periods import Unit
from tongshi.records import EngagementType
from tongshi.timeline import Gap, Placed, Series, Tally

#: Whose a gap is, by what the archive holds of it.
_WHOSE: dict[Extent, str] = {
    "covered": "of the contacts, as far as the archive tells",
    "thin": "perhaps of the archive",
    "none": "of the archive",
}

#: Contacts shown of those that may lie in a gap.
_MOST_PERHAPS = 3

# --- contacts in order


def timeline_table(placed: Iterable[Placed]) -> RenderableType:
    """A line for each contact, and what the archive holds of each month at its first one."""
    table = new_table("date", "archive", "type", "status", "level", "who", "place", "id")
    table.add_column("sources", justify="right")
    last: Coverage | None = None
    for each in placed:
        contact, known = each.contact, each.coverage
        new = known is not None and (last is None or known.first != last.first)
        last = known or last
        table.add_row(
            date(contact.when), known.extent if known and new else "", contact.type, contact.status, each.level,
            people(contact), where(contact), short(contact.id), str(contact.sources),
        )  # fmt: skip
    return table


def timeline_lines(placed: Iterable[Placed]) -> Iterator[str]:
    """One JSON object a line: the contact, its level and those of its sides, the coverage of its month."""
    for each in placed:
        held = coverage_fields(each.coverage) if each.coverage else None
        more = {"level": each.level, "sides": dict(each.sides), "archive": held}
        yield json.dumps({**contact_fields(each.contact), **more}, ensure_ascii=False)


def timeline_csv(placed: Iterable[Placed]) -> Iterator[str]:
    """The same as comma-separated values."""
    yield csv_line([*CONTACT_COLUMNS, "level", "sides", *COVERAGE_COLUMNS])
    for each in placed:
        sides = ";".join(f"{polity}:{level}" for polity, level in each.sides.items())
        yield csv_line([*contact_values(each.contact), each.level, sides, *coverage_values(each.coverage)])


# --- series


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """A line of a series of contacts of one status; `period` empty: those of which none can be told."""

    status: str
    unit: Unit
    period: str
    dated: bool
    tally: Tally
    coverage: Coverage | None


def series_rows(status: str, series: Series) -> Iterator[SeriesRow]:
    """The periods, then what is dated less exactly, then what has no date, where there is any."""
    for each in series.counts:
        yield SeriesRow(status=status, unit=series.unit, period=each.period.label, dated=True, tally=each.tally,
                        coverage=each.coverage)  # fmt: skip
    for dated, tally in ((True, series.coarse), (False, series.undated)):
        if tally.contacts:
            yield SeriesRow(status=status, unit=series.unit, period="", dated=dated, tally=tally, coverage=None)


def series_table(levels: Sequence[str], rows: Iterable[SeriesRow]) -> RenderableType:
    """A line for each period of each status."""
    table = new_table("status", "period", "archive")
    table.add_column("contacts", justify="right")
    table.add_column("of type", overflow="fold")
    table.add_column("at level", overflow="fold")
    for row in rows:
        table.add_row(
            row.status,
            row.period or (f"no {row.unit}" if row.dated else "no date"),
            row.coverage.extent if row.coverage else "",
            str(row.tally.contacts),
            _counted(row.tally.types, get_args(EngagementType)),
            _counted(row.tally.levels, levels),
        )
    return table


def _counted(counts: Mapping[str, int], order: Iterable[str]) -> str:
    """`4 call, 8 meeting`."""
    return ", ".join(f"{counts[name]} {name}" for name in order if name in counts)


def series_lines(rows: Iterable[SeriesRow]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        tally = {"contacts": row.tally.contacts, "types": dict(row.tally.types), "levels": dict(row.tally.levels)}
        head = {"status": row.status, "unit": row.unit, "period": row.period or None, "dated": row.dated}
        yield json.dumps({**head, **tally, "archive": coverage_fields(row.coverage) if row.coverage else None})


def series_csv(levels: Iterable[str], rows: Iterable[SeriesRow]) -> Iterator[str]:
    """The same with a column for each type and level."""
    types, names = get_args(EngagementType), tuple(levels)
    head = ("status", "unit", "period", "dated", "contacts")
    yield csv_line([*head, *types, *(f"level_{name}" for name in names), *COVERAGE_COLUMNS])
    for row in rows:
        counts = [row.tally.types.get(type_, 0) for type_ in types]
        counts += [row.tally.levels.get(name, 0) for name in names]
        told = [row.status, row.unit, row.period, str(row.dated).lower(), str(row.tally.contacts)]
        yield csv_line([*told, *map(str, counts), *coverage_values(row.coverage)])


# --- gaps


def gap_table(gaps: Iterable[Gap]) -> RenderableType:
    """A line for each gap: what it lies between, how much of it the archive covers, and so whose gap it is."""
    table = new_table("level", "from", "to")
    table.add_column("days", justify="right")
    for name in ("since", "until", "archive"):
        table.add_column(name, no_wrap=name != "archive")
    table.add_column("covered days", justify="right")
    table.add_column("articles (usual)", justify="right")
    table.add_column("a gap", overflow="fold")
    last = None
    for gap in gaps:
        table.add_row(
            gap.level if gap.level != last else "",
            gap.first.isoformat(),
            "goes on" if gap.goes_on else gap.last.isoformat(),
            str(gap.days),
            short(gap.since.id) if gap.since else "none known",
            short(gap.until.id) if gap.until else "",
            gap.coverage.extent,
            f"{gap.coverage.covered_days} of {gap.days}",
            f"{gap.coverage.articles:,} ({gap.coverage.usual:,.0f})",
            _whose(gap),
        )
        last = gap.level
    return table


def _whose(gap: Gap) -> str:
    told = _WHOSE[gap.coverage.extent]
    if not gap.perhaps:
        return told
    more = len(gap.perhaps) - _MOST_PERHAPS
    named = " ".join(short(id_) for id_ in gap.perhaps[:_MOST_PERHAPS])
    return f"{told}; in it perhaps {named}{f' and {more} more' if more > 0 else ''}, of which no day is known"


def gap_lines(gaps: Iterable[Gap]) -> Iterator[str]:
    """One JSON object a line."""
    for gap in gaps:
        yield json.dumps(
            {
                "level": gap.level,
                "first": gap.first.isoformat(),
                "last": gap.last.isoformat(),
                "days": gap.days,
                "since": gap.since.id if gap.since else None,
                "until": gap.until.id if gap.until else None,
                "goes_on": gap.goes_on,
                "perhaps": list(gap.perhaps),
                "archive": coverage_fields(gap.coverage),
            }
        )


def gap_csv(gaps: Iterable[Gap]) -> Iterator[str]:
    """The same as comma-separated values."""
    yield csv_line(["level", "first", "last", "days", "since", "until", "goes_on", "perhaps", *COVERAGE_COLUMNS])
    for gap in gaps:
        ends = [gap.since.id if gap.since else "", gap.until.id if gap.until else "", str(gap.goes_on).lower()]
        days = [gap.first.isoformat(), gap.last.isoformat(), str(gap.days)]
        yield csv_line([gap.level, *days, *ends, ";".join(gap.perhaps), *coverage_values(gap.coverage)])

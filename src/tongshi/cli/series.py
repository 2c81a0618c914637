"""Commands on what the archive holds, and on contacts in time: coverage, timeline, gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Annotated

import typer

from tongshi import annals
from tongshi import timeline as timelines
from tongshi.cli.application import app
from tongshi.cli.asked import contacts_asked, days_given, known_values, of_outlets
from tongshi.cli.opening import holdings_of, names_known, released
from tongshi.cli.options import (
    DEFAULT_DB,
    AtLevel,
    Between,
    ByOutlet,
    Database,
    Format,
    HowMuch,
    Limit,
    OnTopic,
    Since,
    Statuses,
    Types,
    Until,
    WithholdFile,
    WithPerson,
    WithPolity,
)
from tongshi.cli.output import say, tell_undated, write_list
from tongshi.coverage import Holdings
from tongshi.errors import NotFoundError
from tongshi.levels import load_levels
from tongshi.periods import Unit, periods
from tongshi.rights import StoreRelease, Texts
from tongshi.store import ContactFilter


class CoverageUnit(StrEnum):
    """By what the archive is counted."""

    day = "day"
    month = "month"
    quarter = "quarter"
    year = "year"


class SeriesUnit(StrEnum):
    """By what contacts are counted."""

    month = "month"
    quarter = "quarter"
    year = "year"


@app.command(epilog="Example: tongshi coverage --by month --outlet cna")
def coverage(
    *,
    by: Annotated[CoverageUnit | None, typer.Option(help="By day, month, quarter or year, not by outlet.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Of this outlet; can be given again.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="With --by: from this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="With --by: up to this day.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell what the archive holds of each outlet: articles, days, holes; or of each day, month, quarter, year."""
    first, last = days_given(since, until)
    if (first or last) and by is None:
        raise typer.BadParameter("--since and --until go with --by")
    with released(db, text, withhold) as store:
        holdings = holdings_of(store, outlet, names_known(db))
        none = "the archive holds no article like that"
        if by is None:
            made = (annals.holding_table, annals.holding_lines, annals.holding_csv)
            write_list(store, format_, annals.outlet_rows(holdings), made, none)
            return
        start, end = first or holdings.first, last or holdings.last
        found = periods(start, end, by.value) if start and end else iter(())
        table = partial(annals.period_table, holdings)
        lines, csv = partial(annals.period_lines, holdings), partial(annals.period_csv, holdings)
        write_list(store, format_, found, (table, lines, csv), none)


@app.command(epilog="Example: tongshi timeline --between US CN --by month")
def timeline(
    *,
    by: Annotated[SeriesUnit | None, typer.Option(help="Counts by month, quarter or year, not each contact.")] = None,
    between: Between = None,
    person: WithPerson = None,
    polity: WithPolity = None,
    type_: Types = None,
    status: Statuses = None,
    topic: OnTopic = None,
    level: AtLevel = None,
    since: Since = None,
    until: Until = None,
    outlet: ByOutlet = None,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List contacts in order of time with their level of office, or count them; held ones where no status is given.

    Beside them stands what the archive holds of their month. Each status asked for has a series of its own.
    """
    known = names_known(db)
    wanted = contacts_asked(
        known, between=between, person=person, polity=polity, types=type_, statuses=status or ["held"], topic=topic,
        since=since, until=until,
    )  # fmt: skip
    levels = load_levels(known)
    at = known_values(level, levels.names)
    sides = wanted.polities if between else ()
    level_of = partial(levels.of, between=sides)
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, known)
        holdings = holdings_of(store, outlet, known)
        none = "no contact is like that"
        if by is None:
            contacts = (each for each in store.contacts(wanted) if not at or level_of(each) in at)
            made = (annals.timeline_table, annals.timeline_lines, annals.timeline_csv)
            placed = timelines.in_order(contacts, levels, holdings, sides)
            write_list(store, format_, islice(placed, limit), made, none)
        else:
            rows = _series_rows(store, wanted, by.value, level_of, at, holdings)
            table, csv = partial(annals.series_table, levels.names), partial(annals.series_csv, levels.names)
            write_list(store, format_, islice(rows, limit), (table, annals.series_lines, csv), none)
        tell_undated(store, wanted)


def _series_rows(
    store: StoreRelease,
    wanted: ContactFilter,
    unit: Unit,
    level_of: timelines.LevelOf,
    at: Sequence[str],
    holdings: Holdings,
) -> Iterator[annals.SeriesRow]:
    for status in dict.fromkeys(wanted.statuses):
        found = [
            each for each in store.attended(replace(wanted, statuses=(status,))) if not at or level_of(each) in at
        ]  # fmt: skip
        if found:
            yield from annals.series_rows(
                status, timelines.series(found, unit, level_of, holdings, wanted.since, wanted.until)
            )


@app.command(epilog="Example: tongshi gaps --between US CN --level minister")
def gaps(
    *,
    between: Between = None,
    person: WithPerson = None,
    polity: WithPolity = None,
    type_: Types = None,
    topic: OnTopic = None,
    level: AtLevel = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="From this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="Up to this day.")] = None,
    outlet: ByOutlet = None,
    longest: Annotated[int, typer.Option(help="So many of each level, and the one that goes on.", min=1)] = 3,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the longest times without a contact held, at each level of office, and how much of each the archive covers.

    Without --type of calls, meetings, visits, talks and messages; without --since and --until of the days that the
    archive covers.
    """
    known = names_known(db)
    first, last = days_given(since, until)
    wanted = contacts_asked(known, between=between, person=person, polity=polity, types=type_ or timelines.DIRECT,
                            statuses=["held"], topic=topic)  # fmt: skip
    levels = load_levels(known)
    at = known_values(level, levels.names)
    level_of = partial(levels.of, between=wanted.polities if between else ())
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, known)
        holdings = holdings_of(store, outlet, known)
        start, end = _days_of(holdings, first, last)
        contacts = [each for each in store.attended(wanted) if not at or level_of(each) in at]
        found = timelines.gaps(contacts, level_of, levels.names, holdings, start, end, longest)
        chosen = (each for each in found if not at or each.level in at)
        made = (annals.gap_table, annals.gap_lines, annals.gap_csv)
        write_list(store, format_, chosen, made, "no contact is like that")
        undated = sum(each.when.start is None for each in contacts)
        if undated:
            say(f"{undated} more contacts have no date: any of them may lie in any gap", prefix="")


def _days_of(holdings: Holdings, first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    """The time asked for; where no end of it is given, that of the days that the archive covers."""
    covered = holdings.covered
    start, end = first or (covered and covered[0]), last or (covered and covered[1])
    if start is None or end is None:
        raise NotFoundError("the archive covers no day: give --since and --until")
    if start > end:
        raise NotFoundError(f"the archive covers {covered[0]} to {covered[1]}: give both --since and --until"
                            if covered else "--since is after --until")  # fmt: skip
    return start, end

"""Contacts by month, or by longer periods where there are too many months, as a chart for the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from tongshi.catalogue import Selection
from tongshi.charts import Bar, Category, Chart, Frame, Stacked, stacked
from tongshi.coverage import Extent, Holdings
from tongshi.periods import Period, Unit, period, periods
from tongshi.records import EngagementType
from tongshi.web.addresses import Addresses
from tongshi.web.asked import query_of
from tongshi.web.labels import Labels
from tongshi.web.words import Words

#: Bars for which there is room.
MOST_BARS = 72

#: And how many days each of a unit has at least.
_UNITS: dict[Unit, int] = {"month": 28, "quarter": 90, "year": 365}


def monthly(
    id_: str, title: str, selection: Selection, holdings: Holdings, labels: Labels, url: Addresses
) -> Chart | None:
    """How many of some contacts each month has, by type, and what the archive holds of it; None of an empty archive.

    The months are those of the archive: of what it tells of times before, it cannot be said what is missing.
    """
    if not (holdings.first and holdings.last):
        return None
    chosen = [(key, value) for key, value in query_of(selection.choice) if key != "month"]

    def there(period: Period) -> str:
        months = (("month", month.label) for month in periods(period.first, period.last, "month"))
        return url.contacts((*chosen, *months))

    return by_period(id_, title, selection, (holdings.first, holdings.last), there, holdings, labels)


def by_period(
    id_: str,
    title: str,
    selection: Selection,
    days: tuple[dt.date, dt.date],
    there: Callable[[Period], str],
    holdings: Holdings,
    labels: Labels,
) -> Chart:
    """The same from a first to a last day; `there` is the page of a period."""
    unit, shown = fitting(*days)
    counts, categories = _counted(selection, unit), list(_categories(labels))
    bars = []
    for each in shown:
        own, extent = counts[each.label], holdings.over(each.first, each.last).extent
        told = _told(each, own, extent, categories, labels)
        bars.append(Bar(period=each, counts=own, label=told, extent=extent, href=there(each)))
    return stacked(
        Stacked(
            frame=Frame(id=id_, title=title),
            unit=unit,
            categories=categories,
            bars=bars,
            extents=[Category(each, labels.extent(each)) for each in get_args(Extent)],
            head=(labels.field(unit), labels.words("site.all"), labels.words("coverage.extent")),
            months=labels.months,
            colon=labels.words("site.colon"),
        )
    )


def fitting(first: dt.date, last: dt.date) -> tuple[Unit, list[Period]]:
    """The shortest periods for which there is room."""
    long_enough = (unit for unit, days in _UNITS.items() if (last - first).days < MOST_BARS * days)
    unit: Unit = next(long_enough, "year")
    return unit, list(periods(first, last, unit))


def _counted(selection: Selection, unit: Unit) -> dict[str, Counter[str]]:
    """By period and class of type; of contacts of which the month is known."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (month, type_), count in selection.crossed("month", "type").items():
        counts[period(dt.date.fromisoformat(f"{month}-01"), unit).label][f"type-{type_}"] += count
    return counts


def _categories(labels: Labels) -> Iterator[Category]:
    yield from (Category(f"type-{each}", labels.type(each)) for each in get_args(EngagementType))


def _told(of: Period, counts: Counter[str], extent: str, categories: Iterable[Category], labels: Labels) -> str:
    """`2020-09: 34 contacts (Call 3, Meeting 31); covered`."""
    words = labels.words
    types = _listed(((each.label, counts[each.key]) for each in categories), words)
    number = words.count("site.contacts", counts.total())
    told = words.aside(number, types) if types else number
    return f"{words.told(of.label, told)}{words('site.semicolon')}{labels.extent(extent)}"


def _listed(counted: Iterable[tuple[str, int]], words: Words) -> str:
    return words.listed(f"{label} {count:,}" for label, count in counted if count)

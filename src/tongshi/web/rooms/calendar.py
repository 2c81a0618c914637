"""Contacts by day, a year or some years as a heat map."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from starlette.responses import Response

from tongshi.catalogue import Choice, Selection
from tongshi.charts import Calendar, Chart, Day, Frame, calendar
from tongshi.coverage import Coverage, Holdings
from tongshi.errors import TongshiError
from tongshi.store import Contact
from tongshi.web.asked import choice_of, query_of
from tongshi.web.filters import Filters, filters, held, holdings
from tongshi.web.visits import View, Visit

#: So many years are shown where none is asked for, and at most.
YEARS = 2
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Year:
    """A year that can be shown, how many contacts began in it, whether it is shown, and one of the archive."""

    year: str
    contacts: int
    shown: bool
    archived: bool
    there: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or a year, of contacts of which no more is known, how many they are, and the contacts of it."""

    label: str
    contacts: int
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """The days of some years."""

    filters: Filters
    chart: Chart
    first: dt.date
    last: dt.date
    total: int  # contacts with a day in these years
    days: int  # on which there are any
    several: int  # of the contacts, that took several days
    coarse: tuple[Month, ...]
    years: tuple[Year, ...]  # of the archive, and those shown
    other_years: tuple[Year, ...]
    latest_there: str
    undated: int
    undated_there: str
    choice: Choice
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class _Counts:
    """Contacts by day, and by month or year where no more is known; how many have a day, how many of them several."""

    days: Counter[dt.date]
    coarse: Counter[str]
    total: int
    several: int


def _page(visit: Visit) -> Response:
    asked = choice_of(visit.query, visit.catalogue, visit.site.layers)
    choice = replace(asked, year=())
    selection = visit.catalogue.select(choice)
    known = holdings(visit, choice)
    shown = _shown(asked.year, selection, known)
    first, last = dt.date(shown[0], 1, 1), dt.date(shown[-1], 12, 31)
    found = _counts(_within(visit, choice, first, last), first, last)
    kept = [("year", each) for each in asked.year]
    years = list(_years(visit, selection, known, shown))
    told = CalendarPage(
        filters=filters(visit, selection, visit.url.calendar, kept, "since", "until"),
        chart=_chart(visit, choice, found.days, known, first, last),
        first=first,
        last=last,
        total=found.total,
        days=len(found.days),
        several=found.several,
        coarse=tuple(_coarse(visit, choice, found.coarse)),
        years=tuple(each for each in years if each.archived or each.shown),
        other_years=tuple(each for each in years if not (each.archived or each.shown)),
        latest_there=visit.url.calendar(query_of(choice)) if asked.year else "",
        undated=selection.undated,
        undated_there=visit.url.contacts(query_of(replace(choice, since=None, until=None, undated=True))),
        choice=choice,
        coverage=held(known, replace(choice, since=choice.since or first, until=choice.until or last)),
    )
    return visit.page("calendar.html", room="calendar", told=told)


def _shown(asked: Iterable[str], selection: Selection, known: Holdings) -> list[int]:
    """The years asked for and those between; else the last ones of the days chosen, or of the archive.

    Raises TongshiError.
    """
    years = sorted(map(_year, asked))
    if not years:
        last = selection.choice.until or known.last or _last(selection)
        since = selection.choice.since
        end = max(last.year, since.year if since else last.year)
        first = max(since.year, end - MOST_YEARS + 1) if since else end - YEARS + 1
        years = [max(first, 1), end]
    if years[-1] - years[0] >= MOST_YEARS:
        raise TongshiError(f"year: {years[0]} to {years[-1]}: at most {MOST_YEARS} years are shown together")
    return list(range(years[0], years[-1] + 1))


def _year(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) == 4 and int(given)):
        raise TongshiError(f"year: {given}: not a year")
    return int(given)


def _last(selection: Selection) -> dt.date:
    years = [int(each.value) for each in selection.counts("year").values]
    return dt.date(max(years, default=2000), 12, 31)


def _within(visit: Visit, choice: Choice, first: dt.date, last: dt.date) -> Selection:
    since, until = max(choice.since or first, first), min(choice.until or last, last)
    return visit.catalogue.select(replace(choice, since=since, until=until))


def _counts(contacts: Iterable[Contact], first: dt.date, last: dt.date) -> _Counts:
    """Of contacts that overlap some days: those of known days count on each of these, others by month or year."""
    days: Counter[dt.date] = Counter()
    coarse: Counter[str] = Counter()
    longer: list[tuple[dt.date, dt.date]] = []
    for each in contacts:
        when = each.when
        if when.start is None:
            continue
        if when.precision != "day":
            coarse[when.start.isoformat()[: 7 if when.precision == "month" else 4]] += 1
        elif when.end and when.end > when.start:
            longer.append((max(when.start, first), min(when.end, last)))
        else:
            days[when.start] += 1
    total = days.total() + len(longer)
    for start, end in longer:
        days.update(map(dt.date.fromordinal, range(start.toordinal(), end.toordinal() + 1)))
    return _Counts(days, coarse, total, len(longer))


def _chart(
    visit: Visit, choice: Choice, counts: Counter[dt.date], known: Holdings, first: dt.date, last: dt.date
) -> Chart:
    words = visit.words
    query = query_of(replace(choice, since=None, until=None))
    return calendar(
        Calendar(
            frame=Frame(id="calendar", title=words("calendar.title")),
            first=first,
            last=last,
            days=[
                Day(
                    day=day,
                    count=count,
                    label=words.told(f"{day}", words.count("site.contacts", count)),
                    href=visit.url.contacts((*query, ("since", f"{day}"), ("until", f"{day}"))),
                )
                for day, count in counts.items()
            ],
            empty=[(each.first, each.last) for each in known.without(first, last)],
            nothing=words("calendar.nothing"),
            unknown=words("calendar.not_archived"),
            head=(words("calendar.day"), words("contacts.title")),
            months=visit.labels.months,
        )
    )


def _coarse(visit: Visit, choice: Choice, counts: Counter[str]) -> Iterator[Month]:
    for label, count in sorted(counts.items(), reverse=True):
        facet = "month" if len(label) > 4 else "year"
        yield Month(label, count, visit.url.contacts((*query_of(choice), (facet, label))))


def _years(visit: Visit, selection: Selection, known: Holdings, shown: list[int]) -> Iterator[Year]:
    """The years in which contacts began, and those of the archive, the latest first."""
    found = {each.value: each.contacts for each in selection.counts("year").values}
    own = range(known.first.year, known.last.year + 1) if known.first and known.last else range(0)
    found |= {f"{each:04}": found.get(f"{each:04}", 0) for each in own}
    query = query_of(selection.choice)
    for year in sorted(found, reverse=True):
        there = visit.url.calendar((*query, ("year", year)))
        yield Year(year, found[year], int(year) in shown, int(year) in own, there)


VIEWS = (View("/calendar", _page),)

"""Where contacts took place: polities, and the cities of each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from starlette.responses import Response

from tongshi.catalogue import Catalogue, Choice, Selection, bits
from tongshi.charts import Bars, Category, Chart, Frame, Named, Value, bars
from tongshi.coverage import Coverage
from tongshi.errors import TongshiError
from tongshi.periods import span
from tongshi.records import EngagementType
from tongshi.web.asked import choice_of, paged, query_of
from tongshi.web.filters import Filters, filters, held, holdings
from tongshi.web.narrowing import in_words
from tongshi.web.visits import View, Visit

#: By number of contacts, or by the last day.
Sort = Literal["contacts", "last"]

#: Bars of the chart, and polities of a page.
BARS = 15
PAGE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place: in words (`archived`: of the source), its polity, contacts in all and by type, first and last day."""

    id: str
    label: str
    archived: bool
    polity: str
    contacts: int
    types: tuple[tuple[str, int], ...]
    first: dt.date | None
    last: dt.date | None
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolityRow:
    """A polity, empty where none is told, and its places."""

    code: str
    contacts: int
    first: dt.date | None
    last: dt.date | None
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """All places of the contacts that are chosen."""

    filters: Filters
    chart: Chart
    polities: tuple[PolityRow, ...]
    page: int
    pages: int
    page_there: Callable[[int], str]
    places: int
    told_place: int  # contacts
    total: int
    sort: Sort
    sorts: tuple[tuple[Sort, str], ...]
    choice: Choice
    coverage: Coverage | None


def _page(visit: Visit) -> Response:
    choice = choice_of(visit.query, visit.catalogue, visit.site.layers)
    sort = _sort(visit.asked("sort"))
    selection = visit.catalogue.select(choice)
    rows = sorted(_rows(visit, selection), key=_key(sort))
    known = holdings(visit, choice)
    polities = sorted(_by_polity(rows), key=_key(sort))
    page, pages = paged(visit.query, len(polities), PAGE)
    query = (*query_of(choice), *_kept(sort))
    told = PlacesPage(
        filters=filters(visit, selection, visit.url.places, _kept(sort), "since", "until", "sort"),
        chart=_chart(visit, rows),
        polities=tuple(polities[(page - 1) * PAGE : page * PAGE]),
        page=page,
        pages=pages,
        page_there=lambda number: visit.url.places((*query, ("page", f"{number}" if number > 1 else ""))),
        places=len(rows),
        told_place=sum(each.contacts for each in rows),
        total=selection.total,
        sort=sort,
        sorts=tuple((each, visit.url.places((*query_of(choice), *_kept(each)))) for each in get_args(Sort)),
        choice=choice,
        coverage=held(known, choice),
    )
    return visit.page("places.html", room="places", told=told)


def _sort(given: str) -> Sort:
    for each in get_args(Sort):
        if each == (given or "contacts"):
            found: Sort = each
            return found
    raise TongshiError(f"sort: {given}: not one of {', '.join(get_args(Sort))}")


def _kept(sort: Sort) -> list[tuple[str, str]]:
    return [("sort", sort)] if sort != "contacts" else []


def _key(sort: Sort) -> Callable[[PlaceRow | PolityRow], tuple[object, ...]]:
    """Most contacts first, or the last day first, and those without a day last."""

    def key(row: PlaceRow | PolityRow) -> tuple[object, ...]:
        name = row.id if isinstance(row, PlaceRow) else row.code
        latest = -row.last.toordinal() if row.last else 0
        return (-row.contacts, latest, name) if sort == "contacts" else (latest, -row.contacts, name)

    return key


def _rows(visit: Visit, selection: Selection) -> Iterator[PlaceRow]:
    types: dict[str, dict[str, int]] = defaultdict(dict)
    for (place, type_), count in selection.crossed("place", "type").items():
        types[place][type_] = count
    query = [(name, value) for name, value in query_of(selection.choice) if name != "place"]
    for id_, counts in types.items():
        line = visit.catalogue.places[id_]
        label, _, archived = in_words(visit.catalogue, visit.labels, "place", id_)
        first, last = _days(visit.catalogue, visit.catalogue.bits("place", id_) & selection.bits)
        yield PlaceRow(
            id=id_,
            label=label,
            archived=archived,
            polity=line.polity,
            contacts=sum(counts.values()),
            types=tuple((each, counts[each]) for each in get_args(EngagementType) if each in counts),
            first=first,
            last=last,
            there=visit.url.contacts((*query, ("place", id_))),
        )


def _days(catalogue: Catalogue, found: int) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of some contacts, of which days are known."""
    days = [
        each
        for position in bits.positions(found)
        if (when := catalogue.contacts[position].when).precision == "day" and (each := span(when))
    ]
    return min((first for first, _ in days), default=None), max((last for _, last in days), default=None)


def _by_polity(rows: Iterable[PlaceRow]) -> Iterator[PolityRow]:
    by_polity: dict[str, list[PlaceRow]] = defaultdict(list)
    for each in rows:
        by_polity[each.polity].append(each)
    for code, places in by_polity.items():
        yield PolityRow(
            code=code,
            contacts=sum(each.contacts for each in places),
            first=min((each.first for each in places if each.first), default=None),
            last=max((each.last for each in places if each.last), default=None),
            places=tuple(places),
        )


def _chart(visit: Visit, rows: Sequence[PlaceRow]) -> Chart:
    return bars(
        Bars(
            frame=Frame(id="places", title=visit.words("places.title")),
            categories=[Category("series-1", visit.words("contacts.title"))],
            rows=[_bar(visit, each) for each in rows[:BARS]],
            head=visit.labels.field("place"),
        )
    )


def _bar(visit: Visit, row: PlaceRow) -> Named:
    if row.archived:
        name = visit.words.aside(row.label, row.polity) if row.polity else row.label
    else:
        name = visit.words.aside(row.label, visit.words("places.no_city"))
    told = visit.words.told(name, visit.words.count("site.contacts", row.contacts))
    return Named(
        label=name,
        href=row.there,
        values=[Value(amount=row.contacts, text=f"{row.contacts:,}", label=told, href=row.there)],
    )


VIEWS = (View("/places", _page),)

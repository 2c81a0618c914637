"""The table of contacts: what is chosen of them, by what it can be narrowed, and all values of one facet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.responses import Response

from tongshi.catalogue import FACETS, Choice, FacetName, Order, Selection
from tongshi.errors import TongshiError
from tongshi.web.asked import choice_of, order_of, paged, query_of
from tongshi.web.feeds import MOST_ENTRIES, MOST_EVENTS
from tongshi.web.filters import views
from tongshi.web.listing import Row, rows
from tongshi.web.narrowing import Facet, Narrowing, Span, Value, hidden
from tongshi.web.visits import View, Visit

#: Contacts of a page, and values of one.
PAGE = 50
VALUES_PAGE = 300

#: What is written of the contacts chosen.
_FILES = ("contacts", "sources")

#: Columns by which the table is sorted when their heads are clicked.
_SORTED = ("date", "report", "sources")


@dataclass(frozen=True, slots=True)
class Head:
    """A column that sorts: whether it does, in which direction (`ascending`), and the address that turns it."""

    name: str
    direction: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage:
    """Contacts that are chosen, a page of them."""

    rows: tuple[Row, ...]
    total: int
    undated: int  # of `total`
    left_out: int  # without a date, where days are chosen
    undated_there: str
    page: int
    pages: int
    page_there: Callable[[int], str]
    views: tuple[tuple[str, str], ...]
    heads: dict[str, Head]
    facets: tuple[Facet, ...]
    chips: tuple[Value, ...]
    spans: tuple[Span, ...]
    choice: Choice
    hidden: list[tuple[str, str]]  # what the form of days hands on
    downloads: tuple[tuple[str, str], ...]  # by what they are and their form
    feeds: tuple[tuple[str, str], ...]
    feed_sizes: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesPage:
    """All values of a facet that are called like `find`, a page of them."""

    facet: FacetName
    values: tuple[Value, ...]
    total: int
    find: str
    page: int
    pages: int
    page_there: Callable[[int], str]
    chips: tuple[Value, ...]
    back: str
    hidden: list[tuple[str, str]]


def _page(visit: Visit) -> Response:
    choice = choice_of(visit.query, visit.catalogue, visit.site.layers)
    selection = visit.catalogue.select(choice, order_of(visit.query))
    narrowing = Narrowing(visit.catalogue, selection, visit.labels, visit.url.contacts)
    if facet := visit.asked("facet"):
        return visit.page("contacts_values.html", room="contacts", told=_values(visit, narrowing, selection, facet))
    return visit.page("contacts.html", room="contacts", told=_table(visit, narrowing, selection))


def _table(visit: Visit, narrowing: Narrowing, selection: Selection) -> ContactsPage:
    choice, order = selection.choice, selection.order
    page, pages = paged(visit.query, selection.total, PAGE)
    query = query_of(choice, order)
    alone = replace(choice, since=None, until=None, undated=True)
    return ContactsPage(
        rows=rows(visit, selection.page(page, PAGE)),
        total=selection.total,
        undated=selection.undated,
        left_out=visit.catalogue.select(alone).total if choice.since or choice.until else 0,
        undated_there=visit.url.contacts(query_of(alone, order)),
        page=page,
        pages=pages,
        page_there=lambda number: visit.url.contacts(query_of(choice, order, number)),
        views=views(visit, choice),
        heads={name: _head(visit, choice, order, name) for name in _SORTED},
        facets=narrowing.column(),
        chips=narrowing.chips(),
        spans=tuple(narrowing.spans()),
        choice=choice,
        hidden=hidden(query, visit.url.language, "since", "until"),
        downloads=tuple(
            (f"{of}_{form}", visit.url.download(form, query, of)) for of in _FILES for form in ("csv", "jsonl")
        ),
        feeds=tuple((form, visit.url.feed(form, _followed(visit, choice))) for form in ("atom", "ics")),
        feed_sizes=(MOST_ENTRIES, MOST_EVENTS),
    )


def _followed(visit: Visit, choice: Choice) -> tuple[tuple[str, str], ...]:
    """The query of a feed, which is read where nobody has chosen a language."""
    told = () if visit.url.language else (("lang", visit.words.language),)
    return (*query_of(choice), *told)


def _head(visit: Visit, choice: Choice, order: Order, name: str) -> Head:
    rising, falling = order == name, order == f"-{name}"
    turned = order_of((("sort", name if falling else f"-{name}"),))
    direction = "ascending" if rising else "descending" if falling else ""
    return Head(name, direction, visit.url.contacts(query_of(choice, turned)))


def _values(visit: Visit, narrowing: Narrowing, selection: Selection, given: str) -> ValuesPage:
    facet = _facet(given)
    find = visit.asked("find")
    found = narrowing.values_like(facet, find)
    page, pages = paged(visit.query, len(found), VALUES_PAGE)
    query = query_of(selection.choice, selection.order)
    asked = (("find", find),) if find else ()
    return ValuesPage(
        facet=facet,
        values=tuple(found[(page - 1) * VALUES_PAGE : page * VALUES_PAGE]),
        total=len(found),
        find=find,
        page=page,
        pages=pages,
        page_there=lambda number: narrowing.all_values(facet, *asked, ("page", str(number))),
        chips=narrowing.chips(),
        back=visit.url.contacts(query),
        hidden=[*hidden(query, visit.url.language), ("facet", facet)],
    )


def _facet(given: str) -> FacetName:
    for facet in FACETS:
        if facet == given:
            return facet
    raise TongshiError(f"facet: {given}: not one of {', '.join(FACETS)}")


VIEWS = (View("/contacts", _page),)

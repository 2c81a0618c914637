"""All who take part in contacts, and the page of one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from starlette.responses import Response

from tongshi.catalogue import PersonLine
from tongshi.errors import NotFoundError, TongshiError
from tongshi.language import fold
from tongshi.web.addresses import without
from tongshi.web.asked import paged
from tongshi.web.portraits import portrait, values_of
from tongshi.web.visits import View, Visit

#: People of a page.
PAGE = 60

By = Literal["contacts", "name", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """People who are called like `find`, a page of them."""

    people: tuple[PersonLine, ...]
    total: int
    find: str
    polity: str
    polities: tuple[tuple[str, int], ...]  # to choose from, and how many people each has
    by: By
    sorts: tuple[tuple[By, str], ...]  # with addresses
    page: int
    pages: int
    page_there: Callable[[int], str]


def _people(visit: Visit) -> Response:
    find, polity, by = visit.asked("q"), visit.asked("polity").upper(), _by(visit.asked("sort"))
    called = list(_called(visit, find))
    found = sorted((each for each in called if not polity or each.polity.upper() == polity), key=_KEYS[by])
    page, pages = paged(visit.query, len(found), PAGE)
    rest = without(visit.query, "page")
    told = PeoplePage(
        people=tuple(found[(page - 1) * PAGE : page * PAGE]),
        total=len(found),
        find=find,
        polity=polity,
        polities=_polities(called),
        by=by,
        sorts=tuple((each, visit.url.people((*without(rest, "sort"), ("sort", each)))) for each in get_args(By)),
        page=page,
        pages=pages,
        page_there=lambda number: visit.url.people((*rest, ("page", str(number)))),
    )
    return visit.page("people.html", room="people", told=told)


def _by(given: str) -> By:
    for each in get_args(By):
        if each == (given or "contacts"):
            return each  # type: ignore[no-any-return]
    raise TongshiError(f"sort: {given}: not one of {', '.join(get_args(By))}")


_KEYS: dict[By, Callable[[PersonLine], tuple[object, ...]]] = {
    "contacts": lambda each: (-each.contacts, each.id),
    "name": lambda each: (each.latin == "", (each.latin or each.name).lower(), each.id),
    "last": lambda each: (-(each.last or dt.date.min).toordinal(), each.id),
}


def _called(visit: Visit, find: str) -> Iterable[PersonLine]:
    """Those of whom some name holds the words, in whatever spelling the words may be."""
    people = visit.catalogue.people.values()
    if not find:
        return people
    words, meant = fold(find), set(values_of(visit, find))
    return [
        each
        for each in people
        if each.id in meant or words in fold(each.name) or words in each.latin.lower() or words in each.id
    ]


def _polities(people: Iterable[PersonLine]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for each in people:
        if each.polity:
            counts[each.polity] = counts.get(each.polity, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _person(visit: Visit) -> Response:
    given = visit.part("id")
    if (told := portrait(visit, given)) is not None:
        return visit.page("person.html", room="people", told=told, held=visit.holdings)
    meant = values_of(visit, given)
    if not meant:
        raise NotFoundError(f"{given}: nobody in these records is called so")
    if len(meant) == 1:
        return visit.elsewhere(visit.url.person(meant[0], visit.query))
    return visit.elsewhere(visit.url.people((("q", given),)))


VIEWS = (View("/people", _people), View("/people/{id:path}", _person))

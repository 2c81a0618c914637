"""What a query string asks of the contacts, and the query string that asks it: the same for pages, feeds and programs.

    type, status, topic, outlet, polity, pair, person, year, month, level, salience, place, conflict, corrected, sources
                    a value of that facet; given again, any of them (of `polity` all)
    beside          somebody who takes part as well: of several all, each by his value of `person`
    since, until    YYYY, YYYY-MM or YYYY-MM-DD
    undated         1: only contacts without a date
    sort            -date, date, -report, report, -sources or sources
    page            from 1

People and polities may also be named as on the command line: `person=布林肯`, `polity=美国`, `pair=美国-中国`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import get_args

from tongshi import lexicon
from tongshi.catalogue import FACETS, ORDERS, Catalogue, Choice, FacetName, Order
from tongshi.errors import NotFoundError, TongshiError
from tongshi.lexicon import Layers
from tongshi.records import EngagementType, Salience, Status
from tongshi.registry.towns import town
from tongshi.search import outlet_named, people_named, polity_named, topic_named
from tongshi.store import ArticleFilter
from tongshi.web.addresses import Query

#: What can be asked of contacts, besides where one is in the list of them.
NAMES = (*FACETS, "beside", "since", "until", "undated")

_ALLOWED: dict[str, tuple[str, ...]] = {
    "type": get_args(EngagementType),
    "status": get_args(Status),
    "salience": get_args(Salience),
    "conflict": ("yes", "no"),
    "corrected": ("yes", "no"),
}


def only_known(query: Query, known: Sequence[str]) -> None:
    """Raises TongshiError where a query asks by a name that nothing is asked by.

    A filter with a slip in its name would choose everything: a page shows what was chosen, a file does not.
    """
    told = f"one of {', '.join(known)}" if known else "nothing is"
    for name, _ in query:
        if name not in known:
            raise TongshiError(f"{name}: not asked here; {told}")


def choice_of(query: Query, catalogue: Catalogue, layers: Layers = ()) -> Choice:
    """What a query asks for; other names in it are left to others. Raises TongshiError."""
    chosen: dict[FacetName, tuple[str, ...]] = {}
    for facet in FACETS:
        given = (value.strip() for name, value in query if name == facet)
        values = [meant for value in given if value for meant in _meant(facet, value, catalogue, layers)]
        chosen[facet] = tuple(dict.fromkeys(values))
    others = (value.strip() for name, value in query if name == "beside")
    beside = tuple(dict.fromkeys(_known(value, catalogue) for value in others if value))
    first, last = day_of(query, "since", last=False), day_of(query, "until", last=True)
    if first and last and first > last:
        raise TongshiError(f"since {first} is after until {last}")
    return Choice(**chosen, beside=beside, since=first, until=last, undated=last_of(query, "undated") not in {"", "0"})


def articles_of(query: Query, stored: Collection[str], layers: Layers = ()) -> ArticleFilter:
    """Which articles a query asks for, its words apart; `stored` are the outlets that there are. Raises TongshiError.

    outlet, polity, type, status, topic can come again; person, since and until once. All but outlet and days are of
    one contact that the article tells.
    """

    def all_of(name: str) -> list[str]:
        return [value for key, value in query if key == name and value]

    person = last_of(query, "person")
    return ArticleFilter(
        outlets=tuple(outlet_named(each, stored, layers) for each in all_of("outlet")),
        since=day_of(query, "since", last=False),
        until=day_of(query, "until", last=True),
        people=people_named(person, layers) if person else (),
        polities=tuple(polity_named(each, layers) for each in all_of("polity")),
        types=_allowed("type", all_of("type")),
        statuses=_allowed("status", all_of("status")),
        topics=tuple(topic_named(each, layers) for each in all_of("topic")),
    )


def _allowed(name: str, given: Sequence[str]) -> tuple[str, ...]:
    for value in given:
        if value not in _ALLOWED[name]:
            raise TongshiError(f"{name}: {value}: not one of {', '.join(_ALLOWED[name])}")
    return tuple(given)


def order_of(query: Query) -> Order:
    """In which order; raises TongshiError."""
    given = last_of(query, "sort") or "-date"
    for order in ORDERS:
        if order == given:
            return order
    raise TongshiError(f"sort: {given}: not one of {', '.join(ORDERS)}")


def paged(query: Query, total: int, size: int, name: str = "page") -> tuple[int, int]:
    """The page that is asked for under a name, from 1, and how many there are; raises TongshiError."""
    given, pages = last_of(query, name) or "1", max(1, -(-total // size))
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 9 and int(given)):
        raise TongshiError(f"{name}: {given}: not a number from 1")
    if int(given) > pages:
        raise NotFoundError(f"{name}: {given}: the last one is {pages}")
    return int(given), pages


def query_of(choice: Choice, order: Order = "-date", page: int = 1) -> Query:
    """The query that asks for this, always in the same order; what is as usual is left out."""
    return tuple(_written(choice, order, page))


def _written(choice: Choice, order: Order, page: int) -> Iterator[tuple[str, str]]:
    for facet in FACETS:
        yield from ((facet, value) for value in choice.of(facet))
    yield from (("beside", value) for value in choice.beside)
    if choice.since:
        yield "since", choice.since.isoformat()
    if choice.until:
        yield "until", choice.until.isoformat()
    if choice.undated:
        yield "undated", "1"
    if order != "-date":
        yield "sort", order
    if page > 1:
        yield "page", str(page)


def _meant(facet: FacetName, value: str, catalogue: Catalogue, layers: Layers) -> Iterable[str]:
    if facet in _ALLOWED:
        return _allowed(facet, [value])
    if value in catalogue.totals(facet):
        return (value,)
    if facet == "polity":
        return (polity_named(value, layers),)
    if facet == "pair":
        return ("-".join(sorted(polity_named(each, layers) for each in value.split("-", 1))),)
    if facet == "person":
        return _people(value, catalogue, layers)
    if facet == "place":
        return (town(value, None),)  # 雪梨 is asked for as 悉尼
    return (value,)


def _people(value: str, catalogue: Catalogue, layers: Layers) -> Iterable[str]:
    """The values that a name stands for: the person of the registry, and whoever is only known by that name."""
    named = set(people_named(value, layers))
    found = [each for each in catalogue.people if each in named or each.rsplit("/", 1)[0] in named]
    if not found:
        raise NotFoundError(f"person: {value}: nobody in these contacts is called so")
    return found


def _known(person: str, catalogue: Catalogue) -> str:
    if person not in catalogue.people:
        raise NotFoundError(f"beside: {person}: nobody in these contacts has that id")
    return person


def day_of(query: Query, name: str, *, last: bool) -> dt.date | None:
    """The first day, or the last, of a date of a query; raises TongshiError."""
    given = last_of(query, name)
    try:
        return lexicon.partial_date(given or None, last=last)
    except ValueError as error:
        raise TongshiError(f"{name}: {given}: not a date (YYYY, YYYY-MM or YYYY-MM-DD)") from error


def last_of(query: Query, name: str) -> str:
    """What a query gives last under a name; empty: nothing."""
    return next((value.strip() for key, value in reversed(query) if key == name), "")

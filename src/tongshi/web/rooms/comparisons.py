"""Contacts of which several sides give an account: what there is to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from starlette.responses import Response

from tongshi.store import Contact
from tongshi.web.addresses import Query
from tongshi.web.asked import paged
from tongshi.web.visits import View, Visit

_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableContact:
    """A contact, the sides that tell it, and in how many articles they do."""

    contact: Contact
    sides: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonsPage:
    """Those told most come first; `pairs` are the sides that can be chosen, with the number of contacts they tell."""

    contacts: tuple[ComparableContact, ...]
    total: int
    pair: str  # chosen; empty: all
    pairs: tuple[tuple[str, int], ...]
    page: int
    pages: int


def _page(visit: Visit) -> Response:
    known = list(_comparable(visit))
    counted = Counter(pair for each in known for pair in _pairs(each))
    pair = visit.asked("pair").upper()
    found = [each for each in known if not pair or pair in _pairs(each)]
    page, pages = paged(visit.query, len(found), _PAGE)
    told = ComparisonsPage(
        contacts=tuple(found[(page - 1) * _PAGE : page * _PAGE]),
        total=len(found),
        pair=pair,
        pairs=tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))),
        page=page,
        pages=pages,
    )

    def there(number: int) -> str:
        asked: Query = (("pair", pair), ("page", str(number) if number > 1 else ""))
        return visit.url.comparisons(asked)

    return visit.page("comparisons.html", room="compare", told=told, there=there)


def _comparable(visit: Visit) -> Iterator[ComparableContact]:
    """As the catalogue has them: what is withheld is in none, and whose account it is took part."""
    for told in visit.told:
        contact = visit.catalogue.by_id.get(told.contact)
        sides = tuple(polity for polity in contact.polities if polity in told.sides) if contact else ()
        if contact and len(sides) > 1:
            yield ComparableContact(contact=contact, sides=sides, articles=told.articles)


def _pairs(comparable: ComparableContact) -> list[str]:
    return ["-".join(pair) for pair in combinations(sorted(comparable.sides), 2)]


VIEWS = (View("/compare", _page),)

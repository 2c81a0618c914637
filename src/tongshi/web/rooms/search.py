"""Articles by their words, in the query language of the command line, and counts of what else they can be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.catalogue import Catalogue
from tongshi.errors import QueryError, TongshiError
from tongshi.query import Query as Words
from tongshi.query import parse, wanted_words
from tongshi.search import Aliases, Hit, load_aliases
from tongshi.search import search as search_articles
from tongshi.store import Contact
from tongshi.web.addresses import Query, without
from tongshi.web.asked import articles_of, last_of, paged
from tongshi.web.told import ARTICLE_FACETS
from tongshi.web.visits import View, Visit

#: Articles on a page, and pages that are shown: who wants more asks for less.
PAGE, MOST_PAGES = 20, 25

#: Values of a facet, and contacts of an article, that are shown.
MOST_VALUES, MOST_CONTACTS = 12, 3

#: In which order articles can stand.
SORTS = ("best", "newest")

#: Names in the query that narrow the search.
CONDITIONS = ("outlet", "since", "until", "person", "polity", "type", "status", "topic")


@dataclass(frozen=True, slots=True)
class FoundLine:
    """An article that was found, and the contacts that it tells, some of them."""

    hit: Hit
    contacts: tuple[Contact, ...]
    more: int  # contacts that are not here


@dataclass(frozen=True, slots=True)
class FacetValue:
    """What else can be asked for: how many of the articles found are so, and the query that asks for them."""

    value: str
    articles: int
    query: Query
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What was found; without words nothing is sought."""

    asked: str
    told: str  # what is wrong with the query; empty: nothing is
    total: int
    page: int
    pages: int
    sort: str
    expand: bool
    lines: tuple[FoundLine, ...]
    others: Mapping[str, tuple[str, ...]]  # by word of the query the other names of whom it names
    facets: Mapping[str, tuple[FacetValue, ...]]
    chosen: tuple[tuple[str, str, Query], ...]  # name, value, the query without it
    kept: Query  # all that is asked but the words, for the form


def _page(visit: Visit) -> Response:
    asked = visit.asked("q")
    if not asked:
        return _shown(visit, _empty(visit, ""))
    try:
        words = parse(asked)
    except QueryError as error:
        return _shown(visit, _empty(visit, str(error)), status=400)
    return _shown(visit, _found(visit, asked, words))


def _shown(visit: Visit, told: SearchPage, status: int = 200) -> Response:
    return visit.page("search.html", status=status, room="search", told=told, site_query=told.asked)


def _empty(visit: Visit, told: str) -> SearchPage:
    return SearchPage(
        asked=visit.asked("q"), told=told, total=0, page=1, pages=1, sort=_sort(visit), expand=_expand(visit),
        lines=(), others={}, facets={}, chosen=(), kept=(),
    )  # fmt: skip


def _found(visit: Visit, asked: str, words: Words) -> SearchPage:
    expand = _expand(visit)
    wanted = articles_of(visit.query, visit.release.outlets(), visit.site.layers)
    aliases = load_aliases(visit.site.layers) if expand else None
    others = _others(aliases, words) if aliases else {}
    words = aliases.expanded(words) if aliases else words
    posts = visit.release.posts_found(words, wanted)
    page, pages = paged(visit.query, min(len(posts), MOST_PAGES * PAGE), PAGE)
    newest, skip = _sort(visit) == "newest", (page - 1) * PAGE
    hits = search_articles(visit.release, words, wanted, PAGE, newest=newest, skip=skip)
    return SearchPage(
        asked=asked,
        told="",
        total=len(posts),
        page=page,
        pages=pages,
        sort=_sort(visit),
        expand=expand,
        lines=tuple(_line(visit, hit) for hit in hits),
        others=others,
        facets=_facets(visit, posts),
        chosen=tuple(_chosen(visit.query)),
        kept=without(visit.query, "q", "page"),
    )


def _others(aliases: Aliases, words: Words) -> Mapping[str, tuple[str, ...]]:
    return {word: others for word in dict.fromkeys(wanted_words(words)) if (others := aliases.of(word))}


def _sort(visit: Visit) -> str:
    given = last_of(visit.query, "sort") or SORTS[0]
    if given not in SORTS:
        raise TongshiError(f"sort: {given}: not one of {', '.join(SORTS)}")
    return given


def _expand(visit: Visit) -> bool:
    return visit.asked("expand") not in {"", "0"}


def _line(visit: Visit, hit: Hit) -> FoundLine:
    ids = visit.articles.contacts.get(hit.article.post, ())
    return FoundLine(hit, tuple(_contacts(visit.catalogue, ids[:MOST_CONTACTS])), max(0, len(ids) - MOST_CONTACTS))


def _contacts(catalogue: Catalogue, ids: Sequence[str]) -> Iterator[Contact]:
    return (catalogue.by_id[id_] for id_ in ids)


def _facets(visit: Visit, posts: Sequence[str]) -> Mapping[str, tuple[FacetValue, ...]]:
    counted = visit.articles.counts(posts)
    return {
        facet: tuple(_value(visit.query, facet, value, count) for value, count in counted[facet][:MOST_VALUES])
        for facet in ARTICLE_FACETS
        if counted[facet]
    }


def _value(query: Query, facet: str, value: str, count: int) -> FacetValue:
    """A value with the query that asks for it, or no longer does; a year is asked for by its days."""
    base = without(query, "page")
    if facet == "year":
        chosen = (("since", value), ("until", value))
        is_chosen = set(chosen) <= set(base)
        base = without(base, "since", "until")
        return FacetValue(value, count, base if is_chosen else (*base, *chosen), is_chosen)
    is_chosen = (facet, value) in base
    left = tuple(each for each in base if each != (facet, value))
    return FacetValue(value, count, left if is_chosen else (*base, (facet, value)), is_chosen)


def _chosen(query: Query) -> Iterator[tuple[str, str, Query]]:
    base = without(query, "page")
    for name, value in base:
        if name in CONDITIONS:
            yield name, value, tuple(each for each in base if each != (name, value))


VIEWS = (View("/search", _page),)

"""The API as an application of its own, below the pages and behind the same guard."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from itertools import islice
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from tongshi import codec
from tongshi.annals import period_lines
from tongshi.catalogue import FACETS
from tongshi.compare import compare, load_terms
from tongshi.errors import NotFoundError, TongshiError
from tongshi.periods import periods
from tongshi.query import parse
from tongshi.reviewed import log_lines
from tongshi.search import search
from tongshi.sides import comparison_lines
from tongshi.web.api.cursors import cursor, position_of, start_of
from tongshi.web.api.lending import Lending, Lent
from tongshi.web.api.mistakes import told
from tongshi.web.api.parameters import article_parameters, contact_parameters, list_parameters
from tongshi.web.api.records import (
    ArticleShape,
    ComparisonShape,
    ContactReportShape,
    ContactsShape,
    CoverageShape,
    DecisionsShape,
    FacetShape,
    MistakeShape,
    SearchShape,
    SourcesShape,
    ValueShape,
)
from tongshi.web.api.told import contact_told, found_told, report_told, source_told
from tongshi.web.archive import Archive
from tongshi.web.asked import articles_of, last_of
from tongshi.web.settings import SiteSettings

#: Items of a list where no limit is given, and at most.
LIMIT, MOST = 100, 1000

#: The same of articles found, of which each is read.
FOUND, MOST_FOUND = 20, 100

_DESCRIPTION = """\
The record of diplomatic contact that the pages show, with the same filters.

Lists are given in parts: `next` is the cursor of the part that follows, null behind the last. An answer has an `ETag`
that stays as long as no build ends and nobody decides anything. Whatever is wrong, a filter that does not exist
included, is told as `{"error": {"status", "message"}}`.
"""

_MISTAKES: dict[int | str, dict[str, Any]] = {
    status: {"model": MistakeShape, "description": HTTPStatus(status).phrase} for status in (400, 404, 503)
}


def create_api(archive: Archive, site: SiteSettings) -> FastAPI:
    """The API of a store."""
    api = FastAPI(
        title="Tongshi", version="1", description=_DESCRIPTION, docs_url=None, redoc_url=None, responses=_MISTAKES,
        exception_handlers={HTTPException: told, TongshiError: told, RequestValidationError: told},
        swagger_ui_oauth2_redirect_url=None,
    )  # fmt: skip
    api.state.archive, api.state.site = archive, site
    for path, answer, shape, more in _ANSWERS:
        api.get(path, response_model=shape, operation_id=answer.__name__, openapi_extra=more)(answer)
    return api


# --- contacts


def contacts(given: Lending) -> ContactsShape:
    """The contacts chosen."""
    chosen = given.state.catalogue.select(given.choice, given.order)
    everything = tuple(chosen)
    start, limit = start_of(last_of(given.query, "cursor"), everything), _limit(given)
    some = everything[start : start + limit]
    return ContactsShape(
        contacts=[contact_told(given, each) for each in some],
        total=chosen.total,
        undated=chosen.undated,
        withheld=dict(given.state.withheld),
        next=cursor(start + len(some), some[-1].id) if start + len(some) < len(everything) else None,
        provenance=given.provenance,
    )


def sources(given: Lending) -> SourcesShape:
    """The articles that report each of the contacts chosen; `limit` and `cursor` count contacts."""
    chosen = tuple(given.state.catalogue.select(given.choice, given.order))
    start, limit = start_of(last_of(given.query, "cursor"), chosen), _limit(given)
    some = chosen[start : start + limit]
    return SourcesShape(
        sources=[source_told(given, contact, report) for contact, report in given.release.report_lines(some)],
        contacts=len(chosen),
        withheld=dict(given.release.left_out),
        next=cursor(start + len(some), some[-1].id) if start + len(some) < len(chosen) else None,
        provenance=given.provenance,
    )


def contact(id: str, given: Lending) -> ContactReportShape:
    """A contact with its reports; by its id, a former id, that of a record, or the beginning of one."""
    return report_told(given, given.release.report(id))


def comparison(id: str, given: Lending) -> ComparisonShape:
    """A contact as each side tells it."""
    report = given.release.report(id)
    compared = compare(report, load_terms(given.site.layers), (), given.state.holdings)
    return ComparisonShape(
        contact=report.contact.id, lines=[json.loads(line) for line in comparison_lines(compared)],
        provenance=given.provenance,
    )  # fmt: skip


def facet(name: str, given: Lending) -> FacetShape:
    """How many of the contacts chosen have each value of a facet, its own choice left out."""
    for known in FACETS:
        if known == name:
            counts = given.state.catalogue.select(given.choice).counts(known, _limit(given))
            break
    else:
        raise NotFoundError(f"{name}: not one of {', '.join(FACETS)}")
    return FacetShape(
        facet=name,
        values=[
            ValueShape(
                value=each.value,
                name=given.state.catalogue.name(known, each.value),
                contacts=each.contacts,
                chosen=each.chosen,
            )
            for each in counts.values
        ],
        total=counts.total,
        provenance=given.provenance,
    )


# --- articles


def articles(given: Lending) -> SearchShape:
    """Articles whose title or text answers to `q`, the best first; `sort=newest`: the newest."""
    asked = last_of(given.query, "q")
    if not asked:
        raise TongshiError("q: what is sought?")
    words, wanted = parse(asked), articles_of(given.query, given.release.outlets(), given.site.layers)
    start, limit = _position(given), min(_limit(given, FOUND), MOST_FOUND)
    total = given.release.count_found(words, wanted)
    newest = last_of(given.query, "sort") == "newest"
    found = list(islice(search(given.release, words, wanted, limit, newest=newest, skip=start), limit))
    end = start + len(found)
    return SearchShape(
        articles=[found_told(given, hit) for hit in found],
        total=total,
        next=cursor(end, found[-1].article.post) if found and end < total else None,
        provenance=given.provenance,
    )


def article(post: str, given: Lending) -> ArticleShape:
    """An article and all that was read in it; by the post's id or its beginning, an address, or a file's name."""
    stored = given.release.article_of(post)
    record = codec.to_json(stored.reading)
    return ArticleShape(post=stored.post, state=stored.state, record=record, provenance=given.provenance)


# --- the rest


def coverage(given: Lending) -> CoverageShape:
    """What the archive holds of each month, of all outlets and of each."""
    held = given.state.holdings
    months = periods(held.first, held.last, "month") if held.first and held.last else iter(())
    return CoverageShape(months=[json.loads(line) for line in period_lines(held, months)], provenance=given.provenance)


def decisions(given: Lending) -> DecisionsShape:
    """What people decided, latest first."""
    found = given.release.ledger()[::-1]
    start = start_of(last_of(given.query, "cursor"), found)
    some = found[start : start + _limit(given)]
    return DecisionsShape(
        decisions=[json.loads(line) for line in log_lines(some)],
        total=len(found),
        next=cursor(start + len(some), some[-1].id) if start + len(some) < len(found) else None,
        provenance=given.provenance,
    )


def _limit(given: Lent, usual: int = LIMIT) -> int:
    asked = last_of(given.query, "limit") or str(usual)
    if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 9 and 0 < int(asked) <= MOST):
        raise TongshiError(f"limit: {asked}: not a number from 1 to {MOST}")
    return int(asked)


def _position(given: Lent) -> int:
    """Of a list in an order that only the database knows: how many of it were given."""
    asked = last_of(given.query, "cursor")
    return position_of(asked) if asked else 0


_ANSWERS: tuple[tuple[str, Callable[..., Any], type, dict[str, Any]], ...] = (
    ("/contacts", contacts, ContactsShape, contact_parameters("cursor", "limit")),
    ("/contacts/{id}", contact, ContactReportShape, {}),
    ("/contacts/{id}/comparison", comparison, ComparisonShape, {}),
    ("/sources", sources, SourcesShape, contact_parameters("cursor", "limit")),
    ("/facets/{name}", facet, FacetShape, contact_parameters("limit")),
    ("/articles", articles, SearchShape, article_parameters("q", "sort", "cursor", "limit")),
    ("/articles/{post:path}", article, ArticleShape, {}),
    ("/coverage", coverage, CoverageShape, {}),
    ("/decisions", decisions, DecisionsShape, list_parameters()),
)

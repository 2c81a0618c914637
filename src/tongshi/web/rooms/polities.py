"""The page of a polity: with whom it has contacts, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from tongshi.catalogue import Choice
from tongshi.charts import Chart
from tongshi.errors import NotFoundError
from tongshi.search import polity_named
from tongshi.store import StatementFilter
from tongshi.web.addresses import Query
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import monthly
from tongshi.web.rankings import Ranking, pairs_ranked, people_ranked, topics_ranked
from tongshi.web.visits import View, Visit

#: Contacts that are shown, and lines of a ranking.
LATEST = 10
MOST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PolityPage:
    """A polity."""

    code: str
    asked: Query
    contacts: int
    undated: int
    months: Chart | None
    latest: tuple[Row, ...]
    pairs: Ranking
    people: Ranking
    topics: Ranking


def _page(visit: Visit) -> Response:
    given = visit.part("code")
    if given not in visit.catalogue.totals("polity"):  # one that speaks, or where people meet, has a page too
        code = polity_named(given, visit.site.layers)
        if code != given:
            return visit.elsewhere(visit.url.polity(code, visit.query))
        if code.startswith("X:") and not visit.release.is_said(StatementFilter(sides=(code,))):  # of no lexicon
            raise NotFoundError(f"{given}: no contact is of this polity")
    selection = visit.catalogue.select(Choice(polity=(given,)))
    title = visit.words("people.contacts_of", name=visit.labels.polity(given))
    told = PolityPage(
        code=given,
        asked=(("polity", given),),
        contacts=selection.total,
        undated=selection.undated,
        months=monthly("by-month", title, selection, visit.holdings, visit.labels, visit.url)
        if selection.total else None,
        latest=rows(visit, selection.page(1, LATEST)),
        pairs=pairs_ranked(visit, selection, MOST, given),
        people=people_ranked(visit, selection, MOST, polity=given),
        topics=topics_ranked(visit, selection, MOST),
    )  # fmt: skip
    return visit.page("polity.html", room="pairs", told=told, held=visit.holdings)


VIEWS = (View("/polities/{code}", _page),)

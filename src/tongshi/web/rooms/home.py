"""The first page: what the store holds, what was last and comes next, who meets most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.agenda import AHEAD
from tongshi.catalogue import EVERYTHING, Choice, Selection, ValueCount
from tongshi.charts import Chart
from tongshi.coverage import Holding, Holdings
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import monthly
from tongshi.web.visits import View, Visit

#: So many contacts are shown of those that were last, and of those announced; so many pairs and outlets.
LATEST = 10
NEXT = 8
PAIRS = 10
OUTLETS = 8

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What the store holds, and where it can be entered."""

    articles: int
    outlets: tuple[Holding, ...]  # the largest ones
    outlets_in_all: int
    first: dt.date | None
    last: dt.date | None
    contacts: int
    types: tuple[ValueCount, ...]
    months: Chart | None
    latest: tuple[Row, ...]
    ahead: tuple[Row, ...]
    ahead_in_all: int
    ahead_there: str
    pairs: tuple[ValueCount, ...]
    pairs_in_all: int


def _page(visit: Visit) -> Response:
    held, every = visit.holdings, visit.catalogue.select(EVERYTHING)
    ahead = visit.catalogue.select(_announced(held), "date")
    since = ahead.choice.since.isoformat() if ahead.choice.since else ""
    pairs = every.counts("pair", PAIRS)
    largest = sorted(held.outlets, key=lambda each: (-each.articles, each.outlet))
    told = HomePage(
        articles=sum(each.articles for each in held.outlets) + sum(held.undated.values()),
        outlets=tuple(largest[:OUTLETS]),
        outlets_in_all=len({*held.undated, *(each.outlet for each in held.outlets)}),
        first=held.first,
        last=held.last,
        contacts=every.total,
        types=every.counts("type").values,
        months=monthly("by-month", visit.words("home.months"), every, held, visit.labels, visit.url),
        latest=rows(visit, _held(visit).page(1, LATEST)),
        ahead=rows(visit, ahead.page(1, NEXT)),
        ahead_in_all=ahead.total,
        ahead_there=visit.url.contacts((*(("status", each) for each in AHEAD), ("since", since), ("sort", "date"))),
        pairs=pairs.values,
        pairs_in_all=pairs.total,
    )
    return visit.page("home.html", room="home", told=told)


def _held(visit: Visit) -> Selection:
    """What took place, the latest first."""
    return visit.catalogue.select(Choice(status=("held",), until=visit.holdings.last))


def _announced(held: Holdings) -> Choice:
    """What is announced for after the last day that the archive covers."""
    return Choice(status=AHEAD, since=held.last + _DAY if held.last else None)


VIEWS = (View("/", _page),)

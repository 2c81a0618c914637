"""All topics, and the page of one: who raises it with whom, and what is said on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.catalogue import EVERYTHING, Choice
from tongshi.charts import Chart, Frame
from tongshi.errors import NotFoundError
from tongshi.search import topic_named
from tongshi.store import StatementFilter
from tongshi.web.addresses import Query
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import monthly
from tongshi.web.rankings import Ranked, Ranking, outlets_ranked, pairs_ranked, people_ranked, ranking, topics_ranked
from tongshi.web.spoken import Spoken, latest, sides_over_time, summed
from tongshi.web.visits import View, Visit

#: Contacts and statements that are shown, sides of which they are, and lines of a ranking.
LATEST = 10
SAID = 4
SIDES = 4
MOST = 10


@dataclass(frozen=True, slots=True)
class SideSaid:
    """How many statements a side makes on a topic, and the latest ones."""

    side: str
    statements: int
    latest: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A topic."""

    code: str
    asked: Query
    contacts: int
    undated: int
    months: Chart | None
    latest: tuple[Row, ...]
    pairs: Ranking
    people: Ranking
    outlets: Ranking
    statements: int
    sides: Ranking
    over_time: Chart | None
    said: tuple[SideSaid, ...]


def _topics(visit: Visit) -> Response:
    every = visit.catalogue.select(EVERYTHING)
    return visit.page("topics.html", room="topics", told=topics_ranked(visit, every, len(visit.labels.words.entries)))


def _page(visit: Visit) -> Response:
    given = visit.part("code")
    code = topic_named(given, visit.site.layers)
    if code != given:
        return visit.elsewhere(visit.url.topic(code, visit.query))
    selection = visit.catalogue.select(Choice(topic=(code,)))
    counts = visit.release.tally_said(StatementFilter(topics=(code,)), "side", "month")
    sides = summed(counts)
    if not selection.total and not sides:
        raise NotFoundError(f"{given}: nothing is told on this topic")
    name = visit.labels.topic(code)
    told = TopicPage(
        code=code,
        asked=(("topic", code),),
        contacts=selection.total,
        undated=selection.undated,
        months=monthly("by-month", visit.words("topics.contacts_on", topic=name), selection, visit.holdings,
                       visit.labels, visit.url),
        latest=rows(visit, selection.page(1, LATEST)),
        pairs=pairs_ranked(visit, selection, MOST),
        people=people_ranked(visit, selection, MOST),
        outlets=outlets_ranked(visit, selection, MOST),
        statements=sides.total(),
        sides=_sides(visit, sides),
        over_time=sides_over_time(visit, Frame(id="said", title=visit.words("topics.said_on", topic=name)), counts,
                                  visit.words("topics.others")),
        said=_said(visit, code, sides),
    )  # fmt: skip
    return visit.page("topic.html", room="topics", told=told, held=visit.holdings)


def _sides(visit: Visit, sides: Counter[str]) -> Ranking:
    named = {side: number for side, number in sides.items() if side}
    return ranking(named, MOST, lambda side, number, part: Ranked(
        code=side, label=visit.labels.polity(side), number=number, part=part, there=visit.url.polity(side),
    ))  # fmt: skip


def _said(visit: Visit, code: str, sides: Counter[str]) -> tuple[SideSaid, ...]:
    most = [side for side, _ in sides.most_common() if side][:SIDES]
    said = latest(visit, SAID, *(StatementFilter(topics=(code,), sides=(side,)) for side in most))
    return tuple(SideSaid(side, sides[side], own) for side, own in zip(most, said, strict=True))


VIEWS = (View("/topics", _topics), View("/topics/{code}", _page))

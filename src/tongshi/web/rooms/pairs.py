"""All pairs of polities, and the page of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from tongshi import timeline
from tongshi.agenda import AHEAD
from tongshi.catalogue import Choice, PersonLine, Selection
from tongshi.catalogue.facets import people
from tongshi.charts import Bars, Category, Chart, Frame, Named, Value, mirrored
from tongshi.errors import NotFoundError
from tongshi.records import When
from tongshi.search import polity_named
from tongshi.store import StatementFilter
from tongshi.timeline import Gap
from tongshi.web.addresses import Query, without
from tongshi.web.asked import paged
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import monthly
from tongshi.web.rankings import Ranking, people_ranked, topics_ranked, within
from tongshi.web.spoken import Spoken, latest, phrases_ranked, singly
from tongshi.web.visits import View, Visit

#: Pairs of a page.
PAGE = 60

#: Contacts and statements that are shown, gaps of each level, and lines of a ranking.
LATEST = 10
SAID = 6
GAPS = 3
MOST = 10


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair in the list of them."""

    code: str
    contacts: int
    last: dt.date | None  # of the latest contact that is dated


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsPage:
    """Pairs, those with the latest contact first, a page of them."""

    pairs: tuple[PairLine, ...]
    total: int
    page: int
    pages: int
    page_there: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Met:
    """Two people, one of each side, and the contacts in which both take part."""

    one: PersonLine
    other: PersonLine
    contacts: int


@dataclass(frozen=True, slots=True)
class SideSaid:
    """What one side says in contacts of the two, or about them."""

    side: str
    statements: int
    latest: tuple[Spoken, ...]
    phrases: Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Two polities: what was between them."""

    code: str
    sides: tuple[str, str]
    asked: Query
    contacts: int
    undated: int
    months: Chart | None
    levels: tuple[tuple[str, int], ...]
    latest: tuple[Row, ...]
    ahead: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    perhaps: Mapping[str, When]  # dates of contacts that may lie in a gap, by id
    undated_held: int
    topics: Ranking
    people: Ranking
    met: tuple[Met, ...]
    said: tuple[SideSaid, ...]
    raised: Chart | None


def _pairs(visit: Visit) -> Response:
    found = sorted(_lines(visit), key=lambda each: (-(each.last or dt.date.min).toordinal(), -each.contacts, each.code))
    page, pages = paged(visit.query, len(found), PAGE)
    rest = without(visit.query, "page")
    told = PairsPage(
        pairs=tuple(found[(page - 1) * PAGE : page * PAGE]),
        total=len(found),
        page=page,
        pages=pages,
        page_there=lambda number: visit.url.pairs((*rest, ("page", str(number)))),
    )
    return visit.page("pairs.html", room="pairs", told=told)


def _lines(visit: Visit) -> list[PairLine]:
    catalogue = visit.catalogue
    # contacts are latest first, so the lowest bit of a set is its latest contact
    latest = {code: bits & -bits for code in catalogue.totals("pair") if (bits := catalogue.bits("pair", code))}
    return [
        PairLine(code, catalogue.totals("pair")[code], catalogue.contacts[lowest.bit_length() - 1].when.start)
        for code, lowest in latest.items()
    ]


def _pair(visit: Visit) -> Response:
    given = visit.part("pair")
    code = _meant(visit, given)
    if code != given:
        return visit.elsewhere(visit.url.pair(code, visit.query))
    return visit.page("pair.html", room="pairs", told=_told(visit, code), held=visit.holdings)


def _meant(visit: Visit, given: str) -> str:
    """The code of the pair that is given in any order, by codes or names; raises NotFoundError."""
    totals = visit.catalogue.totals("pair")
    if given in totals:
        return given
    sides = given.split("-", 1)
    named = [polity_named(each, visit.site.layers) for each in sides]
    code = "-".join(sorted(named))
    if len(set(named)) != 2 or code not in totals:
        raise NotFoundError(f"{given}: no contact is of these two")
    return code


def _told(visit: Visit, code: str) -> PairPage:
    one, other = code.split("-", 1)
    catalogue, held = visit.catalogue, visit.holdings
    selection = catalogue.select(Choice(pair=(code,)))
    ahead = catalogue.select(Choice(pair=(code,), status=AHEAD, since=_day_after(held.last)), "date")
    levels = within(selection, "level")
    gaps, undated = _gaps(visit, code)
    spoken = {one: _spoken(one, other), other: _spoken(other, one)}
    return PairPage(
        code=code,
        sides=(one, other),
        asked=(("pair", code),),
        contacts=selection.total,
        undated=selection.undated,
        months=monthly("by-month", visit.words("pairs.contacts_of", pair=visit.labels.pair(code)), selection, held,
                       visit.labels, visit.url),
        levels=tuple((level, levels[level]) for level in catalogue.levels.names if levels[level]),
        latest=rows(visit, selection.page(1, LATEST)),
        ahead=rows(visit, ahead.page(1, LATEST)),
        gaps=gaps,
        perhaps={id_: catalogue.by_id[id_].when for gap in gaps for id_ in gap.perhaps if id_ in catalogue.by_id},
        undated_held=undated,
        topics=topics_ranked(visit, selection, MOST),
        people=people_ranked(visit, selection, MOST),
        met=_met(visit, selection, one, other),
        said=tuple(_said(visit, spoken)),
        raised=_raised(visit, spoken),
    )  # fmt: skip


def _day_after(day: dt.date | None) -> dt.date | None:
    return day + dt.timedelta(days=1) if day else None


def _gaps(visit: Visit, code: str) -> tuple[tuple[Gap, ...], int]:
    """The longest times without a contact held, as `tongshi gaps` has them, and how many held have no date."""
    held, levels, sides = visit.holdings, visit.catalogue.levels, code.split("-", 1)
    if held.covered is None:
        return (), 0
    selection = visit.catalogue.select(Choice(pair=(code,), type=timeline.DIRECT, status=("held",)))
    level_of = partial(levels.of, between=sides)
    found = timeline.gaps(selection, level_of, levels.names, held, *held.covered, GAPS)
    return tuple(found), selection.undated


def _met(visit: Visit, selection: Selection, one: str, other: str) -> tuple[Met, ...]:
    """Who of one side is most often in a contact with whom of the other."""
    counts: dict[tuple[str, str], int] = {}
    for contact in selection:
        sides: dict[str, set[str]] = {one: set(), other: set()}
        for key, each in people(contact):
            if each.polity in sides:
                sides[each.polity].add(key)
        for pair in ((first, second) for first in sides[one] for second in sides[other]):
            counts[pair] = counts.get(pair, 0) + 1
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    lines = visit.catalogue.people
    return tuple(Met(lines[first], lines[second], number) for (first, second), number in most)


def _spoken(side: str, other: str) -> StatementFilter:
    """What a side says in contacts with another, or about them."""
    return StatementFilter(sides=(side,), counterpart=other)


def _said(visit: Visit, spoken: Mapping[str, StatementFilter]) -> Iterator[SideSaid]:
    said = latest(visit, SAID, *spoken.values())
    for (side, wanted), own in zip(spoken.items(), said, strict=True):
        ranked = phrases_ranked(visit, singly(visit.release.tally_said(wanted, "phrase")), MOST)
        yield SideSaid(side, visit.release.count_said(wanted), own, ranked)


def _raised(visit: Visit, spoken: Mapping[str, StatementFilter]) -> Chart | None:
    """How many statements of each of two sides are on which topic, the two back to back."""
    counts = {side: singly(visit.release.tally_said(wanted, "topic")) for side, wanted in spoken.items()}
    totals = sum(counts.values(), Counter[str]())
    topics = sorted(totals, key=lambda each: (-totals[each], each))
    if not topics:
        return None
    labels = visit.labels
    rows = [
        Named(
            label=labels.topic(topic),
            href=visit.url.topic(topic),
            values=[
                Value(
                    amount=counts[side][topic], text=f"{counts[side][topic]:,}",
                    label=labels.words.told(
                        f"{labels.polity(side)}{labels.words('site.comma')}{labels.topic(topic)}",
                        visit.words.count("people.said", counts[side][topic]),
                    ),
                )
                for side in spoken
            ],
        )
        for topic in topics[:MOST]
    ]  # fmt: skip
    frame = Frame(id="raised", title=visit.words("pairs.raised", pair=labels.pair("-".join(spoken))))
    sides = [Category(f"side-{number}", labels.polity(side)) for number, side in enumerate(spoken, 1)]
    return mirrored(Bars(frame=frame, categories=sides, rows=rows, head=labels.field("topic")))


VIEWS = (View("/pairs", _pairs), View("/pairs/{pair}", _pair))

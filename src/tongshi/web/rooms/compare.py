"""The accounts of a contact side by side: two columns, one for each side; and how each outlet tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, combinations
from typing import Literal

from starlette.responses import Response

from tongshi.charts import Chart
from tongshi.compare import Comparison, Row, Side, Terms, Wording, by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.compare.records import unique
from tongshi.errors import TongshiError
from tongshi.lexicon import Layers
from tongshi.offsets import SourceText
from tongshi.records import Manner
from tongshi.registry import Person
from tongshi.registry.entries import load_offices, load_people
from tongshi.sides.parts import Part, parts, uses_of
from tongshi.store import Contact
from tongshi.web.asked import paged
from tongshi.web.listing import rows
from tongshi.web.telling import Cell, Reference, Telling
from tongshi.web.topicshares import anchor, topic_shares
from tongshi.web.visits import View, Visit

#: Which rows are shown: all, those of topics that both raise, those of topics that one does.
Shown = Literal["all", "shared", "single"]

_SIDES = 2

#: Rows that are shown at a time, and behind them what others say.
PAGE = 40

#: The words that a set phrase has, each with references.
Uses = tuple[tuple[str, tuple[Reference, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Cells beside each other, one or none for each column, and what they have in common."""

    cells: tuple[Cell | None, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Rows on a topic, as many as are on the page; `missing` are the columns in which nothing stands on any.

    A topic that began on the page before has no anchor.
    """

    anchor: str  # where it stands in the page
    code: str  # empty: on none of the list
    lines: tuple[Line, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the comparison with its topics."""

    part: Part
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A side: its account, where there is one in these articles."""

    polity: str
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """All that a page of a comparison tells; `pairs` are the sides that can be compared."""

    compared: Comparison
    columns: tuple[Column, ...]
    shown: Shown
    pairs: tuple[str, ...]
    sections: tuple[Section, ...]
    topics: dict[Shown, int]  # how many there are to be shown
    page: int
    pages: int
    page_there: Callable[[int], str]
    shares: Chart | None
    aside: tuple[Cell, ...]
    phrases: tuple[tuple[str, tuple[Uses, ...]], ...]  # each with its uses in every column

    @property
    def sides(self) -> str:
        """The two sides as they stand in an address; empty where there are no two."""
        return ",".join(each.polity for each in self.columns) if len(self.columns) == _SIDES else ""

    @property
    def contact(self) -> Contact:
        """What is compared."""
        return self.compared.contact

    @property
    def manners(self) -> tuple[Manner, ...]:
        """The classes of verbs that stand in the page, in the order in which they are met."""
        cells = [cell for each in self.sections for topic in each.topics for line in topic.lines for cell in line.cells]
        return unique(manner for cell in (*cells, *self.aside) if cell for verb, manner in cell.verbs if verb)


def _page(visit: Visit) -> Response:
    id_ = visit.part("id")
    if visit.asked("by") not in {"", "side", "outlet"}:
        raise TongshiError(f"by: {visit.asked('by')}: neither side nor outlet")
    return _outlets(visit, id_) if visit.asked("by") == "outlet" else _sides(visit, id_)


@cache
def _terms(layers: Layers) -> Terms:
    """The lexicons of comparisons, read once."""
    return load_terms(layers)


@cache
def _people(layers: Layers) -> Mapping[str, Person]:
    """The people of the registry by id, read once."""
    return {person.id: person for person in load_people(load_offices(layers), layers)}


# --- sides


def _sides(visit: Visit, id_: str) -> Response:
    shown = _shown(visit)
    asked = tuple(filter(None, visit.asked("sides").upper().split(",")))
    if asked and len(asked) != _SIDES:
        raise TongshiError(f"sides: {visit.asked('sides')}: two are wanted: US,CN")
    report = visit.release.accounts(id_)
    compared = compare_sides(report, _terms(visit.site.layers), asked, visit.holdings, _SIDES)
    columns = _columns(compared, asked)
    whole = parts(compared)
    wanted = tuple(each for each in whole if _SHOWS[shown] in {"", each.kind})
    rows_ = sum(len(found) for each in wanted for _, found in each.topics)
    page, pages = paged(visit.query, rows_ + len(compared.aside), PAGE)
    cut = slice((page - 1) * PAGE, page * PAGE)
    here = _cut(wanted, cut)
    aside = compared.aside[max(0, cut.start - rows_) : max(0, cut.stop - rows_)]
    told = Telling(compared.articles, visit.url, visit.labels, _texts(visit, here, aside))
    stands = {view: _pages(whole, view) for view in (shown, "all")}

    def page_there(wanted: int, view: Shown = shown, at: str = "wordings") -> str:
        chosen = (("sides", visit.asked("sides")), ("view", "" if view == "all" else view))
        return visit.url.compare(id_, [*chosen, ("page", str(wanted) if wanted > 1 else "")], at)

    def there(topic: str) -> str:
        """Where a topic stands: in this page, else in another of this view, else in that of all of them."""
        at = anchor(topic)
        if stands[shown].get(topic) == page:
            return f"#{at}"
        view = shown if topic in stands[shown] else "all"
        return page_there(stands[view][topic], view, at)

    return visit.page(
        "compare.html",
        room="compare",
        told=ComparePage(
            compared=compared,
            columns=columns,
            shown=shown,
            pairs=_pairs(compared, columns),
            sections=tuple(_section(told, compared, columns, each, wanted) for each in here),
            topics=_counts(whole),
            page=page,
            pages=pages,
            page_there=page_there,
            shares=topic_shares(compared.sides, visit.labels, there),
            aside=tuple(map(told.cell, aside)),
            phrases=tuple(_uses(told, phrase, columns) for phrase in compared.phrases),
        ),
        telling=told,
        row=rows(visit, (compared.contact,))[0],
    )


def _texts(
    visit: Visit, shown: Iterable[Part], aside: Iterable[Wording]
) -> Mapping[str, tuple[SourceText, SourceText]]:
    """The texts of the articles that the wordings shown stand in, where they were not read with them."""
    cells = (cell for each in shown for _, found in each.topics for row in found for cell in row.cells)
    places = (told.place for cell in (*cells, *aside) if cell for told in cell.told)
    without = {place.article.post: place.article for place in places if not place.article.readable}
    return visit.release.texts_of(without.values())


#: The kind of part that each view shows; all have no kind.
_SHOWS: Mapping[Shown, str] = {"all": "", "shared": "shared", "single": "only"}


def _shown(visit: Visit) -> Shown:
    given = visit.asked("view") or "all"
    for shown in _SHOWS:
        if shown == given:
            return shown
    raise TongshiError(f"view: {given}: not one of {', '.join(_SHOWS)}")


def _columns(compared: Comparison, asked: Sequence[str]) -> tuple[Column, ...]:
    """Those asked for; else the sides with an account, and beside a lonely one whoever could have one."""
    accounts = {side.polity: side for side in compared.sides}
    polities = tuple(asked) or (*accounts, *compared.silent)[:_SIDES]
    return tuple(Column(polity=polity, side=accounts.get(polity)) for polity in polities)


def _pairs(compared: Comparison, columns: Sequence[Column]) -> tuple[str, ...]:
    """Which two sides can be compared: all that have an account, in the order of the contact, and the two here."""
    accounts = {*(side.polity for side in compared.sides), *compared.others}
    known = [polity for polity in compared.contact.polities if polity in accounts]
    here = ",".join(each.polity for each in columns)
    return unique((here, *map(",".join, combinations(known, _SIDES)))) if len(known) > _SIDES else ()


def _cut(shown: Iterable[Part], cut: slice) -> tuple[Part, ...]:
    """Of all rows those that stand on a page."""
    found: list[Part] = []
    at = 0
    for part in shown:
        topics = []
        for topic, lines in part.topics:
            own = lines[max(0, cut.start - at) : max(0, cut.stop - at)]
            at += len(lines)
            topics += [(topic, own)] if own else []
        found += [replace(part, topics=tuple(topics))] if topics else []
    return tuple(found)


def _pages(whole: Iterable[Part], view: Shown) -> dict[str, int]:
    """The page of a view on which each topic begins."""
    topics = [each for part in whole if _SHOWS[view] in {"", part.kind} for each in part.topics]
    before = accumulate((len(lines) for _, lines in topics), initial=0)
    return {topic: at // PAGE + 1 for (topic, _), at in zip(topics, before, strict=False)}


def _section(
    told: Telling, compared: Comparison, columns: Sequence[Column], part: Part, wanted: Iterable[Part]
) -> Section:
    """A part as it is on the page; `wanted` are the parts with all their rows."""
    polities = [side.polity for side in compared.sides]
    at = [polities.index(each.polity) if each.polity in polities else None for each in columns]
    whole = {
        code: lines
        for each in wanted
        if (each.kind, each.side) == (part.kind, part.side)
        for code, lines in each.topics
    }
    return Section(part=part, topics=tuple(_topic(told, code, lines, whole[code], at) for code, lines in part.topics))


def _topic(told: Telling, code: str, shown: Sequence[Row], whole: Sequence[Row], at: Sequence[int | None]) -> Topic:
    def own(row: Row) -> list[Wording | None]:
        return [None if place is None else row.cells[place] for place in at]

    lines = (
        Line(cells=tuple(told.cell(each) if each else None for each in own(row)), common=row.common) for row in shown
    )
    cells = list(map(own, whole))
    return Topic(
        anchor=anchor(code) if code and shown[0] is whole[0] else "",
        code=code,
        lines=tuple(lines),
        missing=tuple(number for number in range(len(at)) if not any(each[number] for each in cells)),
    )


def _counts(whole: Iterable[Part]) -> dict[Shown, int]:
    """How many topics there are to be shown."""
    found: dict[str, int] = {"shared": 0, "only": 0, "other": 0}
    for each in whole:
        found[each.kind] += sum(bool(topic) for topic, _ in each.topics)
    return {"all": found["shared"] + found["only"], "shared": found["shared"], "single": found["only"]}


def _uses(told: Telling, phrase: str, columns: Sequence[Column]) -> tuple[str, tuple[Uses, ...]]:
    """A set phrase, and for each column the words that it has there, with references."""
    found = (uses_of(each.side, phrase) if each.side else {} for each in columns)
    return phrase, tuple(tuple((words, told.cited(places)) for words, places in own.items()) for own in found)


# --- outlets


def _outlets(visit: Visit, id_: str) -> Response:
    report = visit.release.report(id_)
    told = by_outlet(
        report, _terms(visit.site.layers), _people(visit.site.layers), visit.release.folded, visit.holdings
    )
    return visit.page(
        "compare_outlets.html",
        room="compare",
        told=told,
        telling=Telling(told.articles, visit.url, visit.labels),
        row=rows(visit, (told.contact,))[0],
    )


VIEWS = (View("/compare/{id}", _page),)

"""The accounts of a contact side by side: two columns, one for each side; and how each outlet tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

from starlette.responses import Response

from tongshi.charts import Chart
from tongshi.compare import Comparison, Row, Side, Terms, by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.compare.records import unique
from tongshi.errors import TongshiError
from tongshi.lexicon import Layers
from tongshi.records import Manner
from tongshi.registry import Person
from tongshi.registry.entries import load_offices, load_people
from tongshi.sides.parts import Part, parts, uses_of
from tongshi.store import Contact
from tongshi.web.listing import rows
from tongshi.web.telling import Cell, Reference, Telling
from tongshi.web.topicshares import anchor, topic_shares
from tongshi.web.visits import View, Visit

#: Which rows are shown: all, those of topics that both raise, those of topics that one does.
Shown = Literal["all", "shared", "single"]

_SIDES = 2

#: The words that a set phrase has, each with references.
Uses = tuple[tuple[str, tuple[Reference, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Cells beside each other, one or none for each column, and what they have in common."""

    cells: tuple[Cell | None, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Rows on a topic; `missing` are the columns in which nothing stands."""

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
    """All that the page of a comparison tells; `pairs` are the sides that can be compared."""

    compared: Comparison
    columns: tuple[Column, ...]
    shown: Shown
    pairs: tuple[str, ...]
    sections: tuple[Section, ...]
    topics: dict[Shown, int]  # how many there are to be shown
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
        """The classes of verbs that stand in it, in the order in which they are met."""
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
    told = Telling(compared.articles, visit.url, visit.labels)
    columns = _columns(compared, asked)
    sections = tuple(_section(told, compared, columns, part) for part in parts(compared))
    here = tuple(each for each in sections if _SHOWS[shown] in {"", each.part.kind})
    anchors = {topic.anchor for each in here for topic in each.topics}

    def there(topic: str) -> str:
        """Where a topic stands: in this page, else in that of all of them."""
        at = anchor(topic)
        return f"#{at}" if at in anchors else visit.url.compare(id_, [("sides", visit.asked("sides"))], at)

    return visit.page(
        "compare.html",
        room="compare",
        told=ComparePage(
            compared=compared,
            columns=columns,
            shown=shown,
            pairs=_pairs(compared, columns),
            sections=here,
            topics=_counts(sections),
            shares=topic_shares(compared.sides, visit.labels, there),
            aside=tuple(map(told.cell, compared.aside)),
            phrases=tuple(_uses(told, phrase, columns) for phrase in compared.phrases),
        ),
        telling=told,
        row=rows(visit, (compared.contact,))[0],
    )


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


def _section(told: Telling, compared: Comparison, columns: Sequence[Column], part: Part) -> Section:
    polities = [side.polity for side in compared.sides]
    at = [polities.index(each.polity) if each.polity in polities else None for each in columns]
    return Section(part=part, topics=tuple(_topic(told, code, found, at) for code, found in part.topics))


def _topic(told: Telling, code: str, found: Iterable[Row], at: Sequence[int | None]) -> Topic:
    lines = []
    for row in found:
        own = [None if place is None else row.cells[place] for place in at]
        lines.append(Line(cells=tuple(told.cell(each) if each else None for each in own), common=row.common))
    missing = [number for number in range(len(at)) if not any(line.cells[number] for line in lines)]
    return Topic(anchor=anchor(code) if code else "", code=code, lines=tuple(lines), missing=tuple(missing))


def _counts(sections: Iterable[Section]) -> dict[Shown, int]:
    """How many topics there are to be shown."""
    found: dict[str, int] = {"shared": 0, "only": 0, "other": 0}
    for each in sections:
        found[each.part.kind] += sum(bool(topic.code) for topic in each.topics)
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

"""The accounts of a contact side by side: two columns, one for each side; and how each outlet tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal, get_args

from starlette.responses import Response

from tongshi.charts import Chart
from tongshi.compare import Comparison, Naming, Place, Row, Side, Terms, Told, Voice, Wording, by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.compare.records import unique
from tongshi.errors import TongshiError
from tongshi.hypertext import Markup
from tongshi.lexicon import Layers
from tongshi.passages import Passage, Sentences
from tongshi.records import Manner
from tongshi.registry import Person, load_offices, load_people
from tongshi.sides.parts import Numbers, Part, parts, uses_of
from tongshi.sides.told import day, percent
from tongshi.store import Contact, StoredReading
from tongshi.web.addresses import Addresses
from tongshi.web.topicshares import anchor, topic_shares
from tongshi.web.visits import View, Visit
from tongshi.web.wordings import said

#: Which rows are shown: all, those of topics that both raise, those of topics that one does.
Shown = Literal["all", "shared", "single"]

_SIDES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A number that leads to words in their article, or to the article where they may not be given."""

    number: int
    article: StoredReading
    href: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A wording: who says it how, the words, where they stand, and through whom they are known."""

    wording: Wording
    verbs: tuple[tuple[str, Manner], ...]
    words: Markup
    references: tuple[Reference, ...]
    more: str
    through: tuple[tuple[str, str], ...]  # who hands it on, with the polity of those who are of another

    @property
    def form(self) -> str:
        """direct, mixed or indirect: how much of it stands between quotation marks."""
        return self.wording.statement.form


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Cells beside each other, one or none for each column, and what they have in common."""

    cells: tuple[Cell | None, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Rows on a topic; `missing` are the columns in which nothing stands."""

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
    phrases: tuple[tuple[str, tuple[tuple[tuple[str, tuple[Reference, ...]], ...], ...]], ...]

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
    report = visit.release.report(id_)
    compared = compare_sides(report, _terms(visit.site.layers), asked, visit.holdings, _SIDES)
    told = _Telling(visit, compared.articles)
    columns = _columns(compared, asked)
    sections = tuple(_section(told, compared, columns, part) for part in parts(compared))
    return visit.page(
        "compare.html",
        room="compare",
        told=ComparePage(
            compared=compared,
            columns=columns,
            shown=shown,
            pairs=_pairs(compared, columns),
            sections=tuple(each for each in sections if shown == "all" or _SHOWN[shown] == each.part.kind),
            topics=_counts(sections),
            shares=topic_shares(compared.sides, visit.labels),
            aside=tuple(map(told.cell, compared.aside)),
            phrases=tuple(_uses(told, phrase, columns) for phrase in compared.phrases),
        ),
        telling=told,
    )


#: The kind of part that a view shows.
_SHOWN = {"shared": "shared", "single": "only"}


def _shown(visit: Visit) -> Shown:
    given = visit.asked("view") or "all"
    for shown in get_args(Shown):
        if shown == given:
            return shown
    raise TongshiError(f"view: {given}: not one of {', '.join(get_args(Shown))}")


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


def _section(told: _Telling, compared: Comparison, columns: Sequence[Column], part: Part) -> Section:
    polities = [side.polity for side in compared.sides]
    at = [polities.index(each.polity) if each.polity in polities else None for each in columns]
    return Section(part=part, topics=tuple(_topic(told, code, rows, at) for code, rows in part.topics))


def _topic(told: _Telling, code: str, rows: Iterable[Row], at: Sequence[int | None]) -> Topic:
    lines = []
    for row in rows:
        own = [None if place is None else row.cells[place] for place in at]
        lines.append(Line(cells=tuple(told.cell(each) if each else None for each in own), common=row.common))
    missing = [number for number in range(len(at)) if not any(line.cells[number] for line in lines)]
    return Topic(code=code, lines=tuple(lines), missing=tuple(missing))


def _counts(sections: Iterable[Section]) -> dict[Shown, int]:
    """How many topics there are to be shown."""
    found: dict[str, int] = {"shared": 0, "only": 0, "other": 0}
    for each in sections:
        found[each.part.kind] += sum(bool(topic.code) for topic in each.topics)
    return {"all": found["shared"] + found["only"], "shared": found["shared"], "single": found["only"]}


def _uses(
    told: _Telling, phrase: str, columns: Sequence[Column]
) -> tuple[str, tuple[tuple[tuple[str, tuple[Reference, ...]], ...], ...]]:
    """A set phrase, and for each column the words that it has there, with references."""
    found = (uses_of(each.side, phrase) if each.side else {} for each in columns)
    return phrase, tuple(tuple((words, told.cited(places)) for words, places in own.items()) for own in found)


class _Telling:
    """Cells and references of a page: articles have their numbers, and their sentences are cut once."""

    def __init__(self, visit: Visit, articles: Sequence[StoredReading]) -> None:
        self._visit = visit
        self._numbers = Numbers(articles)
        self._sentences: dict[str, Sentences] = {}

    def cell(self, wording: Wording) -> Cell:
        """A wording as the first article has it, with the places in all."""
        first = wording.told[0]
        there, named = self._visit.url.phrase, self._visit.labels.phrase
        places, more = self._numbers.cited(each.place for each in wording.told)
        by_post = {each.place.article.post: each for each in wording.told}
        return Cell(
            wording=wording,
            verbs=tuple((verb, manner) for verb, manner in wording.verbs if verb),
            words=said(first, there, named),
            references=tuple(self._proved(by_post[place.article.post]) for place in places),
            more=more,
            through=unique(
                (link.name, "" if link.polity == wording.side else link.polity)
                for each in wording.told
                for link in each.links
            ),
        )

    def number(self, article: StoredReading) -> int:
        """By which it is referred to."""
        return self._numbers.of(article)

    def numbered(self, articles: Iterable[StoredReading]) -> list[int]:
        """The numbers of articles in order."""
        return sorted(map(self._numbers.of, articles))

    def polities(self, codes: Iterable[str]) -> str:
        """Their names."""
        return self._visit.words("compare.comma").join(map(self._visit.labels.polity, codes))

    def users(self, naming: Naming) -> list[tuple[str, list[tuple[str, tuple[Reference, ...]]]]]:
        """Who calls a thing how, and where."""
        return [
            (user, [(name, self.cited(use.place for use in uses)) for name, uses in naming.by(user).items()])
            for user in unique(use.user for use in naming.uses)
        ]

    day = staticmethod(day)
    percent = staticmethod(percent)
    anchor = staticmethod(anchor)

    @staticmethod
    def handing(voice: Voice, polity: str) -> tuple[tuple[str, str], ...]:
        """Who hands on what somebody of a polity says, with the polity of those who are of another."""
        return tuple((link.name, "" if link.polity == polity else link.polity) for link in voice.links)

    def cited(self, places: Iterable[Place]) -> tuple[Reference, ...]:
        """References to places, the first of each article."""
        return tuple(map(self.reference, self._numbers.cited(places)[0]))

    def reference(self, place: Place) -> Reference:
        """To a place in its article; to the whole of it where the words may not be given."""
        return Reference(number=self.number(place.article), article=place.article, href=self._href(place))

    def _proved(self, told: Told) -> Reference:
        """The same with the sentences in which the fields of a statement stand."""
        article = told.place.article
        if article.post not in self._sentences:
            self._sentences[article.post] = Sentences(told.place.texts)
        fields = {field: spans for field, spans in told.statement.spans.items() if not field.startswith("phrases")}
        return Reference(
            number=self.number(article),
            article=article,
            href=self._href(told.place),
            passages=tuple(self._sentences[article.post].passages(fields)),
        )

    def _href(self, place: Place) -> str:
        url: Addresses = self._visit.url
        return url.place(place.article.post, place.span) if place.span else url.article(place.article.post)


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
        telling=_Telling(visit, told.articles),
    )


VIEWS = (View("/compare/{id}", _page),)

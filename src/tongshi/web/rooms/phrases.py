"""All set phrases in use, and the page of one: who uses it since when, how often, in which sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.charts import Chart, Frame
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.phrases import Phrases
from tongshi.sayings import Use, uses
from tongshi.store import PhraseUse, StatementFilter, Utterance, Uttered
from tongshi.web.spoken import Spoken, latest, sides_over_time, spoken
from tongshi.web.visits import View, Visit

#: Statements that are shown.
LATEST = 12


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """A phrase in the list of them: how many statements have it, and of each side, most first."""

    id: str
    statements: int
    sides: tuple[tuple[str, int], ...]  # "": who speaks for none


@dataclass(frozen=True, slots=True)
class First:
    """The use of a phrase by one side, and the statement in which it first does."""

    use: Use[PhraseUse | Utterance]
    said: Spoken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasePage:
    """A phrase."""

    id: str
    uses: tuple[Use[PhraseUse | Utterance], ...]
    first: dt.date | None
    last: dt.date | None
    words: tuple[str, ...]  # all variants, as the lexicon has them
    firsts: tuple[First, ...]
    statements: int
    over_time: Chart | None
    latest: tuple[Spoken, ...]

    @property
    def times(self) -> int:
        """By all."""
        return sum(each.times for each in self.uses)


def _phrases(visit: Visit) -> Response:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (phrase, side), number in visit.release.tally_said(StatementFilter(), "phrase", "side").items():
        counts[phrase][side] = number
    lines = (PhraseLine(phrase, sides.total(), _in_order(sides)) for phrase, sides in counts.items())
    told = sorted(lines, key=lambda line: (-line.statements, line.id))
    return visit.page("phrases.html", room="phrases", told=told, held=visit.holdings)


def _in_order(sides: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Most statements first, those for no side last."""
    return tuple(sorted(sides.items(), key=lambda item: (not item[0], -item[1], item[0])))


def _page(visit: Visit) -> Response:
    given = visit.part("id")
    phrases = visit.labels.set_phrases
    if given not in phrases.ids:
        meant = phrases.of.get(fold(given.strip()))
        if meant is None:
            raise NotFoundError(f"{given}: no set phrase of that id or with these words")
        return visit.elsewhere(visit.url.phrase(meant, visit.query))
    return visit.page("phrase.html", room="phrases", told=_told(visit, given, phrases), held=visit.holdings)


def _told(visit: Visit, id_: str, phrases: Phrases) -> PhrasePage:
    wanted = StatementFilter(phrases=(id_,))
    used = uses(visit.release.uses(id_), wanted)
    earliest = [each.first for each in used if each.first]
    shown = {_place(each.said): each for each in spoken(visit, visit.release.in_full(earliest))}
    counts = visit.release.tally_said(wanted, "side", "month")
    frame = Frame(id="used", title=visit.words("phrases.used_by", phrase=visit.labels.phrase(id_)))
    days = [day for each in used for day in each.days if day]
    return PhrasePage(
        id=id_,
        uses=used,
        first=min(days, default=None),
        last=max(days, default=None),
        words=tuple(words for words, of in phrases.of.items() if of == id_),
        firsts=tuple(
            First(each, shown.get(_place(each.first)) if each.first else None)
            for each in sorted(used, key=lambda use: not use.side)
        ),
        statements=counts.total(),
        over_time=sides_over_time(visit, frame, counts, visit.words("topics.others")),
        latest=latest(visit, LATEST, wanted)[0],
    )


def _place(uttered: Uttered) -> tuple[str, int]:
    return uttered.post, uttered.position


VIEWS = (View("/phrases", _phrases), View("/phrases/{id}", _page))

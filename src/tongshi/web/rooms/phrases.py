"""All set phrases in use, and the page of one: who uses it since when, how often, in which sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.charts import Chart, Frame
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.phrases import Phrases, load_phrases
from tongshi.sayings import Use, uses
from tongshi.store import StatementFilter, Utterance
from tongshi.web.spoken import Spoken, sides_over_time, spoken
from tongshi.web.visits import View, Visit

#: Statements that are shown.
LATEST = 12


@dataclass(frozen=True, slots=True)
class PhraseLine:
    """A phrase in the list of them: how often each side uses it, copies counted once, most often first."""

    id: str
    uses: tuple[Use[Utterance], ...]
    first: dt.date | None
    last: dt.date | None

    @property
    def times(self) -> int:
        """By all."""
        return sum(each.times for each in self.uses)


@dataclass(frozen=True, slots=True)
class First:
    """The use of a phrase by one side, and the statement in which it first does."""

    use: Use[Utterance]
    said: Spoken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasePage:
    """A phrase."""

    line: PhraseLine
    words: tuple[str, ...]  # all variants, as the lexicon has them
    firsts: tuple[First, ...]
    statements: int
    over_time: Chart | None
    latest: tuple[Spoken, ...]


def _phrases(visit: Visit) -> Response:
    wanted = StatementFilter(phrased=True)
    by_phrase: dict[str, list[Use[Utterance]]] = {}
    for each in uses(visit.release.utterances(wanted), wanted):
        by_phrase.setdefault(each.phrase, []).append(each)
    told = [_line(phrase, used) for phrase, used in by_phrase.items()]
    return visit.page("phrases.html", room="phrases", told=told, held=visit.holdings)


def _line(phrase: str, used: Sequence[Use[Utterance]]) -> PhraseLine:
    days = [day for each in used for day in each.days if day]
    return PhraseLine(phrase, tuple(used), min(days, default=None), max(days, default=None))


def _page(visit: Visit) -> Response:
    given = visit.part("id")
    phrases = load_phrases(visit.site.layers)
    if given not in phrases.ids:
        meant = phrases.of.get(fold(given.strip()))
        if meant is None:
            raise NotFoundError(f"{given}: no set phrase of that id or with these words")
        return visit.elsewhere(visit.url.phrase(meant, visit.query))
    return visit.page("phrase.html", room="phrases", told=_told(visit, given, phrases), held=visit.holdings)


def _told(visit: Visit, id_: str, phrases: Phrases) -> PhrasePage:
    wanted = StatementFilter(phrases=(id_,))
    said = list(visit.release.utterances(wanted))
    used = uses(said, wanted)
    firsts = visit.release.in_full([each.first for each in used if each.first])
    shown = {each.said.id: each for each in spoken(visit, firsts)}
    counts = Counter((each.polity or "", each.day) for each in said)
    frame = Frame(id="used", title=visit.words("phrases.used_by", phrase=visit.labels.phrase(id_)))
    return PhrasePage(
        line=_line(id_, used),
        words=tuple(words for words, of in phrases.of.items() if of == id_),
        firsts=tuple(First(each, shown.get(each.first.id) if each.first else None) for each in used),
        statements=len(said),
        over_time=sides_over_time(visit, frame, counts, visit.words("topics.others")),
        latest=spoken(visit, visit.release.said(wanted, LATEST, newest=True)),
    )


VIEWS = (View("/phrases", _phrases), View("/phrases/{id}", _page))

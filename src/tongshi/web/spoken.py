"""Statements in lines, and what is said over time; `templates/profile.html` writes them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from tongshi.charts import Bar, Category, Chart, Frame, Point, Ridge, Ridges, Stacked, ridges, stacked
from tongshi.coverage import Extent
from tongshi.language import fold
from tongshi.passages import Mark, Passage
from tongshi.periods import Period, period
from tongshi.phrases import Phrases
from tongshi.store import StatementFilter, StoredStatement
from tongshi.web.monthly import fitting
from tongshi.web.rankings import Ranked, Ranking, ranking
from tongshi.web.visits import Visit
from tongshi.web.words import Words

#: How often what was said in which month, `2021-02`; None: in none that is known.
Monthly = Mapping[tuple[str, str | None], int]

#: Sides, or topics, that a chart tells apart.
MOST_APART = 6


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement with its set phrases marked, the page of who speaks, and its place in its article."""

    said: StoredStatement
    passage: Passage
    speaker: str
    there: str


def spoken(visit: Visit, statements: Iterable[StoredStatement]) -> tuple[Spoken, ...]:
    """Statements as lines of a list."""
    phrases = visit.labels.set_phrases
    return tuple(
        Spoken(each, _marked(each, phrases), _page_of(visit, each), visit.url.article(each.post, anchor=each.id))
        for each in statements
    )


def latest(visit: Visit, most: int, *wanted: StatementFilter) -> tuple[tuple[Spoken, ...], ...]:
    """The latest statements of each kind wanted."""
    return tuple(spoken(visit, some) for some in visit.release.latest_said(wanted, most))


def _marked(each: StoredStatement, phrases: Phrases) -> Passage:
    said = each.statement
    hits = (hit for hit in phrases.find(fold(said.text)) if hit.id in said.phrases)
    return Passage(said.text, tuple(Mark(hit.start, hit.end, f"phrases.{hit.id}") for hit in hits))


def _page_of(visit: Visit, each: StoredStatement) -> str:
    said = each.statement
    value = said.person or (f"{fold(said.speaker)}/{said.polity or ''}" if said.speaker else "")
    known = value in visit.catalogue.people or value in visit.catalogue.levels.people
    return visit.url.person(value) if known else ""


def phrases_ranked(visit: Visit, counts: Mapping[str, int], most: int) -> Ranking:
    """Set phrases by how many statements have them."""
    return ranking(counts, most, lambda value, number, part: Ranked(
        code=value, label=visit.labels.phrase(value), number=number, part=part, there=visit.url.phrase(value),
    ))  # fmt: skip


def singly(counts: Mapping[tuple[str, ...], int]) -> Counter[str]:
    """What was counted by one thing, by that thing."""
    return Counter({value: number for (value,), number in counts.items()})


def summed(counts: Monthly) -> Counter[str]:
    """How often each of what was counted with its months."""
    found: Counter[str] = Counter()
    for (value, _), number in counts.items():
        found[value] += number
    return found


def rows_over_time(
    visit: Visit,
    frame: Frame,
    counts: Monthly,
    named: Callable[[str], tuple[str, str]],
) -> Chart | None:
    """What was counted with its months as rows over the time of the archive, the most frequent ones first.

    `named` gives label and page. None where nothing was counted in a month.
    """
    shown, by_period, top = _over_time(visit, counts)
    if not top:
        return None
    rows = []
    for number, value in enumerate(top, 1):
        label, there = named(value)
        points = [_point(visit.words, label, each, by_period[value, each.label]) for each in shown]
        rows.append(Ridge(label=label, href=there, key=f"series-{number}", points=points))
    unit, _ = fitting(shown[0].first, shown[-1].last)
    words = visit.words
    head = ("", words("site.all"))
    return ridges(Ridges(frame=frame, unit=unit, periods=shown, rows=rows, head=head, months=visit.labels.months))


def _point(words: Words, label: str, each: Period, number: int) -> Point:
    return Point(count=number, label=words.told(f"{label}{words('site.comma')}{each.label}", f"{number:,}"))


def sides_over_time(visit: Visit, frame: Frame, counts: Monthly, others: str) -> Chart | None:
    """Statements of each side over the time of the archive, with what it holds; `others` is what the rest is called."""
    words = visit.words
    shown, by_period, most = _over_time(visit, counts)
    if not most:
        return None
    unit, _ = fitting(shown[0].first, shown[-1].last)
    top = [side for side in most if side]
    categories = [Category(f"series-{n}", visit.labels.polity(side)) for n, side in enumerate(top, 1)]
    rest = {side for side, _ in by_period} - set(top)
    if rest:
        categories.append(Category("group-other", others))
    bars = []
    for each in shown:
        own = Counter({f"series-{n}": by_period[side, each.label] for n, side in enumerate(top, 1)})
        own["group-other"] = sum(by_period[side, each.label] for side in rest)
        extent = visit.holdings.over(each.first, each.last).extent
        told = words.listed(f"{kind.label} {own[kind.key]:,}" for kind in categories if own[kind.key])
        label = f"{words.told(each.label, told or '0')}{words('site.semicolon')}{visit.labels.extent(extent)}"
        bars.append(Bar(period=each, counts={key: n for key, n in own.items() if n}, label=label, extent=extent))
    return stacked(
        Stacked(
            frame=frame,
            unit=unit,
            categories=categories,
            bars=bars,
            extents=[Category(each, visit.labels.extent(each)) for each in get_args(Extent)],
            head=(visit.labels.field(unit), visit.words("site.all"), visit.words("coverage.extent")),
            months=visit.labels.months,
            colon=words("site.colon"),
        )
    )


def _over_time(visit: Visit, counts: Monthly) -> tuple[list[Period], Counter[tuple[str, str]], list[str]]:
    """The periods of the archive, how often each value in each, and the most frequent values."""
    held = visit.holdings
    found: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    if not (held.first and held.last):
        return [], found, []
    unit, shown = fitting(held.first, held.last)
    months = {month for _, month in counts if month}
    labels = {month: period(dt.date.fromisoformat(f"{month}-01"), unit).label for month in months}
    for (value, month), number in counts.items():
        if month and number:
            found[value, labels[month]] += number
            totals[value] += number
    top = sorted(totals, key=lambda value: (-totals[value], value))[:MOST_APART]
    return shown, found, top

"""Contacts in time, from years to days: each as a mark in a lane, or counted where they are too many."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from tongshi.catalogue import Choice, Selection
from tongshi.charts import Chart, Frame, Mark, Pause, Timeline, Window, timeline
from tongshi.coverage import Holdings
from tongshi.errors import TongshiError
from tongshi.periods import Period, Unit, period
from tongshi.store import Contact
from tongshi.timeline import Gap
from tongshi.web.addresses import Query
from tongshi.web.asked import choice_of, day_of, query_of
from tongshi.web.filters import Filters, filters, holdings
from tongshi.web.lanes import (
    LANE_KINDS,
    LaneKind,
    day_words,
    extents,
    held,
    in_window,
    lanes,
    marks,
    statuses,
    types,
)
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import by_period
from tongshi.web.pauses import Gaps, gaps
from tongshi.web.visits import View, Visit
from tongshi.web.windows import Ways, around, joined, ways

#: More contacts are counted by period.
MOST_MARKS = 600

#: Contacts of the list below, and gaps of the table.
LISTED = 20
GAPS = 6

#: Of the width of a window: a shorter gap is not drawn, since it could not be seen.
_SEEN = 0.03

#: What has no day has one of these.
_UNITS: tuple[Unit, ...] = ("month", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """A window of the time of some contacts."""

    filters: Filters
    chart: Chart
    is_counted: bool  # by period, and not each a mark
    window: Window
    ways: tuple[tuple[str, str], ...]  # by name, the address of the window; empty: there is none
    lanes: LaneKind
    total: int  # in the window, as the table of contacts counts them
    vague: int  # of the marks, known by month or year only
    outside: int
    undated: int
    undated_there: str
    rows: tuple[Row, ...]
    more_there: str
    gaps: tuple[Gap, ...]
    gaps_span: tuple[dt.date, dt.date] | None  # where they were looked for
    gaps_undated: int


def _page(visit: Visit) -> Response:
    choice = choice_of(visit.query, visit.catalogue, visit.site.layers)
    kind = _kind(visit.asked("lanes"))
    selection = visit.catalogue.select(choice)
    known = holdings(visit, choice)
    whole = _whole(selection, known)
    window = _window(visit.query, choice, known, whole)
    there = _Addresses(visit, choice, kind)
    inside = visit.catalogue.select(_cut(choice, window.first, window.last))
    found = gaps(visit.catalogue, choice, known)
    drawn = _drawn(visit, choice, inside, window) if inside.total <= MOST_MARKS else []
    if inside.total <= MOST_MARKS:
        chart = _marks(visit, window, choice, kind, drawn, found, known, there)
    else:
        chart = _counted(visit, inside, window, known, there)
    kept = [("from", visit.asked("from")), ("to", visit.asked("to")), ("lanes", kind if kind != "type" else "")]
    form = filters(visit, selection, visit.url.timeline, [each for each in kept if each[1]], "from", "to", "lanes")
    told = TimelinePage(
        filters=form,
        chart=chart,
        is_counted=inside.total > MOST_MARKS,
        window=window,
        ways=tuple(_ways(ways(window, whole), there)),
        lanes=kind,
        total=inside.total,
        vague=sum(each.when.precision != "day" for each in drawn),
        outside=selection.total - selection.undated - inside.total,
        undated=selection.undated,
        undated_there=visit.url.contacts(query_of(replace(choice, since=None, until=None, undated=True))),
        rows=rows(visit, inside.page(1, LISTED)),
        more_there=there.contacts(window.first, window.last) if inside.total > LISTED else "",
        gaps=found.longest(GAPS) if found else (),
        gaps_span=(found.first, found.last) if found else None,
        gaps_undated=found.undated if found else 0,
    )
    return visit.page("timeline.html", room="timeline", told=told)


class _Addresses:
    """Where marks lead: other windows of the same contacts, and the table of those of some days."""

    def __init__(self, visit: Visit, choice: Choice, kind: LaneKind) -> None:
        self._url = visit.url
        self._choice = choice
        self._kept: Query = [("lanes", kind)] if kind != "type" else []

    def window(self, window: Window) -> str:
        days = [("from", f"{window.first}"), ("to", f"{window.last}")]
        return self._url.timeline((*query_of(self._choice), *days, *self._kept))

    def contacts(self, first: dt.date, last: dt.date) -> str:
        return self._url.contacts(query_of(_cut(self._choice, first, last)))


def _kind(given: str) -> LaneKind:
    for kind in LANE_KINDS:
        if kind == (given or "type"):
            return kind
    raise TongshiError(f"lanes: {given}: not one of {', '.join(LANE_KINDS)}")


def _whole(selection: Selection, known: Holdings) -> Window:
    """All days of the archive, and those of all the contacts."""
    years = [int(each.value) for each in selection.counts("year").values if each.contacts]
    found = [Window(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31))] if years else []
    if known.first and known.last:
        found.append(Window(known.first, known.last))
    return joined(found[0], found[-1]) if found else Window(dt.date(2000, 1, 1), dt.date(2000, 12, 31))


def _window(query: Query, choice: Choice, known: Holdings, whole: Window) -> Window:
    """The one asked for; else the days that are chosen, or those of the archive. Raises TongshiError."""
    first = day_of(query, "from", last=False) or choice.since
    last = day_of(query, "to", last=True) or choice.until
    if first and last and first > last:
        raise TongshiError(f"from {first} is after to {last}")
    # an end that is not told lies behind the other, be that of no day of the archive
    start = first or min(known.first or whole.first, last or dt.date.max)
    return Window(start, last or max(known.last or whole.last, start))


def _cut(choice: Choice, first: dt.date, last: dt.date) -> Choice:
    """The same from a first to a last day, as far as these are chosen."""
    return replace(choice, since=max(choice.since or first, first), until=min(choice.until or last, last))


def _drawn(visit: Visit, choice: Choice, inside: Selection, window: Window) -> list[Contact]:
    """All that were, or can have been, in a window: what has a month or a year only may begin before it."""
    found = list(inside)
    for unit in _UNITS:
        begun = period(window.first, unit).first
        if begun < window.first:
            found += (each for each in visit.catalogue.select(_cut(choice, begun, begun)) if each.when.start == begun)
    return in_window({each.id: each for each in found}.values(), window)


def _ways(found: Ways, there: _Addresses) -> Iterator[tuple[str, str]]:
    for name in ("earlier", "farther", "nearer", "later", "whole"):
        window: Window | None = getattr(found, name)
        yield name, there.window(window) if window else ""


def _counted(visit: Visit, inside: Selection, window: Window, known: Holdings, there: _Addresses) -> Chart:
    def closer(each: Period) -> str:
        return there.window(Window(each.first, each.last))

    title, days = visit.words("timeline.title"), (window.first, window.last)
    return by_period("timeline", title, inside, days, closer, known, visit.labels)


def _marks(
    visit: Visit,
    window: Window,
    choice: Choice,
    kind: LaneKind,
    contacts: Sequence[Contact],
    found: Gaps | None,
    known: Holdings,
    there: _Addresses,
) -> Chart:
    labels, words = visit.labels, visit.words
    within = lanes(kind, contacts, choice, visit.catalogue, labels)
    return timeline(
        Timeline(
            frame=Frame(id="timeline", title=words("timeline.title"), description=words("timeline.keys")),
            window=window,
            lanes=within.named,
            marks=tuple(marks(contacts, within, labels, visit.url)),
            together=_together(visit, window, there),
            pauses=tuple(_pauses(visit, window, found, there)),
            held=tuple(held(window, known, labels)),
            categories=types(labels),
            statuses=statuses(labels),
            extents=extents(labels),
            pause_label=words("timeline.pause"),
            head=(labels.field("date"), labels.field("trigger"), labels.field("status")),
            months=labels.months,
        )
    )


def _together(visit: Visit, window: Window, there: _Addresses) -> Callable[[Sequence[Mark]], tuple[str, str]]:
    """Of marks that stand for one: what they are, and the window that shows them apart, if there is one."""
    names = {each.key: each.label for each in types(visit.labels)}

    def told(marks: Sequence[Mark]) -> tuple[str, str]:
        first, last = min(each.first for each in marks), max(each.last for each in marks)
        counts = Counter(names[each.key] for each in marks)
        listed = visit.words.listed(f"{name} {count}" for name, count in counts.most_common())
        closer = around(first, last)
        address = there.window(closer) if closer.days < window.days else there.contacts(first, last)
        number = visit.words.count("site.contacts", len(marks))
        return visit.words.told(day_words(first, last), visit.words.aside(number, listed)), address

    return told


def _pauses(visit: Visit, window: Window, found: Gaps | None, there: _Addresses) -> Iterator[Pause]:
    for each in found.all if found else ():
        if each.days >= _SEEN * window.days and window.part(each.first, each.last):
            days = visit.words.count("site.days", each.days)
            extent = visit.labels.extent(each.coverage.extent)
            told = visit.words("timeline.pause_told", days=day_words(each.first, each.last), n=days, extent=extent)
            closer = around(each.first, each.last)
            yield Pause(
                first=each.first,
                last=each.last,
                label=told,
                text=days,
                href=there.window(closer) if closer.days < window.days else "",
            )


VIEWS = (View("/timeline", _page),)

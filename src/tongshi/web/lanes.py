"""Contacts as marks on time: in which lane each stands, what it is called, and what the archive holds of the time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from tongshi.catalogue import Catalogue, Choice
from tongshi.charts import Category, Held, Mark, Window
from tongshi.coverage import Extent, Holdings
from tongshi.display import date
from tongshi.periods import periods, span
from tongshi.records import EngagementType, Status
from tongshi.store import Contact
from tongshi.web.addresses import Addresses
from tongshi.web.labels import Labels

#: By what contacts are told apart: `side` is who takes part besides those that are chosen.
LaneKind = Literal["type", "side", "level"]

LANE_KINDS: tuple[LaneKind, ...] = get_args(LaneKind)

#: So many lanes there are at most, besides those of the rest and of what is known by month or year only.
MOST_LANES = 10

#: Of longer times years are looked at, and not months.
_MANY_DAYS = 3000

_MOST_NAMED = 4

_REST, _VAGUE = "rest", "vague"


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes from above, and in which each contact stands, by id."""

    named: tuple[Category, ...]
    of: Mapping[str, str]


def lanes(kind: LaneKind, contacts: Sequence[Contact], choice: Choice, catalogue: Catalogue, labels: Labels) -> Lanes:
    """The lanes of some contacts; those of which no day is known have one of their own."""
    key_of = _keys(kind, choice, catalogue)
    exact = {each.id: key_of(each) for each in contacts if each.when.precision == "day"}
    counts = Counter(exact.values())
    kept = {key for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_LANES]}
    order: dict[str, int] = {}
    if kind != "side":
        names = get_args(EngagementType) if kind == "type" else catalogue.levels.names
        order = {key: place for place, key in enumerate(names)}
    shown = sorted(kept, key=lambda key: (order.get(key, 0), -counts[key], key))
    named = [Category(key, _name(kind, key, labels)) for key in shown]
    if len(kept) < len(counts):
        named.append(Category(_REST, labels.words("timeline.rest")))
    if len(exact) < len(contacts):
        named.append(Category(_VAGUE, labels.words("timeline.vague")))
    found = {id_: key if key in kept else _REST for id_, key in exact.items()}
    return Lanes(tuple(named), {each.id: found.get(each.id, _VAGUE) for each in contacts})


def _keys(kind: LaneKind, choice: Choice, catalogue: Catalogue) -> Callable[[Contact], str]:
    if kind == "type":
        return lambda contact: contact.type
    if kind == "level":
        return catalogue.levels.of
    chosen = {*choice.polity, *(code for pair in choice.pair for code in pair.split("-"))}
    chosen |= {catalogue.people[each].polity for each in choice.person if each in catalogue.people}
    return lambda contact: "-".join(sorted(set(contact.polities) - chosen))


def _name(kind: LaneKind, key: str, labels: Labels) -> str:
    if kind == "type":
        return labels.type(key)
    if kind == "level":
        return labels.level(key)
    return labels.pair(key) if key else labels.words("timeline.no_other_side")


def marks(contacts: Iterable[Contact], within: Lanes, labels: Labels, url: Addresses) -> Iterator[Mark]:
    """Contacts that have a date."""
    for each in contacts:
        if days := span(each.when):
            yield Mark(
                first=days[0],
                last=days[1],
                exact=each.when.precision == "day",
                lane=within.of[each.id],
                key=f"type-{each.type}",
                status=each.status,
                label=labels.words.told(f"{date(each.when)} {labels.type(each.type)}", who(each, labels)),
                href=url.contact(each.id),
                cells=(labels.status(each.status),),
            )


def who(contact: Contact, labels: Labels) -> str:
    """The first who take part, by name, else its polities."""
    aside = labels.words.aside
    named = [each for each in contact.participants if each.name]
    names = [aside(each.name, each.polity) if each.polity else each.name for each in named if each.name]
    told = names or [labels.polity(each) for each in contact.polities]
    more = len(told) - _MOST_NAMED
    return labels.words.listed([*told[:_MOST_NAMED], *([labels.words("site.more", n=more)] if more > 0 else [])])


def types(labels: Labels) -> tuple[Category, ...]:
    """Classes of types in words."""
    return tuple(Category(f"type-{each}", labels.type(each)) for each in get_args(EngagementType))


def statuses(labels: Labels) -> tuple[Category, ...]:
    """Statuses in words."""
    return tuple(Category(each, labels.status(each)) for each in get_args(Status))


def extents(labels: Labels) -> tuple[Category, ...]:
    """What an archive can hold of a time, in words."""
    return tuple(Category(each, labels.extent(each)) for each in get_args(Extent))


def held(window: Window, holdings: Holdings, labels: Labels) -> Iterator[Held]:
    """Each run of months of a window, of a long one of years, of which the archive holds as much."""
    unit: Literal["month", "year"] = "month" if window.days <= _MANY_DAYS else "year"
    found = ((each, holdings.over(each.first, each.last).extent) for each in periods(window.first, window.last, unit))
    for extent, run in groupby(found, key=lambda each: each[1]):
        months = [each for each, _ in run]
        told = labels.words.told(f"{months[0].label} – {months[-1].label}", labels.extent(extent))
        yield Held(first=months[0].first, last=months[-1].last, extent=extent, label=told)


def in_window(contacts: Iterable[Contact], window: Window) -> list[Contact]:
    """Those that were, or can have been, on a day of a window."""
    return [each for each in contacts if (days := span(each.when)) and window.part(*days)]


def day_words(first: dt.date, last: dt.date) -> str:
    """`2020-09-01`, `2020-09-01 – 2020-09-20`."""
    return f"{first}" if first == last else f"{first} – {last}"

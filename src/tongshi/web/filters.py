"""What the views of contacts in time and space share: a form that narrows them, what is chosen, and the other views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongshi.catalogue import Choice, FacetName, Selection
from tongshi.coverage import Coverage, Holdings
from tongshi.web.addresses import Query
from tongshi.web.asked import query_of
from tongshi.web.narrowing import Narrowing, Span, There, Value, hidden, in_words
from tongshi.web.visits import Visit

#: What can be chosen in the form, and how many values are offered of each, the commonest first.
OFFERED: tuple[tuple[FacetName, int], ...] = (
    ("type", 7),
    ("status", 6),
    ("pair", 40),
    ("polity", 60),
    ("person", 40),
    ("topic", 50),
    ("outlet", 40),
    ("level", 12),
    ("place", 40),
)


@dataclass(frozen=True, slots=True)
class Select:
    """A facet of which one value can be chosen, and its values in words; `chosen` is empty where none is."""

    name: FacetName
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is chosen, and the form that chooses more; `kept` are the fields that a view keeps from form to form."""

    action: str
    selects: tuple[Select, ...]
    hidden: tuple[tuple[str, str], ...]
    chips: tuple[Value, ...]
    spans: tuple[Span, ...]
    clear: str
    views: tuple[tuple[str, str], ...]  # the same contacts in the other views, by name


def filters(visit: Visit, selection: Selection, there: There, kept: Query = (), *own: str) -> Filters:
    """The form of a view whose addresses `there` gives.

    `kept` is what it is asked beside the contacts, and stays so when they change; `own` are the names for which it has
    fields itself.
    """

    def on(query: Query) -> str:
        return there((*query, *kept))

    narrowing = Narrowing(visit.catalogue, selection, visit.labels, on)
    selects = tuple(_selects(visit, selection))
    fields = {each.name for each in selects}
    query = (*query_of(selection.choice), *kept)
    return Filters(
        action=there(()),
        selects=selects,
        hidden=tuple(hidden(query, visit.url.language, *fields, *own)),
        chips=narrowing.chips(),
        spans=tuple(narrowing.spans()),
        clear=on(()),
        views=views(visit, selection.choice),
    )


def holdings(visit: Visit, choice: Choice) -> Holdings:
    """What the archive holds of the outlets that are chosen."""
    return visit.holdings.of(choice.outlet) if choice.outlet else visit.holdings


def held(known: Holdings, choice: Choice) -> Coverage | None:
    """What the archive holds of the days that are chosen, else of its own; None where there are none."""
    first, last = choice.since or known.first, choice.until or known.last
    if first is None or last is None:
        return None
    # an end that is not chosen lies behind the other, be that of no day of the archive
    return known.over(choice.since or min(first, last), choice.until or max(first, last))


def _selects(visit: Visit, selection: Selection) -> Iterator[Select]:
    """Of what is chosen several times, each stays until its chip is removed."""
    for name, most in OFFERED:
        chosen = selection.choice.of(name)
        values = [each.value for each in selection.counts(name, most).values] if len(chosen) < 2 else []
        if len(values) > 1 or (values and chosen):
            yield Select(name, tuple((each, _words(visit, name, each)) for each in values), next(iter(chosen), ""))


def _words(visit: Visit, name: FacetName, value: str) -> str:
    label, latin, _ = in_words(visit.catalogue, visit.labels, name, value)
    return f"{label} {latin}".strip()


def views(visit: Visit, choice: Choice) -> tuple[tuple[str, str], ...]:
    """The addresses of the same contacts in each view, by name."""
    query = query_of(choice)
    return (
        ("contacts", visit.url.contacts(query)),
        ("timeline", visit.url.timeline(query)),
        ("calendar", visit.url.calendar(query)),
        ("network", visit.url.network(query)),
        ("places", visit.url.places(query)),
    )

"""What is most frequent, as a list with bars; `templates/profile.html` writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tongshi.catalogue import FacetName, Selection
from tongshi.web.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Something, how often, its page, and the page of what was counted."""

    code: str
    label: str
    latin: str = ""
    polity: str = ""
    number: int
    part: float  # of the most frequent one, 0 to 1
    there: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first ones, most frequent first, and how many there are in all."""

    lines: tuple[Ranked, ...]
    total: int


def within(selection: Selection, facet: FacetName) -> Counter[str]:
    """How many of the contacts chosen have each value of a facet, whatever is chosen of that facet."""
    found: Counter[str] = Counter()
    for (value, _), number in selection.crossed(facet, "salience").items():
        found[value] += number
    return found


def ranking(counts: Mapping[str, int], most: int, line: Callable[[str, int, float], Ranked]) -> Ranking:
    """The first `most` values, those of one number in order; none that was not counted."""
    ordered = sorted((each for each in counts.items() if each[1]), key=lambda each: (-each[1], each[0]))
    top = ordered[0][1] if ordered else 1
    return Ranking(tuple(line(value, number, number / top) for value, number in ordered[:most]), len(ordered))


def people_ranked(
    visit: Visit, selection: Selection, most: int, without: Iterable[str] = (), polity: str = ""
) -> Ranking:
    """Who takes part most often in the contacts chosen; `polity`: of these only."""
    lines = visit.catalogue.people
    # with one who is chosen another is not asked for besides: the table takes either of two people
    query = () if selection.choice.person else _asked(selection)
    counts = within(selection, "person")
    for value in [each for each in counts if each in without or (polity and lines[each].polity != polity)]:
        del counts[value]

    def line(value: str, number: int, part: float) -> Ranked:
        known = lines[value]
        return Ranked(
            code=value, label=known.name, latin=known.latin, polity=known.polity, number=number, part=part,
            there=visit.url.person(value), counted=visit.url.contacts((*query, ("person", value))),
        )  # fmt: skip

    return ranking(counts, most, line)


def topics_ranked(visit: Visit, selection: Selection, most: int) -> Ranking:
    """What the contacts chosen are about."""
    return ranking(within(selection, "topic"), most, lambda value, number, part: Ranked(
        code=value, label=visit.labels.topic(value), number=number, part=part, there=visit.url.topic(value),
        counted=visit.url.contacts((*_asked(selection), ("topic", value))),
    ))  # fmt: skip


def pairs_ranked(visit: Visit, selection: Selection, most: int, polity: str = "") -> Ranking:
    """Between whom the contacts chosen are; `polity`: one of the two."""
    counts = within(selection, "pair")
    for value in [each for each in counts if polity and polity not in each.split("-")]:
        del counts[value]
    return ranking(counts, most, lambda value, number, part: Ranked(
        code=value, label=visit.labels.pair(value), number=number, part=part, there=visit.url.pair(value),
        counted=visit.url.contacts((*_asked(selection), ("pair", value))),
    ))  # fmt: skip


def outlets_ranked(visit: Visit, selection: Selection, most: int) -> Ranking:
    """Who reports the contacts chosen."""
    return ranking(within(selection, "outlet"), most, lambda value, number, part: Ranked(
        code=value, label=visit.labels.outlet(value), number=number, part=part,
        counted=visit.url.contacts((*_asked(selection), ("outlet", value))),
    ))  # fmt: skip


def _asked(selection: Selection) -> tuple[tuple[str, str], ...]:
    return tuple((facet, value) for facet in selection.choice.facets for value in selection.choice.of(facet))

"""How long the pages wait for the catalogue: `make bench-catalogue`, or with the number of contacts.

Contacts are made up: people, places and pairs as unevenly told as in an archive, a few of each in most contacts.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

from tongshi.catalogue import FACETS, Catalogue, Choice
from tongshi.levels import load_levels
from tongshi.records import Participant, Place, When
from tongshi.store import Contact

TYPES = ("call", "meeting", "visit", "talks", "conference", "message", "appointment")
STATUSES = ("held", "planned", "proposed", "cancelled", "denied")
OFFICES = ("總統", "外長", "國務卿", "大使", "發言人", "副總理")
PEOPLE, POLITIES, CITIES, TOPICS, OUTLETS = 10_000, 190, 3_000, 40, 20
SHOWN = 20
ROUNDS = 20


def contacts(number: int) -> list[Contact]:
    rolled = random.Random(6)

    def uneven(of: int) -> int:
        return min(int(rolled.paretovariate(0.6)), of) - 1 if rolled.random() < 0.6 else rolled.randrange(of)

    made = []
    for each in range(number):
        people = {uneven(PEOPLE) for _ in range(rolled.choice((1, 2, 2, 3, 4)))}
        polities = tuple(dict.fromkeys(f"P{(id_ * 7) % POLITIES}" for id_ in people))
        start = dt.date(1995, 1, 1) + dt.timedelta(days=rolled.randrange(11_000)) if rolled.random() < 0.95 else None
        made.append(
            Contact(
                id=f"c{each:016x}",
                type=rolled.choice(TYPES),  # type: ignore[arg-type]
                status=rolled.choice(STATUSES),  # type: ignore[arg-type]
                salience=rolled.choice(("main", "background")),
                when=When(start=start, precision="day" if start else "unknown"),
                place=Place(city=f"城{uneven(CITIES)}") if rolled.random() < 0.5 else Place(),
                participants=tuple(
                    Participant(
                        name=f"人{id_}", office=rolled.choice(OFFICES), polity=f"P{(id_ * 7) % POLITIES}",
                        person=f"person-{id_}" if id_ < 2_000 else "",
                    )
                    for id_ in people
                ),
                polities=polities,
                topics=tuple({f"topic-{uneven(TOPICS)}" for _ in range(rolled.randrange(3))}),
                outlets=tuple({f"outlet-{uneven(OUTLETS)}" for _ in range(rolled.choice((1, 1, 1, 2, 3)))}),
                posts=(f"p{each:016x}",),
                sources=rolled.choice((1, 1, 1, 2, 3, 7)),
                first_report=f"{start or '2020-01-01'}T08:00:00+00:00",
            )
        )  # fmt: skip
    return made


def milliseconds(done: Callable[[], object]) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        done()
        taken.append(time.process_time() - began)
    return sorted(taken)[ROUNDS // 2] * 1000


def count(catalogue: Catalogue, choice: Choice) -> None:
    found = catalogue.select(choice)
    for facet in FACETS:
        found.counts(facet, SHOWN)


def show(catalogue: Catalogue, choice: Choice) -> None:
    catalogue.select(choice, "-sources").page(3, 50)


def cross(catalogue: Catalogue, choice: Choice) -> None:
    catalogue.select(choice).crossed("month", "type")


def main(number: int) -> None:
    levels, given = load_levels(), contacts(number)
    began = time.perf_counter()
    catalogue = Catalogue(given, "", levels)
    print(f"{number:,} contacts, made in {time.perf_counter() - began:.2f} s")
    print(", ".join(f"{facet} {len(catalogue.totals(facet)):,}" for facet in FACETS))
    choices = {
        "all": Choice(),
        "since 2010, some types": Choice(since=dt.date(2010, 1, 1), type=("call", "meeting", "visit", "talks")),
        "half": Choice(salience=("main",)),
        "a pair": Choice(polity=("P0", "P7")),
        "a person": Choice(person=("person-0",)),
    }
    for name, choice in choices.items():
        total = catalogue.select(choice).total
        facets = milliseconds(partial(count, catalogue, choice))
        page = milliseconds(partial(show, catalogue, choice))
        months = milliseconds(partial(cross, catalogue, choice))
        print(f"{name:24}{total:7,} contacts: facets {facets:5.1f} ms, page {page:4.1f} ms, months {months:4.1f} ms")
    tracemalloc.start()
    kept = Catalogue(given, "", levels)
    print(f"memory beside the contacts: {tracemalloc.get_traced_memory()[0] / 1e6:.0f} MB ({len(kept.by_id):,})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)

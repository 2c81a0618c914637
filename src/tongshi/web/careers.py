"""The offices of a person over time, as a chart: those of the registry, those learnt, and as contacts tell them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tongshi.catalogue import Selection
from tongshi.catalogue.facets import people
from tongshi.charts import Chart, Evidence, Frame, Tenure, Tenures, Window, tenures
from tongshi.language import fold
from tongshi.store import Contact
from tongshi.web.visits import Visit
from tongshi.whois import Seen

#: Offices as contacts tell them for which there is room, and days of evidence of one.
MOST_TOLD = 8
MOST_EVIDENCE = 40

#: Kinds of rows, by the class of their colour.
CURATED, LEARNT, TOLD = "series-1", "series-3", "series-2"


class Told(NamedTuple):
    """The office that a contact gives a person; `day`: of the contact, where it is known."""

    office: str
    day: dt.date | None
    contact: Contact


def told_offices(selection: Selection, value: str) -> tuple[Told, ...]:
    """The offices of a person of the catalogue in some contacts, in their order."""
    return tuple(
        Told(each.office, contact.when.start if contact.when.precision == "day" else None, contact)
        for contact in selection
        for key, each in people(contact)
        if key == value and each.office
    )


def career(visit: Visit, frame: Frame, offices: Sequence[Seen], told: Iterable[Told], value: str) -> Chart | None:
    """The chart; None where no office has a day."""
    rows = [*_seen(visit, offices), *_told(visit, told, value)]
    if not rows:
        return None
    window = Window(min(each.first for each in rows), max(each.last for each in rows))
    words = visit.words
    head = (visit.labels.field("office"), words("people.held"), words("people.evidence"))
    colon = visit.words("site.colon")
    return tenures(Tenures(frame=frame, window=window, rows=rows, head=head, months=visit.labels.months, colon=colon))


def _seen(visit: Visit, offices: Iterable[Seen]) -> Iterator[Tenure]:
    """What the registry has, drawn to the last day of the archive where it goes on; and what was learnt."""
    for each in offices:
        first = each.since or each.first
        last = each.until or (visit.holdings.last if each.curated else each.last) or each.last or first
        if first is None or last is None:
            continue
        shown = each.evidence
        source = visit.words("people.registry" if each.curated else "people.learnt")
        title = visit.words.aside(each.title, visit.words(f"people.mark_{each.mark}")) if each.mark else each.title
        yield Tenure(
            label=f"{_polity(visit, each.polity)}{title}",
            first=first,
            last=max(first, last),
            open_start=each.since is None,
            open_end=each.until is None,
            dates=f"{each.since or '?'} – {each.until or '?'} · {source}",
            key=CURATED if each.curated else LEARNT,
            href=visit.url.article(shown.post) if shown else "",
            evidence=[
                Evidence(
                    day=shown.day, label=f"{shown.day} {visit.labels.outlet(shown.outlet)}",
                    href=visit.url.article(shown.post),
                )
            ] if shown and shown.day else [],
        )  # fmt: skip


def _polity(visit: Visit, code: str) -> str:
    return f"{visit.labels.polity(code)} " if code else ""


def _told(visit: Visit, told: Iterable[Told], value: str) -> Iterator[Tenure]:
    """Each office that contacts give him, from the first to the last day on which one does."""
    folded = cache(fold)
    found: dict[str, list[tuple[str, dt.date, Contact]]] = defaultdict(list)
    for office, day, contact in told:
        if day:
            found[folded(office)].append((office, day, contact))
    for held in sorted(found.values(), key=lambda held: (-len(held), held[0][0]))[:MOST_TOLD]:
        days = [day for _, day, _ in held]
        first, last = min(days), max(days)
        number = visit.words.count("site.contacts", len(held))
        yield Tenure(
            label=held[0][0],
            first=first,
            last=last,
            open_start=True,
            open_end=True,
            dates=f"{first} – {last} · {number}",
            key=TOLD,
            href=visit.url.contacts(person=value, since=first.isoformat(), until=last.isoformat()),
            evidence=[
                Evidence(day=day, label=f"{day} {visit.labels.type(contact.type)}", href=visit.url.contact(contact.id))
                for _, day, contact in held[:MOST_EVIDENCE]
            ],
        )

"""People and offices: as tables, JSON lines and entries of the lexicon."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi import lexicon
from tongshi.display import contact_fields, contact_table, new_grid, new_table, places, short
from tongshi.learning import Evidence, LearntOffice, LearntPerson
from tongshi.whois import Dossier, Holder, Seen

#: Regions of a spelling in the lexicon, by the usage of the articles that have it.
_REGIONS = {"TW": "tw", "HK": "hk", "CN": "cn", "": "cn"}


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _period(first: dt.date | None, last: dt.date | None) -> str:
    return f"{_day(first)} – {_day(last)}".strip() if first or last else ""


# --- learn


def learnt_table(people: Iterable[LearntPerson]) -> Table:
    """A line for each spelling and each office."""
    made = new_table("person", "spelling", "Latin name", "office", "state", "articles", "seen")
    for person in people:
        latin = ", ".join(person.latin[:2])
        for name in person.names:
            made.add_row(person.id, name.written, latin, "", person.polity, *_rests(name.seen))
        for office in person.offices:
            made.add_row(person.id, "", "", _titled(office), office.polity, *_rests(office.seen))
    return made


def _rests(seen: Evidence) -> tuple[str, str]:
    return str(seen.articles), _period(seen.first, seen.last)


def _titled(office: LearntOffice | Seen | Holder) -> str:
    return f"{office.title} ({office.mark})" if office.mark else office.title


def learnt_lines(people: Iterable[LearntPerson]) -> Iterator[str]:
    """One JSON object a line."""
    for person in people:
        yield _json(
            {
                "id": person.id,
                "curated": person.curated,
                "polity": person.polity,
                "latin": list(person.latin),
                "names": [
                    {
                        "name": name.written, "folded": name.folded, "alone": name.alone, "usages": list(name.usages),
                        **_evidence(name.seen),
                    }
                    for name in person.names
                ],
                "offices": [
                    {
                        "title": office.title, "polity": office.polity, "role": office.role, "mark": office.mark,
                        "until": _day(office.until) or None, **_evidence(office.seen),
                    }
                    for office in person.offices
                ],
            }
        )  # fmt: skip


def _evidence(seen: Evidence) -> dict[str, object]:
    return {
        "articles": seen.articles, "stories": seen.stories,
        "first": _day(seen.first) or None, "last": _day(seen.last) or None,
    }  # fmt: skip


def learnt_yaml(people: Iterable[LearntPerson]) -> Iterator[str]:
    """Entries in the form of `people.yml`, to be read over and adopted; of a curated person what is new of him."""
    shipped = {str(entry["id"]): entry for entry in lexicon.entries("people")}
    entries = [_entry(person, shipped) for person in people]
    written = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, default_flow_style=None, width=150)
    yield from written.splitlines() if entries else ()


def _entry(person: LearntPerson, shipped: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    known = shipped.get(person.id, {}) if person.curated else {}
    names: dict[str, list[str]] = {}
    for name in person.names:
        # what cannot be read alone is written with its title, see docs/lexicons.md
        titles = [""] if name.alone else [office["title"] for office in known.get("offices") or ()]
        titles = titles or sorted({office.title for office in person.offices})
        for usage in name.usages[:1] or ("",):
            here = names.setdefault(_REGIONS[usage], [])
            here += [title + name.written for title in dict.fromkeys(titles) if title + name.written not in here]
    if known:
        return {"id": person.id, "names": names}
    return {
        "id": person.id,
        "latin": list(person.latin),
        "names": names,
        "polity": person.polity,
        "offices": [
            {
                "title": office.title, "polity": office.polity, "role": office.role,
                **({"from": _day(office.seen.first)} if office.seen.first else {}),
                **({"to": _day(office.until)} if office.until else {}),
            }
            for office in person.offices if not office.mark
        ],
        "unless": [],
    }  # fmt: skip


# --- who


def dossier(told: Dossier) -> Iterator[RenderableType]:
    """All that is known of a person."""
    head = new_grid()
    source = "registry" if told.curated else "learnt from the archive"
    head.add_row("person", f"{told.id} ({source})")
    head.add_row("of", told.polity)
    head.add_row("Latin name", ", ".join(told.latin) or "–")
    yield head
    if told.spellings:
        made = new_table("spelling", "articles", "places", "by region", "by outlet")
        for each in told.spellings:
            name = f"{each.written} *" if each.learnt else each.written
            made.add_row(name, str(each.articles), str(each.places), _counts(each.usages), _counts(each.outlets[:6]))
        yield made
        if any(each.learnt for each in told.spellings):
            yield Text("* learnt from the archive", "dim")
    if told.offices:
        made = new_table("office", "state", "from", "to", "articles", "seen", "first shown by")
        for office in told.offices:
            since, until = (_day(office.since), _day(office.until)) if office.curated else ("", _day(office.until))
            made.add_row(
                _titled(office), office.polity, since, until, str(office.articles or ""),
                _period(office.first, office.last), _shown_by(office),
            )  # fmt: skip
        yield made
    if told.contacts:
        yield contact_table(told.contacts)


def _counts(counted: Iterable[tuple[str, int]]) -> str:
    return " ".join(f"{value} {count}" for value, count in counted)


def _shown_by(office: Seen) -> str:
    shown = office.evidence
    if shown is None:
        return ""
    span = shown.mention.title_span
    return f"{short(shown.post)} {shown.outlet} {_day(shown.day)} {places([span]) if span else ''}".rstrip()


def dossier_lines(told: Iterable[Dossier]) -> Iterator[str]:
    """One JSON object for each person."""
    for each in told:
        yield _json(
            {
                "id": each.id,
                "curated": each.curated,
                "polity": each.polity,
                "latin": list(each.latin),
                "spellings": [
                    {
                        "name": name.written, "learnt": name.learnt, "articles": name.articles, "places": name.places,
                        "usages": dict(name.usages), "outlets": dict(name.outlets),
                    }
                    for name in each.spellings
                ],
                "offices": [_office_fields(office) for office in each.offices],
                "contacts": [contact_fields(contact) for contact in each.contacts],
            }
        )  # fmt: skip


def _office_fields(office: Seen) -> dict[str, object]:
    shown = office.evidence
    span = shown.mention.title_span if shown else None
    return {
        "title": office.title, "polity": office.polity, "role": office.role, "mark": office.mark,
        "curated": office.curated, "from": _day(office.since) or None, "to": _day(office.until) or None,
        "articles": office.articles, "first": _day(office.first) or None, "last": _day(office.last) or None,
        "evidence": {
            "post": shown.post, "outlet": shown.outlet, "day": _day(shown.day) or None, "url": shown.url,
            "span": list(span) if span else None,
        } if shown else None,
    }  # fmt: skip


# --- office


def holder_table(holders: Iterable[Holder]) -> Table:
    """A line for each holder."""
    made = new_table("from", "to", "name", "Latin name", "office", "state", "known from")
    for each in holders:
        source = "registry" if each.curated else f"archive, {each.articles} articles"
        made.add_row(
            _day(each.since), _day(each.until), each.name, each.latin, _titled(each), each.polity, source
        )  # fmt: skip
    return made


def holder_lines(holders: Iterable[Holder]) -> Iterator[str]:
    """One JSON object a line."""
    for each in holders:
        yield _json(
            {
                "person": each.person, "name": each.name, "latin": each.latin, "title": each.title,
                "polity": each.polity, "mark": each.mark, "from": _day(each.since) or None,
                "to": _day(each.until) or None, "curated": each.curated, "articles": each.articles,
            }
        )  # fmt: skip


def _json(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False)

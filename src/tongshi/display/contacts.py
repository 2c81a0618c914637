"""Contacts as a table, as JSON lines, as CSV."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from rich.table import Table

from tongshi.decisions import Decision
from tongshi.display.layout import csv_line, new_table
from tongshi.display.values import date, people, short, sources_told, where, who
from tongshi.store import Contact


def contact_table(contacts: Iterable[Contact]) -> Table:
    """One line for each contact."""
    table = new_table("id", "date", "type", "status", "who", "place", "topics")
    table.add_column("sources", justify="right")
    for contact in contacts:
        table.add_row(
            short(contact.id),
            date(contact.when),
            contact.type,
            contact.status,
            people(contact),
            where(contact),
            " ".join(contact.topics),
            sources_told(contact),
        )
    return table


def contact_fields(contact: Contact) -> dict[str, object]:
    """A contact as plain values, for JSON."""
    when = contact.when
    return {
        "id": contact.id,
        "type": contact.type,
        "status": contact.status,
        "salience": contact.salience,
        "date": {
            "start": _iso(when.start),
            "end": _iso(when.end),
            "precision": when.precision,
            "alt": _iso(when.alt),
        },
        "place": {"city": contact.place.city, "polity": contact.place.polity},
        "participants": [
            {"name": each.name, "latin": each.latin, "office": each.office, "polity": each.polity}
            for each in contact.participants
        ],
        "polities": list(contact.polities),
        "topics": list(contact.topics),
        "outlets": list(contact.outlets),
        "sources": contact.sources,
        "articles": len(contact.posts),
        "vanished": len(contact.vanished),
        "first_report": contact.first_report or None,
        "history": [
            {"status": each.status, "since": each.since or None, "day": each.day or None, "reports": each.reports}
            for each in contact.history
        ],
        "conflicts": list(contact.conflicts),
        "part_of": list(contact.part_of),
        "parts": list(contact.parts),
        "corrected": [_correction(each) for each in contact.corrections],
        **({"rejected": _ruling(contact.rejected)} if contact.rejected else {}),
    }


def _correction(decision: Decision) -> dict[str, object]:
    """A correction behind a field, for JSON; `record` is empty where the contact itself was corrected."""
    return {
        "field": decision.field,
        "was": decision.former,
        "value": decision.value,
        "record": decision.subjects[0] if decision.scope == "reading" else "",
        **_ruling(decision),
    }


def _ruling(decision: Decision) -> dict[str, str]:
    return {"decision": decision.id, "by": decision.by, "at": decision.at, "why": decision.why}


def contact_lines(contacts: Iterable[Contact]) -> Iterator[str]:
    """One JSON object a line."""
    for contact in contacts:
        yield json.dumps(contact_fields(contact), ensure_ascii=False)


#: Columns of a contact in CSV; several values in one field have `;` between them.
CONTACT_COLUMNS = (
    *("id", "start", "end", "precision", "type", "status", "salience"),
    *("participants", "polities", "city", "place_polity", "topics", "outlets", "sources", "vanished"),
    *("first_report", "history", "conflicts", "part_of", "parts"),
    "corrected",
)


def contact_csv(contacts: Iterable[Contact]) -> Iterator[str]:
    """Comma-separated values with a header."""
    yield csv_line(CONTACT_COLUMNS)
    for contact in contacts:
        yield csv_line(contact_values(contact))


def contact_values(contact: Contact) -> list[str]:
    """A contact as the values of `CONTACT_COLUMNS`."""
    when = contact.when
    return [
        contact.id,
        _iso(when.start) or "",
        _iso(when.end) or "",
        when.precision,
        contact.type,
        contact.status,
        contact.salience,
        ";".join(who(each) for each in contact.participants),
        ";".join(contact.polities),
        contact.place.city or "",
        contact.place.polity or "",
        ";".join(contact.topics),
        ";".join(filter(None, contact.outlets)),
        str(contact.sources),
        str(len(contact.vanished)),
        contact.first_report,
        ";".join(f"{each.status} {each.day}".rstrip() for each in contact.history),
        ";".join(contact.conflicts),
        ";".join(contact.part_of),
        ";".join(contact.parts),
        ";".join(dict.fromkeys(decision.field for decision in contact.corrections)),
    ]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

"""What was announced, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from tongshi.agenda import Announcement, Unreported
from tongshi.annals.held import COVERAGE_COLUMNS, coverage_fields, coverage_told, coverage_values
from tongshi.display import (
    CONTACT_COLUMNS,
    contact_fields,
    contact_values,
    csv_line,
    date,
    new_table,
    people,
    short,
    where,
)


def announced_table(announced: Iterable[Announcement]) -> RenderableType:
    """A line for each contact that was announced, with the history of its status."""
    table = new_table("date", "type", "who", "place", "told as", "id")
    table.add_column("sources", justify="right")
    for each in announced:
        contact = each.contact
        table.add_row(date(contact.when), contact.type, people(contact), where(contact), _history(each),
                      short(contact.id), str(contact.sources))  # fmt: skip
    return table


def announced_lines(announced: Iterable[Announcement]) -> Iterator[str]:
    """One JSON object a line."""
    for each in announced:
        yield json.dumps(_fields(each), ensure_ascii=False)


def announced_csv(announced: Iterable[Announcement]) -> Iterator[str]:
    """The same as comma-separated values."""
    yield csv_line([*CONTACT_COLUMNS, "announced", "announced_by"])
    for each in announced:
        yield csv_line(_values(each))


def unreported_table(found: Iterable[Unreported]) -> RenderableType:
    """A line for each plan of which nothing came as far as is reported, and what the archive holds after its day."""
    table = new_table("date", "type", "who", "place", "told as", "the archive after it", "id", "maybe held")
    for each in found:
        contact = each.announcement.contact
        table.add_row(
            date(contact.when),
            contact.type,
            people(contact),
            where(contact),
            _history(each.announcement),
            f"{each.coverage.days} days, {coverage_told(each.coverage)}",
            short(contact.id),
            " ".join(map(short, each.maybe)),
        )
    return table


def unreported_lines(found: Iterable[Unreported]) -> Iterator[str]:
    """One JSON object a line."""
    for each in found:
        more = {"archive": coverage_fields(each.coverage), "maybe": list(each.maybe)}
        yield json.dumps({**_fields(each.announcement), **more}, ensure_ascii=False)


def unreported_csv(found: Iterable[Unreported]) -> Iterator[str]:
    """The same as comma-separated values."""
    yield csv_line([*CONTACT_COLUMNS, "announced", "announced_by", *COVERAGE_COLUMNS, "maybe"])
    for each in found:
        yield csv_line([*_values(each.announcement), *coverage_values(each.coverage), ";".join(each.maybe)])


def _history(told: Announcement) -> str:
    """`planned 2020-09-23 → held 2020-09-25`: with the days of the articles that first have it so."""
    return " → ".join(f"{each.status} {each.day or ''}".strip() for each in told.history)


def _fields(told: Announcement) -> dict[str, object]:
    return {
        **contact_fields(told.contact),
        "announced": {"day": _day(told), "outlet": told.first.outlet, "post": told.first.post},
        "history": [
            {"status": each.status, "day": each.day.isoformat() if each.day else None, "outlet": each.outlet,
             "post": each.post}
            for each in told.history
        ],
    }  # fmt: skip


def _values(told: Announcement) -> list[str]:
    return [*contact_values(told.contact), _day(told) or "", told.first.outlet]


def _day(told: Announcement) -> str | None:
    return told.first.day.isoformat() if told.first.day else None

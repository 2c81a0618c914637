"""Decisions, and what waits for one, as text, JSON lines and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.decisions import Decision, what, whose
from tongshi.display import csv_line, new_table, short, source_parts
from tongshi.errors import NotFoundError
from tongshi.review import Item
from tongshi.rights import StoreRelease
from tongshi.store import Source

#: Records of an item that are shown with their sentences.
MOST_RECORDS = 6


def subjects(decision: Decision) -> str:
    """What it is of: short ids, or names; of a split both sides."""
    sides = [decision.subjects, decision.others] if decision.others else [decision.subjects]
    is_people = decision.kind in {"same", "different"}
    return " | ".join(" ".join(id_ if is_people else short(id_) for id_ in side) for side in sides)


# --- the ledger


def log_table(decisions: Iterable[Decision]) -> Table:
    """One line for each decision."""
    table = new_table("id", "when (UTC)", "by", "what", "of", "why")
    for each in decisions:
        when = each.at[:19].replace("T", " ")
        table.add_row(short(each.id), when, each.by, what(each), subjects(each), each.why)
    return table


def log_lines(decisions: Iterable[Decision]) -> Iterator[str]:
    """One JSON object for each, as they are exported."""
    for each in decisions:
        yield json.dumps({"id": each.id, **each.form()}, ensure_ascii=False, sort_keys=True)


def log_csv(decisions: Iterable[Decision]) -> Iterator[str]:
    """Comma-separated values with a header; several ids in one field have `;` between them."""
    yield csv_line(("id", "at", "by", "kind", "subjects", "others", "scope", "field", "what", "why"))
    for each in decisions:
        ids = (";".join(each.subjects), ";".join(each.others))
        yield csv_line((each.id, each.at, each.by, each.kind, *ids, each.scope, each.field, what(each), each.why))


# --- the queue


def queue_table(items: Iterable[Item]) -> Table:
    """One line for each."""
    table = new_table("uncertain", "what", "records", "why", "decisions")
    for item in items:
        table.add_row(
            f"{item.uncertainty:.2f}",
            item.kind,
            _few(item.records),
            "\n".join(item.reasons),
            " ".join(map(short, item.decisions)),
        )
    return table


def _few(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - MOST_RECORDS} more" if len(ids) > MOST_RECORDS else ""
    return " ".join(map(short, ids[:MOST_RECORDS])) + more


def queue_lines(items: Iterable[Item]) -> Iterator[str]:
    """One JSON object for each."""
    for item in items:
        told = {
            "kind": item.kind,
            "uncertainty": item.uncertainty,
            "records": list(item.records),
            "reasons": list(item.reasons),
            "decisions": list(item.decisions),
        }
        yield json.dumps(told, ensure_ascii=False)


def queue_csv(items: Iterable[Item]) -> Iterator[str]:
    """Comma-separated values with a header; several values in one field have `;` between them."""
    yield csv_line(("kind", "uncertainty", "records", "reasons", "decisions"))
    for each in items:
        yield csv_line(
            (
                each.kind,
                str(each.uncertainty),
                ";".join(each.records),
                "; ".join(each.reasons),
                ";".join(each.decisions),
            )
        )


def item_parts(store: StoreRelease, item: Item, left: int, *, colour: bool) -> Iterator[RenderableType]:
    """An item with the evidence of its records, numbered, and the decisions that it is about."""
    yield Text(f"— {item.kind}, {left} left", "bold" if colour else "")
    for reason in item.reasons:
        yield Text(f"   {reason}")
    about = {each.id: each for each in store.decisions()} if item.decisions else {}
    for id_ in item.decisions:
        if decision := about.get(id_):
            yield Text(f"   {short(id_)}: {what(decision)} {subjects(decision)}  ({whose(decision)})")
    for number, record in enumerate(item.records[:MOST_RECORDS], 1):
        if source := _source(store, record):
            yield from source_parts(number, source, colour=colour)
        else:
            yield Text(f"{number}. {record}")
    if len(item.records) > MOST_RECORDS:
        yield Text(f"   and {len(item.records) - MOST_RECORDS} more records: {_few(item.records[MOST_RECORDS:])}")


def _source(store: StoreRelease, record: str) -> Source | None:
    """A record with its article; None where it belongs to nothing that can be shown."""
    try:
        report = store.report(record)
    except NotFoundError:
        return None
    return next((each for each in report.sources if each.engagement.id == record), None)

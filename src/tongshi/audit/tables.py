"""Figures of an audit, and a row to be judged, as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.audit.figures import Agreement, Precision
from tongshi.audit.proportions import CONFIDENCE
from tongshi.audit.sheet import FIELDS, Row, Sheet
from tongshi.display import csv_line, new_grid, new_table


def question(sheet: Sheet, row: Row) -> Iterator[RenderableType]:
    """A row as it is shown to a judge: its fields with their numbers, then what speaks for them."""
    done = len(sheet.rows) - len(sheet.left)
    yield Text(f"\n{done + 1} of {len(sheet.rows)}  {row.id}", "bold")
    grid = new_grid(3)
    fields = FIELDS[sheet.drawing.of]
    for name, value in row.record.items():
        grid.add_row(str(fields.index(name) + 1) if name in fields else "", name, value or "–")
    yield grid
    for each in row.evidence:
        yield Text(f"   {each}")


def precision_table(found: Iterable[Precision]) -> Table:
    """A line for each share: of all records, then by stratum, then of single fields."""
    made = new_table("what", "stratum")
    for name in ("right", "judged", "share", f"{CONFIDENCE:.0%} interval"):
        made.add_column(name, justify="right")
    for each in found:
        share = each.share
        interval = f"{share.low:.3f}–{share.high:.3f}"
        made.add_row(each.what, each.stratum, str(share.right), str(share.judged), f"{share.value:.3f}", interval)
    return made


def precision_lines(found: Iterable[Precision]) -> Iterator[str]:
    """One JSON object a line."""
    for each in found:
        share = each.share
        fields = {"what": each.what, "stratum": each.stratum or None, "right": share.right, "judged": share.judged}
        yield json.dumps({**fields, "share": share.value, "low": share.low, "high": share.high}, ensure_ascii=False)


def precision_csv(found: Iterable[Precision]) -> Iterator[str]:
    """Comma-separated values with a header."""
    yield csv_line(("what", "stratum", "right", "judged", "share", "low", "high"))
    for each in found:
        share = each.share
        counts = (str(share.right), str(share.judged))
        yield csv_line((each.what, each.stratum, *counts, *(f"{n:.4f}" for n in (share.value, share.low, share.high))))


def agreement_table(found: Iterable[Agreement]) -> Table:
    """A line for the records, then one for each field."""
    made = new_table("what")
    for name in ("both judged", "same", "kappa"):
        made.add_column(name, justify="right")
    for each in found:
        made.add_row(each.what, str(each.both), str(each.same), "–" if each.kappa is None else f"{each.kappa:.2f}")
    return made


def difference_table(pairs: Iterable[tuple[Row, Row]], judges: Sequence[str]) -> Table:
    """A line for each record that two judges judge otherwise."""
    made = new_table("id", *(judge or "?" for judge in judges))
    for pair in pairs:
        made.add_row(pair[0].id, *(_verdict(row) for row in pair))
    return made


def _verdict(row: Row) -> str:
    wrong = f", wrong: {' '.join(row.wrong)}" if row.wrong else ""
    return f"{row.verdict}{wrong}{f' ({row.note})' if row.note else ''}"

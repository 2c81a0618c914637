"""The agreement of two coders as tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from tongshi.annotation.agreement import Agreement
from tongshi.display import new_table


def agreement_table(told: Agreement) -> Table:
    """A line for each figure; the two columns have each coder in turn as the gold."""
    made = new_table("what", "measure")
    for name in ("first as gold", "second as gold", "count"):
        made.add_column(name, justify="right")
    for each in told.figures:
        made.add_row(each.what, each.kind, f"{each.one:.3f}", f"{each.other:.3f}", str(each.count))
    return made


def difference_table(differences: Iterable[tuple[str, ...]]) -> Table:
    """A line for each difference: what, the article, and what the coders have."""
    made = new_table("what", "article", "coded")
    for what, article, *told in differences:
        made.add_row(what, article, "  ".join(filter(None, told)))
    return made

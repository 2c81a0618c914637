"""Where results are written, and the tables, grids and lines that they are written in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table

#: What a formula of a spreadsheet begins with, and numbers that begin so, too.
_FORMULA, _NUMBER = frozenset("=+-@\t\r"), re.compile(r"[+-]\d+(?:\.\d+)?")

#: Width of a table that goes to a file or another program.
WIDE = 160


def console(*, error: bool = False) -> Console:
    """Where results, or messages, are written."""
    made = Console(stderr=error, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = WIDE
    return made


def show(console: Console, part: RenderableType) -> None:
    """Write a part; elsewhere than on a terminal without the blanks that fill its lines."""
    if console.is_terminal:
        console.print(part)
        return
    for line in _lines(console, part):
        console.file.write(f"{line}\n")


def lines(part: RenderableType) -> list[str]:
    """A part as it is written into a file."""
    return _lines(Console(file=io.StringIO(), width=WIDE, highlight=False, markup=False, emoji=False), part)


def _lines(console: Console, part: RenderableType) -> list[str]:
    with console.capture() as captured:
        console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


def new_table(*columns: str) -> Table:
    """An empty table with these columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in {"id", "date"})
    return table


def new_grid(columns: int = 2) -> Table:
    """Labels on the left, text on the right."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns - 1):
        grid.add_column(style="dim", max_width=34, overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def indented(grid: Table, by: int) -> Padding:
    """The same, some columns further to the right."""
    return Padding(grid, (0, 0, 0, by))


def _as_text(value: str) -> str:
    """What an archive says is hostile: `=HYPERLINK(…)` as a title stays a title behind an apostrophe."""
    return f"'{value}" if value[:1] in _FORMULA and not _NUMBER.fullmatch(value) else value


def csv_line(values: Sequence[str]) -> str:
    """Comma-separated values, without the end of the line; none that a spreadsheet would take for a formula."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(map(_as_text, values))
    return line.getvalue()

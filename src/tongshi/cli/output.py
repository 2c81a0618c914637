"""How commands write: lists, files, progress, and the lines beside the results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from tongshi import codec, display, exports
from tongshi.cli.application import FAILED
from tongshi.cli.options import Format
from tongshi.errors import TongshiError
from tongshi.rights import Release, StoreRelease
from tongshi.store import ContactFilter

#: Seconds between two lines of progress where there is no terminal.
LINE_SECONDS = 5.0


T = TypeVar("T")


@contextmanager
def shown_progress(console: Console, line_of: Callable[[T], str], *, quiet: bool) -> Iterator[Callable[[T], None]]:
    """A bar on a terminal, a line every few seconds elsewhere."""
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Bar(*columns, console=console, transient=True) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda progress: bar.update(task, description=line_of(progress))
    else:
        last = time.monotonic()

        def line(progress: T) -> None:
            nonlocal last
            if time.monotonic() - last >= LINE_SECONDS:
                last = time.monotonic()
                console.print(line_of(progress))

        yield line


def write_list(
    store: StoreRelease,
    format_: Format,
    found: Iterator[T],
    made: tuple[
        Callable[[Iterable[T]], RenderableType],
        Callable[[Iterable[T]], Iterator[str]],
        Callable[[Iterable[T]], Iterator[str]],
    ],
    none: str,
) -> bool:
    """Write a list as a table, JSON lines or CSV, and at its end how much was withheld; whether a table had lines."""
    as_table, as_lines, as_csv = made
    if format_ is Format.table:
        console = display.console()
        listed = list(found)
        display.show(console, as_table(listed) if listed else none)
        tell_withheld(console, store)
        return bool(listed)
    write_lines(store, format_, as_lines(found) if format_ is Format.jsonl else as_csv(found))
    return False


def write_lines(release: Release, format_: Format, lines: Iterable[str]) -> None:
    """Write JSON lines or CSV, each record with what it was made from, and at the end how much was withheld."""
    written = exports.json_lines if format_ is Format.jsonl else exports.csv_lines
    for line in written(lines, release.provenance, release.left_out):
        typer.echo(line)


def coded_line(release: Release, record: codec.Record) -> str:
    """A coded article in the file form, with its provenance; one that could not be read has none."""
    made = {} if "rejected" in record else {"provenance": release.provenance.fields}
    return codec.dump_record({**record, **made})


def yaml_lines(release: Release, lines: Iterable[str]) -> Iterator[str]:
    """Lexicon entries with what was withheld as comments behind them."""
    yield from lines
    yield from (f"# {note}" for note in closing_notes(release))


def warn_unmet(release: Release) -> None:
    """An entry that withholds nothing is likely mistyped, and what it was to withhold is shown."""
    for place in release.unmet():
        say(f"{place}: warning: nothing is withheld by this")


def tell_withheld(console: Console, release: Release) -> None:
    """The line that tells how much was withheld, where something was."""
    if told := display.withheld_line(release.left_out):
        display.show(console, told)


def closing_notes(release: Release) -> Iterator[str]:
    """At the foot of a page or of a text that is kept: what it was made from, and what was withheld."""
    yield from exports.closing_notes(release.provenance, release.left_out)


def tell_undated(store: StoreRelease, wanted: ContactFilter) -> None:
    """How many contacts like that are left out because they have no date."""
    if wanted.since or wanted.until:
        count = store.count_contacts(replace(wanted, since=None, until=None, undated=True))
        if count:
            say(f"{count} more without a date (told where neither --since nor --until is given)", prefix="")


def tell_failures(failures: list[str]) -> None:
    """Tracebacks of mistakes of the program, the first few, and the exit code for them."""
    if failures:
        sys.stderr.write("\n".join(islice(failures, 3)))
        say(f"{len(failures)} posts met an internal error (a mistake of the program)")
        raise typer.Exit(FAILED)


def write_file(out: Path, lines: Iterator[str]) -> None:
    """Write all lines, or leave what was there."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        part.replace(out)
    except OSError as error:
        raise TongshiError(f"{out}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def say(message: str, prefix: str = "tongshi: ") -> None:
    """One line for the user, beside the results."""
    typer.echo(prefix + " ".join(message.split()), err=True)

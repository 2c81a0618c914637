"""The command on how many records are right: audit."""

from __future__ import annotations

import secrets
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tongshi import audit as auditing
from tongshi import display
from tongshi.audit import tables
from tongshi.cli.application import INTERRUPTED, app
from tongshi.cli.opening import released
from tongshi.cli.options import DEFAULT_DB, Database, Format, HowMuch, WithholdFile
from tongshi.cli.output import say, write_file
from tongshi.errors import TongshiError
from tongshi.rights import StoreRelease, Texts

#: Records drawn where it is not said how many.
SAMPLE = 100


class Audited(StrEnum):
    """What is drawn."""

    contacts = "contacts"
    engagements = "engagements"
    statements = "statements"


class Strata(StrEnum):
    """What as many are drawn of each of."""

    type = "type"
    status = "status"
    confidence = "confidence"
    outlet = "outlet"


@app.command(epilog="Example: tongshi audit --sample 100 --out sheet.jsonl --judge anna")
def audit(
    *,
    sample: Annotated[int, typer.Option(help="So many records.", min=1)] = SAMPLE,
    of: Annotated[Audited, typer.Option(help="What is drawn.")] = Audited.contacts,
    by: Annotated[Strata | None, typer.Option(help="Draw as many of each type, status, …")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same records.", min=0)] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The sheet: .csv, else JSON lines.")] = None,
    judge: Annotated[str | None, typer.Option(metavar="NAME", help="Judge it here and now, or go on with it.")] = None,
    read: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A sheet filled in; a second one gives the agreement.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How figures are written.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Draw records to be judged right or wrong, and tell how many of all are right, with how much certainty.

    In the sheet the verdict is right, wrong or unsure; of a right record the wrong fields are named.
    """
    if (out is None) == (not read):
        raise typer.BadParameter("give --out FILE to draw a sample, or --read FILE to evaluate one")
    if read:
        _evaluate(read, format_)
        return
    assert out is not None
    if not out.exists():
        with released(db, text, withhold) as store:
            sheet = _drawn(store, sample, of, by or "", secrets.randbelow(10**6) if seed is None else seed, judge or "")
        write_file(out, auditing.sheet_lines(sheet, out))
        say(f"{out}: {len(sheet.rows)} of {sum(sheet.drawing.population.values()):,} {of}, seed {sheet.drawing.seed}")
    elif judge is None:
        raise TongshiError(f"{out}: is there already; --judge NAME goes on with it, --read evaluates it")
    if judge is not None:
        _judge(auditing.read_sheet(out), out, judge)


def _drawn(store: StoreRelease, size: int, of: str, by: str, seed: int, judge: str) -> auditing.Sheet:
    drawn, population = auditing.draw(auditing.listed(store, of, by), size, seed)
    if not drawn:
        raise TongshiError(f"there are no {of} to draw from")
    rows = (auditing.row(store, of, number, *each) for number, each in enumerate(drawn, 1))
    made = store.provenance.fields
    drawing = auditing.Drawing(of=of, by=by, seed=seed, population=population, judge=judge, provenance=made)
    return auditing.Sheet(drawing, tuple(rows))


# --- judging


def _judge(sheet: auditing.Sheet, out: Path, judge: str) -> None:
    """Ask for a verdict on each row that has none; every answer is kept at once."""
    if sheet.drawing.judge not in {"", judge}:
        raise TongshiError(f"{out}: is judged by {sheet.drawing.judge}; another judge takes a sheet of his own")
    sheet = replace(sheet, drawing=replace(sheet.drawing, judge=judge))
    console = display.console()
    try:
        for row in sheet.left:
            answer = _asked(console, sheet, row)
            if answer is None:
                break
            sheet = sheet.judged(answer)
            write_file(out, auditing.sheet_lines(sheet, out))
    except (KeyboardInterrupt, EOFError):
        _tell_left(sheet, out)
        raise typer.Exit(INTERRUPTED) from None
    _tell_left(sheet, out)


def _tell_left(sheet: auditing.Sheet, out: Path) -> None:
    done = len(sheet.rows) - len(sheet.left)
    then = "the same command goes on" if sheet.left else f"`tongshi audit --read {out}` tells what they say"
    say(f"{out}: {done} of {len(sheet.rows)} judged; {then}")


_VERDICTS = {"r": "right", "w": "wrong", "u": "unsure"}


def _asked(console: Console, sheet: auditing.Sheet, row: auditing.Row) -> auditing.Row | None:
    """The row with a verdict; None where the judge wants to end."""
    for part in tables.question(sheet, row):
        display.show(console, part)
    while True:
        letter, _, note = (
            console.input("right, wrong, unsure or quit (r, w, u, q; then a note): ").strip().partition(" ")
        )
        if letter == "q":
            return None
        if letter in _VERDICTS:
            break
    wrong = _wrong_fields(console, auditing.FIELDS[sheet.drawing.of]) if letter == "r" else ()
    return replace(row, verdict=_VERDICTS[letter], wrong=wrong, note=note.strip())  # type: ignore[arg-type]


def _wrong_fields(console: Console, fields: tuple[str, ...]) -> tuple[str, ...]:
    while True:
        given = console.input("which fields are wrong (numbers or names; none: Enter): ").replace(",", " ").split()
        named = {str(number): name for number, name in enumerate(fields, 1)} | {name: name for name in fields}
        if all(each in named for each in given):
            return tuple(dict.fromkeys(named[each] for each in given))


# --- evaluating


def _evaluate(paths: list[Path], format_: Format) -> None:
    sheets = [auditing.read_sheet(path) for path in paths]
    if len(sheets) > 2:
        raise typer.BadParameter("agreement is of two sheets")
    if len({sheet.drawing.of for sheet in sheets}) > 1:
        raise TongshiError("the two sheets are not of the same kind of records")
    console = display.console()
    for path, sheet in zip(paths, sheets, strict=True):
        found = list(auditing.precisions(sheet))
        if format_ is Format.table:
            for line in _told(path, sheet):
                display.show(console, line)
            display.show(console, tables.precision_table(found) if found else "nothing is judged yet")
        else:
            made = tables.precision_lines if format_ is Format.jsonl else tables.precision_csv
            for line in made(found):
                typer.echo(line)
    if len(sheets) == 2 and format_ is Format.table:
        display.show(console, tables.agreement_table(auditing.agreements(*sheets)))
        differing = list(auditing.differences(*sheets))
        if differing:
            display.show(console, tables.difference_table(differing, [sheet.drawing.judge for sheet in sheets]))


def _told(path: Path, sheet: auditing.Sheet) -> list[str]:
    drawing, made = sheet.drawing, sheet.drawing.provenance
    unsure = sum(row.verdict == "unsure" for row in sheet.rows)
    whole = sum(drawing.population.values())
    head = f"{path}: {len(sheet.rows)} of {whole:,} {drawing.of}"
    head += f", as many of each {drawing.by}" if drawing.by else ""
    told = [f"{head}, seed {drawing.seed}, judged by {drawing.judge or '?'}"]
    told.append("drawn from " + "; ".join(f"{name} {value}" for name, value in made.items()))
    if sheet.left or unsure:
        told.append(f"not judged: {len(sheet.left)}; unsure, and left out: {unsure}")
    return told

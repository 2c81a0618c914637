"""Commands on people and offices: learn, who, office."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tongshi import display, roster
from tongshi.cli.application import app
from tongshi.cli.asked import day_given
from tongshi.cli.opening import registry_of, released
from tongshi.cli.options import DEFAULT_DB, Database, Format, HowMuch, RecordFormat, WithholdFile
from tongshi.cli.output import tell_withheld, write_file, write_lines, yaml_lines
from tongshi.rights import Texts
from tongshi.whois import around, dossiers, holders, office_named

#: Where nothing was learnt: what it takes.
_NOTHING = (
    "nothing was learnt: `build` learns a name that the registry does not have from two articles, no copies of each "
    "other, that give its Latin spelling, or from three that give it with a title"
)


class LearntFormat(StrEnum):
    """How what was learnt is written."""

    table = "table"
    jsonl = "jsonl"
    yaml = "yaml"


@app.command(epilog="Example: tongshi learn --out people.yml")
def learn(
    *,
    format_: Annotated[LearntFormat, typer.Option("--format", help="How to write it.")] = LearntFormat.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write lexicon entries here, to adopt.")] = None,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List what `build` learnt of people: spellings and offices that the registry does not have."""
    with released(db, Texts.evidence, withhold) as store:
        learnt = store.learnt()
        if out is not None:
            write_file(out, yaml_lines(store, roster.learnt_yaml(learnt)))
        elif format_ is LearntFormat.table:
            console = display.console()
            display.show(console, roster.learnt_table(learnt) if learnt else _NOTHING)
            tell_withheld(console, store)
        elif format_ is LearntFormat.yaml:
            for line in yaml_lines(store, roster.learnt_yaml(learnt)):
                typer.echo(line)
        else:
            write_lines(store, Format.jsonl, roster.learnt_lines(learnt))


@app.command(epilog="Example: tongshi who 布林肯")
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any spelling, Latin or Chinese, or an id.")],
    *,
    limit: Annotated[int, typer.Option(help="Show at most so many contacts of each.", min=0)] = 10,
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to write it.")] = RecordFormat.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell who somebody is: spellings by region and outlet, offices with their evidence, contacts."""
    with released(db, text, withhold) as store:
        found = dossiers(store, name, registry_of(db), limit)
        if format_ is RecordFormat.jsonl:
            write_lines(store, Format.jsonl, roster.dossier_lines(found))
            return
        console = display.console()
        for told in found:
            for part in roster.dossier(told):
                display.show(console, part)
        tell_withheld(console, store)


@app.command(epilog="Example: tongshi office 美国国务卿 --on 2021-02-01")
def office(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="With its state: US 国务卿, 美国国务卿.")],
    *,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="On this day; else all holders.")] = None,
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to write it.")] = RecordFormat.table,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell who held an office, by the registry and by what was learnt."""
    registry = registry_of(db)
    asked, day = office_named(title, registry), day_given(on, last=False)
    with released(db, Texts.evidence, withhold) as store:
        found = holders(store, asked, registry, day)
        others = around(store, asked, registry, day) if day and not found else ()
        if format_ is RecordFormat.jsonl:
            write_lines(store, Format.jsonl, roster.holder_lines(found))
            return
        console = display.console()
        if found:
            display.show(console, roster.holder_table(found))
        else:
            display.show(console, "no holder is known" + (" on that day; before and after it:" if others else ""))
            if others:
                display.show(console, roster.holder_table(others))
        tell_withheld(console, store)

"""The command on the user's own lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tongshi import display, knowing
from tongshi.cli.application import MISTAKE, app
from tongshi.cli.opening import folder_beside
from tongshi.cli.options import DEFAULT_DB, Database, ProjectFolder
from tongshi.errors import TongshiError
from tongshi.pipeline import Sources
from tongshi.project import additions, initialise, problems, project_layer, read_project
from tongshi.store import (
    open_store,
)


@app.command(epilog="Example: tongshi knowledge --check")
def knowledge(
    *,
    folder: ProjectFolder = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell what is wrong: everything, a line each.")] = False,
    init: Annotated[bool, typer.Option("--init", help="Write a template for each lexicon that is not there.")] = False,
    past: Annotated[bool, typer.Option("--history", help="List what the builds of the database knew.")] = False,
    db: Database = DEFAULT_DB,
) -> None:
    """Show what your own lexicons add to the shipped ones; check, begin, or look back at them."""
    console = display.console()
    if check + init + past > 1:
        raise typer.BadParameter("give one of --check, --init and --history")
    if past:
        with open_store(db) as store:
            display.show(console, knowing.history_table(store.knowledge()))
        return
    place = folder or folder_beside(db)
    if place is None:
        raise TongshiError("the database is no file, so no folder lies beside it; give --knowledge FOLDER")
    if init:
        written = initialise(place)
        typer.echo(f"{place}: {len(written)} templates written" if written else f"{place}: nothing was missing")
    elif check:
        _check(place)
    else:
        _show_knowledge(console, place, given=folder is not None)


def _check(folder: Path) -> None:
    """Tell all that is wrong in a folder; then it is a mistake of the user's."""
    found = 0
    for problem in problems(project_layer(folder)):
        found += 1
        typer.echo(str(problem))
    if found:
        raise typer.Exit(MISTAKE)
    typer.echo(f"{folder}: nothing is wrong")


def _show_knowledge(console: Console, folder: Path, *, given: bool) -> None:
    project = read_project(folder) if given or folder.is_dir() else ()
    typer.echo(f"version  {Sources(project).version}")
    typer.echo(f"folder   {folder if project else f'{folder} (nothing in it)'}")
    for layer in project:
        for name, text in layer.files:
            typer.echo(f"         {name}.yml, {len(text.splitlines())} lines")
    display.show(console, knowing.addition_table(additions(project)))

"""Commands on the database as a whole: migrate, copy, verify."""

from __future__ import annotations

from typing import Annotated

import typer

from tongshi import display
from tongshi.cli.application import MISTAKE, app
from tongshi.cli.options import DEFAULT_DB, Database
from tongshi.store import migrate as migrate_store
from tongshi.store import open_store


@app.command(epilog="Example: tongshi migrate --db postgresql:///news")
def migrate(db: Database = DEFAULT_DB) -> None:
    """Bring a database that an older Tongshi made up to date."""
    before, after = migrate_store(db)
    typer.echo(f"schema {after}: nothing to do" if before == after else f"schema {before} brought to {after}")


@app.command(epilog="Example: tongshi copy tongshi.db postgresql:///news")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A database: a file, or an address.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Another one, new or empty.")],
) -> None:
    """Copy a database into a new one, of the same or of the other kind; what arrives is compared with what was read."""
    with open_store(source) as old, open_store(target, write=True) as new:
        counts = new.copy_from(old)
        table = display.new_table("table", "rows")
        for name, rows in counts.items():
            if rows:
                table.add_row(name, str(rows))
        display.show(display.console(), table)
        typer.echo(f"all {sum(counts.values())} rows arrived as they were")


@app.command(epilog="Example: tongshi verify --db tongshi.db")
def verify(db: Database = DEFAULT_DB) -> None:
    """Check that a database is what it says: places in texts, ids, keys, numbers. Lists what is wrong, by table and id.

    Ids only are shown, no texts.
    """
    with open_store(db) as store:
        found = 0
        for fault in store.faults():
            typer.echo(f"{fault.table} {fault.id}: {fault.what}")
            found += 1
        if found:
            typer.echo(f"{found} faults")
            raise typer.Exit(MISTAKE)
        totals = store.totals()
        typer.echo(f"nothing is wrong with {totals.posts} articles and {totals.contacts} contacts")

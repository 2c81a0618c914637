"""Commands on the file of users who may log in to the pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tongshi import display
from tongshi.cli.application import app

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    group,
    name="users",
    help="Who may log in to the pages, with `tongshi serve --users FILE`.",
    epilog="Example: tongshi users list --file users.yml",
)

UserName = Annotated[str, typer.Argument(metavar="NAME", help="Decisions in review are signed with it.")]
Users = Annotated[Path, typer.Option("--file", metavar="FILE", help="The file of users.")]


@group.command(epilog="Example: tongshi users add chen --role reviewer --file users.yml")
def add(
    name: UserName,
    file: Users,
    role: Annotated[str, typer.Option(help="A reader reads; a reviewer also decides.")] = "reader",
) -> None:
    """Add a user, or give one another password and role. The password is asked for twice, or read from standard input.

    The file is made where there is none; nobody but its owner can read it, and passwords stand in it as scrypt hashes.
    """
    from tongshi.web.guard.users import add_user  # noqa: PLC0415  # the pages need not be loaded for other commands

    known = add_user(file, name, role, _password)
    typer.echo(f"{name} {'changed' if known else 'added'}: {role}")


@group.command("list", epilog="Example: tongshi users list --file users.yml")
def list_(file: Users) -> None:
    """List the users and what they may do."""
    from tongshi.web.guard.users import read_users  # noqa: PLC0415

    table = display.new_table("name", "role")
    for user in read_users(file):
        table.add_row(user.name, user.role)
    display.show(display.console(), table)


@group.command(epilog="Example: tongshi users remove chen --file users.yml")
def remove(name: UserName, file: Users) -> None:
    """Remove a user; whoever is logged in by that name is logged out."""
    from tongshi.web.guard.users import remove_user  # noqa: PLC0415

    remove_user(file, name)
    typer.echo(f"{name} removed")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().removesuffix("\n").removesuffix("\r")

"""The command `tongshi` itself, to which every module of commands adds its own."""

from __future__ import annotations

import typer

#: Exit codes: a user's mistake; an interrupt; a build that met internal errors.
MISTAKE, INTERRUPTED, FAILED = 2, 130, 1


app = typer.Typer(
    name="tongshi",
    help="A sourced record of diplomatic contact, read out of Chinese-language news archives.",
    epilog="Example: tongshi build posts/ && tongshi engagements --between US CN --since 2021-01",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

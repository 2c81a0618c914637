"""The command `tongshi` itself, to which every module of commands adds its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from tongshi.errors import TongshiError

#: Exit codes: a user's mistake; an interrupt; a build that met internal errors.
MISTAKE, INTERRUPTED, FAILED = 2, 130, 1


class Command(TyperCommand):
    """A command whose options that take two polities say so where they are given one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the library's, which takes the next option for the second of the two."""
        for option in self._lacking(args):
            alone = f"; with one alone it is --polity {_example(args, option)}" if self._takes("--polity") else ""
            raise TongshiError(f"{option} takes two polities, as in {option} US CN{alone}")
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """As the library's, with arguments as they are called: ARCHIVE..., [POST...], not {ARCHIVE...}...."""
        arguments = (_called(param) for param in self.get_params(ctx) if param.param_type_name == "argument")
        return [*filter(None, [self.options_metavar]), *arguments]

    def _lacking(self, args: Sequence[str]) -> Iterator[str]:
        pairs = {name for param in self.params if param.nargs == 2 for name in param.opts}
        for at, each in enumerate(args):
            if each == "--":
                return
            if each in pairs and sum(not value.startswith("-") for value in args[at + 1 : at + 3]) < 2:
                yield each

    def _takes(self, option: str) -> bool:
        return any(option in param.opts for param in self.params)


def _called(argument: Any) -> str:
    name: str = argument.metavar or argument.name.upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _example(args: Sequence[str], option: str) -> str:
    given = next(iter(args[args.index(option) + 1 :]), "")
    return given if given and not given.startswith("-") else "US"


class Group(TyperGroup):
    """All commands: whichever is interrupted ends with one line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the library's, which knows no options of the commands."""
        first = args[0].partition("=")[0] if args else ""
        known = (name for each in self.commands.values() for param in each.params for name in param.opts)
        if first.startswith("--") and first in known:
            raise TongshiError(f"{first} stands behind the command: tongshi COMMAND {first} …")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("tongshi: interrupted\n")
            raise typer.Exit(INTERRUPTED) from None


class Application(typer.Typer):
    """What commands are added to."""

    def command(
        self, name: str | None = None, *, cls: type[TyperCommand] | None = Command, **settings: Any
    ) -> Callable[[Any], Any]:
        """As the library's, for commands of this program."""
        return super().command(name, cls=cls, **settings)


app = Application(
    name="tongshi",
    cls=Group,
    help="A sourced record of diplomatic contact, read out of Chinese-language news archives.",
    epilog="Example: tongshi build posts/ && tongshi engagements --between US CN --since 2021-01",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(asked: bool) -> None:
    if asked:
        from tongshi.provenance import program  # noqa: PLC0415 - needed by this option only

        typer.echo(program())
        raise typer.Exit


@app.callback()
def tongshi(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Tell the version of the program.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """A sourced record of diplomatic contact, read out of Chinese-language news archives."""

"""The command line: thin, every command calls the library and shows what it answers."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

# commands are listed in this order
from tongshi.cli import reading, contacts, series, agenda, network, statements, people  # noqa: F401
from tongshi.cli import articles, lexicons, review, judging, coding, keeping, pages, users  # noqa: F401
from tongshi.cli.application import INTERRUPTED, MISTAKE, app
from tongshi.cli.output import say
from tongshi.errors import TongshiError

__all__ = ["all_commands", "main"]


#: What is wrong where standard output takes no more.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@functools.cache
def all_commands() -> Any:
    """The command line as one command, made once: that takes longer than many a command does."""
    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line: a mistake of the user is one line and exit code 2, a bug keeps its traceback."""
    try:
        all_commands()(arguments)
    except TongshiError as error:
        say(str(error))
        sys.exit(MISTAKE)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left is not written at the end either
        say(f"what is written is cut off: {error.strerror}")
        sys.exit(MISTAKE)
    except KeyboardInterrupt:  # before a command has begun
        say("interrupted")
        sys.exit(INTERRUPTED)

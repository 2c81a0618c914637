"""The command `tongshi` as it is installed: an interrupt while its modules are still being loaded is one line, too.

It stands outside of the package, of which importing any part loads the most.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130


def main() -> None:
    """Load the command line, then run it."""
    waiting = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where it is to be ignored
    if waiting:
        signal.signal(signal.SIGINT, _end)
    from tongshi.cli import main as run  # noqa: PLC0415

    if waiting:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Nothing has been begun that would have to be ended."""
    os.write(2, b"tongshi: interrupted\n")
    os._exit(INTERRUPTED)

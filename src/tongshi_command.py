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
    is_heard = hear()
    from tongshi.cli import main as run  # noqa: PLC0415

    if is_heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def hear() -> bool:
    """From now on an interrupt is one line; False where interrupts are to be ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    return signal.getsignal(signal.SIGINT) is _end


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Nothing has been begun that would have to be ended."""
    os.write(2, b"tongshi: interrupted\n")
    os._exit(INTERRUPTED)

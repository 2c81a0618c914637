"""Runs the command line and sends itself a signal on the way: `python interrupted_build.py SIGNAL POINT:N ARGUMENT...`.

A point is a function on a build's way; the signal comes when it is called the N-th time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from tongshi.cli import main
from tongshi.store import copying, fusing, schema, writing
from tongshi.store.store import Store

POINTS: dict[str, tuple[Any, str]] = {
    "schema": (schema, "upgrade"),
    "start": (Store, "begin_run"),
    "read": (import_module("tongshi.build"), "read_chunk"),
    "write": (Store, "write"),  # between two chunks
    "records": (writing, "_write_posts"),  # in the middle of one
    "places": (writing, "_write_places"),
    "sweep": (writing, "sweep"),
    "states": (writing, "_new_states"),
    "numbers": (writing, "_number"),
    "fuse": (Store, "fuse"),
    "compare": (copying, "compare"),
    "contacts": (fusing, "write"),
    "end": (Store, "end_run"),
}


def run_interrupted(with_signal: str, point: str, arguments: Sequence[str]) -> None:
    """Run the command line; it is not expected to come to its end."""
    place, _, times = point.partition(":")
    owner, name = POINTS[place]
    original: Callable[..., Any] = getattr(owner, name)
    left = int(times or 1)

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), getattr(signal, with_signal))
        return original(*args, **kwargs)

    setattr(owner, name, interrupted)
    main(arguments)


if __name__ == "__main__":
    run_interrupted(sys.argv[1], sys.argv[2], sys.argv[3:])

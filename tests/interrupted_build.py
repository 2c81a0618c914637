"""Runs `tongshi build` and kills it at a given point: `python interrupted_build.py SIGNAL POINT:N ARGUMENT...`.

A point is a function on the build's way; the signal comes when it is called the N-th time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import tongshi.build  # noqa: F401 - so that the module is in sys.modules, whatever the package calls it
from tongshi.cli import main
from tongshi.store import schema, writing
from tongshi.store.store import Store

POINTS: dict[str, tuple[Any, str]] = {
    "schema": (schema, "upgrade"),
    "start": (Store, "begin_run"),
    "read": (sys.modules["tongshi.build"], "read_chunk"),
    "write": (Store, "write"),  # between two chunks
    "records": (writing, "_write_posts"),  # in the middle of one
    "places": (writing, "_write_places"),
    "sweep": (writing, "sweep"),
    "states": (writing, "_new_states"),
    "numbers": (writing, "_number"),
    "fuse": (Store, "fuse"),
    "contacts": (writing, "write_contacts"),
    "end": (Store, "end_run"),
}


def interrupt(point: str, number: int, with_signal: int) -> None:
    """Let the signal come at the point."""
    owner, name = POINTS[point]
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), with_signal)
        return original(*args, **kwargs)

    setattr(owner, name, interrupted)


if __name__ == "__main__":
    tongshi_build = sys.modules["tongshi.build"]
    tongshi_build.CHUNK = 4  # type: ignore[attr-defined]
    place, _, times = sys.argv[2].partition(":")
    interrupt(place, int(times or 1), getattr(signal, sys.argv[1]))
    main(sys.argv[3:])

"""A few of the points that `python -m tests.faults` tries many of, and two builds at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.databases import KINDS, Databases
from tests.faults import TASKS, Task, Trials, of_posts, run_command, started, told, undisturbed
from tongshi.store import open_store

TIMES = 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_killed_anywhere_and_run_again(tmp_path: Path, task: Task, kind: str) -> None:
    trials = Trials(task, kind, tmp_path)
    outcomes = {seed: trials.run(seed) for seed in range(1, TIMES + 1)}
    assert {seed: wrong for seed, (_, wrong) in outcomes.items() if wrong} == {}
    assert any(killed for killed, _ in outcomes.values())


def test_two_builds_at_once(tmp_path: Path, databases: Databases) -> None:
    """One waits, or says so and is run again; both archives are in, as if one had come after the other."""
    for part, first in (("one", 0), ("two", 10)):
        told(tmp_path / part / "posts", first)
        undisturbed(of_posts(databases("after"), tmp_path / part))
    together = [of_posts(databases("together"), tmp_path / part) for part in ("one", "two")]
    processes = [started(partial(run_command, arguments)) for arguments in together]
    for process in processes:
        process.join()
    assert {process.exitcode for process in processes} <= {0, 2}
    for process, arguments in zip(processes, together, strict=True):
        if process.exitcode:
            undisturbed(arguments)
    with open_store(databases("together")) as store, open_store(databases("after")) as want:
        assert list(store.faults()) == []
        assert store.digest() == want.digest()
        assert len({place.path for place in store.places()}) == 21


def test_who_waits_for_a_build_gets_its_turn(databases: Databases) -> None:
    """The first takes the file away that keeps the two apart: the second must not take that for a fault."""
    told_order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        with open_store(databases("one"), write=True) as store:
            waiting.set()
            with store.alone():
                told_order.append("second")

    with open_store(databases("one"), write=True) as store, ThreadPoolExecutor(1) as pool:
        with store.alone():
            later = pool.submit(second)
            waiting.wait(10)
            time.sleep(0.3)  # so that it waits for the lock itself
            told_order.append("first")
        later.result(20)
    assert told_order == ["first", "second"]

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import KINDS, Databases, fresh, statements_shared, tables_copied, taken_away
from tests.serving import sample_store
from tongshi.cli import main

# tests are not timed: a machine that does other work as well fails none
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# a shell that runs them in the background has them ignore interrupts, and so would all they start and interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays: no garbage need be looked for in it, neither meanwhile nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _stores_are_made_quickly() -> Iterator[None]:
    """They are made by the hundred."""
    with tables_copied(), statements_shared():
        yield


@pytest.fixture(autouse=True)
def _databases_go() -> Iterator[None]:
    """What a test made on the server goes with it."""
    with taken_away():
        yield


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Empty databases; the test runs with each kind of them."""
    return cache(partial(fresh, request.param, tmp_path))


@pytest.fixture
def db(databases: Databases) -> str:
    """The address of an empty database; the test runs with each kind of them."""
    return databases("a")


@pytest.fixture(scope="session")
def samples_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample archive, in which nobody writes: who wants to takes a copy."""
    return sample_store(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def ran(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[str, str]]:
    """Runs the command line beside a file of the test's, which has to end well: what it writes, and its messages."""
    monkeypatch.chdir(db.parent)

    def run(*arguments: str) -> tuple[str, str]:
        with pytest.raises(SystemExit, match="0"):
            main(list(arguments))
        return tuple(capsys.readouterr())

    return run

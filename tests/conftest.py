from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from tests.databases import KINDS, Databases, fresh, taken_away


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

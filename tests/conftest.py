from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import pytest

from tests.databases import KINDS, Databases, fresh


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Empty databases; the test runs with each kind of them."""
    return cache(partial(fresh, request.param, tmp_path))


@pytest.fixture
def db(databases: Databases) -> str:
    """The address of an empty database; the test runs with each kind of them."""
    return databases("a")

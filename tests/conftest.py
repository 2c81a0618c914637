from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Addresses of empty databases, by a name of one's own; the test runs with each kind of them."""
    return partial(fresh, request.param, tmp_path)


@pytest.fixture
def db(databases: Callable[[str], str]) -> str:
    """The address of an empty database; the test runs with each kind of them."""
    return databases("a")

"""YAML files of cases → pytest parameters, one id each; `gap` marks what is known to be missed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

try:
    from yaml import CSafeLoader as _Loader  # a tenth of the time
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_FOLDER = Path(__file__).parent / "cases"


@cache
def rows(name: str) -> Any:
    """What a file of cases holds."""
    return yaml.load((_FOLDER / f"{name}.yml").read_text("utf-8"), _Loader)


def cases(name: str) -> list[Any]:
    found = rows(name)
    ids = [row.get("text") or row["why"] for row in found]  # a case of several texts goes by what it is for
    assert len(ids) == len(set(ids)), f"{name}.yml repeats a case"
    return [
        pytest.param(
            row,
            id=(row.get("text") or row["why"])[:24],
            marks=[pytest.mark.xfail(strict=True, reason=row["gap"])] if "gap" in row else [],
        )
        for row in found
    ]

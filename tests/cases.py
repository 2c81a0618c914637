"""YAML files of cases → pytest parameters, one id each; `gap` marks what is known to be missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    ids = [row.get("text") or row["why"] for row in rows]  # a case of several texts goes by what it is for
    assert len(ids) == len(set(ids)), f"{name}.yml repeats a case"
    return [
        pytest.param(
            row,
            id=(row.get("text") or row["why"])[:24],
            marks=[pytest.mark.xfail(strict=True, reason=row["gap"])] if "gap" in row else [],
        )
        for row in rows
    ]

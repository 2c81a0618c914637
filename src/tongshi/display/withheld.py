"""What was withheld, counted."""

from __future__ import annotations

import json
from collections.abc import Mapping

_ONE = {"addresses": "address"}


def withheld_line(left_out: Mapping[str, int]) -> str:
    """`withheld: 2 contacts, 1 source`; nothing where nothing was."""
    told = [f"{count:,} {kind if count > 1 else _ONE.get(kind, kind[:-1])}" for kind, count in _counted(left_out)]
    return f"withheld: {', '.join(told)}" if told else ""


def withheld_json(left_out: Mapping[str, int]) -> str:
    """The same as a line of JSON, which ends a list."""
    return json.dumps({"withheld": dict(_counted(left_out))})


def _counted(left_out: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(kind, count) for kind, count in sorted(left_out.items()) if count]

"""Decisions and their values in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongshi import codec
from tongshi.decisions.record import Decision, Kind


def shown(field: str, value: Any) -> str:
    """A value as it is told: `2021-02-10`, `北京:CN`, `王毅:CN, 布林肯:US`."""
    match field:
        case "date":
            return _date(value)
        case "place":
            return ":".join(part or "" for part in (value["city"], value["polity"])).strip(":") or "none"
        case "participants":
            return ", ".join(f"{each['name'] or each['office']}:{each['polity'] or '?'}" for each in value) or "nobody"
        case "polities" | "topics":
            return ", ".join(value) or "none"
    return str(value)


def _date(value: dict[str, Any]) -> str:
    when = codec.date_from(value)
    if when.start is None:
        return "unknown"
    first = when.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[when.precision]]
    return f"{first}/{when.end.isoformat()}" if when.end else first


#: What was done, of the kinds that need no more words.
_DONE: Mapping[Kind, str] = {
    "accept": "accepted",
    "reject": "rejected",
    "merge": "merged",
    "split": "split",
    "same": "the same person",
    "different": "different people",
    "undo": "undone",
}


def what(decision: Decision) -> str:
    """What was decided: `date corrected from 2021-02-10 to 2021-02-11`."""
    match decision.kind:
        case "correct":
            values = f"from {shown(decision.field, decision.former)} to {shown(decision.field, decision.value)}"
            return f"{decision.field} corrected {values}"
        case "add":
            return f"added: {decision.value['type']} {shown('participants', decision.value['participants'])}"
    return _DONE[decision.kind]


def whose(decision: Decision) -> str:
    """Who decided, when, and why: `王, 2026-11-29 04:00 UTC: a slip`."""
    told = f"{decision.by}, {decision.at[:16].replace('T', ' ')} UTC"
    return f"{told}: {decision.why}" if decision.why else told

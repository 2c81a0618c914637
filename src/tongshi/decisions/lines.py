"""Decisions ↔ JSON lines, one a decision, in order of their ids.

Ids are made of content, so new lines come to stand between old ones, not all at the end: two files that grew apart
are joined by git without a conflict, and any order of lines says the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tongshi.decisions.record import Decision, from_form
from tongshi.errors import LedgerError


def dump(decisions: Iterable[Decision]) -> Iterator[str]:
    """Each decision once, as a line without its end."""
    found = {decision.id: decision for decision in decisions}
    for id_ in sorted(found):
        yield json.dumps({"id": id_, **found[id_].form()}, ensure_ascii=False, sort_keys=True)


def parse(lines: Iterable[str], name: str) -> tuple[Decision, ...]:
    """The decisions of some lines; raises LedgerError with `name` and the number of the first line that is wrong."""
    found: dict[str, Decision] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                decision = _parsed(line)
            except LedgerError as error:
                raise LedgerError(f"{name}:{number}: {error}") from error
            found[decision.id] = decision
    return tuple(found.values())


def _parsed(line: str) -> Decision:
    try:
        form = json.loads(line, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise LedgerError("not a line of JSON") from error
    if not isinstance(form, dict):
        raise LedgerError("not a decision")
    id_ = form.pop("id", None)
    decision = from_form(form)
    if decision.id != id_:
        raise LedgerError(f"{id_}: the id of another decision: was the line changed by hand?")
    return decision


def _refused(constant: str) -> None:
    raise ValueError(constant)

"""Who says what of a contact: the values that its reports give each field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongshi.fusion.candidates import Candidate
from tongshi.fusion.together import conflicts
from tongshi.records import Place, When

#: A value: a type, status or caller, a date, a place, or the names of those who take part.
Value = str | When | Place | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value of a field, and the ids of the engagements that give it, in order of publication."""

    field: str
    value: Value
    engagements: tuple[str, ...]
    contested: bool  # others give a value that cannot be so at once


def claims(candidates: Sequence[Candidate]) -> tuple[Claim, ...]:
    """The values of each field of which there are several, the commonest first; `candidates` as published."""
    contested = set(conflicts(candidates))
    names: dict[str, str] = {}
    for each in candidates:
        for who in each.who:
            names.setdefault(who.person or who.short, who.name)

    def people(candidate: Candidate) -> tuple[str, ...]:
        return tuple(sorted({names[who.person or who.short] for who in candidate.who}))

    fields: dict[str, Callable[[Candidate], Value]] = {
        "type": lambda each: each.type,
        "date": lambda each: each.when,
        "place": lambda each: each.place,
        "participants": people,
        "caller": lambda each: each.told.caller,
    }
    found: list[Claim] = []
    for field, told in fields.items():
        values: dict[Value, list[str]] = {}
        for each in candidates:
            if (value := told(each)) not in {"", (), Place(), When()}:
                values.setdefault(value, []).append(each.id)
        if len(values) > 1:
            by_count = sorted(values.items(), key=lambda each: -len(each[1]))
            found += [Claim(field, value, tuple(ids), field in contested) for value, ids in by_count]
    return tuple(found)

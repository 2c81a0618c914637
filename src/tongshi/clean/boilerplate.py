"""What `boilerplate.yml` says: class names and sentence patterns of all that is no part of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from tongshi.errors import LexiconError
from tongshi.lexicon import Entry, entries, strings
from tongshi.records import Role

Where = Literal["line", "start", "tail", "opens", "ends"]

#: Lines of this length and more are never boilerplate by a pattern that does not say how long it may be.
_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over folded text, and what a line that it fits is."""

    id: str
    role: Role
    where: Where
    pattern: re.Pattern[str]
    limit: int

    def fits(self, line: str) -> bool:
        """Whether a whole folded line is what the rule describes (for `tail`: ends with it)."""
        if len(line) > self.limit and self.where != "tail":
            return False
        if self.where == "tail":
            return self.pattern.search(line) is not None
        found = self.pattern.match(line) if self.where == "start" else self.pattern.fullmatch(line)
        return found is not None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """All rules, and the class names of pages with the role of what they hold."""

    marks: Mapping[str, Role]
    rules: tuple[Rule, ...]
    tails: tuple[Rule, ...]
    quick: re.Pattern[str]  # fits every line that one of the rules fits, and few others
    longest: int

    def of(self, line: str) -> Rule | None:
        """The rule that a folded line is boilerplate by, if any."""
        if len(line) > self.longest or not self.quick.match(line):
            return None
        return next((rule for rule in self.rules if rule.fits(line)), None)


def load_boilerplate() -> Boilerplate:
    """Read `boilerplate.yml`; raises `LexiconError`."""
    marks: dict[str, Role] = {}
    rules: list[Rule] = []
    for entry in entries("boilerplate"):
        role = _role(entry)
        if "pattern" in entry:
            rules.append(_rule(entry, role))
        marks.update(dict.fromkeys(strings(entry, "marks"), role))
    lines = [rule for rule in rules if rule.where != "tail"]
    return Boilerplate(
        marks, tuple(lines), tuple(rule for rule in rules if rule.where == "tail"), _union(lines),
        max((rule.limit for rule in lines), default=0),
    )


def _union(rules: Sequence[Rule]) -> re.Pattern[str]:
    """One pattern that sorts out, at the price of one match, the lines that no rule fits."""
    whole = (f"(?:{rule.pattern.pattern})" + ("" if rule.where == "start" else r"\Z") for rule in rules)
    return re.compile("|".join(whole))


def _role(entry: Entry) -> Role:
    role = entry.get("role")
    if role not in get_args(Role):
        raise LexiconError(f"boilerplate.yml: {entry.get('id')}: no such role: {role}")
    return role


def _rule(entry: Entry, role: Role) -> Rule:
    where = entry.get("where")
    if where not in get_args(Where):
        raise LexiconError(f"boilerplate.yml: {entry.get('id')}: no such place: {where}")
    try:
        pattern = re.compile(entry["pattern"] + (r"\Z" if where == "tail" else ""))
    except re.error as error:
        raise LexiconError(f"boilerplate.yml: {entry['id']}: {error}") from error
    return Rule(entry["id"], role, where, pattern, int(entry.get("limit", _LIMIT)))

"""What `boilerplate.yml` and `furniture.yml` say: class names and patterns of all that is no part of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, get_args

from ahocorasick_rs import AhoCorasick, Implementation

from tongshi.lexicon import Entry, Layers, entries, strings
from tongshi.records import Role

Where = Literal["line", "start", "tail", "opens", "ends", "last", "edge"]

#: A sign-off is at most this long.
_TAIL = 120

#: More of them behind one line are no sign-offs but a line that was made of their marks.
_MOST_TAILS = 20

#: Lines are sorted out by one pattern for all rules that may fit a line of their length.
_LENGTHS = (60, 160, 10_000)

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
    words: tuple[str, ...] = ()  # one of them stands in every line that it fits
    ends: str = ""  # characters with which a `tail` ends

    def fits(self, line: str) -> bool:
        """Whether a whole folded line is what the rule describes (for `tail`: ends with it)."""
        if len(line) > self.limit and self.where != "tail":
            return False
        if self.where == "tail":
            return self.pattern.search(line) is not None
        found = self.pattern.match(line) if self.where == "start" else self.pattern.fullmatch(line)
        return found is not None


class Worded:
    """Rules that fit only lines with one of their words: all words are looked for at once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_word: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in rule.words:
                by_word.setdefault(word, []).append(rule)
        self._automaton = AhoCorasick(list(by_word), implementation=Implementation.DFA)  # few words, many lines
        self._rules = [tuple(each) for each in by_word.values()]

    def hits(self, text: str) -> list[tuple[int, tuple[Rule, ...]]]:
        """Where in folded text a word stands, in order, and whose it is."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(((start, self._rules[word]) for word, start, _ in found), key=itemgetter(0))


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """All rules, and the class names of pages with the role of what they hold."""

    marks: Mapping[str, Role]
    rules: tuple[Rule, ...]
    tails: tuple[Rule, ...]
    worded: Worded  # those that need not be tried where none of their words stands
    #: Up to which length: what fits each line that one of the other rules fits.
    quick: tuple[tuple[int, re.Pattern[str]], ...]
    tail: re.Pattern[str]  # fits where one of the tails fits
    ends: frozenset[str]  # characters with which a tail ends
    notes: tuple[Rule, ...]  # for the last lines of an article only, or for its first too

    def of_all(self, lines: Sequence[str]) -> list[Rule | None]:
        """For each of a text's folded lines the rule that it is boilerplate by, if any."""
        hits = self.worded.hits("\n".join(lines))
        found: list[Rule | None] = []
        at = number = 0
        for line in lines:
            end = at + len(line)
            likely = False
            while number < len(hits) and hits[number][0] < end:
                likely = likely or any(rule.fits(line) for rule in hits[number][1])
                number += 1
            found.append(self._of(line, likely=likely))
            at = end + 1
        return found

    def of(self, line: str) -> Rule | None:
        """The same for one line."""
        return self.of_all([line])[0]

    def _of(self, line: str, *, likely: bool) -> Rule | None:
        if not (likely or self._is_suspect(line)):
            return None
        return next((rule for rule in self.rules if rule.fits(line)), None)

    def _is_suspect(self, line: str) -> bool:
        """Whether one of the rules without words may fit a line."""
        length = len(line)
        for longest, pattern in self.quick:
            if length <= longest:
                return pattern.match(line) is not None
        return False

    def note(self, line: str) -> Rule | None:
        """The rule by which a folded line that nothing of the article follows is none of it, if any."""
        return next((rule for rule in self.notes if rule.fits(line)), None)

    def head(self, line: str) -> Rule | None:
        """The same for a line with nothing of the article before it."""
        return next((rule for rule in self.notes if rule.where == "edge" and rule.fits(line)), None)

    def cut(self, line: str, end: int) -> Iterator[tuple[Role, int, int]]:
        """Role and range of what stands at the end of `line[:end]` and is no part of it, the last first."""
        for _ in range(_MOST_TAILS):
            if not end or line[end - 1] not in self.ends:
                return
            found = self.tail.search(line, max(0, end - _TAIL), end)
            if not found:
                return
            rule = next(rule for rule in self.tails if rule.pattern.match(line, found.start(), end))
            yield rule.role, found.start(), end
            end = found.start()


def load_boilerplate(name: str = "boilerplate", layers: Layers = ()) -> Boilerplate:
    """Read `boilerplate.yml`, or the rules of another lexicon in its form; raises `LexiconError`."""
    marks: dict[str, Role] = {}
    rules: list[Rule] = []
    for entry in entries(name, layers):
        if "names" in entry:
            continue
        role = _role(entry)
        if "pattern" in entry:
            rules.append(_rule(entry, role))
        marks.update(dict.fromkeys(strings(entry, "marks"), role))
    lines = tuple(rule for rule in rules if rule.where not in ("tail", "last", "edge"))
    tails = tuple(rule for rule in rules if rule.where == "tail")
    steps = (0, *_LENGTHS)
    quick = tuple(
        (length, _union(rule for rule in lines if rule.limit > shorter and not rule.words))
        for shorter, length in zip(steps, _LENGTHS, strict=False)
    )
    worded = Worded(rule for rule in lines if rule.words)
    ends = frozenset("".join(rule.ends for rule in tails))
    notes = tuple(rule for rule in rules if rule.where in ("last", "edge"))
    return Boilerplate(marks, lines, tails, worded, quick, _union(tails), ends, notes)


def _union(rules: Iterable[Rule]) -> re.Pattern[str]:
    """One pattern that sorts out, at the price of one match, the lines that no rule fits."""
    whole = (f"(?:{rule.pattern.pattern})" + ("" if rule.where == "start" else r"\Z") for rule in rules)
    return re.compile("|".join(whole))


def _role(entry: Entry) -> Role:
    roles: tuple[Role, ...] = get_args(Role)
    for role in roles:
        if role == entry.get("role"):
            return role
    raise entry.error(f"{entry.get('id')}: no such role: {entry.get('role')}", "role")


def _where(entry: Entry) -> Where:
    places: tuple[Where, ...] = get_args(Where)
    for where in places:
        if where == entry.get("where"):
            return where
    raise entry.error(f"{entry.get('id')}: no such place: {entry.get('where')}", "where")


def _rule(entry: Entry, role: Role) -> Rule:
    where = _where(entry)
    try:
        pattern = re.compile(f"(?:{entry['pattern']})" + (r"\Z" if where == "tail" else ""))
    except re.error as error:
        raise entry.error(f"{entry['id']}: {error}", "pattern") from error
    limit = int(entry.get("limit", _LIMIT))
    return Rule(entry["id"], role, where, pattern, limit, strings(entry, "words"), str(entry.get("ends", "")))

"""Everything that is wrong in a project's files, each with its line.

The shipped lexicons are the form: a project's entry has the keys that theirs have, values of the same kinds, and, where
a key takes one of a few values, one of theirs. So there is no second description of a lexicon that could go stale.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import REMOVE, Entry, Layer
from tongshi.pipeline import Knowledge, Sources

#: What a project can extend. Not `addresses`: ids go by it, and the same post has the same id for everyone.
LEXICONS = (
    "people", "polities", "offices", "institutions", "outlets", "topics", "phrases", "engagements", "grammar",
    "modality", "times", "speech", "not_quotes", "media", "boilerplate", "namings", "levels",
)  # fmt: skip

#: Lexicons whose entries the code asks for one by one: none can be added.
_CLOSED = frozenset(["grammar", "modality"])
#: Lexicons that are one mapping.
_DOCUMENTS = frozenset(["times"])
#: Mappings whose keys are no fields but words, codes or names of the user's choice.
_OPEN = frozenset(["called", "organisations", "sections", "marks", "shifts", "days", "lunar"])
#: Keys that take one of the values that shipped entries have.
_CHOICES = frozenset(
    [
        "kind",
        "frame",
        "type",
        "status",
        "default",
        "role",
        "class",
        "where",
        "script",
        "unit",
        "base",
        "author",
        "order",
    ]
)
_POLITIES = frozenset(["polity", "country", "state"])
_PATTERNS = frozenset(["pattern", "section", "day"])
_ZONES = frozenset(["zone", "printed"])
_DAYS = frozenset(["from", "to"])
_EXAMPLES = frozenset(["examples", "not"])
#: What a new entry can leave out though all shipped ones have it.
_OPTIONAL = _EXAMPLES | {"latin", "offices", "unless", "en", "from"}

_KINDS = {
    "text": "a text", "words": "a list of texts", "entries": "a list of entries", "mapping": "a mapping",
    "flag": "true or false", "number": "a number", "date": "a date",
}  # fmt: skip


def problems(layer: Layer) -> Iterator[LexiconError]:
    """What is wrong in the files of a project, in the order of files and lines."""
    found = False
    for error in _of_form(layer):
        found = True
        yield error
    if not found:
        try:
            Knowledge.of(Sources((layer,)))
        except LexiconError as error:
            yield error


def _of_form(layer: Layer) -> Iterator[LexiconError]:
    codes = _codes(layer)
    met: dict[tuple[str, object], str] = {}
    for file, text in layer.files:
        name = file.partition("/")[0]
        if name not in LEXICONS:
            yield LexiconError(f"{layer.place}/{file}.yml:1: no such lexicon; expected one of {', '.join(LEXICONS)}")
            continue
        try:
            content = lexicon.parse(layer, file, text)
        except LexiconError as error:
            yield error
            continue
        place = f"{layer.place}/{file}.yml:1"
        if content is None:
            continue
        if name in _DOCUMENTS:
            below = lexicon.document(name)
            if isinstance(content, Entry):
                yield from _Check(name, codes).document(content, below)
            else:
                yield LexiconError(f"{place}: expected a mapping with some of {', '.join(sorted(below))}")
            continue
        if not isinstance(content, list):
            yield LexiconError(f"{place}: expected a list of entries")
            continue
        check = _Check(name, codes)
        for item in content:
            if not isinstance(item, Entry):
                yield LexiconError(f"{place}: expected entries, found {item!r}")
                continue
            key = lexicon.name_of(item, name)
            if (name, key) in met and key is not None:
                yield item.error(f"{key} stands at {met[name, key]} already")
                continue
            met[name, key] = item.place
            yield from check.entry(item)


def _codes(layer: Layer) -> frozenset[str]:
    """The codes of polities that a project can use: the shipped ones and its own."""
    own: list[Entry] = []
    with suppress(LexiconError):  # told where the file is checked
        own = lexicon.own_entries("polities", layer)
    return frozenset(str(entry.get("code")) for entry in [*lexicon.entries("polities"), *own])


@dataclass(slots=True)
class _Shape:
    """What the shipped values in one place look like."""

    kinds: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    fields: dict[str, _Shape] = field(default_factory=dict)
    always: set[str] | None = None  # keys that all have

    def learn(self, value: Any) -> None:
        """Take a shipped value into account."""
        self.kinds.add(_kind(value))
        if isinstance(value, str):
            self.texts.add(value)
        for entry in [value] if isinstance(value, Entry) else value if isinstance(value, list) else ():
            if isinstance(entry, Entry):
                self.always = set(entry) if self.always is None else self.always & entry.keys()
                for key, inner in entry.items():
                    self.fields.setdefault(key, _Shape()).learn(inner)


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "entries" if any(isinstance(item, Entry) for item in value) else "words"
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "flag"), (int, "number"), (str, "text"), (Entry, "mapping"), (dt.date, "date")
    )  # fmt: skip
    return next((name for type_, name in kinds if isinstance(value, type_)), "nothing")


class _Check:
    """One lexicon: its shipped entries, and the form they have."""

    def __init__(self, name: str, codes: frozenset[str]) -> None:
        self._name = name
        self._codes = codes
        self._shape = _Shape()
        self._shipped: dict[object, Entry] = {}
        if name not in _DOCUMENTS:
            self._shipped = {lexicon.name_of(entry, name): entry for entry in lexicon.entries(name)}
            self._shape.learn(list(self._shipped.values()))

    def entry(self, entry: Entry) -> Iterator[LexiconError]:
        """What is wrong with an entry of a list."""
        name = lexicon.name_of(entry, self._name)
        by = next(iter(key for key in ("id", "code", "status") if key in (self._shape.always or ())), "id")
        if not isinstance(name, str):
            yield entry.error(f"expected `{by}`, a text" + ("" if name is None else f" (put {name!r} into quotes)"), by)
            return
        below = self._shipped.get(name)
        if below is None and self._name in _CLOSED:
            yield entry.error(f"{name}: no such entry; expected one of {_some(self._shipped)}", by)
            return
        yield from self._fields(entry, self._shape, below, name)
        if below is None:
            if REMOVE in entry:
                yield entry.error(f"{name}: nothing to remove: no shipped entry is called so", REMOVE)
            missing = (self._shape.always or set()) - entry.keys() - _OPTIONAL
            if missing:
                yield entry.error(f"{name}: a new entry needs {', '.join(sorted(missing))}")

    def document(self, content: Entry, below: Entry) -> Iterator[LexiconError]:
        """What is wrong with a lexicon that is one mapping."""
        self._shape.learn(below)
        yield from self._fields(content, self._shape, below, self._name)

    def _fields(self, entry: Entry, shape: _Shape, below: Entry | None, name: str) -> Iterator[LexiconError]:
        """What is wrong with the keys of a mapping; `below`: the shipped one that it is added to."""
        yield from self._removed(entry, below, name)
        for key, value in entry.items():
            if key == REMOVE:
                continue
            known = shape.fields.get(key)
            if known is None:
                yield entry.error(f"{name}: no such key: {key}; expected one of {_some(shape.fields)}, {REMOVE}", key)
                continue
            yield from self._value(entry, key, value, known, below.get(key) if below else None, name)
        first, last = entry.get("from"), entry.get("to")
        if first and last and _is_day(first) and _is_day(last):
            began, ended = lexicon.partial_date(first), lexicon.partial_date(last, last=True)
            if began and ended and ended < began:
                yield entry.error(f"{name}: to: {last} lies before {first}", "to")

    def _value(
        self, entry: Entry, key: str, value: Any, known: _Shape, below: Any, name: str
    ) -> Iterator[LexiconError]:
        kind = _kind(value)
        listed = kind == "words" and not value and "entries" in known.kinds
        if key in _DAYS:
            if not _is_day(value):
                yield entry.error(f"{name}: {key}: expected a date (YYYY, YYYY-MM or YYYY-MM-DD)", key)
        elif kind not in known.kinds and not listed:
            hint = "; put it into quotes" if kind in {"flag", "number", "date"} and "text" in known.kinds else ""
            expected = " or ".join(_KINDS[each] for each in sorted(known.kinds) if each in _KINDS)
            yield entry.error(f"{name}: {key}: expected {expected}{hint}", key)
        elif kind == "words":
            wrong = [item for item in value if not isinstance(item, str)]
            if wrong and not all(type(item) in {type(each) for each in below or ()} for item in wrong):
                yield entry.error(f"{name}: {key}: expected texts; put {wrong[0]!r} into quotes", key)
            if any(isinstance(item, str) and not item.strip() for item in value):
                yield entry.error(f"{name}: {key}: expected texts; one is empty", key)
        elif kind == "entries":
            nested = {lexicon.name_of(each): each for each in below or () if isinstance(each, Entry)}
            for item in value:
                if isinstance(item, Entry):
                    inside = nested.get(lexicon.name_of(item)) if lexicon.name_of(item) is not None else None
                    yield from self._fields(item, known, inside, name)
                    missing = (known.always or set()) - item.keys() - _OPTIONAL
                    if missing and inside is None:
                        yield item.error(f"{name}: {key}: a new entry needs {', '.join(sorted(missing))}")
                else:
                    yield entry.error(f"{name}: {key}: expected entries, found {item!r}", key)
        elif kind == "mapping":
            if key in _OPEN:
                yield from self._open(value, known, below, name)
            else:
                yield from self._fields(value, known, below, name)
        elif kind == "text":
            yield from self._text(entry, key, value, known, name)

    def _open(self, value: Entry, known: _Shape, below: Any, name: str) -> Iterator[LexiconError]:
        """A mapping with keys of the user's choice: any value that shipped ones have."""
        any_ = _Shape()
        for shape in known.fields.values():
            any_.kinds |= shape.kinds
        for key, inner in value.items():
            yield from self._value(value, key, inner, any_, (below or {}).get(key), name)

    def _text(self, entry: Entry, key: str, value: str, known: _Shape, name: str) -> Iterator[LexiconError]:
        if key in _CHOICES and value not in known.texts:
            yield entry.error(f"{name}: {key}: no such {key}: {value}; expected one of {_some(known.texts)}", key)
        elif key in _POLITIES and value not in self._codes | known.texts and not value.startswith("X:"):
            yield entry.error(f"{name}: {key}: no polity has the code {value}", key)
        elif key in _PATTERNS:
            try:
                re.compile(value)
            except re.error as error:
                yield entry.error(f"{name}: {key}: no regular expression: {error}", key)
        elif key in _ZONES:
            try:
                ZoneInfo(value)
            except (ValueError, OSError, ZoneInfoNotFoundError):
                yield entry.error(f"{name}: {key}: no such time zone: {value}", key)

    def _removed(self, entry: Entry, below: Entry | None, name: str) -> Iterator[LexiconError]:
        """What `remove` names must be there, and no list that the code searches for may be left empty."""
        if REMOVE not in entry:
            return
        given = entry[REMOVE]
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            yield entry.error(f"{name}: {REMOVE}: expected a list of texts", REMOVE)
            return
        had = set(_texts(below))
        for word in given:
            if below is not None and fold(word) not in had:
                yield entry.error(f"{name}: {REMOVE}: {word} is no word of the shipped entry", REMOVE)
        gone = {fold(word) for word in given}
        if self._name in {"grammar", "times"} and any(set(words) <= gone for words in _lists(below)):
            yield entry.error(f"{name}: {REMOVE}: no word would be left", REMOVE)


def _texts(value: Any) -> Iterator[str]:
    """The folded texts in the lists of a value."""
    return (text for texts in _lists(value) for text in texts)


def _lists(value: Any) -> Iterator[list[str]]:
    """The lists of texts in a value that texts are read by, folded."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _EXAMPLES:
                yield from _lists(inner)
    elif isinstance(value, list):
        if texts := [fold(item) for item in value if isinstance(item, str)]:
            yield texts
        for item in value:
            if not isinstance(item, str):
                yield from _lists(item)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, (str, int, dt.date)) and lexicon.partial_date(value) is not None
    except ValueError:
        return False


def _some(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names)))

"""Read the YAML lexicons: those shipped with the package and, over them, those of further folders.

This module knows YAML, layers and places; each stage owns the typed form of its own lexicon and is given it, never
a global. An entry of a higher layer adds to the entry of the same name below it: lists are extended, single values
replaced, and the words under `remove` taken away.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from tongshi.errors import LexiconError
from tongshi.language import fold

try:
    from yaml import CSafeLoader as _Safe
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Safe  # type: ignore[assignment]

#: What an entry is known by, in the order in which it is looked for.
_NAMES = ("id", "code")
#: Lexicons whose entries are known by something else.
_NAMED_BY = {"modality": ("status",)}
#: Entries inside an entry: two that agree in these are one.
_NESTED_NAMES = {"offices": ("title", "polity", "from")}

REMOVE = "remove"


class Entry(dict[str, Any]):
    """A mapping of a lexicon that knows where it stands, and where each of its keys does: `file:line`."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, str] = {}

    def error(self, message: str, key: str = "") -> LexiconError:
        """What to raise of the entry, or of one of its keys."""
        return LexiconError(f"{self.places.get(key, self.place)}: {message}")


@dataclass(frozen=True, slots=True)
class Layer:
    """The lexicons of one folder as text, so that all processes of a build read the same; `files` sorted by name."""

    place: str  # where it lies, for messages
    files: tuple[tuple[str, str], ...]  # (name without suffix, text): people/europe

    def parts(self, name: str) -> Iterator[tuple[str, str]]:
        """The files of a lexicon: `name` itself, and those in a sub-folder of that name."""
        return ((file, text) for file, text in self.files if file == name or file.startswith(f"{name}/"))


#: Folders of lexicons over the shipped one, lowest first.
Layers = tuple[Layer, ...]


def read_layer(folder: Traversable | Path) -> Layer:
    """The `.yml` files of a folder and of its sub-folders; raises LexiconError where one cannot be read."""
    return Layer(str(folder), tuple(sorted(_files(folder))))


def _files(folder: Traversable | Path, prefix: str = "") -> Iterator[tuple[str, str]]:
    try:
        for item in folder.iterdir():
            if item.is_dir():
                yield from _files(item, f"{prefix}{item.name}/")
            elif item.name.endswith(".yml"):
                yield prefix + item.name.removesuffix(".yml"), item.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{item}: not UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{error.filename or folder}: {error.strerror or error}") from error


@functools.cache
def shipped() -> Layer:
    """The lexicons that come with the package."""
    return read_layer(files("tongshi") / "lexicons")


def digest_of(parts: tuple[tuple[str, str], ...]) -> str:
    """Twelve digits that stand for some texts and their names."""
    digest = hashlib.sha256()
    for name, text in parts:
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    return digest.hexdigest()[:12]


# --- reading


def document(name: str, layers: Layers = ()) -> Any:
    """The content of a lexicon that is one mapping, all layers joined; raises LexiconError with file and line."""
    below = None
    for layer in (shipped(), *layers):
        for file, text in layer.parts(name):
            found = parse(layer, file, text)
            if found is not None:
                below = found if below is None else _joined(below, found, name)
    if below is None:
        raise LexiconError(f"{shipped().place}/{name}.yml: no such lexicon")
    return below


def entries(name: str, layers: Layers = ()) -> list[Entry]:
    """The entries of a lexicon that is a list, in order: shipped ones first, each with all that is added to it."""
    found: dict[object, Entry] = {}
    for layer in (shipped(), *layers):
        own = own_entries(name, layer)
        met: dict[object, Entry] = {}
        for entry in own:
            key = name_of(entry, name)
            if key in met:
                raise entry.error(f"{key} stands at {met[key].place} already")
            met[key] = entry
            found[key] = merged(found[key], entry, name) if key in found else _without_mark(entry)
    return list(found.values())


def own_entries(name: str, layer: Layer) -> list[Entry]:
    """The entries that one layer has in a lexicon that is a list, as they stand there."""
    own: list[Entry] = []
    for file, text in layer.parts(name):
        found = (_shipped_file(file) if layer is shipped() else parse(layer, file, text)) or []
        if not isinstance(found, list) or not all(isinstance(entry, Entry) for entry in found):
            raise LexiconError(f"{layer.place}/{file}.yml:1: expected a list of entries")
        own += found
    return own


@functools.cache
def _shipped_file(file: str) -> Any:
    """A shipped file, which several stages and every check of a project's files read."""
    return parse(shipped(), file, dict(shipped().files)[file])


def name_of(entry: Mapping[str, Any], lexicon: str = "") -> object:
    """What an entry is known by; None where it has no name."""
    return next((entry[key] for key in _NAMED_BY.get(lexicon, _NAMES) if key in entry), None)


def strings(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The list of strings under `key`, empty where it is missing."""
    value = entry.get(key) or ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        message = f"{name_of(entry) or dict(entry)}: {key} must be a list of strings"
        raise entry.error(message, key) if isinstance(entry, Entry) else LexiconError(message)
    return tuple(value)


def any_of(words: Iterable[str], behind: Mapping[str, str] | None = None) -> str:
    """A pattern of any of the words, the longest that fits; of nothing where there is none.

    Words with one first character share it: a search then passes over all characters with which none begins, and a
    match asks for each first character once. `behind` is what must follow some of them.
    """
    heads: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        heads[word[0]].append(re.escape(word[1:]) + (behind or {}).get(word, ""))
    return "|".join(re.escape(head) + _either(tails) for head, tails in heads.items()) or "(?!)"


def _either(patterns: Sequence[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def partial_date(value: object, *, last: bool = False) -> dt.date | None:
    """An ISO date cut short (`2016`, `2016-05`) as its first day, or its last with `last`."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.date):
        return value
    parts = [int(part) for part in str(value).split("-")]
    year, month, day = [*parts, 0, 0][:3]
    if day:
        return dt.date(year, month, day)
    first = dt.date(year, month or 1, 1)
    if not last:
        return first
    following = dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return following - dt.timedelta(days=1)


# --- YAML with places


class _Loader(_Safe):
    """Reads mappings as entries."""

    def __init__(self, text: str, place: str) -> None:
        super().__init__(text)
        self.place = place

    def entry(self, node: yaml.MappingNode) -> Entry:
        """A mapping with the place of each key; raises LexiconError where one is given twice."""
        self.flatten_mapping(node)
        entry = Entry(self._at(node))
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise LexiconError(f"{self._at(key_node)}: {key!r}: a key must be a text (put it into quotes)")
            if key in entry:
                raise LexiconError(f"{self._at(key_node)}: {key} is given twice")
            entry[key] = self.construct_object(value_node, deep=True)
            entry.places[key] = self._at(key_node)
        return entry

    def day(self, node: yaml.ScalarNode) -> Any:
        """A date; what only looks like one stays text, for whoever asks for the date to say what is wrong with it."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    def _at(self, node: yaml.Node) -> str:
        return f"{self.place}:{node.start_mark.line + 1}"


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.entry)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)


def parse(layer: Layer, file: str, text: str) -> Any:
    """The content of a file of a layer, its mappings as entries; raises LexiconError with file and line."""
    place = f"{layer.place}/{file}.yml"
    try:
        loader = _Loader(text, place)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{place}:{line}: {error.problem or error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LexiconError(f"{place}:1: {' '.join(str(error).split())}") from error


# --- layers


def merged(below: Entry, above: Entry, lexicon: str = "") -> Entry:
    """An entry with what a higher layer adds to it and takes from it."""
    gone = {fold(word) for word in strings(above, REMOVE)}
    found = Entry(above.place)
    found.places = below.places | above.places
    found.update((key, _without(value, gone)) for key, value in below.items())
    for key, value in _without_mark(above).items():
        found[key] = _joined(found[key], value, key) if key in found else value
    return found


def _without_mark(entry: Entry) -> Entry:
    if REMOVE not in entry:
        return entry
    found = Entry(entry.place)
    found.places = entry.places
    found.update((key, value) for key, value in entry.items() if key != REMOVE)
    return found


def _without(value: Any, gone: set[str]) -> Any:
    """A value of an entry without some words, wherever in it they stand in a list."""
    if not gone:
        return value
    if isinstance(value, Entry):
        found = Entry(value.place)
        found.places = value.places
        found.update((key, _without(each, gone)) for key, each in value.items())
        return found
    if isinstance(value, list):
        return [item for item in value if not (isinstance(item, str) and fold(item) in gone)]
    return value


def _joined(below: Any, above: Any, key: str) -> Any:
    if isinstance(below, Entry) and isinstance(above, Entry):
        return merged(below, above)
    if isinstance(below, list):
        added = above if isinstance(above, list) else [above]
        if any(isinstance(item, Entry) for item in [*below, *added]):
            return _joined_entries(below, added, key)
        return [*below, *(item for item in added if item not in below)]
    return above


def _joined_entries(below: list[Any], above: list[Any], key: str) -> list[Any]:
    """Entries inside an entry: what is there already is replaced (an office held) or extended (what has an id).

    Offices come out in the order in which they were taken, by which the last one is told.
    """
    nested = _NESTED_NAMES.get(key)
    found: dict[object, Entry] = {}
    for number, entry in enumerate([*below, *above]):
        known = tuple(str(entry.get(part)) for part in nested) if nested else name_of(entry)
        known = number if known is None else known
        found[known] = merged(found[known], entry) if known in found and not nested else entry
    return sorted(found.values(), key=lambda entry: str(entry.get("from", ""))) if nested else list(found.values())

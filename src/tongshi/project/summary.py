"""What a project's files add to the shipped lexicons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tongshi import lexicon
from tongshi.lexicon import REMOVE, Entry, Layer, Layers
from tongshi.project.problems import LEXICONS


@dataclass(frozen=True, slots=True)
class Addition:
    """One lexicon: how many entries are shipped, which ones a project adds, and which shipped ones it changes."""

    lexicon: str
    shipped: int
    new: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    words: int = 0  # texts added
    removed: int = 0


def additions(project: Layers) -> Iterator[Addition]:
    """One for each lexicon that a project can extend, of files in which nothing is wrong."""
    layer = Layer("", tuple(file for each in project for file in each.files))
    for name in LEXICONS:
        if name == "times":
            yield _of_document(name, layer)
            continue
        shipped = {lexicon.name_of(entry, name) for entry in lexicon.entries(name)}
        own = lexicon.own_entries(name, layer)
        known = [(str(lexicon.name_of(entry, name)), entry) for entry in own]
        yield Addition(
            name,
            len(shipped),
            new=tuple(key for key, _ in known if key not in shipped),
            extended=tuple(key for key, _ in known if key in shipped),
            words=sum(_count(entry) for entry in own),
            removed=sum(len(entry.get(REMOVE, ())) for entry in own),
        )


def _of_document(name: str, layer: Layer) -> Addition:
    found = [lexicon.parse(layer, file, text) or Entry("") for file, text in layer.parts(name)]
    parts = tuple(dict.fromkeys(part for whole in found for part in whole))
    return Addition(name, len(lexicon.document(name)), (), parts, sum(map(_count, found)), sum(map(_removed, found)))


def _count(value: Any) -> int:
    """Texts in the lists of an entry that texts are read by."""
    if isinstance(value, Entry):
        return sum(_count(inner) for key, inner in value.items() if key not in {"examples", "not", REMOVE})
    if isinstance(value, list):
        return sum(1 if isinstance(item, str) else _count(item) for item in value)
    return 0


def _removed(value: Any) -> int:
    if isinstance(value, Entry):
        return len(value.get(REMOVE, ())) + sum(_removed(inner) for inner in value.values())
    return sum(map(_removed, value)) if isinstance(value, list) else 0

"""Read the YAML lexicons, with an error that names file and entry.

This module knows YAML and folders; each stage owns the typed form of its own lexicon and is
given it, never a global. A project can add a folder of its own (`extra`), read after the shipped one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tongshi.errors import LexiconError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Entry = dict[str, Any]

SHIPPED: Traversable = files("tongshi") / "lexicons"


def document(name: str, folder: Traversable = SHIPPED) -> Any:
    """The content of `name`.yml in `folder`; raises LexiconError with file and line."""
    source = folder / f"{name}.yml"
    try:
        return yaml.load(source.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError as error:
        raise LexiconError(f"{source}: no such lexicon") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{source}: {' '.join(str(error).split())}") from error


def entries(name: str, folder: Traversable = SHIPPED) -> list[Entry]:
    """The entries of a lexicon that is a list, in file order."""
    found = document(name, folder)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise LexiconError(f"{folder / (name + '.yml')}: expected a list of entries")
    return found


def names_in(subfolder: str, folder: Traversable = SHIPPED) -> Iterator[str]:
    """Names of the lexicons in a sub-folder, sorted, to pass to `entries`."""
    for source in sorted((folder / subfolder).iterdir(), key=lambda item: item.name):
        if source.name.endswith(".yml"):
            yield f"{subfolder}/{source.name.removesuffix('.yml')}"


def strings(entry: Entry, key: str) -> tuple[str, ...]:
    """The list of strings under `key`, empty where it is missing."""
    value = entry.get(key) or ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"{entry.get('id') or entry.get('code') or entry}: {key} must be a list of strings")
    return tuple(value)


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
    if not last:
        return dt.date(year, month or 1, 1)
    following = dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return following - dt.timedelta(days=1)

"""Where the folder lies, what it may hold, and how one is begun."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tongshi.errors import LexiconError
from tongshi.lexicon import Layer, Layers, read_layer
from tongshi.project.problems import LEXICONS, problems

SUFFIX = ".knowledge"


def beside(database: Path) -> Path:
    """The folder that belongs to a database file: `x.knowledge` beside `x.db`."""
    return database.with_suffix(SUFFIX)


def read_project(folder: Path) -> Layers:
    """What a folder adds to the shipped lexicons; raises LexiconError for the first thing that is wrong in it."""
    layer = project_layer(folder)
    for problem in problems(layer):
        raise problem
    return (layer,) if layer.files else ()


def project_layer(folder: Path) -> Layer:
    """The files of a folder, whatever they hold; raises LexiconError where there is none or a file cannot be read."""
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder; `tongshi knowledge --init` makes one")
    return read_layer(folder)


def initialise(folder: Path) -> list[Path]:
    """Write a template for each lexicon that the folder does not have; those written. Raises LexiconError."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in LEXICONS:
            place = folder / f"{name}.yml"
            if not place.exists() and not (folder / name).is_dir():
                place.write_text(template(name), encoding="utf-8")
                written.append(place)
    except OSError as error:
        raise LexiconError(f"{error.filename or folder}: {error.strerror or error}") from error
    return written


def template(name: str) -> str:
    """What a lexicon of a project begins as: its form in comments."""
    return (files("tongshi.project") / "templates" / f"{name}.yml").read_text(encoding="utf-8")

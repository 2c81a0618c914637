"""Files that people write by hand, and YAML as nodes that know their lines; errors are told with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from tongshi.errors import TongshiError


def read_text(path: Path, wrong: type[TongshiError]) -> str:
    """The text of a file; raises `wrong`."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise wrong(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise wrong(f"{path}: not UTF-8") from error


def read_yaml(path: Path, wrong: type[TongshiError], most: int) -> yaml.Node | None:
    """The document of a file, None where there is none; raises `wrong`, also where it is larger than `most` bytes:
    YAML nested without end must not reach its parser.
    """
    text = read_text(path, wrong)
    if len(text.encode()) > most:
        raise wrong(f"{path}: larger than {most:,} bytes")
    with mistakes(str(path), wrong):
        return yaml.compose(text, Loader=yaml.SafeLoader)


@contextmanager
def mistakes(name: str, wrong: type[TongshiError]) -> Iterator[None]:
    """Tells what is no YAML as `wrong`, with the file and the line where there is one."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise wrong(f"{name}:{line}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise wrong(f"{name}: not YAML: {' '.join(str(error).split())}") from error

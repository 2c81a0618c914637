"""The block between two `---` lines at the top of a post: which fields it has, and where its title stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

import yaml

from tongshi.errors import ReadError
from tongshi.offsets import EMPTY, SourceText, decoded, verbatim

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

_OPEN = re.compile(r"\s*---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+(.*?)[ \t\r]*$", re.MULTILINE)

#: Real front matter has ten lines; YAML may expand (`*alias`) or nest, so the rest is not given to its parser.
MAX_CHARACTERS = 64 * 1024

#: YAML's parser goes one call deeper for each level, and a page of brackets overflows the stack of the process.
#: Real front matter opens ten brackets and nests two deep.
_MAX_OPENED = 200
_NESTED = re.compile(r"(?:[-?:][ \t]+){20}")

#: The fields that `forms` reads; others are kept by nobody, and `tongshi doctor` tells of them.
FIELDS = frozenset({"title", "date", "url", "original_url", "from", "author", "tags"})

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields as written: a value is text or a list of texts, dates and numbers are not converted."""

    fields: Mapping[str, Value]
    start: int  # of the block's content
    end: int  # of the block, closing line included

    def text(self, *names: str) -> str:
        """The first of these fields that holds text, else nothing."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def list(self, name: str) -> tuple[str, ...]:
        """A field that holds one text or several."""
        value = self.fields.get(name, ())
        found = (value,) if isinstance(value, str) else value
        return tuple(item.strip() for item in found if item.strip())


def front_matter(text: str) -> FrontMatter | None:
    """The front matter that `text` opens with, if any; raises `ReadError` where it never ends or is too long.

    What is not YAML is read line by line as `key: value`.
    """
    opening = _OPEN.match(text)
    if not opening:
        return None
    closing = _CLOSE.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    if not closing:
        raise ReadError("the front matter does not end")
    content = text[opening.end() : closing.start()]
    return FrontMatter(_yaml_fields(content) or _line_fields(content), opening.end(), closing.end())


def title(text: str, block: FrontMatter) -> SourceText:
    """The title with its place in the file."""
    value = block.text("title")
    line = next((m for m in _FIELD.finditer(text, block.start, block.end) if m[1] == "title"), None)
    if not value or not line:
        return EMPTY
    at = text.find(value, line.start(2), block.end)
    if at >= 0:
        return verbatim(text, at, at + len(value))
    # written with escapes: every character of it comes from the whole value
    return decoded(value, *line.span(2))


def _yaml_fields(content: str) -> dict[str, Value]:
    if "*" in content and "&" in content:  # an alias can unfold a few lines into gigabytes
        return {}
    if content.count("[") + content.count("{") > _MAX_OPENED or _NESTED.search(content):
        return {}
    try:
        loaded = yaml.load(content, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {_whole(str(key)): _value(value) for key, value in loaded.items()}


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(_whole(item) for item in value if isinstance(item, str))
    return _whole(value) if isinstance(value, str) else ""


def _whole(text: str) -> str:
    """Text that can be written down: halves of characters, which escapes can make (`\\ud800`), are damage."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _line_fields(content: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    found = list(_FIELD.finditer(content))
    for field, following in zip_longest(found, found[1:]):
        rest = content[field.end() : following.start() if following else len(content)]
        items = tuple(_unquoted(item) for item in _ITEM.findall(rest))
        raw = field[2]
        if not raw and items:
            fields.setdefault(field[1], items)
        elif raw.startswith("[") and raw.endswith("]"):
            fields.setdefault(field[1], tuple(_unquoted(item) for item in raw[1:-1].split(",")))
        else:
            fields.setdefault(field[1], _unquoted(raw))
    return fields


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    if len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "\"'":
        return raw[1:-1]
    return raw

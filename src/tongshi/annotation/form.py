"""The form that a coder fills in: YAML, with the article and the codebook's words as comments; and back to a record.

All that is filled in is text: NO is Norway, 2021-02-10 stays as written. Nothing, `null` and `~` are no value.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import yaml

from tongshi.annotation.numbered import NumberedText
from tongshi.codec import CODEBOOK_VERSION, Record
from tongshi.errors import FormError
from tongshi.handwritten import mistakes, read_text
from tongshi.records import Article, EngagementType, Precision, Salience, Status

#: A place in a record: ("engagements", 0, "status").
Path = tuple[str | int, ...]

#: The line of each value of a form.
Lines = Mapping[Path, int]

#: Fields of a record's article that a coder fills in.
ARTICLE = (
    "outlet", "published", "reporters", "editors", "translators", "dateline", "wires", "script", "first", "last",
    "captions", "boilerplate",
)  # fmt: skip

#: What a program can copy without judging.
_FACTS = ("outlet", "published", "script")

_EMPTY: Mapping[str, Any] = {"dateline": None, "first": "", "last": ""}

_EXAMPLE = """\
engagements, each:
- type: meeting
  status: held
  salience: main
  participants:
  - {name: 甲, latin: null, office: 外長, polity: NO}
  polities: [NO, VN]
  date: {start: 2021-02-10, end: null, precision: day, alt: null}
  place: {city: 奧斯陸, polity: NO}
  topics: [trade]
  trigger: 會談
  evidence: 3
readouts, each: {engagement: 0, side: NO, sources: [外交部], topics: [trade]}
quotes, each: {text: 談判很坦率但沒有結果, speaker: 甲, polity: NO}"""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as filled in: the record, and the line of each of its values."""

    record: Record
    lines: Lines


# --- writing


def blank(record: Record) -> Record:
    """A coded record without what is to be judged: outlet, stamp and script stay."""
    article = {name: _EMPTY.get(name, []) for name in ARTICLE}
    article |= {name: record["article"].get(name) for name in _FACTS}
    return {"id": record["id"], "article": article, "engagements": [], "readouts": [], "quotes": []}


def prefilled(record: Record) -> Record:
    """A coded record in the form's fields: what the program reads, to be mended."""
    article = {name: record["article"].get(name) for name in ARTICLE}
    own = {"id", "spans", "confidence"}
    lists = {
        name: [{key: value for key, value in each.items() if key not in own} for each in record[name]]
        for name in ("engagements", "readouts", "quotes")
    }
    return {"id": record["id"], "article": article, **lists}


_CHOICES = {"type": EngagementType, "status": Status, "salience": Salience, "precision": Precision}


def form_text(record: Record, article: Article, topics: Sequence[str]) -> str:
    """The form of one article: what the coder reads as comments, then what is to be filled in."""
    text = NumberedText.of(article)
    head = [article.post.title.text, article.post.url, "", *text.lines(), ""]
    head += [f"Codebook {CODEBOOK_VERSION}. What stands behind # is not read; an empty file leaves the article out."]
    for name, values in _CHOICES.items():
        head.append(f"{name}: {' '.join(get_args(values))}")
    head += [
        f"topics: {' '.join(topics)}",
        "evidence: the sentence as written, or its number",
        "",
        *_EXAMPLE.splitlines(),
    ]
    comments = "".join(f"# {line}".rstrip() + "\n" for each in head for line in (each.splitlines() or [""]))
    return comments + yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=10**9, default_flow_style=None)


# --- reading


def coded(path: pathlib.Path) -> Iterator[Form]:
    """The coded articles of a file: forms, or JSON lines; raises FormError with the line."""
    text = read_text(path, FormError)
    if path.suffix in {".yml", ".yaml"}:
        yield from read_forms(text, str(path))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise FormError(f"{path}:{number}: not JSON: {error}") from error
            if not isinstance(record, dict):
                raise FormError(f"{path}:{number}: not a record")
            if "withheld" not in record:
                yield Form(record, {(): number})


class _Texts(yaml.BaseLoader):
    """Leaves every value the text that it is."""


def read_forms(text: str, name: str) -> Iterator[Form]:
    """The forms of a file, one document each; empty ones are left out. Raises FormError with the line."""
    with mistakes(name, FormError):
        for root in yaml.compose_all(text, Loader=_Texts):
            if root is not None and not (isinstance(root, yaml.ScalarNode) and not root.value):
                lines: dict[Path, int] = {}
                record = _value(root, (), lines, name)
                if not isinstance(record, dict):
                    raise FormError(f"{name}:{root.start_mark.line + 1}: not a record: id, article, engagements, …")
                yield Form(record, lines)


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*path, number), lines, name) for number, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            field = str(key.value)
            if field in found:
                raise FormError(f"{name}:{key.start_mark.line + 1}: {field}: given twice")
            found[field] = _value(value, (*path, field), lines, name)
        return found
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and node.value in {"", "null", "~"} else node.value

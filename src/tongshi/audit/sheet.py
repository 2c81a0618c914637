"""The sheet of an audit: what was drawn and how, and what was judged of it. As a file it is JSON lines or CSV.

It holds all that is judged, and needs no database any more.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from tongshi.display import csv_line
from tongshi.errors import SheetError
from tongshi.handwritten import read_text

#: What can be audited, with the fields that are judged one by one.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("type", "status", "date", "participants", "place", "topics", "sources"),
    "engagements": ("type", "status", "date", "participants", "place", "topics"),
    "statements": ("speaker", "polity", "class", "form", "addressee", "chain", "text"),
}

#: Is it what it is said to be, by the codebook? Empty: not judged yet.
Verdict = Literal["", "right", "wrong", "unsure"]

_META = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How a sample was drawn: again from the same store it gives the same records."""

    of: str
    by: str  # what strata are made of; empty: not stratified
    seed: int
    population: Mapping[str, int]  # records of each stratum
    judge: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record to be judged, with what speaks for it, and the verdict."""

    number: int
    id: str
    stratum: str
    record: Mapping[str, str]
    evidence: tuple[str, ...]
    verdict: Verdict = ""
    wrong: tuple[str, ...] = ()  # fields of it, where it is right as a whole
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sample and what was judged of it."""

    drawing: Drawing
    rows: tuple[Row, ...]

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that are not judged yet."""
        return tuple(row for row in self.rows if not row.verdict)

    def judged(self, row: Row) -> Sheet:
        """The sheet with one row replaced."""
        return replace(self, rows=tuple(row if each.number == row.number else each for each in self.rows))


# --- as a file


def sheet_lines(sheet: Sheet, path: Path) -> Iterator[str]:
    """A sheet as the file that its name says: CSV, or JSON lines."""
    return _as_csv(sheet) if path.suffix == ".csv" else _as_json(sheet)


def _as_json(sheet: Sheet) -> Iterator[str]:
    yield json.dumps({_META: asdict(sheet.drawing)}, ensure_ascii=False)
    for row in sheet.rows:
        yield json.dumps(asdict(row), ensure_ascii=False)


def _as_csv(sheet: Sheet) -> Iterator[str]:
    names = tuple(sheet.rows[0].record) if sheet.rows else ()
    yield csv_line(("number", "id", "stratum", "verdict", "wrong", "note", *names, "evidence"))
    for row in sheet.rows:
        judged = (row.verdict, ";".join(row.wrong), row.note)
        told = (row.record.get(name, "") for name in names)
        yield csv_line((str(row.number), row.id, row.stratum, *judged, *told, "\n".join(row.evidence)))
    yield csv_line((f"# {_META} {json.dumps(asdict(sheet.drawing), ensure_ascii=False)}",))


def read_sheet(path: Path) -> Sheet:
    """A sheet that was written before and filled in; raises SheetError, with the line."""
    text = read_text(path, SheetError)
    rows: list[Row] = []
    drawing: Drawing | None = None
    for line, item in _csv_items(text) if path.suffix == ".csv" else _json_items(text, path):
        try:
            if _META in item:
                drawing = Drawing(**item[_META])
            else:
                rows.append(_row(item))
        except (KeyError, TypeError, ValueError) as error:
            raise SheetError(f"{path}:{line}: not a line of an audit: {error}") from error
    if drawing is None:
        raise SheetError(f"{path}: it is not said how the sample was drawn; is it a sheet of `tongshi audit`?")
    for row in rows:
        if unknown := [name for name in row.wrong if name not in FIELDS[drawing.of]]:
            raise SheetError(f"{path}: {row.id}: {unknown[0]}: not one of {', '.join(FIELDS[drawing.of])}")
    return Sheet(drawing, tuple(rows))


def _json_items(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                item = json.loads(line)
            except ValueError as error:
                raise SheetError(f"{path}:{number}: not JSON: {error}") from error
            if not isinstance(item, dict):
                raise SheetError(f"{path}:{number}: not an object")
            yield number, item


_CSV_OWN = ("number", "id", "stratum", "verdict", "wrong", "note", "evidence")


def _csv_items(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    names = next(reader, [])
    for cells in reader:
        if cells and cells[0].startswith(f"# {_META} "):
            yield reader.line_num, {_META: json.loads(cells[0].removeprefix(f"# {_META} "))}
        elif any(cells):
            values = dict(zip(names, cells, strict=False))
            item: dict[str, Any] = {name: values.get(name, "") for name in _CSV_OWN}
            item["wrong"] = item["wrong"].replace(",", ";").split(";")
            item["evidence"] = item["evidence"].split("\n")
            item["record"] = {name: value for name, value in values.items() if name not in _CSV_OWN}
            yield reader.line_num, item


def _row(item: Mapping[str, Any]) -> Row:
    verdict = str(item["verdict"]).strip().lower()
    if verdict not in get_args(Verdict):
        raise ValueError(f"{verdict}: not one of right, wrong, unsure")
    wrong = tuple(name.strip() for name in item["wrong"] if name.strip())
    if wrong and verdict != "right":
        raise ValueError(f"{item['id']}: fields are told of records that are right as a whole")
    return Row(
        number=int(item["number"]),
        id=str(item["id"]),
        stratum=str(item["stratum"]),
        record=dict(item["record"]),
        evidence=tuple(item["evidence"]),
        verdict=verdict,  # type: ignore[arg-type]
        wrong=wrong,
        note=str(item["note"]),
    )

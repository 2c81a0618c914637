"""Records of the file form, every field present: what is compared."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tongshi.errors import GoldError
from tongshi.handwritten import read_text

Json = dict[str, Any]


def load_records(path: Path) -> dict[str, Json]:
    """Records of a JSONL file by id, missing fields filled; raises GoldError with the line."""
    out: dict[str, Json] = {}
    for number, line in enumerate(read_text(path, GoldError).splitlines(), 1):
        if line.strip():
            try:
                record = tidy(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GoldError(f"{path}:{number}: not a record of the codebook's form: {error!r}") from error
            out[record["id"]] = record
    return out


def tidy(record: Json) -> Json:
    """A record with every field present, dates parsed."""
    return {
        "id": record["id"],
        "article": record.get("article") or {},
        "engagements": [_tidy_engagement(e) for e in record.get("engagements") or []],
        "readouts": [
            {"engagement": r.get("engagement", -1), "side": r.get("side"), "topics": r.get("topics") or []}
            for r in record.get("readouts") or []
        ],
        "quotes": [{"text": q.get("text") or "", "speaker": q.get("speaker")} for q in record.get("quotes") or []],
        "statements": _tidy_statements(record),
    }


def _tidy_statements(record: Json) -> list[Json] | None:
    """The statements of a record, each with its text; None where the article was not coded for them."""
    if record.get("statements") is None:
        return None
    whole = (record.get("article") or {}).get("text") or ""
    fields = ("start", "end", "form", "speaker", "polity", "class", "addressee")
    return [
        {key: s.get(key) for key in fields}
        | {"text": s.get("text") or cut(whole, s), "chain": [link for link in s.get("chain") or [] if link]}
        for s in record["statements"]
    ]


def cut(text: str, statement: Json) -> str:
    """The content of a statement by its place in the running text; empty where none was given."""
    return text[statement["start"] : statement["end"]] if has_place(statement) else ""


def has_place(statement: Json) -> bool:
    """Whether a statement says where it stands."""
    return isinstance(statement.get("start"), int) and isinstance(statement.get("end"), int)


def _tidy_engagement(e: Json) -> Json:
    date = e.get("date") or {}
    start = _day(date.get("start"))
    precision = (date.get("precision") if start else "unknown") or "unknown"
    return {
        **{key: e.get(key) for key in ("type", "status", "salience", "trigger", "evidence")},
        "participants": [
            {key: p.get(key) for key in ("name", "latin", "office", "polity")}
            for p in e.get("participants") or []
            if isinstance(p, dict)
        ],
        "polities": [p for p in e.get("polities") or [] if p],
        "topics": e.get("topics") or [],
        "date": {"start": start, "end": _day(date.get("end")), "alt": _day(date.get("alt")), "precision": precision},
        "place": e.get("place") or {},
    }


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

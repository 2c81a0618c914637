"""Statements and the use of set phrases as text, JSON lines and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from tongshi import codec
from tongshi.display import csv_line, indented, marked, new_grid, new_table, places, short
from tongshi.language import fold
from tongshi.passages import Mark, Passage
from tongshi.phrases import Phrases
from tongshi.records import Statement
from tongshi.rights import ToldStatement
from tongshi.sayings import Use
from tongshi.store import StoredStatement

_NO_SIDE = "–"


def statement_parts(
    statements: Iterable[StoredStatement], phrases: Phrases, *, colour: bool
) -> Iterator[RenderableType]:
    """Each statement in a few lines: the day, who says it and how, the content with its set phrases marked, where."""
    for each in statements:
        said = each.statement
        head = Text(f"{each.day or '?'}  ")
        head.append(_speaker(said), "bold")
        head.append(f"  {_manner(said)}")
        grid = new_grid()
        grid.add_row("says", _content(said, phrases, colour=colour))
        source = [each.outlet, short(each.post), each.title, each.url]
        if each.state != "current":
            source.append(f"({each.state})")
        grid.add_row("source", "  ".join(filter(None, source)))
        yield Group(head, indented(grid, 2), Text())


def whole_statement(told: ToldStatement) -> RenderableType:
    """A statement with its sentence, every field and where it stands, and its article."""
    each, said = told.said, told.said.statement
    grid = new_grid()
    fields = {
        "statement": each.id,
        "says": said.text,
        "sentence": told.sentences,
        "class": said.manner,
        "form": said.form,
        **{name: getattr(said, name) for name in ("speaker", "office", "polity", "person", "verb", "addressee")},
        "medium": said.medium,
        "told by": " › ".join(said.chain),
        "topics": " ".join(said.topics),
        "phrases": " ".join(said.phrases),
        "engagement": each.engagement,
        "account of": said.side,
        "confidence": f"{said.confidence:.2f}",
        "spans": "; ".join(f"{field} {places(spans)}" for field, spans in sorted(said.spans.items())),
        "article": "  ".join(filter(None, [each.post, each.outlet, str(each.day or ""), each.state])),
        "title": each.title,
        "address": each.url,
    }
    for name, value in fields.items():
        if value:
            grid.add_row(name, str(value))
    return grid


def _speaker(said: Statement) -> str:
    named = "  ".join(filter(None, [said.speaker or "?", said.office if said.office != said.speaker else None]))
    return f"{named} ({said.polity})" if said.polity else named


def _manner(said: Statement) -> str:
    told = [said.manner, f"to {said.addressee}" if said.addressee else "", f"in {said.medium}" if said.medium else ""]
    told += [f"told by {' › '.join(said.chain)}" if said.chain else "", "" if said.form == "indirect" else said.form]
    return ", ".join(filter(None, told))


def _content(said: Statement, phrases: Phrases, *, colour: bool) -> Text:
    if not said.text:  # may not be shown
        return Text(places(said.spans.get("text", ())))
    found = (hit for hit in phrases.find(fold(said.text)) if hit.id in said.phrases)
    return marked(Passage(said.text, tuple(Mark(hit.start, hit.end, "word") for hit in found)), colour=colour)


def statement_lines(statements: Iterable[StoredStatement]) -> Iterator[str]:
    """One JSON object a line: the codebook's fields, and the article."""
    for each in statements:
        fields = {
            "id": each.id,
            "day": each.day.isoformat() if each.day else None,
            **codec.statement_record(each.statement),
            "engagement": each.engagement or None,
            "person": each.statement.person,
            "outlet": each.outlet,
            "published": each.published_at,
            "post": each.post,
            "name": each.name,
            "title": each.title,
            "url": each.url,
            "state": each.state,
        }
        yield json.dumps(fields, ensure_ascii=False)


_CSV_COLUMNS = (
    *("id", "day", "outlet", "speaker", "office", "polity", "person", "class", "form", "verb", "addressee", "medium"),
    *("chain", "topics", "phrases", "text", "engagement", "side", "post", "name", "title", "url", "state"),
)


def statement_csv(statements: Iterable[StoredStatement]) -> Iterator[str]:
    """Comma-separated values with a header; several values in one field have `;` between them."""
    yield csv_line(_CSV_COLUMNS)
    for each in statements:
        said = each.statement
        values = [
            *(each.id, each.day, each.outlet, said.speaker, said.office, said.polity, said.person, said.manner),
            *(said.form, said.verb, said.addressee, said.medium, ";".join(said.chain), ";".join(said.topics)),
            *(";".join(said.phrases), said.text, each.engagement, said.side, each.post, each.name, each.title),
            *(each.url, each.state),
        ]
        yield csv_line([str(value or "") for value in values])


def use_parts(
    uses: Iterable[Use[StoredStatement]], phrases: Phrases, typed: str | None = None
) -> Iterator[RenderableType]:
    """One line for each phrase and side, and how it is counted; `typed` is how the phrase was asked for."""
    table = new_table("phrase", "side", "first use", "last use")
    for name in ("times", "articles"):
        table.add_column(name, justify="right")
    words = phrases.words
    for use in uses:
        first, last = (str(day) if day else "?" for day in use.days)
        asked = typed if typed and fold(typed.strip()) not in phrases.ids else words.get(use.phrase)
        phrase = " ".join(filter(None, [use.phrase if use.phrase in words else None, asked]))
        table.add_row(phrase, use.side or _NO_SIDE, first, last, str(use.times), str(use.articles))
    yield table
    yield "copies of one article count once"


def use_lines(uses: Iterable[Use[StoredStatement]]) -> Iterator[str]:
    """One JSON object a line, each under `use`."""
    for use in uses:
        fields = {
            "phrase": use.phrase,
            "side": use.side or None,
            "times": use.times,
            "articles": use.articles,
            "first": _when(use.first),
            "last": _when(use.last),
        }
        yield json.dumps({"use": fields}, ensure_ascii=False)


def _when(said: StoredStatement | None) -> dict[str, str] | None:
    return {"day": str(said.day), "statement": said.id, "outlet": said.outlet, "url": said.url} if said else None


def use_csv(uses: Iterable[Use[StoredStatement]]) -> Iterator[str]:
    """Comma-separated values with a header."""
    yield csv_line(("phrase", "side", "first", "last", "times", "articles"))
    for use in uses:
        first, last = (str(day or "") for day in use.days)
        yield csv_line((use.phrase, use.side, first, last, str(use.times), str(use.articles)))

"""Markdown → pieces, line by line: what archives of news need of it, and no more.

Headings, quotes, lists, tables, rules, links, pictures, emphasis, escapes, shortcodes (`{{< video … >}}`), and HTML,
which is handed to `pieces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tongshi.clean.pieces import Link, Marks, Piece, Setting, html_pieces
from tongshi.clean.runs import TextRuns
from tongshi.records import Role

_LINE = re.compile(r"[^\r\n]*")
_HTML = re.compile(r"[ \t]*</?[A-Za-z]")
#: An HTML block runs to the next empty line.
_HTML_END = re.compile(r"\n[ \t\r]*\n|\Z")
_RULE = re.compile(r"[ \t]*(?:-[ \t]*){3,}$|[ \t]*(?:\*[ \t]*){3,}$|[ \t]*(?:_[ \t]*){3,}$")
#: A row of a table: two bars or more.
_ROW = re.compile(r"\|[^|]*\|")
_STRONG = re.compile(r"(?:\*\*|__)[^*]+(?:\*\*|__)[ \t]*")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]+$")
_SHORTCODE = re.compile(r"[ \t]*\{\{(?:[^}\n]*?\ssrc=\"(?P<src>[^\"\n]*)\")?.*\}\}[ \t]*$")
_MARKER = re.compile(r"[ \t]*(?:(?P<heading>#{1,6})[ \t]+|(?P<quote>>[ \t>]*)|(?P<item>(?:[-+*]|\d{1,3}[.)])[ \t]+))")
_BRACKET = re.compile(r"\\.|(?P<open>!?\[)|\](?:\((?P<url>[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)?)\))?")
_MARK = re.compile(r"\*{2,}|\\(?=[!-/:-@\[-`{-~])")


def markdown_pieces(source: str, start: int, end: int, marks: Marks) -> list[Piece]:
    """The pieces of the Markdown in `[start, end)`, in order; raises `ReadError` over a cap."""
    pieces: list[Piece] = []
    at, block, section, quote, table = start, 0, 0, 0, 0
    picture = False
    while at < end:
        line = _LINE.match(source, at, end)
        stop = line.end() if line else end
        content = source[at:stop]
        block += 1
        bare = content.lstrip()
        quote = (quote or block) if bare.startswith(">") else 0
        table = (table or block) if _ROW.match(bare) else 0
        if _HTML.match(content):
            limit = _HTML_END.search(source, at, end)
            stop = limit.start() if limit else end
            for piece in html_pieces(source, at, stop, marks):
                block += 1
                picture = piece.role == "caption"
                pieces.append(piece._replace(block=block, section=section))
        elif _RULE.match(content):
            section += 1
        elif bare and not (bare.startswith("|") and _TABLE_RULE.match(content)):
            for piece in _line(source, at, stop, _Place(block, section, picture, quote, table)):
                picture = piece.element == "img"
                pieces.append(piece)
        at = stop + 1
    return pieces


class _Place(NamedTuple):
    """Where a line stands: see the fields of `Piece` and `Setting`."""

    block: int
    section: int
    picture: bool
    quote: int
    table: int


def _line(source: str, start: int, end: int, place: _Place) -> Iterator[Piece]:
    """The pieces of a line: its pictures, and what stands between them."""
    marker = _MARKER.match(source, start, end)
    element, lists = "p", 0
    shortcode = _SHORTCODE.match(source, start, end)
    role: Role | None = "embed" if shortcode else None
    plays = (shortcode and shortcode["src"]) or ""
    if marker:
        start = marker.end()
        if marker["heading"]:
            element = f"h{len(marker['heading'])}"
        elif marker["quote"]:
            element = "blockquote"
        else:
            element, lists = "li", 1
    block, section, picture, quote, table = place
    setting = Setting(role=role, lists=lists, quote=quote, table=table)
    strong = _STRONG.fullmatch(source, start, end) is not None
    runs, links = TextRuns(source), list[Link]()
    at = start
    for opening, mark, close, address in _links(source, start, end):
        _plain(runs, source, at, opening)
        if source[opening] == "!":
            if text := runs.take():
                yield Piece(text, element, setting, tuple(links), block, False, strong, picture, section, opening)
            links = []
            picture = True
            alternative = TextRuns(source)
            _plain(alternative, source, mark, close[0])
            if text := alternative.take():
                shown = setting._replace(role="caption", lists=0)
                yield Piece(text, "img", shown, (), block, False, False, True, section, close[1])
        else:
            runs.loosen()
            before = runs.length
            _plain(runs, source, mark, close[0])
            runs.loosen()
            links.append(Link(before, runs.length, address))
        at = close[1]
    _plain(runs, source, at, end)
    if text := runs.take():
        yield Piece(text, element, setting, tuple(links), block, False, strong, picture, section, end, plays)


def _plain(runs: TextRuns, source: str, start: int, end: int) -> None:
    """Text without marks of emphasis, backslashes and the bars of tables."""
    if source.startswith("|", start, end):
        start += 1
    at = start
    for mark in _MARK.finditer(source, start, end):
        runs.add(at, mark.start())
        at = mark.end()
    runs.add(at, end)


def _links(source: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[int, int], str]]:
    """Of each link and picture: where it opens, where its text begins, the range of what closes it, its address."""
    if "](" not in source[start:end]:
        return
    opened: list[tuple[int, int]] = []
    done = start
    for bracket in _BRACKET.finditer(source, start, end):
        if bracket["open"]:
            opened.append(bracket.span())
        elif bracket["url"] is None:
            if opened and bracket[0] == "]":
                opened.pop()
        elif opened:
            opening = opened.pop()
            if opening[0] >= done:
                done = bracket.end()
                yield opening[0], opening[1], bracket.span(), bracket["url"].strip()

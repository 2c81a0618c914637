"""MHTML, a page that a browser saved in one file: its HTML, its address, when it was saved."""

from __future__ import annotations

import binascii
import datetime as dt
import quopri
import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tongshi.errors import ReadError
from tongshi.readers.captures import iso_utc

_BEGINS = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]{0,4000}(?:\r?\n[ \t][^\r\n]{0,4000}){0,50}\r?\n){0,40}?MIME-Version:", re.I
)
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(r"boundary=(?:\"([^\"]{1,200})\"|([^\s;]{1,200}))", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?([\w-]{1,40})", re.IGNORECASE)

#: The head of a message or a part.
_LONGEST_HEAD = 64 * 1024


class SavedPage(NamedTuple):
    """The page of an MHTML file."""

    data: bytes
    charset: str
    url: str
    captured: str  # UTC, ISO 8601


def is_mhtml(data: bytes) -> bool:
    """Whether a file begins as MHTML does."""
    head = data[:4096]
    return b"ultipart/related" in head and _BEGINS.match(head) is not None


def page(data: bytes) -> SavedPage:
    """The first HTML part; raises `ReadError` where there is none."""
    fields, body = _part(data, 0, len(data))
    found = _BOUNDARY.search(fields.get("content-type", ""))
    if not found:
        raise ReadError("MHTML without a boundary between its parts")
    mark = b"--" + (found[1] or found[2]).encode("ascii", "replace")
    at = data.find(mark, body)
    while at >= 0:
        following = data.find(b"\n" + mark, at + len(mark))
        inner, begins = _part(data, at + len(mark), following if following >= 0 else len(data))
        if inner.get("content-type", "").lower().startswith("text/html"):
            content = _decoded(data[begins:following] if following >= 0 else data[begins:], inner)
            charset = _CHARSET.search(inner["content-type"])
            address = fields.get("snapshot-content-location") or inner.get("content-location", "")
            return SavedPage(content, charset[1] if charset else "", address, _moment(fields.get("date", "")))
        at = following + 1 if following >= 0 else -1
    raise ReadError("MHTML without an HTML part")


def _part(data: bytes, start: int, end: int) -> tuple[dict[str, str], int]:
    """The fields of a part, names in lower case, and where its content begins."""
    blank = _BLANK.search(data, start, min(end, start + _LONGEST_HEAD))
    until = blank.start() if blank else start
    fields: dict[str, str] = {}
    for field in _FIELD.finditer(data, start, until):
        value = " ".join(field[2].decode("utf-8", "replace").split())
        fields.setdefault(field[1].decode("ascii").lower(), value)
    return fields, blank.end() if blank else end


def _decoded(content: bytes, fields: dict[str, str]) -> bytes:
    encoding = fields.get("content-transfer-encoding", "").strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error as error:
            raise ReadError("MHTML whose page is no base64") from error
    return content


def _moment(written: str) -> str:
    try:
        moment = parsedate_to_datetime(written)
        return iso_utc(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))  # -0000 is UTC, and no zone
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""

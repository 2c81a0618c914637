"""CDX and CDXJ, lists of what a web archive captured: which of it should be in the WARCs beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, NamedTuple

#: Captures of one list.
MAX_LISTED = 1_000_000

#: Longer lines are none of a CDX.
_LONGEST_LINE = 64 * 1024

_SCHEME = re.compile(r"https?://(?:www\.)?(?::80(?=/))?", re.IGNORECASE)
_TIME = re.compile(r"\d{14}$")
_PAGES = ("text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "warc/revisit", "-", "")
#: The letters of a header line (` CDX N b a m s k r M S V g`) → what stands in that column.
_LETTERS = {"b": "time", "a": "url", "m": "kind", "s": "status"}
_USUAL = ("", "time", "url", "kind", "status")


class Listed(NamedTuple):
    """A capture of a page that a list names."""

    line: int
    url: str
    time: str  # 14 digits, UTC

    @property
    def key(self) -> str:
        """The same for the list and for the record."""
        return capture_key(self.url, self.time)


def capture_key(url: str, time: str) -> str:
    """What tells one capture from another: address without scheme, and its 14 digits."""
    return f"{time} {_SCHEME.sub('', url).rstrip('/')}"


def listed(source: IO[bytes]) -> Iterator[Listed]:
    """The captures of pages (HTTP 200) in a list, not of pictures and redirects; other lines are passed over."""
    columns: tuple[str, ...] = _USUAL
    number = 0
    while (line := source.readline(_LONGEST_LINE)) and number < MAX_LISTED:
        number += 1
        words = line.decode("utf-8", "replace").strip()
        if words.startswith("CDX "):
            columns = tuple(_LETTERS.get(letter, "") for letter in words.split()[1:])
            continue
        if found := _capture(words, columns):
            yield Listed(number, *found)


def _capture(line: str, columns: tuple[str, ...]) -> tuple[str, str] | None:
    parts = line.split(" ", 2)
    if len(parts) == 3 and parts[2].startswith("{"):
        try:
            fields = json.loads(parts[2])
        except (ValueError, RecursionError):
            return None
        found = {"time": parts[1], "url": fields.get("url"), "kind": fields.get("mime"), "status": fields.get("status")}
    else:
        found = dict(zip(columns, line.split(), strict=False))
    kind, status = str(found.get("kind") or "").lower(), str(found.get("status") or "")
    url, time = str(found.get("url") or ""), str(found.get("time") or "")
    if not url or not _TIME.match(time) or kind not in _PAGES or status not in ("200", "-", ""):
        return None
    return url, time

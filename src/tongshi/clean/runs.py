"""Put together the text of one block from runs of the source, white space and entities resolved.

A run of white space becomes one space, none at the ends; a line break between two Chinese characters is
layout and becomes nothing. Characters that cannot be seen are dropped. Each character keeps its origin.
"""

from __future__ import annotations

import html
import re
from array import array
from html.entities import html5

from tongshi.offsets import SourceText

#: What a run of text may hold that is not copied as it stands.
_SPECIAL = re.compile(
    r"(?P<space>[ \t\r\n\f]+)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<unseen>[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]+)"
)
_SPACES = " \t\r\n\f"
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_FIRST_CHINESE = "\u2e80"


class TextRuns:
    """Collects the text of one block; `take` hands it over and begins the next."""

    __slots__ = ("_breaks", "_ends", "_gap", "_parts", "_starts", "length")

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._starts, self._ends = array("I"), array("I")
        self._gap: tuple[int, int] | None = None  # white space seen, not yet written
        self._breaks = False  # … with a line break in it
        self.length = 0

    def take(self) -> SourceText:
        """The text so far, maybe none; the next block begins empty."""
        text = "".join(self._parts)
        end = len(text.rstrip())
        if end < len(text):
            text = text[:end]
            del self._starts[end:], self._ends[end:]
        taken = SourceText(text, self._starts, self._ends)
        self._clear()
        return taken

    def add(self, source: str, start: int, end: int) -> None:
        """Append the run `[start, end)` of the source."""
        at = start
        for special in _SPECIAL.finditer(source, start, end):
            if special.start() > at:
                self._copy(source, at, special.start())
            at = special.end()
            if special.lastgroup == "space":
                self.space(special.start(), at, "\n" in special[0])
            elif special.lastgroup == "entity":
                self._entity(special[0], special.start(), at)
        if at < end:
            self._copy(source, at, end)

    def space(self, start: int, end: int, breaks: bool) -> None:
        """White space at `[start, end)`, with a line break in it or not."""
        if self._gap is None:
            self._gap, self._breaks = (start, end), breaks
        else:
            self._gap, self._breaks = (self._gap[0], end), self._breaks or breaks

    def _entity(self, entity: str, start: int, end: int) -> None:
        character = html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
        if character == entity:
            self._copy_text(entity, range(start, end), range(start + 1, end + 1))
        elif character.strip(_SPACES):
            if character not in _UNSEEN and (self._parts or character.strip()):
                self._copy_text(character, [start] * len(character), [end] * len(character))
        else:
            self.space(start, end, breaks=False)

    def _copy(self, source: str, start: int, end: int) -> None:
        if not self._parts:  # blocks begin with wide spaces that are layout
            start = end - len(source[start:end].lstrip())
            if start == end:
                return
        self._copy_text(source[start:end], range(start, end), range(start + 1, end + 1))

    def _copy_text(self, text: str, starts: range | list[int], ends: range | list[int]) -> None:
        if self._gap is not None:
            chinese = self._breaks and text[0] >= _FIRST_CHINESE and self._parts and self._parts[-1][-1] >= _FIRST_CHINESE
            if self._parts and not chinese:
                self._parts.append(" ")
                self._starts.append(self._gap[0])
                self._ends.append(self._gap[1])
                self.length += 1
            self._gap = None
        self._parts.append(text)
        self._starts.extend(starts)
        self._ends.extend(ends)
        self.length += len(text)

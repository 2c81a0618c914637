"""Put together the text of one block from runs of the source, white space and entities resolved.

A run of white space becomes one space, none at the ends; a line break between two Chinese characters is
layout and becomes nothing. Characters that cannot be seen are dropped. Each character keeps its origin.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from tongshi.offsets import Run, SourceText

#: What a run of text may hold that is not copied as it stands: white space (group 1), an entity (group 2), what cannot
#: be seen. The first character is looked for by itself, which is what a search is fast at.
_UNSEEN_RUN = r"\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff"
_SPECIAL = re.compile(
    rf"[ \t\r\n\f&{_UNSEEN_RUN}]"
    r"(?:(?<=[ \t\r\n\f])()[ \t\r\n\f]*"
    r"|(?<=&)((?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rf"|(?<=[{_UNSEEN_RUN}])[{_UNSEEN_RUN}]*)"
)
#: What is copied as it stands, at one go: no such thing, and single spaces only between other characters.
_PLAIN = re.compile(rf"[^ \t\r\n\f&{_UNSEEN_RUN}]++(?: [^ \t\r\n\f&{_UNSEEN_RUN}]++)*+")
_SPACES = " \t\r\n\f"
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_FIRST_CHINESE = "\u2e80"


class TextRuns:
    """Collects the text of one block; `take` hands it over and begins the next."""

    __slots__ = ("_breaks", "_gap", "_loose", "_parts", "_runs", "_source", "length")

    def __init__(self, source: str) -> None:
        self._source = source
        self._begin()

    def _begin(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._gap: tuple[int, int] | None = None  # white space seen, not yet written
        self._breaks = False  # … and it is layout: nothing, where it stands between two Chinese characters
        self._loose = False  # white space that follows at once is layout
        self.length = 0

    def take(self) -> SourceText:
        """The text so far, maybe none; the next block begins empty."""
        text = "".join(self._parts)
        end = len(text.rstrip())
        if end < len(text):
            text = text[:end]
            self._runs = [run for run in self._runs if run.at < end]
        taken = SourceText(text, tuple(self._runs))
        self._begin()
        return taken

    def add(self, start: int, end: int) -> None:
        """Append the run `[start, end)` of the source."""
        at = start
        if plain := _PLAIN.match(self._source, start, end):
            at = plain.end()
            self._copy(start, at)
            if at == end:
                return
        for special in _SPECIAL.finditer(self._source, at, end):
            here = special.start()
            if here > at:
                self._copy(at, here)
            at = special.end()
            kind = special.lastindex
            if kind == 1:
                self._space(here, at)
            elif kind == 2:
                self._entity("&" + special[2], here, at)
        if at < end:
            self._copy(at, end)

    def loosen(self) -> None:
        """White space here, before or after, is layout: some mirrors set links apart with it."""
        self._breaks = self._loose = True

    def _space(self, start: int, end: int) -> None:
        if not self._parts:
            return
        breaks = self._loose or self._source.find("\n", start, end) >= 0
        if self._gap is None:
            self._gap, self._breaks = (start, end), breaks
        else:
            self._gap, self._breaks = (self._gap[0], end), self._breaks or breaks

    def _entity(self, entity: str, start: int, end: int) -> None:
        character = html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], "")
        if not character and entity[1] != "#":  # no such entity: text that looks like one
            self._copy(start, end)
        elif not character.strip(_SPACES):
            self._space(start, end)
        elif character not in _UNSEEN and (self._parts or character.strip()):
            self._write_gap(character)
            self._write(character, start, end)

    def _copy(self, start: int, end: int) -> None:
        text = self._source[start:end]
        if not self._parts:  # blocks begin with wide spaces that are layout
            bare = text.lstrip()
            if not bare:
                return
            start, text = end - len(bare), bare
        elif self._gap is not None:
            self._write_gap(text)
        self._loose = False
        self._write(text, start, end)

    def _write_gap(self, text: str) -> None:
        """Write the space before `text`, if there is one and it is not layout."""
        if self._gap is None:
            return
        layout = self._breaks and text[0] >= _FIRST_CHINESE and self._parts[-1][-1] >= _FIRST_CHINESE
        if not layout:
            self._write(" ", *self._gap)
        self._gap = None

    def _write(self, text: str, start: int, end: int) -> None:
        last = self._runs[-1] if self._runs else None
        if end - start != len(text):
            self._runs.append(Run(self.length, start, end))
        elif last is None or last.end is not None or last.before(self.length) != start:
            self._runs.append(Run(self.length, start))
        self._parts.append(text)
        self.length += len(text)

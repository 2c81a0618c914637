"""Text that knows where each of its characters stands in the post as archived.

Cleaning cuts tags, decodes entities and joins runs, so a position in clean text says nothing
about the file. `SourceText` carries both: the characters, and for each the code points
`[start, end)` of the post that it came from (`&amp;` is one character from five code points).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A run of characters `[start, end)`, in code points of the decoded post as archived."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """Clean text with the origin of every character.

    `starts[i]` and `ends[i]` are the code points of the post that character `i` was read from.
    A character that cleaning added (the newline between two paragraphs) has an empty origin.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def span(self, start: int, end: int) -> Span:
        """Where the characters `[start, end)` of this text stand in the post."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters at {start}:{end} of {len(self.text)}")
        return Span(self.starts[start], self.ends[end - 1])

    def cut(self, start: int, end: int) -> SourceText:
        """The characters `[start, end)`, origins kept."""
        return SourceText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self, characters: str | None = None) -> SourceText:
        """Without surrounding white space (or `characters`)."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self.cut(left, max(left, right))


def verbatim(source: str, start: int, end: int) -> SourceText:
    """The characters `[start, end)` of `source` as they stand."""
    return SourceText(source[start:end], array("I", range(start, end)), array("I", range(start + 1, end + 1)))


def decoded(character: str, start: int, end: int) -> SourceText:
    """Characters that stand for the code points `[start, end)` of the post, such as an entity."""
    n = len(character)
    return SourceText(character, array("I", [start]) * n, array("I", [end]) * n)


def join(parts: Iterable[SourceText], separator: str = "") -> SourceText:
    """The parts one after another; a separator has an empty origin at the end of the part before it."""
    text: list[str] = []
    starts, ends = array("I"), array("I")
    for part in parts:
        if text and separator:
            text.append(separator)
            here = ends[-1] if ends else 0
            starts.extend([here] * len(separator))
            ends.extend([here] * len(separator))
        text.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)
    return SourceText("".join(text), starts, ends)


EMPTY = SourceText("", array("I"), array("I"))

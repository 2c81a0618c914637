"""Text that knows where each of its characters stands in the post as archived.

Cleaning cuts tags, decodes entities and joins runs, so a position in clean text says nothing
about the file. `SourceText` carries both: the characters, and for each the code points
`[start, end)` of the post that it came from (`&amp;` is one character from five code points).
Nearly all text is copied as it stands, so origins are kept by the run, not by the character.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple


class Span(NamedTuple):
    """A run of characters `[start, end)`, in code points of the decoded post as archived."""

    start: int
    end: int


class Run(NamedTuple):
    """The origin of the characters from `at` up to the next run.

    Without `end` they stand in the post as they are, the first of them at `start`; with it each of them came from the
    code points `[start, end)`, such as an entity.
    """

    at: int
    start: int
    end: int | None = None

    def before(self, position: int) -> int:
        """Where in the post ends what the character before `position` came from."""
        return self.start + position - self.at if self.end is None else self.end


@dataclass(frozen=True, slots=True, eq=False)
class SourceText:
    """Clean text with the origin of every character, by runs that cover it in order.

    A character that cleaning added (the newline between two paragraphs) has an empty origin.
    """

    text: str
    runs: tuple[Run, ...]

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SourceText):
            return NotImplemented
        return (self.text, self.starts, self.ends) == (other.text, other.starts, other.ends)

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def starts(self) -> array[int]:
        """For each character where in the post its origin begins."""
        found = array("I")
        for run, until in self.extents():
            n = until - run.at
            found.extend(range(run.start, run.start + n) if run.end is None else array("I", [run.start]) * n)
        return found

    @property
    def ends(self) -> array[int]:
        """For each character where in the post its origin ends."""
        found = array("I")
        for run, until in self.extents():
            n = until - run.at
            found.extend(range(run.start + 1, run.start + n + 1) if run.end is None else array("I", [run.end]) * n)
        return found

    def span(self, start: int, end: int) -> Span:
        """Where the characters `[start, end)` of this text stand in the post."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters at {start}:{end} of {len(self.text)}")
        at = self._run_at(start)
        within = at + 1 == len(self.runs) or self.runs[at + 1].at >= end  # as most are
        first, last = self.runs[at], self.runs[at if within else self._run_at(end - 1)]
        return Span(first.start + start - first.at if first.end is None else first.start, last.before(end))

    def find(self, span: Span) -> tuple[int, int] | None:
        """The range of this text that came from `span`, from the first such character to the last; None: no such."""
        first, last = len(self.text), -1
        for run, until in self.extents():
            if run.end is None:
                start = run.at + max(0, span.start - run.start)
                end = min(until, run.at + span.end - run.start)
            else:
                meets = run.start < span.end and span.start < run.end and run.start < run.end
                start, end = (run.at, until) if meets else (until, run.at)
            if start < end:
                first, last = min(first, start), max(last, end)
        return (first, last) if first < last else None

    def cut(self, start: int, end: int) -> SourceText:
        """The characters `[start, end)`, origins kept."""
        text = self.text[start:end]
        if not text or len(text) == len(self.text):
            return self if text else EMPTY
        first, *others = self.runs[self._run_at(start) : self._run_at(start + len(text) - 1) + 1]
        skipped = start - first.at if first.end is None else 0
        return SourceText(
            text,
            (
                Run(0, first.start + skipped, first.end),
                *(Run(run.at - start, run.start, run.end) for run in others),
            ),
        )

    def strip(self, characters: str | None = None) -> SourceText:
        """Without surrounding white space (or `characters`)."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self.cut(left, max(left, right))

    def _run_at(self, position: int) -> int:
        return bisect_right(self.runs, (position, inf)) - 1

    def extents(self) -> Iterable[tuple[Run, int]]:
        """Each run, and where the next begins."""
        return zip(self.runs, [*(run.at for run in self.runs[1:]), len(self.text)], strict=False)


def verbatim(source: str, start: int, end: int) -> SourceText:
    """The characters `[start, end)` of `source` as they stand."""
    return SourceText(source[start:end], (Run(0, start),) if start < end else ())


def decoded(characters: str, start: int, end: int) -> SourceText:
    """Characters that stand for the code points `[start, end)` of the post, such as an entity."""
    return SourceText(characters, (Run(0, start, end),) if characters else ())


def traced(text: str, starts: Sequence[int], ends: Sequence[int]) -> SourceText:
    """Text each of whose characters has the origin `[starts[i], ends[i])`."""
    runs: list[Run] = []
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        last = runs[-1] if runs else None
        alone = end == start + 1
        if last is None or (last.end is not None or not alone or last.before(at) != start):
            runs.append(Run(at, start, None if alone else end))
    return SourceText(text, tuple(runs))


def join(parts: Iterable[SourceText], separator: str = "") -> SourceText:
    """The parts one after another; a separator has an empty origin at the end of the part before it."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for part in parts:
        if texts and separator:
            here = runs[-1].before(length) if runs else 0
            runs.append(Run(length, here, here))
            texts.append(separator)
            length += len(separator)
        texts.append(part.text)
        runs += [Run(length + at, start, end) for at, start, end in part.runs] if length else part.runs
        length += len(part.text)
    return SourceText("".join(texts), tuple(runs))


EMPTY = SourceText("", ())

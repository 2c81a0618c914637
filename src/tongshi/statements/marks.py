"""Pair quotation marks: which passages of an article stand inside them.

Marks are paired paragraph by paragraph. Archives are careless with them: a mark is missing on one side,
turned the wrong way round, or straight, and a long quotation opens anew with each of its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Marks of folded text.
_MARK = re.compile("[“”\"‘’']")
_SINGLE = frozenset("‘’'")
_LATIN = re.compile(r"[a-z0-9]")
#: What stands before a mark that opens speech, whichever way the mark is turned.
_INTRODUCES = re.compile(r"[:说道称写][,:]?\s*$")
_CLOSES_SENTENCE = "。,.!?… "
#: A quotation runs over no more paragraphs than this; what is longer has lost a mark.
_MOST_PARAGRAPHS = 6


class Passage(NamedTuple):
    """Characters `[start, end)` inside marks; `[open, close)` covers the marks too.

    `closed` is false where a mark is missing and an end of the paragraph stands for it.
    """

    start: int
    end: int
    open: int
    close: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Paired:
    """What one paragraph holds: passages, a mark left open, a closing mark without an opening one."""

    passages: tuple[Passage, ...]
    left_open: int | None
    stray_close: int | None


_UNMARKED = _Paired((), None, None)


def find_passages(text: str, folded: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Passage, ...]:
    """The outermost passages inside marks, in order; `folded` is `text` folded."""
    found: list[Passage] = []
    number = 0
    while number < len(paragraphs):
        start, end = paragraphs[number]
        number += 1
        paired = _pair(text, folded, start, end)
        found.extend(paired.passages)
        stray, opened = paired.stray_close, paired.left_open
        if stray is not None and not paired.passages and not folded[stray + 1 : end].strip(_CLOSES_SENTENCE):
            found.append(Passage(start, stray, start, stray + 1, closed=False))
        if opened is None:
            continue
        closing = _close_later(text, folded, paragraphs[number : number + _MOST_PARAGRAPHS], folded[opened])
        if closing is None:
            found.append(Passage(opened + 1, end, opened, end, closed=False))
            continue
        close, skipped = closing
        found.append(Passage(opened + 1, close, opened, close + 1))
        number += skipped
        found.extend(_pair(text, folded, close + 1, paragraphs[number][1]).passages)
        number += 1
    return tuple(found)


def _close_later(text: str, folded: str, following: Sequence[tuple[int, int]], mark: str) -> tuple[int, int] | None:
    """Where a quotation left open ends: the closing mark, and the number of paragraphs before its own."""
    for skipped, (start, end) in enumerate(following):
        resumed = folded[start:end].startswith(mark)
        paired = _pair(text, folded, start + 1 if resumed else start, end)
        if paired.stray_close is not None:
            return paired.stray_close, skipped
        if not resumed and (paired.passages or paired.left_open is not None):
            return None
    return None


def _pair(text: str, folded: str, start: int, end: int) -> _Paired:
    """Pair the marks of one paragraph; single marks count only outside double ones."""
    marks = [match.start() for match in _MARK.finditer(folded, start, end)]
    if not marks:
        return _UNMARKED
    double = [at for at in marks if folded[at] not in _SINGLE]
    passages: list[Passage] = []
    opened: int | None = None
    stray: int | None = None
    depth = 0
    for i, at in enumerate(double):
        introduced = _INTRODUCES.search(folded[max(start, at - 3) : at]) is not None
        if opened is None:
            if (folded[at] == "”" and not introduced) or (folded[at] == "“" and not folded[at + 1 : end].strip()):
                stray = at if stray is None else stray
            else:
                opened, depth = at, 1
        elif _goes_deeper(text, folded, opened, double[i:], depth):
            depth += 1
        elif folded[at] == "“" and introduced:
            opened, depth = at, 1  # the one before was never closed
        else:
            depth = depth - 1 if folded[at] == "”" else 0
            if depth == 0:
                passages.append(Passage(opened + 1, at, opened, at + 1))
                opened = None
    passages += _single(folded, marks, passages, end if opened is None else opened)
    return _Paired(tuple(sorted(passages, key=lambda passage: passage.open)), opened, stray)


def _goes_deeper(text: str, folded: str, opened: int, ahead: Sequence[int], depth: int) -> bool:
    """Whether the first mark of `ahead` opens a quotation inside the one opened at `opened`."""
    at, kinds = ahead[0], [folded[mark] for mark in ahead]
    if kinds[0] == "”":
        return False
    if kinds[0] == '"':
        return folded[opened] != '"' and kinds[1:2] == ['"'] and "”" in kinds[2:]
    if text[at] != text[opened]:
        return True
    # the same mark again: inside if the rest of the paragraph closes both, else turned the wrong way round
    for kind in kinds:
        depth += 1 if kind == "“" else -1 if kind == "”" else 0
        if depth == 0:
            return True
    return False


def _single(folded: str, marks: Sequence[int], taken: Sequence[Passage], end: int) -> Iterator[Passage]:
    """Passages inside single marks that stand outside the double ones, up to `end`."""
    opened: int | None = None
    for at in marks:
        mark = folded[at]
        inside = any(passage.open <= at < passage.close for passage in taken)
        if inside or at >= end or mark not in _SINGLE:
            opened = None if inside else opened
        elif _is_apostrophe(folded, at):
            continue
        elif opened is None:
            opened = at if mark != "’" else None
        elif mark != "‘":
            yield Passage(opened + 1, at, opened, at + 1)
            opened = None


def _is_apostrophe(folded: str, at: int) -> bool:
    return _LATIN.match(folded[at - 1 : at]) is not None and _LATIN.match(folded[at + 1 : at + 2]) is not None

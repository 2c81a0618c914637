"""Texts ↔ columns: without characters that no database takes, and compressed, with the place of every character."""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from collections.abc import Iterator

from tongshi.offsets import Run, SourceText

#: What stands for a character that no database takes.
REPLACED = "\ufffd"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_ZERO, _ONE = array("i", [0]), array("i", [1])
_ONES = re.compile(b"(?:%s)+" % re.escape(_ONE.tobytes()))


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates, which not every database takes; the same length."""
    if "\0" not in text and (text.isascii() or _encodes(text)):
        return text
    return _UNSTORABLE.sub(REPLACED, text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def packed(text: str) -> bytes:
    """A text as a packed column."""
    return zlib.compress(storable(text).encode(), 4)


def unpacked(blob: bytes) -> str:
    """The text of a packed column."""
    return zlib.decompress(blob).decode()


def packed_origins(text: SourceText, origin: int) -> bytes:
    """Where the characters of a text stand, counted from `origin`.

    First differences of the starts, then the lengths: mostly ones, which pack well. Little-endian.
    """
    steps, lengths = array("i"), array("i")
    before = origin
    for run, until in text.extents():
        more = until - run.at - 1
        steps.append(run.start - before)
        if run.end is None:
            steps.extend(_ONE * more)
            lengths.extend(_ONE * (more + 1))
            before = run.start + more
        else:
            steps.extend(_ZERO * more)
            lengths.extend(array("i", [run.end - run.start]) * (more + 1))
            before = run.start
    values = steps + lengths
    if sys.byteorder == "big":
        values.byteswap()
    return zlib.compress(values.tobytes(), 1)


def unpacked_origins(text: str, blob: bytes) -> SourceText:
    """A text with the places of its characters, of a column of packed origins; in it they count from 0."""
    values = array("i")
    values.frombytes(zlib.decompress(blob))
    if sys.byteorder == "big":
        values.byteswap()
    steps, lengths = values[: len(text)], values[len(text) :]
    return SourceText(text, tuple(_runs(steps, lengths)))


def _runs(steps: array[int], lengths: array[int]) -> Iterator[Run]:
    """The runs of packed origins: nearly all characters go on with the run of the one before, and are passed over."""
    breaks = set(_not_one(steps))
    for at in _not_one(lengths):  # it stands alone: a run ends before it, and one begins behind it
        breaks |= {at, at + 1}
    start, before = 0, -1
    for at in sorted({0, *breaks}):
        if at < len(steps):
            start += at - before - 1 + steps[at]
            # a character without a place (a separator at the very start) has no negative origin in a post's own part
            begins, ends = max(0, start), max(0, start + lengths[at])
            yield Run(at, begins, None if ends == begins + 1 else ends)
            before = at


def _not_one(values: array[int]) -> Iterator[int]:
    """Where values stand that are not 1; those in a row that are, nearly all, are one look."""
    told, at = values.tobytes(), 0
    while at < len(told):
        ones = _ONES.match(told, at)
        if ones is None:
            yield at // values.itemsize
            at += values.itemsize
        else:
            at = ones.end()

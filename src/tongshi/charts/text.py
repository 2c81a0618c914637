"""How wide a text will be, and as much of it as there is room for."""

from __future__ import annotations

from unicodedata import east_asian_width

#: The size of all texts of charts, in pixels: they do not shrink with the chart.
SIZE = 12.0

#: No title of a mark and no cell is longer, whatever an archive says.
LONGEST = 300

_WIDE = 1.0
_NARROW = (
    0.6  # of a wide one: more than letters and digits take on the whole, so that an estimate is no less than the truth
)


def width(text: str, size: float = SIZE) -> float:
    """Pixels that a text takes, estimated: fonts differ."""
    return size * sum(_WIDE if east_asian_width(each) in "WF" else _NARROW for each in text)


def clipped(text: str, most: int = LONGEST) -> str:
    """At most so many characters, in one line."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """As much of a text as fits into so many pixels."""
    line = clipped(text)
    if width(line, size) <= room:
        return line
    while line and width(line, size) + _NARROW * 2 * size > room:
        line = line[:-1]
    return f"{line.rstrip()}…"

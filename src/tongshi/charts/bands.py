"""What is drawn at which width.

A chart keeps its height and the size of its texts and takes the width of its page: places across are shares of it. What
then has no room in a narrow one is told by four bands of width. A thing shown in some of them only has their names
as classes beside `only`; the style sheet hides it in the others.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

Band = Literal["narrow", "middle", "wide", "broad"]

BANDS: tuple[Band, ...] = get_args(Band)

#: The pixels that a drawing of each band has at least: what fits into them fits into all of the band.
WIDTHS: dict[Band, int] = {"narrow": 260, "middle": 480, "wide": 760, "broad": 1080}


def shown_in(bands: Collection[Band]) -> str:
    """The classes of what is drawn in some bands; empty where it is drawn in all."""
    if len(bands) == len(BANDS):
        return ""
    return " ".join(("only", *(band for band in BANDS if band in bands)))

"""How texts and names are compared: folded, without white space; names can stand in part."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable

import opencc

_NOISE = re.compile(r"[\s·•‧・．.﻿]+")


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@functools.lru_cache(maxsize=100_000)
def _norm_text(text: str) -> str:
    return _NOISE.sub("", _converter().convert(text))


def norm(value: object) -> str:
    """A text as it is compared: Simplified, without white space and middle dots; nothing for what is no text."""
    return _norm_text(value) if isinstance(value, str) else ""


def same_name(a: str, b: str) -> bool:
    """Whether two normalised names can be one person's: equal, or one inside the other."""
    if not a or not b:
        return False
    return a == b or (min(len(a), len(b)) >= 2 and max(len(a), len(b)) <= 20 and (a in b or b in a))


def same_quote(a: str, b: str) -> bool:
    """Whether two normalised quotations are one: equal, or four fifths shared in one run."""
    if a == b:
        return True
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < 0.8:
        return False
    return common(a, b) / max(len(a), len(b)) >= 0.8


def common(a: str, b: str) -> int:
    """How many characters the longest run has that two texts share."""
    return difflib.SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b)).size


def hits(gold: Iterable[str], coded: Iterable[str], same: Callable[[str, str], bool]) -> int:
    """How many of `gold` find a partner of their own in `coded`."""
    left, found = list(coded), 0
    for item in gold:
        partner = next((other for other in left if same(item, other)), None)
        if partner is not None:
            left.remove(partner)
            found += 1
    return found

"""Somebody whom no lexicon knows, with whom a sentence opens as its speaker."""

from __future__ import annotations

from collections.abc import Sequence

from tongshi.engagements.grammar import Grammar
from tongshi.records import Actor
from tongshi.registry import Registry


def stranger_speaks(
    folded: str, start: int, end: int, actors: Sequence[Actor], registry: Registry, grammar: Grammar
) -> bool:
    """Whether `[start, end)` opens with a name that none of its actors bears, and a word of saying: [某某]表示,他….

    Whoever was spoken of before is neither meant by 他 behind it nor the one who does what it leaves without a subject.
    """
    limit = min(end, actors[0].start if actors else end)
    if limit <= start:
        return False
    # a Chinese name may begin with characters that are written for sounds, too
    ends = {registry.names.end_after(folded, start, polity, limit) for polity in (None, "CN")}
    return any(start < name <= limit and grammar.speaks_up.match(folded, name, end) for name in ends)

"""Clauses of a text whose quotations are hidden."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

#: Ends a clause in which a subject is looked for. The dash stands behind a dateline: 路透东京7月3日 - 日本周一宣布.
CLAUSE = re.compile(r"[,;:︰\n“”\" ](?:(?<! )|- )")
#: Begins or ends any clause.
_CUT = re.compile(r"[,;:。!?\n“”\"]")


def clause_head(outer: str, at: int, floor: int) -> int:
    """Where the clause that goes on at `at` begins, `floor` at the earliest."""
    cuts = _cuts(outer)
    before = bisect_right(cuts, at)
    return max(floor, cuts[before - 1]) if before else floor


@lru_cache(maxsize=4)
def _cuts(outer: str) -> list[int]:
    """Where clauses of a text begin, in order: asked of one text again and again."""
    return [match.end() for match in _CUT.finditer(outer)]


def clause_stop(outer: str, at: int, ceiling: int) -> int:
    """Where the clause that goes on at `at` ends, `ceiling` at the latest."""
    match = _CUT.search(outer, at, ceiling)
    return match.start() if match else ceiling

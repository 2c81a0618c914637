"""Score coded articles against articles coded by hand.

The definitions are the codebook's: records are paired one to one, best pairs first; a pair shares a polity
and a related type, its names meet and its dates lie near. Figures are micro-averaged over the gold's
articles, and whatever is missing counts as wrong. Texts are compared folded, without white space.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tongshi.evaluate.engagements import pair
from tongshi.evaluate.figures import Scores
from tongshi.evaluate.form import Json, load_records, tidy
from tongshi.evaluate.likeness import norm, same_name
from tongshi.evaluate.said import overlap, pair_statements
from tongshi.evaluate.scoring import score

__all__ = [
    "Json",
    "Scores",
    "evaluate",
    "load_records",
    "norm",
    "overlap",
    "pair",
    "pair_statements",
    "same_name",
    "score",
    "tidy",
]


def evaluate(gold: Path, coded: Iterable[Json], errors: int = 0) -> str:
    """The table of figures of coded records (file form) against a gold file; raises GoldError."""
    by_id = {record["id"]: tidy(record) for record in coded if "rejected" not in record}
    return score(load_records(gold), by_id).table(errors)

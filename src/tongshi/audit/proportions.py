"""How sure a share is that was counted in a sample, and how far two judges agree.

Intervals are Wilson's, with the size of the sample corrected for what is known beyond it: a sample of a finite
population is worth more than its size, one drawn by strata more or less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

#: How often an interval holds the true share.
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a sample of one stratum; `population` is how many there are, judged or not."""

    right: int
    judged: int
    population: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval. `right` and `judged` are counts of the sample; strata are weighted by their size."""

    value: float
    low: float
    high: float
    right: int
    judged: int


def share(strata: Sequence[Counted], confidence: float = CONFIDENCE) -> Share | None:
    """The share of a population, from one sample or from one of each stratum; None where nothing was judged."""
    known = [each for each in strata if each.judged]
    if not known:
        return None
    whole = sum(each.population for each in known)
    weights = [each.population / whole for each in known]
    value = sum(weight * each.right / each.judged for weight, each in zip(weights, known, strict=True))
    low, high = wilson(value, _worth(known, weights), confidence)
    return Share(value, low, high, sum(each.right for each in known), sum(each.judged for each in known))


def wilson(value: float, size: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share counted in a sample of `size`; an infinite one leaves no doubt."""
    if size == float("inf"):
        return value, value
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    shrunk = 1 + z * z / size
    middle = (value + z * z / (2 * size)) / shrunk
    half = z / shrunk * (value * (1 - value) / size + z * z / (4 * size * size)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def _worth(strata: Sequence[Counted], weights: Sequence[float]) -> float:
    """The size of a sample with replacement, of the whole, that would tell as much.

    Shares are drawn a little to the middle for it: of three right ones out of three it cannot be said that all are.
    """
    drawn = [(each.right + 1) / (each.judged + 2) for each in strata]
    spread = 0.0
    for each, weight, p in zip(strata, weights, drawn, strict=True):
        left = (each.population - each.judged) / (each.population - 1) if each.population > 1 else 0.0
        spread += weight * weight * p * (1 - p) / each.judged * max(0.0, left)
    middle = sum(weight * p for weight, p in zip(weights, drawn, strict=True))
    return middle * (1 - middle) / spread if spread else float("inf")


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two judges' verdicts on the same things: agreement beyond chance, at most 1.

    None where there is nothing to agree on: no pair, or one verdict throughout.
    """
    if not pairs:
        return None
    total = len(pairs)
    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(ones[verdict] * others[verdict] for verdict in ones) / total**2
    if by_chance == 1:
        return None
    same = sum(one == other for one, other in pairs) / total
    return (same - by_chance) / (1 - by_chance)

"""Weighed evidence: what a few named features add up to, as a probability.

Logistic regression with weights that a reader can look at (`weights.yml`), fitted by `scripts/fit.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tongshi import lexicon
from tongshi.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature; a feature without one weighs nothing."""

    of: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1."""
        weights = self.of
        total = sum([weights.get(name, 0.0) * value for name, value in features.items()])
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def load_weights(name: str, layers: lexicon.Layers = ()) -> Weights:
    """The table `name` of `weights.yml`; raises LexiconError."""
    table = lexicon.document("weights", layers)
    try:
        return Weights({str(feature): float(weight) for feature, weight in table[name].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(f"weights.yml: {name}: a table of feature and number is needed") from error

"""Pairs that fusion left open, for a person to decide."""

from __future__ import annotations

from collections import Counter

from tongshi.fusion.candidates import Doubt
from tongshi.fusion.clusters import Clusters

#: Of a contact so many pairs at most are left to a person, the likeliest.
_MOST = 3

#: Two contacts of which no report tells so much as a month are not asked about.
_TOO_VAGUE = 3

_SEVERAL = "fits several contacts"


def doubts(clusters: Clusters) -> list[Doubt]:
    """For each two sets that may be one the likeliest pair, in order of ids."""
    found: dict[tuple[str, str], Doubt] = {}
    asked: Counter[str] = Counter()
    level = clusters.sets.levels()
    weights = clusters.rules.weights
    for edge in clusters.edges:
        one, other = sorted((clusters.sets.of(edge.first), clusters.sets.of(edge.second)))
        if one == other or (one, other) in found or min(level[one], level[other]) >= _TOO_VAGUE:
            continue
        if max(asked[one], asked[other]) >= _MOST or clusters.sets.are_barred(one, other):
            continue
        asked.update((one, other))
        reasons = [f"{feature} ({weights[feature]:+.1f})" for feature in edge.agreement.features]
        if (edge.first, edge.second) in clusters.several:
            reasons.append(_SEVERAL)
        score = edge.agreement.score
        found[one, other] = Doubt(first=edge.first, second=edge.second, score=score, reasons=tuple(reasons))
    return sorted(found.values(), key=lambda doubt: (doubt.first, doubt.second))

"""Where the nodes of a network stand: as far from each other as they are in it, the same each time.

Stress is made small by gradient descent over all pairs in a fixed order (Zheng, Pawar, Goodman 2018), which for sixty
nodes takes few rounds. Then the places are evened out across and down, since hubs crowd theirs.
"""

from __future__ import annotations

import cmath
import math
import random
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import combinations

_ROUNDS = 15
_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle: no two of a spiral lie behind each other
_EVENED = 0.5  # how much the order of places counts beside the places themselves


def positions(count: int, edges: Iterable[tuple[int, int]]) -> list[tuple[float, float]]:
    """A place within the unit square for each of `count` nodes, joined by pairs of their indices."""
    if count < 2:
        return [(0.5, 0.5)] * count
    distances = _distances(count, edges)
    places = _least_stress(_spiral(distances), distances)
    across, down = _evened([each.real for each in places]), _evened([each.imag for each in places])
    return list(zip(across, down, strict=True))


def _distances(count: int, edges: Iterable[tuple[int, int]]) -> list[list[float]]:
    """Steps from each node to each; nodes without a way are half the longest way and one more apart."""
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in edges:
        near[one].append(other)
        near[other].append(one)
    found = [_steps(start, near) for start in range(count)]
    far = max(max(steps.values()) for steps in found) / 2 + 1
    return [[float(steps.get(each, far)) for each in range(count)] for steps in found]


def _steps(start: int, near: Sequence[Sequence[int]]) -> dict[int, int]:
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for each in near[here]:
            if each not in steps:
                steps[each] = steps[here] + 1
                waiting.append(each)
    return steps


def _spiral(distances: Sequence[Sequence[float]]) -> list[complex]:
    """A start: the most central in the middle."""
    order = sorted(range(len(distances)), key=lambda each: (sum(distances[each]), each))
    places = [0j] * len(order)
    for rank, each in enumerate(order):
        places[each] = cmath.rect(math.sqrt(rank) / 2, rank * _TURN)
    return places


def _least_stress(places: list[complex], distances: Sequence[Sequence[float]]) -> list[complex]:
    pairs = [(one, other, distances[one][other]) for one, other in combinations(range(len(places)), 2)]
    random.Random(0).shuffle(pairs)
    longest = max(distance for _, _, distance in pairs)
    for turn in range(_ROUNDS):
        # from steps that put the farthest right at once to steps of a tenth for neighbours
        size = longest**2 * (0.1 / longest**2) ** (turn / (_ROUNDS - 1))
        for one, other, distance in pairs:
            between = places[one] - places[other]
            length = abs(between) or 1e-9
            move = between * (min(size / (distance * distance), 1.0) * (length - distance) / (2 * length))
            places[one] -= move
            places[other] += move
    return places


def _evened(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    ranks = {
        index: rank for rank, index in enumerate(sorted(range(len(values)), key=lambda each: (values[each], each)))
    }
    most = len(values) - 1
    return [
        (1 - _EVENED) * ((value - low) / (high - low) if high > low else 0.5) + _EVENED * ranks[index] / most
        for index, value in enumerate(values)
    ]

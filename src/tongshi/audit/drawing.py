"""Which records are drawn: by the seed and their ids alone.

So a sample can be drawn again, from a list in any order, and a larger one holds the smaller.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping


def draw(records: Iterable[tuple[str, str]], size: int, seed: int) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """Ids with their strata, drawn from all of them, as many of each stratum; and how many there are of each.

    Those with the smallest digests of seed and id are drawn: of one stratum a simple random sample.
    """
    population: Counter[str] = Counter()
    smallest: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for id_, stratum in records:
        population[stratum] += 1
        heap, key = smallest[stratum], (-_key(seed, id_), id_)
        if len(heap) < size:
            heapq.heappush(heap, key)
        elif key > heap[0]:
            heapq.heapreplace(heap, key)
    many = _allotted(population, size)
    drawn = [
        (key, id_, stratum)
        for stratum, heap in smallest.items()
        for key, id_ in sorted(heap, reverse=True)[: many[stratum]]
    ]
    drawn.sort(reverse=True)
    return [(id_, stratum) for _, id_, stratum in drawn], dict(sorted(population.items()))


def _key(seed: int, id_: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{id_}".encode(), digest_size=8).digest(), "big")


def _allotted(population: Mapping[str, int], size: int) -> dict[str, int]:
    """As many of each stratum as the others, as far as there are, smaller strata first."""
    many: dict[str, int] = {}
    left = size
    for number, (stratum, count) in enumerate(sorted(population.items(), key=lambda each: (each[1], each[0]))):
        many[stratum] = min(count, left // (len(population) - number))
        left -= many[stratum]
    return many


def band(confidence: float) -> str:
    """The stratum of a confidence."""
    return next((f"{low}–{high}" for low, high in _BANDS if confidence < high), "0.9–1")


_BANDS = ((0, 0.5), (0.5, 0.7), (0.7, 0.9))

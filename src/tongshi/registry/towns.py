"""A town is one in whatever spelling: 华府 is 华盛顿, 雪梨 is 悉尼, 东京都 is 东京."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from tongshi.language import fold
from tongshi.registry.entries import load_polities

#: What can stand behind the name of any town.
_CITY = "市"


@functools.lru_cache(maxsize=1 << 14)
def town(name: str, polity: str | None) -> str:
    """The spelling by which a town of a state goes, folded; one that no lexicon knows goes by its own.

    Where the state is not known, that of the one state which has such a town.
    """
    folded = fold(name)
    by_state = _towns().get(folded) or _towns().get(folded.removesuffix(_CITY), {})
    if polity is None:
        return next(iter(by_state.values())) if len(by_state) == 1 else folded
    return by_state.get(polity, folded)


@functools.cache
def _towns() -> Mapping[str, Mapping[str, str]]:
    """For each spelling of the shipped lexicon the states that have such a town, with the spelling it goes by there."""
    found: dict[str, dict[str, str]] = {}
    for polity in load_polities():
        for city in polity.cities:
            found.setdefault(city, {})[polity.code] = polity.spellings.get(city, city)
    return found

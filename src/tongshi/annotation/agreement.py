"""How far two coders agree on the articles that both coded: the scorer's figures, each coder in turn as the gold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tongshi.evaluate import Json, Scores, score

_WORDS = {"gold ": "first ", "coded ": "second "}


@dataclass(frozen=True, slots=True)
class Agreed:
    """One figure: F1 of records and their parts, or the share of pairs that have a field the same."""

    what: str
    kind: str  # F1 or share
    one: float  # the first coder as the gold
    other: float  # the second
    count: int  # records of both coders together, or pairs


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures, and what the two have otherwise."""

    articles: int
    figures: tuple[Agreed, ...]
    differences: tuple[tuple[str, ...], ...]


def agree(one: Mapping[str, Json], other: Mapping[str, Json]) -> Agreement:
    """Compare tidied records by their articles' ids."""
    both = sorted(one.keys() & other.keys())
    first, second = ({id_: side[id_] for id_ in both} for side in (one, other))
    there, back = score(first, second), score(second, first)
    return Agreement(len(both), tuple(_figures(there, back)), tuple(_differences(there.errors)))


def _figures(there: Scores, back: Scores) -> Iterator[Agreed]:
    for name, figure in there.figures.items():
        if count := figure.gold + figure.coded:
            yield Agreed(name, "F1", figure.f1, back.figures[name].f1, count)
    for name, share in there.accuracies.items():
        if share.of and not name.startswith(("body", "gold sentences", "boilerplate", "captions")):
            yield Agreed(name, "share", share.value, back.accuracies[name].value, share.of)


def _differences(errors: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for what, *rest in errors:
        kind = {"missed": "only the first", "spurious": "only the second"}.get(what.removeprefix("statement "), what)
        named = [next((new + each.removeprefix(old) for old, new in _WORDS.items() if each.startswith(old)), each)
                 for each in rest]  # fmt: skip
        yield (kind, *named)

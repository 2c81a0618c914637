"""Wordings beside each other: for each topic the pairs that share most, told apart from what only stands there too.

Two wordings belong beside each other as far as they share set phrases, further topics, and words: runs of two
characters, each counting the more the fewer wordings of the contact have it. Pairs are taken best first, of equals the
earlier. What shares nothing but the topic is put beside what is left of it in order, and its row has nothing common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import fsum

from tongshi.compare.records import Row, Side, Wording, characters_of, unique
from tongshi.language import fold

#: What a shared set phrase, and a shared topic beside that of the row, is worth; a run of characters that two
#: wordings share and no third has is worth 0.5.
_PHRASE, _TOPIC = 3.0, 0.5

#: Wordings that are worth less together share nothing that would put them beside each other.
_LEAST = 0.5

#: Characters that say nothing of what a wording is about.
_FUNCTION = frozenset(
    "的了在和与及并也是对就将为有我你他她它们这那此其以于而或不会能要可已被把让从到向各个之所但若如因"
)

#: The shortest run told as common.
_SHORTEST = 2


def rows(sides: Sequence[Side]) -> tuple[Row, ...]:
    """All wordings of the sides: by topics of several sides, then by topics of one, then those without topic."""
    likeness = _Likeness(wording for side in sides for wording in side.wordings)
    found: list[Row] = []
    for topic in (*_topics(sides), ""):
        found += _aligned(topic, [side.on(topic) for side in sides], likeness)
    return tuple(found)


def _topics(sides: Sequence[Side]) -> tuple[str, ...]:
    raised = Counter(each.topic for side in sides for each in side.topics)
    return tuple(
        sorted(unique(each.topic for side in sides for each in side.topics), key=lambda each: raised[each] < 2)
    )


def _aligned(topic: str, columns: Sequence[Sequence[Wording]], likeness: _Likeness) -> Iterator[Row]:
    """Rows of one topic: each column is laid beside those before it."""
    cells: list[list[Wording | None]] = []
    for number, column in enumerate(columns):
        places = _places(topic, cells, column, likeness)
        for row in cells:
            row.append(None)
        for wording, place in zip(column, places, strict=True):
            if place is None:
                cells.append([*[None] * number, wording])
            else:
                cells[place][number] = wording
    for row in cells:
        yield Row(topic, tuple(row), _common([each for each in row if each is not None]))


def _places(
    topic: str, cells: Sequence[Sequence[Wording | None]], column: Sequence[Wording], likeness: _Likeness
) -> list[int | None]:
    """For each wording of a column the row that it joins; None: one of its own."""
    worth = [
        (max((likeness.of(topic, wording, other) for other in row if other is not None), default=0.0), at, place)
        for at, wording in enumerate(column)
        for place, row in enumerate(cells)
    ]
    taken: dict[int, int] = {}
    for value, at, place in sorted(worth, key=lambda each: (-each[0], each[1], each[2])):
        if value >= _LEAST and at not in taken and place not in taken.values():
            taken[at] = place
    left = (place for place in range(len(cells)) if place not in set(taken.values()))
    return [taken[at] if at in taken else next(left, None) if topic else None for at in range(len(column))]


class _Likeness:
    """What speaks for putting two of some wordings beside each other."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        known = list(wordings)
        # a wording is known by the object it is: it is asked for with every other one
        self._told = {id(each): (set(each.phrases), set(each.topics), _runs(each)) for each in known}
        counted = Counter(run for _, _, runs in self._told.values() for run in runs)
        self._worth = {run: 1 / count for run, count in counted.items()}

    def of(self, topic: str, one: Wording, other: Wording) -> float:
        """How much two share, the topic of their row left out."""
        phrases, topics, runs = self._told[id(one)]
        other_phrases, other_topics, other_runs = self._told[id(other)]
        words = fsum(self._worth[run] for run in runs & other_runs)
        return _PHRASE * len(phrases & other_phrases) + _TOPIC * len((topics & other_topics) - {topic}) + words


def _runs(wording: Wording) -> frozenset[str]:
    """The runs of two characters of a wording that say something."""
    letters = characters_of(wording.statement.text)
    pairs = (letters[at : at + 2] for at in range(len(letters) - 1))
    return frozenset(pair for pair in pairs if not _FUNCTION.intersection(pair))


def _common(wordings: Sequence[Wording]) -> tuple[str, ...]:
    """The longest runs of characters that all wordings of a row share, as the first has them, in its order."""
    if len(wordings) < 2:
        return ()
    texts = [each.statement.text for each in wordings]
    folded = [fold(text) for text in texts]
    found: list[str] = []
    at = 0
    while at < len(folded[0]):
        end = at
        while (
            end < len(folded[0])
            and folded[0][end].isalnum()
            and all(folded[0][at : end + 1] in each for each in folded)
        ):
            end += 1
        run = folded[0][at:end].strip("".join(_FUNCTION))
        if len(run) >= _SHORTEST:
            start = folded[0].index(run, at)
            found.append(texts[0][start : start + len(run)])
        at = max(end, at + 1)
    return tuple(run for run in unique(found) if not any(run in other for other in found if run != other))

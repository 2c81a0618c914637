"""How a comparison is told in order, by pages of all kinds: its parts, articles by number, where phrases stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tongshi.compare import Comparison, Place, Row, Side
from tongshi.sides.told import cited
from tongshi.store import StoredReading


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that stand together, by topic: of topics that several sides raise, that one does, or of none.

    `side` is the one that raises them alone.
    """

    kind: Literal["shared", "only", "other"]
    side: str
    topics: tuple[tuple[str, tuple[Row, ...]], ...]


def parts(compared: Comparison) -> tuple[Part, ...]:
    """All rows: what several sides raise first, then what each does alone, then what is on no topic of the list."""
    shared = _part(compared, "shared", "", compared.shared)
    alone = (_part(compared, "only", side.polity, compared.only(side)) for side in compared.sides)
    return tuple(each for each in (shared, *alone, _part(compared, "other", "", ("",))) if each.topics)


def _part(compared: Comparison, kind: Literal["shared", "only", "other"], side: str, topics: Sequence[str]) -> Part:
    wanted: dict[str, list[Row]] = {}
    for row in compared.rows:
        if row.topic in topics:
            wanted.setdefault(row.topic, []).append(row)
    return Part(kind, side, tuple((topic, tuple(rows)) for topic, rows in wanted.items()))


class Numbers:
    """Articles by the numbers under which they are referred to."""

    def __init__(self, articles: Iterable[StoredReading]) -> None:
        self._numbers = {article.post: number for number, article in enumerate(articles, 1)}

    def of(self, article: StoredReading) -> int:
        """From 1."""
        return self._numbers[article.post]

    def cited(self, places: Iterable[Place]) -> tuple[list[Place], str]:
        """The first place of each article, in the order of their numbers, and ` +3` for those that are too many."""
        first: dict[int, Place] = {}
        for place in places:
            first.setdefault(self.of(place.article), place)
        numbers, more = cited(first)
        return [first[number] for number in numbers], more


def uses_of(side: Side, phrase: str) -> dict[str, list[Place]]:
    """Where a side uses a set phrase, by the words that it has there."""
    found: dict[str, list[Place]] = {}
    for wording in side.wordings:
        for each in wording.told:
            if phrase in each.statement.phrases:
                spans = each.statement.spans.get(f"phrases.{phrase}")
                place = Place(each.place.article, spans[0]) if spans else each.place
                found.setdefault(each.words(place.span) if place.span else "", []).append(place)
    return found

"""Statements, and which of them are wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, Protocol

from tongshi.records import (
    Manner,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are wanted; every condition given must hold. One empty holds for all.

    Who speaks is one of `people`, by id, or bears one of the folded `names` where no id is known.
    """

    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()  # any of these polities speaks
    topics: tuple[str, ...] = ()  # all of them
    phrases: tuple[str, ...] = ()  # any of these set phrases, by id
    phrased: bool = False  # some set phrase
    words: tuple[str, ...] = ()  # all of them, folded, in the content
    between: tuple[str, ...] = ()  # made in or about a contact of all these polities
    counterpart: str = ""  # made in or about a contact of this polity too, by a side that is another one of it
    manners: tuple[str, ...] = ()  # any of them
    outlets: tuple[str, ...] = ()  # any of them
    since: dt.date | None = None  # day of the article
    until: dt.date | None = None
    direct: bool = False  # all inside quotation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """A statement with the article that reports it; spans are in the post's own part of the file."""

    id: str
    statement: Statement
    post: str  # id in the store
    position: int  # in the article
    name: str  # the codebook's id: stem, stem#2, …
    state: str  # current or vanished
    outlet: str
    day: dt.date | None  # the article's
    published_at: str  # UTC, ISO 8601; empty: no stamp
    title: str
    url: str
    archive_url: str
    engagement: str  # id of the one that it was made in or about; empty: none
    story: str  # the same for copies of one article
    saying: str  # the same for one content in copies of one article

    @property
    def polity(self) -> str | None:
        """Of the side that speaks."""
        return self.statement.polity

    @property
    def phrases(self) -> tuple[str, ...]:
        """Ids of the set phrases in it."""
        return self.statement.phrases


#: By what statements are counted.
SaidKey = Literal["day", "month", "outlet", "side", "person", "manner", "topic", "phrase"]


class Uttered(Protocol):
    """Of a statement at least where it stands."""

    @property
    def post(self) -> str:
        """Of its article, the id in the store."""

    @property
    def position(self) -> int:
        """In the article."""


@dataclass(frozen=True, slots=True)
class PhraseUse:
    """That a statement has a set phrase, as in `Utterance`."""

    phrase: str  # id
    polity: str  # of the side that speaks; empty: for none
    day: dt.date | None
    story: str
    saying: str
    post: str
    position: int

    @property
    def phrases(self) -> tuple[str, ...]:
        """The one."""
        return (self.phrase,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Of a statement what is counted of many: who says it, on what, when; as in `Statement` and `StoredStatement`."""

    id: str
    post: str
    position: int  # in the article
    outlet: str
    day: dt.date | None
    speaker: str | None
    office: str | None
    polity: str | None
    person: str
    addressee: str | None
    medium: str | None
    chain: tuple[str, ...]
    manner: Manner
    topics: tuple[str, ...]
    phrases: tuple[str, ...]
    story: str
    saying: str

    def keys(self, by: Sequence[SaidKey]) -> Iterator[tuple[Any, ...]]:
        """By what it counts: once for each of its topics, or phrases, where it is counted by these."""
        lists: dict[SaidKey, Sequence[Any]] = {
            "day": (self.day,), "month": (self.day and f"{self.day:%Y-%m}",), "outlet": (self.outlet,),
            "side": (self.polity or "",), "person": (self.person,),
            "manner": (self.manner,), "topic": self.topics, "phrase": self.phrases,
        }  # fmt: skip
        return product(*(lists[key] for key in by))

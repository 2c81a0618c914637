"""What is asked of statements: who is meant, which phrase is, and how each side uses a set phrase over time."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.phrases import load_phrases
from tongshi.registry.entries import load_offices, load_people
from tongshi.store import StatementFilter, StoredStatement
from tongshi.whois import People, called

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class Statements(People, Protocol):
    """What is asked: a store, or what may be given of it."""

    def said(self, wanted: StatementFilter | None = None, limit: int | None = None) -> Iterator[StoredStatement]:
        """The statements wanted, in order of the articles' days."""

    def is_said(self, wanted: StatementFilter) -> bool:
        """Whether there is one."""


class Said(Protocol):
    """What is known of a statement, as far as the use of phrases needs it."""

    @property
    def day(self) -> dt.date | None:
        """The article's."""

    @property
    def polity(self) -> str | None:
        """Of the side that speaks."""

    @property
    def phrases(self) -> Sequence[str]:
        """Ids of the set phrases in it."""

    @property
    def story(self) -> str:
        """The same for copies of one article."""

    @property
    def saying(self) -> str:
        """The same for one content in copies of one article."""


S = TypeVar("S", bound=Said)


@dataclass(frozen=True, slots=True)
class Use(Generic[S]):
    """How one side uses a phrase: `first` and `last` are its earliest and latest dated uses.

    `times` counts contents, `articles` articles: copies of one article count once in both.
    """

    phrase: str  # id, or the words asked for
    side: str  # polity; empty: speakers who represent none
    times: int
    articles: int
    first: S | None
    last: S | None

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """Days of the articles with the first and the last dated use."""
        return self.first.day if self.first else None, self.last.day if self.last else None


def spoken_by(wanted: StatementFilter, store: Statements, name: str, layers: Layers = ()) -> StatementFilter:
    """With the condition that somebody of that name speaks, known as `tongshi who` knows him.

    A speaker whom nobody knows (a body, a scholar) is found as written. Raises NotFoundError where there is none.
    """
    if not name.strip():
        raise NotFoundError("no name is given")
    curated = {person.id: person for person in load_people(load_offices(layers), layers)}
    with suppress(NotFoundError):
        known = called(store, name, curated)
        names = dict.fromkeys(each for person in known for each in person.names)
        return replace(wanted, people=tuple(person.id for person in known), names=tuple(names))
    asked = replace(wanted, names=(fold(name.strip()),))
    if not store.is_said(StatementFilter(names=asked.names)):
        raise NotFoundError(f"{name}: nobody of that name speaks")
    return asked


def with_phrase(wanted: StatementFilter, store: Statements, given: str, layers: Layers = ()) -> StatementFilter:
    """With the condition that a set phrase is used, by its id or any of its words, or else these very words.

    Raises NotFoundError for an id that is none, and for words that stand in no statement.
    """
    phrases = load_phrases(layers)
    words = fold(given.strip())
    if not words:
        raise NotFoundError("no phrase is given")
    if words in phrases.ids or words in phrases.of:
        return replace(wanted, phrases=(phrases.of.get(words, words),))
    if _ID.fullmatch(words):
        raise NotFoundError(f"{given}: no set phrase of that id; `tongshi said --phrases` lists those in use")
    if not store.is_said(StatementFilter(words=(words,))):
        raise NotFoundError(f"{given}: no statement has these words")
    return replace(wanted, words=(words,))


def uses(statements: Iterable[S], wanted: StatementFilter) -> tuple[Use[S], ...]:
    """How each side uses the phrases asked for, or every one: a phrase that is used most first, then by side.

    The statements come in order of their days, undated ones last.
    """
    found: dict[str, dict[str, list[S]]] = defaultdict(lambda: defaultdict(list))
    for each in statements:
        asked = wanted.words or [id_ for id_ in each.phrases if id_ in wanted.phrases or not wanted.phrases]
        for phrase in asked:
            found[phrase][each.polity or ""].append(each)
    made = [[_use(phrase, side, sides[side]) for side in sides] for phrase, sides in found.items()]
    made.sort(key=lambda uses: (-sum(use.times for use in uses), uses[0].phrase))
    return tuple(use for uses in made for use in sorted(uses, key=lambda use: (-use.times, use.side)))


def _use(phrase: str, side: str, said: Sequence[S]) -> Use[S]:
    dated = [each for each in said if each.day]
    return Use(
        phrase=phrase,
        side=side,
        times=len({each.saying for each in said}),
        articles=len({each.story for each in said}),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
    )

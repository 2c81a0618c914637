"""What comparisons are shown as: wordings as cells, numbers that lead to words in their articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongshi.compare import Naming, Place, Told, Voice, Wording
from tongshi.compare.records import unique
from tongshi.hypertext import Markup
from tongshi.offsets import SourceText
from tongshi.passages import Passage, Sentences
from tongshi.records import Manner
from tongshi.sides.parts import Numbers
from tongshi.sides.told import day
from tongshi.store import StoredReading
from tongshi.web.addresses import Addresses
from tongshi.web.labels import Labels
from tongshi.web.wordings import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A number that leads to words in their article, or to the article where they may not be given."""

    number: int
    article: StoredReading
    href: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A wording: who says it how, the words, where they stand, and through whom they are known."""

    wording: Wording
    verbs: tuple[tuple[str, Manner], ...]
    words: Markup
    references: tuple[Reference, ...]
    more: str
    through: tuple[tuple[str, str], ...]  # who hands it on, with the polity of those who are of another

    @property
    def form(self) -> str:
        """direct, mixed or indirect: how much of it stands between quotation marks."""
        return self.wording.statement.form


class Telling:
    """Cells and references of a page: articles have their numbers, and their sentences are cut once.

    `texts` are those of articles that have none of their own: title, and running text with captions, by post.
    """

    def __init__(
        self,
        articles: Sequence[StoredReading],
        url: Addresses,
        labels: Labels,
        texts: Mapping[str, tuple[SourceText, SourceText]] | None = None,
    ) -> None:
        self._url, self._labels, self._texts = url, labels, texts or {}
        self._numbers = Numbers(articles)
        self._sentences: dict[str, Sentences] = {}
        self._cells: dict[int, Cell] = {}  # by wording: one on several topics stands in several rows

    def cell(self, wording: Wording) -> Cell:
        """A wording as the first article has it, with the places in all."""
        if id(wording) not in self._cells:
            self._cells[id(wording)] = self._cell(wording)
        return self._cells[id(wording)]

    def _cell(self, wording: Wording) -> Cell:
        first = wording.told[0]
        places, more = self._numbers.cited(each.place for each in wording.told)
        by_post = {each.place.article.post: each for each in wording.told}
        return Cell(
            wording=wording,
            verbs=tuple((verb, manner) for verb, manner in wording.verbs if verb),
            words=said(first, self._url.phrase, self._labels.phrase),
            references=tuple(self._proved(by_post[place.article.post]) for place in places),
            more=more,
            through=unique(
                (link.name, "" if link.polity == wording.side else link.polity)
                for each in wording.told
                for link in each.links
            ),
        )

    def number(self, article: StoredReading) -> int:
        """By which it is referred to."""
        return self._numbers.of(article)

    def numbered(self, articles: Iterable[StoredReading]) -> list[int]:
        """The numbers of articles in order."""
        return sorted(map(self._numbers.of, articles))

    def polities(self, codes: Iterable[str]) -> str:
        """Their names."""
        return self._labels.words.listed(map(self._labels.polity, codes))

    def users(self, naming: Naming) -> list[tuple[str, list[tuple[str, tuple[Reference, ...]]]]]:
        """Who calls a thing how, and where."""
        return [
            (user, [(name, self.cited(use.place for use in uses)) for name, uses in naming.by(user).items()])
            for user in unique(use.user for use in naming.uses)
        ]

    @staticmethod
    def day(article: StoredReading) -> str:
        """The day of publication where the outlet is; empty: not known."""
        return day(article)

    @staticmethod
    def handing(voice: Voice, polity: str) -> tuple[tuple[str, str], ...]:
        """Who hands on what somebody of a polity says, with the polity of those who are of another."""
        return tuple((link.name, "" if link.polity == polity else link.polity) for link in voice.links)

    def cited(self, places: Iterable[Place]) -> tuple[Reference, ...]:
        """References to places, the first of each article."""
        return tuple(map(self.reference, self._numbers.cited(places)[0]))

    def reference(self, place: Place) -> Reference:
        """To a place in its article; to the whole of it where the words may not be given."""
        post = place.article.post
        there = self._url.words(post, place.span) if place.span else self._url.article(post)
        return Reference(number=self.number(place.article), article=place.article, href=there)

    def _proved(self, told: Told) -> Reference:
        """The same with the sentences in which the fields of a statement stand."""
        article, place = told.place.article, told.place
        if article.post not in self._sentences:
            self._sentences[article.post] = Sentences(self._texts.get(article.post, place.texts))
        fields = {field: spans for field, spans in told.statement.spans.items() if not field.startswith("phrases")}
        return Reference(
            number=self.number(article),
            article=article,
            href=self._url.place(article.post, place.span) if place.span else self._url.article(article.post),
            passages=tuple(self._sentences[article.post].passages(fields)),
        )

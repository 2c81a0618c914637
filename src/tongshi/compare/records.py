"""What a comparison is made of, all frozen. Words are the sources' own; nothing is summed up in others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from tongshi.coverage import Coverage
from tongshi.language import fold
from tongshi.offsets import SourceText, Span
from tongshi.passages import Passage, passages, words
from tongshi.records import Manner, Statement
from tongshi.store import Contact, StoredReading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the article, and the characters of the post as archived; None where none are told."""

    article: StoredReading
    span: Span | None

    @property
    def texts(self) -> tuple[SourceText, SourceText]:
        """Where words of the article can stand: title, running text and captions, as much as may be given of them."""
        return self.article.reading.article.post.title, self.article.readable

    @property
    def words(self) -> str:
        """The characters; nothing where they may not be given."""
        return words(self.texts, self.span) if self.span else ""

    @property
    def sentences(self) -> tuple[Passage, ...]:
        """The sentences in which they stand, with them marked; none where they may not be given."""
        return tuple(passages(self.texts, {"text": [self.span]})) if self.span else ()


class Link(NamedTuple):
    """Who hands a statement on, as written, and the polity whose medium or representative that is, where known."""

    name: str
    polity: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as one article tells it; `links` are its chain, outermost first."""

    statement: Statement
    place: Place
    links: tuple[Link, ...] = ()

    def span(self, start: int, end: int) -> Span | None:
        """Where characters of the statement stand in the post; None where it is not told as it stands there."""
        place, text = self.place.span, self.statement.text
        if place is None or place.end - place.start != len(text):
            return None
        return Span(place.start + start, place.start + end)

    def words(self, span: Span) -> str:
        """The characters of the statement that stand somewhere in the post; nothing where they may not be given."""
        whole = self.span(0, len(self.statement.text))
        if whole and whole.start <= span.start and span.end <= whole.end:
            return self.statement.text[span.start - whole.start : span.end - whole.start]
        return Place(self.place.article, span).words


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one side, or of somebody aside: the same words of the same speaker, in every article with them.

    `side` is the polity whose account it belongs to. Of a third party's it is the speaker's polity, or empty.
    """

    side: str
    told: tuple[Told, ...]  # at least one, in order of publication

    @property
    def statement(self) -> Statement:
        """As the first article tells it."""
        return self.told[0].statement

    @property
    def characters(self) -> int:
        """How long it is."""
        return self.statement.end - self.statement.start

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is about."""
        return unique(topic for each in self.told for topic in each.statement.topics)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Ids of the set phrases in it."""
        return unique(phrase for each in self.told for phrase in each.statement.phrases)

    @property
    def verbs(self) -> tuple[tuple[str, Manner], ...]:
        """With which words of saying it is told, and their class; an empty word where it goes on without one."""
        return unique((each.statement.verb, each.statement.manner) for each in self.told)

    @property
    def media(self) -> tuple[str, ...]:
        """In what it was written or said: 新聞稿, 推特."""
        return unique_names(each.statement.medium for each in self.told if each.statement.medium)

    @property
    def quoted(self) -> bool:
        """Whether some article gives it, or part of it, between quotation marks."""
        return any(each.statement.form != "indirect" for each in self.told)

    def through(self, others: Iterable[str]) -> tuple[str, ...]:
        """The media and representatives of `others` through whom alone it is known; none where others tell it."""
        polities = set(others) - {self.side}
        found = [[link.name for link in each.links if link.polity in polities] for each in self.told]
        return unique_names(name for names in found for name in names) if all(found) else ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks for a side, through what it is known, and in which articles."""

    name: str
    office: str | None
    media: tuple[str, ...]  # 新聞稿, 推特
    links: tuple[Link, ...]  # 央視, 新華社
    articles: tuple[StoredReading, ...]
    wordings: int
    quoted: int  # those of them of which all or some words are given between quotation marks


@dataclass(frozen=True, slots=True)
class TopicShare:
    """What a side says on a topic. A statement on two topics counts for both, so shares can sum to more than 1."""

    topic: str
    order: int  # 1: raised first, in order of publication and place
    characters: int
    share: float  # of the characters of all that the side says, 0 to 1
    articles: int  # that tell of it
    first: Place


@dataclass(frozen=True, slots=True)
class Side:
    """One side's account, over all articles."""

    polity: str
    wordings: tuple[Wording, ...]  # in order of publication and place
    topics: tuple[TopicShare, ...]  # in order
    voices: tuple[Voice, ...]
    through: tuple[str, ...] = ()  # the other sides' media and representatives through whom alone it is known

    @property
    def characters(self) -> int:
        """How much it says, copies counted once."""
        return sum(each.characters for each in self.wordings)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Set phrases that it uses, in order."""
        return unique(phrase for each in self.wordings for phrase in each.phrases)

    def on(self, topic: str) -> tuple[Wording, ...]:
        """What it says on a topic; with an empty topic, what is about none."""
        return tuple(each for each in self.wordings if (topic in each.topics if topic else not each.topics))


@dataclass(frozen=True, slots=True)
class Row:
    """Wordings beside each other: one or none for each side, in the order of `Comparison.sides`.

    `common` are the words that they share, as the first has them; none where only the topic is the same.
    """

    topic: str
    cells: tuple[Wording | None, ...]
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name of a thing where it is used. `user`: a polity, or an outlet."""

    user: str
    name: str
    place: Place
    quoted: bool  # between quotation marks


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing that is called by different names: each use once for every user, name and article."""

    thing: str
    uses: tuple[NameUse, ...]

    def by(self, user: str) -> dict[str, tuple[NameUse, ...]]:
        """The names that somebody uses, with the uses."""
        own = [use for use in self.uses if use.user == user]
        return {name: tuple(use for use in own if use.name == name) for name in unique(use.name for use in own)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The accounts of a contact side by side."""

    contact: Contact
    articles: tuple[StoredReading, ...]  # all that tell of it, in order of publication; references are their numbers
    sides: tuple[Side, ...]  # those with an account, in the order of the contact's polities or as asked
    others: tuple[str, ...]  # that have an account too and are not among `sides`
    silent: tuple[str, ...]  # that took part and have no account in these articles, of a contact that has accounts
    rows: tuple[Row, ...]  # by topic: those of two sides or more first, then those of one, then without topic
    aside: tuple[Wording, ...]  # what third parties say of it
    namings: tuple[Naming, ...]  # things that the sides call by different names
    phrases: Mapping[str, str]  # id of each set phrase that a side uses → its first words in the lexicon
    coverage: Coverage | None = None  # what the archive holds around it; None: not known, or not its day

    @property
    def shared(self) -> tuple[str, ...]:
        """Topics that two sides or more raise, in the order of `rows`."""
        return unique(row.topic for row in self.rows if row.topic and len(self.raising(row.topic)) > 1)

    def raising(self, topic: str) -> tuple[str, ...]:
        """The sides that raise a topic."""
        return tuple(side.polity for side in self.sides if any(each.topic == topic for each in side.topics))

    def only(self, side: Side) -> tuple[str, ...]:
        """Topics that this side alone raises."""
        return tuple(each.topic for each in side.topics if self.raising(each.topic) == (side.polity,))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the sides' words an outlet gives."""

    polity: str
    characters: int
    share: float | None  # of all words of the sides that it gives, 0 to 1; None where unlinked ones would change it
    quoted: int  # characters of them between quotation marks
    first: Place


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Statements of a side in an outlet's articles that are not read as made in the contact or about it."""

    polity: str
    statements: int  # the same words once
    first: Place


class Item(NamedTuple):
    """Something that an outlet tells of, and where it first does: a person's name, a topic, a set phrase.

    `words` are the first of a set phrase in the lexicon.
    """

    name: str
    place: Place
    words: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The contact as one outlet tells it, and what it leaves out: what others tell and its articles have no word of.

    What is left out has the place where the first of the others tells it.
    """

    outlet: str
    articles: tuple[StoredReading, ...]
    people: tuple[Item, ...]  # those who take part, in the order in which it names them
    topics: tuple[Item, ...]
    phrases: tuple[Item, ...]
    shares: tuple[Share, ...]  # in the order of the contact's polities
    unlinked: tuple[Unlinked, ...]  # in the same order
    without_people: tuple[Item, ...]
    without_topics: tuple[Item, ...]
    without_phrases: tuple[Item, ...]
    coverage: Coverage | None = None  # what the archive holds of the outlet around the contact


@dataclass(frozen=True, slots=True)
class ByOutlet:
    """The same contact as told by each outlet."""

    contact: Contact
    articles: tuple[StoredReading, ...]  # all, in order of publication
    tellings: tuple[Telling, ...]  # in order of first publication
    namings: tuple[Naming, ...]  # things that outlets call by different names
    coverage: Coverage | None = None  # what the archive holds around it, of all outlets

    @property
    def others(self) -> tuple[str, ...]:
        """Outlets of which the archive holds articles around it, but none that tells of it."""
        telling = {each.outlet for each in self.tellings}
        return tuple(each for each in (self.coverage.outlets if self.coverage else ()) if each not in telling)


def unique(values: Iterable[T]) -> tuple[T, ...]:
    """Each value once, in order."""
    return tuple(dict.fromkeys(values))


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the spelling first met: 聲明 and 声明 are one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return tuple(found.values())


def characters_of(text: str) -> str:
    """Letters and digits of a text, folded: by these two wordings are the same."""
    return "".join(filter(str.isalnum, fold(text)))


def quoted_characters(statement: Statement) -> int:
    """How many characters of a statement are given between quotation marks, as far as its words may be given."""
    if statement.form == "direct":
        return statement.end - statement.start
    return sum(end - start for start, end in quoted_ranges(statement))


def quoted_ranges(statement: Statement) -> tuple[tuple[int, int], ...]:
    """Which characters of what a statement tells stand between quotation marks in it."""
    return tuple(found.span(1) for found in _QUOTED.finditer(fold(statement.text)))


_QUOTED = re.compile("“([^“”]*)”")

"""What becomes of each cue of a text: a mention of a contact, or the reason why it is none."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tongshi.engagements.agenda import Agenda
from tongshi.engagements.contacts import Contact, Mention
from tongshi.engagements.cues import CueHit
from tongshi.offsets import SourceText
from tongshi.records import Engagement, Statement

#: Why a cue, or all that an article tells of one contact, makes no record.
Dismissed = Literal[
    "nobody named",  # the sentence names no one, and the text has spoken of no one
    "no parties found",  # the grammar of the cue finds no two polities around it
    "did not come about",  # 从未会晤: with nobody declining it is nothing
    "only remembered",  # 会晤五周年
    "too weak a word without a date",  # 前往, 行程
    "only alluded to",  # 双方 undated, in a quotation
    "said in a meeting",  # 会面时恭贺他当选
    "within one state",  # Beijing with Hong Kong
    "a wish without a date",  # 呼吁双方谈判
    "a name among others",  # 人选 in an article about something else (codebook 4b)
    "no date, place or occasion",  # not to be told from others (codebook 1)
]


class Sighting(NamedTuple):
    """A cue in its sentence, with the mention it makes or why it makes none."""

    hit: CueHit
    sentence: tuple[int, int]
    mention: Mention | None
    dismissed: Dismissed | None = None


class CueReport(NamedTuple):
    """What became of the cue at `[start, end)` of an article's text: a record, by its index, or the reason why none."""

    start: int
    end: int
    sentence: tuple[int, int]
    cue: str  # id in engagements.yml
    engagement: int | None
    dismissed: Dismissed | None


def _place(mention: Mention) -> tuple[object, ...]:
    """What a mention is known by, also where a contact put together of two calls it by another type."""
    return mention.draft.trigger, mention.actors


class Ruling(NamedTuple):
    """A contact as a record, why it is to be none, and what was weighed for it, by name."""

    engagement: Engagement
    dismissed: Dismissed | None
    evidence: Mapping[str, float]  # for its being right
    prominence: Mapping[str, float]  # for the article's being about it


@dataclass(frozen=True, slots=True)
class Findings:
    """All cues of an article, the contacts they tell of, and what was decided of each of these."""

    sightings: tuple[Sighting, ...] = ()
    contacts: tuple[Contact, ...] = ()
    rulings: tuple[Ruling, ...] = ()  # one for each contact
    agenda: Agenda | None = None  # what the article raises; None where it tells of no contact

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        """The records, in order of their first mention."""
        return tuple(ruling.engagement for ruling in self.rulings if ruling.dismissed is None)

    @property
    def kept(self) -> tuple[tuple[Contact, Ruling], ...]:
        """The contacts that make a record, in the order of the records."""
        return tuple(
            (contact, ruling)
            for contact, ruling in zip(self.contacts, self.rulings, strict=True)
            if ruling.dismissed is None
        )

    def with_topics(self, text: SourceText, statements: Sequence[Statement]) -> Findings:
        """The same, each record with what it was about, for which `statements` of the article speak."""
        if self.agenda is None:
            return self
        numbers = itertools.count()
        rulings = []
        for contact, ruling in zip(self.contacts, self.rulings, strict=True):
            if ruling.dismissed is None:
                engagement = ruling.engagement
                topics = self.agenda(contact, engagement, next(numbers), statements)
                spans = {f"topics.{code}": (text.span(*where),) for code, where in topics.items()}
                engagement = replace(engagement, topics=tuple(topics), spans=engagement.spans | spans)
                rulings.append(ruling._replace(engagement=engagement))
            else:
                rulings.append(ruling)
        return replace(self, rulings=tuple(rulings))

    @property
    def cues(self) -> tuple[CueReport, ...]:
        """For each cue, in order, what became of it."""
        return tuple(self._reports())

    def _reports(self) -> Iterator[CueReport]:
        numbers = [*itertools.accumulate((ruling.dismissed is None for ruling in self.rulings), initial=0)]
        home = {_place(mention): at for at, contact in enumerate(self.contacts) for mention in contact.mentions}
        for hit, sentence, mention, unmentioned in self.sightings:
            record, dismissed = None, unmentioned
            if mention is not None:
                contact = home[_place(mention)]
                dismissed = self.rulings[contact].dismissed
                record = numbers[contact] if dismissed is None else None
            yield CueReport(hit.start, hit.end, sentence, hit.cue.id, record, dismissed)

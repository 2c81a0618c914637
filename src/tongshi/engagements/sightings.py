"""What becomes of each cue of a text: a mention of a contact, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from tongshi.engagements.cues import CueHit
from tongshi.engagements.merge import Mention

#: Why a cue, or all that an article tells of one contact, makes no record.
Dismissed = Literal[
    "nobody named",  # the sentence names no one, and the text has spoken of no one
    "no parties found",  # the grammar of the cue finds no two polities around it
    "did not come about",  # 从未会晤: with nobody declining it is nothing
    "only remembered",  # 会晤五周年
    "too weak a word without a date",  # 前往, 行程
    "only alluded to",  # 访台期间, in a quotation, in a question
    "within one state",  # Beijing with Hong Kong
    "a wish without a date",  # 呼吁双方谈判
    "no date, place or occasion",  # not to be told from others (codebook 1)
]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A cue in its sentence, with the mention it makes or why it makes none, and the number of its contact."""

    hit: CueHit
    sentence: tuple[int, int]
    mention: Mention | None
    dismissed: Dismissed | None = None
    contact: int | None = None


class CueReport(NamedTuple):
    """What became of the cue at `[start, end)` of an article's text: a record, by its index, or the reason why none."""

    start: int
    end: int
    sentence: tuple[int, int]
    cue: str  # id in engagements.yml
    engagement: int | None
    dismissed: Dismissed | None

"""What stands beside an attribution: to whom it is said, where, through whom, and what is done with the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tongshi.records import Manner
from tongshi.statements.attributions import Attribution
from tongshi.statements.hearing import Hearing
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

Range = tuple[int, int]

#: Longest way from who cites to who is cited.
_NEAR = 12

#: Before whom one speaks to: 对[王毅]说, 向[媒体]表示.
_TO = re.compile(r"(?:对|向|跟|给|与|和|同)(?!于|此|话|方的)")
#: Words of saying that take the one spoken to right behind them.
_TAKES_HEARER = re.compile(
    r"(?:告诉|告知|提醒|警告|告诫|敦促|呼吁|要求|请求|促请|吁请|恳请|促|力促|督促|奉劝|劝告|号召|鼓励|正告|喊话|质问|答复|回复|通知)$"
)
_HEARER = re.compile(r"[^,;:。!?“”\"\ufffc的]{1,10}?(?=在|于|说|表示|称|,|:|$)")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Asked about one attribution of an article after the other; ranges count in the body."""

    hearing: Hearing
    speech: SpeechLexicon
    forms: Sequence[Range]  # words for what is written or where it is said, in order

    @classmethod
    def of(cls, hearing: Hearing, speech: SpeechLexicon) -> Circumstances:
        """What stands beside the attributions of one article."""
        found = [*speech.writings(hearing.outer), *speech.occasions(hearing.outer)]
        return cls(hearing, speech, sorted((start, end) for start, end, _ in found))

    def manner(self, attribution: Attribution) -> Manner:
        """What is done with the words: 表示感谢 thanks."""
        verb = attribution.verb
        if verb is None or verb.manner == "ask":
            return "state"
        if verb.manner in {"state", "propose"} and attribution.passage is None:
            match = self.speech.attitude.match(self.hearing.folded, verb.end, verb.end + 10)
            if match:
                return self.speech.attitudes[match.group(1)]
        return verb.manner

    def addressee(self, attribution: Attribution) -> Range | None:
        """Whom it is said to or asked of."""
        verb = attribution.verb
        if verb is None:
            return None
        text = self.hearing.outer
        if _TAKES_HEARER.search(text, verb.start, verb.end):
            voice = next(iter(self.hearing.voices_in(verb.end, verb.end + 3)), None)
            if voice is not None:
                return voice.name
        for match in _TO.finditer(text, attribution.head, verb.start):
            voice = next(iter(self.hearing.voices_in(match.end(), match.end() + 1)), None)
            if voice is not None and voice.end <= verb.start and voice.kind != "writing":
                return voice.name
            heard = _HEARER.match(text, match.end(), verb.start)
            if heard and any(True for _ in self.speech.persons(heard.group())):
                return heard.span()
        return None

    def medium(self, attribution: Attribution) -> Range | None:
        """The written or public form: 新闻稿, 推特, 记者会."""
        verb = attribution.verb
        if verb is None:
            return None
        left = bisect_left(self.forms, (attribution.head,))
        found = self.forms[left : bisect_left(self.forms, (verb.start,), left)]
        return max(found, key=lambda form: (form[1], -form[0])) if found else None

    def chain(self, attribution: Attribution) -> tuple[Voice, ...]:
        """Who hands it on, outermost first."""
        verb = attribution.verb
        if verb is None:
            return attribution.through
        links = [
            voice
            for voice in self.hearing.voices_in(attribution.head, verb.start)
            if voice.medium
            and voice.start != attribution.speaker.start
            and not self._is_hearer(voice, attribution.head)
        ]
        named = (*attribution.through, *links, *self._citing(attribution.head, verb.start))
        return tuple({self.hearing.outer[slice(*each.name)]: each for each in reversed(named)}.values())[::-1]

    def _citing(self, start: int, end: int) -> list[Voice]:
        """Who cites the speaker: [部长]援引专家说."""
        voices = self.hearing.voices_in(start, end)
        return [
            before
            for before, after in pairwise(voices)
            if after.start - before.end <= _NEAR
            and self.hearing.outer[before.end : after.start].rstrip().endswith(self.speech.citing)
        ]

    def _is_hearer(self, voice: Voice, head: int) -> bool:
        lead = self.hearing.outer[head : voice.start]
        return lead.endswith(("对", "向", "接受", "告诉", "跟", "与", "给"))

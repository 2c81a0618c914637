"""Sentences that go on with what was said before them: in words of the same speaker, or of those he speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tongshi.statements.assertions import Assertions
from tongshi.statements.attribution import Attribution, attribute
from tongshi.statements.clauses import clause_head
from tongshi.statements.contents import Contents
from tongshi.statements.hearing import HIDDEN, Hearing
from tongshi.statements.reporting import Reporting
from tongshi.statements.speech import SpeechLexicon, Verb

#: The head of a paragraph that gives words without marks.
_SAYS = re.compile(r"([^,:;。!?“”\"\ufffc\n]{1,40}):\s*(?![\s“\"])")
_DIGIT = re.compile("[0-9]")
#: Kinds of those who can tell at length what others say.
_TELLERS = frozenset(("person", "office"))
#: The role of those who tell what others say.
_SPOKESPERSON = "spokesperson"


@dataclass(frozen=True, slots=True)
class Continuations:
    """Asked about one article."""

    hearing: Hearing
    speech: SpeechLexicon
    reporting: Reporting
    assertions: Assertions
    contents: Contents

    def can_go_on(self, attribution: Attribution) -> bool:
        """Whether the next sentence can be the same speaker's words."""
        verb, speaker = attribution.verb, attribution.speaker
        return attribution.passage is None and not speaker.medium and (verb is None or not verb.loose)

    def continued(self, last: Attribution, start: int, end: int) -> list[Attribution]:
        """A sentence without a word of saying, where it reads like what the speaker before it says."""
        text = self.hearing.outer
        spoken = self.reporting.sayings(start, end)
        heads = [clause_head(text, each.verb.start, start) for each in spoken]
        own = [self.assertions.is_first_person(head, each.verb) for head, each in zip(heads, spoken, strict=True)]
        if not all(mine or self._is_a_view(each.verb) for mine, each in zip(own, spoken, strict=True)):
            return []
        if HIDDEN in text[start:end]:
            return []
        voiced = self.speech.voiced.search(text, start, end) or self._is_meant(last, start, end)
        telling = self.speech.told.match(text, start, end) or not voiced
        if telling and not self._is_quoted_bare(last, start):
            return []
        going_on = attribute(self.contents, last.speaker, None, start, end, start, last.through)
        return [replace(going_on, continues=last)]

    def is_own_side(self, last: Attribution, start: int) -> bool:
        """Whether a sentence begins with the side for which the speaker before it speaks: 中方敦促美方……."""
        sides = self.speech.patterns.ends_side
        voice = next(iter(self.hearing.voices_in(start, start + 2)), None)
        if voice is None or voice.kind != "body" or voice.polity is None or last.speaker.kind == "body":
            return False
        return voice.polity == last.speaker.polity and self.hearing.outer.endswith(sides, voice.start, voice.end)

    def still_told(self, told: Attribution, attribution: Attribution) -> Attribution:
        """What somebody goes on to say in words that another tells; a medium reports a sentence and no more."""
        teller = told.through[-1]
        text, speaker = self.hearing.outer, attribution.speaker
        named_alike = text[slice(*told.speaker.name)] == text[slice(*speaker.name)]
        same = (named_alike or told.speaker.is_same(speaker)) and not teller.is_same(speaker)
        if attribution.through or teller.kind not in _TELLERS or not same:
            return attribution
        return replace(attribution, through=told.through)

    def speaks_for(self, before: Attribution, attribution: Attribution, start: int) -> bool:
        """Whether somebody goes on to tell what his side says, or a spokesman what both do: 部长说……。[中方]认为……."""
        teller, side = before.speaker, attribution.speaker
        if attribution.through or attribution.named != "clause" or teller.kind not in _TELLERS:
            return False
        voice = next(iter(self.hearing.voices_in(start, start + 2)), None)
        if voice is None or voice.name != side.name:
            return False
        both = side.kind == "several" and teller.role == _SPOKESPERSON
        own = side.kind == "body" and side.polity is not None and side.polity == teller.polity
        return both or (own and self.speech.patterns.side.fullmatch(self.hearing.outer, *side.name) is not None)

    def _is_meant(self, last: Attribution, start: int, end: int) -> bool:
        """Whether a sentence says what must or will be, behind one in which somebody is named as saying something.

        It tells nothing of a day, of a source or of who spoke before it.
        """
        text, words = self.hearing.outer, self.speech.patterns
        if words.meant.search(text, start, end) is None or words.turns_away.match(text, start, end):
            return False
        heads = self.hearing.sentence_at(last.start)[0] == self.hearing.paragraph_at(start)[0]
        if not heads or last.named != "clause" or last.speaker.kind not in _TELLERS:
            return False
        tells = self.speech.told.search(text, start, end) or _DIGIT.search(text, start, end)
        return tells is None and text[slice(*last.speaker.name)] not in text[start:end]

    def _is_a_view(self, verb: Verb) -> bool:
        """Whether a word need not be one of saying: 呼吁, 表示[反对]."""
        return verb.loose or self.contents.is_stance(verb)

    def _is_quoted_bare(self, last: Attribution, start: int) -> bool:
        """Whether a paragraph gives somebody's words behind a colon, without marks: 鍾明說：我覺得很難。沒有人知道。"""
        head = self.hearing.paragraph_at(start)[0]
        first = _SAYS.match(self.hearing.outer, head, last.start + 1)
        if first is None or last.start < first.end():
            return False
        spoken = self.hearing.discourse.between(head, first.end())
        return any(each.own and not each.verb.loose and each.verb.end == first.end(1) for each in spoken)

"""Whether a word of saying tells of something said: by somebody who can be told, then, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongshi.statements.clauses import clause_stop
from tongshi.statements.contents import Contents
from tongshi.statements.hearing import Hearing
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice

#: Longest adverb that no list has: 借机, 如数家珍.
_ADVERB = 4
#: Longest way from a subject to a word that need not be one of saying.
_NEAR = 14
_TOPIC = ("对", "就", "针对", "向")
#: 被中国认为是软肋: what somebody is held for.
_PASSIVE = re.compile("被[^,]{0,10}$")
#: A subject that is whoever tells, outside marks: 例如，[我]认为; not 我方, 我国.
_FIRST_PERSON = re.compile(r"我们?(?:个人|自己|本人)?")


@dataclass(frozen=True, slots=True)
class Assertions:
    """Asked about one article; `own` are the outlet's names, folded: it does not cite itself."""

    hearing: Hearing
    speech: SpeechLexicon
    contents: Contents
    own: frozenset[str]

    def says(self, saying: Saying, head: int, *, going_on: bool) -> bool:
        """Whether a word of saying tells of something said: by somebody, then, in words."""
        text, verb, words = self.hearing.outer, saying.verb, self.speech.patterns
        if verb.start == verb.end:
            return True
        voice = saying.subject
        gap = text[max(head, voice.end) if voice is not None and voice.end <= verb.start else head : verb.start]
        if verb.manner == "ask" and self._is_question(verb, voice):
            return False
        media = voice is not None and voice.medium and gap.lstrip("》").startswith("等")  # 路透社等报道
        noun = (
            not (media or verb.names or words.by_account.match(text, head))
            and words.noun_before.search(gap) is not None
        )
        if self.speech.unsaid.search(gap) or noun or words.noun_behind.match(text, verb.end):
            return False
        if (verb.loose or verb.manner == "ask") and words.while_.search(
            text, verb.end, clause_stop(text, verb.end, len(text))
        ):
            return False
        if voice is not None and words.will_by.match(text, voice.end, verb.start):
            return False
        if voice is not None and words.perhaps.search(text, head, verb.start):
            return False
        if _PASSIVE.search(text, head, verb.start) or self._in_brackets(verb.start):
            return False
        nobody = self.speech.nobody.search(text, head, verb.end)
        if nobody and voice is not None and voice.medium and voice.start < nobody.start():
            nobody = None  # 路透社[消息称]
        if nobody or words.own_voice.match(text, head) or words.in_case.match(text, head):
            return False
        if (
            voice is None
            and verb.loose
            and (text[verb.end : verb.end + 1] == "," or words.ahead.search(text, *self._before_clause(head)))
        ):
            return False
        if voice is None:
            return not verb.loose or saying.near or (going_on and self.is_bare(head, verb))
        if verb.loose and gap.startswith(_TOPIC) and self.contents.is_stance(verb):
            return True  # 欧盟对……表达了不满
        return not verb.loose or len(self.speech.after_name.sub("", DATE.sub("", gap))) <= _NEAR

    def is_first_person(self, head: int, verb: Verb) -> bool:
        """Whether the subject of a word is 我: of who writes, or of whoever is speaking already."""
        lead = self.hearing.outer[head : verb.start]
        if "我" not in lead:  # as nearly always
            return False
        return _FIRST_PERSON.fullmatch(self.speech.after_name.sub("", DATE.sub("", lead)).strip()) is not None

    def is_bare(self, head: int, verb: Verb) -> bool:
        """Whether nothing but adverbs stands between the head of a clause and a word; 称 can be a part of another."""
        at, length = verb.start, verb.end - verb.start
        match = self.speech.patterns.carries_on.match(self.hearing.outer, head, at)
        rest = self.hearing.outer[match.end() if match else head : at]
        rest = self.speech.after_name.sub("", DATE.sub("", rest)).strip(" 地")
        return len(rest) <= (_ADVERB if length > 1 else 0)

    def is_somebody(self, voice: Voice) -> bool:
        """Whether a voice can be told: not 有人, 记者, nor the outlet itself."""
        name = self.hearing.outer[slice(*voice.name)]
        if voice.medium and name in self.own:
            return False
        return voice.kind not in {"described", "body"} or self.speech.no_speaker.fullmatch(name) is None

    def _in_brackets(self, at: int) -> bool:
        """Whether a word stands in brackets: （中国称钓鱼岛）."""
        start = self.hearing.sentence_at(at)[0]
        return self.hearing.outer.rfind("(", start, at) > self.hearing.outer.rfind(")", start, at)

    def _before_clause(self, head: int) -> tuple[int, int]:
        return self.hearing.sentence_at(head)[0], head

    def _is_question(self, verb: Verb, voice: Voice | None) -> bool:
        """Whether reporters ask, or somebody is only told to answer them."""
        text, words = self.hearing.outer, self.speech.patterns
        if voice is not None and (voice.medium or words.asks.search(text, voice.start, voice.end)):
            return True
        return words.asked.search(text, verb.end, clause_stop(text, verb.end, len(text))) is not None

"""Who says it: the subject of each speech verb.

The subject is looked for in the verb's own clause, then in the clauses and sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tongshi.statements.adjuncts import Adjuncts
from tongshi.statements.anaphora import Anaphora
from tongshi.statements.candidates import Candidates
from tongshi.statements.clauses import CLAUSE
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.unregistered import Unregistered
from tongshi.statements.voices import Voice

#: A place, or a time, right before a word of saying: 在……旁[称]; not 在场.
_AT_PLACE = re.compile(r"在(?!场|野|任|职)[^,;:。“”]{2,40}[上中内里旁前下外时后间]")
#: Longest title between a relative clause and a name: 被制裁的[行政长官]韩森.
_TITLE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Speakers:
    """The article under reading, and how a subject is found in it."""

    outer: str
    speech: SpeechLexicon
    adjuncts: Adjuncts
    candidates: Candidates
    unregistered: Unregistered
    anaphora: Anaphora

    @classmethod
    def of(cls, candidates: Candidates) -> Speakers:
        """Ready to read the article that the candidates stand in."""
        outer, speech = candidates.outer, candidates.speech
        adjuncts = Adjuncts(outer, speech)
        unregistered = Unregistered(outer, speech, adjuncts, candidates)
        anaphora = Anaphora(outer, speech, adjuncts, candidates, unregistered)
        return cls(outer, speech, adjuncts, candidates, unregistered, anaphora)

    def subject(
        self, verb: Verb, start: int, said: Sequence[Saying], sayings: Sequence[Saying]
    ) -> tuple[Voice | None, bool]:
        """The subject of a verb as the text has it, and whether the verb's own clause names it.

        `said` are the verbs before it in the sentence, which begins at `start`: whoever speaks there goes on speaking;
        `sayings` are all before it.
        """
        clauses = (match.end() for match in CLAUSE.finditer(self.outer, start, verb.start))
        cuts = [start, *(cut for cut in clauses if not self.candidates.in_brackets(cut, verb.start))]
        left = cuts.pop()
        only_colon = verb.start == verb.end
        plainly = [saying for saying in said if not saying.verb.loose]
        stop = self.adjuncts.before_tongue(left, verb.start)
        voice = self._clause_subject(self.adjuncts.past_occasion(left, stop), stop)
        before = plainly[-1].verb.end if plainly else start
        if voice is not None and voice.start < before < voice.end and "的" not in self.outer[before : voice.end]:
            voice = self._clause_subject(before, verb.start)  # 报道指[首相办公室]证实
        if voice is not None and voice.kind == "writing":
            # 中国外交部的声明说; 牛津經濟研究院在報告中稱
            head = self.adjuncts.past(left, verb.start)
            voice = self.candidates.author(voice, left) or self.unregistered.bare(verb, head) or voice
        voice = self._off_place(voice, verb, [*cuts, left])
        if voice is None and not (said and said[-1].verb.start >= left):
            head = self.adjuncts.past(left, verb.start)
            voice = self.anaphora.by_surname(verb, head, sayings) or self.unregistered.bare(verb, head)
        if voice is not None and voice.kind == "writing":
            earlier = (self.candidates.named(a, b) for a, b in reversed(list(pairwise([*cuts, left]))))
            voice = next((found for found in earlier if found is not None and found.kind != "writing"), voice)
        voice = self.unregistered.cited(self.unregistered.whole(voice, verb), verb)
        if only_colon and plainly and (voice is None or voice.end < verb.start):
            return plainly[-1].speaker, False  # 他對記者說，形勢不妙：「……」
        if voice is not None:
            return voice, True
        cited = self._cited_subject([*cuts, left], said)
        if cited is not None:
            return cited, False
        bare = bool(plainly) and self.adjuncts.past(left, stop) == stop
        if bare and ";" not in self.outer[plainly[-1].verb.end : verb.start]:
            return self._goes_on(plainly[-1], said[-1]), False  # 部長表示，歐盟不會批准，[誓言]……
        while cuts:
            right, left = left, cuts.pop()
            if said and said[-1].verb.start >= left:
                return said[-1].speaker, False
            voice = self._clause_subject(left, right)
            heads = voice is not None and voice.start == self.adjuncts.past(left, right)
            if voice is not None and (heads or not (said or self._only_says_whose(voice, right))):
                return voice, False
        return (said[-1].speaker if said else None), False

    def _only_says_whose(self, voice: Voice, end: int) -> bool:
        """Whether a state is named for what is its own only: 不買[挪威]啤酒，還發文呼籲……."""
        return voice.whole and self.candidates.modifies(voice, end)

    def _off_place(self, voice: Voice | None, verb: Verb, cuts: Sequence[int]) -> Voice | None:
        """Who is told of before the place where he speaks: 韓森訪問挪威期間，在海岸旁的[大使館]內說."""
        if voice is None or voice.kind not in {"body", "office"} or voice.medium:
            return voice
        at = self.outer.rfind("在", cuts[-1], voice.start)
        if at < 0 or _AT_PLACE.fullmatch(self.outer, at, verb.start) is None:
            return voice
        ends = [*cuts[1:], at]
        found = (self._clause_subject(left, right) for left, right in zip(reversed(cuts), reversed(ends), strict=True))
        return next((each for each in found if each is not None and each.kind == "person"), voice)

    @staticmethod
    def _goes_on(plain: Saying, last: Saying) -> Voice | None:
        """Who speaks in a clause without a subject: not the medium that tells: 早報說，[使館]發表聲明，表示……."""
        medium = plain.speaker is not None and plain.speaker.medium
        handed = last.own and last.speaker is not None and not last.speaker.medium
        return last.speaker if medium and handed else plain.speaker

    def _cited_subject(self, cuts: Sequence[int], said: Sequence[Saying]) -> Voice | None:
        """Who is told of in the clauses behind a medium that reports: 據早報報道，被制裁的[韓森]因故……，表示……."""
        if not said or said[-1].speaker is None or not said[-1].speaker.medium:
            return None
        for left, right in reversed(list(pairwise(cuts))):
            if left <= said[-1].verb.start:
                return None
            voice = self._clause_subject(left, right)
            if voice is not None and voice.kind == "person":
                heads = (
                    voice.start == self.adjuncts.past(left, right)
                    or self.outer.find("的", max(left, voice.start - _TITLE_LENGTH), voice.start) >= 0
                )
                return voice if heads else None
        return None

    def _clause_subject(self, start: int, end: int) -> Voice | None:
        """The subject of one clause: a voice, or a speaker described there."""
        voice = self.candidates.named(start, end)
        owner = voice is not None and self.outer[voice.end : voice.end + 1] == "的"
        if voice is not None and voice.kind not in {"body", "writing", "office"} and not owner:
            return voice
        described = self.unregistered.among(start, end) or self.unregistered.described(start, end)
        if described is not None and described.kind == "described":
            named = next((each for each in self.candidates.adjoining(described) if each.medium), None)
            if named is not None:
                return named  # 中国官媒[《环球时报》]
        if voice is None or described is None:
            return described or voice
        if voice.kind in {"body", "writing"}:
            known = voice.name == described.name and described.kind == "described"
            known = known or (voice.start == described.start and self.adjuncts.tells_when(voice.end))
            return voice if known else described  # 美国在台协会: the registry knows whose it is
        if described.start <= voice.start and voice.end <= described.end:  # [一名外国]外交官, 副[会长][刘兆佳]
            kind = "office" if described.kind == "described" and voice.kind == "office" else described.kind
            role = "" if kind == "office" and voice.end < described.end else voice.role  # [总统]人士
            return described._replace(polity=voice.polity, kind=kind, role=role)
        return voice

    def asked(self, verb: Verb, voice: Voice | None, end: int) -> Voice | None:
        """Whom a reporter asks, who speaks from there on: 記者問[黃麗裳]日後可會……."""
        if verb.manner != "ask" or voice is None or not self.outer.endswith(self.speech.patterns.askers, 0, voice.end):
            return None
        if self.outer[verb.end : verb.end + 1] in {":", "“"}:
            return None
        told = (each for each in self.candidates.inside(verb.end, end) if each.start <= verb.end + 1)
        return next((each for each in told if each.kind == "person"), None)

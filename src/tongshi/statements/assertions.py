"""Whether a word of saying tells of something said: by somebody who can be told, then, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongshi.statements.clauses import clause_stop
from tongshi.statements.contents import Contents
from tongshi.statements.hearing import Hearing
from tongshi.statements.speakers import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice

#: At the head of a clause that goes on with the same speaker.
_GOES_ON = re.compile(r"\s*(?:并且|并|也|还|又|亦|更|同时|且|而且|此外|随后|最后|再次|再|则|而|,|\s)*")
#: Right before a word that is a noun there, or stands in a relative clause: 受到批评, 对华政策的批评, 一项批评……的声明.
_NOUN_BEFORE = re.compile(
    r"(?:的|之|等|上述|受到?|遭到?|引发|引起|发出|发布|签署|面临|无视|不顾|回应|针对|面对|根据|包括|由于|因|所|被|来自|予以|加以|收到|发表|作出|做出|"
    r"[一两三四数几多各这那该此本\d][项份名个则篇封次位番种些点])$"
)
#: The end of a clause of time: 提及病毒[时]，.
_WHILE = re.compile("(?:(?<![同那这及])时|时候|之际)$")
#: 据外务省[的消息]: a noun that tells.
_ACCORDING = re.compile(r"\s*(?:根据|据|按照)")
#: Right behind a word that is no word of saying there: 说的话, 批评者, 呼吁下.
_NOUN_BEHIND = re.compile(r"的(?!是|:)|者|下[,。]|声[,。]|后[,。]|时(?:[,。]|并?[没未])|之|活动|浪潮|态度")
_ASKS = re.compile("记者|媒体")
_ASKED = re.compile("(?:问题|提问|询问|查询|疑问)$")
#: Longest adverb that no list has: 借机, 如数家珍.
_ADVERB = 4
#: Longest way from a subject to a word that need not be one of saying.
_NEAR = 14
_TOPIC = ("对", "就", "针对", "向")
#: 被中国认为是软肋: what somebody is held for.
_PASSIVE = re.compile("被[^,]{0,10}$")
#: Behind a speaker: he has not said it yet (四国外长[将通过]会议重申).
_WILL = re.compile("[^,]{0,4}将(?:通过|透过|藉|借|利用|出席|前往|访问)")
#: What is planned or thought possible, with what belongs to it: [预计]4月访问时[再]表示; not 谈到计划时.
_PERHAPS = re.compile("(?:有可能|预计|打算|或将|或会)[^,的时后中上会说]{0,14}$")
_IF = re.compile(r"\s*(?:如果|若(?!干)|一旦|每当|当(?!时|天|日|局|事|地|晚|前|选|中|今)|即使|除非)")
#: A subject that is whoever tells, outside marks: 例如，[我]认为; not 我方, 我国.
_FIRST_PERSON = re.compile(r"我们?(?:个人|自己|本人)?")
_OWN = re.compile(r"(?:本台|本报|本社|本网|本刊|本站|记者)")


@dataclass(frozen=True, slots=True)
class Assertions:
    """Asked about one article; `own` are the outlet's names, folded: it does not cite itself."""

    hearing: Hearing
    speech: SpeechLexicon
    contents: Contents
    own: frozenset[str]

    def says(self, saying: Saying, head: int, *, going_on: bool) -> bool:
        """Whether a word of saying tells of something said: by somebody, then, in words."""
        text, verb = self.hearing.outer, saying.verb
        if verb.start == verb.end:
            return True
        voice = saying.subject
        gap = text[max(head, voice.end) if voice is not None and voice.end <= verb.start else head : verb.start]
        if verb.manner == "ask" and self._is_question(verb, voice):
            return False
        media = voice is not None and voice.medium and gap.lstrip("》").startswith("等")  # 路透社等报道
        noun = not (media or verb.names or _ACCORDING.match(text, head)) and _NOUN_BEFORE.search(gap) is not None
        if self.speech.unsaid.search(gap) or noun or _NOUN_BEHIND.match(text, verb.end):
            return False
        if (verb.loose or verb.manner == "ask") and _WHILE.search(
            text, verb.end, clause_stop(text, verb.end, len(text))
        ):
            return False
        if voice is not None and _WILL.match(text, voice.end, verb.start):
            return False
        if voice is not None and _PERHAPS.search(text, head, verb.start):
            return False
        if _PASSIVE.search(text, head, verb.start) or self._in_brackets(verb.start):
            return False
        nobody = self.speech.nobody.search(text, head, verb.end)
        if nobody and voice is not None and voice.medium and voice.start < nobody.start():
            nobody = None  # 路透社[消息称]
        if nobody or _OWN.match(text, head) or _IF.match(text, head):
            return False
        if (
            voice is None
            and verb.loose
            and (text[verb.end : verb.end + 1] == "," or self.speech.ahead.search(text, *self._before_clause(head)))
        ):
            return False
        if voice is None:
            return not verb.loose or saying.near or (going_on and self.is_bare(head, verb))
        if verb.loose and gap.startswith(_TOPIC) and self.contents.is_stance(verb):
            return True  # 欧盟对……表达了不满
        return not verb.loose or len(self.speech.after_name.sub("", DATE.sub("", gap))) <= _NEAR

    def is_first_person(self, head: int, verb: Verb) -> bool:
        """Whether the subject of a word is 我: of who writes, or of whoever is speaking already."""
        text = self.hearing.outer
        lead = self.speech.after_name.sub("", DATE.sub("", text[head : verb.start])).strip()
        return _FIRST_PERSON.fullmatch(lead) is not None

    def is_bare(self, head: int, verb: Verb) -> bool:
        """Whether nothing but adverbs stands between the head of a clause and a word; 称 can be a part of another."""
        at, length = verb.start, verb.end - verb.start
        match = _GOES_ON.match(self.hearing.outer, head, at)
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
        text = self.hearing.outer
        if voice is not None and (voice.medium or _ASKS.search(text, voice.start, voice.end)):
            return True
        return _ASKED.search(text, verb.end, clause_stop(self.hearing.outer, verb.end, len(text))) is not None

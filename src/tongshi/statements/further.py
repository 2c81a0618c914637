"""Further words of saying in a sentence: what each is to the attribution whose content has begun before it.

It leads on to what is said, tells who says it, is all that is said, begins an attribution of its own, or belongs to
the content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from tongshi.statements.assertions import Assertions
from tongshi.statements.clauses import clause_head, clause_stop
from tongshi.statements.contents import Contents
from tongshi.statements.hearing import Hearing
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice

#: A clause of time before the word that counts: 回答提问[时]; not 同时.
_ON_ASKING = re.compile(r"(?<![同那这有临])时[ ,]*$")
#: Longest question that somebody answers: 回答记者关于……的提问时.
_LONGEST_QUESTION = 60
#: Longest words for who somebody is that begin a clause.
_LONGEST_TITLE = 16
#: Words by which somebody binds himself, whoever tells of it: 官員表示，[中方答應]…….
_BINDING = frozenset(("promise",))
#: Manners whose words are followed by what is to be done: 敦促中方……，提出目标.
_OF_DEEDS = frozenset(("urge", "promise", "propose", "threaten"))
_DEEDS = frozenset(("propose",))
#: Manners by which somebody does something with words, so that there is a statement whoever tells of it.
_DOINGS = frozenset(("thank", "urge", "warn", "praise", "criticise", "stress"))


@dataclass(frozen=True, slots=True)
class Opened:
    """An attribution whose content has begun."""

    saying: Saying
    speaker: Voice
    head: int
    content: int
    through: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """Asked about one article."""

    hearing: Hearing
    speech: SpeechLexicon
    assertions: Assertions
    contents: Contents

    def is_told_by(self, opened: Opened, saying: Saying) -> bool:
        """Whether a medium tells of somebody who speaks a clause later: 路透社報導，主席里施在會見前，表示."""
        speaker = saying.speaker
        if not opened.speaker.medium or saying.own or not saying.near or speaker is None or speaker.medium:
            return False
        text = self.hearing.outer
        head = clause_head(text, saying.verb.start, opened.content)
        clauses = text[opened.content : head - 1].split(",")
        when = all(clause.endswith(self.speech.patterns.ends_when_reported) for clause in clauses)
        if not when and (len(clauses) > 1 or saying.verb.loose or not self.assertions.is_bare(head, saying.verb)):
            return False
        return self.speech.patterns.joining.match(text, head, saying.verb.start) is None

    def leads_to(self, opened: Opened, saying: Saying, end: int) -> bool:
        """Whether a word of saying only leads to the next: 发推文[重申], 回答记者提问时[表示], 就此发表讲话，他[说]."""
        if saying.own and not opened.speaker.is_same(saying.speaker):
            return False
        verb = saying.verb
        first, gap = opened.saying.verb, self.hearing.outer[opened.content : verb.start]
        if self.contents.is_empty(self.contents.begin(saying), end):
            return False  # 要求[道歉]
        if first.names and saying.subject is not None and saying.subject.start == opened.content:
            gap = self.hearing.outer[saying.subject.end : verb.start]
        if not gap and self.contents.is_stance(first):
            return False  # 提出[批评]
        if len(gap) > _LONGEST_QUESTION or "“" in gap:
            return False
        if _ON_ASKING.search(gap):
            return first.loose or not verb.loose
        return not gap.strip(" ,") and (first.loose or first.names or not verb.loose)

    def is_occasion(self, opened: Opened, saying: Saying, end: int) -> bool:
        """Whether the words so far only say at what somebody says what stands before: 「……」，杜邦在[谈到漁業時]说."""
        verb = saying.verb
        gap = self.hearing.outer[opened.content : verb.start]
        if not opened.saying.verb.loose or len(gap) > _LONGEST_QUESTION or _ON_ASKING.search(gap) is None:
            return False
        return not verb.loose and self.contents.is_empty(self.contents.begin(saying), end)

    def apart(self, opened: Opened, saying: Saying) -> int | None:
        """Where somebody else begins to speak behind a semicolon: 杜邦稱形勢很好；[挪威也不示弱]，批評……."""
        text, speaker = self.hearing.outer, saying.speaker
        at = text.rfind(";", opened.content, saying.verb.start) + 1
        if not at or speaker is None or not saying.near or opened.speaker.is_same(speaker):
            return None
        first = next(iter(self.hearing.voices_in(at, saying.verb.start)), None)
        voice = saying.subject or first
        if voice is None or self.speech.adverbs.sub("", text[at : voice.start]).strip(" ,而但"):
            return None
        return at if self._speaks_apart(saying, at) else None

    def inner(self, opened: Opened, saying: Saying, head: int, end: int) -> Opened | None:
        """The attribution that is all of another's content: 路透社報導，[官員說……]."""
        voice, verb = saying.subject, saying.verb
        both = voice is not None and self.speech.patterns.both.match(self.hearing.outer, voice.start) is not None
        speaker = voice if both else saying.speaker  # 双方 are not who spoke last
        if voice is None or speaker is None or opened.speaker.is_same(speaker):
            return None
        frame = self.speech.patterns.reported_frame if opened.speaker.medium else self.speech.patterns.frame
        framed = frame.fullmatch(self.hearing.outer, opened.content, head) is not None
        if head > self._first_clause_end(opened) and not framed:
            return None
        folded = self.hearing.outer
        lead = folded[head if framed else opened.content : voice.start]
        loose = verb.loose and verb.manner not in _BINDING and not self._does(opened, voice, verb)
        if not opened.speaker.medium and (loose or (voice.kind == "body" and self._only_thinks(voice, verb))):
            return None
        if self.speech.patterns.though.match(lead):
            return None
        if not lead.endswith("的") and self.speech.adverbs.sub("", DATE.sub("", lead)).strip(" ,"):
            return None
        if not self.assertions.says(saying, voice.start, going_on=True):
            return None
        content = self.contents.begin(saying)
        if self.contents.is_empty(content, end):
            return None
        return Opened(saying, speaker, opened.head, content, (*opened.through, opened.speaker))

    def begins_new(self, opened: Opened, saying: Saying, head: int) -> int | None:
        """Where a new attribution begins with a word of saying behind an open one; None: it belongs to the content."""
        text, verb, words = self.hearing.outer, saying.verb, self.speech.patterns
        loosely = opened.saying.verb.loose and text[opened.content - 1] not in ",:"
        if head <= opened.content:
            joint = words.and_says.search(text, opened.content, verb.start)
            if joint is None or saying.own:
                return None
            return joint.start() if not verb.loose or loosely else None
        bare = self.assertions.is_bare(head, verb)
        joined = words.joining.match(text, head, verb.start) is not None
        if not saying.own:
            toward = self.contents.toward(verb, len(text))
            if toward is not None and opened.content < toward[0] and words.joining.fullmatch(text, head, toward[0]):
                return head  # 呼吁中国尊重人权，并[对局势表达关切]
            if not bare:
                return None
            deed = opened.saying.verb.manner in _OF_DEEDS and verb.manner in _DEEDS
            loosely = loosely and not deed
            return head if not verb.loose or loosely or joined else None
        voice = saying.subject
        if voice is None or not self._heads_clause(voice, head):
            return None
        if words.against.match(text, head, verb.start):
            return head
        if opened.speaker.is_same(saying.speaker):
            return head
        if verb.loose and not (opened.speaker.medium and self._does(opened, voice, verb)):
            return None
        somebody = voice.kind in {"person", "office", "described"} or opened.speaker.kind == "body"
        return head if somebody or (loosely and words.thinks.match(text, verb.start) is None) else None

    def handed_on(self, opened: Opened | None, speaker: Voice, head: int) -> tuple[Voice, ...]:
        """Who hands on what is said next in a sentence: whoever did for the same speaker; media report all of it."""
        if opened is None:
            return ()
        if opened.speaker.is_same(speaker):
            return opened.through
        told = opened.saying.own or opened.saying.near
        if (
            speaker.medium
            or not told
            or opened.saying.verb.manner == "ask"
            or ";" in self.hearing.outer[opened.content : head]
        ):
            return ()
        return tuple(takewhile(lambda voice: voice.medium, (*opened.through, opened.speaker)))

    def _speaks_apart(self, saying: Saying, head: int) -> bool:
        """Whether a word behind a semicolon is one of saying of somebody's own, bare at the head of its clause."""
        clause = clause_head(self.hearing.outer, saying.verb.start, head)
        return (saying.own or self.assertions.is_bare(clause, saying.verb)) and self.assertions.says(
            saying, clause, going_on=True
        )

    def _only_thinks(self, voice: Voice, verb: Verb) -> bool:
        """Whether a state is said to think something; what several think as one they have told one another."""
        folded, words = self.hearing.outer, self.speech.patterns
        return (
            words.thinks.match(folded, verb.start) is not None
            and words.unanimous.search(folded, voice.end, verb.start) is None
        )

    def _does(self, opened: Opened, voice: Voice, verb: Verb) -> bool:
        """Whether a person does with words all that is told: 聲明說，大使[感謝]同仁; 官員稱，總統特別[感謝]……."""
        gap = self.speech.adverbs.sub("", self.hearing.outer[voice.end : verb.start])
        subject = opened.saying.subject
        written = subject is not None and subject.kind == "writing"
        return voice.kind in {"person", "pronoun"} and verb.manner in _DOINGS and (written or len(gap) <= 1)

    def _heads_clause(self, voice: Voice, head: int) -> bool:
        """Whether a clause begins with a voice, or with the words for who he is: 但[香港评论员]李朔表示."""
        lead = self.speech.adverbs.sub("", self.hearing.outer[head : voice.start]).strip(" ,并而但")
        titled = voice.kind == "person" and any(end == len(lead) for _, end, _ in self.speech.persons(lead))
        return not lead or (titled and len(lead) <= _LONGEST_TITLE)

    def _first_clause_end(self, opened: Opened) -> int:
        return clause_stop(self.hearing.outer, opened.content, len(self.hearing.outer))

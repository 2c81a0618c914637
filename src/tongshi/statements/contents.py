"""Which characters give what is said: where a content begins behind its word of saying, and where it ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from tongshi.statements.clauses import clause_head, clause_stop
from tongshi.statements.hearing import HIDDEN, Hearing
from tongshi.statements.marks import Passage
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb

_OPEN = attrgetter("open")
_EDGE = " \n,;:。!?…、︰"
_MARKS = _EDGE + '“”"()'
#: The content of a word in a clause of time: 宣布[胜选]后，.
_MEANWHILE = re.compile(r"([^,;]{1,12}?)(?:之后|后)[,]")
_STOPS = frozenset(",;:。!?…、")
#: Shortest content: 这, 信 say nothing.
_LEAST = 2
_APART = re.compile("[,:]")
_LISTENER = re.compile(r"[^,:。;“”]{0,10}(?=[,:])|")
_TOWARD = re.compile(r"(?:对于|对|就|针对|向)(?!此[^,]{0,2}表示)[^;。“”]{1,60}$")
#: At the head of a clause that says only of what.
_ABOUT = re.compile(r"\s*(?:就|对|对于|针对)")
_ENDS = re.compile(r"[。!?…,]$")
#: Manners whose words are mostly followed by a thing, not by a clause.
_OF_THINGS = frozenset(("thank", "praise", "criticise"))


class Bounds(NamedTuple):
    """`[start, end)` of a content; `passage`: the marks that all of it stands in."""

    start: int
    end: int
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """Asked about one article; positions count in its body."""

    hearing: Hearing
    speech: SpeechLexicon

    def begin(self, saying: Saying) -> int:
        """Where the content begins: behind the word of saying, and whom it is told to (告诉[记者])."""
        text, at = self.hearing.outer, saying.verb.end
        if saying.subject is not None and saying.subject.start >= at:
            at = clause_stop(text, saying.subject.end, len(text))  # 据[新华社]，
        if text[saying.verb.start : at] in self.speech.tells:
            voice = next(iter(self.hearing.voices_in(at, at + 3)), None)
            voice = None if voice is not None and _APART.search(text, at, voice.start) else voice  # 告知：他……
            stop = voice.end if voice is not None else at
            listener = _LISTENER.match(text, stop)
            at = listener.end() if listener and (voice is not None or listener.end() > at) else at
        match = self.speech.patterns.said_behind.match(text, at)
        return match.end() if match else at

    def is_empty(self, start: int, end: int) -> bool:
        """Whether `[start, end)` says nothing."""
        content = self.hearing.outer[start:end].strip(_MARKS)
        words = self.speech.patterns
        return (
            len(content) < _LEAST
            or words.points.fullmatch(content) is not None
            or words.glossing.match(content) is not None
        )

    def bounds(self, verb: Verb | None, start: int, end: int) -> Bounds:
        """The content among `[start, end)`: without what the article tells behind it, and without its own marks."""
        text, words = self.hearing.outer, self.speech.patterns
        while start < end and text[start] in _EDGE:
            start += 1
        if verb is not None and verb.loose and text[start - 1] not in ",:":
            tells = (words.tells_on if verb.manner in _OF_THINGS else words.turns).search(text, start, end)
            end = tells.start() if tells else end
        if verb is not None and verb.loose and verb.manner == "state":
            meanwhile = _MEANWHILE.match(text, start, end)
            end = meanwhile.end(1) if meanwhile else end
        unsaid = words.left_unsaid.search(text, start, end)
        end = unsaid.start() if unsaid else end
        after = words.came_of_it.search(text, start, end)
        end = after.start() if after else end
        while end > start and (text[end - 1] in _STOPS or text[end - 1].isspace()):
            end -= 1
        index = bisect_left(self.hearing.passages, start, key=_OPEN)
        inside = self.hearing.passages[index] if index < len(self.hearing.passages) else None
        if inside is not None and inside.open == start:
            rest = text[inside.close : end]
            apart = _ENDS.search(self.hearing.folded, inside.start, inside.end) or words.tells_on.match(rest)
            if not rest or ((verb is None or not verb.loose) and apart and HIDDEN not in rest):
                return Bounds(inside.start, inside.end, inside)
        return Bounds(start, end)

    def toward(self, verb: Verb, end: int) -> tuple[int, int] | None:
        """What is said with 对, 就 before a word that takes only an attitude: [对局势表示关切]."""
        folded = self.hearing.folded
        if verb.manner not in {"state", "propose"} or verb.end - verb.start < 2:
            return None
        attitude = self.speech.attitude.match(folded, verb.end, verb.end + 12)
        stance = self.speech.patterns.stance.match(folded, attitude.end(), end + 1) if attitude else None
        sentence = self.hearing.sentence_at(verb.start)[0]
        clause = clause_head(self.hearing.outer, verb.start, sentence)
        before = clause_head(self.hearing.outer, clause - 1, sentence) if clause > sentence else clause
        clause = before if _ABOUT.match(self.hearing.outer, before) else clause  # 就此事，向对方提出关注
        toward = _TOWARD.search(self.hearing.outer, clause, verb.start) or _TOWARD.search(
            self.hearing.outer, sentence, verb.start
        )
        return (toward.start(), stance.end(1)) if toward and stance else None

    def is_stance(self, verb: Verb) -> bool:
        """Whether an attitude is all that a word of saying takes: 表示[感谢]."""
        words = self.speech.patterns
        attitude = self.speech.attitude.match(self.hearing.folded, verb.end, verb.end + 12)
        return attitude is not None and words.stance.match(self.hearing.folded, attitude.end()) is not None

    def passage_before(self, head: int, start: int) -> Passage | None:
        """The quotation that ends right where a clause begins, and with which the sentence begins."""
        passages = self.hearing.passages
        index = bisect_right(passages, head, key=_OPEN) - 1
        if index < 0 or self.hearing.outer[passages[index].close : head].strip(_EDGE):
            return None
        passage = passages[index]
        if passage.open < start:  # 「……。」他說。: it ended its own sentence, right before
            adjoins = passage.close <= start and self.hearing.paragraph_at(passage.open)[0] <= passage.open
            return passage if adjoins and start <= self.hearing.paragraph_at(passage.open)[1] else None
        return passage if not self.hearing.outer[start : passage.open].strip(_EDGE) else None

    def passage_at(self, start: int) -> Passage | None:
        """The quotation with which a sentence begins: 「……，」……后，拜登这么說。"""
        passages = self.hearing.passages
        index = bisect_left(passages, start, key=_OPEN)
        if index == len(passages) or self.hearing.outer[start : passages[index].open].strip(_EDGE):
            return None
        return passages[index]

    def is_alone(self, passage: Passage) -> bool:
        """Whether a sentence begins with a quotation."""
        start = self.hearing.sentence_at(passage.open)[0]
        return not self.hearing.outer[start : passage.open].strip(_EDGE)

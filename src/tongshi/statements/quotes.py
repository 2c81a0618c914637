"""Direct quotations and who speaks them (codebook section 3).

Marks stand around names, titles, slogans and doubted words as well. A passage is speech where it is
introduced as such, where it reads like a sentence, or where someone is said to use these very words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.offsets import Span
from tongshi.records import Article, Quote
from tongshi.registry.names import GLOSS
from tongshi.statements.authors import Authors
from tongshi.statements.hearing import Hearing, colon_before
from tongshi.statements.marks import Passage
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

#: Shorter passages are not recorded (codebook section 3).
_LEAST = 6
_TOO_LONG_FOR_A_NAME = 25
#: Fewer words than these, all in Latin script, are a name, a label or a line of a program.
_WORDS = 5
_HAN = re.compile(r"[一-鿿]")
_ENDS_SENTENCE = re.compile(r"[。!?…][”’\"')]*$")
_INNER_STOP = re.compile(r"[。,!?;]")
_UNFINISHED = re.compile(r"[。!?…:,;][“”\")]*\s*$")
_LONGEST_WISH = 10
#: A word of a name in Latin script.
_CAPITAL = re.compile(r"\b[A-Z]")
_JOINS = re.compile("[、丶和与及]|以及")
#: Behind a word of saying that ends its sentence.
_ENDED = re.compile(r"[。.]?\s*")
_CLAUSE_END = re.compile(r"[。!?;:\n“\"]")


#: What is done aloud: who is said to do it, speaks.
_ACTS = frozenset(("promise", "warn", "urge", "criticise", "praise", "thank"))
_PEOPLE = frozenset(("person", "office"))
#: Most characters between such a verb and the mark: 誓言[要]「.
_HANDS_OVER = 2


@dataclass(frozen=True, slots=True)
class _Heard:
    """A passage with its speaker and how sure it is that it is speech."""

    passage: Passage
    speaker: Voice | None
    confidence: float


def find_quotes(article: Article, hearing: Hearing, speech: SpeechLexicon) -> tuple[Quote, ...]:
    """The direct quotations of an article, in order. Each text is recorded once."""
    long = [passage for passage in hearing.passages if passage.end - passage.start >= _LEAST]
    judge = _Judge(article.body.text, hearing, speech)
    heard = [found for passage in long if (found := judge.hear(passage)) is not None]
    return tuple(_quote(article, found) for found in _each_once(hearing.folded, heard))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Asked about one passage of an article after the other."""

    text: str  # of the article, not folded
    hearing: Hearing
    speech: SpeechLexicon

    def hear(self, passage: Passage) -> _Heard | None:
        """Whether a passage is speech, and whose."""
        outer, discourse = self.hearing.outer, self.hearing.discourse
        begin = self.hearing.sentence_at(passage.open)[0]
        paragraph = self.hearing.paragraph_at(passage.open)
        before, inner = outer[begin : passage.open], self.hearing.folded[passage.start : passage.end]
        if _HAN.search(inner) is None and (inner.count(" ") < _WORDS - 1 or before.endswith("(")):
            return None  # also the same words in another tongue: 「……」（“……”）
        fluent = _is_sentence(inner, self.speech) or len(inner) >= _TOO_LONG_FOR_A_NAME
        colon = colon_before(outer, passage)
        if self._is_entitled(passage, before):
            return None
        if colon is None and not _is_sentence(inner, self.speech) and self._is_name(passage, before, inner):
            return None
        leading = self._told(discourse.between(begin, passage.open))
        if colon is not None and not leading:  # the colon ends the paragraph before
            leading = discourse.between(max(colon - 40, 0), colon + 1)[-1:]
        if self._is_heading(paragraph) and not (colon is not None and fluent):
            return None
        if _introduces(leading, before, passage):
            return _Heard(passage, self._speaker(self._tells(leading)), 0.95)
        opens = not before.strip(" ,、")
        trailing = self._trailing(passage) if opens or before.endswith(("以", "用")) else None
        if trailing is not None:
            return _Heard(passage, self._speaker(trailing), 0.95)
        closing = self._closing(passage) if all(saying.verb.loose for saying in leading) else None
        if closing is not None:
            return _Heard(passage, closing.speaker, 0.85 if fluent else 0.6)
        begins = passage.open == paragraph[0] or (colon is not None and bool(leading))
        if not passage.closed and not (fluent and begins and len(inner) >= 2 * _LEAST):
            return None
        if opens and (fluent or _alone(outer, paragraph, passage)):
            return _Heard(passage, self._continuing(passage), 0.85)
        if leading:
            speaker = _governing(leading, passage, outer)
            if speaker is None and not fluent and not leading[-1].own:
                return None  # a fragment that nobody is said to speak is a name or a term
            return _Heard(passage, speaker, 0.85 if fluent else 0.6)
        if fluent or self.speech.words_of.match(outer, passage.close):
            return _Heard(passage, self._continuing(passage), 0.6)
        return None

    def _speaker(self, saying: Saying) -> Voice | None:
        """Who speaks at a word of saying; through a text, whoever issued it: 外交部發布聲明。[聲明]說：「……」."""
        text = saying.subject if saying.subject is not None and saying.subject.kind == "writing" else None
        if text is None or not self.hearing.outer.endswith(self.speech.patterns.issued, *text.name):
            return saying.speaker
        return Authors(self.hearing, self.speech).speaker(saying) or saying.speaker

    def _told(self, leading: Sequence[Saying]) -> Sequence[Saying]:
        """Those of several sayings whose word is no noun: 李朔指出，[警方]發出的警告，「……」."""
        told = [saying for saying in leading if not self.hearing.outer.endswith("的", 0, saying.verb.start)]
        return told or leading

    def _tells(self, leading: Sequence[Saying]) -> Saying:
        """The saying that hands over: not the last one where that is only wished for: 李朔說，挪威應當表明，「……」."""
        last = leading[-1]
        head = self.hearing.outer[max(0, last.verb.start - _LONGEST_WISH) : last.verb.start]
        told = [saying for saying in leading[:-1] if not saying.verb.loose and saying.speaker is not None]
        return told[-1] if told and self.speech.patterns.wished.search(head) else last

    def _is_entitled(self, passage: Passage, before: str) -> bool:
        """Whether the words around a passage make it a name, a title or a slogan, whatever it reads like."""
        first = self._first_listed(passage)
        head = before if first is passage else self.hearing.outer[max(0, first.open - _LONGEST_WISH) : first.open]
        named = head.rstrip(" :").endswith(self.speech.title_before)
        return named or self.speech.entitled.match(self.hearing.outer, passage.close) is not None

    def _is_name(self, passage: Passage, before: str, inner: str) -> bool:
        """Whether the words around a passage, or its own last one, make it the name of something."""
        short = len(inner) < _TOO_LONG_FOR_A_NAME
        if short and (before.endswith(self.speech.name_before) or self._is_glossed(passage)):
            return True
        if self.speech.title_after.match(self.hearing.outer, self._listed(passage).close):
            return True
        words = self.speech.patterns
        acts = inner.startswith(("在", *self.speech.name_before)) and not inner.endswith(words.crime)
        return inner.endswith(self.speech.title_like) and not acts and words.predicate.search(inner) is None

    def _is_glossed(self, passage: Passage) -> bool:
        """Whether a name of several words in Latin script stands behind a passage: 「……」（Blue Water Forum）."""
        gloss = GLOSS.match(self.hearing.outer, passage.close)
        return gloss is not None and len(_CAPITAL.findall(self.text, passage.close, gloss.end())) > 1

    def _first_listed(self, passage: Passage) -> Passage:
        """The first of the passages that are named in a row with this one: 口號「……」、「……」."""
        for other in self.hearing.passages[: bisect_left(self.hearing.passages, passage)][::-1]:
            if self.hearing.outer[other.close : passage.open] != "、":
                break
            passage = other
        return passage

    def _listed(self, passage: Passage) -> Passage:
        """The last of the passages that are named in a row: 「……」與「……」."""
        for other in self.hearing.passages[bisect_left(self.hearing.passages, passage) + 1 :]:
            if _JOINS.fullmatch(self.hearing.outer, passage.close, other.open) is None:
                break
            passage = other
        return passage

    def _trailing(self, passage: Passage) -> Saying | None:
        """The speech verb behind a quotation that opens its sentence: 「……」他說。"""
        stop = _CLAUSE_END.search(self.hearing.outer, passage.close)
        sayings = self.hearing.discourse.between(passage.close, stop.start() if stop else len(self.hearing.outer))
        if not sayings:
            return None
        adjoins = sayings[0].verb.start - passage.close <= 2
        if adjoins and self.hearing.outer[passage.open - 1 : passage.open] in {"以", "用"}:
            return sayings[0]  # 以「……」形容
        if not sayings[0].own and not self._is_introduced(passage, sayings[0]):
            return None
        # 「香港民主委員會」總監說: what stands in marks names a body, and a title follows
        between = self.hearing.outer[passage.close : sayings[0].verb.start]
        fluent = _is_sentence(self.hearing.folded[passage.start : passage.end], self.speech)
        apart = between[:1] in {",", " "} or fluent
        return sayings[0] if apart or not any(self.speech.persons(between)) else None

    def _closing(self, passage: Passage) -> Saying | None:
        """The word of saying with its speaker that ends the sentence of a quotation: ……是「……」的人，[李朔]說。"""
        outer, end = self.hearing.outer, self.hearing.sentence_at(passage.open)[1]
        last = next(iter(self.hearing.discourse.between(passage.close, end)[-1:]), None)
        if last is None or last.verb.loose or not last.own or "," not in outer[passage.close : last.verb.start]:
            return None
        return last if _ENDED.fullmatch(outer, last.verb.end, end) else None

    def _is_introduced(self, passage: Passage, saying: Saying) -> bool:
        """Whether who speaks a clause later is named right behind words that open a paragraph: 「……」[部長]受訪時，."""
        voice = saying.speaker
        if voice is None or not saying.near or passage.open != self.hearing.paragraph_at(passage.open)[0]:
            return False
        first = next((each for each in self.hearing.voices_in(passage.close, saying.verb.start)), None)
        outer = self.hearing.outer
        return first is not None and first.kind == "person" and outer[slice(*first.name)] in outer[slice(*voice.name)]

    def _continuing(self, passage: Passage) -> Voice | None:
        """Whose words a quotation without any attribution carries on."""
        for start, end in reversed(self.hearing.sentences):
            if start > passage.open:
                continue
            said = self.hearing.discourse.between(start, min(end, passage.open))
            plain = next((saying.speaker for saying in said if not saying.verb.loose and saying.speaker), None)
            speaker = plain or self.hearing.discourse.topic_in(start, min(end, passage.open))
            if speaker is not None and not self._only_writes(speaker):
                return speaker
        return None

    def _only_writes(self, voice: Voice) -> bool:
        """Whether it is those who ask and write, whose words no quotation carries on: 記者."""
        return self.speech.no_speaker.fullmatch(self.hearing.outer, *voice.name) is not None

    def _is_heading(self, paragraph: tuple[int, int]) -> bool:
        start, end = paragraph
        return end - start < 40 and _UNFINISHED.search(self.hearing.folded[start:end]) is None


def _introduces(leading: Sequence[Saying], before: str, passage: Passage) -> bool:
    """Whether the last verb before a passage hands over to it: 他說「, 他表示，「, 他的回答是：「."""
    if not leading:
        return False
    verb = leading[-1].verb
    if verb.start == verb.end:
        return True
    return not verb.loose and not before[len(before) - (passage.open - verb.end) :].strip(" ,:道说称")


def _governing(leading: Sequence[Saying], passage: Passage, outer: str) -> Voice | None:
    """Who speaks a fragment in the middle of a sentence: the last who is plainly said to speak."""
    last = leading[-1]
    somebody = last.subject is not None and last.subject.kind in _PEOPLE
    between = outer[last.verb.end : passage.open]
    if somebody and last.verb.manner in _ACTS and len(between) <= _HANDS_OVER and "," not in between:
        return last.speaker  # 李朔說，外長誓言「……」
    plain = [saying for saying in leading if not saying.verb.loose] or list(leading)
    people = [saying for saying in plain if saying.speaker is not None and saying.speaker.kind != "body"]
    named = next((saying for saying in reversed(people) if saying.own), None)
    chosen = named or (plain[-1] if plain[-1].own else (people or plain)[-1])
    return chosen.speaker


def _is_sentence(inner: str, speech: SpeechLexicon) -> bool:
    """Whether a passage reads like something said rather than like a name."""
    if _ENDS_SENTENCE.search(inner) or inner.endswith(","):
        return True
    if len(inner) >= 12 and _INNER_STOP.search(inner) is not None:
        return True
    return len(inner) >= 8 and speech.patterns.first_person.search(inner) is not None


def _alone(outer: str, paragraph: tuple[int, int], passage: Passage) -> bool:
    """Whether a paragraph holds nothing but one quotation."""
    return not (outer[paragraph[0] : passage.open] + outer[passage.close : paragraph[1]]).strip(" 。,.")


def _each_once(folded: str, heard: Sequence[_Heard]) -> list[_Heard]:
    """Of passages with one text the surest, the first of equals."""
    best: dict[str, _Heard] = {}
    for found in heard:
        key = folded[found.passage.start : found.passage.end].rstrip("。,.!?;… ")
        known = best.get(key)
        if known is None or found.confidence > known.confidence:
            best[key] = found
    return sorted(best.values(), key=lambda found: found.passage.start)


def _quote(article: Article, found: _Heard) -> Quote:
    body, passage, voice = article.body, found.passage, found.speaker
    spans: dict[str, tuple[Span, ...]] = {"text": (body.span(passage.start, passage.end),)}
    if voice is not None:
        spans["speaker"] = (body.span(*voice.name),)
    return Quote(
        text=body.text[passage.start : passage.end],
        speaker=body.text[slice(*voice.name)] if voice else None,
        polity=voice.polity if voice and voice.represents else None,
        start=passage.start,
        end=passage.end,
        person=voice.person if voice else "",
        spans=spans,
        confidence=found.confidence if voice else round(found.confidence * 0.6, 2),
    )

"""Direct quotations and who speaks them (codebook section 3).

Marks stand around names, titles, slogans and doubted words as well. A passage is speech where it is
introduced as such, where it reads like a sentence, or where someone is said to use these very words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.offsets import Span
from tongshi.records import Actor, Article, Quote
from tongshi.statements.marks import Passage, find_passages
from tongshi.statements.speakers import HIDDEN, Discourse, Saying, find_discourse, sentences_outside
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice, find_voices

#: Shorter passages are not recorded (codebook section 3).
_LEAST = 6
_TOO_LONG_FOR_A_NAME = 25
_ENDS_SENTENCE = re.compile(r"[。!?…][”’\"')]*$")
_INNER_STOP = re.compile(r"[。,!?;]")
_FIRST_PERSON = re.compile(r"我|你|咱|您|俺|佢|唔|咗|嘅")
_INTRODUCED = re.compile(r"[:︰]\s*$")
_UNFINISHED = re.compile(r"[。!?…:,;][“”\")]*\s*$")
#: What follows a quotation that is a part of its sentence: 「……」的說法, 「……」、「……」.
_GOES_ON = re.compile(r"\s*[的、,;)]")
_CLAUSE_END = re.compile(r"[。!?;:\n“\"]")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A passage with its speaker and how sure it is that it is speech."""

    passage: Passage
    speaker: Voice | None
    confidence: float


def find_quotes(article: Article, folded: str, actors: Sequence[Actor], speech: SpeechLexicon) -> tuple[Quote, ...]:
    """The direct quotations of an article, in order.

    `folded` is the body folded; `actors` who is named in it, in order. Each text is recorded once,
    from running text rather than from a heading that repeats it.
    """
    text = article.body.text
    passages = [_trimmed(text, passage) for passage in find_passages(text, folded, article.paragraphs)]
    passages = [passage for passage in passages if passage.end > passage.start]
    long = [passage for passage in passages if passage.end - passage.start >= _LEAST]
    if not long:
        return ()
    outer = _hide(folded, passages)
    paragraphs = _merged(article.paragraphs, passages)
    ends = [passage.close for passage in passages if _ends_its_sentence(folded, outer, passage)]
    sentences = [sentence for start, end in paragraphs for sentence in sentences_outside(outer, start, end, ends)]
    colons = [at for passage in passages if (at := _colon_before(outer, passage)) is not None]
    voices = find_voices(outer, [actor for actor in actors if HIDDEN not in outer[actor.start : actor.end]], speech)
    discourse = find_discourse(outer, sentences, colons, voices, speech)
    listener = _Listener(folded, outer, tuple(sentences), tuple(paragraphs), discourse, speech)
    heard = [found for passage in long if (found := listener.hear(passage)) is not None]
    return tuple(_quote(article, found) for found in _each_once(folded, heard))


def _trimmed(text: str, passage: Passage) -> Passage:
    inner = text[passage.start : passage.end]
    left = len(inner) - len(inner.lstrip())
    right = len(inner.rstrip())
    return Passage(passage.start + left, passage.start + max(left, right), passage.open, passage.close, passage.closed)


def _hide(folded: str, passages: Sequence[Passage]) -> str:
    """`folded` with what stands inside marks made unreadable, length kept."""
    out: list[str] = []
    at = 0
    for passage in passages:
        out += [folded[at : passage.start], HIDDEN * (passage.end - passage.start)]
        at = passage.end
    return "".join([*out, folded[at:]])


def _merged(paragraphs: Sequence[tuple[int, int]], passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """The paragraphs, those that one quotation runs through joined."""
    out: list[tuple[int, int]] = []
    for start, end in paragraphs:
        if out and any(passage.open < start < passage.close for passage in passages):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _ends_its_sentence(folded: str, outer: str, passage: Passage) -> bool:
    return (
        _ENDS_SENTENCE.search(folded[max(0, passage.end - 3) : passage.end]) is not None
        and _GOES_ON.match(outer, passage.close) is None
    )


def _colon_before(outer: str, passage: Passage) -> int | None:
    match = _INTRODUCED.search(outer, max(0, passage.open - 3), passage.open)
    return match.start() if match else None


@dataclass(frozen=True, slots=True)
class _Listener:
    """An article with everything found in it, asked about one passage after the other."""

    folded: str
    outer: str
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    discourse: Discourse
    speech: SpeechLexicon

    def hear(self, passage: Passage) -> _Heard | None:
        """Whether a passage is speech, and whose."""
        begin = _covering(self.sentences, passage.open)[0]
        paragraph = _covering(self.paragraphs, passage.open)
        before, inner = self.outer[begin : passage.open], self.folded[passage.start : passage.end]
        fluent = _is_fluent(inner)
        colon = _colon_before(self.outer, passage)
        if self.speech.title_before.search(before.rstrip(" :")):
            return None
        named = self.speech.title_after.match(self.outer, passage.close) or self.speech.title_like.search(inner)
        if colon is None and named and not fluent:
            return None
        leading = self.discourse.between(begin, passage.open)
        if colon is not None and not leading:  # the colon ends the paragraph before
            leading = self.discourse.between(max(colon - 40, 0), colon + 1)[-1:]
        if self._is_heading(paragraph) and not (colon is not None and fluent):
            return None
        if _introduces(leading, before, passage):
            return _Heard(passage, leading[-1].speaker, 0.95)
        opens = not before.strip(" ,、")
        if opens or before.rstrip().endswith(("以", "用")):
            trailing = self._trailing(passage)
            if trailing is not None and (opens or trailing.verb.start - passage.close <= 2):
                return _Heard(passage, trailing.speaker, 0.95)
        if not passage.closed and not (fluent and passage.open == paragraph[0] and len(inner) >= 2 * _LEAST):
            return None
        if opens and (fluent or _alone(self.outer, paragraph, passage)):
            return _Heard(passage, self._continuing(passage), 0.85)
        if leading:
            return _Heard(passage, _governing(leading), 0.85 if fluent else 0.6)
        if fluent or self.speech.words_of.match(self.outer, passage.close):
            return _Heard(passage, self._continuing(passage), 0.6)
        return None

    def _trailing(self, passage: Passage) -> Saying | None:
        """The speech verb behind a quotation that opens its sentence: 「……」他說。"""
        stop = _CLAUSE_END.search(self.outer, passage.close)
        sayings = self.discourse.between(passage.close, stop.start() if stop else len(self.outer))
        if not sayings or not sayings[0].own:
            return None
        # 「香港民主委員會」總監說: what stands in marks names a body, and a title follows
        between = self.outer[passage.close : sayings[0].verb.start]
        apart = between[:1] in {",", " "} or _is_fluent(self.folded[passage.start : passage.end])
        return sayings[0] if apart or not any(self.speech.persons(between)) else None

    def _continuing(self, passage: Passage) -> Voice | None:
        """Whose words a quotation without any attribution carries on."""
        index = bisect_right(self.sentences, passage.open, key=lambda item: item[0]) - 1
        for start, end in reversed(self.sentences[: index + 1]):
            said = self.discourse.between(start, min(end, passage.open))
            plain = next((saying.speaker for saying in said if not saying.verb.loose and saying.speaker), None)
            speaker = plain or self.discourse.topic_in(start, min(end, passage.open))
            if speaker is not None:
                return speaker
        return None

    def _is_heading(self, paragraph: tuple[int, int]) -> bool:
        start, end = paragraph
        return end - start < 40 and _UNFINISHED.search(self.folded[start:end]) is None


def _introduces(leading: Sequence[Saying], before: str, passage: Passage) -> bool:
    """Whether the last verb before a passage hands over to it: 他說「, 他表示，「, 他的回答是：「."""
    if not leading:
        return False
    verb = leading[-1].verb
    if verb.start == verb.end:
        return True
    return not verb.loose and not before[len(before) - (passage.open - verb.end) :].strip(" ,:道说称")


def _governing(leading: Sequence[Saying]) -> Voice | None:
    """Who speaks a fragment in the middle of a sentence: the last who is plainly said to speak."""
    plain = [saying for saying in leading if not saying.verb.loose] or list(leading)
    people = [saying for saying in plain if saying.speaker is not None and saying.speaker.kind != "body"]
    chosen = next((saying for saying in reversed(people) if saying.own), None) or (people or plain)[-1]
    return chosen.speaker


def _is_fluent(inner: str) -> bool:
    """Whether a passage reads like something said rather than like a name."""
    if _ENDS_SENTENCE.search(inner) or inner.endswith(","):
        return True
    if len(inner) >= _TOO_LONG_FOR_A_NAME or (len(inner) >= 12 and _INNER_STOP.search(inner) is not None):
        return True
    return len(inner) >= 8 and _FIRST_PERSON.search(inner) is not None


def _alone(outer: str, paragraph: tuple[int, int], passage: Passage) -> bool:
    """Whether a paragraph holds nothing but one quotation."""
    return not (outer[paragraph[0] : passage.open] + outer[passage.close : paragraph[1]]).strip(" 。,.")


def _covering(ranges: Sequence[tuple[int, int]], position: int) -> tuple[int, int]:
    """The range that holds `position`; an empty one there if none does."""
    index = bisect_right(ranges, position, key=lambda item: item[0]) - 1
    return ranges[index] if index >= 0 and position <= ranges[index][1] else (position, position)


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

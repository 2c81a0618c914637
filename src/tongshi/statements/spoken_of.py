"""Of whom a sentence speaks, whoever says so: 他 and an unsaid subject stand for him in what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongshi.statements.candidates import Candidates
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice, is_name_like

#: Ends such a clause, also behind a quotation: 繼[韓森]說「……」後，李朔…….
_WHEN_STOPS = re.compile("[,;\n]")
#: Longest word for somebody behind the one whose he is: 韓森的[国家安全顾问].
_LONGEST_OWNED = 6
#: Whom a sentence can be about.
_WHO = frozenset(("person", "pronoun"))


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Asked about one article."""

    outer: str
    speech: SpeechLexicon
    candidates: Candidates

    def topic(self, start: int, end: int) -> Voice | None:
        """The person a sentence is about: the first at the head of a clause, else the first that acts.

        None where the sentence goes on about the one before it (他……).
        """
        if not any(voice.kind in _WHO for voice in self.candidates.inside(start, end)):
            return None
        people = [voice for voice in self.candidates.subjects(start, end) if voice.kind in _WHO]
        if not people or people[0].kind == "pronoun":
            return None
        people = [voice for voice in people if voice.kind == "person" and not self._owns_person(voice, end)]
        people = [voice for voice in people if not self._says_when(voice, end)] or people
        if not people:
            return None
        heads = (
            voice
            for voice in people
            if self.speech.patterns.opening.search(self.outer[max(start - 1, 0) : voice.start])
        )
        return next(heads, people[0])

    def contrasts(self, topic: Voice) -> bool:
        """Whether a sentence turns to a person: 小國都已祝賀，但[杜邦]……."""
        return self.outer[max(0, topic.start - 2) : topic.start].endswith(self.speech.patterns.turning_to)

    def is_told(self, voice: Voice, start: int, end: int, *, own: bool, near: bool) -> bool:
        """Whether a text tells on of who speaks in the sentence `[start, end)`; not of whom he answers."""
        asks = voice.kind == "described" and self.outer.endswith(self.speech.patterns.askers, 0, voice.end)
        somebody = voice.kind == "person" or (own and voice.kind in {"described", "office"} and not asks)
        aside = self.speech.patterns.as_for.search(self.outer[start : voice.start]) is not None or self._says_when(
            voice, end
        )
        return somebody and (own or near) and not aside

    def _says_when(self, voice: Voice, end: int) -> bool:
        """Whether a voice stands in a clause that only says when: [韓森]的檢測結果公布後，李朔……."""
        stop = _WHEN_STOPS.search(self.outer, voice.end, end)
        return stop is not None and self.outer[voice.end : stop.start()].endswith(self.speech.patterns.ends_when)

    def _owns_person(self, voice: Voice, end: int) -> bool:
        """Whether a voice only says whose somebody is: [韓森]的發言人."""
        if self.outer[voice.end : voice.end + 1] != "的":
            return False
        owned = self.outer[voice.end + 1 : min(end, voice.end + 1 + _LONGEST_OWNED)]
        return any(is_name_like(owned[:stop], self.speech) for _, stop, _ in self.speech.persons(owned))

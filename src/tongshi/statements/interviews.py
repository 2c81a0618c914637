"""Words that stand behind a name and a colon at the head of a paragraph, as in an interview: 張彥：當時我在倫敦。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tongshi.statements.attribution import Attribution, attribute
from tongshi.statements.contents import Contents
from tongshi.statements.hearing import HIDDEN, Hearing
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice


@dataclass(frozen=True, slots=True)
class Interviews:
    """Asked about one article."""

    hearing: Hearing
    speech: SpeechLexicon
    contents: Contents

    def headed(self, start: int, end: int) -> list[Attribution]:
        """A line that begins with who speaks and a colon: 蔡英文：希望對話."""
        voice = self._heads(start, end)
        if voice is None:
            return []
        spoken = (each.speaker for each in self.hearing.discourse.sayings if not each.verb.loose)
        if not any(voice.is_same(speaker) for speaker in spoken) or self._asks(self._name(voice)):
            return []  # a list of people, or who asks in an interview
        return [attribute(self.contents, voice, None, voice.end + 1, end, start)]

    def answering(self, start: int, end: int) -> list[Attribution]:
        """The head of a paragraph that gives somebody's words in an interview: 張彥：當時我在倫敦。"""
        voice, text = self._heads(start, end), self.hearing.outer
        if voice is None or voice.medium or text[voice.end + 1 :].lstrip()[:1] in {"“", HIDDEN}:
            return []
        paragraph = text[voice.end : self.hearing.paragraph_at(start)[1]]
        name = self._name(voice)
        if not self.speech.patterns.of_oneself.search(paragraph) or name in paragraph or self._asks(name):
            return []
        return [attribute(self.contents, voice, None, voice.end + 1, end, start)]

    def going_on(self, answer: Attribution, start: int, end: int) -> Iterator[Attribution]:
        """A further sentence of an answer."""
        if not self.contents.is_empty(start, end):
            yield replace(attribute(self.contents, answer.speaker, None, start, end, start), continues=answer)

    def _heads(self, start: int, end: int) -> Voice | None:
        """Who stands with a colon at the head of a paragraph, before words."""
        voice = next(iter(self.hearing.voices_in(start, start + 2)), None)
        if voice is None or voice.kind not in {"person", "office", "body"}:
            return None
        if self.hearing.outer[voice.end : voice.end + 1] != ":" or voice.start != self.hearing.paragraph_at(start)[0]:
            return None
        return None if self.contents.is_empty(voice.end, end) else voice

    def _name(self, voice: Voice) -> str:
        return self.hearing.outer[slice(*voice.name)]

    def _asks(self, name: str) -> bool:
        """Whether somebody is who asks in an interview: his paragraphs turn to another and end in a question."""
        text = self.hearing.outer
        said = (
            text[start:end].rstrip() for start, end in self.hearing.paragraphs if text.startswith(f"{name}:", start)
        )
        return any(each.endswith("?") and self.speech.patterns.to_another.search(each) is not None for each in said)

"""Texts that speak for whoever wrote or issued them: whose words they are."""

from __future__ import annotations

from dataclasses import dataclass

from tongshi.statements.clauses import clause_head
from tongshi.statements.hearing import Hearing
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

_AUTHORS = frozenset(("person", "office", "body"))


@dataclass(frozen=True, slots=True)
class Authors:
    """Asked about one article."""

    hearing: Hearing
    speech: SpeechLexicon

    def speaker(self, saying: Saying) -> Voice | None:
        """Who speaks through a text: 文章指出; a medium through its report, nobody through one of a medium unknown."""
        writing, speaker = saying.subject, saying.speaker
        if writing is None:
            return speaker
        issued = self.hearing.outer.endswith(self.speech.patterns.issued, *writing.name)
        if speaker is not None and speaker.medium:  # 该报, 报道
            return (self.of_text(writing) if issued else None) or speaker
        if self.speech.patterns.report.fullmatch(self.hearing.outer, *writing.name):
            return None
        return self.of_text(writing) or speaker

    def of_text(self, writing: Voice) -> Voice | None:
        """Whose text 文章指出, 报道说 speaks of: the one named with the same word not long before."""
        text, at = self.hearing.outer, writing.start
        word = text[max(writing.start, writing.end - 2) : writing.end]
        words = (word, *self.speech.same_text.get(word, ()))
        while (before := max(text.rfind(each, 0, at) for each in words)) >= 0:
            head = clause_head(self.hearing.outer, before, self.hearing.sentence_at(before)[0])
            authors = [
                each
                for each in self.hearing.voices_in(head, before)
                if each.kind in _AUTHORS
                and (not each.medium or self.speech.patterns.issues.fullmatch(text, each.end, before))
            ]
            if authors:
                owner = next((each for each in reversed(authors) if text[each.end : before] == "的"), None)
                return owner or next((each for each in authors if self._acts(each)), authors[0])
            at = before
        return None

    def _acts(self, voice: Voice) -> bool:
        """Whether a voice is more than a part of the noun behind it, or than what it is about: [中国]学者, 就[台湾]."""
        text = self.hearing.outer
        if text[max(0, voice.start - 6) : voice.start].endswith(self.speech.before_object):
            return False
        follows = text[voice.end : voice.end + 1]
        return not "一" <= follows <= "鿿" or self.speech.after_name.match(text, voice.end) is not None

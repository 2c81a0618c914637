"""Media that tell the news: whose words they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.statements.authors import Authors
from tongshi.statements.clauses import clause_head, clause_stop
from tongshi.statements.hearing import Hearing
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import Voice

#: Kinds of those whose account 据 and 根据 can name.
_ACCOUNTS = frozenset(("body", "writing"))
#: Before a text that was told of: 根据[此次]通报，.
_THIS = re.compile("该|此|此次|这份|这篇|这一|上述")


@dataclass(frozen=True, slots=True)
class Reporting:
    """Asked about one article; `reports` are its words by which media tell the news."""

    hearing: Hearing
    speech: SpeechLexicon
    authors: Authors
    reports: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, hearing: Hearing, speech: SpeechLexicon) -> Reporting:
        """Find an article's reports."""
        return cls(
            hearing, speech, Authors(hearing, speech), [(start, end) for start, end, _ in speech.reports(hearing.outer)]
        )

    def sayings(self, start: int, end: int) -> list[Saying]:
        """The sayings of `[start, end)` with those of media that tell the news, in order."""
        found = [each for each in self.hearing.discourse.between(start, end) if self._hands_over(each.verb)]
        told = [self._by_medium(each, start) for each in found]
        return sorted([*told, *self._reports(start, end, found)], key=lambda each: each.verb.start)

    def _hands_over(self, verb: Verb) -> bool:
        """Whether what stands behind a word can be what is said."""
        return not verb.names or self.hearing.outer[verb.end : verb.end + 1] in {",", ":"}

    def _by_medium(self, saying: Saying, start: int) -> Saying:
        """A medium's report speaks for it: [路透社]的报道称."""
        head = clause_head(self.hearing.outer, saying.verb.start, start)
        reports = self._reports_in(head, saying.verb.start)
        if not reports or reports[-1][1] != saying.verb.start:
            return saying
        medium = self._medium(head, reports[-1][0])
        if medium is None or self.hearing.outer[head : medium.start].endswith(self.speech.patterns.told_medium):
            return saying
        if self.speech.cites.search(self.hearing.outer, medium.end, reports[-1][0]):
            return saying  # 电视台引述[内政部]的消息说
        return Saying(saying.verb, medium, medium)

    def _reports(self, start: int, end: int, said: Sequence[Saying]) -> Iterator[Saying]:
        """Media that tell the news themselves: 路透社报道，……; 据新华社，……."""
        text, words = self.hearing.outer, self.speech.patterns
        for report in self._reports_in(start, end):
            verb = Verb(*report, "state", False)
            stop = clause_stop(self.hearing.outer, verb.end, end)
            if text[verb.end : stop].strip() or any(each.verb.start == verb.start for each in said):
                continue
            voice = self._medium(clause_head(self.hearing.outer, verb.start, start), verb.start)
            if voice is not None:
                told = self._cited(voice.end, verb.start) or voice
                yield Saying(verb, told, told)
        for voice in self.hearing.voices_in(start, end):
            according = words.according.search(text, start, voice.start) if voice.kind in _ACCOUNTS else None
            teller = self._account(voice, according.end(1)) if according else None
            if according and teller is not None:
                yield Saying(Verb(*according.span(1), "state", False), teller, voice)
        yield from self._this_report(start, end)

    def _this_report(self, start: int, end: int) -> Iterator[Saying]:
        """A report told of goes on: 据该报道，……."""
        found = self.speech.patterns.this_report.match(self.hearing.outer, start, end)
        medium = next(self.hearing.media_before(start), None) if found else None
        if found and medium is not None:
            yield Saying(Verb(*found.span(1), "state", False), medium, Voice(*found.span(2), found.span(2), "writing"))

    def _account(self, voice: Voice, lead: int) -> Voice | None:
        """Whose account news is told by, before a comma: 据[新华社]，; 根据[外交部]声明，; 据该报道，."""
        text, words = self.hearing.outer, self.speech.patterns
        if voice.kind == "writing":
            this = _THIS.fullmatch(text, lead, voice.start) is not None
            if text[voice.end : voice.end + 1] != "," or not (this or text[voice.start : voice.end] in words.notice):
                return None
            if words.report.fullmatch(text, *voice.name):
                return next(self.hearing.media_before(voice.start), None)
            author = self.authors.of_text(voice)
            return author._replace(medium=True) if author is not None and author.kind == "body" else author
        if voice.medium and text[voice.end : voice.end + 2].lstrip("》")[:1] == ",":
            return voice
        if not voice.medium and voice.start != lead:
            return None
        return voice._replace(medium=True) if words.its_account.match(text, voice.end) else None

    def _cited(self, start: int, end: int) -> Voice | None:
        """Whom a medium cites in reporting the news: 据路透社引述[两名官员]报道."""
        text = self.hearing.outer
        cited = max(
            (at + len(word) for word in self.speech.citing if (at := text.find(word, start, end)) >= 0), default=0
        )
        news = self.speech.patterns.ending_news.search(text, cited, end)
        stop = news.start() if news else end
        if not cited or not any(b == stop - cited for _, b, _ in self.speech.persons(text[cited:stop])):
            return None
        voice = next((each for each in self.hearing.voices_in(cited, stop) if each.kind == "person"), None)
        return voice or Voice(cited, stop, (cited, stop), "described")

    def _reports_in(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        return self.reports[bisect_left(self.reports, (start,)) : bisect_left(self.reports, (end,))]

    def _medium(self, head: int, at: int) -> Voice | None:
        """The medium that a clause names as reporting the news; 意大利媒体 too."""
        text, words = self.hearing.outer, self.speech.patterns
        found = [
            voice
            for voice in self.hearing.voices_in(head, at)
            if text[voice.start - 1 : voice.start] != "("  # a medium in brackets is a dateline
            and (voice.medium or (voice.kind == "body" and words.according.search(text, head, voice.start)))
        ]
        described = words.media.search(text, head, at)
        if found and not found[-1].medium and described is None:  # 据中国外交部[网站]消息
            site = words.site.match(text, found[-1].end, at)
            end = site.end() if site else found[-1].end
            return found[-1]._replace(end=end, name=(found[-1].name[0], end), medium=True)
        if found and found[-1].medium:
            return found[-1]
        if described is None:
            return None
        return Voice(*described.span(1), described.span(1), "described", medium=True)

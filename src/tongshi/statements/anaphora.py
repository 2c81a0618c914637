"""Who is meant by a noun for somebody told of before: 这位专家, 该报, 总统, 发言人, 馮教授.

Pronouns are left to the course of the article, see `discourse`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tongshi.statements.adjuncts import Adjuncts
from tongshi.statements.candidates import Candidates
from tongshi.statements.clauses import CLAUSE
from tongshi.statements.saying import Saying
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.unregistered import SAME_AGAIN, Unregistered
from tongshi.statements.voices import Voice, reads_as_name

#: Longest title without its state: 总统, 国务卿.
_BARE_TITLE = 4
#: How far behind the name of a medium a text that it prints is told of.
_LONGEST_REVIEW = 1200
#: Longest family name with a title: 孙副教授.
_LONGEST_TITLED = 6
#: Longest way from the 的 behind somebody to the text of his: 李碩的客座评论.
_LONGEST_OWNED = 6
#: How many sayings back somebody is still told by his title alone.
_SHORT_MEMORY = 6
#: Words for several people of whom the text has told.
_THEY = frozenset(("他们", "她们", "两人", "二人"))
_PEOPLE = frozenset(("person", "office"))
_JOINED = re.compile("和|与|同|跟|以及|暨")
#: Behind these a sentence begins.
_STOPS = re.compile(r"[。!?\n]|\A")
#: Farthest back that those can be told of.
_LONGEST_TOLD = 240


@dataclass(frozen=True, slots=True)
class Anaphora:
    """Asked about one article; `sayings` are always all before the place in question."""

    outer: str
    speech: SpeechLexicon
    adjuncts: Adjuncts
    candidates: Candidates
    unregistered: Unregistered

    def again(self, voice: Voice | None, sayings: Sequence[Saying]) -> Voice | None:
        """Of whom the text has spoken with the same word: 中东专家阿布奥恩说……, [这位专家]; 《经济时报》……, [该报]."""
        if voice is None:
            return None
        if voice.kind == "several":
            return self._group_before(voice)
        if self.speech.patterns.same_medium.fullmatch(self.outer, *voice.name):
            return next((each for each in self.candidates.before(voice.start) if each.medium), None)
        last = sayings[-1].speaker if sayings else None
        printed = self.speech.patterns.printed.match(self.outer, voice.name[0])
        if printed is not None and printed.end() == voice.name[1]:
            return last if last is not None and last.medium else self._printed_by(voice)
        if voice.kind == "office" and not voice.again and voice.end - voice.start <= _BARE_TITLE:
            return self._titled(self.outer[voice.start : voice.end], sayings)
        if self.speech.patterns.spokesman.fullmatch(self.outer, *voice.name):
            return self._spokesman(sayings)
        if not voice.again:
            return self._by_family_name(voice, sayings)
        word = SAME_AGAIN.sub("", self.outer[slice(*voice.name)])[-2:]
        firm = self.speech.patterns.firm.search(word) is not None
        for saying in reversed(sayings):
            speaker = saying.speaker
            if speaker is not None and firm:
                if self.outer.endswith(word, *speaker.name) and "等" not in self.outer[slice(*speaker.name)]:
                    return speaker
            elif speaker is not None and word and word in self.outer[max(0, speaker.start - len(word)) : speaker.end]:
                return speaker
        return None

    def _group_before(self, they: Voice) -> Voice | None:
        """Several who are told of in a sentence or the one before it: [韓森與李朔]見面。他們主張……."""
        if self.outer[slice(*they.name)] not in _THEY:
            return None
        heads = [match.end() for match in _STOPS.finditer(self.outer, max(0, they.start - _LONGEST_TOLD), they.start)]
        bounds = [*heads[-2:], they.start]
        return next((group for a, b in reversed(list(pairwise(bounds))) if (group := self._group(a, b))), None)

    def _group(self, start: int, end: int) -> Voice | None:
        """The first of whom a sentence is, where they are several."""
        clause = CLAUSE.search(self.outer, start, end)
        stop = clause.start() if clause else end
        found = self.candidates.subjects(start, stop)
        for one, other in pairwise(found):
            people = {one.kind, other.kind} <= _PEOPLE
            if people and _JOINED.fullmatch(self.outer, one.end, other.start):
                return Voice(one.start, other.end, (one.name[0], other.name[1]), "described")
        described = self.unregistered.described(start, stop)
        if described is None or described.kind != "described":
            return None
        return described if self.speech.patterns.plural.search(self.outer, *described.name) else None

    def by_surname(self, verb: Verb, start: int, sayings: Sequence[Saying]) -> Voice | None:
        """Somebody named before, by his family name alone, also with a word for who he is: 潘又指出, 杜官表示."""
        if verb.loose or self.outer[start : start + 1] not in self.speech.names.surnames:
            return None
        stop = self.adjuncts.before(start, verb.start)
        if self.outer[start + 1 : stop] not in {"", *self.speech.patterns.surname_title}:
            return None
        known = self._named_in_full(start, sayings)
        return known._replace(start=start, end=stop) if known is not None else None

    def _by_family_name(self, voice: Voice, sayings: Sequence[Saying]) -> Voice | None:
        """Who was named in full before, told by his family name and a title: 教授馮崇義說……。[馮教授]."""
        name = self.outer[slice(*voice.name)]
        if voice.kind not in {"described", "office"} or not 2 < len(name) <= _LONGEST_TITLED:
            return None
        if name[0] not in self.speech.names.surnames:
            return None
        title = name[1 + name[1:].startswith(("副", "老")) :]
        if not any(start == 0 and end == len(title) for start, end, _ in self.speech.persons(title)):
            return None
        return self._named_in_full(voice.name[0], sayings)

    def _named_in_full(self, surname: int, sayings: Sequence[Saying]) -> Voice | None:
        """Whose full name, told before, begins with the family name that stands at `surname`."""
        spoken = (saying.speaker for saying in reversed(sayings) if saying.speaker is not None)
        named = self.candidates.before(surname)
        return next((each for each in (*spoken, *named) if self._is_full_name(each, surname)), None)

    def _is_full_name(self, voice: Voice, surname: int) -> bool:
        """Whether a Chinese name of two characters or more begins with the family name that stands at `surname`.

        A title can follow it: 冯崇义教授.
        """
        start, end = voice.name
        titled = (a for a, b, _ in self.speech.persons(self.outer[start:end]) if a > 1 and b == end - start)
        end = start + next(titled, end - start)
        known = voice.kind == "person" or reads_as_name(self.outer[start:end], self.speech)
        return (
            known
            and 2 <= end - start <= 4
            and self.outer[start] == self.outer[surname]
            and "·" not in self.outer[start:end]
        )

    def _printed_by(self, text: Voice) -> Voice | None:
        """The medium that prints what a text says, whoever spoke since: [早報]以……為題報道……。部長說……。文章寫道.

        Whoever it prints speaks himself: 早報刊登[李碩]的評論.
        """
        for medium in self.candidates.before(text.start):
            if text.start - medium.start > _LONGEST_REVIEW:
                return None
            if medium.medium:
                stop = self.outer.find("。", medium.end)
                prints = self.speech.patterns.prints.search(self.outer, medium.end, stop)
                heads = medium.start == 0 or self.outer[medium.start - 1] == "\n"
                if self._is_place(medium) or not (prints or heads):
                    return None
                return self._author_in(medium.end, stop) or medium
        return None

    def _author_in(self, start: int, end: int) -> Voice | None:
        """Whose text it is that a medium prints: 刊登教授[李碩]的客座評論."""
        titles = (start + stop for _, stop, _ in self.speech.persons(self.outer[start:end]))
        names = (self.unregistered.name_after(title, end) for title in titles)
        known = [each for each in self.candidates.inside(start, end) if each.kind == "person"]
        named = [Voice(*name, name, "person") for name in names if name is not None]
        return next((each for each in (*known, *named) if self._owns_text(each.end)), None)

    def _owns_text(self, end: int) -> bool:
        """Whether what stands right behind somebody who ends there is a text of his: [李碩]的客座評論."""
        behind = self.outer[end : end + _LONGEST_OWNED]
        return behind.startswith("的") and any(self.speech.writings(behind))

    def _is_place(self, medium: Voice) -> bool:
        """Whether somebody speaks or writes in a medium: 在《早报》撰文."""
        return self.outer[max(0, medium.start - 6) : medium.start].rstrip(" 《“").endswith(self.speech.before_object)

    def _spokesman(self, sayings: Sequence[Saying]) -> Voice | None:
        """For whom a spokesman without a name speaks: 財政司辦公室回覆查詢……。[發言人]稱."""
        for saying in sayings[-_SHORT_MEMORY:][::-1]:
            voice = saying.speaker
            if voice is not None and not voice.medium and voice.kind in {"body", "office"}:
                return voice
            if voice is not None and self.speech.patterns.spokesman.search(self.outer, voice.start, voice.end):
                return voice
        return None

    def _titled(self, title: str, sayings: Sequence[Saying]) -> Voice | None:
        """Who spoke a moment ago under the title that comes again alone: 法國總統說……, [總統]還說."""
        for saying in sayings[-_SHORT_MEMORY:][::-1]:
            voice = saying.subject
            if voice is None or voice.kind not in {"person", "office"} or voice.end - voice.start <= len(title):
                continue
            if title in self.outer[voice.start : voice.end]:
                return saying.speaker
        return None

"""Speakers without an entry in the registry, read from the words that name or describe them.

They stand where only a speaker stands: 一名外交官, 學者李碩, 劉霞說, 美国环保署称.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongshi.statements.adjuncts import Adjuncts
from tongshi.statements.candidates import Candidates
from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice, is_name_like, reads_as_name

#: Before a word for somebody of whom the text has spoken: [该名]外交官.
SAME_AGAIN = re.compile(r"(?:该|这|此|那)(?:名|位|个|家|份|篇)?")
_LATIN_NAME = re.compile(r"[a-z@][a-z0-9_.&'’ -]*[a-z0-9.]")
#: A ministry whose name begins like a preposition: 经济部, 经贸部.
_MINISTRY = re.compile("经[一-鿿]{1,3}(?:部|署|局)")
#: Most characters of the name of a body behind its state.
_LONGEST_BODY = 8
_AMONG = re.compile(r"(?:包括|包含)[^,。;]{1,40}在内的")
#: Longest word for all of those that some are told of: 39国驻联合国外交官.
_LONGEST_AMONG = 14
#: Characters of Chinese names that are told from other words: a family name and two more, a foreign name of four.
_FULL_NAME = (3, 4)
#: So often stands the name of somebody of whom the text is.
_OFTEN = 3
#: Longest name of a body that a medium cites.
_LONGEST_CITED = 16
#: Longest words for who somebody is, what stands in brackets left out.
_LONGEST_DESCRIBED = 48
#: Longest name of somebody whom no lexicon knows and the text names more than once.
_LONGEST_KNOWN = 8
#: To whom, where and when somebody speaks, between him and the word of saying; nothing is done to him there.
_ASIDES = re.compile(
    "(?:(?:在|于|就|对|向|接受|回应|回复|透过|通过)(?:(?![是被没无未不把他她])[^,;:。“”]){2,24}(?<!的))?"
)
_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Asked about one article."""

    outer: str
    speech: SpeechLexicon
    adjuncts: Adjuncts
    candidates: Candidates

    def described(self, start: int, end: int) -> Voice | None:
        """A speaker without an entry in the registry: 一名外交官, 學者李碩, 該協會負責人."""
        cited = [at + len(word) for word in self.speech.citing if (at := self.outer.rfind(word, start, end)) >= 0]
        start = self.adjuncts.past(max(cited, default=start), end)
        while self.speech.after_name.match(self.outer, start, end) and not self.candidates.is_person(start, end):
            # [在香港工作的]導演李哲昕; not 批评者
            relative = self.outer.find("的", start, end) + 1
            if not relative:
                return None
            start = relative
        chosen: int | None = None
        for a, b, _ in self.speech.persons(self.outer[start:end]):
            if chosen is not None and self._acts(_BRACKETED.sub("", self.outer[chosen : start + a])):
                break
            if self.candidates.in_title(start + a):
                continue
            if not self.speech.patterns.turned_to.search(
                self.outer[start : start + a]
            ) and not self.speech.patterns.house.match(self.outer, start + b):
                chosen = start + b
        if chosen is None or self._length(start, chosen) > _LONGEST_DESCRIBED:
            return None
        name = self.name_after(chosen, end)
        if name is not None:
            return Voice(start, name[1], name, "person")
        if chosen - start > 24:
            return None
        again = SAME_AGAIN.match(self.outer, start, chosen) is not None
        for lead in (self.speech.patterns.causing, self.speech.patterns.there_are):
            match = lead.search(self.outer, start, chosen)
            start = match.end() if match else start
        start += self.outer.startswith(("有", "的", "其"), start) and chosen - start > 2  # 有網民, 受訪的官員
        return Voice(start, chosen, (start, chosen), "described", again=again)

    def _acts(self, text: str) -> bool:
        """Whether words behind somebody tell what he does; others go on saying who he is: 协会[全球卫生]研究员."""
        return self.speech.after_name.search(text) is not None or DATE.search(text) is not None

    def _length(self, start: int, end: int) -> int:
        return len(_BRACKETED.sub("", self.outer[start:end]))

    def among(self, start: int, end: int) -> Voice | None:
        """Several who are told by some of them: 包括德國在內的39國."""
        among = _AMONG.search(self.outer, start, end) if self.outer.find("在内的", start, end) >= 0 else None
        if among is None or self.speech.patterns.turned_to.search(self.outer[start : among.start()]):
            return None
        stop = self.adjuncts.before(among.end(), end)
        whole = self.outer[among.end() : stop].lstrip("0123456789")  # [39]国
        if not 2 <= stop - among.end() <= _LONGEST_AMONG or not is_name_like(whole, self.speech):
            return None
        return Voice(among.start(), stop, (among.start(), stop), "described")

    def bare(self, verb: Verb, start: int) -> Voice | None:
        """A short name that stands right before the verb: 劉霞說, 共機回應稱, 經營書店的葉靜對記者說."""
        relative = self.outer.rfind("的", start, verb.start) + 1
        for left in (start, relative) if relative > start and verb.start < verb.end else (start,):
            ministry = _MINISTRY.match(self.outer, left, verb.start)
            stop = ministry.end() if ministry else self.adjuncts.before(left, verb.start)
            text = self.outer[left:stop].removesuffix("本人")
            stop = left + len(text)
            direct = self.outer[stop : verb.start] in {"", "本人"} and not verb.loose
            if not verb.loose and (name := self._name_behind_title(left, stop)):
                return Voice(left, stop, name, "person")
            if writing := next((a for a, b, _ in self.speech.writings(text) if a and b == len(text)), None):
                text = text[:writing].removesuffix("发")  # 朝中社[報道]說, 李朔[發微博]稱
                stop = left + len(text)
            if _LATIN_NAME.fullmatch(text):
                return Voice(left, stop, (left, stop), "described")
            if not 2 <= len(text) <= 16 or not is_name_like(text, self.speech) or any(self.speech.writings(text)):
                continue
            if self.speech.patterns.no_head.match(text):
                continue
            likely = len(text) <= 4 and reads_as_name(text, self.speech) and (direct or left == relative)
            named = not verb.loose and len(text) in _FULL_NAME and reads_as_name(text, self.speech)
            acts = left == start or not self.outer.startswith(self.speech.before_object, start)  # 以大使的[身份]
            goes_on = direct or named or (acts and self._goes_on_to_say(stop, verb))
            again = len(text) <= _LONGEST_KNOWN and goes_on and self.outer.count(text) > 1
            if (
                likely
                or again
                or "·" in text
                or "-" in text
                or (
                    len(text) > 2
                    and text.endswith(self.speech.patterns.ends_speaker)
                    and (not verb.loose or self._opens_with_state(left, stop))
                )
                or (verb.loose and self._acts_loosely(text) and self.adjuncts.past(stop, verb.start) == verb.start)
            ):
                begin = left + (text.startswith("有") and not text.startswith("有关") and len(text) > 2)  # 有英媒
                return Voice(begin, stop, (begin, stop), "described")
        return None

    def _acts_loosely(self, text: str) -> bool:
        """Whether it is a body or a name, told again and again, that can also do what a loose word says: 教育局要求."""
        body = len(text) > 2 and text.endswith(self.speech.patterns.ends_body_acting)
        name = len(text) == min(_FULL_NAME) and self.outer.count(text) >= _OFTEN and reads_as_name(text, self.speech)
        return body or name

    def _name_behind_title(self, start: int, end: int) -> tuple[int, int] | None:
        """A full name behind a title that no lexicon knows: 前微博审查员[李朔严]."""
        begin = end - min(_FULL_NAME)
        titled = begin - start > 1 and self.outer.endswith(self.speech.patterns.ends_title, start, begin)
        return (begin, end) if titled and reads_as_name(self.outer[begin:end], self.speech) else None

    def _goes_on_to_say(self, at: int, verb: Verb) -> bool:
        """Whether only when, where and to whom stands before a plain word of saying: 巡警队[早前对记者]表示."""
        return (
            not verb.loose and _ASIDES.fullmatch(self.outer, self.adjuncts.past(at, verb.start), verb.start) is not None
        )

    def _opens_with_state(self, start: int, end: int) -> bool:
        """Whether the name of a body begins with that of its state: [挪威]环境部."""
        return any(voice.whole and voice.start == start for voice in self.candidates.inside(start, end))

    def name_after(self, start: int, end: int) -> tuple[int, int] | None:
        """The name right behind a word for a person."""
        if self.outer[start : start + 1] in "和与及" and any(self.speech.persons(self.outer[start + 1 : start + 8])):
            return None  # 共和党人[和民主党人]
        found = self.speech.names.end_after(self.outer, start, None, end)
        if found > start and reads_as_name(self.outer[start:found], self.speech):
            return start, found
        start += self.outer[start : start + 1] == " "
        latin = _LATIN_NAME.match(self.outer, start, end)
        if latin:
            ends = self.speech.after_name.match(self.outer, latin.end()) or not is_name_like(
                self.outer[latin.end()], self.speech
            )
            return latin.span() if ends else None  # 员工[Nora]说; not 员工Polo衫
        stop = self.adjuncts.before(start, end)
        text = self.outer[start:stop]
        likely = (
            2 <= len(text) <= 10
            and is_name_like(text, self.speech)
            and not any(self.speech.reports(text))  # 记者[报道新闻]
            and self.speech.patterns.no_head.match(text) is None  # 主持人[不必多说]
        )
        return (start, stop) if likely else None

    def whole(self, voice: Voice | None, verb: Verb) -> Voice | None:
        """A body that no registry knows, behind the state with which its name begins: 美国[环保署]称."""
        if voice is None or voice.kind != "body" or voice.medium or not self.candidates.modifies(voice, verb.start):
            return voice
        stop = self.adjuncts.before(voice.end, verb.start)
        rest = self.outer[voice.end : stop]
        if not verb.loose and (name := self._name_behind_title(voice.end, stop)):
            return voice._replace(end=stop, name=name, kind="person", whole=False)  # 挪威议会[常委][李朔严]强调
        if (
            not 2 <= len(rest) <= _LONGEST_BODY
            or not is_name_like(rest, self.speech)
            or not rest.endswith(self.speech.patterns.ends_speaker)
        ):
            return voice
        return voice._replace(end=stop, name=(voice.start, stop))

    def cited(self, voice: Voice | None, verb: Verb) -> Voice | None:
        """A body that no registry knows and a medium cites: 共同社援引[第11管区海保]称."""
        if voice is None or not voice.medium:
            return voice
        cited = [
            at + len(word) for word in self.speech.citing if (at := self.outer.find(word, voice.end, verb.start)) >= 0
        ]
        start = max(cited, default=verb.start)
        stop = self.adjuncts.before(start, verb.start)
        if not 2 <= stop - start <= _LONGEST_CITED or self.outer[start:stop].endswith(self.speech.patterns.ends_news):
            return voice
        return Voice(start, stop, (start, stop), "described")

    def of_state(self, voice: Voice | None) -> Voice | None:
        """An official body or officer that no registry knows is of the state its name begins with: 台湾海军司令部."""
        if voice is None or voice.kind != "described" or not self.speech.official.search(self.outer, *voice.name):
            return voice
        within = self.candidates.inside(voice.start, voice.end)
        state = next((each for each in within if each.start == voice.name[0]), None)
        return voice._replace(polity=state.polity, kind="office") if state is not None and state.polity else voice

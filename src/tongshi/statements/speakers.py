"""Who says it: the subject of each speech verb.

The subject is looked for in the verb's own clause, then in the clauses and sentences before. Speakers
without a name (一名外交官, 有網民) are read from the words that describe them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tongshi.statements.speech import SpeechLexicon, Verb
from tongshi.statements.voices import DATE, Voice, is_name_like, reads_as_name

#: The dash stands behind a dateline: 路透东京7月3日 - 日本周一宣布.
CLAUSE = re.compile(r"[,;:︰\n“”\"]| - ")
_AND = re.compile(r"\s*(?:、|和|与|及|以及|暨)\s*")
_BRACKET = re.compile(r"[(《]")
_LATIN_NAME = re.compile(r"[a-z@][a-z0-9_.&'’ -]*[a-z0-9.]")
#: A ministry whose name begins like a preposition: 经济部, 经贸部.
_MINISTRY = re.compile("经[一-鿿]{1,3}(?:部|署|局)")
#: Most characters of the name of a body behind its state.
_LONGEST_BODY = 8
_SAME_AGAIN = re.compile(r"(?:该|这|此|那)(?:名|位|个|家|份|篇)?")
#: Before a voice that is asked or told, with what describes it: [向]海牙[的]法院.
_TOWARD_OF = re.compile("向[^,的]{1,4}的$")
#: The same with a title before his name: [對]外交部部長韓森; not 反對派候選人, 對外宣傳機構.
_TOWARD_TITLE = re.compile("(?:(?<![面方转导取倾])向|(?<![面针反相绝应敌核])对(?![外内华港]))([^,的。;:]{2,10})$")
#: Between somebody and the next who speaks with him: 杜邦[及]挪威外长; not 及时.
_AND_NEXT = re.compile("(?:以及|暨|及(?!时|其|早|至|格))")
#: Behind one of several: 《东亚日报》[等]转述; not 等候.
_AND_OTHERS = re.compile("等(?!候|待|于|级|同)")
_AMONG = re.compile(r"(?:包括|包含)[^,。;]{1,40}在内的")
#: Ends such a clause, also behind a quotation: 繼[韓森]說「……」後，李朔…….
_WHEN_STOPS = re.compile("[,;\n]")
#: Longest word for all of those that some are told of: 39国驻联合国外交官.
_LONGEST_AMONG = 14
#: Characters of Chinese names that are told from other words: a family name and two more, a foreign name of four.
_FULL_NAME = (3, 4)
#: Longest name of a body that a medium cites.
_LONGEST_CITED = 16
#: Longest title without its state: 总统, 国务卿.
_BARE_TITLE = 4
#: How far behind the name of a medium a text that it prints is told of.
_LONGEST_REVIEW = 1200
#: Longest family name with a title: 孙副教授.
_LONGEST_TITLED = 6
#: Longest words for who somebody is, what stands in brackets left out.
_LONGEST_DESCRIBED = 48
#: A place, or a time, right before a word of saying: 在……旁[称]; not 在场.
_AT_PLACE = re.compile(r"在(?!场|野|任|职)[^,;:。“”]{2,40}[上中内里旁前下外时后间]")
_BRACKETED = re.compile(r"\([^()]*\)")
#: A day told once more: 今天[（10月29日）]官員稱.
_DAY_IN_BRACKETS = re.compile(r"\([^()\d]{0,6}\d[^()]{0,12}\)")
#: Longest way from a bracket to what stands in it.
_LONGEST_BRACKET = 30
#: Longest word for somebody behind the one whose he is: 韓森的[国家安全顾问].
_LONGEST_OWNED = 6
#: Longest title between a relative clause and a name: 被制裁的[行政长官]韩森.
_TITLE_LENGTH = 8
#: Whom a sentence can be about.
_WHO = frozenset(("person", "pronoun"))
#: How many sayings back somebody is still told by his title alone.
_SHORT_MEMORY = 6


class Saying(NamedTuple):
    """A speech verb and who speaks, as first named in the article; `subject`: as the verb's own clause names him."""

    verb: Verb
    speaker: Voice | None
    subject: Voice | None
    near: bool = False  # its sentence names him

    @property
    def own(self) -> bool:
        """Whether the verb's own clause names who speaks."""
        return self.subject is not None


@dataclass(frozen=True, slots=True)
class Speakers:
    """The article under reading, and how a subject is found in it."""

    outer: str
    voices: Sequence[Voice]
    starts: Sequence[int]  # of the voices
    speech: SpeechLexicon

    def subject(
        self, verb: Verb, start: int, said: Sequence[Saying], sayings: Sequence[Saying]
    ) -> tuple[Voice | None, bool]:
        """The subject of a verb as the text has it, and whether the verb's own clause names it.

        `said` are the verbs before it in the sentence, which begins at `start`: whoever speaks there goes on speaking;
        `sayings` are all before it.
        """
        clauses = (match.end() for match in CLAUSE.finditer(self.outer, start, verb.start))
        cuts = [start, *(cut for cut in clauses if not self._in_brackets(cut, verb.start))]
        left = cuts.pop()
        only_colon = verb.start == verb.end
        plainly = [saying for saying in said if not saying.verb.loose]
        voice = self._clause_subject(self._past_occasion(left, verb.start), verb.start)
        before = plainly[-1].verb.end if plainly else start
        if voice is not None and voice.start < before < voice.end and "的" not in self.outer[before : voice.end]:
            voice = self._clause_subject(before, verb.start)  # 报道指[首相办公室]证实
        if voice is not None and voice.kind == "writing":
            # 中国外交部的声明说; 牛津經濟研究院在報告中稱
            voice = self._author(voice, left) or self._bare(verb, self._past_adverbs(left, verb.start)) or voice
        voice = self._off_place(voice, verb, [*cuts, left])
        if voice is None and not (said and said[-1].verb.start >= left):
            head = self._past_adverbs(left, verb.start)
            voice = self._surname(verb, head, sayings) or self._bare(verb, head)
        if voice is not None and voice.kind == "writing":
            earlier = (self._named(a, b) for a, b in reversed(list(pairwise([*cuts, left]))))
            voice = next((found for found in earlier if found is not None and found.kind != "writing"), voice)
        voice = self._cited(self._whole(voice, verb), verb)
        if only_colon and plainly and (voice is None or voice.end < verb.start):
            return plainly[-1].speaker, False  # 他對記者說，形勢不妙：「……」
        if voice is not None:
            return voice, True
        bare = self._past_adverbs(left, verb.start) == verb.start
        cited = self._cited_subject([*cuts, left], said)
        if cited is not None:
            return cited, False
        if plainly and bare and ";" not in self.outer[plainly[-1].verb.end : verb.start]:
            return self._goes_on(plainly[-1], said[-1]), False  # 部長表示，歐盟不會批准，[誓言]……
        while cuts:
            right, left = left, cuts.pop()
            if said and said[-1].verb.start >= left:
                return said[-1].speaker, False
            voice = self._clause_subject(left, right)
            if voice is not None and (not said or voice.start == self._past_adverbs(left, right)):
                return voice, False
        return (said[-1].speaker if said else None), False

    def _off_place(self, voice: Voice | None, verb: Verb, cuts: Sequence[int]) -> Voice | None:
        """Who is told of before the place where he speaks: 韓森訪問挪威期間，在海岸旁的[大使館]內說."""
        if voice is None or voice.kind not in {"body", "office"} or voice.medium:
            return voice
        at = self.outer.rfind("在", cuts[-1], voice.start)
        if at < 0 or _AT_PLACE.fullmatch(self.outer, at, verb.start) is None:
            return voice
        ends = [*cuts[1:], at]
        found = (self._clause_subject(left, right) for left, right in zip(reversed(cuts), reversed(ends), strict=True))
        return next((each for each in found if each is not None and each.kind == "person"), voice)

    @staticmethod
    def _goes_on(plain: Saying, last: Saying) -> Voice | None:
        """Who speaks in a clause without a subject: not the medium that tells: 早報說，[使館]發表聲明，表示……."""
        medium = plain.speaker is not None and plain.speaker.medium
        handed = last.own and last.speaker is not None and not last.speaker.medium
        return last.speaker if medium and handed else plain.speaker

    def _past_occasion(self, start: int, end: int) -> int:
        """Where a clause goes on behind the words for when somebody spoke: 在谈到挪威的难民时[指出]."""
        head = self._past_adverbs(start, end)
        occasion = self.speech.patterns.occasion.match(self.outer, head, end)
        return occasion.end() if occasion else start

    def _cited_subject(self, cuts: Sequence[int], said: Sequence[Saying]) -> Voice | None:
        """Who is told of in the clauses behind a medium that reports: 據早報報道，被制裁的[韓森]因故……，表示……."""
        if not said or said[-1].speaker is None or not said[-1].speaker.medium:
            return None
        for left, right in reversed(list(pairwise(cuts))):
            if left <= said[-1].verb.start:
                return None
            voice = self._clause_subject(left, right)
            if voice is not None and voice.kind == "person":
                heads = (
                    voice.start == self._past_adverbs(left, right)
                    or self.outer.find("的", max(left, voice.start - _TITLE_LENGTH), voice.start) >= 0
                )
                return voice if heads else None
        return None

    def again(self, voice: Voice | None, sayings: Sequence[Saying]) -> Voice | None:
        """Of whom the text has spoken with the same word: 中东专家阿布奥恩说……, [这位专家]; 《经济时报》……, [该报]."""
        if voice is None:
            return None
        if self.speech.patterns.same_medium.fullmatch(self.outer, *voice.name):
            before = bisect_left(self.starts, voice.start)
            return next((each for each in reversed(self.voices[:before]) if each.medium), None)
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
        word = _SAME_AGAIN.sub("", self.outer[slice(*voice.name)])[-2:]
        firm = self.speech.patterns.firm.search(word) is not None
        for saying in reversed(sayings):
            speaker = saying.speaker
            if speaker is not None and firm:
                if self.outer.endswith(word, *speaker.name) and "等" not in self.outer[slice(*speaker.name)]:
                    return speaker
            elif speaker is not None and word and word in self.outer[max(0, speaker.start - len(word)) : speaker.end]:
                return speaker
        return None

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
        named = reversed(self.voices[: bisect_left(self.starts, surname)])
        return next((each for each in (*spoken, *named) if self._is_full_name(each, surname)), None)

    def _printed_by(self, text: Voice) -> Voice | None:
        """The medium that prints what a text says, whoever spoke since: [早報]以……為題報道……。部長說……。文章寫道.

        Whoever it prints speaks himself: 早報刊登[李碩]的評論.
        """
        for medium in reversed(self.voices[: bisect_left(self.starts, text.start)]):
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
        titles = (self._name_after(start + stop, end) for _, stop, _ in self.speech.persons(self.outer[start:end]))
        known = [each for each in self._inside(start, end) if each.kind == "person"]
        named = [Voice(*name, name, "person") for name in titles if name is not None]
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

    def _whole(self, voice: Voice | None, verb: Verb) -> Voice | None:
        """A body that no registry knows, behind the state with which its name begins: 美国[环保署]称."""
        if voice is None or voice.kind != "body" or voice.medium or not self._modifies(voice, verb.start):
            return voice
        stop = self._before_adverbs(voice.end, verb.start)
        rest = self.outer[voice.end : stop]
        if (
            not 2 <= len(rest) <= _LONGEST_BODY
            or not is_name_like(rest, self.speech)
            or not rest.endswith(self.speech.patterns.ends_speaker)
        ):
            return voice
        return voice._replace(end=stop, name=(voice.start, stop))

    def _cited(self, voice: Voice | None, verb: Verb) -> Voice | None:
        """A body that no registry knows and a medium cites: 共同社援引[第11管区海保]称."""
        if voice is None or not voice.medium:
            return voice
        cited = [
            at + len(word) for word in self.speech.citing if (at := self.outer.find(word, voice.end, verb.start)) >= 0
        ]
        start = max(cited, default=verb.start)
        stop = self._before_adverbs(start, verb.start)
        if not 2 <= stop - start <= _LONGEST_CITED or self.outer[start:stop].endswith(self.speech.patterns.ends_news):
            return voice
        return Voice(start, stop, (start, stop), "described")

    def of_state(self, voice: Voice | None) -> Voice | None:
        """An official body or officer that no registry knows is of the state its name begins with: 台湾海军司令部."""
        if voice is None or voice.kind != "described" or not self.speech.official.search(self.outer, *voice.name):
            return voice
        state = next((each for each in self._inside(voice.start, voice.end) if each.start == voice.name[0]), None)
        return voice._replace(polity=state.polity, kind="office") if state is not None and state.polity else voice

    def asked(self, verb: Verb, voice: Voice | None, end: int) -> Voice | None:
        """Whom a reporter asks, who speaks from there on: 記者問[黃麗裳]日後可會……."""
        if verb.manner != "ask" or voice is None or not self.outer.endswith(self.speech.patterns.askers, 0, voice.end):
            return None
        if self.outer[verb.end : verb.end + 1] in {":", "“"}:
            return None
        return next(
            (each for each in self._inside(verb.end, end) if each.kind == "person" and each.start <= verb.end + 1), None
        )

    def is_told(self, voice: Voice, start: int, end: int, *, own: bool, near: bool) -> bool:
        """Whether a text tells on of who speaks in the sentence `[start, end)`; not of whom he answers."""
        asks = voice.kind == "described" and self.outer.endswith(self.speech.patterns.askers, 0, voice.end)
        somebody = voice.kind == "person" or (own and voice.kind in {"described", "office"} and not asks)
        aside = self.speech.patterns.as_for.search(self.outer[start : voice.start]) is not None or self._says_when(
            voice, end
        )
        return somebody and (own or near) and not aside

    def topic(self, start: int, end: int) -> Voice | None:
        """The person a sentence is about: the first at the head of a clause, else the first that acts.

        None where the sentence goes on about the one before it (他……).
        """
        if not any(voice.kind in _WHO for voice in self._inside(start, end)):
            return None
        people = [voice for voice in self._candidates(start, end) if voice.kind in _WHO]
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

    def contrasts(self, topic: Voice) -> bool:
        """Whether a sentence turns to a person: 小國都已祝賀，但[杜邦]……."""
        return self.outer[max(0, topic.start - 2) : topic.start].endswith(self.speech.patterns.turning_to)

    def _inside(self, start: int, end: int) -> Iterator[Voice]:
        for index in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            if self.voices[index].end <= end:
                yield self.voices[index]

    def _candidates(self, start: int, end: int) -> list[Voice]:
        """The voices in `[start, end)` that can be a subject: not spoken to, not spoken about."""
        out: list[Voice] = []
        last: tuple[int, bool] | None = None  # end of the voice before, and whether it is an object
        for voice in self._inside(start, end):
            if self._in_brackets(voice.start, end) or (not voice.medium and self._in_title(voice.start)):
                continue
            lead = self.outer[max(start, voice.start - 6) : voice.start].rstrip(" 《“")
            if lead.endswith(self.speech.citing):
                return [voice]
            joined = last is not None and _AND.fullmatch(self.outer, last[0], voice.start) is not None
            is_object = last[1] if joined and last else self._before_object(lead) or self._is_toward(start, voice, lead)
            last = (voice.end, is_object)
            if not is_object:
                out.append(voice)
        return out

    def _is_toward(self, start: int, voice: Voice, lead: str) -> bool:
        """Whether somebody is spoken to who is told with whose or what he is: [向]海牙的法院, [向]總書記韓森."""
        if _TOWARD_OF.search(lead):
            return True
        titled = _TOWARD_TITLE.search(self.outer, start, voice.start)
        return titled is not None and any(
            end == voice.start - titled.start(1) for _, end, _ in self.speech.persons(titled[1])
        )

    def _in_title(self, at: int) -> bool:
        """Whether what begins at `at` is a part of the name of a work: 《[韓森]法案》."""
        opens = self.outer.rfind("《", max(0, at - _LONGEST_BRACKET), at)
        closes = self.outer.find("》", opens, at + _LONGEST_BRACKET) if opens >= 0 else -1
        return closes > at

    def _in_brackets(self, at: int, end: int) -> bool:
        """Whether a bracket that opened before `at` closes before `end`: （19日，新加坡时间20日）."""
        opens = self.outer.rfind("(", max(0, at - _LONGEST_BRACKET), at)
        return opens >= 0 and at <= self.outer.find(")", opens, min(end, at + _LONGEST_BRACKET))

    def _before_object(self, lead: str) -> bool:
        """Whether words right before a voice make it an object: 對, 告訴; not the titles 大使, 駐美代表."""
        free = self.speech.patterns.no_preposition.search(lead) is not None
        return lead.endswith(self.speech.before_object) and not free

    def _clause_subject(self, start: int, end: int) -> Voice | None:
        """The subject of one clause: a voice, or a speaker described there."""
        voice = self._named(start, end)
        owner = voice is not None and self.outer[voice.end : voice.end + 1] == "的"
        if voice is not None and voice.kind not in {"body", "writing", "office"} and not owner:
            return voice
        described = self._among(start, end) or self._described(start, end)
        if described is not None and described.kind == "described":
            named = next((each for each in self._adjoining(described) if each.medium), None)
            if named is not None:
                return named  # 中国官媒[《环球时报》]
        if voice is None or described is None:
            return described or voice
        if voice.kind in {"body", "writing"}:
            known = voice.name == described.name and described.kind == "described"
            known = known or (voice.start == described.start and self._tells_when(voice.end))
            return voice if known else described  # 美国在台协会: the registry knows whose it is
        if described.start <= voice.start and voice.end <= described.end:  # [一名外国]外交官, 副[会长][刘兆佳]
            kind = "office" if described.kind == "described" and voice.kind == "office" else described.kind
            return described._replace(polity=voice.polity, kind=kind, role=voice.role)
        return voice

    def _tells_when(self, at: int) -> bool:
        """Whether a word for a time begins here, so that a body's name has ended: 外交部[上周]在其網站."""
        adverb = self.speech.adverbs.match(self.outer, at)
        timed = adverb is not None and (len(adverb[0]) > 1 or self.outer.startswith("在其", adverb.end()))
        return timed or DATE.match(self.outer, at) is not None

    def _named(self, start: int, end: int) -> Voice | None:
        """The subject among the voices of one clause."""
        found = self._candidates(start, end)
        owners = [voice for voice in found if self.outer[voice.end : voice.end + 1] == "的"]
        if len(found) > len(owners):
            found = [voice for voice in found if voice not in owners or voice.kind == "writing"]
        found = [voice for voice in found if voice.kind != "pronoun" or not self._is_whose(voice, end)]
        plain = [voice for voice in found if not self._modifies(voice, end)]
        found = plain or found
        for kinds in (("person", "pronoun", "several"), ("office",), ("body",), ("writing",)):
            for voice in found:
                if voice.kind in kinds:
                    return voice
        return None

    def _is_whose(self, pronoun: Voice, end: int) -> bool:
        """Whether a pronoun only says whose somebody is: [其]发言人, [其]反對者們."""
        its = self.outer[pronoun.start : pronoun.end] == "其"
        return any(self._adjoining(pronoun)) or (its and self._is_person(pronoun.end, end))

    def _author(self, writing: Voice, start: int) -> Voice | None:
        """Whose a text is, where its clause says so right before it."""
        owners = (voice for voice in self._candidates(start, writing.start) if voice.kind != "pronoun")
        return next(
            (each for each in owners if self.speech.patterns.its.fullmatch(self.outer, each.end, writing.start)), None
        )

    def _modifies(self, voice: Voice, end: int) -> bool:
        """Whether a noun goes on right behind a voice: [基辛格]研究所主任, [中國]學者."""
        follows = self.outer[voice.end : voice.end + 1]
        if voice.kind == "body" and any(each.medium for each in self._adjoining(voice)):
            return True  # [英国]《每日电讯报》
        if voice.whole and follows == "《":
            return True  # [挪威]《外交》杂志主编李朔
        if self.outer.startswith("本人", voice.end):
            return False
        if voice.end >= end or not "一" <= follows <= "鿿" or voice.kind not in {"person", "body"}:
            return False
        if self.speech.after_name.match(self.outer, voice.end) or DATE.match(self.outer, voice.end):
            return False
        if _AND_OTHERS.match(self.outer, voice.end) or _AND_NEXT.match(self.outer, voice.end):
            return False
        return not any(start == 0 for start, _, _ in self.speech.writings(self.outer[voice.end : voice.end + 6]))

    def _adjoining(self, voice: Voice) -> Iterator[Voice]:
        """The voice that begins where this one ends."""
        index = bisect_left(self.starts, voice.end)
        if index < len(self.voices) and self.voices[index].start == voice.end:
            yield self.voices[index]

    def _described(self, start: int, end: int) -> Voice | None:
        """A speaker without an entry in the registry: 一名外交官, 學者李碩, 該協會負責人."""
        cited = [at + len(word) for word in self.speech.citing if (at := self.outer.rfind(word, start, end)) >= 0]
        start = self._past_adverbs(max(cited, default=start), end)
        while self.speech.after_name.match(self.outer, start, end) and not self._is_person(start, end):
            # [在香港工作的]導演李哲昕; not 批评者
            relative = self.outer.find("的", start, end) + 1
            if not relative:
                return None
            start = relative
        chosen: int | None = None
        for a, b, _ in self.speech.persons(self.outer[start:end]):
            if chosen is not None and self._acts(_BRACKETED.sub("", self.outer[chosen : start + a])):
                break
            if self._in_title(start + a):
                continue
            if not self.speech.patterns.turned_to.search(
                self.outer[start : start + a]
            ) and not self.speech.patterns.house.match(self.outer, start + b):
                chosen = start + b
        if chosen is None or self._length(start, chosen) > _LONGEST_DESCRIBED:
            return None
        name = self._name_after(chosen, end)
        if name is not None:
            return Voice(start, name[1], name, "person")
        if chosen - start > 24:
            return None
        again = _SAME_AGAIN.match(self.outer, start, chosen) is not None
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

    def _among(self, start: int, end: int) -> Voice | None:
        """Several who are told by some of them: 包括德國在內的39國."""
        among = _AMONG.search(self.outer, start, end) if self.outer.find("在内的", start, end) >= 0 else None
        if among is None or self.speech.patterns.turned_to.search(self.outer[start : among.start()]):
            return None
        stop = self._before_adverbs(among.end(), end)
        whole = self.outer[among.end() : stop].lstrip("0123456789")  # [39]国
        if not 2 <= stop - among.end() <= _LONGEST_AMONG or not is_name_like(whole, self.speech):
            return None
        return Voice(among.start(), stop, (among.start(), stop), "described")

    def _is_person(self, start: int, end: int) -> bool:
        """Whether a word for a person begins here."""
        return any(a == 0 for a, _, _ in self.speech.persons(self.outer[start : min(end, start + 6)]))

    def _bare(self, verb: Verb, start: int) -> Voice | None:
        """A short name that stands right before the verb: 劉霞說, 共機回應稱, 經營書店的葉靜對記者說."""
        relative = self.outer.rfind("的", start, verb.start) + 1
        for left in (start, relative) if relative > start and verb.start < verb.end else (start,):
            ministry = _MINISTRY.match(self.outer, left, verb.start)
            stop = ministry.end() if ministry else self._before_adverbs(left, verb.start)
            text = self.outer[left:stop].removesuffix("本人")
            stop = left + len(text)
            direct = self.outer[stop : verb.start] in {"", "本人"} and not verb.loose
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
            again = len(text) <= 8 and (direct or named) and self.outer.count(text) > 1
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
            ):
                return Voice(left, stop, (left, stop), "described")
        return None

    def _opens_with_state(self, start: int, end: int) -> bool:
        """Whether the name of a body begins with that of its state: [挪威]环境部."""
        return any(voice.whole and voice.start == start for voice in self._inside(start, end))

    def _surname(self, verb: Verb, start: int, sayings: Sequence[Saying]) -> Voice | None:
        """Somebody named before, by his family name alone, also with a word for who he is: 潘又指出, 杜官表示."""
        if verb.loose or self.outer[start : start + 1] not in self.speech.names.surnames:
            return None
        stop = self._before_adverbs(start, verb.start)
        if self.outer[start + 1 : stop] not in {"", *self.speech.patterns.surname_title}:
            return None
        known = self._named_in_full(start, sayings)
        return known._replace(start=start, end=stop) if known is not None else None

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

    def _name_after(self, start: int, end: int) -> tuple[int, int] | None:
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
        stop = self._before_adverbs(start, end)
        text = self.outer[start:stop]
        likely = (
            2 <= len(text) <= 10
            and is_name_like(text, self.speech)
            and not any(self.speech.reports(text))  # 记者[报道新闻]
            and self.speech.patterns.no_head.match(text) is None  # 主持人[不必多说]
        )
        return (start, stop) if likely else None

    def _past_adverbs(self, start: int, end: int) -> int:
        while start < end:
            match = (
                self.speech.adverbs.match(self.outer, start, end)
                or DATE.match(self.outer, start, end)
                or _DAY_IN_BRACKETS.match(self.outer, start, end)
            )
            if match and match.end() > start:
                start = match.end()
            elif self.outer[start] in " ,":
                start += 1
            else:
                break
        return start

    def _before_adverbs(self, start: int, end: int) -> int:
        """Where what stands between a subject and its verb begins: adverbs, prepositions, a date, a bracket."""
        stop = end
        for pattern in (self.speech.after_name, DATE, _BRACKET):
            match = pattern.search(self.outer, start, stop)
            stop = match.start() if match else stop
        return start + len(self.outer[start:stop].rstrip())

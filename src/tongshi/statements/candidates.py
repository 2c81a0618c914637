"""Which of an article's voices can be the subject of a clause, and which of these is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import DATE, Voice, names_people

_AND = re.compile(r"\s*(?:、|和|与|及|以及|暨)\s*")
#: Before a voice that is asked or told, with what describes it: [向]海牙[的]法院.
_TOWARD_OF = re.compile("向[^,的]{1,4}的$")
#: The same with a title before his name: [對]外交部部長韓森; not 反對派候選人, 對外宣傳機構.
_TOWARD_TITLE = re.compile("(?:(?<![面方转导取倾])向|(?<![面针反相绝应敌核])对(?![外内华港]))([^,的。;:]{2,10})$")
#: Most characters from the word that such a title stands behind to him whose it is; a line can end between them.
_LONGEST_TOWARD = 12
#: Between somebody and the next who speaks with him: 杜邦[及]挪威外长; not 及时.
_AND_NEXT = re.compile("(?:以及|暨|及(?!时|其|早|至|格))")
#: Behind one of several: 《东亚日报》[等]转述; not 等候.
_AND_OTHERS = re.compile("等(?!候|待|于|级|同)")
#: Longest way from a bracket to what stands in it.
_LONGEST_BRACKET = 30


@dataclass(frozen=True, slots=True)
class Candidates:
    """Asked about one article; ranges count in it."""

    outer: str
    voices: Sequence[Voice]
    starts: Sequence[int]  # of the voices
    speech: SpeechLexicon

    @classmethod
    def of(cls, outer: str, voices: Sequence[Voice], speech: SpeechLexicon) -> Candidates:
        """The voices of an article whose quotations are hidden."""
        return cls(outer, voices, [voice.start for voice in voices], speech)

    def inside(self, start: int, end: int) -> list[Voice]:
        """The voices in `[start, end)`, in order."""
        left = bisect_left(self.starts, start)
        return [voice for voice in self.voices[left : bisect_left(self.starts, end, left)] if voice.end <= end]

    def before(self, at: int) -> Iterator[Voice]:
        """The voices that begin before a place, the last first."""
        return reversed(self.voices[: bisect_left(self.starts, at)])

    def adjoining(self, voice: Voice) -> Iterator[Voice]:
        """The voice that begins where this one ends."""
        index = bisect_left(self.starts, voice.end)
        if index < len(self.voices) and self.voices[index].start == voice.end:
            yield self.voices[index]

    def subjects(self, start: int, end: int) -> list[Voice]:
        """The voices in `[start, end)` that can be a subject: not spoken to, not spoken about."""
        out: list[Voice] = []
        last: tuple[int, bool] | None = None  # end of the voice before, and whether it is an object
        for voice in self.inside(start, end):
            if self.in_brackets(voice.start, end) or (not voice.medium and self.in_title(voice.start)):
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

    def named(self, start: int, end: int) -> Voice | None:
        """The subject among the voices of one clause."""
        found = self.subjects(start, end)
        owners = [voice for voice in found if self.outer[voice.end : voice.end + 1] == "的"]
        if len(found) > len(owners):
            found = [voice for voice in found if voice not in owners or voice.kind == "writing"]
        found = [voice for voice in found if voice.kind != "pronoun" or not self._is_whose(voice, end)]
        plain = [voice for voice in found if not self.modifies(voice, end)]
        found = plain or found
        for kinds in (("person", "pronoun", "several"), ("office",), ("body",), ("writing",)):
            for voice in found:
                if voice.kind in kinds:
                    return voice
        return None

    def author(self, writing: Voice, start: int) -> Voice | None:
        """Whose a text is, where its clause says so right before it."""
        owners = (voice for voice in self.subjects(start, writing.start) if voice.kind != "pronoun")
        return next(
            (each for each in owners if self.speech.patterns.its.fullmatch(self.outer, each.end, writing.start)), None
        )

    def modifies(self, voice: Voice, end: int) -> bool:
        """Whether a noun goes on right behind a voice: [基辛格]研究所主任, [中國]學者."""
        follows = self.outer[voice.end : voice.end + 1]
        if voice.kind == "body" and any(each.medium for each in self.adjoining(voice)):
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

    def in_title(self, at: int) -> bool:
        """Whether what begins at `at` is a part of the name of a work: 《[韓森]法案》."""
        opens = self.outer.rfind("《", max(0, at - _LONGEST_BRACKET), at)
        closes = self.outer.find("》", opens, at + _LONGEST_BRACKET) if opens >= 0 else -1
        return closes > at

    def in_brackets(self, at: int, end: int) -> bool:
        """Whether a bracket that opened before `at` closes before `end`: （19日，新加坡时间20日）."""
        opens = self.outer.rfind("(", max(0, at - _LONGEST_BRACKET), at)
        return opens >= 0 and at <= self.outer.find(")", opens, min(end, at + _LONGEST_BRACKET))

    def is_person(self, start: int, end: int) -> bool:
        """Whether a word for a person begins here."""
        return names_people(self.outer[start : min(end, start + 6)], self.speech)

    def _is_toward(self, start: int, voice: Voice, lead: str) -> bool:
        """Whether somebody is spoken to who is told with whose or what he is: [向]海牙的法院, [向]總書記韓森."""
        if "向" in lead and _TOWARD_OF.search(lead):
            return True
        titled = _TOWARD_TITLE.search(self.outer, max(start, voice.start - _LONGEST_TOWARD), voice.start)
        return titled is not None and any(
            end == voice.start - titled.start(1) for _, end, _ in self.speech.persons(titled[1])
        )

    def _before_object(self, lead: str) -> bool:
        """Whether words right before a voice make it an object: 對, 告訴; not the titles 大使, 駐美代表."""
        return lead.endswith(self.speech.before_object) and self.speech.patterns.no_preposition.search(lead) is None

    def _is_whose(self, pronoun: Voice, end: int) -> bool:
        """Whether a pronoun only says whose somebody is: [其]发言人, [其]反對者們."""
        its = self.outer[pronoun.start : pronoun.end] == "其"
        return any(self.adjoining(pronoun)) or (its and self.is_person(pronoun.end, end))

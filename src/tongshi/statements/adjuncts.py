"""What stands between a subject and its verb, or before both: adverbs, days, the occasion on which it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import DATE

_BRACKET = re.compile(r"[(《]")
#: A day told once more: 今天[（10月29日）]官員稱.
_DAY_IN_BRACKETS = re.compile(r"\([^()\d]{0,6}\d[^()]{0,12}\)")


@dataclass(frozen=True, slots=True)
class Adjuncts:
    """Asked about one text."""

    outer: str
    speech: SpeechLexicon

    def past(self, start: int, end: int) -> int:
        """Where a clause goes on behind the adverbs and days at its head."""
        outer, adverbs = self.outer, self.speech.adverbs
        while start < end:
            head = outer[start]
            match = adverbs.match(outer, start, end)
            if match is None and head.isdecimal():
                match = DATE.match(outer, start, end)
            elif match is None and head == "(":
                match = _DAY_IN_BRACKETS.match(outer, start, end)
            if match and match.end() > start:
                start = match.end()
            elif head in " ,":
                start += 1
            else:
                break
        return start

    def past_occasion(self, start: int, end: int) -> int:
        """Where a clause goes on behind the words for when somebody spoke: 在谈到挪威的难民时[指出]."""
        head = self.past(start, end)
        occasion = self.speech.patterns.occasion.match(self.outer, head, end)
        return occasion.end() if occasion else start

    def before(self, start: int, end: int) -> int:
        """Where what stands between a subject and its verb begins: adverbs, prepositions, a date, a bracket."""
        stop = end
        for pattern in (self.speech.after_name, DATE, _BRACKET):
            match = pattern.search(self.outer, start, stop)
            stop = match.start() if match else stop
        return start + len(self.outer[start:stop].rstrip())

    def before_tongue(self, start: int, end: int) -> int:
        """Where a clause ends before the words for how somebody speaks: 李朔[用带伦敦口音的法语]说."""
        tongue = self.speech.patterns.in_tongue.search(self.outer, start, end)
        return tongue.start() if tongue else end

    def tells_when(self, at: int) -> bool:
        """Whether a word for a time begins here, so that a body's name has ended: 外交部[上周]在其網站."""
        adverb = self.speech.adverbs.match(self.outer, at)
        timed = adverb is not None and (len(adverb[0]) > 1 or self.outer.startswith("在其", adverb.end()))
        return timed or DATE.match(self.outer, at) is not None

"""Whether the clause around a date speaks of the time to come.

周三 is the last Wednesday in 周三会晤了首相 and the next in 将于周三会晤首相. A verb of speech takes the date
to itself: in 周三表示将访问 the Wednesday is past.
"""

from __future__ import annotations

import re
from typing import Literal

from tongshi.times.words import CLAUSE_ENDS, TimeWords

#: How a clause sees its date: behind it, ahead of it, either (planned once, just begun, of a term of office), or it
#: does not say.
Outlook = Literal["past", "future", "once", "open"]

#: How far, in characters, a cue reaches.
_REACH = 24
_STOP = re.compile(f"[{CLAUSE_ENDS}]")


class Tense:
    """The cues of the lexicon, asked about one place in a text."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words

    def of(self, text: str, start: int, end: int) -> Outlook:
        """How the clause sees the date at `[start, end)`."""
        left = max(0, start - _REACH)
        if stops := list(_STOP.finditer(text, left, start)):
            left = stops[-1].end()
        if self._words.planned_once.search(text, left, start) or self._words.term_begins.match(text, end):
            return "once"
        stop = _STOP.search(text, end, end + _REACH)
        right = stop.start() if stop else min(len(text), end + _REACH)
        if self._announced_before(text, left, start) or self._announced_after(text, end, right):
            return "future"
        if self._words.past_after.search(text, end, right) or self.speaks(text, end, right):
            return "past"  # 10日宣布: what is reported to be said has been said
        return "once" if self._departs(text, end, right) else "open"

    def speaks(self, text: str, start: int, end: int) -> bool:
        """Whether a verb of speech stands in `text[start:end]`."""
        return self._words.speech.search(text, start, end) is not None

    def _announced_before(self, text: str, left: int, start: int) -> bool:
        words = self._words
        cue = max((match.end() for match in words.future_far.finditer(text, left, start) if match[1]), default=None)
        if cue is not None and text.find("的", cue, start) < 0 and not self.speaks(text, cue, start):
            return True
        return words.future_before.search(text, left, start) is not None

    def _departs(self, text: str, end: int, right: int) -> bool:
        """Whether somebody sets out, or did, on a journey whose programme the next clause tells as to come."""
        if not text.startswith(",", right) or not self._words.departs.search(text, end, right):
            return False
        stop = _STOP.search(text, right + 1, right + 1 + _REACH)
        after = stop.start() if stop else min(len(text), right + 1 + _REACH)
        return any(match[1] for match in self._words.future_far.finditer(text, right, after))

    def _announced_after(self, text: str, end: int, right: int) -> bool:
        words = self._words
        if words.future_after.match(text, end, right):
            return True
        if right == end and text.startswith(",", end):
            # 周三,国务卿将会见: the date stands before its clause
            right = min(len(text), end + _REACH // 2)
        cue = next((match.start() for match in words.future_far.finditer(text, end, right) if match[1]), None)
        return cue is not None and text.find("的", end + 1, cue) < 0 and not self.speaks(text, end, cue)

"""Find every time mention of a text: tokens, then phrases, then days."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import re
from dataclasses import dataclass, replace
from typing import Literal

from tongshi.lexicon import Layers
from tongshi.records import When
from tongshi.times import words
from tongshi.times.numerals import number
from tongshi.times.phrases import Parser, Phrase
from tongshi.times.resolve import Resolver
from tongshi.times.tense import Outlook, Tense
from tongshi.times.tokens import Lexer

Kind = Literal["absolute", "relative", "weekday", "vague", "anchor"]

_SENTENCE_END = re.compile(r"[。!?\n]")
_CLAUSE_END = re.compile(r"[,。;:!?\n]")
#: A stay is told within this many characters of the day it begins, and is not longer than this many days.
_NEAR = 40
_LONGEST_STAY = 60
#: 将于明天启程,周三抵达: a day this close ahead makes the next of its sentence lie ahead too.
_SOON = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time word or date at `[start, end)` of the folded text, zone and time of day included.

    `kind`: absolute (1月3日, 13日), relative (昨天, 去年11月), weekday (上周三), vague (近日: precision unknown),
    anchor (当天, 次日: by the date before it). `hour` 0–23 where a clock time belongs to it.
    """

    start: int
    end: int
    when: When
    kind: Kind
    hour: int | None = None


class Finder:
    """The stage with its lexicon."""

    def __init__(self, lexicon: words.TimeWords) -> None:
        self._words = lexicon
        self._lexer = Lexer(lexicon)
        self._parser = Parser(lexicon)
        self._tense = Tense(lexicon)

    def __call__(
        self,
        folded: str,
        anchor: dt.date | None,
        context: dt.date | None = None,
        start: int = 0,
        end: int | None = None,
    ) -> list[TimeMention]:
        """The mentions of `folded[start:end]`, in order, none overlapping; positions count from the start of `folded`.

        `folded` is text from `tongshi.language.fold`, best a whole article: 当天 and 同月 look back. `anchor` is the
        day of the article in the outlet's zone; with None only dates that name their year resolve, the others are
        returned with an unknown `when`. `context` is the last date mentioned before `start`.
        """
        end = len(folded) if end is None else min(end, len(folded))
        folded = folded[:end]
        tokens = self._lexer(folded, start, end)
        if not tokens:
            return []
        resolver = Resolver(anchor, context)
        out: list[TimeMention] = []
        reached, was_future = start, False
        for phrase in self._parser(folded, tokens):
            if _SENTENCE_END.search(folded, reached, phrase.start):
                resolver.new_sentence()
                was_future = False
            elif was_future:
                was_future = not self._tense.speaks(folded, reached, phrase.start)
            outlook = functools.partial(self._outlook, folded, phrase, was_future)
            when = resolver(phrase, outlook)
            was_future = bool(
                anchor and when.precision == "day" and when.start and 0 < (when.start - anchor).days < _SOON
            )
            if not self._is_dateline(folded, phrase):
                begin = max(reached, phrase.start)
                out.append(TimeMention(start=begin, end=phrase.end, when=when, kind=_kind(phrase), hour=phrase.hour))
            reached = phrase.end
            if folded.startswith(")", reached):
                resolver.new_sentence()  # (2019年2月16日) says nothing of the dates behind it
        return self._with_durations(folded, out, start, end)

    def _outlook(self, text: str, phrase: Phrase, was_future: bool) -> Outlook:
        view = self._tense.of(text, phrase.start, phrase.end)
        if view == "open" and was_future and not self._tense.speaks(text, phrase.end, phrase.end + _NEAR):
            return "future"
        return view

    def _is_dateline(self, text: str, phrase: Phrase) -> bool:
        """Whether the date is when the article was sent: 北京3日电, 路透7月17日 - ."""
        if phrase.day is None or phrase.day.unit != "day" or phrase.until:
            return False
        if self._words.dateline.match(text, phrase.end):
            return True
        dash = text.startswith((" -", "-", "--"), phrase.end)
        return dash and self._words.dateline_agency.search(text, max(0, phrase.start - 20), phrase.start) is not None

    def _with_durations(self, text: str, mentions: list[TimeMention], start: int, end: int) -> list[TimeMention]:
        """The mentions, stays told by their length given a last day: 13日起一连三天."""
        if not mentions:
            return mentions
        out = list(mentions)
        for match in self._words.durations.finditer(text, start, end):
            n = number(match[1]) or 0
            days = n if match[2] in "天日" else 7 * n
            at = bisect.bisect_left(out, match.start(), key=lambda mention: mention.start) - 1
            if 2 <= days <= _LONGEST_STAY:
                if at >= 0 and self._begins(text, out[at], match):
                    out[at] = _lasting(out[at], days)
                elif at + 1 < len(out) and self._opens(text, match, out[at + 1]):
                    out[at + 1] = _lasting(out[at + 1], days)
        return out

    def _begins(self, text: str, mention: TimeMention, duration: re.Match[str]) -> bool:
        """Whether the stay begins on the day before it: 周三抵达,展开为期三天的访问."""
        left, right = mention.end, duration.start(1)
        if right - left > _NEAR or _SENTENCE_END.search(text, left, right) or self._tense.speaks(text, left, right):
            return False
        if self._words.duration_ends.search(text, left, right):
            return False
        begun = self._words.duration_starts.search(text, left, right) is not None
        return begun or text.endswith(("自", "从"), 0, mention.start)

    def _opens(self, text: str, duration: re.Match[str], mention: TimeMention) -> bool:
        """Whether the stay begins on the day after it: 为期两天的峰会周五开幕."""
        if _CLAUSE_END.search(text, duration.end(), mention.start) or mention.start - duration.end() > _NEAR:
            return False
        stop = _CLAUSE_END.search(text, mention.end)
        right = min(mention.end + _NEAR, stop.start() if stop else len(text))
        return self._words.duration_opens.search(text, mention.end, right) is not None


def _lasting(mention: TimeMention, days: int) -> TimeMention:
    """The mention with the last of `days` days, where it is one day so far."""
    when = mention.when
    if when.precision != "day" or when.start is None or when.end:
        return mention
    return replace(mention, when=replace(when, end=when.start + dt.timedelta(days=days - 1)))


def _kind(phrase: Phrase) -> Kind:
    if phrase.day and phrase.day.unit == "vague":
        return "vague"
    bases = {token.base for token in phrase.tokens}
    if "context" in bases:
        return "anchor"
    if phrase.day and phrase.day.unit == "weekday":
        return "weekday"
    return "relative" if "anchor" in bases else "absolute"


def load_finder(layers: Layers = ()) -> Finder:
    """The stage with `times.yml`; raises LexiconError."""
    return Finder(words.load(layers))


@functools.cache
def _shipped() -> Finder:
    return load_finder()


def find(
    folded: str, anchor: dt.date | None, context: dt.date | None = None, start: int = 0, end: int | None = None
) -> list[TimeMention]:
    """The time mentions that the shipped lexicon finds; see `Finder`."""
    return _shipped()(folded, anchor, context, start, end)

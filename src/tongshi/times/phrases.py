"""Put tokens together to the dates they say: 美东时间周三(10月7日)晚8时至9日 is one phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tongshi.times.numerals import number
from tongshi.times.tokens import Token
from tongshi.times.words import TimeWords

_HOUR_MARK = "[时点](?!任|候|常|刻|而|代|间|名|评|出|到|燃|击|火|头|建|要|意|原)"
_CLOCK = re.compile(
    rf" ?(\d{{1,2}}|[一二三四五六七八九十两]{{1,3}})(?::\d\d|{_HOUR_MARK}钟?半?)"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})分)?(?:许|左右)?"
)
_TAIL = re.compile(r" ?(?:这)?[两三四五2-5] ?[天日](?!后|内|前)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One date as written at `[start, end)`; at least one of the tokens is there.

    `day` holds whatever names days or weeks. `until` is the last day, month or year of a range, `alt` the
    same moment in another zone.
    """

    start: int
    end: int
    year: Token | None = None
    month: Token | None = None
    day: Token | None = None
    hour: int | None = None
    zoned: bool = False
    alt: Phrase | None = None
    until: Phrase | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens present, largest unit first."""
        return tuple(token for token in (self.year, self.month, self.day) if token)

    @property
    def finest(self) -> Token | None:
        """The token of the smallest unit."""
        return self.day or self.month or self.year

    @property
    def level(self) -> str:
        """The finest unit named."""
        return "day" if self.day else "month" if self.month else "year"


class Parser:
    """Reads phrases off a list of tokens."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words

    def __call__(self, text: str, tokens: Sequence[Token]) -> list[Phrase]:
        """The phrases of `text`, in order, none overlapping."""
        out: list[Phrase] = []
        at = 0
        while at < len(tokens):
            phrase, at = self._joined(text, tokens, at)
            finest = phrase.finest
            if phrase.until or not (finest and finest.open) or self._listed(text, tokens, at):
                out.append(phrase)
            # 周末当天: the second word went into the first mention
            while at < len(tokens) and tokens[at].start < phrase.end:
                at += 1
        return out

    def _listed(self, text: str, tokens: Sequence[Token], at: int) -> bool:
        """Whether the token at `at` goes on with the list that the one before it opens: 28、30日."""
        end = tokens[at - 1].end
        match = self._words.lists.match(text, end) or self._words.choices.match(text, end)
        return match is not None and at < len(tokens) and tokens[at].start == match.end()

    def _joined(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Phrase, int]:
        """A phrase with its range or list, and the index of the token after it."""
        first, at = self._bracketed(text, tokens, at)
        if first.day and first.day.unit == "vague":
            return first, at
        last = first
        while at < len(tokens):
            range_ = self._words.ranges.match(text, last.end)
            list_ = None if range_ else self._words.lists.match(text, last.end)
            joint = range_ or list_
            if joint is None or tokens[at].start != joint.end():
                break
            following, next_at = self._bracketed(text, tokens, at)
            if not (_is_range(first, following) if range_ else _is_next(last, following)):
                break
            last, at = following, next_at
            if range_:
                break
        if last is first and not (first.day and first.day.days > 1):
            return first, at
        tail = _TAIL.match(text, last.end)
        return replace(first, end=tail.end() if tail else last.end, until=None if last is first else last), at

    def _bracketed(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Phrase, int]:
        """A phrase with the brackets that repeat, correct or translate it: 周三(10日), 20日(台北时间21日)."""
        phrase, at = self._single(text, tokens, at)
        while bracket := self._words.bracket.match(text, phrase.end):
            if at == len(tokens) or tokens[at].start >= bracket.end() + 12:
                break
            inner, next_at = self._single(text, tokens, at)
            if inner.start != bracket.end() or not text.startswith(")", inner.end):
                break
            merged = _merged(phrase, inner, corrected=bool(bracket[1]))
            if merged is None:
                break
            phrase, at = self._with_hour(text, replace(merged, start=phrase.start, end=inner.end + 1)), next_at
        if phrase.zoned and phrase.alt is None and at < len(tokens) and text.startswith(("、", ","), phrase.end):
            inner, next_at = self._single(text, tokens, at)
            if inner.zoned and inner.start == phrase.end + 1:
                return replace(phrase, end=inner.end, alt=inner), next_at
        return phrase, at

    def _single(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Phrase, int]:
        """One date without joints and brackets."""
        first = tokens[at]
        if first.unit == "weekday" and _follows(text, tokens, at + 1, ("month", "day")):
            at += 1  # 星期三10月7日: the date says more
        year = month = day = None
        if tokens[at].unit == "year":
            year, at = tokens[at], at + 1
        if (tokens[at].unit == "month") if year is None else _follows(text, tokens, at, ("month",)):
            month, at = tokens[at], at + 1
        alone = year is None and month is None
        if (
            alone
            or _follows(text, tokens, at, ("day", "nth") if month else ("feast",))
            or _is_same_day(text, tokens, at)
        ):
            day, at = tokens[at], at + 1
        if day and day.unit == "day" and _follows(text, tokens, at, ("weekday",)):
            at += 1  # 1月15日星期五
        start = self._zone_start(text, first.start)
        phrase = Phrase(start=start, end=tokens[at - 1].end, year=year, month=month, day=day, zoned=start < first.start)
        return self._with_hour(text, phrase), at

    def _zone_start(self, text: str, start: int) -> int:
        """Where the 美东时间 before a date begins; `start` without one."""
        if not text.endswith(("时间", "时间 "), max(0, start - 3), start):
            return start
        match = self._words.zone_before.search(text, max(0, start - 14), start)
        return match.start() if match else start

    def _with_hour(self, text: str, phrase: Phrase) -> Phrase:
        """The phrase with the 下午3时 that follows it."""
        if phrase.level != "day" or (phrase.day and phrase.day.unit in ("week", "vague")):
            return phrase
        end, later = phrase.end, 0
        while match := self._words.dayparts.match(text, end):
            part = self._words.daypart[match[1]]
            if text.startswith(part.unless_before, match.end()):
                break
            end, later = match.end(), max(later, part.hour)
        if phrase.day and text[phrase.day.end - 1] in "晚夜":
            later = 12
        clock = _CLOCK.match(text, end)
        hour = number(clock[1]) if clock else None
        if clock is None or hour is None or hour > 24:
            return replace(phrase, end=end) if end > phrase.end else phrase
        return replace(phrase, end=clock.end(), hour=(hour + later if 0 < hour < 12 else hour) % 24)


def _follows(text: str, tokens: Sequence[Token], at: int, units: tuple[str, ...]) -> bool:
    """Whether the token at `at` is of one of `units` and goes on where the one before it ends."""
    if not 0 < at < len(tokens):
        return False
    token, end = tokens[at], tokens[at - 1].end
    if token.unit not in units or (token.unit in ("month", "day") and token.base != "absolute"):
        return False
    return token.start == end or (
        token.start == end + 1 and text[end] in (" 的" if token.unit in ("month", "nth") else " ")
    )


def _is_same_day(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at `at` is the 今天 of 去年今天 and 四年前的今天."""
    last = tokens[at - 1] if at else None
    if last is None or last.unit != "year" or at == len(tokens):
        return False
    today, between = tokens[at], text[last.end : tokens[at].start]
    if today.unit != "day" or today.base != "anchor" or today.value or today.days > 1:
        return False
    return between == "的" or (between == "" and last.base == "anchor")


def _is_range(first: Phrase, last: Phrase) -> bool:
    """Whether 至 between the two makes a range: both name the same unit."""
    return first.level == last.level and not (last.day and last.day.unit in ("vague", "week"))


def _is_next(last: Phrase, following: Phrase) -> bool:
    """Whether the second of a list comes right after: 5日和6日, 上周六、周日."""
    left, right = last.day, following.day
    if left is None or right is None or following.month or following.year or following.zoned:
        return False
    if left.unit == right.unit == "weekday" and right.base == "absolute":
        return right.value == (left.value + 1) % 7
    return left.unit == right.unit == "day" and left.base == right.base and right.value == left.value + 1


def _merged(phrase: Phrase, inner: Phrase, corrected: bool) -> Phrase | None:
    """What a date and its bracket say together; None where the bracket is a date of its own."""
    if inner.level != phrase.level or (inner.day and inner.day.unit in ("vague", "week")):
        return None
    if inner.zoned:
        return replace(phrase, alt=inner)
    hour = phrase.hour if inner.hour is None else inner.hour
    dated, redated = _is_date(phrase), _is_date(inner)
    if corrected or (redated and not dated):
        return replace(inner, zoned=phrase.zoned, hour=hour)
    return None if redated else replace(phrase, hour=hour)


def _is_date(phrase: Phrase) -> bool:
    """Whether the phrase gives figures: 10日 and 2021年, not 周三, 昨天 or 除夕."""
    return all(token.base == "absolute" and token.unit in ("year", "month", "day") for token in phrase.tokens)

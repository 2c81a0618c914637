"""Cut the date words out of folded text: one pass, one pattern.

A token is the smallest piece that says something by itself: 2021年, 上个月, 15日, 周三, 近日. What does not
say a date although it looks like one (3日内, 2号线, 每周三, 十月革命) gives no token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tongshi.times.numerals import number
from tongshi.times.words import Base, Feast, TimeWords, Unit, alternatives

_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEAR = r"(?:19|20|21)\d\d"
_JOIN = r" ?(?:至|到|-|~|、|和|及|与|或) ?"
_AGO: dict[str, Unit] = {
    "年": "year",
    "月": "month",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "天": "day",
    "日": "day",
}
_BEGIN_NUMBERS = "0-9零一二三四五六七八九十百两几数半多廿卅元民"
#: The 月 of 5月7、8日 is at most this far before the last day.
_LIST = 6
#: 七月十五 without 日 is a day of the moon's calendar.
_LUNAR = (
    r"(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九]?)(?![一二三四五六七八九]? ?[日号至到、-])(?=[^\d多余几来])"
)
#: 民國元年 is 1912.
_REPUBLIC = 1911
_CLAUSE_START = frozenset(",。;:!?、\n“”() ")


class Token(NamedTuple):
    """A date word at `[start, end)`.

    `value` is the year, month, day of the month or weekday (0 is Monday) itself, or with another
    `base` how many units it lies from there. `open` marks the 12 of 12至15日, whose unit comes later.
    """

    start: int
    end: int
    unit: Unit
    value: int
    base: Base = "absolute"
    days: int = 1
    about: int = 0
    feast: Feast | None = None
    open: bool = False


Match = re.Match[str]


def _inner(match: Match, n: int) -> str:
    """The `n`th group inside the alternative that matched; empty where it took no part."""
    return match[(match.lastindex or 0) + n] or ""


class _Kind(NamedTuple):
    """One alternative of the pattern and what reads its match."""

    name: str
    pattern: str
    read: Callable[[str, Match], Iterator[Token]]


def _either(kinds: Iterable[_Kind]) -> str:
    return "|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in kinds)


class Lexer:
    """The pattern of all tokens, built from the lexicon."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        names = alternatives(words.weekday_name)
        day = "".join(words.weekday) + "".join(words.weekend)
        hidden = (_Kind("hidden", alternatives(words.hidden), self._nothing),)
        numbers = (
            _Kind(
                "iso",
                r"(?<![0-9a-z./_-])(\d{4})(?P<sep>[-/.])(\d{1,2})(?P=sep)(\d{1,2})(?![0-9a-z/_-]|\.\d)",
                self._iso,
            ),
            _Kind(
                "year",
                rf"(?<![\d.])({_YEAR}|[一二][零一二三四五六七八九]{{3}}) ?年(?!代|级|版|龄|度|期(?!间))",
                self._year,
            ),
            _Kind(
                "republic",
                rf"民国 ?(\d{{2,3}}|{_N}) ?年|(?<![\d.])(1[0-2]\d)年(?= ?{_N} ?月|元旦|[初底末])",
                self._republic,
            ),
            _Kind("first_year", rf"(?<![\d.])({_YEAR})(?={_JOIN}{_YEAR} ?年)", self._year),
            _Kind(
                "short_year",
                rf"(?<![\d.])(\d\d|[一二三四五六七八九零]{{2}}) ?年(?= ?{_N} ?月|[初底末])",
                self._short_year,
            ),
            _Kind(
                "ago",
                r"(?<![\d.月第])((?:\d+|[零一二三四五六七八九十百两几数半多廿卅]+)[多余来]?)(?:个半|个多|个)?"
                r"(年|(?<=个)月|周|星期|礼拜|天|(?<=\D)日)(?:半|多)?(?:之|以)?(前(?!往)|后|内|来|间)",
                self._ago,
            ),
            _Kind(
                "month",
                rf"(?<![\d.第每])({_N}|元(?=月[\d一二三四五六七八九十份底初上中下])) ?月份?"
                rf"(?!球|饼|薪|票|光族|{_LUNAR})",
                self._month,
            ),
            _Kind("day", rf"(?<![\d.第])(?<![a-z]-)({_N}) ?([日号])", self._day),
            _Kind("open", rf"(?<![\da-z.第])(?<![a-z0-9]-)({_N})(?=(?:{_JOIN}{_N}){{1,5}} ?([日号月]))", self._open),
            _Kind("slash", r"(?<![0-9a-z./_-])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![0-9a-z/%_-]|\.\d)", self._slash),
        )
        named = (
            _Kind("dual_day", r"[今昨明前后] ?\( ?(\d{1,2})日? ?\) ?[日天早晚晨午]?", self._dual_day),
            _Kind("dual_month", r"[本上下] ?\( ?(\d{1,2})月? ?\) ?个?月", self._dual_month),
            _Kind("dual_year", r"[今去明前后] ?\( ?((?:19|20)\d\d|1[01]\d)年? ?\) ?年", self._dual_year),
            _Kind("weekday", f"(?:{names})([{day}])", self._weekday),
            _Kind("shifted", f"({alternatives(words.weekday_shift)})(?:{names})([{day}])", self._shifted_weekday),
            _Kind("point", alternatives(words.points), self._point),
        )
        # most characters begin nothing, and most that begin a word begin no number: two looks ahead save the time
        begin_words = "".join({word[0] for word in (*words.points, *words.weekday_shift, *words.weekday_name)})
        begin = "".join({word[0] for word in words.hidden}) + _BEGIN_NUMBERS + begin_words + "去"
        self._pattern = re.compile(
            f"(?=[{begin}])(?:{_either(hidden)}|(?=[{_BEGIN_NUMBERS}])(?:{_either(numbers)})|{_either(named)})"
        )
        self._read = {kind.name: kind.read for kind in (*hidden, *numbers, *named)}

    def __call__(self, text: str, start: int, end: int) -> list[Token]:
        """The tokens of `text[start:end]`, in order, none overlapping."""
        out: list[Token] = []
        reached = start
        for match in self._pattern.finditer(text, start, end):
            if match.start() >= reached:
                for token in self._read[match.lastgroup or "hidden"](text, match):
                    out.append(token)
                    reached = token.end
        return out

    def _with_part(self, text: str, token: Token) -> Token:
        """The token with the 初, 底, 中旬 or 上半年 that follows it."""
        match = self._words.part[token.unit].match(text, token.end)
        return token._replace(end=match.end()) if match else token

    def _nothing(self, text: str, match: Match) -> Iterator[Token]:
        yield from ()

    def _iso(self, text: str, match: Match) -> Iterator[Token]:
        year, month, day = _inner(match, 1), _inner(match, 3), _inner(match, 4)
        first = match.start()
        second = first + len(year) + 1
        third = second + len(month) + 1
        yield from _whole((first, int(year)), (second, int(month)), (third, int(day)), match.end())

    def _year(self, text: str, match: Match) -> Iterator[Token]:
        year = number(_inner(match, 1))
        if year and 1900 <= year <= 2100:
            open_ = match.lastgroup == "first_year"
            yield self._with_part(text, Token(match.start(), match.end(), "year", year, open=open_))

    def _republic(self, text: str, match: Match) -> Iterator[Token]:
        year = number(_inner(match, 1) or _inner(match, 2))
        if year:
            yield self._with_part(text, Token(match.start(), match.end(), "year", year + _REPUBLIC))

    def _short_year(self, text: str, match: Match) -> Iterator[Token]:
        year = number(_inner(match, 1))
        if year is not None and len(str(year)) <= 2:
            century = 2000 if year <= 35 else 1900
            yield self._with_part(text, Token(match.start(), match.end(), "year", century + year))

    def _ago(self, text: str, match: Match) -> Iterator[Token]:
        n = number(_inner(match, 1))
        if n is not None and n < 200 and _inner(match, 3) == "前":
            yield Token(match.start(), match.end(), _AGO[_inner(match, 2)], -n, "anchor")

    def _month(self, text: str, match: Match) -> Iterator[Token]:
        month = 1 if _inner(match, 1) == "元" else number(_inner(match, 1))
        if month and 1 <= month <= 12:
            yield self._with_part(text, Token(match.start(), match.end(), "month", month))

    def _day(self, text: str, match: Match) -> Iterator[Token]:
        written, mark = _inner(match, 1), _inner(match, 2)
        day = number(written)
        if day and 1 <= day <= 31 and self._is_day(text, match.start(), match.end(), written, mark):
            yield Token(match.start(), match.end(), "day", day)

    def _is_day(self, text: str, start: int, end: int, written: str, mark: str) -> bool:
        words = self._words
        before = text[max(0, start - 2) : start].rstrip(" ")[-1:]
        if before in ("月", "份"):
            return True
        joined = before in ("至", "到", "-", "~", "、", "和", "及", "与")
        if mark == "号":
            if text.startswith(words.numbered_after, end):
                return False
            return joined or before in _CLAUSE_START or not before or before in words.numbered_before
        if words.japan.match(text, end):
            return False
        if joined and "月" in text[max(0, start - _LIST) : start]:
            return True
        if words.counts_after.match(text, end):
            return False
        if text.endswith(words.counts_before, 0, start) and not text.endswith(words.counts_before_unless, 0, start):
            return False
        if len(written) > 1 or written.isascii() or joined:
            return True
        return written != "一" and text.startswith(words.dated, end)

    def _open(self, text: str, match: Match) -> Iterator[Token]:
        value, mark = number(_inner(match, 1)), _inner(match, 2)
        unit: Unit = "month" if mark == "月" else "day"
        if value and 1 <= value <= (12 if unit == "month" else 31):
            yield Token(match.start(), match.end(), unit, value, open=True)

    def _slash(self, text: str, match: Match) -> Iterator[Token]:
        words, start, end = self._words, match.start(), match.end()
        first, second, year = int(_inner(match, 1)), int(_inner(match, 2)), _inner(match, 3)
        second_at = start + len(_inner(match, 1)) + 1
        if year:
            day_first = second <= 12
            month, day = (second, first) if day_first else (first, second)
            year_at = second_at + len(_inner(match, 2)) + 1
            yield from _whole((start, int(year)), (second_at, month), (year_at, day), end)
            return
        if text.endswith(words.fraction_before, 0, start) or text.startswith(words.fraction_after, end):
            return
        simple = first < second <= 10
        if simple and not text.endswith(words.slash_before, 0, start) and not text.startswith(words.slash_after, end):
            return
        month, day = (first, second) if first <= 12 else (second, first)
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Token(start, second_at, "month", month)
            yield Token(second_at, end, "day", day)

    def _dual_day(self, text: str, match: Match) -> Iterator[Token]:
        day = int(_inner(match, 1))
        if 1 <= day <= 31:
            yield Token(match.start(), match.end(), "day", day)

    def _dual_month(self, text: str, match: Match) -> Iterator[Token]:
        month = int(_inner(match, 1))
        if 1 <= month <= 12:
            yield self._with_part(text, Token(match.start(), match.end(), "month", month))

    def _dual_year(self, text: str, match: Match) -> Iterator[Token]:
        year = int(_inner(match, 1))
        year += _REPUBLIC if year < 200 else 0
        yield self._with_part(text, Token(match.start(), match.end(), "year", year))

    def _weekday(self, text: str, match: Match) -> Iterator[Token]:
        if not text.endswith(self._words.weekday_unless.unless_after, 0, match.start()):
            yield from self._named_weekday(text, match.start(), match.end(), _inner(match, 1), None)

    def _shifted_weekday(self, text: str, match: Match) -> Iterator[Token]:
        shift, start = _inner(match, 1), match.start()
        if text.endswith(self._words.weekday_shift_after, 0, start):
            yield from self._named_weekday(text, start + len(shift), match.end(), _inner(match, 2), None)
        else:
            weeks = self._words.weekday_shift[shift]
            yield from self._named_weekday(text, start, match.end(), _inner(match, 2), weeks)

    def _named_weekday(self, text: str, start: int, end: int, name: str, weeks: int | None) -> Iterator[Token]:
        """`weeks`: which week's, None where the text does not say."""
        words = self._words
        if text.startswith(words.weekday_unless.unless_before, end):
            return
        weekend = name in words.weekend
        value, days = (5, 2) if weekend else (words.weekday[name], 1)
        if value == 5 and not weekend and text.startswith("日", end) and not text.startswith("日本", end):
            end, days = end + 1, 2  # 周六日
        if weeks is None:
            yield Token(start, end, "weekday", value, "absolute", days)
        else:
            yield Token(start, end, "weekday", value + 7 * weeks, "anchor", days)

    def _point(self, text: str, match: Match) -> Iterator[Token]:
        point = self._words.points[match[0]]
        start, end = match.span()
        if not point.allowed(text, start, end):
            return
        token = Token(start, end, point.unit, point.shift, point.base, point.days, point.about, point.feast)
        if point.unit == "week" and point.shift > 0 and text.startswith(self._words.week_start, end):
            yield token._replace(end=end + 1, unit="weekday", value=7 * point.shift)
        else:
            yield self._with_part(text, token) if point.unit in self._words.part else token


def _whole(year: tuple[int, int], month: tuple[int, int], day: tuple[int, int], end: int) -> Iterator[Token]:
    """The three tokens of 2021-01-03, each `(position, value)`, laid edge to edge."""
    if 1900 <= year[1] <= 2100 and 1 <= month[1] <= 12 and 1 <= day[1] <= 31:
        yield Token(year[0], month[0], "year", year[1])
        yield Token(month[0], day[0], "month", month[1])
        yield Token(day[0], end, "day", day[1])

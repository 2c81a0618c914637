"""Cut the date words out of folded text: one pass, one pattern.

A token is the smallest piece that says something by itself: 2021年, 上个月, 15日, 周三, 近日. What does not
say a date although it looks like one (3日内, 2号线, 每周三, 十月革命) gives no token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tongshi.lexicon import any_of
from tongshi.times.calendar import Feast, LunarDay
from tongshi.times.numerals import number
from tongshi.times.words import Base, TimeWords, Unit

_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEAR = r"(?:19|20|21)\d\d"
_JOIN = r" ?(?:至|到|--?|~|、|和|及|与|或) ?"
#: Days of the longest month.
_LAST_DAY = 31
_AGO: dict[str, Unit] = {
    "年": "year",
    "月": "month",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "天": "day",
    "日": "day",
}
_BEGIN_NUMBERS = "0-9零一二三四五六七八九十百两几数半多廿卅元民闰"
#: What a number of a date is followed by; 一些, 两国 and 100人 are turned away here.
_NUMBER = f"[元民闰]|[{_BEGIN_NUMBERS}]+ ?[年月日号世周星礼天个余来至到和及与或、~/.-]"
_BEGIN_RARE = "上本第正冬腊农阴旧"
_RARE = "[上本]个? ?世|第.个?[周星礼]|[正冬腊]月|[农阴旧]历"
_DECADE = "[1-9]0|[一二三四五六七八九]十"
_PART_OF_AGE = "(?:[初中末后前早晚]期|[初中末]叶|初|末|之交)?"
#: The 月 of 5月7、8日 is at most this far before the last day.
_LIST = 6
#: 七月十五 without 日 is a day of the moon's calendar.
_LUNAR = (
    r"(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九]?)(?![一二三四五六七八九]? ?[日号至到、-])(?=[^\d多余几来])"
)
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_DAY = "初(?:十|[一二三四五六七八九])|[十廿][一二三四五六七八九]?|二十[一二三四五六七八九]?|三十"
#: 民國元年 is 1912.
_REPUBLIC = 1911
#: 97年后 is after 1997 and not in 97 years.
_NO_SPAN = 40
#: Half a month is two weeks, half a year six months.
_HALVES: dict[str, tuple[int, str]] = {"月": (2, "周"), "年": (6, "月")}
#: 七二年 is 1972; 七八年 mostly lasts seven years or eight.
_SAID_YEAR = "(?!五六|六七|七八|八九)[五六七八九][零一二三四五六七八九]"
_NO_DIGIT = r"(?<![\d零一二三四五六七八九十百千几])"
_CLAUSE_START = frozenset(",。;:!?、\n“”() ")


class Token(NamedTuple):
    """A date word at `[start, end)`.

    `value` is the year, month, day of the month or weekday (0 is Monday) itself, or with another
    `base` how many units it lies from there. `years` is how many a decade or century has. `open` marks the
    12 of 12至15日, whose unit comes later.
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
    years: int = 1


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
        names = any_of(words.weekday_name)
        day = "".join(words.weekday) + "".join(words.weekend)
        hidden = (_Kind("hidden", any_of(words.hidden), self._nothing),)
        numbers = (
            _Kind(
                "iso",
                r"(?<![0-9a-z./_])(?<!\D-)(\d{4})(?P<sep>[-/.])(\d{1,2})(?P=sep)(\d{1,2})"
                r"(?![0-9a-z/_]|-(?!\d{4}[-/.]\d)|\.\d)",
                self._iso,
            ),
            _Kind(
                "age",
                rf"(?=[\d一二三四五六七八九十]{{1,4}} ?(?:世纪|年代))(?<![\d.])"
                rf"(?:(?:({_N}) ?世纪 ?)?({_DECADE}) ?年代|({_YEAR}) ?年代|({_N}) ?世纪){_PART_OF_AGE}",
                self._age,
            ),
            _Kind(
                "year",
                rf"(?<![\d.])({_YEAR}|[一二][零一二三四五六七八九]{{3}}) ?年(?!代|级|版|龄|度|期(?!间))",
                self._year,
            ),
            _Kind(
                "republic",
                rf"民国 ?(\d{{2,3}}|{_N}|元) ?年|(?<![\d.])(1[0-2]\d)年(?= ?{_N} ?月|元旦|[初底末])",
                self._republic,
            ),
            _Kind("first_year", rf"(?<![\d.])({_YEAR})(?={_JOIN}{_YEAR} ?年)", self._year),
            _Kind(
                "short_year",
                rf"(?<![\d.])(\d\d|[一二三四五六七八九零]{{2}}) ?年(?= ?{_N} ?月|[初底末]|第?[一二三四首]季|[上下]半年)"
                rf"|(?<=[自从在于])([3-9]\d)年(?![前后内间中来多半的时期])|{_NO_DIGIT}({_SAID_YEAR})年(?![前内间来多半级])",
                self._short_year,
            ),
            _Kind(
                "ago",
                r"(?<![\d.月第])((?:\d+|[零一二三四五六七八九十百两几数半多廿卅]+)[多余来]?)(个半|个多|个)?"
                r"(年|(?<=[个半数])月|(?<=个多)月|周|星期|礼拜|天|(?<=\D)日)(半|多)?(?:之|以)?(前(?!往|后)|后|内|来|间)",
                self._ago,
            ),
            _Kind(
                "lunar",
                r"(闰?[一二三四五六七八九十]{1,2}月)"
                r"(初[一二三四五六七八九十](?=[,。;、()的日晚当前后至到]|$)|廿[一二三四五六七八九]?)",
                self._lunar,
            ),
            _Kind(
                "month",
                rf"(?<![\d.第每])({_N}|元(?=月[\d一二三四五六七八九十份底初上中下])) ?月份?"
                rf"(?!球|饼|薪|票|光族|{_LUNAR})",
                self._month,
            ),
            _Kind("day", rf"(?<![\d.第])(?<![a-z]-)({_N}) ?([日号])", self._day),
            # 8月25至9月1日: the first day goes without its mark
            _Kind("open_day", rf"(?<=月)({_N})(?= ?(?:至|到|--?|~) ?{_N} ?月 ?{_N} ?[日号])", self._open_day),
            _Kind("open", rf"(?<![\da-z.第])(?<![a-z0-9]-)({_N})(?=(?:{_JOIN}{_N}){{1,5}} ?([日号月]))", self._open),
            _Kind("slash", r"(?<![0-9a-z./_-])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![0-9a-z/%_-]|\.\d)", self._slash),
        )
        rare = (
            _Kind("this_age", rf"(上个?|本) ?世纪(?: ?({_DECADE}) ?年代)?{_PART_OF_AGE}", self._this_age),
            _Kind(
                "lunar_named", rf"(?<![修改更反真校纠订])([正腊]月|冬月(?={_LUNAR_DAY}))({_LUNAR_DAY})?", self._lunar
            ),
            _Kind(
                "lunar_said",
                rf"[农阴旧]历 ?(?:({_YEAR}|[一二][零一二三四五六七八九]{{3}}) ?年 ?)?"
                rf"(闰?(?:[正冬腊]|{_N})月)份?({_LUNAR_DAY}|\d{{1,2}})?日?",
                self._lunar_said,
            ),
            _Kind("nth_weekday", f"第([一二三四五1-5])个?(?:{names})([{''.join(words.weekday)}])", self._nth_weekday),
        )
        named = (
            _Kind("dual_day", r"[今昨明前后] ?\( ?(\d{1,2})日? ?\) ?[日天早晚晨午]?", self._dual_day),
            _Kind("dual_month", r"[本上下] ?\( ?(\d{1,2})月? ?\) ?个?月", self._dual_month),
            _Kind("dual_year", r"[今去明前后] ?\( ?((?:19|20)\d\d|1[01]\d)年? ?\) ?年", self._dual_year),
            _Kind("weekday", f"(?:{names})([{day}])", self._weekday),
            _Kind("shifted", f"({any_of(words.weekday_shift)})(?:{names})([{day}])", self._shifted_weekday),
            _Kind("point", any_of(words.points), self._point),
        )
        # most characters begin nothing, and most numbers are no dates: looks ahead save the time
        begin_hidden, begin_words = (
            "".join({word[0] for word in group})
            for group in (words.hidden, (*words.points, *words.weekday_shift, *words.weekday_name))
        )
        begin_named = begin_words + "去"
        self._pattern = re.compile(
            f"(?=[{begin_hidden}{_BEGIN_NUMBERS}{_BEGIN_RARE}{begin_named}])"
            f"(?:(?=[{begin_hidden}])(?:{_either(hidden)})|(?={_NUMBER})(?:{_either(numbers)})"
            f"|(?={_RARE})(?:{_either(rare)})|(?=[{begin_named}])(?:{_either(named)}))"
        )
        self._read = {kind.name: kind.read for kind in (*hidden, *numbers, *rare, *named)}

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
        written = _inner(match, 1) or _inner(match, 2)
        year = 1 if written == "元" else number(written)
        if year:
            yield self._with_part(text, Token(match.start(), match.end(), "year", year + _REPUBLIC))

    def _short_year(self, text: str, match: Match) -> Iterator[Token]:
        year = number(next(filter(None, (_inner(match, n) for n in (1, 2, 3)))))
        if year is not None and len(str(year)) <= 2:
            century = 2000 if year <= 35 else 1900
            yield self._with_part(text, Token(match.start(), match.end(), "year", century + year))

    def _age(self, text: str, match: Match) -> Iterator[Token]:
        """A decade, of the last century where none is said, or a century."""
        century, decade, full, alone = (_inner(match, n) for n in (1, 2, 3, 4))
        if full:
            yield Token(match.start(), match.end(), "year", int(full), years=10)
        else:
            yield from _in_century(match, number(century or alone or "20") or 0, decade)

    def _this_age(self, text: str, match: Match) -> Iterator[Token]:
        yield from _in_century(match, 21 if _inner(match, 1) == "本" else 20, _inner(match, 2))

    def _ago(self, text: str, match: Match) -> Iterator[Token]:
        written, fraction, unit, more, side = (_inner(match, n) for n in (1, 2, 3, 4, 5))
        start, end = match.span()
        if side not in ("前", "后") or (side == "后" and not self._opens_count(text, start)):
            return
        if written == "半":
            n, unit = _HALVES.get(unit, (0, unit))
        else:
            n = number(written) or 0
        if unit == "年" and side == "后" and n >= _NO_SPAN:
            return
        of_event = side == "前" and text.startswith("的", start - 1) and start > 0  # 选举的两个月前: not from now
        if not n or n >= 200 or "多" in fraction or more == "多" or of_event:
            # 几天前, 一个多月前: some time ago
            if side == "前":
                yield Token(start, end, "vague", 0, "anchor")
            return
        yield Token(start, end, _AGO[unit], -n if side == "前" else n, "anchor" if side == "前" else "onward")

    def _opens_count(self, text: str, start: int) -> bool:
        """Whether the 三天 of 三天后 has nothing before it that it could be counted from: 会谈三天后."""
        before = text[start - 1 : start]
        return not before or before in _CLAUSE_START or text.endswith(self._words.onward_after, 0, start)

    def _lunar(self, text: str, match: Match) -> Iterator[Token]:
        yield from _of_the_moon(match.start(), match.end(), _inner(match, 1), _inner(match, 2))

    def _lunar_said(self, text: str, match: Match) -> Iterator[Token]:
        start, year = match.start(), number(_inner(match, 1))
        if year:
            start = match.start((match.lastindex or 0) + 2)
            yield Token(match.start(), start, "year", year)
        yield from _of_the_moon(start, match.end(), _inner(match, 2), _inner(match, 3))

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
        if value and 1 <= value <= (12 if unit == "month" else _LAST_DAY):
            yield Token(match.start(), match.end(), unit, value, open=True)

    def _open_day(self, text: str, match: Match) -> Iterator[Token]:
        value = number(_inner(match, 1))
        if value and 1 <= value <= _LAST_DAY:
            yield Token(match.start(), match.end(), "day", value, open=True)

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

    def _nth_weekday(self, text: str, match: Match) -> Iterator[Token]:
        nth = number(_inner(match, 1)) or 0
        yield Token(match.start(), match.end(), "nth", 7 * nth + self._words.weekday[_inner(match, 2)])

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
        if until := words.weekday_until.match(text, end):
            yield Token(until.start(1), until.end(1), "weekday", words.weekday[until[1]])

    def _point(self, text: str, match: Match) -> Iterator[Token]:
        start, end = match.span()
        point = next((each for each in self._words.points[match[0]] if each.allowed(text, start, end)), None)
        if point is None:
            return
        token = Token(start, end, point.unit, point.shift, point.base, point.days, point.about, point.feast)
        if point.unit == "week" and point.shift > 0 and text.startswith(self._words.week_start, end):
            yield token._replace(end=end + 1, unit="weekday", value=7 * point.shift)
        else:
            yield self._with_part(text, token) if point.unit in self._words.part else token


def _in_century(match: Match, century: int, decade: str) -> Iterator[Token]:
    """The decade of a century, as 70 or 七十, or without one all of it."""
    year, years = (100 * (century - 1) + (number(decade) or 0), 10) if decade else (100 * (century - 1) + 1, 100)
    if 1000 <= year <= 2100:
        yield Token(match.start(), match.end(), "year", year, years=years)


def _of_the_moon(start: int, end: int, month: str, day: str) -> Iterator[Token]:
    """A day of the moon's calendar, 正月 and 初五, or without `day` the month: a feast that has no name."""
    name, date = month.removeprefix("闰").removesuffix("月"), number(day.removeprefix("初"))
    value = _LUNAR_MONTHS.get(name) or number(name) or 0
    if 1 <= value <= 12 and (date is None or 1 <= date <= 30):
        yield Token(start, end, "feast", 0, feast=LunarDay(value, date, month.startswith("闰")))


def _whole(year: tuple[int, int], month: tuple[int, int], day: tuple[int, int], end: int) -> Iterator[Token]:
    """The three tokens of 2021-01-03, each `(position, value)`, laid edge to edge."""
    if 1900 <= year[1] <= 2100 and 1 <= month[1] <= 12 and 1 <= day[1] <= 31:
        yield Token(year[0], month[0], "year", year[1])
        yield Token(month[0], day[0], "month", month[1])
        yield Token(day[0], end, "day", day[1])

"""（中央社記者邱國強北京3日電）: who sent the text, from where, on which day.

All patterns are over folded text; positions hold in the original.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tongshi.language import fold
from tongshi.lexicon import entries, strings
from tongshi.records import Dateline

#: A dateline stands in the first characters of the running text.
_REACH = 160

_NAME = r"[一-鿿·]{2,12}?|[a-z][a-z .'-]{2,30}"
_REPORT = r"(?:综合|采访|专访|独家|特别|现场|编译|整理|外电|深度)*(?:报导|报道|专电|专稿|特稿|电|讯|撰稿)"

_TWO_BRACKETS = re.compile(
    r"【(?P<agency>[^】\d]{2,12})(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:讯|电)】"
    r"\s*(?P<second>\((?P<inner>[^()]{4,60})\))?"
)
_HYPHEN = re.compile(
    r"(?P<agency>路透社?)(?P<city>[^\d\s,。:]{0,20})\s?(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*(?:电|讯)?\s*-"
)
_SENT = re.compile(
    r"(?P<agency>新华社|中新社|中新网|央视网|法新社|美联社|路透社|塔斯社|共同社|韩联社|中央社)(?P<city>[^\d\s,。:]{0,14})"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:电|讯)(?:\s*\(记者(?P<names>[^()]{2,30})\))?"
)
#: 华盛顿——, 北京、首尔 — : cities alone.
_CITIES = re.compile(r"(?P<city>[一-鿿·]{2,8}(?:(?:[、,/]|和)[一-鿿·]{2,8}){0,2}) ?-{1,2}(?= ?[^\s-])")
_BRACKET = re.compile(r"[(【\[](?P<inner>[^()【】\[\]]{2,60})[)】\]]")
_DAY = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<tail>[^\d]{0,14}(?:电|讯|报导|报道|专稿|特稿))$")
#: 今天是10月6日,星期二: the day on which a broadcast is spoken, told to its hearers.
_TODAY = re.compile(
    r"今[天日]是(?:\d{4}年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号],?\s?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])"
)
_WEEKDAYS = "一二三四五六日"
#: Characters from the head within which it is told, and days from then until the text of it is published.
_GREETING, _WRITTEN_DOWN = 1200, 7
_REPORTERS = re.compile(r"(?:特约|特派|资深|实习|驻.{2,6})?记者\s?(?P<rest>.+)$")
_TRANSLATOR = re.compile(rf"[/,、]\s*(?P<name>{_NAME})(?:编译|翻译)$")
#: What may follow an agency's name and belongs to it: 德国之声中文网, 维权网信息中心.
_SENDER = re.compile(r"(?:中文|新闻)?(?:网站?|信息中心|社|电台|台|中文部)?")
_OUTLET_ONLY = re.compile(r".{2,12}?(?=(?:特约)?(?:报道|报导|综合报道|讯|专稿|特约)?$)")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of an article says; names are ranges of the body."""

    dateline: Dateline | None = None
    date: dt.date | None = None  # where the dateline gives the year too
    month: int | None = None
    reporters: tuple[tuple[int, int], ...] = ()
    translators: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Datelines:
    """The words of `datelines.yml`, and the names under which agencies and outlets send."""

    cities: frozenset[str]
    countries: tuple[str, ...]  # longest first
    agencies: tuple[str, ...]  # longest first

    def read(self, text: str, folded: str) -> Head:
        """The dateline that a running text begins with, if any; `folded` is the text folded."""
        start = len(folded) - len(folded.lstrip())
        reach = folded[: start + _REACH]
        if found := _TWO_BRACKETS.match(reach, start):
            return self._two_brackets(text, found)
        if found := _HYPHEN.match(reach, start) or _SENT.match(reach, start):
            return self._sent(text, found)
        if found := _BRACKET.match(reach, start):
            return self._bracket(text, reach, found)
        if (found := _CITIES.match(reach, start)) and self.cities.issuperset(re.split("[、,/和]", found["city"])):
            return Head(Dateline(None, _cut(text, found.span("city")), None, found.start(), found.end()))
        return Head()

    def _two_brackets(self, text: str, found: re.Match[str]) -> Head:
        city: str | None = None
        reporters: list[tuple[int, int]] = []
        translators: list[tuple[int, int]] = []
        end = found.end()
        if found["inner"]:
            inner, at = found["inner"], found.start("inner")
            if by := _TRANSLATOR.search(inner):
                translators.append((at + by.start("name"), at + by.end("name")))
                inner = inner[: by.start()]
            if who := _REPORTERS.search(inner):
                reporters, place = self.names(who["rest"], at + who.start("rest"))
                city = _cut(text, place)
            elif "报" not in inner and not translators:
                end = found.start("second")
        date = _date(found["year"], found["month"], found["day"]) if found["year"] else None
        dateline = Dateline(_cut(text, found.span("agency")), city, int(found["day"]), found.start(), end)
        month = int(found["month"]) if found["month"] else None
        return Head(dateline, date, month, tuple(reporters), tuple(translators))

    def _sent(self, text: str, found: re.Match[str]) -> Head:
        groups = found.groupdict()
        city = self._city(groups["city"], found.start("city"))
        reporters = self._split(groups["names"], found.start("names"))[0] if groups.get("names") else []
        dateline = Dateline(
            _cut(text, found.span("agency")), _cut(text, city), int(groups["day"]), found.start(), found.end()
        )
        return Head(dateline, None, int(groups["month"]), tuple(reporters))

    def _bracket(self, text: str, reach: str, found: re.Match[str]) -> Head:
        inner, at = found["inner"], found.start("inner")
        agency = _beginning(inner, self.agencies)
        if not agency:
            return Head()
        after = len(agency)
        day = _DAY.search(inner, after)
        if not day:
            return self._outlet_only(text, found, agency)
        rest = inner[after : day.start()]
        reporters: list[tuple[int, int]] = []
        if who := _REPORTERS.match(rest):
            reporters, place = self.names(who["rest"], at + after + who.start("rest"))
        else:
            place = self._city(rest, at + after)
        dateline = Dateline(
            _cut(text, (at, at + after)), _cut(text, place), int(day["day"]), found.start(), found.end()
        )
        return Head(dateline, None, int(day["month"]) if day["month"] else None, tuple(reporters))

    def _outlet_only(self, text: str, found: re.Match[str], agency: str) -> Head:
        """（德国之声中文网）, （某某網信息中心報道）: the sender alone."""
        inner, at = found["inner"], found.start("inner")
        whole = _OUTLET_ONLY.match(inner)
        if whole is None or len(inner) > len(agency) + 14 or re.search(r"[,。:;]", inner):
            return Head()
        reporters: list[tuple[int, int]] = []
        sender = whole[0]
        if who := _REPORTERS.search(inner):
            reporters, place = self.names(who["rest"], at + who.start("rest"))
            city = _cut(text, place)
            sender = inner[: who.start()]
        else:
            city = None
            if not _SENDER.fullmatch(sender, len(agency)):
                return Head()
        dateline = Dateline(_cut(text, (at, at + len(sender))), city, None, found.start(), found.end())
        return Head(dateline, None, None, tuple(reporters))

    def names(self, words: str, at: int = 0) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
        """王小明、李華新德里報導 → ranges of the names, and of the city behind the last of them; `at` is added."""
        return self._split(re.sub(rf"{_REPORT}\s*$", "", words), at)

    def _split(self, names: str, at: int) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
        found: list[tuple[int, int]] = []
        place: tuple[int, int] | None = None
        for part in re.finditer(r"[^、,/;和与\s]+", names):
            word, start = part[0], at + part.start()
            if word in self.cities:
                place = (place[0] if place else start, start + len(word))  # 雪梨、東京
                continue
            cut = self._before_city(word)
            if cut < len(word):
                place = self._city(word[cut:], start + cut)
            if cut >= 2:
                found.append((start, start + cut))
        return found, place

    def _before_city(self, word: str) -> int:
        """Where the name ends in 王小明新德里."""
        if not re.fullmatch(r"[一-鿿]+", word):
            return len(word)
        for cut in (3, 2, 4):
            if self._known(word[cut:]):
                return cut
        return len(word) if len(word) <= 4 else 3

    def _known(self, word: str) -> bool:
        if word in self.cities:
            return True
        return 0 < len(_beginning(word, self.countries)) < len(word)

    def _city(self, words: str, at: int) -> tuple[int, int] | None:
        """The city in 亞美尼亞葉里凡, 帛琉首都科羅, 紐約聯合國總部."""
        start, end = 0, len(words)
        words = words.strip()
        if not words or words in ("网站", "讯", "综合"):
            return None
        if "/" not in words:
            if "首都" in words:
                start = words.index("首都") + 2
            elif words not in self.cities:
                prefix = _beginning(words, self.countries)
                state = re.match(r"[一-鿿]{2,6}州(?=[一-鿿]{2})", words)
                start = len(prefix) if prefix and len(words) > len(prefix) + 1 else state.end() if state else 0
            if words.endswith("联合国总部") and len(words) > 5:
                end = len(words) - 5
            elif words.startswith("联合国总部") and len(words) > 5:
                start = 5
        return (at + start, at + min(end, len(words))) if end > start else None


def spoken_on(folded: str, published: dt.date) -> dt.date | None:
    """The day that a speaker says it is, of which his 今天 is: the text of a broadcast is published after it."""
    for told in _TODAY.finditer(folded, 0, _GREETING):
        weekday = _WEEKDAYS.index(told["weekday"].replace("天", "日"))
        for year in (published.year, published.year - 1):
            date = _date(str(year), told["month"], told["day"])
            if date and date.weekday() == weekday and -1 <= (published - date).days <= _WRITTEN_DOWN:
                return date
    return None


def load_datelines(senders: Iterable[str]) -> Datelines:
    """Read `datelines.yml`; `senders` are the names of agencies and outlets."""
    words = {entry["id"]: [fold(name) for name in strings(entry, "names")] for entry in entries("datelines")}
    return Datelines(
        frozenset(words["cities"]),
        tuple(sorted(words["countries"], key=len, reverse=True)),
        tuple(sorted({fold(name) for name in senders}, key=len, reverse=True)),
    )


def _beginning(words: str, names: tuple[str, ...]) -> str:
    """The first of some names that words begin with; nothing where they begin with none, as most do."""
    return next(name for name in names if words.startswith(name)) if words.startswith(names) else ""


def _cut(text: str, span: tuple[int, int] | None) -> str | None:
    return text[slice(*span)] if span else None


def _date(year: str, month: str | None, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month or 0), int(day))
    except ValueError:
        return None

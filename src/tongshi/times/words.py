"""`times.yml`, typed: the words of time that the other modules of this package read by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import any_of
from tongshi.times.calendar import Feast, FixedDay, LunarDay, NthWeekday, PureBrightness

#: `nth`: the second Sunday of a month.
Unit = Literal["year", "month", "week", "weekday", "nth", "day", "feast", "vague"]
#: What a value counts from: itself, the day of the article, the last date mentioned, the latter or else the day of
#: the article (三天后).
Base = Literal["absolute", "anchor", "context", "onward"]

CLAUSE_ENDS = ",。;:!?\n“”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one word says: 昨天 is day −1 from the anchor, 周三 the weekday 2, 除夕 a feast."""

    unit: Unit
    base: Base = "anchor"
    shift: int = 0
    days: int = 1  # 周末 and 今明 are two
    about: int = 0  # the month that 年初 or 年底 speaks of
    feast: Feast | None = None
    unless_after: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # read only before one of these, if there are any
    opens_clause: bool = False  # read only at the start of a clause

    def allowed(self, text: str, start: int, end: int) -> bool:
        """Whether the neighbours of the word at `[start, end)` leave it this meaning."""
        if self.opens_clause and start and text[start - 1] not in CLAUSE_ENDS:
            return False
        if self.before and not text.startswith(self.before, end):
            return False
        return not (text.startswith(self.unless_before, end) or text.endswith(self.unless_after, 0, start))


@dataclass(frozen=True, slots=True)
class DayPart:
    """上午, 晚间: what it adds to the hours 1 to 11 behind it."""

    hour: int
    unless_before: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The whole lexicon, folded. Word lists that are only searched for are compiled patterns."""

    points: Mapping[str, tuple[Point, ...]]
    weekday_shift: Mapping[str, int]
    weekday_name: tuple[str, ...]
    weekday: Mapping[str, int]
    weekend: tuple[str, ...]
    weekday_unless: Point
    weekday_shift_after: tuple[str, ...]
    weekday_until: re.Pattern[str]
    hidden: tuple[str, ...]
    part: Mapping[str, re.Pattern[str]]
    week_start: tuple[str, ...]
    daypart: Mapping[str, DayPart]
    dayparts: re.Pattern[str]
    zone_before: re.Pattern[str]
    bracket: re.Pattern[str]
    ranges: re.Pattern[str]
    lists: re.Pattern[str]
    choices: re.Pattern[str]
    dateline: re.Pattern[str]
    dateline_agency: re.Pattern[str]
    onward_after: tuple[str, ...]
    counts_before: tuple[str, ...]
    counts_before_unless: tuple[str, ...]
    counts_after: re.Pattern[str]
    japan: re.Pattern[str]
    fraction_before: tuple[str, ...]
    fraction_after: tuple[str, ...]
    slash_before: tuple[str, ...]
    slash_after: tuple[str, ...]
    dated: tuple[str, ...]
    numbered_after: tuple[str, ...]
    numbered_before: tuple[str, ...]
    durations: re.Pattern[str]
    duration_starts: re.Pattern[str]
    duration_ends: re.Pattern[str]
    duration_opens: re.Pattern[str]
    planned_once: re.Pattern[str]
    term_begins: re.Pattern[str]
    future_far: re.Pattern[str]
    past_after: re.Pattern[str]
    departs: re.Pattern[str]
    future_before: re.Pattern[str]
    future_after: re.Pattern[str]
    speech: re.Pattern[str]


def load(layers: lexicon.Layers = ()) -> TimeWords:
    """`times.yml`; raises LexiconError."""
    document = lexicon.document("times", layers)
    try:
        return _typed(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LexiconError(f"times.yml: {error!r}") from error


def _words(entry: Mapping[str, Any], key: str = "words") -> tuple[str, ...]:
    return tuple(fold(word) for word in lexicon.strings(entry, key))


def _points(document: Mapping[str, Any]) -> dict[str, tuple[Point, ...]]:
    """What each word says; of several meanings the first that its neighbours leave it."""
    points: defaultdict[str, tuple[Point, ...]] = defaultdict(tuple)

    def add(entry: Mapping[str, Any], point: Point) -> None:
        for word in _words(entry):
            points[word] += (point,)

    for entry in document["points"]:
        point = Point(
            unit=entry["unit"],
            base=entry["base"],
            shift=entry["shift"],
            days=entry.get("days", 1),
            about=entry.get("about", 0),
            unless_after=_words(entry, "not_after"),
            unless_before=_words(entry, "not_before"),
            before=_words(entry, "before"),
            opens_clause=entry.get("opens_clause", False),
        )
        add(entry, point)
    for entry in document["vague"]:
        point = Point(unit="vague", unless_after=_words(entry, "not_after"), unless_before=_words(entry, "not_before"))
        add(entry, point)
    unless, unless_after = _words(document, "festival_not_before"), _words(document, "festival_not_after")
    for entry in document["festivals"]:
        point = Point(
            unit="feast", base="absolute", feast=_feast(entry), unless_before=unless, unless_after=unless_after
        )
        add(entry, point)
    return points


def _feast(entry: Mapping[str, Any]) -> Feast:
    match entry["falls"]:
        case {"lunar": [int(month), int(day)]}:
            return LunarDay(month, day, shift=entry["falls"].get("shift", 0))
        case {"term": "清明"}:
            return PureBrightness()
        case {"month": int(month), "weekday": int(weekday), "nth": int(nth)}:
            return NthWeekday(month, weekday, nth)
        case {"month": int(month), "day": int(day)}:
            return FixedDay(month, day)
    raise ValueError(f"no such feast: {entry['on']}")


def _typed(document: Mapping[str, Any]) -> TimeWords:
    weekdays, parts, counts = document["weekdays"], document["parts"], document["counts"]
    durations, numbered, future = document["durations"], document["numbered"], document["future"]
    slashed = document["slashed"]
    unless = any_of(_words(future, "unless"))
    dayparts = {
        word: DayPart(entry["hour"], _words(entry, "not_before"))
        for entry in document["dayparts"]
        for word in _words(entry)
    }
    follow = "".join(_words(parts, "not_before"))
    no_dateline = any_of(_words(document, "dateline_not_before"))
    numeral = r"\d{1,2}|[一二两三四五六七八九十]{1,3}"
    corrected, repeated = (any_of(_words(document, key)) for key in ("corrections", "repetitions"))
    return TimeWords(
        points=_points(document),
        weekday_shift={fold(word): shift for word, shift in weekdays["shifts"].items()},
        weekday_name=_words(weekdays, "names"),
        weekday={fold(word): day for word, day in weekdays["days"].items()},
        weekend=_words(weekdays, "weekend"),
        weekday_unless=Point(
            unit="weekday", unless_after=_words(weekdays, "not_after"), unless_before=_words(weekdays, "not_before")
        ),
        weekday_shift_after=_words(weekdays, "shift_not_after"),
        # 周三至五: the second without its 周
        weekday_until=re.compile(
            f" ?(?:{any_of(_words(document, 'ranges'))}) ?([{''.join(map(fold, weekdays['days']))}])"
            f"(?![{''.join(_words(weekdays, 'until_not_before'))}])"
        ),
        hidden=tuple(word for entry in document["unless"] for word in _words(entry)),
        part={
            unit: re.compile(f"(?:{any_of(_words(parts, unit))}{first_of})(?![{follow}])")
            # 今年前三季度, 2022年头五个月
            for unit, first_of in (("year", f"|[前头首](?:{numeral})个?(?:月|季度?)"), ("month", ""), ("week", ""))
        },
        week_start=_words(parts, "week_start"),
        daypart=dayparts,
        dayparts=re.compile(f" ?({any_of(dayparts)})"),
        zone_before=re.compile(f"(?:{any_of(_words(document, 'zones'))})(?:标准|夏令)?时间 ?$"),
        bracket=re.compile(rf" ?\( ?(?:({corrected})|{repeated})? ?"),
        ranges=re.compile(f" ?(?:{any_of(_words(document, 'ranges'))}) ?"),
        lists=re.compile(f" ?(?:{any_of(_words(document, 'lists'))}) ?"),
        choices=re.compile(f" ?(?:{any_of(_words(document, 'choices'))}) ?"),
        dateline=re.compile(
            f"{any_of(_words(document, 'datelines'))}|(?:{any_of(_words(document, 'dateline_marks'))})(?!{no_dateline})"
        ),
        dateline_agency=re.compile(f"(?:{any_of(_words(document, 'dateline_dashes'))})[^,。\\n]{{0,14}}$"),
        onward_after=_words(counts, "onward_after"),
        counts_before=_words(counts, "before"),
        counts_before_unless=_words(counts, "before_unless"),
        counts_after=re.compile(f"(?!{any_of(_words(counts, 'after_unless'))})(?:{any_of(_words(counts, 'after'))})"),
        japan=re.compile(f"本(?!{any_of(_words(counts, 'own'))})"),
        fraction_before=_words(slashed, "fraction_before"),
        fraction_after=_words(slashed, "fraction_after"),
        slash_before=_words(slashed, "dated_before"),
        slash_after=_words(slashed, "dated_after"),
        dated=_words(counts, "dated"),
        numbered_after=_words(numbered, "after"),
        numbered_before=_words(numbered, "before"),
        durations=re.compile(f"(?:{any_of(_words(durations))}) ?({numeral}) ?个?([天日周]|星期|礼拜)"),
        duration_starts=re.compile(any_of(_words(durations, "starts"))),
        duration_ends=re.compile(any_of(_words(durations, "ends"))),
        duration_opens=re.compile(any_of(_words(durations, "opens"))),
        planned_once=re.compile(any_of(_words(future, "once"))),
        term_begins=re.compile(f"(?:正式)?(?:{any_of(_words(future, 'once_after'))})"),
        # 将其, 上将 and the 将 of 将…列入 are passed over, so they match without the group
        future_far=re.compile(
            f"(?:{unless})|将(?![会在于与和同向对把]).{{2,14}}(?:{any_of(_words(future, 'moving'))})"
            f"|({any_of(_words(future, 'far'))})"
        ),
        past_after=re.compile(any_of(_words(future, "past"))),
        departs=re.compile(f"(?:{any_of(_words(future, 'departs'))})(?!后|之后|[^,。;:!?]{{0,20}}后[,;])"),
        future_before=re.compile(f"(?:{any_of(_words(future, 'near_before'))})[在于从自]?$"),
        future_after=re.compile(
            f"[也还都仍就才则并又]?(?!{unless})(?:{any_of(_words(future, 'near_after'))})"
            "|的.{0,14}(?:计划|行程|[做作]准备)"
        ),
        speech=re.compile(any_of(_words(future, "speech"))),
    )

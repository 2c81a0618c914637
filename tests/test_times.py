"""The time stage: one line of news prose per case, the lexicon's own examples, and what must always hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import rows
from tongshi import lexicon
from tongshi.language import fold
from tongshi.records import When
from tongshi.times import TimeMention, find
from tongshi.times.calendar import LunarDay, NthWeekday, PureBrightness

ANCHOR = dt.date(2021, 6, 16)
_CUT = {"day": 10, "month": 7, "year": 4}


def written(when: When) -> str:
    """2021-01-03, 2021-01, 2021, with /end for a range and ~alt for the other zone's day; ? for unknown."""
    if when.start is None or when.precision == "unknown":
        return "?"
    days = [str(day)[: _CUT[when.precision]] for day in (when.start, when.end) if day]
    return "/".join(days) + (f"~{when.alt}" if when.alt else "")


def cases() -> list[Any]:
    found = rows("times")
    ids = [f"{row['text']}@{row['at']}" for row in found]
    assert len(ids) == len(set(ids)), "times.yml repeats a case"
    return [
        pytest.param(row, id=id_, marks=[pytest.mark.xfail(strict=True, reason=row["gap"])] if "gap" in row else [])
        for row, id_ in zip(found, ids, strict=True)
    ]


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    """`want` maps each mention as written to when it is; `hours` and `kinds` do where a case is about them."""
    text = fold(case["text"])
    found = find(text, case["at"], case.get("context"))
    assert {text[m.start : m.end]: written(m.when) for m in found} == {
        fold(str(span)): str(when) for span, when in case["want"].items()
    }
    if "hours" in case:
        assert [m.hour for m in found] == case["hours"]
    if "kinds" in case:
        assert [m.kind for m in found] == case["kinds"]


def entries() -> list[Any]:
    document = lexicon.document("times")
    named = [(entry["id"], entry) for section in ("points", "festivals", "vague") for entry in document[section]]
    return [pytest.param(entry, id=id_) for id_, entry in named]


def overlaps(text: str, word: str, mention: TimeMention) -> bool:
    return word in text[mention.start : mention.end]


@pytest.mark.parametrize("entry", entries())
def test_entry(entry: dict[str, Any]) -> None:
    """Each example has a mention with one of the entry's words, each counter-example has none."""
    words = [fold(word) for word in entry["words"]]

    def hits(sentence: str) -> bool:
        text = fold(sentence)
        return any(overlaps(text, word, m) for word in words for m in find(text, ANCHOR, ANCHOR))

    assert entry["examples"]
    assert entry["not"]
    for example in entry["examples"]:
        assert hits(example), example
    for example in entry["not"]:
        assert not hits(example), example


@pytest.mark.parametrize("section", ["weekdays", "counts", "numbered", "slashed"])
def test_section(section: str) -> None:
    entry = lexicon.document("times")[section]
    for example in entry["examples"]:
        assert find(fold(example), ANCHOR), example
    for example in entry["not"]:
        assert not find(fold(example), ANCHOR), example


@pytest.mark.parametrize("entry", lexicon.document("times")["unless"], ids=lambda entry: entry["id"])
def test_unless(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        assert not find(fold(example), ANCHOR), example


def test_future_cues() -> None:
    """The same weekday lies ahead with a cue and behind without."""
    future = lexicon.document("times")["future"]
    for example in future["examples"]:
        (mention,) = find(fold(example), ANCHOR)
        assert mention.when.start, example
        assert mention.when.start > ANCHOR, example
    for example in future["not"]:
        (mention,) = find(fold(example), ANCHOR)
        assert mention.when.start, example
        assert mention.when.start < ANCHOR, example


def test_part_of_a_text() -> None:
    text = fold("布林肯周一抵达。他周二会见首相。他周三离开。")
    start, end = text.index("他周二"), text.index("他周三")
    (mention,) = find(text, ANCHOR, start=start, end=end)
    assert text[mention.start : mention.end] == "周二"
    assert mention.when.start == dt.date(2021, 6, 15)


def test_without_an_anchor_only_years_resolve() -> None:
    text = fold("2020年12月5日签约，昨天、周三与3日都没有消息。")
    found = [m.when.start for m in find(text, None)]
    assert found[0] == dt.date(2020, 12, 5)
    assert find(fold("昨天会谈"), None)[0].when == When()


def check(text: str, anchor: dt.date | None, found: list[TimeMention]) -> None:
    reached = 0
    for mention in found:
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        when = mention.when
        assert (when.start is None) == (when.precision == "unknown")
        assert mention.hour is None or 0 <= mention.hour <= 23
        if when.start is None:
            assert when.end is None
            assert when.alt is None
            continue
        assert when.end is None or when.start < when.end
        assert when.precision != "month" or when.start.day == 1
        assert when.precision != "year" or (when.start.month, when.start.day) == (1, 1)
        assert mention.kind != "vague"


#: From 2010 on, by the almanac.
ALMANAC = {
    (1, 1): (
        "02-14 02-03 01-23 02-10 01-31 02-19 02-08 01-28 02-16 02-05 01-25 02-12 02-01 01-22 02-10 01-29 "
        "02-17 02-06 01-26 02-13 02-03 "
    ),
    (5, 5): (
        "06-16 06-06 06-23 06-12 06-02 06-20 06-09 05-30 06-18 06-07 06-25 06-14 06-03 06-22 06-10 05-31 "
        "06-19 06-09 05-28 06-16 06-05 "
    ),
    (8, 15): (
        "09-22 09-12 09-30 09-19 09-08 09-27 09-15 10-04 09-24 09-13 10-01 09-21 09-10 09-29 09-17 10-06 "
        "09-25 09-15 10-03 09-22 09-12 "
    ),
}


@pytest.mark.parametrize(("month", "day"), ALMANAC)
def test_days_of_the_moon(month: int, day: int) -> None:
    for year, written_day in enumerate(ALMANAC[month, day].split(), 2010):
        expected = dt.date.fromisoformat(f"{year}-{written_day}")
        assert LunarDay(month, day).on(year) == (expected, expected)


def test_months_of_the_moon() -> None:
    assert LunarDay(4, leap=True).on(2020) == (dt.date(2020, 5, 23), dt.date(2020, 6, 20))
    assert LunarDay(4, leap=True).on(2021) is None
    assert LunarDay(12, 30).on(2021) is None  # it had 29 days
    assert LunarDay(1, 1).on(1899) is None
    assert LunarDay(1, 1).on(2100) is None
    for year in range(1900, 2099):
        last, first = LunarDay(12).on(year), LunarDay(1).on(year + 1)
        assert last
        assert first
        assert last[1] + dt.timedelta(days=1) == first[0]


def test_days_by_rule() -> None:
    thanksgiving, fifth = NthWeekday(11, 3, 4), NthWeekday(2, 0, 5)
    assert thanksgiving.on(2020) == (dt.date(2020, 11, 26), dt.date(2020, 11, 26))
    assert fifth.on(2021) is None
    days = [found[0].day for year in range(2018, 2024) if (found := PureBrightness().on(year))]
    assert days == [5, 5, 4, 4, 5, 5]


DATES = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
PIECES = [
    piece
    for pieces in (
        "2021年 二零二一年 民国110年 110年 去年 今年 同年 明年 1月 十二月 2月 本月 上个月 下月 同月 3日 31日 十三日",
        "30号 29 12 周三 上周五 星期日 下周 周末 今天 昨晚 前日 当天 翌日 除夕 元旦 近日 日前 上旬 底 初 上午 晚间 8时",
        "至 到 - 、 和 ( ) , 。 将 拟 原定 表示 起 为期三天 一连两天 当地时间 美东时间 (实为 两年前 3天前 12/5",
        "2020-02-30 5/13/2020 号 日 年 月 今(10)日 第 内",
        "上世纪 80年代 21世纪 农历 正月 腊月 闰四月 初五 廿二 三天后 半年前 一个多月前 第二个",
        "季度 前三 的 春节 至五 来年 大年初一 明后天",
    )
    for piece in pieces.split()
]


@given(st.text(), DATES)
def test_any_text(text: str, anchor: dt.date) -> None:
    folded = fold(text)
    check(folded, anchor, find(folded, anchor))


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.none() | DATES, st.none() | DATES)
def test_any_row_of_date_words(text: str, anchor: dt.date | None, context: dt.date | None) -> None:
    check(text, anchor, find(text, anchor, context))


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), DATES, st.data())
def test_any_part_of_a_text(text: str, anchor: dt.date, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = find(text, anchor, start=start, end=end)
    check(text, anchor, found)
    assert all(start <= mention.start and mention.end <= end for mention in found)


@given(DATES, DATES)
def test_a_full_date_is_itself(day: dt.date, anchor: dt.date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}"):
        (mention,) = find(text, anchor)
        assert mention.when == When(start=day, precision="day")


@given(DATES, st.integers(0, 6), st.sampled_from(["", "上", "本", "下"]))
def test_a_weekday_falls_on_its_day(anchor: dt.date, weekday: int, shift: str) -> None:
    (mention,) = find(f"外长{shift}周{'一二三四五六日'[weekday]}到访", anchor)
    assert mention.when.start
    assert mention.when.start.weekday() == weekday
    assert -14 < (mention.when.start - anchor).days < 14

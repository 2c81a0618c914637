"""What an archive holds: holes by what is usual for an outlet, and what is said of any span of days."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy import archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.coverage import DayCount, Holdings
from tongshi.periods import period, periods
from tongshi.rights import Rights, StoreRelease
from tongshi.store import open_store
from tongshi.withhold import read_withhold_list

FIRST = dt.date(2021, 1, 1)


def day(number: int) -> dt.date:
    """A day by its number, from 0."""
    return FIRST + dt.timedelta(days=number)


def counts(outlet: str, days: Iterable[int], articles: int = 4, diplomatic: int = 2) -> list[DayCount]:
    return [DayCount(outlet=outlet, day=day(each), articles=articles, diplomatic=diplomatic) for each in days]


def without(days: int, *missing: range) -> list[int]:
    return [each for each in range(days) if not any(each in span for span in missing)]


# --- what is a hole


@pytest.mark.parametrize(
    ("days", "holes"),
    [
        (without(100, range(40, 52)), [(40, 51)]),  # daily, nothing for twelve days
        (without(100, range(40, 43)), []),  # a long weekend
        (without(100, range(40, 44)), [(40, 43)]),
        (range(0, 140, 7), []),  # weekly: twelve days without are usual
        ([each for each in range(0, 140, 7) if each != 70], []),  # one week left out
        ([each for each in range(0, 140, 7) if each not in {70, 77}], [(64, 83)]),
        ([each for each in range(140) if each % 7 < 5], []),  # no news on Saturday and Sunday
        ([*range(60), *range(60, 95, 7)], [(each + 1, each + 6) for each in range(60, 88, 7)]),  # daily, then weekly
        ([0, 300], [(1, 299)]),  # an article a year covers no time
        (range(0, 600, 60), []),
        (range(0, 630, 63), [(each + 1, each + 62) for each in range(0, 567, 63)]),
        ([*range(5), *range(20, 25)], [(5, 19)]),
        ([5], []),
    ],
)  # fmt: skip
def test_holes(days: Iterable[int], holes: list[tuple[int, int]]) -> None:
    (outlet,) = Holdings(counts("cna", days)).outlets
    assert sorted((hole.first, hole.last) for hole in outlet.holes) == [(day(one), day(two)) for one, two in holes]
    assert [hole.days for hole in outlet.holes] == sorted((two - one + 1 for one, two in holes), reverse=True)


# --- spans


DAILY = counts("cna", without(100, range(40, 52)))
WEEKLY = counts("econ", range(0, 100, 7))
SELDOM = counts("tech", range(100), diplomatic=0)


@pytest.mark.parametrize(
    ("held", "first", "last", "extent", "covered_days"),
    [
        (DAILY, 10, 20, "covered", 11),
        (DAILY, 40, 51, "none", 0),
        (DAILY, 30, 60, "thin", 19),  # 12 of 31 days in the hole
        (DAILY, 52, 99, "covered", 48),
        (DAILY, 90, 110, "thin", 10),  # it ends
        (DAILY, 100, 130, "none", 0),
        (DAILY, -30, -1, "none", 0),
        (DAILY, 10, 10, "thin", 1),  # of one day too little is expected to miss it
        (DAILY, 10, 11, "covered", 2),
        (WEEKLY, 1, 6, "thin", 6),  # it runs, but in six days it is not expected to tell of anything
        (WEEKLY, 0, 90, "covered", 91),
        (SELDOM, 0, 99, "thin", 100),  # of diplomacy it never tells
        ([*DAILY, *WEEKLY], 40, 51, "thin", 0),  # the greater part is missing
        ([*DAILY, *counts("rfi", range(100))], 40, 51, "covered", 12),  # another one goes on
        (counts("cna", [-400, *range(100)]), -399, -1, "none", 0),  # an article of long ago makes no archive
        ([], 0, 10, "none", 0),
    ],
)  # fmt: skip
def test_spans(held: list[DayCount], first: int, last: int, extent: str, covered_days: int) -> None:
    found = Holdings(held).over(day(first), day(last))
    assert (found.extent, found.covered_days, found.days) == (extent, covered_days, last - first + 1)


def test_a_month_with_a_tenth_of_the_articles_is_thin_without_a_hole() -> None:
    held = [*counts("cna", range(60), 20), *counts("cna", range(60, 90), 2, 1), *counts("cna", range(90, 150), 20)]
    holdings = Holdings(held)
    assert holdings.over(day(60), day(89)).extent == "thin"
    assert holdings.over(day(0), day(59)).extent == holdings.over(day(90), day(149)).extent == "covered"


def test_an_outlet_of_one_day_weighs_little() -> None:
    """Were its rate that of its only day, no other day would be covered."""
    holdings = Holdings([*counts("cna", range(100), 2, 1), *counts("rti", [50], 40, 20)])
    assert holdings.over(day(0), day(49)).extent == "covered"


def test_what_a_span_tells() -> None:
    holdings = Holdings([*DAILY, *counts("rfi", range(30, 70), 3, 1), *counts("dw", [200])])
    found = holdings.over(day(38), day(45))
    assert (found.articles, found.diplomatic) == (2 * 4 + 8 * 3, 2 * 2 + 8)
    assert found.usual == pytest.approx(2 * 4 + 8 * 3)
    assert (found.outlets, found.silent) == (("cna", "rfi"), ())
    assert holdings.over(day(41), day(45)).silent == ("cna",)
    assert holdings.of(["cna"]).over(day(41), day(45)).extent == "none"


def test_begins_and_ends() -> None:
    holdings = Holdings([*counts("a", range(100)), *counts("b", range(50, 100)), *counts("c", range(40))])
    assert [(each.outlet, holdings.begins(each), holdings.ends(each)) for each in holdings.outlets] == [
        ("a", False, False), ("b", True, False), ("c", False, True),
    ]  # fmt: skip
    assert holdings.covered == (day(0), day(99))


def test_holes_of_the_archive() -> None:
    holdings = Holdings([*counts("a", without(90, range(30, 50))), *counts("b", without(90, range(40, 60)))])
    assert [(hole.first, hole.last) for hole in holdings.holes] == [(day(40), day(49))]


HELD = st.lists(
    st.builds(
        lambda outlet, number, articles, diplomatic: DayCount(
            outlet=outlet, day=day(number), articles=articles, diplomatic=min(articles, diplomatic)
        ),
        st.sampled_from("abc"),
        st.integers(0, 120),
        st.integers(1, 9),
        st.integers(0, 9),
    ),
    max_size=60,
    unique_by=lambda each: (each.outlet, each.day),
)  # fmt: skip


@given(HELD, st.integers(-20, 140), st.integers(0, 80), st.integers(0, 80))
def test_spans_add_up(held: list[DayCount], start: int, one: int, two: int) -> None:
    """Two spans that follow each other hold what both together do."""
    holdings = Holdings(held)
    first, second = (
        holdings.over(day(start), day(start + one)), holdings.over(day(start + one + 1), day(start + one + 1 + two))
    )  # fmt: skip
    whole = holdings.over(day(start), day(start + one + 1 + two))
    for name in ("days", "articles", "diplomatic", "covered_days", "usual"):
        assert getattr(whole, name) == pytest.approx(getattr(first, name) + getattr(second, name)), name
    assert set(whole.outlets) == {*first.outlets, *second.outlets}
    assert 0 <= whole.covered_days <= whole.days
    if whole.articles:
        assert whole.extent != "none"


@given(HELD)
def test_an_outlet_runs_but_in_holes(held: list[DayCount]) -> None:
    for outlet in Holdings(held).outlets:
        days = set(outlet.ordinals)
        running = {each for first, last in outlet.runs for each in range(first, last + 1)}
        inside = {each for hole in outlet.holes for each in range(hole.first.toordinal(), hole.last.toordinal() + 1)}
        assert days <= running
        assert not running & inside
        assert running | inside == set(range(outlet.first.toordinal(), outlet.last.toordinal() + 1))
        assert all(hole.days >= outlet.longest_pause for hole in outlet.holes)


# --- periods


@pytest.mark.parametrize(
    ("unit", "label", "first", "last"),
    [
        ("day", "2020-02-29", "2020-02-29", "2020-02-29"),
        ("month", "2020-02", "2020-02-01", "2020-02-29"),
        ("quarter", "2020-Q1", "2020-01-01", "2020-03-31"),
        ("year", "2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_period(unit: str, label: str, first: str, last: str) -> None:
    found = period(dt.date(2020, 2, 29), unit)  # type: ignore[arg-type]
    assert (found.label, found.first.isoformat(), found.last.isoformat()) == (label, first, last)


@given(st.dates(), st.integers(0, 800), st.sampled_from(["day", "month", "quarter", "year"]))
def test_periods_follow_each_other(first: dt.date, days: int, unit: str) -> None:
    last = dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal()))
    found = list(periods(first, last, unit))  # type: ignore[arg-type]
    assert found[0].first <= first <= last <= found[-1].last
    assert all(later.first - each.last == dt.timedelta(days=1) for each, later in pairwise(found))
    assert all(period(each.last, unit) == each for each in found)  # type: ignore[arg-type]


# --- from a store


CALL = "@call held main 2021-02-10 who=拜登:US,習近平:CN"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coverage")
    texts = {
        f"a{number}": post(f"第{number}日", *([CALL] if number % 2 else ["天氣"]), url=f"https://www.cna.com.tw/n/{number}",
                           day=f"2021-02-{number + 1:02}")
        for number in [*range(10), *range(22, 28)]
    }  # fmt: skip
    texts["v"] = post("外電", CALL, url="https://www.voachinese.com/a/1", day="2021-02-11")
    stamped = post("無日期", CALL, url="https://www.voachinese.com/a/2")
    texts["none"] = stamped[stamped.index("\n") + 1 :]  # without its stamp
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **texts)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


@pytest.fixture
def written(ran: Callable[..., tuple[str, str]]) -> Callable[..., str]:
    return lambda *arguments: ran("coverage", *arguments)[0]


def test_counts_of_a_store(db: Path) -> None:
    with open_store(db) as store:
        found = list(store.day_counts())
    assert sum(each.articles for each in found) == 18
    assert sum(each.diplomatic for each in found) == 5 + 3 + 2
    assert [(each.outlet, each.articles, each.diplomatic) for each in found if each.day is None] == [
        ("voachinese", 1, 1)
    ]  # fmt: skip


def test_superseded_versions_do_not_count(db: Path, tmp_path: Path) -> None:
    folder = archive(tmp_path / "posts", a=post("一", CALL, url="https://www.cna.com.tw/n/1", day="2021-02-01"))
    with open_store(tmp_path / "a.db", write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        archive(folder, a=post("一改", CALL, url="https://www.cna.com.tw/n/1", day="2021-02-01"))
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        assert [each.articles for each in store.day_counts()] == [1]


def test_by_outlet(written: Callable[..., str]) -> None:
    whole, cna, voa = (json.loads(line) for line in written("--format", "jsonl").splitlines())
    assert (whole["outlet"], whole["articles"], whole["undated"]) == (None, 17, 1)
    assert (cna["articles"], cna["diplomatic"], cna["days"], cna["usual_pause"]) == (16, 8, 16, 1)
    assert cna["holes"] == [{"first": "2021-02-11", "last": "2021-02-22", "days": 12}]
    assert (voa["first"], voa["undated"]) == ("2021-02-11", 1)
    rows = list(csv.DictReader(io.StringIO(written("--format", "csv"))))
    assert [(row["outlet"], row["holes"], row["days_in_holes"]) for row in rows] == [
        ("", "1", "12"), ("cna", "1", "12"), ("voachinese", "0", "0"),
    ]  # fmt: skip
    assert "12 days from 2021-02-11" in written()


def test_by_period(written: Callable[..., str]) -> None:
    rows = [json.loads(line) for line in written("--by", "day", "--format", "jsonl").splitlines()]
    told = {(row["period"], row["outlet"]): row for row in rows}
    assert told["2021-02-12", None]["extent"] == told["2021-02-12", "cna"]["extent"] == "none"
    assert told["2021-02-02", "cna"]["articles"] == 1
    assert ("2021-02-12", "voachinese") not in told
    assert sum(row["articles"] for row in rows if row["outlet"] is None) == 17
    (whole, *_) = csv.DictReader(io.StringIO(written("--by", "year", "--format", "csv", "--outlet", "CNA")))
    assert (whole["period"], whole["articles"], whole["outlets"]) == ("2021", "16", "cna")
    assert written("--by", "month", "--since", "2021-02", "--until", "2021-02").count("2021-02") == 1


def test_withheld_posts_are_not_counted(db: Path, tmp_path: Path) -> None:
    (tmp_path / "list.yml").write_text("outlets: [cna]\naddresses: ['https://www.voachinese.com/a/1']", "utf-8")
    with open_store(db) as store:
        release = StoreRelease(Rights(withheld=read_withhold_list(tmp_path / "list.yml")), store)
        assert [(each.outlet, each.day, each.articles) for each in release.day_counts()] == [("voachinese", None, 1)]
        assert release.left_out["posts"] == 17


def test_an_archive_that_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    open_store(tmp_path / "tongshi.db", write=True).close()
    monkeypatch.chdir(tmp_path)
    for arguments in (["coverage"], ["coverage", "--by", "month"]):
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
        assert capsys.readouterr().out == "the archive holds no article like that\n"
    for arguments in (["gaps"], ["agenda"]):
        with pytest.raises(SystemExit, match="2"):
            main(arguments)
        assert capsys.readouterr().err.startswith("tongshi: the archive ")

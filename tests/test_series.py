"""Contacts in time: levels of office, series whose counts add up, gaps that with the contacts fill the time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy import archive, post, when
from tongshi.build import build
from tongshi.cli import main
from tongshi.coverage import DayCount, Holdings
from tongshi.errors import LexiconError
from tongshi.levels import Levels, load_levels
from tongshi.lexicon import Layer
from tongshi.periods import Unit, span
from tongshi.records import EngagementType, Participant, When
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Attendance, ContactFilter, open_store
from tongshi.timeline import ANY, gaps, longest, series
from tongshi.withhold import read_withhold_list


@pytest.fixture(scope="module")
def levels() -> Levels:
    return load_levels()


def held(
    date: str | When, people: str = "美國國務卿 US,中國外長 CN", type_: EngagementType = "meeting", id_: str = "c1"
) -> Attendance:
    """A contact of people given as OFFICE POLITY; a name and a person can follow."""
    told = [(*each.split(" "), "某人", "") for each in people.split(",") if each]
    return Attendance(
        id=id_,
        type=type_,
        status="held",
        when=when(date) if isinstance(date, str) else date,
        participants=tuple(
            Participant(office=office or None, polity=polity, name=None if name == "-" else name, person=person)
            for office, polity, name, person, *_ in told
        ),
        polities=tuple(dict.fromkeys(each[1] for each in told)),
    )


# --- levels


@pytest.mark.parametrize(
    ("people", "between", "level"),
    [
        ("美國國務卿 US,中國外長 CN", (), "minister"),
        ("美國總統 US,中国国家主席 CN", (), "head"),
        ("美國總統 US,中國外長 CN", (), "minister"),  # what both sides reach
        ("美國總統 US,美國國務卿 US,中国国家主席 CN,中國外長 CN", (), "head"),
        ("美國總統 US,日本首相 JP,中國外長 CN", (), "head"),  # of three sides two
        ("美國總統 US,日本首相 JP,中國外長 CN", ("US", "CN"), "minister"),
        ("美國總統 US,日本首相 JP", ("US", "CN"), "head"),
        ("美國國務卿 US,中方代表團 CN -", (), "minister"),  # of a delegation nothing is known
        ("中方 CN -,美方 US -", (), "other"),
        ("美國總統 US -,中国国家主席 CN -", (), "head"),  # unnamed, but the office tells
        ("前美國國務卿 US,台灣總統 TW", (), "other"),
        ("海協會會長 CN,台灣總統 TW", (), "other"),
        (" US 布林肯 blinken-antony,中國外長 CN", (), "minister"),  # by the registry, on that day
        ("中共中央總書記 CN 習近平 xi-jinping,美國總統 US", (), "head"),  # both of what is written and what is held
        (" US 某人,中國外長 CN", (), "minister"),  # of him nothing is known
        ("", (), "other"),
    ],
)  # fmt: skip
def test_the_level_of_a_contact(levels: Levels, people: str, between: tuple[str, ...], level: str) -> None:
    assert levels.of(held("2021-03-18", people), between) == level


def test_who_held_no_office_on_the_day(levels: Levels) -> None:
    assert levels.sides(held("1999-03-18", " US 布林肯 blinken-antony,中國外長 CN")) == {"CN": "minister"}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("- id: head\n  roles: [envoy]", "envoy: has the level"),
        ("- id: envoy\n  remove: [envoy]", "the role envoy .* has no level"),
    ],
)
def test_a_role_has_one_level(entries: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        load_levels((Layer("own", (("levels", entries),)),))


# --- series


DAYS = st.dates(dt.date(2019, 11, 1), dt.date(2022, 2, 1))
WHENS = st.one_of(
    st.just(When()),
    st.builds(lambda day: When(start=day.replace(month=1, day=1), precision="year"), DAYS),
    st.builds(lambda day: When(start=day.replace(day=1), precision="month"), DAYS),
    st.builds(
        lambda day, more: When(start=day, end=day + dt.timedelta(days=more) if more else None, precision="day"),
        DAYS, st.integers(0, 9),
    ),
)  # fmt: skip
CONTACTS = st.lists(
    st.builds(
        held,
        WHENS,
        st.sampled_from(["美國國務卿 US,中國外長 CN", "美國總統 US,日本首相 JP", "中方 CN -", "大使 US,中國外長 CN"]),
        st.sampled_from(get_args(EngagementType)),
        st.uuids().map(str),
    ),
    max_size=25,
)
HOLDINGS = Holdings(
    DayCount(outlet="cna", day=dt.date(2020, 3, 1) + dt.timedelta(days=each), articles=9, diplomatic=4)
    for each in range(600)
    if not 100 <= each < 150
)


@given(CONTACTS, st.sampled_from(get_args(Unit)))
def test_counts_add_up(levels: Levels, contacts: list[Attendance], unit: Unit) -> None:
    found = series(contacts, unit, levels.of, HOLDINGS)
    tallies = [*(each.tally for each in found.counts), found.coarse, found.undated]
    assert sum(each.contacts for each in tallies) == len(contacts)
    assert all(sum(each.levels.values()) == each.contacts for each in tallies)
    types: Counter[str] = Counter()
    for each in tallies:
        types.update(each.types)
    assert types == Counter(each.type for each in contacts)
    assert found.undated.contacts == sum(each.when.start is None for each in contacts)
    labels = [each.period for each in found.counts]
    assert labels == sorted(set(labels))
    for count in found.counts:
        assert count.tally.contacts or count.coverage.extent != "none"
        assert (count.coverage.first, count.coverage.last) == (count.period.first, count.period.last)


@pytest.mark.parametrize(
    ("date", "unit", "placed"),
    [
        ("2020-05-03", "month", "2020-05"), ("2020-05", "month", "2020-05"), ("2020", "month", None),
        ("2020-05", "quarter", "2020-Q2"), ("2020", "quarter", None), ("2020", "year", "2020"), ("?", "year", None),
    ],
)  # fmt: skip
def test_where_a_contact_counts(levels: Levels, date: str, unit: Unit, placed: str | None) -> None:
    found = series([held(date)], unit, levels.of, HOLDINGS)
    assert [each.period.label for each in found.counts if each.tally.contacts] == ([placed] if placed else [])
    assert (found.coarse.contacts, found.undated.contacts) == (int(not placed and date != "?"), int(date == "?"))


# --- gaps


@given(CONTACTS, DAYS, st.integers(0, 900))
def test_gaps_and_contacts_fill_the_time(levels: Levels, contacts: list[Attendance], first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    found = list(gaps(contacts, levels.of, levels.names, HOLDINGS, first, last))
    at_level = {ANY: contacts} | {
        level: own for level in levels.names if (own := [each for each in contacts if levels.of(each) == level])
    }
    for level, own in at_level.items():
        if not own:
            assert not found
            continue
        busy = {
            day
            for each in own
            if each.when.precision == "day" and (known := span(each.when))
            for day in range(known[0].toordinal(), known[1].toordinal() + 1)
        }
        free = [
            day for gap in found if gap.level == level for day in range(gap.first.toordinal(), gap.last.toordinal() + 1)
        ]
        whole = set(range(first.toordinal(), last.toordinal() + 1))
        assert len(free) == len(set(free))
        assert set(free) == whole - busy
    for gap in found:
        assert gap.days == gap.coverage.days
        for end, side in ((gap.first - dt.timedelta(days=1), gap.since), (gap.last + dt.timedelta(days=1), gap.until)):
            assert side is None or (side.when.precision == "day" and span(side.when)), end
        if not gap.goes_on:
            assert gap.until is not None
            assert gap.until.when.start == gap.last + dt.timedelta(days=1)
        assert gap.goes_on == (gap.last == last and dt.date.toordinal(last) + 1 not in _starts(at_level[gap.level]))


def _starts(contacts: list[Attendance]) -> set[int]:
    return {each.when.start.toordinal() for each in contacts if each.when.precision == "day" and each.when.start}


def test_what_a_gap_tells(levels: Levels) -> None:
    contacts = [
        held("2020-03-10", id_="c1"),
        held("2020-05", id_="c2"),
        held(when("2020-05-02", "2020-05-04"), "美國總統 US,中国国家主席 CN", "visit", "c3"),
        held("2020-07-30", id_="c4"),
    ]
    found = list(gaps(contacts, levels.of, levels.names, HOLDINGS, dt.date(2020, 3, 1), dt.date(2020, 9, 30)))
    told = [
        (gap.level, str(gap.first), str(gap.last), gap.since and gap.since.id, gap.until and gap.until.id, gap.perhaps)
        for gap in found
    ]
    assert told == [
        (ANY, "2020-03-01", "2020-03-09", None, "c1", ()),
        (ANY, "2020-03-11", "2020-05-01", "c1", "c3", ("c2",)),
        (ANY, "2020-05-05", "2020-07-29", "c3", "c4", ("c2",)),
        (ANY, "2020-07-31", "2020-09-30", "c4", None, ()),
        ("head", "2020-03-01", "2020-05-01", None, "c3", ()),
        ("head", "2020-05-05", "2020-09-30", "c3", None, ()),
        ("minister", "2020-03-01", "2020-03-09", None, "c1", ()),
        ("minister", "2020-03-11", "2020-07-29", "c1", "c4", ("c2",)),
        ("minister", "2020-07-31", "2020-09-30", "c4", None, ()),
    ]
    extents = {(gap.level, str(gap.first)): gap.coverage.extent for gap in found}
    assert extents[ANY, "2020-03-11"] == "covered"
    assert extents[ANY, "2020-05-05"] == "thin"  # the archive has a hole from 9 June to 28 July
    (hole,) = gaps([held("2020-06-08"), held("2020-07-29")], levels.of, (), HOLDINGS, dt.date(2020, 6, 8),
                   dt.date(2020, 7, 29))  # fmt: skip
    assert hole.coverage.extent == "none"
    assert [(gap.level, gap.days) for gap in longest(found, 1)] == [
        (ANY, 86), (ANY, 62), ("head", 149), ("minister", 141), ("minister", 62)
    ]  # fmt: skip


# --- from a store


POSTS = {
    "a": post("甲", "@meeting held main 2021-02-01 who=布林肯:US:blinken-antony,王毅:CN:wang-yi topics=trade",
              "@call held background 2021-01 who=拜登:US:biden-joe,習近平:CN:xi-jinping",
              "@visit planned background 2021-03-05 who=王毅:CN:wang-yi polities=CN,US place=:US",
              url="https://www.cna.com.tw/n/1", day="2021-02-02"),
    "b": post("乙", "@meeting held main 2021-02-20 who=布林肯:US:blinken-antony,王毅:CN:wang-yi place=東京:JP",
              "@meeting held background ? who=拜登:US:biden-joe,習近平:CN:xi-jinping",
              "@meeting held background 2019 who=川普:US:trump-donald,習近平:CN:xi-jinping",
              "@meeting cancelled background 2021-02-22 who=布林肯:US:blinken-antony,王毅:CN:wang-yi",
              url="https://www.voachinese.com/a/1", day="2021-02-21"),
}  # fmt: skip
POSTS |= {
    f"day{each}": post(f"第{each}日", "天氣", url=f"https://www.cna.com.tw/d/{each}", day=f"2021-02-{each:02}")
    for each in range(1, 29)
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **POSTS)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


@pytest.fixture
def written(ran: Callable[..., tuple[str, str]]) -> Callable[..., Any]:
    """What a command writes, its messages as the last line."""
    return lambda *arguments: [line for text in ran(*arguments) for line in text.splitlines()]


def test_attendance_tells_what_contacts_do(db: Path, tmp_path: Path) -> None:
    """Also where something is withheld, by people or by posts."""
    lists = ["", "people: [wang-yi]", "outlets: [cna]", "addresses: ['https://www.voachinese.com/a/1']"]
    for text in lists:
        (tmp_path / "list.yml").write_text(text, "utf-8")
        withheld = read_withhold_list(tmp_path / "list.yml")
        with open_store(db) as store:
            whole, light = (StoreRelease(Rights(withheld=withheld), store) for _ in range(2))
            wanted = ContactFilter(polities=("US",))
            told = {each.id: (each.type, each.status, each.when, each.participants, each.polities)
                    for each in whole.contacts(wanted)}  # fmt: skip
            assert told == {each.id: (each.type, each.status, each.when, each.participants, each.polities)
                            for each in light.attended(wanted)}  # fmt: skip
            assert light.left_out == whole.left_out
            assert light.count_contacts(wanted) == len(told)


def test_contacts_in_order(written: Callable[..., list[str]]) -> None:
    rows = [json.loads(line) for line in written("timeline", "--between", "US", "CN", "--format", "jsonl")]
    assert [(each["date"]["start"], each["date"]["precision"], each["level"]) for each in rows] == [
        ("2019-01-01", "year", "head"), ("2021-01-01", "month", "head"), ("2021-02-01", "day", "minister"),
        ("2021-02-20", "day", "minister"), (None, "unknown", "other"),
    ]  # fmt: skip
    assert [each["archive"] and each["archive"]["extent"] for each in rows] == [None, "none", "thin", "thin", None]
    assert rows[2]["sides"] == {"US": "minister", "CN": "minister"}
    table = written("timeline", "--between", "US", "CN", "--level", "minister")
    assert sum("minister" in line for line in table) == 2
    (row, *_) = csv.DictReader(written("timeline", "--status", "planned", "--format", "csv"))
    assert (row["start"], row["level"], row["sides"], row["archive"]) == (
        "2021-03-05",
        "minister",
        "CN:minister",
        "none",
    )


def test_what_has_no_date_is_told(written: Callable[..., list[str]]) -> None:
    *_, last = written("timeline", "--since", "2021", "--format", "jsonl")
    assert last.startswith("1 more without a date")
    assert not any("without a date" in line for line in written("timeline"))
    *_, last = written("gaps")
    assert last.startswith("1 more contacts have no date")


def test_counts_by_month(written: Callable[..., list[str]]) -> None:
    statuses = ("--status", "held", "--status", "cancelled")
    rows = [json.loads(line) for line in written("timeline", "--by", "month", *statuses, "--format", "jsonl")]
    assert [(each["status"], each["period"], each["dated"], each["contacts"]) for each in rows] == [
        ("held", "2021-01", True, 1), ("held", "2021-02", True, 2), ("held", None, True, 1), ("held", None, False, 1),
        ("cancelled", "2021-02", True, 1),
    ]  # fmt: skip
    assert rows[1]["archive"]["articles"] == 30
    assert (rows[1]["types"], rows[1]["levels"]) == ({"meeting": 2}, {"minister": 2})
    held_row = next(csv.DictReader(written("timeline", "--by", "quarter", "--format", "csv")))
    assert (held_row["period"], held_row["call"], held_row["level_minister"]) == ("2021-Q1", "1", "2")
    assert any("2 meeting" in line and "2 minister" in line for line in written("timeline", "--by", "month"))


def test_gaps_of_a_store(written: Callable[..., list[str]]) -> None:
    at = ("--between", "US", "CN", "--level", "minister")
    rows = [json.loads(line) for line in written("gaps", *at, "--format", "jsonl")]
    assert [(each["level"], each["first"], each["last"], each["days"], each["goes_on"]) for each in rows] == [
        ("minister", "2021-02-02", "2021-02-19", 18, False), ("minister", "2021-02-21", "2021-02-28", 8, True),
    ]  # fmt: skip
    assert rows[0]["archive"]["covered_days"] == 18
    (row, *_) = csv.DictReader(written("gaps", "--since", "2021-03", "--until", "2021-03", "--format", "csv"))
    assert (row["days"], row["archive"], row["goes_on"], row["until"]) == ("31", "none", "true", "")
    assert any("of the archive" in line for line in written("gaps", "--since", "2021-03", "--until", "2021-03"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timeline", "--level", "king"], "king: not one of head, deputy-head, minister"),
        (["gaps", "--since", "2030"], "the archive covers 2021-02-01 to 2021-02-28: give both"),
        (["gaps", "--since", "2021-03", "--until", "2021-01"], "--since 2021-03 is after --until 2021-01"),
    ],
)
def test_mistakes(
    db: Path, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(db.parent)
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert message in capsys.readouterr().err


def test_csv_has_a_column_for_every_value(written: Callable[..., list[str]]) -> None:
    for arguments in (["timeline"], ["timeline", "--by", "year"], ["gaps"], ["coverage"], ["coverage", "--by", "day"]):
        lines = [line for line in written(*arguments, "--format", "csv") if " more " not in line]
        head, *rows = csv.reader(io.StringIO("\n".join(lines)))
        assert rows
        assert {len(row) for row in rows} == {len(head)}

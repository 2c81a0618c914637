"""What was announced, as it was known on a day, and plans of which nothing more is told."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.toy import archive, post
from tongshi.agenda import AHEAD, Announcement, announcements, held_by, unreported
from tongshi.build import build
from tongshi.cli import main
from tongshi.coverage import Holdings
from tongshi.records import Place, Status, When
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Contact, ContactFilter, StoredReport, open_store
from tongshi.withhold import read_withhold_list

LEADERS = "who=拜登:US:biden-joe,習近平:CN:xi-jinping"
MINISTERS = "who=布林肯:US:blinken-antony,王毅:CN:wang-yi"

HELD = f"@call held main 2021-02-10 {LEADERS} topics=trade"

# so that the two are no copies of each other
BEFORE = "白宮只說時間，議題要到當天才會公布，外界猜測台灣與疫情會是重點。"
AFTER = "兩人談了一小時貿易，之後各自見記者，強調保持聯繫，並由雙方團隊就關稅與市場准入繼續磋商。"


def told(title: str, day: str, *lines: str, outlet: str = "cna.com.tw") -> str:
    return post(title, *lines, url=f"https://www.{outlet}/n/{day}-{len(title)}-{len(lines)}", day=day)


POSTS = {
    # announced on the 1st, told to be held on the 11th
    "call1": told("通話在即", "2021-02-01", f"@call planned main 2021-02-10 {LEADERS}", BEFORE),
    "call2": told("已通話", "2021-02-11", HELD, AFTER, outlet="voa.com"),
    # announced, then called off
    "off1": told("將會面", "2021-02-02", f"@meeting planned main 2021-02-15 {MINISTERS} place=東京:JP"),
    "off2": told("取消會面", "2021-02-12", f"@meeting cancelled main 2021-02-15 {MINISTERS}", outlet="voachinese.com"),
    # announced, and nothing more is told; talks a day later, of whom is not said, may be these or others
    "none": told("會談在即", "2021-02-03", "@talks planned main 2021-02-16 who=謝鋒:CN,雪蔓:US"),
    "near": told("會談結束", "2021-02-18", "@talks held main 2021-02-17 who=:CN,:US", outlet="voachinese.com"),
    "other": told("另一會談", "2021-02-18", "@talks held main 2021-02-16 who=何立峰:CN,戴琪:US"),
    "month": told("本月訪問", "2021-02-04", "@visit planned main 2021-02 who=李顯龍:SG polities=SG,US place=:US"),
    "undated": told("將訪問", "2021-02-05", "@visit planned main ? who=文在寅:KR polities=KR,US place=:US"),
    "wish": told("盼會面", "2021-02-05", "@meeting proposed main 2021-02-14 who=岸信夫:JP,奧斯汀:US"),
    "late": told("曾計劃", "2021-02-20", "@visit planned background 2021-02-07 who=蘇嘉全:TW polities=TW,JP place=:JP"),
    "ahead": told("下月訪問", "2021-02-20", "@visit planned main 2021-03-10 who=莫迪:IN polities=IN,JP place=:JP"),
    "end": told("天氣", "2021-03-02", "天氣"),
}  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agenda")
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **POSTS)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


@pytest.fixture
def written(ran: Callable[..., tuple[str, str]]) -> Callable[..., list[str]]:
    """Its messages are the last lines."""
    return lambda *arguments: [line for text in ran("agenda", *arguments) for line in text.splitlines()]


@pytest.fixture
def told_on() -> Callable[..., list[str]]:
    """The statuses of a contact's history, of reports in order of publication with the day of February of each."""
    return lambda *reports: [each.status for each in announced(*reports).history]


def announced(*reports: tuple[Status, int], status: Status = "held") -> Announcement:
    """A contact by reports of it in order of publication, with the day of February of each."""
    stored = [
        StoredReport(
            contact="c1", engagement=f"e{at}", post=f"p{at}", outlet="cna", day=dt.date(2021, 2, day),
            status=each, when=When(),
        )
        for at, (each, day) in enumerate(reports)
    ]  # fmt: skip
    contact = Contact(
        id="c1", type="call", status=status, salience="main", when=When(), place=Place(), participants=(),
        polities=(), topics=(), outlets=(), posts=(), sources=len(stored),
    )  # fmt: skip
    (found,) = announcements([contact], stored, None, lambda contact, _: contact)
    return found


@pytest.mark.parametrize(
    ("reports", "status", "want"),
    [
        ([("planned", 1)], "planned", True),
        ([("planned", 1), ("cancelled", 2)], "cancelled", False),
        ([("planned", 1), ("cancelled", 2), ("planned", 3)], "planned", True),  # anew
        ([("planned", 1), ("cancelled", 2), ("planned", 2)], "planned", False),  # of one day: it may be the old plan
        ([("planned", 1), ("held", 2), ("planned", 3)], "held", False),
        ([("planned", 1), ("held", 2), ("planned", 3)], "planned", False),  # so a person said
        ([("cancelled", 1), ("planned", 2), ("denied", 3)], "planned", False),
    ],
)
def test_what_is_planned_anew_is_open_again(reports: list[tuple[Status, int]], status: Status, want: bool) -> None:
    assert announced(*reports, status=status).is_open is want


def listed(lines: list[str]) -> list[tuple[str | None, str, str]]:
    """Day, type and status of JSON lines."""
    rows = [json.loads(line) for line in lines if line.startswith("{")]
    return [(each["date"]["start"], each["type"], each["status"]) for each in rows if "id" in each]


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        ([], [("2021-03-10", "visit", "planned")]),  # after the archive's last day
        (["--after", "2021-02-15"], [
            ("2021-02-01", "visit", "planned"), ("2021-02-16", "talks", "planned"), ("2021-03-10", "visit", "planned"),
        ]),
        (["--after", "2021-02-09", "--until", "2021-02-15"], [
            ("2021-02-01", "visit", "planned"), ("2021-02-10", "call", "held"), ("2021-02-14", "meeting", "proposed"),
            ("2021-02-15", "meeting", "cancelled"),
        ]),
        # as it was known then
        (["--as-known-on", "2021-02-01"], [("2021-02-10", "call", "planned")]),
        (["--as-known-on", "2021-02-02", "--after", "2021-02-10"], [("2021-02-15", "meeting", "planned")]),
        (["--as-known-on", "2021-02-11", "--after", "2021-02-09", "--until", "2021-02-15", "--polity", "CN"], [
            ("2021-02-10", "call", "held"), ("2021-02-15", "meeting", "planned"),
        ]),
        (["--after", "2021-02-09", "--type", "call"], [("2021-02-10", "call", "held")]),
        (["--as-known-on", "2021-01-31"], []),
    ],
)  # fmt: skip
def test_what_is_announced(
    written: Callable[..., list[str]], arguments: list[str], want: list[tuple[str, str, str]]
) -> None:
    assert listed(written(*arguments, "--format", "jsonl")) == want


def test_only_what_was_known_then_is_told(written: Callable[..., list[str]]) -> None:
    (call,) = [json.loads(line) for line in written("--as-known-on", "2021-02-01", "--format", "jsonl")]
    assert (call["outlets"], call["topics"], call["sources"]) == (["cna"], [], 1)
    assert [each["status"] for each in call["history"]] == ["planned"]
    (call, *_) = [json.loads(line) for line in written("--after", "2021-02-09", "--type", "call", "--format", "jsonl")]
    assert (call["outlets"], call["topics"], call["sources"]) == (["cna", "voa"], ["trade"], 2)
    assert [(each["status"], each["day"]) for each in call["history"]] == [
        ("planned", "2021-02-01"), ("held", "2021-02-11"),
    ]  # fmt: skip
    assert (call["announced"]["day"], call["announced"]["outlet"]) == ("2021-02-01", "cna")


def test_the_history_is_shown(written: Callable[..., list[str]]) -> None:
    lines = written("--after", "2021-02-09")
    assert any("planned 2021-02-01 → held 2021-02-11" in line for line in lines)
    assert lines[-1] == "1 more were announced without a date (--undated lists them)"
    assert written("--after", "2031")[0] == "nothing is announced for after 2031-12-31"


def test_of_one_day_a_plan_is_told_before_what_came_of_it(told_on: Callable[..., list[str]]) -> None:
    assert told_on(("held", 1), ("planned", 1), ("held", 1)) == ["planned", "held"]
    assert told_on(("denied", 1), ("proposed", 1), ("denied", 2)) == ["proposed", "denied"]
    assert told_on(("held", 1), ("planned", 2)) == ["held", "planned"]  # as it was told


def test_plans_of_which_nothing_came(written: Callable[..., list[str]], db: Path) -> None:
    rows = [json.loads(line) for line in written("--unreported", "--format", "jsonl") if line.startswith("{")]
    assert [(each["date"]["start"], each["type"]) for each in rows] == [
        ("2021-02-01", "visit"),
        ("2021-02-16", "talks"),
    ]
    visit, talks = rows
    assert (visit["archive"]["first"], visit["archive"]["last"]) == ("2021-03-01", "2021-03-02")  # no later than today
    assert (talks["archive"]["first"], talks["archive"]["last"]) == ("2021-02-17", "2021-02-23")
    assert (talks["archive"]["articles"], visit["maybe"]) == (4, [])
    with open_store(db) as store:
        (near,) = [
            each.id for each in store.contacts(ContactFilter(since=dt.date(2021, 2, 17))) if each.type == "talks"
        ]
    assert talks["maybe"] == [near]  # not the talks of others on the very day
    lines = "\n".join(written("--unreported"))
    assert "7 days, " in lines
    assert "4 articles" in lines
    (head, *values) = csv.reader(line for line in written("--unreported", "--format", "csv") if "more" not in line)
    assert {len(each) for each in values} == {len(head)}


def test_where_a_plan_was_to_be(written: Callable[..., list[str]]) -> None:
    table = "\n".join(written("--unreported"))
    assert re.search(r"who +place +told as", table)
    assert re.search(r"李顯龍 \(SG\) +US +planned", table)


def test_plans_without_a_date(written: Callable[..., list[str]]) -> None:
    for arguments in (["--undated"], ["--undated", "--unreported"]):
        assert listed(written(*arguments, "--format", "jsonl")) == [(None, "visit", "planned")]
    assert written("--undated", "--polity", "IN") == ["nothing was announced without a date"]


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        (["--after", "2021-03", "--until", "2021-02"], "tongshi: --after 2021-03 is after --until 2021-02\n"),
        (
            ["--undated", "--until", "2021-02"],
            "tongshi: --undated lists what has no day: without --after and --until\n",
        ),
    ],
)
def test_days_that_cannot_be_meant(
    db: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], want: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["agenda", *arguments, "--db", str(db)])
    assert capsys.readouterr() == ("", want)


def test_what_was_left_open_on_a_day(written: Callable[..., list[str]]) -> None:
    """The meeting called off on the 12th was still planned on the 17th as far as told by one who stops reading."""
    lines = written("--unreported", "--as-known-on", "2021-02-17", "--format", "jsonl")
    assert listed(lines) == [("2021-02-16", "talks", "planned")]
    assert json.loads(lines[0])["maybe"] == []  # told on the 18th
    assert listed(written("--unreported", "--as-known-on", "2021-02-10", "--format", "jsonl")) == []


def test_held_by() -> None:
    def report(contact: str, status: str, day: str | None) -> StoredReport:
        published = dt.date.fromisoformat(day) if day else None
        return StoredReport(contact=contact, engagement="e", post="p", outlet="cna", day=published,
                            status=status, when=When())  # type: ignore[arg-type]  # fmt: skip

    reports = [report("c1", "held", "2021-02-10"), report("c2", "held", "2021-02-11"), report("c3", "held", None),
               report("c4", "planned", "2021-02-01")]  # fmt: skip
    assert held_by(reports, dt.date(2021, 2, 10)) == {"c1"}


def test_withheld_reports_are_not_known(db: Path, tmp_path: Path) -> None:
    (tmp_path / "list.yml").write_text("outlets: [cna]\npeople: [文在寅]", "utf-8")
    wanted = ContactFilter(reported=AHEAD)
    with open_store(db) as store:
        release = StoreRelease(Rights(withheld=read_withhold_list(tmp_path / "list.yml")), store)
        found = announcements(release.contacts(wanted), release.reports(wanted), None, release.contact_of)
        assert list(found) == []
        assert list(unreported((), (), Holdings(release.day_counts()), dt.date(2021, 3, 2))) == []

"""Review: what decisions do to a store, what waits for one, and the dialogue in the terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ON_SERVER, fresh, sql
from tests.toy import archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.decisions import Decision, dump
from tongshi.errors import LedgerError, NotFoundError
from tongshi.review import Reviewer, correct, judge, merge, outlook, undo, waiting
from tongshi.rights import Rights, StoreRelease
from tongshi.store import Contact, ContactFilter, Store, open_store
from tongshi.withhold import read_withhold_list

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"
POSTS = {
    "a": post("拜登與習近平通話", "談了很久。", CALL, "@said 拜登 US stress 談判沒有結果 engagement=0 side=US"),
    "b": post("习近平同拜登通电话", CALL.replace("習", "习"), url="https://www.voachinese.com/a/1", day="2021-02-12"),
    "c": post("訪問", "@visit planned background 2021-05-01 who=莫里森:AU place=東京:JP polities=AU,JP"),
    "d": post("通話一事", "白宮說兩人10日通了電話。", CALL.replace("02-10", "02-13").replace(" topics=trade", ""),
              url="https://www.rfi.fr/a/1", day="2021-02-14"),
}  # fmt: skip
REVIEWER = Reviewer("王")


class Told:
    def __init__(self, out: str, error: str, code: int) -> None:
        self.out, self.error, self.code = out, error, code

    @property
    def mistake(self) -> str:
        assert self.code == 2
        assert self.out == ""
        assert self.error.count("\n") == 1
        return self.error.removeprefix("tongshi: ").strip()


Command = Callable[..., Told]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Runs the command line in a folder with a database; `stdin` is what is typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TONGSHI_REVIEWER", "王")
    read(archive(tmp_path / "posts", **POSTS))

    def run(*arguments: object, stdin: str = "") -> Told:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Told(captured.out, captured.err, code)

    return run


def read(folder: Path, coder: str = "tests.toy:Toy", db: str = "tongshi.db") -> None:
    with open_store(db, write=True) as store:
        build([folder], store, jobs=1, coder=coder)


def contacts(wanted: ContactFilter | None = None, db: str = "tongshi.db") -> list[Contact]:
    with open_store(db) as store:
        return list(store.contacts(wanted))


def days() -> list[tuple[str, str, int]]:
    """Type, date and number of sources of each contact, in order of date."""
    return sorted((each.type, str(each.when.start), len(each.posts)) for each in contacts())


BEFORE = [("call", "2021-02-10", 2), ("call", "2021-02-13", 1), ("visit", "2021-05-01", 1)]


def contact(day: str) -> str:
    return next(each.id for each in contacts() if str(each.when.start) == day)


def records(day: str) -> list[str]:
    with open_store("tongshi.db") as store:
        return [source.engagement.id for source in store.report(contact(day)).sources]


def decisions(db: str = "tongshi.db") -> tuple[Decision, ...]:
    with open_store(db) as store:
        return store.decisions()


def items(kind: str = "") -> list[Any]:
    with open_store("tongshi.db") as store:
        return [item for item in waiting(StoreRelease(Rights(), store)) if kind in {"", item.kind}]


def unsure(day: str, confidence: float = 0.4) -> None:
    for id_ in records(day):
        sql(Path("tongshi.db"), f"UPDATE engagements SET confidence = {confidence} WHERE id = '{id_}'")


# --- verdicts


def test_rejected_contacts_leave_the_lists(command: Command) -> None:
    call = contact("2021-02-10")
    told = command("review", "reject", call[:8], "--why", "從未有過")
    assert told.code == 0
    assert days() == BEFORE[1:]
    listed = [json.loads(line) for line in command("engagements", "--rejected", "--format", "jsonl").out.splitlines()]
    assert [each["date"]["start"] for each in listed] == ["2021-02-10"] * 2
    assert listed[0]["rejected"] | {"decision": "", "at": ""} == {
        "by": "王", "why": "從未有過", "decision": "", "at": "",
    }  # fmt: skip
    assert command("engagements", "--rejected", "--type", "visit").out == "no contact is like that\n"
    shown = command("show", call).out
    assert "rejected" in shown
    assert "從未有過" in shown
    (decision,) = decisions()
    command("review", "undo", decision.id[:9], "--why", "看錯")
    assert days() == BEFORE
    assert "no contact is like that" in command("engagements", "--rejected").out


def test_one_record_of_a_contact_is_rejected(command: Command) -> None:
    _, second = records("2021-02-10")
    command("review", "reject", second, "--why", "x")
    assert days() == [("call", "2021-02-10", 1), *BEFORE[1:]]
    assert "no such contact" not in command("show", second).out


def test_accepted_records_are_marked_and_no_longer_wait(command: Command) -> None:
    unsure("2021-05-01")
    (item,) = items()
    assert (item.kind, item.uncertainty, item.reasons) == ("unsure", 0.6, ("confidence 0.40",))
    command("review", "accept", contact("2021-05-01"), "--why", "核對過", "--by", "李")
    assert items() == []
    assert days() == BEFORE
    shown = command("show", contact("2021-05-01")).out
    assert "accepted" in shown
    assert "李, " in shown


def test_a_rejected_statement_is_not_told(command: Command) -> None:
    (line,) = command("said", "--format", "jsonl").out.splitlines()
    command("review", "reject", json.loads(line)["id"], "--why", "不是他說的")
    assert command("said", "--format", "jsonl").out == ""
    assert items() == []


# --- corrections


def test_a_corrected_contact(command: Command) -> None:
    command("review", "correct", contact("2021-02-10"), "date", "2021-02-09", "--why", "新聞稿")
    (found,) = contacts(ContactFilter(types=("call",), until=None, since=None, main=True, polities=("US", "CN")))[1:]
    assert (str(found.when.start), len(found.posts)) == ("2021-02-09", 2)
    listed = command("engagements", "--until", "2021-02-09", "--format", "jsonl").out.splitlines()
    (mark,) = json.loads(listed[0])["corrected"]
    assert (mark["field"], mark["was"]["start"], mark["value"]["start"]) == ("date", "2021-02-10", "2021-02-09")
    assert (mark["by"], mark["why"], mark["record"]) == ("王", "新聞稿", "")
    shown = command("show", found.id).out
    assert "2021-02-09  (corrected)" in shown
    assert "date corrected from 2021-02-10 to 2021-02-09" in shown
    assert "call, held, 2021-02-10, main" in shown  # what each source says stays
    rows = list(csv.DictReader(io.StringIO(command("engagements", "--format", "csv").out)))
    assert [row["corrected"] for row in rows] == ["", "", "date"]


def test_a_corrected_reading_is_fused_as_corrected(command: Command) -> None:
    (third,) = records("2021-02-13")
    command("review", "correct", third, "date", "2021-02-10", "--why", "說的是10日")
    assert days() == [("call", "2021-02-10", 3), BEFORE[2]]
    shown = command("show", third).out
    assert "date corrected from 2021-02-13 to 2021-02-10" in shown
    assert "call, held, 2021-02-13, main" in shown
    (mark,) = json.loads(command("engagements", "--type", "call", "--format", "jsonl").out)["corrected"]
    assert mark["record"] == third


def test_a_corrected_year_or_type_is_compared_where_it_belongs(command: Command, tmp_path: Path) -> None:
    archive(tmp_path / "posts", f=post("去年通話", CALL.replace("2021-", "2020-"), url="https://www.dw.com/1"))
    read(tmp_path / "posts")
    assert ("call", "2020-02-10", 1) in days()
    (record,) = records("2020-02-10")
    command("review", "correct", record, "date", "2021-02-10", "--why", "誤植")
    assert days() == [("call", "2021-02-10", 3), *BEFORE[1:]]
    archive(tmp_path / "posts", g=post("又一則", CALL.replace("2021-02-10", "2020-02-10"), url="https://www.bbc.com/1"))
    read(tmp_path / "posts")  # touches the block that it was read into
    assert days() == [("call", "2020-02-10", 1), ("call", "2021-02-10", 3), *BEFORE[1:]]
    command("review", "undo", decisions()[0].id, "--why", "x")
    assert days() == [("call", "2020-02-10", 2), *BEFORE]


@pytest.mark.parametrize(
    ("given", "city", "polity"),
    [
        ("東京", "東京", "JP"),  # a town that is known, and whose it is
        ("日本", None, "JP"),
        ("Japan", None, "JP"),
        ("匹茲堡", "匹茲堡", None),  # known from datelines
        ("很久", "很久", None),  # in a source
        ("纳尼亚:CN", "纳尼亚", "CN"),
        ("?", None, None),
    ],
)
def test_a_place_is_a_town_or_a_polity(command: Command, given: str, city: str | None, polity: str | None) -> None:
    command("review", "correct", contact("2021-02-10"), "place", "巴黎:FR", "--why", "x")
    assert command("review", "correct", contact("2021-02-10"), "place", given, "--why", "x").code == 0
    (found,) = (each for each in contacts() if str(each.when.start) == "2021-02-10")
    assert (found.place.city, found.place.polity) == (city, polity)


def test_corrected_participants_are_found(command: Command) -> None:
    visit = contact("2021-05-01")
    command("review", "correct", visit, "participants", "莫里森=總理:AU,菅義偉:JP", "--why", "x")
    command("review", "correct", visit, "topics", "defence", "--why", "x")
    found = [
        json.loads(line) for line in command("engagements", "--person", "菅义伟", "--format", "jsonl").out.splitlines()
    ]
    assert [each["id"] for each in found] == [visit]
    assert [(each["name"], each["office"]) for each in found[0]["participants"]] == [
        ("莫里森", "總理"),
        ("菅義偉", None),
    ]
    assert [each.id for each in contacts(ContactFilter(topics=("defence",)))] == [visit]
    assert contacts(ContactFilter(topics=("trade",), people=("莫里森",))) == []
    assert (
        len(
            contacts(
                ContactFilter(),
            )
        )
        == 3
    )
    with open_store("tongshi.db") as store:
        assert len(list(store.contacts(limit=2))) == 2


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        (["correct", "CALL", "date", "gestern"], "gestern: not a date"),
        (["correct", "CALL", "date", "2021-02-10"], "it is 2021-02-10 already"),
        (["correct", "CALL", "colour", "red"], "colour: not one of type"),
        (["correct", "CALL", "type", "phone"], "type: no value"),
        (["correct", "CALL", "polities", "Atlantis"], "no polity of that name"),
        (
            ["correct", "CALL", "place", "Narnia"],
            "Narnia: no town and no polity of that name, and no source has it: "
            "give CITY:POLITY, as 北京:CN, or :POLITY",
        ),
        (["correct", "CALL", "place", "Narnia:"], "give CITY:POLITY"),
        (["correct", "CALL", "place", '{"city": "Narnia", "polity": null}'], "give CITY:POLITY"),
        (["correct", "CALL", "date", "{"], "date: not JSON"),
        (["merge", "CALL"], None),
        (["merge", "VISIT"], "merge is of 2 or more"),
        (["split", "CALL"], "give a contact, and the records"),
        (["split", "VISIT", "VISIT"], "nothing would be left of it"),
        (["accept", "cffffffffff"], "no such contact"),
        (["undo", "d00"], "no such decision"),
        (["undo", ""], "no such decision"),
        (["same", "拜登", "biden-joe"], "same is of 2"),
        (["different", "拜登", "普丁"], "普丁: nobody of that name takes part in a contact"),
    ],
)
def test_mistakes(command: Command, arguments: list[str], want: str | None) -> None:
    given = {"CALL": contact("2021-02-10"), "VISIT": contact("2021-05-01")}
    told = command("review", *(given.get(each, each) for each in arguments), "--why", "x")
    if want is None:
        assert told.code == 0
    else:
        assert want in told.mistake
        assert decisions() == ()


# --- what is decided already


@pytest.mark.parametrize(
    "arguments",
    [
        ["accept", "CALL"],
        ["reject", "VISIT"],
        ["correct", "CALL", "date", "2021-02-09"],
        ["correct", "FIRST", "status", "denied"],
        ["merge", "FIRST", "THIRD"],
        ["split", "FIRST", "SECOND"],
        ["same", "拜登", "習近平"],
        ["different", "拜登", "習近平"],
    ],
)
def test_what_is_decided_already_is_not_decided_again(command: Command, arguments: list[str]) -> None:
    first, second = records("2021-02-10")
    given = {"CALL": contact("2021-02-10"), "VISIT": contact("2021-05-01"), "FIRST": first, "SECOND": second,
             "THIRD": records("2021-02-13")[0]}  # fmt: skip
    decide = ("review", *(given.get(each, each) for each in arguments))
    assert command(*decide, "--why", "x").code == 0
    after = contacts()
    assert "already" in command(*decide, "--why", "y", "--by", "李").mistake
    (made,) = decisions()
    command("review", "undo", made.id, "--why", "x")
    assert contacts() != after or arguments[0] in {"accept", "same", "different"}
    assert command(*decide, "--why", "z").code == 0
    assert [each.kind for each in decisions()] == [arguments[0], "undo", arguments[0]]


def test_contacts_are_not_merged_again(command: Command) -> None:
    ids = contact("2021-02-10"), contact("2021-02-13")
    command("review", "merge", *ids, "--why", "x")
    (made,) = decisions()
    for again in (records("2021-02-10"), ids):
        assert command("review", "merge", *again, "--why", "x").mistake == (
            f"merged: decided already, by 王 ({made.id})"
        )
    command("review", "undo", made.id, "--why", "x")
    assert days() == BEFORE


def test_what_was_decided_otherwise_meanwhile_is_decided_again(command: Command) -> None:
    first, second = records("2021-02-10")
    for verdict in ("accept", "reject", "accept"):
        assert command("review", verdict, first, "--why", "x").code == 0
    command("review", "merge", first, second, "--why", "x")
    command("review", "split", first, second, "--why", "x")
    assert command("review", "merge", first, second, "--why", "x").code == 0
    assert len(decisions()) == 6
    assert days() == BEFORE


def test_the_dialogue_tells_what_is_decided_already(command: Command) -> None:
    unsure("2021-05-01")
    told = command("review", stdin="p 拜登 習近平 x\np 拜登 習近平 y\nq\n").out
    assert "the same person: decided already, by 王" in told
    assert len(decisions()) == 1


# --- pairs


def test_contacts_that_share_nothing_are_merged_by_whoever_is_sure(command: Command) -> None:
    ids = sorted([contact("2021-02-10"), contact("2021-05-01")])
    told = command("review", "merge", *ids, "--why", "x")
    assert told.code == 2
    assert told.error == (
        f"tongshi: {ids[1]}: no participant, polity or date within a week shared with the others\n"
        "tongshi: nothing was merged; give --sure where they are one contact all the same\n"
    )
    assert decisions() == ()
    assert command("review", "merge", *ids, "--why", "x", "--sure").error == ""
    assert len(contacts()) == 2


def test_which_correction_a_merge_makes_hold_is_told_before(command: Command) -> None:
    large, small = contact("2021-02-10"), contact("2021-02-13")
    command("review", "correct", small, "date", "2021-02-12", "--why", "公報")
    (correction,) = decisions()
    told = command("review", "merge", large, small, "--why", "同一通")
    assert told.code == 2
    first, last = told.error.splitlines()
    assert first == (
        f"tongshi: {large}: its date 2021-02-10 gives way to 2021-02-12, "
        f"corrected by 王, {correction.at[:16].replace('T', ' ')} UTC: 公報 ({correction.id})"
    )
    assert last == "tongshi: nothing was merged; give --sure where they are one contact all the same"
    assert command("review", "merge", large, small, "--why", "同一通", "--sure").code == 0
    assert days() == [("call", "2021-02-12", 3), BEFORE[2]]
    command("review", "undo", decisions()[-1].id, "--why", "看錯了")
    assert days() == [BEFORE[0], ("call", "2021-02-12", 1), BEFORE[2]]


@pytest.mark.parametrize(
    ("corrections", "overridden"),
    [
        ([("SMALL", "date", "2021-02-10")], []),  # what the other says too
        ([("LARGE", "date", "2021-02-09"), ("SMALL", "date", "2021-02-12")], [("LARGE", "2021-02-12")]),
        ([("SMALL", "date", "2021-02-12"), ("LARGE", "date", "2021-02-09")], [("SMALL", "2021-02-09")]),
        ([("SMALL", "topics", "taiwan")], [("LARGE", "taiwan")]),
        ([("LARGE", "topics", "taiwan")], []),  # of which the other says nothing
        ([("SMALL", "participants", "习近平:CN,拜登:US")], []),  # in another script and order
        ([("RECORD", "date", "2021-02-12")], []),  # what an article says does not hold for others
    ],
)
def test_of_several_corrections_the_latest_overrides(
    command: Command, corrections: list[tuple[str, str, str]], overridden: list[tuple[str, str]]
) -> None:
    ids = {"LARGE": contact("2021-02-10"), "SMALL": contact("2021-02-13"), "RECORD": records("2021-02-13")[0]}
    for of, field, value in corrections:
        assert command("review", "correct", ids[of], field, value, "--why", "x").code == 0
    with open_store("tongshi.db") as store:
        release = StoreRelease(Rights(), store)
        found = outlook(release, merge(release, REVIEWER, [ids["LARGE"], ids["SMALL"]], "x")).overridden
    names = {id_: name for name, id_ in ids.items()}
    assert [(names[each.contact.id], each.holds) for each in found] == overridden


def test_the_dialogue_asks_before_a_merge_overrides(command: Command) -> None:
    command("review", "correct", contact("2021-02-13"), "status", "denied", "--why", "聲明")
    doubt(records("2021-02-10")[0], records("2021-02-13")[0])
    told = command("review", stdin="m 同一通\nn\nm 同一通\ny\nq\n").out
    assert told.count("its status held gives way to denied, corrected by 王") == 2
    assert "decisions made: 1; all are kept" in told
    assert {(each.status, len(each.posts)) for each in contacts()} == {("denied", 3), ("planned", 1)}


def test_contacts_that_share_something_are_merged_without_a_word(command: Command, tmp_path: Path) -> None:
    visited = "@visit held main 2021-05-07 who=王毅:CN place=首爾:KR polities=CN,KR"
    archive(tmp_path / "posts", near=post("訪韓", visited, day="2021-05-08"))
    read(tmp_path / "posts")
    visit, near, call, other = (contact(day) for day in ("2021-05-01", "2021-05-07", "2021-02-10", "2021-02-13"))
    assert command("review", "merge", call, other, "--why", "x").error == ""
    assert command("review", "merge", visit, near, "--why", "within a week").error == ""


def test_only_merges_are_of_strangers(command: Command) -> None:
    call, visit = contact("2021-02-13"), contact("2021-05-01")
    with open_store("tongshi.db") as store:
        release = StoreRelease(Rights(), store)
        made = merge(release, REVIEWER, [call, visit], "x")
        assert [each.id for each in outlook(release, made).strangers] == [max(call, visit)]
        assert not outlook(release, judge(release, REVIEWER, "accept", [call, visit], "x"))


def test_merge_and_split(command: Command) -> None:
    command("review", "merge", contact("2021-02-10"), contact("2021-02-13"), "--why", "同一通")
    assert days() == [("call", "2021-02-10", 3), BEFORE[2]]
    assert "decided (1.00)" in command("show", contact("2021-02-10")).out
    first, second, _ = records("2021-02-10")
    command("review", "split", contact("2021-02-10"), second, "--why", "另一通")
    assert [(day, n) for _, day, n in days()] == [("2021-02-10", 1), ("2021-02-10", 2), ("2021-05-01", 1)]
    command("review", "split", first, second, "--why", "再說一次")
    assert len(contacts()) == 3


def test_what_was_merged_stays_so_in_whatever_block_it_was_read(command: Command, tmp_path: Path) -> None:
    command("review", "merge", contact("2021-02-10"), contact("2021-05-01"), "--why", "x", "--sure")
    assert [len(each.posts) for each in contacts()] == [1, 3]
    assert len(contacts()) == 2
    ids = {each.id for each in contacts()}
    read(tmp_path / "posts", "tests.toy:Retrained")
    assert {each.id for each in contacts()} == ids
    assert [len(each.posts) for each in contacts()] == [1, 3]
    command("review", "undo", decisions()[0].id, "--why", "x")
    assert days() == BEFORE


def test_two_records_of_one_article_can_be_merged(command: Command, tmp_path: Path) -> None:
    archive(tmp_path / "posts", h=post("兩次", "@meeting held main 2022-01-02 who=甲:US,乙:CN",
                                       "@meeting held main 2022-01-03 who=甲:US,乙:CN"))  # fmt: skip
    read(tmp_path / "posts")
    command("review", "merge", contact("2022-01-02"), contact("2022-01-03"), "--why", "說了兩次")
    assert [str(each.when.start) for each in contacts(ContactFilter(types=("meeting",)))] == ["2022-01-02"]
    cited = command("cite", contact("2022-01-02")).out
    assert "decided after it was read: merged" in cited
    assert "說了兩次" in cited
    assert "[1]" in cited
    assert "[2]" not in cited  # one article, though it tells of it twice


def test_people(command: Command, tmp_path: Path) -> None:
    told = "@meeting held main 2022-01-02 who={}:US,乙某:CN"
    archive(tmp_path / "posts", h=post("一", told.format("史密斯"), url="https://www.dw.com/2"),
            i=post("二", told.format("歐布萊恩"), url="https://www.bbc.com/2"))  # fmt: skip
    read(tmp_path / "posts")
    meetings = ContactFilter(types=("meeting",))
    assert len(contacts(meetings)) == 2
    command("review", "same", "史密斯", "歐布萊恩", "--why", "兩種譯法")
    assert len(contacts(meetings)) == 1
    assert command("review", "different", "史密斯", "歐布萊恩", "--why", "不是").code == 0
    assert len(contacts(meetings)) == 2
    command("review", "undo", *(each.id for each in decisions()), "--why", "重來")
    archive(
        tmp_path / "posts",
        i=post("二", told.format("史密斯").replace("斯:US", "斯:US:smith-john"), url="https://www.bbc.com/2"),
    )
    read(tmp_path / "posts")
    assert len(contacts(meetings)) == 1
    assert command("review", "different", "史密斯", "smith-john", "--why", "同名").error == ""
    assert len(contacts(meetings)) == 2


# --- what no reading found

ADD = ("add", "d", "--sentence", "白宮說兩人10日通了電話。", "--trigger", "通了電話", "--type", "call", "--why", "漏讀")


def test_an_added_contact(command: Command, tmp_path: Path) -> None:
    given = ("--who", "拜登:US,習近平:CN", "--date", "2021-02-10", "--date-words", "10日", "--topics", "貿易")
    assert command("review", *ADD, *given).code == 0
    assert days() == [("call", "2021-02-10", 3), *BEFORE[1:]]
    (added,) = (each for each in decisions() if each.kind == "add")
    with open_store("tongshi.db") as store:
        report = store.report(added.subjects[0])
        (source,) = (each for each in report.sources if each.engagement.id == added.subjects[0])
        engagement, text = source.engagement, source.article.reading.article.post.text
    assert engagement.rule == "review"
    for field, want in {"trigger": "通了電話", "date": "10日", "evidence": "白宮說兩人10日通了電話。"}.items():
        assert [text[span.start : span.end] for span in engagement.spans[field]] == [want]
    assert [text[each.spans[0].start : each.spans[0].end] for each in engagement.participants] == ["拜登", "習近平"]
    assert engagement.polities == ("US", "CN")
    shown = command("show", added.subjects[0]).out
    assert "added: call 拜登:US, 習近平:CN" in shown
    assert "⟦10日⟧⟦通了電話⟧" in shown
    with open_store("tongshi.db") as store:
        whole = store.digest()
    read(tmp_path / "posts", "tests.toy:Retrained")
    assert days() == [("call", "2021-02-10", 3), *BEFORE[1:]]
    read(tmp_path / "posts")
    with open_store("tongshi.db") as store:
        assert store.digest() == whole
    command("review", "undo", added.id, "--why", "x")
    assert days() == BEFORE
    assert sql(Path("tongshi.db"), f"SELECT count(*) FROM spans WHERE record_id = '{added.subjects[0]}'") == [(0,)]


@pytest.mark.parametrize(
    ("change", "want"),
    [
        (["--sentence", "白宮什麼也沒說。"], "白宮什麼也沒說。: the article does not have these words"),
        (["--trigger", "會談"], "會談: the article does not have these words"),
        (["--trigger", "@call"], "@call: not a word of the sentence"),
        (["--who", "普丁:RU"], "普丁: the article does not have these words"),
        (["--date", "2021-02-10"], "date: give the words that say it"),
        (["--place", ":CN"], "place: give the words that say it"),
        (["--type", "phone"], "type: no value"),
    ],
)
def test_no_field_without_its_words(command: Command, change: list[str], want: str) -> None:
    told = list(ADD)
    for option, value in zip(change[::2], change[1::2], strict=True):
        if option in told:
            told[told.index(option) + 1] = value
        else:
            told += [option, value]
    assert want in command("review", *told).mistake
    assert decisions() == ()


def test_an_added_contact_of_an_article_that_is_not_there(command: Command, tmp_path: Path) -> None:
    command("review", *ADD, "--who", "拜登:US")
    command("review", "export", "ledger.jsonl")
    (tmp_path / "other").mkdir()
    with open_store("other.db", write=True) as store:
        build([archive(tmp_path / "other", c=POSTS["c"])], store, jobs=1, coder="tests.toy:Toy")
    assert command("review", "import", "ledger.jsonl", "--db", "other.db").code == 0
    assert len(contacts(db="other.db")) == 1
    (item,) = (
        json.loads(line) for line in command("review", "list", "--format", "jsonl", "--db", "other.db").out.splitlines()
    )
    assert item["kind"] == "orphan"
    archive(tmp_path / "other", d=POSTS["d"])
    read(tmp_path / "other", db="other.db")
    assert len(contacts(db="other.db")) == 3
    assert command("review", "list", "--db", "other.db").out == "nothing waits\n"


# --- what new readings do


def test_decisions_survive_reading_again(command: Command, tmp_path: Path) -> None:
    command("review", "merge", contact("2021-02-10"), contact("2021-02-13"), "--why", "x")
    command("review", "reject", contact("2021-05-01"), "--why", "x")
    command("review", "correct", contact("2021-02-10"), "place", "華盛頓:US", "--why", "x")
    before = contacts()
    read(tmp_path / "posts", "tests.toy:Retrained")
    after = contacts()
    assert [(each.id, each.place, len(each.posts)) for each in after] == [(e.id, e.place, len(e.posts)) for e in before]
    assert [each.status for each in after] == ["denied"]


def test_a_corrected_field_that_is_read_otherwise(command: Command, tmp_path: Path) -> None:
    visit = contact("2021-05-01")
    command("review", "correct", records("2021-05-01")[0], "status", "proposed", "--why", "只是邀請")
    assert items() == []
    read(tmp_path / "posts", "tests.toy:Retrained")
    assert [each.status for each in contacts() if each.id == visit] == ["proposed"]
    (item,) = items()
    assert item.kind == "contradiction"
    assert item.reasons == ("status was corrected from planned to proposed; it is now read as denied",)
    command("review", stdin="a 仍是邀請\n")
    assert items() == []
    assert [each.why for each in decisions()] == ["只是邀請", "仍是邀請"]
    read(tmp_path / "posts")
    assert [item.reasons for item in items()] == [
        ("status was corrected from denied to proposed; it is now read as planned",)
    ]


def test_a_reading_that_comes_to_agree_is_no_contradiction(command: Command, tmp_path: Path) -> None:
    command("review", "correct", records("2021-05-01")[0], "status", "denied", "--why", "x")
    read(tmp_path / "posts", "tests.toy:Retrained")
    assert items() == []


def test_a_new_source_that_says_otherwise(command: Command, tmp_path: Path) -> None:
    command("review", "correct", contact("2021-02-10"), "place", "北京:CN", "--why", "x")
    archive(tmp_path / "posts", n=post("再報", f"{CALL} place=北京:CN", url="https://www.dw.com/3"))
    read(tmp_path / "posts")
    assert items() == []
    archive(tmp_path / "posts", o=post("又報", f"{CALL} place=上海:CN", url="https://www.dw.com/4"))
    read(tmp_path / "posts")
    (item,) = items()
    assert item.reasons == ("place was corrected to 北京:CN; a source that was not there says 上海:CN",)
    assert [each.place.city for each in contacts() if len(each.posts) == 4] == ["北京"]
    told = command("review", stdin="a\n").out
    assert "corrected from none to 北京:CN" in told
    assert items() == []


def test_a_corrected_contact_that_became_two(command: Command) -> None:
    first, second = records("2021-02-10")
    command("review", "correct", contact("2021-02-10"), "status", "denied", "--why", "x")
    command("review", "split", first, second, "--why", "x")
    assert [item.reasons for item in items()] == [("one contact when its status was corrected, now 2",)]


def test_two_corrections_of_what_is_now_one(command: Command) -> None:
    command("review", "correct", contact("2021-02-10"), "date", "2021-02-08", "--why", "x")
    command("review", "correct", contact("2021-02-13"), "date", "2021-02-09", "--why", "x")
    command("review", "merge", contact("2021-02-08"), contact("2021-02-09"), "--why", "x", "--sure")
    assert ("call", "2021-02-09", 3) in days()
    reasons = {reason for item in items("contradiction") for reason in item.reasons}
    assert "date was corrected to 2021-02-08 and to 2021-02-09; the later holds" in reasons


def test_a_rejected_record_whose_article_changed(command: Command, tmp_path: Path) -> None:
    (old,) = records("2021-05-01")
    command("review", "reject", old, "--why", "只是傳聞")
    archive(tmp_path / "posts", c=POSTS["c"].replace("</p>", " topics=trade</p>"))
    read(tmp_path / "posts")
    (item,) = items()
    (new,) = records("2021-05-01")
    assert (item.kind, item.records) == ("contradiction", (new,))
    assert item.reasons == (f"{old} was rejected; its article was changed and tells this",)
    told = command("review", stdin="a\nr 1 仍是傳聞\n")
    assert "which of the records?" in told.out
    assert items() == []
    assert len(contacts()) == 2


def test_decisions_of_a_record_whose_article_changed_are_asked_for_again(command: Command, tmp_path: Path) -> None:
    """The new version's record has an id of its own: what was decided of the former waits with what tells it now."""
    (old,) = records("2021-05-01")
    command("review", "correct", old, "status", "denied", "--why", "更正")
    command("review", "merge", old, *records("2021-02-13"), "--why", "一事", "--sure")
    archive(tmp_path / "posts", c=POSTS["c"].replace("</p>", " topics=trade</p>"))
    read(tmp_path / "posts")
    (new,), (other,) = records("2021-05-01"), records("2021-02-13")
    reasons = {item.reasons[0]: item.records for item in items()}
    status = f"{old} was corrected (status: denied); its article was changed and tells this"
    assert reasons == {
        status: (new,),
        f"{old} was merged; its article was changed and tells this": tuple(sorted((new, other))),
    }
    command("review", "merge", new, other, "--why", "一事", "--sure")
    assert [item.reasons for item in items()] == [(status,)]
    command("review", "correct", new, "status", "denied", "--why", "更正")
    assert items() == []


def test_decisions_on_what_is_no_longer_read_are_orphans(command: Command, tmp_path: Path) -> None:
    first, second = records("2021-02-10")
    command("review", "merge", first, second, "--why", "x")
    command("review", "correct", second, "status", "planned", "--why", "x")
    command("review", "accept", contact("2021-02-10"), "--why", "x")
    archive(tmp_path / "posts", b=post("改題", "已無內容。", url="https://www.voachinese.com/a/1", day="2021-02-12"))
    read(tmp_path / "posts")
    orphans = items("orphan")
    kinds = {each.id: each.kind for each in decisions()}
    assert sorted(kinds[item.decisions[0]] for item in orphans) == ["correct", "merge"]  # of the accepted one is left
    assert orphans[0].reasons == (f"no longer read, or superseded: {second}",)
    command("review", stdin="u\nu\n")
    assert items() == []
    archive(tmp_path / "posts", **POSTS)
    read(tmp_path / "posts")
    assert days() == BEFORE


def test_a_contradiction_through_others(command: Command, tmp_path: Path) -> None:
    """As two reviewers make one who did not know of each other."""
    (first, second), (third,) = records("2021-02-10"), records("2021-02-13")
    with open_store("tongshi.db", write=True) as store:
        store.decide([REVIEWER.decision("merge", [first, third], "甲")])
        store.decide([REVIEWER.decision("merge", [first, second], "乙"),
                      REVIEWER.decision("split", [second], "乙", others=(third,))])  # fmt: skip
    assert days() == BEFORE  # nothing of it holds
    (item,) = items()
    assert set(item.records) == {first, second, third}
    assert len(item.decisions) == 3
    command("review", stdin=f"m {' '.join(str(item.records.index(each) + 1) for each in (second, third))} 一通\n")
    assert items() == []
    assert days() == [("call", "2021-02-10", 3), BEFORE[2]]


# --- the dialogue


def doubt(one: str, other: str, score: float = 0.45) -> None:
    first, second = sorted((one, other))
    reasons = json.dumps(["三日之差"], ensure_ascii=False)
    sql(Path("tongshi.db"), f"INSERT INTO doubts VALUES ('{first}', '{second}', 'call:2021', {score}, '{reasons}')")


def test_doubts_come_by_uncertainty_and_are_decided(command: Command) -> None:
    doubt(records("2021-02-10")[0], records("2021-02-13")[0])
    unsure("2021-05-01")
    assert [(item.kind, item.uncertainty) for item in items()] == [("doubt", 0.9), ("unsure", 0.6)]
    told = command("review", stdin="m\n同一通\nq\n")
    assert told.code == 0
    assert "one contact? 0.45" in told.out
    assert "三日之差" in told.out
    assert "⟦@call⟧" in told.out
    assert "decisions made: 1; all are kept" in told.out
    assert days() == [("call", "2021-02-10", 3), BEFORE[2]]
    assert [item.kind for item in items()] == ["unsure"]
    command("review", "undo", decisions()[0].id, "--why", "x")
    command("review", stdin="s 不是\n")
    assert days() == BEFORE
    assert [item.kind for item in items()] == ["unsure"]
    assert [each.why for each in decisions()] == ["同一通", "x", "不是"]


def test_all_keys(command: Command) -> None:
    unsure("2021-05-01")
    (visit,) = records("2021-05-01")
    told = command(
        "review",
        stdin="?\nz\nr 7\nm\nc date\nc 1 date 2021-05-02 校對\nc place 京都:JP 校對\np 莫里森 拜登 譯名\n"
        "d 莫里森 拜登 不是\nu\nu\nu d00\nc status\nr\n\nk\n",
    )
    lines = [line for line in told.out.splitlines() if re.match("d[0-9a-f]{16}: ", line)]
    assert [line.split(": ")[1].split()[0] for line in lines] == [
        "correct", "correct", "same", "different", "undo", "undo", "reject",
    ]  # fmt: skip
    for mistake in (
        "z: not one of",
        "7: there are 1 records",
        "merge is of 2",
        "c [N] FIELD VALUE",
        "no such decision",
    ):
        assert mistake in told.out
    kinds = [(each.kind, each.scope, each.why) for each in decisions()]
    assert kinds[:4] == [
        ("correct", "reading", "校對"), ("correct", "contact", "校對"), ("same", "", "譯名"), ("different", "", "不是"),
    ]  # fmt: skip
    undone = [each.subjects[0] for each in decisions() if each.kind == "undo"]
    assert undone == [decisions()[3].id, decisions()[2].id]  # the last first
    assert decisions()[-1].kind == "reject"
    assert decisions()[-1].subjects == (visit,)
    assert "nothing more waits" in told.out


def test_a_contact_is_split_in_the_dialogue(command: Command) -> None:
    unsure("2021-02-10")
    command("review", stdin="s 2 兩通\n")
    assert [n for _, _, n in days()] == [1, 1, 1, 1]


def test_skipping_and_the_end_of_the_answers(command: Command) -> None:
    unsure("2021-02-13")
    unsure("2021-05-01", 0.5)
    told = command("review", stdin="k\n")
    assert told.code == 0
    assert "— unsure, 2 left" in told.out
    assert "— unsure, 1 left" in told.out
    assert "decisions made: 0" in told.out


def test_an_interrupt_keeps_what_was_decided(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    unsure("2021-05-01")
    answers = iter(["c 1 date 2021-05-02 校對"])

    def interrupted(_prompt: str = "") -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    told = command("review")
    assert told.code == 130
    assert "decisions made: 1; all are kept" in told.out
    assert len(decisions()) == 1


def test_kill_loses_no_decision(command: Command, tmp_path: Path) -> None:
    for day in ("2021-02-10", "2021-02-13", "2021-05-01"):
        unsure(day)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-m", "tongshi", "review"], cwd=tmp_path, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        told = []
        for answer in ("r 查無此事\n", "c 1 status denied 否認\n"):
            running.stdin.write(answer)
            running.stdin.flush()
            told.append(next(line for line in running.stdout if line.startswith("d")).split(":")[0])
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert [each.id for each in decisions()] == told
    assert command("review", "log").code == 0


def test_a_kill_between_decision_and_fusion_is_made_good(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [*records("2021-02-10"), *records("2021-02-13")]
    with open_store("tongshi.db", write=True) as store:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "fuse", lambda _store: None)
            store.decide([REVIEWER.decision("merge", ids, "")])
        assert len(list(store.contacts())) == 3
    read(Path("posts"))  # nothing is new
    assert days() == [("call", "2021-02-10", 3), BEFORE[2]]


# --- the ledger


def test_the_log(command: Command) -> None:
    assert command("review", "log").out == "nothing was decided\n"
    command("review", "reject", contact("2021-05-01"), "--why", "傳聞")
    command("review", "merge", contact("2021-02-10"), contact("2021-02-13"), "--why", "同一通")
    table = command("review", "log").out
    assert table.index("同一通") < table.index("傳聞")
    only = command("review", "log", contact("2021-02-10"), "--format", "csv").out.splitlines()
    assert len(only) == 2
    assert ",王,merge," in only[1]


def test_export_and_import(command: Command, tmp_path: Path) -> None:
    command("review", "reject", contact("2021-05-01"), "--why", "傳聞")
    command("review", "merge", contact("2021-02-10"), contact("2021-02-13"), "--why", "同一通")
    assert command("review", "export", "ledger.jsonl").out == "decisions written: 2\n"
    text = (tmp_path / "ledger.jsonl").read_text("utf-8")
    merged = days()
    read(tmp_path / "posts", db="other.db")
    for count in ("decisions taken in: 2; there before: 0", "decisions taken in: 0; there before: 2"):
        told = command("review", "import", "ledger.jsonl", "--db", "other.db")
        assert told.error == f"tongshi: {count}\n"
    command("review", "export", "again.jsonl", "--db", "other.db")
    assert (tmp_path / "again.jsonl").read_text("utf-8") == text
    with open_store("other.db") as other, open_store("tongshi.db") as store:
        assert other.digest() == store.digest()
    assert merged == days() == [("call", "2021-02-10", 3)]


def test_a_ledger_with_a_wrong_line_is_not_taken_in(command: Command, tmp_path: Path) -> None:
    command("review", "reject", contact("2021-05-01"), "--why", "傳聞")
    command("review", "export", "ledger.jsonl")
    lines = (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "wrong.jsonl").write_text("\n".join([*lines, lines[0].replace("傳聞", "傳說")]), "utf-8")
    read(tmp_path / "posts", db="other.db")
    told = command("review", "import", "wrong.jsonl", "--db", "other.db")
    assert told.mistake.startswith("wrong.jsonl:2: ")
    assert decisions("other.db") == ()
    assert "No such file" in command("review", "import", "none.jsonl").mistake
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff")
    assert command("review", "import", "bytes.jsonl").mistake == "bytes.jsonl: not UTF-8"


def test_a_database_is_not_made(command: Command, tmp_path: Path) -> None:
    assert "no such database" in command("review", "accept", "c1", "--why", "x", "--db", "none.db").mistake
    assert not (tmp_path / "none.db").exists()


def test_options_before_a_part_of_the_command_are_its_own(command: Command, tmp_path: Path) -> None:
    said = ("--why", "傳聞")
    assert "no such database" in command("review", "--db", "none.db", "accept", "c1", *said).mistake
    read(tmp_path / "posts", db="other.db")
    id_ = contacts(db="other.db")[0].id
    assert command("review", "--db", "other.db", "--by", "李", "accept", id_, *said).code == 0
    assert command("review", "--by", "李", "reject", id_, *said, "--by", "陳", "--db", "other.db").code == 0
    assert [each.by for each in decisions("other.db")] == ["李", "陳"]
    assert "李" in command("review", "--db", "other.db", "--text", "none", "log").out


def test_an_option_before_a_part_that_has_none_of_it(command: Command) -> None:
    assert command("review", "--by", "李", "log").mistake.startswith("`tongshi review log` takes no --by")


# --- several reviewers


def write_at_once(db: str, writers: int, each: int) -> None:
    """So many writers, so many decisions of each, five at a time: half of them undo the others."""
    with open_store(db) as store:
        ids = sorted(source.engagement.id for one in store.contacts() for source in store.report(one.id).sources)
    failed: list[BaseException] = []

    def writer(number: int) -> None:
        try:
            reviewer = Reviewer(f"審稿人{number}")
            with open_store(db, write=True, patience=120) as store:
                for _ in range(each // 10):
                    made = [reviewer.decision("reject", [ids[turn % len(ids)]], f"{turn}") for turn in range(5)]
                    store.decide(made)
                    store.decide([reviewer.decision("undo", [one.id], "") for one in made])
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.parametrize(
    ("kind", "writers", "each"), [("sqlite", 4, 20), pytest.param("postgresql", 8, 250, marks=ON_SERVER)]
)
def test_reviewers_at_once_lose_nothing(command: Command, tmp_path: Path, kind: str, writers: int, each: int) -> None:
    db = fresh(kind, tmp_path, "many")
    read(tmp_path / "posts", db=db)
    write_at_once(db, writers, each)
    assert len(decisions(db)) == writers * each
    told = sorted((str(contact.when.start), len(contact.posts)) for contact in contacts(db=db))
    assert told == [(day, posts) for _, day, posts in BEFORE]  # all is undone, and fused again


# --- what is withheld


def test_nothing_of_the_withheld_waits_or_is_logged(command: Command, tmp_path: Path) -> None:
    doubt(records("2021-02-10")[0], records("2021-02-13")[0])
    for day in ("2021-02-10", "2021-05-01"):
        unsure(day)
    command("review", "correct", contact("2021-05-01"), "topics", "trade", "--why", "與習近平無關")
    command("review", "accept", contact("2021-02-13"), "--why", "x")
    command("review", "same", "习近平", "莫里森", "--why", "x")
    seen = command("review", "list").out + command("review", "log").out + command("review", stdin="k\nk\nk\n").out
    assert "習近平" in seen
    (tmp_path / "withhold.yml").write_text("people: [xi-jinping]", "utf-8")
    told = [command("review", "list", "--format", format_).out for format_ in ("table", "jsonl", "csv")]
    told += [command("review", "log", "--format", format_).out for format_ in ("table", "jsonl", "csv")]
    told += [command("review", stdin="k\nk\nk\n").out, command("review", "export", "ledger.jsonl").out]
    told += [(tmp_path / "ledger.jsonl").read_text("utf-8")]
    for out in told:
        assert not any(name in out for name in ("習近平", "习近平", "xi-jinping", *records_of_calls()))
    assert "withheld: " in told[0]
    assert json.loads(told[1].splitlines()[-1])["withheld"]["doubts"] == 1
    assert "withheld: 3 decisions" in told[3]
    call = contact("2021-02-10")
    assert command("review", "accept", call, "--why", "x").mistake == f"{call}: this contact is withheld"


def records_of_calls() -> list[str]:
    return [id_[:9] for day in ("2021-02-10", "2021-02-13") for id_ in records(day)]


def test_an_undone_decision_does_not_stand_again_because_its_undoing_is_withheld(
    command: Command, tmp_path: Path
) -> None:
    command("review", "reject", contact("2021-05-01"), "--why", "x")
    command("review", "undo", decisions()[0].id, "--why", "習近平")
    (tmp_path / "list.yml").write_text("people: [xi-jinping]", "utf-8")
    with open_store("tongshi.db") as store:
        assert StoreRelease(Rights(withheld=read_withhold_list(tmp_path / "list.yml")), store).decisions() == ()


def test_a_corrected_contact_without_some_of_its_sources(command: Command, tmp_path: Path) -> None:
    command("review", "correct", contact("2021-02-10"), "date", "2021-02-08", "--why", "x")
    (tmp_path / "list.yml").write_text("hosts: [voachinese.com]", "utf-8")
    told = command("engagements", "--type", "call", "--format", "jsonl", "--withhold", "list.yml").out.splitlines()
    found = {each["date"]["start"]: each["sources"] for each in map(json.loads, told[:-1])}
    assert found == {"2021-02-13": 1, "2021-02-08": 1}


def test_an_added_sentence_is_not_given_where_none_is_wanted(command: Command, tmp_path: Path) -> None:
    command("review", *ADD, "--who", "拜登:US")
    for arguments in (["log", "--format", "jsonl"], ["export", "ledger.jsonl"]):
        told = command("review", *arguments, "--text", "none").out
        assert "兩人10日" not in told
    assert (tmp_path / "ledger.jsonl").read_text("utf-8") == ""
    assert "兩人10日" in command("review", "log", "--format", "jsonl").out


# --- the library


def test_deciding_by_the_library(command: Command) -> None:
    with open_store("tongshi.db", write=True) as store:
        release = StoreRelease(Rights(), store)
        call, visit = contact("2021-02-10"), contact("2021-05-01")
        made = judge(release, REVIEWER, "accept", [call, visit], " 看過 ")
        assert (len(made.subjects), made.by, made.why) == (3, "王", "看過")
        assert store.decide([made, made]) == 1
        assert store.decide([made]) == 0
        store.decide([undo(release, REVIEWER, made.id, "")])
        with pytest.raises(LedgerError, match="undone already"):
            undo(release, REVIEWER, made.id, "")
        with pytest.raises(NotFoundError):
            merge(release, REVIEWER, [call, "c0"], "")
        corrected = correct(release, REVIEWER, call, "date", "2021-02/2021-03", "")
        assert corrected.value["precision"] == "month"
        assert len(list(dump([corrected, made]))) == 2

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_copies import told
from tests.toy import archive, post
from tongshi.build import build
from tongshi.changes import Difference, difference
from tongshi.errors import NotFoundError
from tongshi.store import PostLine, Store, open_store

CALL = "@call held main 2021-02-10 who=拜登:US,習近平:CN topics=trade"
VISIT = "@visit held main 2021-02-03 who=莫里森:AU place=東京:JP"
FIRST = ("總統府週三證實了這次通話。", CALL, "雙方沒有談到關稅。", "會後沒有共同聲明。")
SECOND = ("總統府週四證實了這次通話。", CALL.replace("held", "planned"), "雙方沒有談到關稅。", "記者會定於明天舉行。")
URL = "https://www.cna.com.tw/news/1"


def stored(db: Path, *archives: Path) -> None:
    with open_store(db, write=True) as store:
        build(archives, store, jobs=1, coder="tests.toy:Toy")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in two versions, one that vanished, one that nobody touched."""
    folder = tmp_path / "posts"
    archive(folder, a=post("通話", *FIRST, url=URL), b=post("撤回的消息", VISIT, url="https://x.org/2"),
            c=post("別的事", "沒有人改過的一句話。", url="https://x.org/3"))  # fmt: skip
    stored(tmp_path / "tongshi.db", folder)
    archive(folder, a=post("通話改期", *SECOND, url=URL + "?utm_source=x"))
    (folder / "b.md").unlink()
    stored(tmp_path / "tongshi.db", folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(store: Store, given: str) -> Difference:
    old, new = store.versions(store.post_named(given))[-2:]
    return difference(store.reading(old.post), store.reading(new.post))


def test_two_versions(place: Path) -> None:
    with open_store(place / "tongshi.db") as store:
        found = compared(store, URL)
    assert [(each.field, each.old, each.new) for each in found.fields] == [("title", ("通話",), ("通話改期",))]
    sides = [(each.kind, each.old and each.old.text, each.new and each.new.text) for each in found.sentences]
    assert sides == [
        ("changed", FIRST[0], SECOND[0]),
        ("changed", FIRST[1], SECOND[1]),
        ("withdrawn", FIRST[3], None),
        ("added", None, SECOND[3]),
    ]
    (first, *_) = found.sentences
    assert first.old is not None
    assert first.new is not None
    assert [first.old.text[slice(*each)] for each in first.old.changed] == ["三"]
    assert [first.new.text[slice(*each)] for each in first.new.changed] == ["四"]
    assert [each.status for each in found.went] == ["held"]
    assert [each.status for each in found.came] == ["planned"]
    for each in found.sentences:
        for side, version in ((each.old, found.old), (each.new, found.new)):
            if side is not None:
                assert version.reading.article.post.text[slice(*side.span)] == side.text


def test_the_same_is_no_difference(place: Path) -> None:
    with open_store(place / "tongshi.db") as store:
        reading = store.reading(store.post_named("a"))
        assert not difference(reading, reading)


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from("天地玄黃宇宙洪荒"), max_size=30),
    st.lists(st.sampled_from("天地玄黃宇宙洪荒"), max_size=30),
)
def test_nothing_is_lost(old: list[str], new: list[str]) -> None:
    """What is withdrawn, changed and left of the old text is the old text, and so for the new."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = ["".join(f"第{word}件事是{word}。" for word in words) for words in (old, new)]
        archive(
            folder / "posts",
            a=post("甲", texts[0], url="https://x.org/1"),
            b=post("乙", texts[1], url="https://x.org/2"),
        )
        stored(folder / "a.db", folder / "posts")
        with open_store(folder / "a.db") as store:
            one, other = (store.reading(store.post_named(each)) for each in "ab")
        found = difference(one, other)
        gone = sum(each.old is not None for each in found.sentences)
        come = sum(each.new is not None for each in found.sentences)
        assert len(old) - gone == len(new) - come
        assert all(each.old.text in texts[0] for each in found.sentences if each.old)
        assert all(each.new.text in texts[1] for each in found.sentences if each.new)


# --- which versions there are


def lines(db: Path, given: str) -> list[PostLine]:
    with open_store(db) as store:
        return list(store.versions(store.post_named(given)))


def test_the_same_address_with_new_text_is_a_new_version(tmp_path: Path) -> None:
    """Edited in place, archived once more beside the old file, in another archive, or under another spelling of it."""
    for number, change in enumerate(("place", "beside", "archive", "spelling")):
        db, folder = tmp_path / f"{number}.db", archive(tmp_path / f"p{number}", a=post("通話", *FIRST, url=URL))
        stored(db, folder)
        more = {
            "place": ("a", URL),
            "beside": ("b", URL),
            "archive": ("a", URL),
            "spelling": ("b", "http://cna.com.tw/news/1#top"),
        }
        name, url = more[change]
        other = tmp_path / "other" if change == "archive" else folder
        archive(other, **{name: post("通話改期", *SECOND, url=url)})
        stored(db, *({folder, other}))
        found = lines(db, URL)
        assert [line.title for line in found] == ["通話", "通話改期"]
        assert [line.state for line in found] == ["superseded" if change == "place" else "current", "current"]
        with open_store(db) as store:
            assert [article.latest.title for article in store.changed()] == ["通話改期"]


def test_versions_without_an_address_follow_one_another_at_a_place(tmp_path: Path) -> None:
    db, folder = tmp_path / "a.db", tmp_path / "posts"
    for title in ("一", "二", "三"):
        archive(folder, a=post(title, CALL, url=" "))
        stored(db, folder)
    assert [line.title for line in lines(db, "a")] == ["一", "二", "三"]
    assert [line.state for line in lines(db, "a")] == ["superseded", "superseded", "current"]


def test_since_a_run(place: Path) -> None:
    db = place / "tongshi.db"
    with open_store(db) as store:
        titles = [article.latest.title for article in store.changed(1)]
        assert sorted(titles) == ["撤回的消息", "通話改期"]
        assert list(store.changed(3)) == []
    stored(db, place / "posts")
    archive(place / "posts", c=post("別的事", "有人改過的一句話。", url="https://x.org/3"))
    stored(db, place / "posts")
    with open_store(db) as store:
        assert [article.run for article in store.changed(3)] == [4]
        assert [article.run for article in store.changed()] == [4, 2, 2]


# --- the commands


def test_changes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = told(capsys, "changes")
    assert "vanished" in table
    assert "通話改期" in table
    assert "別的事" not in table
    records = [json.loads(line) for line in told(capsys, "changes", "--format", "jsonl").splitlines()]
    assert [[version["state"] for version in each["versions"]] for each in records] == [
        ["superseded", "current"], ["vanished"],
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(told(capsys, "changes", "--format", "csv"))))
    assert [row["version"] for row in rows] == ["1", "2", "1"]
    assert "no article was changed\nno contact was changed" in told(capsys, "changes", "--since", "2")
    assert "build 9: there is none" in told(capsys, "changes", "--since", "9", code="2")


def test_diff(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "diff", "a.md", "--text", "full")
    assert "總統府週⟦三⟧證實" in out
    assert "總統府週⟦四⟧證實" in out
    assert "雙方沒有談到關稅" not in out
    assert "call, planned" in out
    assert told(capsys, "diff", URL, "--from", "1", "--to", "2", "--text", "full") == out
    back = told(capsys, "diff", URL, "--from", "2", "--to", "1", "--text", "full")
    assert back.index("週⟦四⟧") < back.index("週⟦三⟧")
    records = [
        json.loads(line) for line in told(capsys, "diff", "a", "--format", "jsonl", "--text", "full").splitlines()
    ]
    assert [each["change"] for each in records] == [
        "field", "changed", "changed", "withdrawn", "added", "record went", "record came",
    ]  # fmt: skip
    assert "別的事" in told(capsys, "diff", "a", "--from", "c")


def test_diff_gives_evidence_only_by_default(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "diff", "a")
    assert "not shown" in out
    assert "總統府" not in out
    assert "call" in out
    none = told(capsys, "diff", "a", "--text", "none")
    assert "通話" not in none
    assert "@call" not in none
    (place / "withhold.yml").write_text("people: [拜登]", "utf-8")
    out = told(capsys, "diff", "a", "--text", "full")
    assert "拜登" not in out
    assert "習近平" not in out
    assert "withheld" in out


def test_mistakes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no earlier version" in told(capsys, "diff", "c", code="2")
    assert "no such post" in told(capsys, "diff", "zzz", code="2")
    assert "there are 2 versions" in told(capsys, "diff", "a", "--from", "3", code="2")
    assert "'csv' is not one of 'table', 'jsonl'" in told(capsys, "diff", "a", "--format", "csv", code="2")


# --- what vanished


def test_a_vanished_post_keeps_its_records_and_is_marked(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(place / "tongshi.db") as store:
        contact = next(each for each in store.contacts() if each.vanished)
        assert store.report(contact.id).sources[0].article.state == "vanished"
        assert store.reading(store.post_named("b")).reading.engagements
    assert "1 (1 vanished)" in told(capsys, "engagements")
    records = [json.loads(line) for line in told(capsys, "engagements", "--format", "jsonl").splitlines()]
    assert sorted(each["vanished"] for each in records) == [0, 1]
    rows = csv.DictReader(io.StringIO(told(capsys, "engagements", "--format", "csv")))
    assert sorted(row["vanished"] for row in rows) == ["0", "1"]
    assert "vanished: no archive holds it" in told(capsys, "show", contact.id)
    with open_store(place / "tongshi.db") as store, pytest.raises(NotFoundError):
        store.post_named("d")

"""Contacts in the store: kept up by increments as a fresh build makes them, by what people decided, and linked."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.toy import archive, post
from tongshi import lexicon, pipeline
from tongshi.build import build
from tongshi.fusion import history, is_inferred, rules
from tongshi.judgements import UNDECIDED, Judgements, pair
from tongshi.records import Status
from tongshi.store import Contact, open_store

NEW_YEAR = {
    "a": post("除夕", "@call held main 2020-12-31 who=拜登:US:biden-joe,文在寅:KR", day="2021-01-01"),
    "b": post("元旦", "@call held main 2021-01-01 who=拜登:US:biden-joe,文在寅:KR", day="2021-01-02"),
    "c": post("去年", "@call held main 2020-06-01 who=拜登:US:biden-joe,文在寅:KR", day="2020-06-02"),
    "d": post("今年", "@visit held main 2021-03-17 who=布林肯:US place=首爾:KR until=2021-03-18", day="2021-03-17"),
    "e": post("會談", "@meeting held main 2021-03-17 who=布林肯:US,鄭義溶:KR place=首爾:KR", day="2021-03-17"),
    "f": post("隔天", "@meeting held main 2021-03-18 who=布林肯:US,鄭義溶:KR place=首爾:KR", day="2021-03-18"),
    "g": post("三月", "@meeting held main 2021-03 who=布林肯:US,鄭義溶:KR place=首爾:KR", day="2021-04-18"),
}


def stored(db: Path, *archives: Path) -> None:
    with open_store(db, write=True) as store:
        build(archives, store, jobs=1, coder="tests.toy:Toy")


def digest(db: Path) -> str:
    with open_store(db) as store:
        return store.digest()


def told(db: Path, judgements: Judgements = UNDECIDED) -> dict[str, Contact]:
    """The contacts by the titles of their articles, joined."""
    with open_store(db, write=True) as store:
        store._fuse(judgements, None)
        reports = [store.report(contact.id) for contact in store.contacts()]
    titles = ["".join(sorted(source.article.name for source in report.sources)) for report in reports]
    return dict(zip(titles, (report.contact for report in reports), strict=True))


def ids(db: Path) -> dict[str, str]:
    """The engagement of each article."""
    with open_store(db) as store:
        reports = [store.report(contact.id) for contact in store.contacts()]
        return {source.article.name: source.engagement.id for report in reports for source in report.sources}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    stored(tmp_path / "a.db", archive(tmp_path / "posts", **NEW_YEAR))
    return tmp_path / "a.db"


def test_across_new_year_and_neighbouring_days(db: Path) -> None:
    assert set(told(db)) == {"ab", "c", "d", "e", "f", "g"}
    with open_store(db) as store:
        doubts = {(doubt.first, doubt.second) for doubt in store.doubts()}
    engagement = ids(db)
    assert doubts == {pair(engagement["e"], engagement["g"]), pair(engagement["f"], engagement["g"])}


@pytest.mark.parametrize("first", ["a", "b", "ab", "ce", "bdf", "acd"])
def test_first_some_then_all_is_all(db: Path, tmp_path: Path, first: str) -> None:
    some = tmp_path / "some"
    archive(some, **{name: NEW_YEAR[name] for name in first})
    stored(tmp_path / "b.db", some)
    archive(some, **NEW_YEAR)
    stored(tmp_path / "b.db", some)
    assert digest(tmp_path / "b.db") == digest(db)


@pytest.mark.parametrize("gone", ["a", "b", "ab", "d", "e", "fg"])
def test_without_some_is_as_if_they_had_never_been(tmp_path: Path, gone: str) -> None:
    def contacts(db: Path, folder: Path) -> list[Any]:
        archive(folder, **{name: text for name, text in NEW_YEAR.items() if name not in gone})
        stored(db, folder)
        with open_store(db) as store:
            return sorted(store.contacts(), key=lambda contact: contact.id)

    folder = archive(tmp_path / "posts", **NEW_YEAR)
    stored(tmp_path / "a.db", folder)
    for name in gone:  # another article takes its place, so that it is superseded
        (folder / f"{name}.md").write_text(post("別的", "沒有消息。"), "utf-8")
    with open_store(tmp_path / "a.db", write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
        left = sorted(store.contacts(), key=lambda contact: contact.id)
    assert left == contacts(tmp_path / "b.db", tmp_path / "fewer")


def test_a_visit_and_its_meetings_are_linked_both_ways(db: Path) -> None:
    contacts = told(db)
    assert contacts["d"].parts == (contacts["e"].id, contacts["f"].id)
    assert contacts["e"].part_of == contacts["f"].part_of == (contacts["d"].id,)
    assert contacts["g"].part_of == contacts["d"].part_of == ()


def test_together_joins_across_blocks_and_apart_takes_back(db: Path) -> None:
    engagement, fresh = ids(db), digest(db)
    together = Judgements(together=frozenset({pair(engagement["c"], engagement["d"])}))
    assert set(told(db, together)) == {"ab", "cd", "e", "f", "g"}
    apart = Judgements(apart=frozenset({pair(engagement["a"], engagement["b"])}))
    assert set(told(db, apart)) == {"a", "b", "c", "d", "e", "f", "g"}
    told(db)
    assert digest(db) == fresh


def test_rejected_engagements_belong_to_no_contact(db: Path) -> None:
    rejected = Judgements(rejected=frozenset({ids(db)["f"]}))
    assert set(told(db, rejected)) == {"ab", "c", "d", "eg"}


def test_a_corrected_date_moves_a_reading_to_another_contact(db: Path) -> None:
    date = {"start": "2020-12-31", "end": None, "precision": "day", "alt": None}
    corrected = Judgements(readings={ids(db)["c"]: {"date": date, "topics": ["trade"]}})
    contact = told(db, corrected)["abc"]
    assert contact.topics == ("trade",)
    assert contact.corrected == ()


def test_what_people_say_of_a_contact_goes_before_its_sources(db: Path) -> None:
    people = [{"name": "哈里斯", "latin": None, "office": None, "polity": "US"}]
    fields = {"status": "denied", "place": {"city": "釜山", "polity": "KR"}, "participants": people}
    contact = told(db, Judgements(contacts={ids(db)["f"]: fields}))["f"]
    assert (contact.status, contact.place.city, contact.corrected) == ("denied", "釜山", tuple(sorted(fields)))
    assert [each.name for each in contact.participants] == ["哈里斯"]


def test_same_and_different_people(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    call = "@call held main 2021-02-10 who={}:US,文在寅:KR"
    posts = {name: post(name, call.format(who)) for name, who in (("a", "韓瑞"), ("b", "賀錦麗"), ("c", "賀錦麗"))}
    stored(db, archive(tmp_path / "posts", **posts))
    assert set(told(db)) == {"a", "bc"}
    assert set(told(db, Judgements(same_people=frozenset({pair("韩瑞", "贺锦丽")})))) == {"abc"}
    assert set(told(db)) == {"a", "bc"}


def test_the_status_as_it_was_told_and_what_contradicts(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    who = "who=拜登:US:biden-joe,習近平:CN:xi-jinping"
    posts = {
        "a": post(
            "預告", f"@call planned main 2021-02-10 {who}", "白宮先前宣布這件事，還沒有說要談什麼。", day="2021-02-08"
        ),
        "b": post(
            "舉行", f"@call held main 2021-02-10 {who}", "兩人談了兩個小時，氣氛據說還算不錯。", day="2021-02-10"
        ),
        "c": post(
            "北京", f"@call held main 2021-02-11 {who}", "北京時間上午通話，新華社隨後發布消息。", day="2021-02-11"
        ),
    }
    stored(db, archive(tmp_path / "posts", **posts))
    contact = told(db)["abc"]
    assert [(each.status, each.since[:10], each.reports) for each in contact.history] == [
        ("planned", "2021-02-08", 1),
        ("held", "2021-02-10", 2),
    ]
    assert (contact.first_report[:10], contact.conflicts, contact.sources) == ("2021-02-08", ("date",), 3)


def test_of_one_day_a_plan_is_told_before_what_came_of_it() -> None:
    reports: list[tuple[Status, str, str]] = [
        ("held", "2022-03-02T16:00:00Z", "2022-03-03"),  # stamped with a day only
        ("planned", "2022-03-03T02:00:00Z", "2022-03-03"),
        ("held", "2022-03-03T09:00:00Z", "2022-03-03"),
        ("planned", "2022-03-04T01:00:00Z", "2022-03-03"),  # of another zone
        ("denied", "", ""),
    ]
    assert [(each.status, each.since, each.reports, each.day) for each in history(reports)] == [
        ("planned", "2022-03-03T02:00:00Z", 2, "2022-03-03"),
        ("held", "2022-03-02T16:00:00Z", 2, "2022-03-03"),
        ("denied", "", 1, ""),
    ]


@pytest.mark.parametrize(("file", "matters"), [("fusion", False), ("engagements", True), ("offices", True)])
def test_how_reports_are_fused_says_nothing_of_how_posts_are_read(
    file: str, matters: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, shipped = pipeline.SHIPPED.base, lexicon.shipped()
    files = tuple((name, text + "\n# edited" if name == file else text) for name, text in shipped.files)
    assert files != shipped.files
    monkeypatch.setattr(pipeline, "shipped", lambda: replace(shipped, files=files))
    assert (pipeline.SHIPPED.base != before) is matters


def test_an_edited_weight_is_followed_without_reading_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = rules.shipped()
    edited = replace(shipped, weights={**shipped.weights, "bias": -30.0}, version="edited")
    for module in ("tongshi.fusion.rules", "tongshi.fusion.fuse"):
        monkeypatch.setattr(sys.modules[module], "shipped", lambda: edited)
    with open_store(db, write=True) as store:
        done = build([db.parent / "posts"], store, jobs=1, coder="tests.toy:Toy").progress
        assert (done.unchanged, done.coded, done.added) == (done.posts, 0, 0)
        assert all(contact.sources == 1 for contact in store.contacts())


@pytest.mark.parametrize(
    ("sentence", "date", "inferred"),
    [((10, 20), 12, False), ((10, 20), 5, True), ((10, 20), 20, True), ((10, 20), None, True), (None, 5, False)],
)
def test_whose_day_is_that_of_the_news(sentence: tuple[int, int] | None, date: int | None, inferred: bool) -> None:
    assert is_inferred(sentence, date) is inferred

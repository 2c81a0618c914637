"""What articles tell of people, and what all of them teach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tongshi
from tests.cases import cases
from tests.databases import Databases
from tests.toy import archive, post
from tongshi.language import fold
from tongshi.learning import (
    LearntPerson,
    Sighting,
    find_mentions,
    learn,
    learnt_people,
    load_naming,
)
from tongshi.learning.latin import akin, key_of, within
from tongshi.learning.sounds import alike, consonants, fits
from tongshi.offsets import verbatim
from tongshi.pipeline import Knowledge
from tongshi.records import Mention
from tongshi.registry import Registry, find_names
from tongshi.store import counted, open_store

REGISTRY: Registry = Knowledge.shipped().registry
NAMING = load_naming()


def mentions(
    text: str, day: dt.date | None, captions: Sequence[str] = (), keywords: Sequence[str] = ()
) -> list[Mention]:
    whole = "\n".join([text, *captions])
    actors, _ = find_names(fold(whole), REGISTRY, day)
    source = verbatim(whole, 0, len(whole))
    return list(find_mentions(source, fold(whole), len(text), actors, keywords, REGISTRY, NAMING))


def told(mention: Mention) -> str:
    parts = {
        "latin": mention.latin.replace(" ", "_"), "of": mention.polity, "role": mention.role, "title": mention.title,
        "mark": mention.mark, "person": mention.person,
    }  # fmt: skip
    return " ".join([mention.kind, mention.name, *(f"{key}={value}" for key, value in parts.items() if value)])


@pytest.mark.parametrize("case", cases("mentions"))
def test_mentions(case: dict[str, Any]) -> None:
    found = mentions(case["text"], dt.date(2021, 5, 1), case.get("captions", ()), case.get("keywords", ()))
    assert sorted(told(mention) for mention in found) == sorted(case["want"]), case.get("why")


def test_the_same_way_is_told_once_with_its_number() -> None:
    (first, second) = mentions("挪威国防大臣霍尔姆森星期三表示，霍尔姆森很满意。霍尔姆森回国。", None)
    assert (first.kind, first.places, second.kind, second.places) == ("title", 1, "name", 2)
    assert first.name_span == (6, 10)
    assert first.title_span == (0, 6)


def sightings(lines: Iterable[str], usage: str = "TW") -> list[Sighting]:
    out = []
    for number, line in enumerate(lines):
        day = dt.date.fromisoformat(line[:10])
        out += [Sighting(mention, f"p{number}", day, usage) for mention in mentions(line[11:], day)]
    return out


def in_words(person: LearntPerson) -> str:
    offices = [f"{office.polity}:{office.role}:{office.mark}" for office in person.offices]
    return " ".join([person.id, "/".join(sorted(name.folded for name in person.names)), *offices])


@pytest.mark.parametrize("case", cases("people"))
def test_people(case: dict[str, Any]) -> None:
    assert [in_words(person) for person in learn(sightings(case["tell"]), REGISTRY)] == case["want"], case["why"]


ALL = [sighting._replace(post=f"{number}-{sighting.post}")
       for number, case in enumerate(cases("people")) for sighting in sightings(case.values[0]["tell"])]  # fmt: skip
LEARNT = learn(ALL, REGISTRY)


@settings(max_examples=20)
@given(st.permutations(ALL))
def test_order_does_not_matter(shuffled: list[Sighting]) -> None:
    assert learn(shuffled, REGISTRY) == LEARNT


def test_copies_are_one_story() -> None:
    told_twice = sightings(["2021-03-01 匈牙利經濟部長科瓦奇（Bence Kovacs）抵達河內。"] * 2)
    assert len(learn(told_twice, REGISTRY)) == 1
    assert learn([sighting._replace(story="p0") for sighting in told_twice], REGISTRY) == ()


def test_entries_of_the_registry() -> None:
    found = {person.id: person for person in learnt_people(LEARNT, REGISTRY.people)}
    pelosi = found["pelosi-nancy"]
    assert pelosi.tenures == REGISTRY.people["pelosi-nancy"].tenures
    assert set(pelosi.plain_names) > set(REGISTRY.people["pelosi-nancy"].plain_names)
    kovacs = found["learnt-kovacs-bence-hu"]
    assert set(kovacs.plain_names) == {"科瓦克斯", "科瓦奇"}
    assert kovacs.held_on(dt.date(2021, 3, 4)) is not None
    assert kovacs.held_on(dt.date(2021, 2, 1)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("艾尔段", "埃尔多安", True), ("庞培欧", "蓬佩奥", True), ("莫里森", "莫理森", True), ("朔尔茨", "萧兹", False),
     ("布朗", "布莱尔", False), ("凯瑞", "克里", True),
     ("迪马尤", "迪马约", True), ("布林肯", "帕罗林", False), ("卡特", "克林顿", False), ("拜登", "彭斯", False)],
)  # fmt: skip
def test_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) == alike(other, one) == same


def test_sounds() -> None:
    assert consonants("蓬佩奥") == "PP"
    assert fits("福雷斯特·海尔顿", "Forrest Hylton")
    assert not fits("联邦保卫特勤人员", "Federal Guard Service")


def test_latin_names() -> None:
    assert key_of("Recep T. Erdoğan") == key_of("Erdogan Recep") == ("erdogan", "recep")
    assert within(key_of("Recep Tayyip Erdogan"), key_of("Tayyip Erdogan"))
    assert not within(key_of("Erdogan"), key_of("Recep Erdogan"))
    assert akin(key_of("Antony Blinken"), key_of("Anthony Blinken"))
    assert not akin(key_of("Hunter Biden"), key_of("Joe Biden"))


# --- in the store

FIRST = {
    "a": post("甲", "匈牙利經濟部長科瓦奇（Bence Kovacs）抵達河內，與越南外長會談。", day="2021-03-01"),
    "b": post("乙", "美國眾議院議長裴羅茜（Nancy Pelosi）表示反對，會後離開。", day="2021-03-02"),
}
THEN = {
    "c": post("丙", "匈牙利經濟部長科瓦奇（Bence Kovacs）昨天離開，並未發表談話。", day="2021-03-04"),
    "d": post("丁", "裴羅茜（Nancy Pelosi）今天訪問東京，將停留三天。", day="2021-03-05"),
}
WANT = ["learnt-kovacs-bence-hu 科瓦奇 HU:trade-minister:", "pelosi-nancy 裴罗茜"]


def test_a_build_learns_and_two_builds_learn_the_same(tmp_path: Path, databases: Databases) -> None:
    folder = archive(tmp_path / "posts", **FIRST)
    with open_store(databases("twice"), write=True) as store:
        tongshi.build([folder], store, jobs=1)
        assert store.learnt() == ()
        archive(folder, **THEN)
        tongshi.build([folder], store, jobs=1)
        assert [in_words(person) for person in store.learnt()] == WANT
        twice = store.digest()
    with open_store(databases("once"), write=True) as store:
        tongshi.build([folder], store, jobs=1)
        assert store.digest() == twice


def test_what_rests_on_a_replaced_version_is_unlearnt(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", **FIRST, **THEN)
    with open_store(db, write=True) as store:
        tongshi.build([folder], store, jobs=1)
        assert len(store.learnt()) == 2
        archive(folder, d=post("丁", "今天沒有人訪問東京，天氣晴朗。", day="2021-03-05"))
        tongshi.build([folder], store, jobs=1)
        assert [in_words(person) for person in store.learnt()] == WANT[:1]


def test_namings_are_what_mentions_add_up_to(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", **FIRST, **THEN, e=post("戊", "科瓦奇和科瓦奇的隨員離開。", day="2021-03-04"))
    with open_store(db, write=True) as store:
        for more in ({}, {"d": post("丁", "今天沒有人訪問東京，天氣晴朗。", day="2021-03-05")}):
            tongshi.build([archive(folder, **more)], store, jobs=1)
            learnt = {each.id: tuple(name.folded for name in each.names) for each in store.learnt()}
            for person in {*learnt, "pelosi-nancy", "nobody"}:
                kept, anew = store.namings(person), counted(store.mentions([person], learnt.get(person, ())))
                assert len(kept.written) == len(anew.written)
                assert len(kept.offices) == len(anew.offices)
                assert set(kept.written) == set(anew.written)
                assert set(kept.offices) == set(anew.offices)
            kovacs = store.namings("learnt-kovacs-bence-hu")
            assert {(each.latin, each.articles) for each in kovacs.written} >= {("Bence Kovacs", 2)}
            assert {(each.role, each.day) for each in kovacs.offices} >= {
                ("trade-minister", dt.date(2021, 3, 1)), ("trade-minister", dt.date(2021, 3, 4))
            }  # fmt: skip
            assert store.namings("nobody").written == ()


def test_mentions_come_back(tmp_path: Path, db: str) -> None:
    with open_store(db, write=True) as store:
        tongshi.build([archive(tmp_path / "posts", **FIRST)], store, jobs=1)
        (found,) = store.mentions((), ["科瓦奇"])
        assert told(found.mention) == "gloss 科瓦奇 latin=Bence_Kovacs of=HU role=trade-minister title=经济部长"
        text = store.reading(found.post).reading.article.post.text
        assert found.mention.name_span is not None
        assert text[slice(*found.mention.name_span)] == "科瓦奇"

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import Databases
from tests.toy import archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.copies import SHORTEST, SIMILAR, Text, likeness, sketch, text_of
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.store import PostCopy, copying, open_store

STORY = (
    "兩國外長週三在首都舉行了三個小時的閉門會談，會後雙方都形容氣氛坦誠而具建設性。",
    "外交部發言人表示，雙方同意在年底前恢復中斷已久的經貿工作小組，並就漁業糾紛建立熱線。",
    "在野黨批評政府事前沒有向議會說明談判底線，要求外長下週到委員會備詢。",
    "分析人士認為，會談雖未觸及領土爭議，但雙方願意重新坐下來，已是兩年來最明顯的緩和信號。",
)
OTHER = (
    "北部山區連日豪雨造成多處道路坍方，公路單位漏夜搶通，預計週末前可恢復單線雙向通行。",
    "氣象單位提醒，鋒面仍滯留在海峽上空，民眾應避免前往河床與山坡地活動。",
    "農政單位初步統計，高麗菜與番茄的損失最為嚴重，下週起將開放業者申請進口補足缺口。",
)
TURNED = "".maketrans("兩國舉會談長後雙員議", "两国举会谈长后双员议")


def of(*sentences: str, outlet: str = "cna", address: str = "cna.com.tw/1", day: str = "2021-02-11") -> Text:
    return text_of(fold("\n".join(sentences)), outlet, address, dt.date.fromisoformat(day))


# --- two texts


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (of(*STORY), of(*STORY, address="cna.com.tw/2"), "exact"),
        (of(*STORY), of("".join(STORY).translate(TURNED), outlet="rfi", address="rfi.fr/1"), "exact"),
        (of(*STORY), of(*STORY[:3], "編按：標題已更正。", address="cna.com.tw/2"), "version"),
        (of(*STORY), of(*STORY[1:], outlet="mirror", day="2021-05-01"), "version"),
        (of(*STORY), of(*STORY[1:], address="cna.com.tw/2", day="2021-02-12"), "version"),
        (of(*STORY), of(*STORY[1:], address="cna.com.tw/2", day="2021-02-18"), "series"),
        (of(*STORY), of("本報綜合外電報導。", *STORY[:3], outlet="rfi", address="rfi.fr/1"), "syndicated"),
        (of(*STORY), of(*OTHER, address="cna.com.tw/2"), None),
        (of(*STORY), of(STORY[0], *OTHER, outlet="rfi", address="rfi.fr/1"), None),
        (of("頁面不存在。"), of("頁面不存在。", address="cna.com.tw/2"), None),
    ],
)
def test_two_texts(one: Text, other: Text, kind: str | None) -> None:
    link = likeness(one, other)
    assert (link.kind if link else None) == kind
    assert likeness(other, one) == link


def test_a_shortened_reprint_is_contained() -> None:
    link = likeness(of(*STORY), of(*STORY[:2], outlet="rfi", address="rfi.fr/1"))
    assert link is not None
    assert link.similarity < SIMILAR
    assert link.containment > 0.95


def test_numbers_are_exact() -> None:
    """Runs counted one by one, without the program."""
    one, other = of(*STORY), of(*STORY[1:], OTHER[0][:12], outlet="rfi", address="rfi.fr/1")
    link = likeness(one, other)
    assert link is not None
    a, b = ({text.characters[at : at + 4] for at in range(len(text.characters) - 3)} for text in (one, other))
    assert link.similarity == pytest.approx(len(a & b) / len(a | b), abs=1e-4)
    assert link.containment == pytest.approx(len(a & b) / min(len(a), len(b)), abs=1e-4)


@settings(max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(one: str, other: str) -> None:
    texts = [text_of(fold(each), "cna", "", None) for each in (one, other)]
    assert likeness(*texts) == likeness(*reversed(texts))
    for text in texts:
        assert len(sketch(text)) in {0, 20}
        assert bool(sketch(text)) == (len(text.characters) >= SHORTEST)
        assert sketch(replace(text, outlet="rfi", address="x")) == sketch(text)
        assert all(-(2**63) <= key < 2**63 for key in sketch(text))


def test_what_is_alike_shares_a_band() -> None:
    """Of texts with seven tenths or more in common hardly any is missed."""
    draw = random.Random(1)
    letters = [chr(0x4E00 + number) for number in range(3000)]
    missed = 0
    for _ in range(300):
        body = "".join(draw.choices(letters, k=600))
        other = body[: 600 - draw.randrange(120)] + "".join(draw.choices(letters, k=draw.randrange(30)))
        one, two = (text_of(each, "cna", "", None) for each in (body, other))
        assert likeness(one, two)
        missed += set(sketch(one)).isdisjoint(sketch(two))
    assert missed <= 1


def test_sketches_are_the_same_in_every_process() -> None:
    assert sketch(of(*STORY))[:2] == KEYS


KEYS = (-3557898239934915468, -1102845711637697671)


# --- in a store


def reprints(folder: Path) -> Path:
    stories = {
        "a": post("外長會談", *STORY, url="https://www.cna.com.tw/1"),
        "b": post("外長會談登場", *STORY, "編按：已更正與會者職稱。", url="https://www.cna.com.tw/2"),
        "c": post("两国外长会谈", "綜合外電報導。", *STORY[:3], url="https://www.rfi.fr/1", day="2021-02-12"),
        "d": post("外長會談", *STORY, url="https://www.mirror.org/1"),
        "e": post("豪雨", *OTHER, url="https://www.cna.com.tw/3"),
        "f": post("豪雨", *OTHER, "補充：交通已恢復。", url="https://www.rfi.fr/3"),
    }
    return archive(folder, **stories)


def stored(db: str | Path, *archives: Path, coder: str = "tests.toy:Toy") -> None:
    with open_store(db, write=True) as store:
        build(archives, store, jobs=1, coder=coder)


def links(db: str | Path) -> list[PostCopy]:
    with open_store(db) as store:
        return list(store.copies())


def test_links_of_an_archive(tmp_path: Path, db: str) -> None:
    stored(db, reprints(tmp_path / "posts"))
    found = {(each.one.name + each.other.name): each.kind for each in links(db)}
    pairs = {"".join(sorted(pair)): kind for pair, kind in found.items()}
    assert pairs == {
        "ab": "version", "ad": "exact", "bd": "syndicated", "ac": "syndicated", "bc": "syndicated",
        "cd": "syndicated", "ef": "syndicated",
    }  # fmt: skip
    with open_store(db) as store:
        assert store.totals().copies == {"syndicated": 5, "exact": 1, "version": 1}


def test_the_number_and_order_of_builds_do_not_show(tmp_path: Path, databases: Databases) -> None:
    whole = reprints(tmp_path / "whole")
    stored(databases("whole"), whole)
    with open_store(databases("whole")) as store:
        want = store.digest()
    names = sorted(path.name for path in whole.iterdir())
    for number, order in enumerate((names, names[::-1], names[3:] + names[:3])):
        folder, db = tmp_path / f"part{number}", databases(f"part{number}")
        folder.mkdir()
        for some in (order[:2], order[2:5], order[5:]):
            for name in some:
                (folder / name).write_bytes((whole / name).read_bytes())
            stored(db, folder)
        with open_store(db) as store:
            assert store.digest() == want


def test_new_posts_only_are_compared(tmp_path: Path, db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reprints(tmp_path / "posts")
    stored(db, folder)
    compared: list[list[str]] = []
    compare = copying.compare
    monkeypatch.setattr(
        copying, "compare", lambda connection, posts: (compared.append(posts), compare(connection, posts))
    )
    archive(folder, g=post("外長再會談", *STORY[1:], url="https://www.cna.com.tw/9"))
    stored(db, folder)
    assert [len(posts) for posts in compared] == [1]
    assert sum("g" in (each.one.name, each.other.name) for each in links(db)) == 3


def test_other_knowledge_or_another_scheme_compares_again(
    tmp_path: Path, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reprints(tmp_path / "posts")
    stored(db, folder)
    want = links(db)
    stored(db, folder, coder="tests.toy:Retrained")
    assert links(db) == want
    monkeypatch.setattr("tongshi.copies.SCHEME", "another")
    stored(db, folder, coder="tests.toy:Retrained")
    assert links(db) == want


def test_old_versions_keep_their_links_and_do_not_count(tmp_path: Path, db: str) -> None:
    folder = reprints(tmp_path / "posts")
    stored(db, folder)
    with open_store(db) as store:
        old = store.post_named("e")
    archive(folder, e=post("豪雨成災", *OTHER, "記者在現場。", url="https://www.cna.com.tw/3"))
    stored(db, folder)
    with open_store(db) as store:
        assert old not in {line.post for each in store.copies() for line in (each.one, each.other)}
        assert {each.kind for each in store.copies(old)} == {"version", "syndicated"}
        assert all(each.one.post == old for each in store.copies(old))


# --- the command


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stored(tmp_path / "tongshi.db", reprints(tmp_path / "posts"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: str = "0") -> str:
    with pytest.raises(SystemExit, match=code):
        main(list(arguments))
    captured = capsys.readouterr()
    return captured.err if code == "2" else captured.out


def test_the_command(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = told(capsys, "copies", "a.md")
    assert table.index("1.00") < table.index("外長會談登場")
    assert "mirror" in table
    lines = [json.loads(line) for line in told(capsys, "copies", "--kind", "exact", "--format", "jsonl").splitlines()]
    assert [[line["name"] for line in each["posts"]] for each in lines] in ([["a", "d"]], [["d", "a"]])
    rows = list(csv.DictReader(io.StringIO(told(capsys, "copies", "--format", "csv", "--limit", "3"))))
    assert [row["kind"] for row in rows][:1] == ["exact"]
    assert len(rows) == 3
    assert "not one of exact, version" in told(capsys, "copies", "--kind", "mirror", code="2")
    assert told(capsys, "copies", "e", "--kind", "exact").strip() == "no copies"


def test_what_is_withheld(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("table", "jsonl", "csv"):
        assert "外長會談" in told(capsys, "copies", "--format", form)
        assert "外長會談" not in told(capsys, "copies", "--format", form, "--text", "none")
    (place / "withhold.yml").write_text("hosts: [mirror.org]", "utf-8")
    for form in ("table", "jsonl", "csv"):
        out = told(capsys, "copies", "--format", form)
        assert "mirror" not in out
        assert "withheld" in out
    assert "withheld" in told(capsys, "copies", "d", code="2")


# --- which post is meant


def test_posts_by_what_they_are_called(place: Path) -> None:
    with open_store(place / "tongshi.db") as store:
        ids = {line.name: line.post for each in store.copies() for line in (each.one, each.other)}
        for given in (
            ids["a"],
            ids["a"][:8],
            "a",
            "a.md",
            "./a.md",
            "a#1",
            "posts/a",
            str(place / "posts/a.md"),
            "http://cna.com.tw/1",
            "cna.com.tw/1#top",
        ):
            assert store.post_named(given) == ids["a"]
        for given in (
            "nothing",
            "p0g",
            "",
            "x/a.md",
            "a.txt",
            "https://cna.com.tw/99",
            "a#2",
            "%",
            "a#99999999999999999999",
        ):
            with pytest.raises(NotFoundError, match="no such post"):
                store.post_named(given)


def test_a_name_of_several_posts(tmp_path: Path, db: str) -> None:
    folder = tmp_path / "posts"
    archive(folder / "one", index=post("一", STORY[0], url="https://x.org/1"))
    archive(folder / "two", index=post("二", STORY[1], url="https://x.org/2"))
    stored(db, folder)
    with open_store(db) as store:
        one, two = store.post_named("one/index.md"), store.post_named("index#2")
        assert one != two
        with pytest.raises(NotFoundError) as raised:
            store.post_named("index")
        assert str(raised.value) == f"index: may be any of 2 posts ({', '.join(sorted((one, two)))}); give an id"
        assert store.post_named("index#1") == one
        shared = next(n for n in range(1, 18) if one[:n] != two[:n]) - 1
        with pytest.raises(NotFoundError, match=r"may be any|no such post"):
            store.post_named(one[:shared])


def test_all_pairs_by_brute_force(tmp_path: Path, db: str) -> None:
    """The bands bring up what comparing every pair does."""
    draw = random.Random(2)
    pool = [*STORY, *OTHER]
    stories = {
        f"n{number}": post(f"第{number}則", *draw.sample(pool, 4), url=f"https://x{number % 3}.org/{number}")
        for number in range(40)
    }
    stored(db, archive(tmp_path / "posts", **stories))
    found = {frozenset((each.one.post, each.other.post)) for each in links(db)}
    with open_store(db) as store:
        ids = {place.name: place.post for place in store.places()}
        texts = {}
        for name, id_ in ids.items():
            reading = store.reading(id_).reading
            texts[name] = text_of(fold(reading.article.body.text), reading.article.outlet, reading.article.post.url)
    want = {
        frozenset((ids[one], ids[other]))
        for one, other in combinations(texts, 2)
        if (link := likeness(texts[one], texts[other])) and link.similarity >= SIMILAR
    }
    assert len(want) > 20
    assert want <= found

"""Statements asked for: by speaker, side, subject, phrase and day; and how phrases are used."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.toy import archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.rights import Rights, StoreRelease, Texts
from tongshi.sayings import uses
from tongshi.store import StatementFilter, open_store
from tongshi.withhold import WithholdList, read_withhold_list

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan"
#: A wire text that two outlets print: long enough to be compared.
WIRE = (
    "外電報導，兩國元首在電話中談了兩個小時，內容涉及貿易、氣候與區域安全，雙方幕僚事後各自發表說明，市場反應平淡，"
    "分析師認為短期內關係不會有大幅度的變化，但溝通本身仍有意義，值得繼續觀察後續發展。"
)
SAID_TWICE = "@said 王毅 CN warn 台灣問題是核心利益 person=wang-yi phrases=core-interests topics=taiwan"
POSTS = {
    "call": post(
        "拜登與習近平通話",
        CALL,
        "@said 拜登 US stress 不接受單方面改變現狀 office=總統 verb=強調 to=習近平 in=推特 via=路透社"
        " topics=taiwan,defence phrases=status-quo engagement=0 side=US person=biden-joe",
        "@said 習近平 CN state 這是核心利益和紅線 person=xi-jinping phrases=core-interests,red-line engagement=0"
        " side=CN form=direct topics=taiwan",
        "@said 分析人士 - state 會談沒有結果",
    ),
    "wire": post("外電", WIRE, SAID_TWICE, url="https://www.voachinese.com/a/1", day="2021-03-01"),
    "copy": post("轉載外電", WIRE, SAID_TWICE, url="https://www.zaobao.com/a/1", day="2021-03-02"),
    "later": post("再談", "@said 王毅 CN urge 美方停止脅迫 person=wang-yi to=美方 phrases=coercion", day="2022-01-05"),
    "told": post("白宮", "@said 普萨基 US state 談判將繼續", day="2022-01-06"),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("said")
    with open_store(folder / "tongshi.db", write=True) as store:
        build([archive(folder / "posts", **POSTS)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "tongshi.db"


def texts(db: Path, limit: int | None = None, **wanted: Any) -> list[str]:
    with open_store(db) as store:
        return [each.statement.text for each in store.said(StatementFilter(**wanted), limit)]


QUO, LINE, NO_RESULT = "不接受單方面改變現狀", "這是核心利益和紅線", "會談沒有結果"
CORE, STOP, ON = "台灣問題是核心利益", "美方停止脅迫", "談判將繼續"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [QUO, LINE, NO_RESULT, CORE, CORE, STOP, ON]),
        ({"people": ("wang-yi",)}, [CORE, CORE, STOP]),
        ({"people": ("wang-yi",), "names": ("王毅", "普萨基")}, [CORE, CORE, STOP, ON]),
        ({"names": ("王毅",)}, []),  # known: he is asked for by his id
        ({"sides": ("US",)}, [QUO, ON]),
        ({"topics": ("taiwan", "defence")}, [QUO]),
        ({"phrases": ("core-interests", "coercion")}, [LINE, CORE, CORE, STOP]),
        ({"phrased": True, "sides": ("CN",)}, [LINE, CORE, CORE, STOP]),
        ({"words": ("结果",)}, [NO_RESULT]),
        ({"words": ("结果", "会谈")}, [NO_RESULT]),
        ({"words": ("外电报导",)}, []),  # in the text, in no statement
        ({"between": ("CN", "US")}, [QUO, LINE]),
        ({"between": ("CN", "JP")}, []),
        ({"manners": ("stress", "urge")}, [QUO, STOP]),
        ({"outlets": ("zaobao",)}, [CORE]),
        ({"since": dt.date(2021, 3, 2), "until": dt.date(2022, 1, 5)}, [CORE, STOP]),
        ({"direct": True}, [LINE]),
    ],
)
def test_what_is_wanted(db: Path, wanted: dict[str, Any], found: list[str]) -> None:
    assert texts(db, **wanted) == found
    assert texts(db, 2, **wanted) == found[:2]


def test_a_statement_comes_as_it_was_read(db: Path) -> None:
    with open_store(db) as store:
        (found,) = store.said(StatementFilter(sides=("US",), topics=("taiwan",)))
        stored = store.reading(found.post)
    assert found.statement == stored.reading.statements[0]
    assert found.engagement == stored.reading.engagements[0].id
    assert (found.outlet, found.name, found.day) == ("cna", "call", dt.date(2021, 2, 11))


def test_copies_are_counted_once(db: Path) -> None:
    with open_store(db) as store:
        assert store.totals().copies
        asked = StatementFilter(phrases=("core-interests",))
        (use,) = uses(store.said(asked), asked)
        every = uses(store.said(StatementFilter(phrased=True)), StatementFilter())
    assert (use.phrase, use.side, use.times, use.articles) == ("core-interests", "CN", 2, 2)
    assert use.days == (dt.date(2021, 2, 11), dt.date(2021, 3, 2))
    assert [(each.phrase, each.side, each.times) for each in every] == [
        ("core-interests", "CN", 2), ("coercion", "CN", 1), ("red-line", "CN", 1), ("status-quo", "US", 1),
    ]  # fmt: skip


def test_a_superseded_article_says_nothing_and_a_vanished_one_is_marked(tmp_path: Path) -> None:
    folder, db = tmp_path / "posts", tmp_path / "a.db"
    one = {"a": post("甲", "@said 拜登 US state 舊話"), "b": post("乙", "@said 拜登 US state 仍在")}
    for posts in (one, {"a": post("甲", "@said 拜登 US state 新話")}):
        for place in folder.glob("*"):
            place.unlink()
        with open_store(db, write=True) as store:
            build([archive(folder, **posts)], store, jobs=1, coder="tests.toy:Toy")
    with open_store(db) as store:
        assert {(each.statement.text, each.state) for each in store.said()} == {
            ("新話", "current"), ("仍在", "vanished"),
        }  # fmt: skip
        assert store.totals().statements == 1


# --- the command


class Said:
    """What `tongshi said` wrote."""

    def __init__(self, out: str, error: str, code: int) -> None:
        self.out, self.error, self.code = out, error, code

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def said(db: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def run(*arguments: str) -> Said:
        code = 0
        try:
            main(["said", "--db", str(db), *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Said(captured.out, captured.err, code)

    return run


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--person", "Wang Yi"], [CORE, CORE, STOP]),
        (["--person", "王毅", "--class", "urge"], [STOP]),
        (["--person", "普薩基"], [ON]),
        (["--person", "分析人士"], [NO_RESULT]),
        (["--side", "美国", "--since", "2022"], [ON]),
        (["--between", "US", "中国", "--topic", "taiwan"], [QUO, LINE]),
        (["--phrase", "red-line"], [LINE]),
        (["--phrase", "紅線"], [LINE]),
        (["--phrase", "將繼續"], [ON]),
        (["--outlet", "Zaobao"], [CORE]),
        (["--between", "US", "中国", "--topic", "台灣"], [QUO, LINE]),
        (["--direct"], [LINE]),
        (["--until", "2021-02"], [QUO, LINE, NO_RESULT]),
        (["--limit", "1"], [QUO]),
    ],
)
def test_said(said: Callable[..., Said], arguments: list[str], found: list[str]) -> None:
    told = said(*arguments, "--format", "jsonl").lines
    assert [each["text"] for each in told if "text" in each] == found
    rows = list(csv.DictReader(io.StringIO(said(*arguments, "--format", "csv").out)))
    assert [row["text"] for row in rows] == found
    plain = said(*arguments).out.replace("⟦", "").replace("⟧", "")
    assert [plain.count(text) for text in dict.fromkeys(found)] == [found.count(text) for text in dict.fromkeys(found)]


def test_a_statement_in_full(said: Callable[..., Said]) -> None:
    head, content, source, *_ = said("--side", "US", "--class", "stress").out.splitlines()
    assert head == "2021-02-11  拜登  總統 (US)  stress, to 習近平, in 推特, told by 路透社"
    assert content.split() == ["says", "不接受單方面⟦改變現狀⟧"]
    (told,) = said("--side", "US", "--class", "stress", "--format", "jsonl").lines
    assert source.split()[:3] == ["source", "cna", told["post"][:11]]
    assert (told["class"], told["chain"], told["day"]) == ("stress", ["路透社"], "2021-02-11")
    assert told["engagement"].startswith("e")


def test_the_use_of_a_phrase(said: Callable[..., Said]) -> None:
    rows = [line.split() for line in said("--phrases").out.splitlines() if line.strip()]
    assert ["core-interests", "核心利益", "CN", "2021-02-11", "2021-03-02", "2", "2"] in rows
    assert rows[2][0] == "core-interests"
    assert rows[-1] == ["copies", "of", "one", "article", "count", "once"]
    assert said("--phrase", "core-interests").out.strip().splitlines()[-3].split() == rows[2]
    assert said("--phrase", "核心利益").out.strip().splitlines()[-3].split() == rows[2]
    assert said("--phrase", "將繼續").out.strip().splitlines()[-3].split()[:2] == ["將繼續", "US"]
    (use,) = (each["use"] for each in said("--phrase", "核心利益", "--format", "jsonl").lines if "use" in each)
    assert (use["times"], use["first"]["day"], use["first"]["outlet"]) == (2, "2021-02-11", "cna")
    limited = said("--phrase", "核心利益", "--limit", "1", "--format", "jsonl").lines
    assert [next(iter(each)) for each in limited] == ["id", "use"]
    assert limited[1]["use"] == use
    assert len(said("--phrases", "--limit", "2", "--format", "csv").out.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--person", "無此人"], "無此人: nobody of that name speaks"),
        (["--topic", "taiwam"], "taiwam: no such topic; one of taiwan, "),
        (["--phrase", "red-lines"], "red-lines: no set phrase of that id"),
        (["--phrase", "沒有的詞"], "沒有的詞: no statement has these words"),
        (["--phrase", " "], "no phrase is given"),
        (["--person", ""], "no name is given"),
        (["--outlet", "nosuch"], "nosuch: no outlet of that code"),
        (["--since", "2022", "--until", "2021-05"], "--since 2022 is after --until 2021-05"),
        (["--topic", "核"], "核: a word of several topics; one of "),
        (["--side", "月球"], "月球: no polity"),
        (["--class", "scold"], "scold: not one of state, stress"),
        (["--since", "gestern"], "gestern: not a date"),
    ],
)
def test_what_is_unknown_is_one_line(said: Callable[..., Said], arguments: list[str], error: str) -> None:
    told = said(*arguments)
    assert (told.code, told.out, told.error.count("\n")) == (2, "", 1)
    assert error in told.error


def test_nothing_found(said: Callable[..., Said]) -> None:
    assert said("--side", "FR").out == "no statement is like that\n"
    assert said("--side", "FR", "--phrases").out == "no statement is like that\n"
    assert said("--side", "FR", "--format", "jsonl").out == ""


def test_show_a_statement(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(db) as store:
        (each,) = store.said(StatementFilter(sides=("US",), topics=("taiwan",)))
    for how_much in ("full", "evidence"):
        with pytest.raises(SystemExit, match="0"):
            main(["show", each.id[:9], "--db", str(db), "--text", how_much])
        told = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()}
        assert (told["statement"], told["says"], told["class"]) == (each.id, QUO, "stress")
        assert QUO in told["sentence"]
        assert NO_RESULT not in told["sentence"]
        assert told["article"].startswith(each.post)
    with pytest.raises(SystemExit, match="0"):
        main(["show", each.id, "--db", str(db), "--text", "none"])
    assert QUO not in capsys.readouterr().out


def test_a_screenful(said: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.cli.statements.SCREENFUL", 3)
    assert said().out.splitlines()[-1] == "4 more; --limit N shows more"
    assert said("--phrase", "core-interests").out.count("more;") == 0
    assert said("--person", "王毅").out.count("more;") == 0
    assert "more;" not in said("--limit", "3").out
    assert said("--limit", "5").out.count("source") == 5
    for format_, lines in ("jsonl", 7), ("csv", 8):
        assert len(said("--format", format_).out.splitlines()) == lines


# --- rights


def test_no_text_where_none_is_wanted(said: Callable[..., Said]) -> None:
    for format_ in ("text", "jsonl", "csv"):
        out = said("--text", "none", "--format", format_).out
        assert "拜登" in out
        assert not [text for text in (QUO, LINE, NO_RESULT, CORE, STOP, ON, "轉載外電") if text in out]


def list_of(folder: Path, *people: str) -> WithholdList:
    (folder / "withhold.yml").write_text(f"people: [{', '.join(people)}]", "utf-8")
    return read_withhold_list(folder / "withhold.yml")


@pytest.mark.parametrize(
    ("person", "left"),
    [
        ("王毅", [QUO, LINE, NO_RESULT, ON]),
        ("普萨基", [QUO, LINE, NO_RESULT, CORE, CORE, STOP]),
        # spoken to, and his engagement is withheld too
        ("習近平", [NO_RESULT, CORE, CORE, STOP, ON]),
    ],
)
def test_a_withheld_person(db: Path, tmp_path: Path, person: str, left: list[str]) -> None:
    with open_store(db) as store:
        release = StoreRelease(Rights(Texts.full, list_of(tmp_path, person)), store)
        assert [each.statement.text for each in release.said()] == left
        assert release.left_out["records"] == 7 - len(left)
        assert [each.statement.text for each in release.said(limit=2)] == left[:2]
        read = [release.reading(store.reading(post).reading) for post in {each.post for each in store.said()}]
    assert sorted(each.text for reading in read for each in reading.statements) == sorted(left)


def test_a_withheld_link_of_a_chain(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", write=True) as store:
        text = post(
            "甲",
            CALL,
            "@said 拜登 US state 已經談過 via=新華社,王毅",
            "@said 拜登 US state 還要談 engagement=0 side=US",
        )
        build([archive(tmp_path / "posts", a=text)], store, jobs=1, coder="tests.toy:Toy")
        release = StoreRelease(Rights(Texts.full, list_of(tmp_path, "王毅")), store)
        (kept,) = release.said()
        assert (kept.statement.text, bool(kept.engagement)) == ("還要談", True)
        release = StoreRelease(Rights(Texts.full, list_of(tmp_path, "習近平")), store)
        (_, about) = release.said()
        reading = release.reading(store.reading(about.post).reading)
    for statement in (about.statement, reading.statements[1]):
        assert (statement.text, statement.engagement, statement.side) == ("還要談", None, "")
    assert about.engagement == ""


def test_withheld_posts_do_not_count(db: Path) -> None:
    with open_store(db) as store:
        release = StoreRelease(Rights(Texts.full, WithholdList(outlets=frozenset(["zaobao"]))), store)
        asked = StatementFilter(phrases=("core-interests",))
        (use,) = uses(release.said(asked), asked)
        assert (use.times, use.articles, release.left_out["posts"]) == (2, 2, 1)

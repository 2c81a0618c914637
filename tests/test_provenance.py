"""What exports say of themselves, how a contact is cited, what became of those that were."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.toy import Toy, archive, post
from tongshi.build import build
from tongshi.cli import main
from tongshi.codec import CODEBOOK_VERSION
from tongshi.errors import NotFoundError
from tongshi.evaluate import load_records
from tongshi.provenance import Provenance
from tongshi.store import ContactFilter, open_store

CODEBOOK = Path(__file__).parents[1] / "docs" / "codebook.md"

CALL = "@call {status} main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade"
PLANNED = CALL.format(status="planned")
POSTS = {
    "a": post("拜登與習近平通話", PLANNED, "@readout 0 US 白宮 trade", "@said 拜登 US state 會談很好",
              url="https://www.cna.com.tw/news/1", day="2021-02-09"),
    "b": post("習近平與拜登通話", PLANNED, "@readout 0 CN 新華社 trade", "@said 習近平 CN state 會談很好",
              url="https://www.voachinese.com/a/1", day="2021-02-09"),
    "c": post("訪問", "@visit planned background 2021-05-01 who=莫里森:AU place=東京:JP polities=AU,JP",
              url="https://www.cna.com.tw/news/3"),
    "d": post("訪問的抄本", "@visit planned background 2021-05-01 who=莫里森:AU place=東京:JP polities=AU,JP",
              url="https://www.rfi.fr/3"),
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Two builds: the call was planned, then held, by a new version of one article; a new one is there too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tongshi.cli.reading.Pipeline", lambda _: Toy())
    folder = archive(tmp_path / "posts", **POSTS)
    grown(folder)
    held = ("拜登與習近平通話了", CALL.format(status="held"), "@readout 0 US 白宮 trade")
    archive(
        folder,
        a=post(*held, url="https://www.cna.com.tw/news/1", day="2021-02-10"),
        e=post("會晤", "@meeting held main 2021-03-01 who=甲:NO,乙:VN", url="https://www.cna.com.tw/news/5"),
    )
    grown(folder)

    def run(*arguments: object, code: int = 0) -> str:
        with pytest.raises(SystemExit, match=f"^{code}$"):
            main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return captured.out if code == 0 else captured.err

    return run


def grown(folder: Path) -> None:
    with open_store("tongshi.db", write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")


def call(**wanted: Any) -> str:
    with open_store("tongshi.db") as store:
        return next(store.contacts(ContactFilter(types=("call",), **wanted))).id


def test_the_codebook_states_its_version() -> None:
    assert re.findall(r"^Version (\S+)\. ", CODEBOOK.read_text("utf-8"), re.M) == [CODEBOOK_VERSION]


STORED = [
    ["engagements"], ["said"], ["said", "--phrases"], ["copies"], ["changes"], ["changes", "--since", "1"],
    ["compare", "CALL"], ["compare", "CALL", "--by-outlet"], ["who", "拜登"], ["office", "US 总统"], ["diff", "a"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", STORED, ids=" ".join)
def test_every_record_says_what_it_was_made_from(run: Callable[..., str], arguments: list[str]) -> None:
    words = [call() if word == "CALL" else word for word in arguments]
    records = [json.loads(line) for line in run(*words, "--format", "jsonl").splitlines()]
    with open_store("tongshi.db") as store:
        last = next(store.runs(1))
    assert records or "--phrases" in arguments
    for record in records:
        assert record["provenance"] == {
            "program": f"tongshi {version('tongshi')}", "codebook": CODEBOOK_VERSION, "knowledge": "toy-1", "build": 2,
            "built": last.finished,
        }  # fmt: skip
        assert len(record) > 1


@pytest.mark.parametrize("arguments", [["engagements"], ["said"], ["copies"], ["changes"],
                                       ["changes", "--since", "1", "--of", "contacts"]], ids=" ".join)  # fmt: skip
def test_so_does_every_row(run: Callable[..., str], arguments: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv"))))
    with open_store("tongshi.db") as store:
        line = Provenance.of_run(next(store.runs(1))).line
    assert {row["provenance"] for row in rows} == {line}
    assert re.fullmatch(r"tongshi \S+; codebook \S+; knowledge toy-1; build 2 of \d{4}-\S+", line)


@pytest.mark.parametrize(
    "arguments",
    [["explain", "posts", "--format", "jsonl"], ["forms", "posts", "--format", "jsonl"], ["code", "posts"]],
    ids=" ".join,
)
def test_without_a_database_there_is_no_build(run: Callable[..., str], arguments: list[str]) -> None:
    records = [json.loads(line) for line in run(*arguments).splitlines()]
    assert records or "explain" in arguments
    for record in records:
        assert record["provenance"].keys() == {"program", "codebook", "knowledge"}


def test_coded_articles_can_be_read_back(run: Callable[..., str]) -> None:
    run("code", "posts", "--out", "coded.jsonl")
    assert set(load_records(Path("coded.jsonl"))) == set("abcde")


@pytest.mark.parametrize("format_", ["html", "text"])
def test_pages_and_texts_say_it_at_their_foot(run: Callable[..., str], format_: str) -> None:
    run("compare", call(), "--format", format_, "--out", "page")
    foot = Path("page").read_text("utf-8")[-400:]
    assert "provenance: tongshi" in foot
    assert "build 2 of" in foot
    assert "provenance" not in run("compare", call())  # not on the screen


def test_what_was_learnt_says_it_in_comments(run: Callable[..., str]) -> None:
    run("learn", "--out", "people.yml")
    assert "# provenance: tongshi" in Path("people.yml").read_text("utf-8")


def test_a_build_that_was_interrupted(run: Callable[..., str]) -> None:
    with open_store("tongshi.db", write=True) as store:
        store.begin_run("toy-2", [], 1)
    assert "build 3 (unfinished)" in run("engagements", "--format", "csv")
    assert json.loads(run("engagements", "--format", "jsonl").splitlines()[0])["provenance"]["built"] is None


# --- citing


def test_cite(run: Callable[..., str]) -> None:
    told = run("cite", call())
    assert told.startswith("Call of 習近平 (CN), 拜登 (US), held, 2021-02-10") or told.startswith("Call of 拜登 (US)")
    assert f"Contact {call()}; tongshi" in told
    assert "build 2 of" in told
    assert "「拜登與習近平通話了」, 中央社, 2021-02-10, https://www.cna.com.tw/news/1, post p" in told
    none = run("cite", call(), "--text", "none")
    assert "通話" not in none
    assert "https://www.cna.com.tw/news/1" in none


def test_cite_for_reference_managers(run: Callable[..., str]) -> None:
    contact, *articles = json.loads(run("cite", call(), "--format", "csl"))
    assert (contact["type"], contact["id"], contact["version"]) == ("dataset", call(), "build 2")
    assert contact["event-date"] == {"date-parts": [[2021, 2, 10]]}
    assert {each["type"] for each in articles} == {"article-newspaper"}
    assert {each["container-title"]: each["issued"]["date-parts"][0] for each in articles}["中央社"] == [2021, 2, 10]
    assert [key for each in articles for key, value in each.items() if not value] == []


# --- changed since


def test_what_became_of_what_was_cited(run: Callable[..., str]) -> None:
    table = run("changes", "--since", "1")
    assert "- planned" in table
    assert "+ held" in table
    assert "the article was replaced by a newer version" in table
    records = [json.loads(line) for line in run("changes", "--since", "1", "--format", "jsonl").splitlines()]
    assert {"versions", "contact"} <= {key for each in records for key in each}
    changed = {each["contact"]: each for each in records if "contact" in each}
    (one,) = (each for each in changed.values() if each["became"] != "new")
    fields = {each["field"]: (each["before"], each["after"]) for each in one["fields"]}
    assert fields["status"] == ("planned", "held")
    assert (one["was"]["status"], one["is"]["status"]) == ("planned", "held")
    assert {each["reason"] for each in one["why"]} == {"new article", "superseded"}
    assert [each["became"] for each in changed.values()].count("new") == 1
    rows = list(csv.DictReader(io.StringIO(run("changes", "--since", "1", "--of", "contacts", "--format", "csv"))))
    assert ("status", "planned", "held") in {(row["field"], row["before"], row["after"]) for row in rows}
    assert "no contact was changed" in run("changes", "--since", "2")
    today = run("runs").split()
    day = next(word for word in today if re.fullmatch(r"\d{4}-\d\d-\d\d", word))
    assert "no contact was changed" in run("changes", "--since", day, "--of", "contacts")


def test_as_it_was(run: Callable[..., str]) -> None:
    with open_store("tongshi.db") as store:
        (cited,) = (change.contact for change in store.contact_changes(1) if change.before)
    then = run("show", cited, "--as-of", "1")
    assert re.search(r"^status +planned$", then, re.M)
    assert "拜登與習近平通話" in then
    assert "held" in run("show", cited)
    assert "held" in run("show", call(), "--as-of", "2")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["changes", "--of", "contacts"], "give --since"),
        (["changes", "--until", "2"], "give --since"),
        (["changes", "--since", "2", "--until", "1"], "build 1 is not after build 2"),
        (["changes", "--since", "soon"], "soon: neither the number of a build nor a day"),
        (["changes", "--since", "2020-01-01"], "2020-01-01: no build had ended by then"),
        (["changes", "--since", "7"], "build 7: there is none (the last one is 2)"),
        (["show", "cfffffff", "--as-of", "1"], "cfffffff: no such contact as of build 1"),
    ],
)
def test_mistakes(run: Callable[..., str], arguments: list[str], message: str) -> None:
    assert message in run(*arguments, code=2)


def test_what_is_withheld_is_not_told_of_the_past_either(run: Callable[..., str]) -> None:
    with open_store("tongshi.db") as store:
        cited = [change.contact for change in store.contact_changes(1)]
    Path("withhold.yml").write_text("people: [拜登]", "utf-8")
    table = run("changes", "--since", "1")
    assert "拜登" not in table
    assert "withheld" in table
    told = [run("show", each, "--as-of", n, code=2) for each in cited for n in (1, 2) if is_call(each, n)]
    assert told
    assert all("withheld" in each for each in told)


def is_call(contact: str, build: int) -> bool:
    with open_store("tongshi.db") as store:
        try:
            state = store.contact_as_of(contact, build).state
        except NotFoundError:
            return False
    return state is not None and state.said["type"] == "call"

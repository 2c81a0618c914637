"""Articles coded by hand: the form, what is wrong in it, two coders."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.toy import Toy, archive, post
from tongshi import codec
from tongshi.annotation import Codes, NumberedText, agree, blank, complete, form_text, prefilled, problems, read_forms
from tongshi.build import build
from tongshi.cli import main
from tongshi.errors import FormError
from tongshi.evaluate import load_records, tidy
from tongshi.readers import ArchiveFile, archive_files, posts_of
from tongshi.records import Post, Reading
from tongshi.store import open_store

PARAGRAPHS = (
    "（中央社奧斯陸10日電）挪威外長甲昨天在奧斯陸與越南副總理乙會談。雙方談到貿易。",
    "甲說：「談判很坦率但是沒有結果。」",
)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = archive(tmp_path_factory.mktemp("a"), a=post("挪越會談", *PARAGRAPHS, captions=("圖為甲。",)))
    (file,) = archive_files(folder)
    assert isinstance(file, ArchiveFile)
    (read,) = posts_of(file)
    assert isinstance(read, Post)
    return Toy()(read)


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.load()


RECORD: dict[str, Any] = {
    "type": "meeting",
    "status": "held",
    "salience": "main",
    "participants": [{"name": "甲", "office": "外長", "polity": "NO"}, {"name": "乙", "polity": "VN"}],
    "polities": ["NO", "VN"],
    "date": {"start": "2021-02-09", "precision": "day"},
    "place": {"city": "奧斯陸", "polity": "NO"},
    "topics": ["trade"],
    "trigger": "會談",
    "evidence": "1",
}


def filled(reading: Reading, **more: Any) -> dict[str, Any]:
    return blank(codec.to_json(reading)) | {"engagements": [RECORD]} | more


def found(record: dict[str, Any], reading: Reading, codes: Codes) -> list[str]:
    text = NumberedText.of(reading.article)
    return [str(each) for each in problems(complete(record, text), text, codes)]


# --- the form


def test_the_form_shows_the_article_and_leads_nobody(reading: Reading, codes: Codes) -> None:
    record = codec.to_json(reading)
    record["engagements"] = [RECORD | {"confidence": 0.5}]
    text = form_text(blank(record), reading.article, codes.topics)
    assert "\n# 2  雙方談到貿易。\n" in text
    assert "\n# 4  圖為甲。\n" in text
    (form,) = read_forms(text, "a.yml")
    assert form.record["engagements"] == []
    assert form.record["article"]["outlet"] == "cna"
    (form,) = read_forms(form_text(prefilled(record), reading.article, codes.topics), "a.yml")
    assert form.record["engagements"] == [RECORD]


def test_a_form_is_text_only() -> None:
    """NO is Norway, a day stays as written, and nothing is nothing."""
    (form,) = read_forms(
        "id: a\nengagements:\n- {polities: [NO, VN], date: {start: 2021-02-09, end: }, a: ~, b: '~'}", "f"
    )
    assert form.record["engagements"] == [
        {"polities": ["NO", "VN"], "date": {"start": "2021-02-09", "end": None}, "a": None, "b": "~"}
    ]
    assert form.lines["engagements", 0, "date", "start"] == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: a\nid: b", "f:2: id: given twice"),
        ("- a", "f:1: not a record"),
        ("id: [", "f:1: not YAML"),
        ("id: a\n---\nid: {", "f:3: not YAML"),
    ],
)
def test_what_is_no_form(text: str, message: str) -> None:
    with pytest.raises(FormError, match=message):
        list(read_forms(text, "f"))


def test_empty_forms_are_left_out() -> None:
    assert [form.record["id"] for form in read_forms("# a\n---\n# b\n---\nid: c\n---\n", "f")] == ["c"]


# --- what is wrong


def test_a_right_record_is_the_gold_form(reading: Reading, codes: Codes) -> None:
    record = filled(reading, readouts=[{"engagement": "0", "side": "NO", "topics": ["trade"]}])
    record["quotes"] = [{"text": "談判很坦率但是沒有結果。", "speaker": "甲", "polity": "NO"}]
    assert found(record, reading, codes) == []
    whole = complete(record, NumberedText.of(reading.article))
    assert whole["engagements"][0]["evidence"] == PARAGRAPHS[0].partition("。")[0] + "。"
    assert whole["engagements"][0]["date"] == {"start": "2021-02-09", "end": None, "precision": "day", "alt": None}
    assert whole["readouts"][0]["engagement"] == 0
    assert isinstance(codec.from_json(whole), Reading)
    assert tidy(whole)["engagements"][0]["participants"][1]["latin"] is None


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"type": "lunch"}, "engagements.0.type: lunch: not one of call"),
    ({"type": None}, "engagements.0.type: missing"),
    ({"status": "over"}, "engagements.0.status: over: not one of held"),
    ({"salience": "low"}, "engagements.0.salience: low: not one of main"),
    ({"mood": "good"}, "engagements.0.mood: no such field"),
    ({"topics": ["trade", "weather"]}, "engagements.0.topics: weather: not one of"),
    ({"polities": ["NO"]}, "engagements.0.polities: a contact is between two or more"),
    ({"polities": ["NO", "ZZ"]}, "engagements.0.polities.1: ZZ: not the code of a polity"),
    ({"participants": [{"name": "丙", "polity": "NO"}]}, "engagements.0.participants.0.name: 丙: not in the article"),
    ({"participants": [{"polity": "NO"}]}, "engagements.0.participants.0: neither a name nor an office"),
    ({"participants": ["甲"]}, "engagements.0.participants.0: not a participant"),
    ({"date": {"start": "9 February", "precision": "day"}}, "engagements.0.date.start: 9 February: not a day"),
    ({"date": {"start": "2021-02-09"}}, "engagements.0.date: an unknown date has no start"),
    ({"date": {"precision": "day"}}, "engagements.0.date: an unknown date has no start"),
    ({"date": {"start": "2021-02-09", "end": "2021-02-01", "precision": "day"}}, "ends on 2021-02-01, before"),
    ({"date": {"start": "2021-02-09", "precision": "month"}}, "engagements.0.date.start: of a month the first day"),
    ({"date": {"start": "2021-02-01", "precision": "year"}}, "engagements.0.date.start: of a year the first day"),
    ({"place": {"city": "河內"}}, "engagements.0.place.city: 河內: not in the article"),
    ({"evidence": None}, "engagements.0.evidence: the sentence that proves it is missing"),
    ({"evidence": "9"}, "engagements.0.evidence: 9: not in the article"),
    ({"trigger": "通話"}, "engagements.0.trigger: 通話: not in the evidence"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[message[:50] for _, message in WRONG])
def test_what_is_wrong(change: dict[str, Any], message: str, reading: Reading, codes: Codes) -> None:
    record = filled(reading, engagements=[RECORD | change])
    assert [each for each in found(record, reading, codes) if message in each]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"id": None}, "id: an article has one"),
        ({"article": None}, "article: missing"),
        ({"engagements": ["x"]}, "engagements.0: not a record"),
        ({"readouts": [{"engagement": "1", "side": "NO"}]}, "readouts.0.engagement: 1: there is no such one"),
        ({"readouts": [{"engagement": "0"}]}, "readouts.0.side: missing"),
        ({"quotes": [{"text": "沒有結果"}]}, "quotes.0.text: shorter than 6 characters"),
        ({"quotes": [{"text": "談判一點也不坦率啊"}]}, "quotes.0.text: 談判一點也不坦率啊: not in the article"),
        ({"statements": [{"text": "雙方談到貿易", "form": "sung", "class": "state"}]}, "statements.0.form: sung"),
        ({"statements": [{"text": "雙方談到貿易", "form": "direct", "class": "hum"}]}, "statements.0.class: hum"),
    ],
)
def test_what_else_is_wrong(more: dict[str, Any], message: str, reading: Reading, codes: Codes) -> None:
    assert [each for each in found(filled(reading, **more), reading, codes) if each.startswith(message)]


def test_appointments_take_one_polity(reading: Reading, codes: Codes) -> None:
    assert (
        found(filled(reading, engagements=[RECORD | {"type": "appointment", "polities": ["NO"]}]), reading, codes) == []
    )


# --- two coders


def test_agree() -> None:
    def coded(*engagements: dict[str, Any]) -> dict[str, Any]:
        return {"a": tidy({"id": "a", "engagements": list(engagements)})}

    one = coded(RECORD, RECORD | {"type": "call", "polities": ["US", "CN"], "participants": []})
    other = coded(RECORD | {"status": "planned"})
    told = agree(one | {"b": one["a"]}, other)
    figures = {each.what: each for each in told.figures}
    assert told.articles == 1
    assert figures["engagements"].one == figures["engagements"].other == pytest.approx(2 / 3)
    assert (figures["status"].one, figures["status"].kind, figures["status"].count) == (0, "share", 1)
    kinds = [(what, *rest[1:3]) for what, *rest in told.differences]
    assert ("status", "first held", "second planned") in kinds
    assert [what for what, *_ in kinds if what.startswith("only")] == ["only the first"]


# --- the command

EDITOR = """
import sys, pathlib
form, script = pathlib.Path(sys.argv[1]), pathlib.Path("edits.txt")
first, _, rest = script.read_text("utf-8").partition("=====\\n")
script.write_text(rest, "utf-8")
if first.strip() == "crash":
    sys.exit(3)
if first.strip() == "empty":
    form.write_text("", "utf-8")
elif first.strip() != "leave":
    text = form.read_text("utf-8")
    form.write_text(text.partition("\\nengagements:")[0] + "\\n" + first, "utf-8")
"""
GOOD = "engagements:\n- " + json.dumps(RECORD, ensure_ascii=False) + "\n"
BAD = GOOD.replace("meeting", "lunch")

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    posts = {name: post(f"挪越會談{name}", *PARAGRAPHS, url=f"https://www.cna.com.tw/{name}") for name in "abc"}
    folder = archive(tmp_path / "posts", **posts)
    with open_store("tongshi.db", write=True) as store:
        build([folder], store, jobs=1, coder="tests.toy:Toy")
    (tmp_path / "editor.py").write_text(EDITOR, "utf-8")
    monkeypatch.setenv("VISUAL", f"{sys.executable} editor.py")

    def run(*arguments: object, edits: tuple[str, ...] = (), typed: str = "", code: int = 0) -> str:
        Path("edits.txt").write_text("=====\n".join(edits), "utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit, match=f"^{code}$"):
            main(["annotate", *map(str, arguments)])
        captured = capsys.readouterr()
        return captured.out + captured.err

    return run


def test_coding_in_an_editor(run: Run) -> None:
    told = run("posts", "--out", "gold.jsonl", "--coder", "anna", edits=(BAD, GOOD, "leave"), typed="\n\ny\nq\n")
    assert "engagements.0.type: lunch" in told
    assert "2 articles coded" in told
    first, second = map(json.loads, Path("gold.jsonl").read_text("utf-8").splitlines())
    assert (first["id"], first["coder"], len(first["engagements"]), second["engagements"]) == ("a", "anna", 1, [])
    assert first["engagements"][0]["evidence"].startswith("（中央社")
    told = run("posts", "--out", "gold.jsonl", edits=("empty",), typed="\n")  # what is coded is passed over
    assert "2 articles coded" in told
    assert set(load_records(Path("gold.jsonl"))) == {"a", "b"}
    assert list(Path().glob("*.yml")) == []


@pytest.mark.parametrize(
    ("option", "asked"),
    [
        ("--prefill", "Nothing was changed. Is all of it as the program reads it?"),
        ("--blank", "Nothing was written. An article without records?"),
    ],
)
def test_a_form_that_is_left_as_it_was(run: Run, option: str, asked: str) -> None:
    assert asked in run("posts/a.md", option, "--out", "gold.jsonl", edits=("leave",), typed="n\nq\n")
    assert asked in run("posts/a.md", option, "--out", "gold.jsonl", edits=("leave",), typed="y\nq\n")
    assert set(load_records(Path("gold.jsonl"))) == {"a"}


@pytest.mark.parametrize("missing", ["one.jsonl", "two.jsonl"])
def test_a_file_that_is_not_there_is_one_line(run: Run, missing: str) -> None:
    for name in {"one.jsonl", "two.jsonl"} - {missing}:
        Path(name).write_text("", "utf-8")
    told = run("--agree", "one.jsonl", "two.jsonl", code=2)
    assert told == f"tongshi: {missing}: No such file or directory\n"


def test_what_was_begun_is_there_again(run: Run) -> None:
    told = run("posts", "--out", "gold.jsonl", edits=(BAD,), typed="", code=130)  # the coder walks away
    (form,) = Path().glob("gold.jsonl.*.yml")
    assert f"0 articles coded; the same command goes on with {form}" in told
    assert "lunch" in form.read_text("utf-8")
    run("posts/a.md", "--out", "gold.jsonl", edits=(GOOD,), typed="\n")
    assert set(load_records(Path("gold.jsonl"))) == {"a"}


def test_an_editor_that_fails(run: Run) -> None:
    assert "the form is kept in gold.jsonl." in run("posts", "--out", "gold.jsonl", edits=("crash",), code=2)
    assert list(Path().glob("gold.jsonl.*.yml"))


@pytest.mark.parametrize("sources", [("posts",), ()], ids=["archive", "database"])
def test_forms_to_a_file_and_back(run: Run, sources: tuple[str, ...]) -> None:
    run(*sources, "--forms", "forms.yml", "--sample", "2", "--seed", "3")
    forms = Path("forms.yml").read_text("utf-8")
    assert forms.count("\nid: ") == 2
    Path("forms.yml").write_text(
        forms.replace("engagements: []\n", GOOD, 1).replace("engagements: []\n", BAD, 1), "utf-8"
    )
    told = run(*sources, "--check", "forms.yml", "--out", "gold.jsonl", code=2)
    assert "engagements.0.type: lunch" in told
    assert "1 of 2 articles are right" in told
    assert len(load_records(Path("gold.jsonl"))) == 1
    assert "1 of 1 articles are right" in run(*sources, "--check", "gold.jsonl")
    drawn = {each["id"] for each in yaml.safe_load_all(Path("forms.yml").read_text("utf-8"))}
    run(*sources, "--forms", "again.yml", "--sample", "2", "--seed", "3")
    assert drawn == {each["id"] for each in yaml.safe_load_all(Path("again.yml").read_text("utf-8"))}


def test_words_are_looked_up_where_the_article_is(run: Run) -> None:
    record = {"id": "zzz", "article": {}, "engagements": [RECORD | {"evidence": "不在任何地方的會談。"}]}
    Path("coded.jsonl").write_text(json.dumps(record), "utf-8")
    assert "its words were not looked up" in run("--check", "coded.jsonl")
    Path("coded.jsonl").write_text(json.dumps(record | {"id": "a"}), "utf-8")
    assert "not in the article as written" in run("--check", "coded.jsonl", code=2)


def test_the_agreement_of_two_files(run: Run) -> None:
    run("posts/a.md", "--out", "one.jsonl", edits=(GOOD,), typed="\n")
    run("posts/a.md", "--out", "two.jsonl", edits=(GOOD.replace("held", "planned"),), typed="\n")
    told = run("--agree", "one.jsonl", "two.jsonl")
    assert "1 articles coded in both" in told
    assert "first held  second planned" in told
    Path("none.jsonl").write_text("", "utf-8")
    assert "no article in common" in run("--agree", "one.jsonl", "none.jsonl", code=2)


def test_what_is_withheld_is_not_coded(run: Run) -> None:
    Path("list.yml").write_text("posts: [a]", "utf-8")
    run("posts", "--forms", "forms.yml", "--withhold", "list.yml")
    assert [each["id"] for each in yaml.safe_load_all(Path("forms.yml").read_text("utf-8"))] == ["b", "c"]


def test_mistakes(run: Run) -> None:
    assert "give --out FILE to code" in run("posts", code=2)
    assert "none.yml: No such file" in run("--check", "none.yml", code=2)
    assert "nowhere" in run("nowhere", "--forms", "a.yml", code=2)

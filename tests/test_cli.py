from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import tongshi
from tests.commands import commands
from tests.toy import Toy, archive, post
from tongshi import display
from tongshi.cli import main
from tongshi.display.layout import csv_line
from tongshi.lexicon import read_layer
from tongshi.passages import Mark, Passage
from tongshi.records import When
from tongshi.registry.entries import Person, Polity, load_offices, load_people
from tongshi.search import people_named, polity_named
from tongshi.store import ContactFilter, open_store

CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan alt=2021-02-11"
POSTS = {
    "a": post("拜登與習近平通話", "兩國元首談了很久。", CALL, "@readout 0 US 白宮 trade,taiwan",
              "@quote 拜登 US 「我們談了兩個小時。」"),
    "b": post("习近平同拜登通电话", CALL.replace("習", "习"), "@readout 0 CN 新华社 trade,climate",
              url="https://www.voachinese.com/a/1", day="2021-02-12"),
    "c": post("訪問", "@visit planned background 2021-05-01 who=莫里森:AU "
              "place=東京:JP polities=AU,JP until=2021-05-04"),
}  # fmt: skip


class Told:
    """What a command wrote and how it ended."""

    def __init__(self, out: str, error: str, code: int) -> None:
        self.out, self.error, self.code = out, error, code

    @property
    def mistake(self) -> str:
        """The one line a user's mistake is told in."""
        assert self.code == 2
        assert self.out == ""
        assert self.error.startswith("tongshi: ")
        assert self.error.count("\n") == 1
        return self.error.removeprefix("tongshi: ").strip()


Tongshi = Callable[..., Told]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tongshi:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Told:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Told(captured.out, captured.err, code)

    return run


@pytest.fixture
def built(command: Tongshi, tmp_path: Path) -> Tongshi:
    """The same, with a database in the folder."""
    archive(tmp_path / "posts", **POSTS)
    assert command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy", "--quiet").code == 0
    return command


def call_id(db: str = "tongshi.db") -> str:
    with open_store(db) as store:
        (contact,) = store.contacts(ContactFilter(types=("call",)))
        return contact.id


# --- build


def test_build_ends_with_a_table(command: Tongshi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.cli.output.LINE_SECONDS", math.inf)  # no line of progress, however slow the machine
    archive(tmp_path / "posts", **POSTS, d="")
    told = command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy")
    assert told.code == 0
    table = dict(re.findall(r"^ *(\S.*?)  +(\S+)$", told.out, re.MULTILINE))
    assert table["posts read"] == "4"
    assert table["new"] == "3"
    assert table["engagements"] == "3"
    assert table["call"] == "2"
    assert table["contacts, fused from them"] == "2"
    assert table["rejects"] == "1"
    assert table["empty"] == "1"
    assert told.error == ""
    assert "not read" not in told.out
    (tmp_path / "posts" / "article.txt").touch()
    again = command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy")
    assert again.out.endswith("not read: 1 .txt\n")
    assert dict(re.findall(r"^ *(\S.*?)  +(\S+)$", again.out, re.MULTILINE))["unchanged, or copies"] == "3"


def test_quiet_says_nothing(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", **POSTS)
    told = command("build", "posts", "--db", "other.db", "--jobs", 1, "--coder", "tests.toy:Toy", "-q")
    assert (told.out, told.error, told.code) == ("", "", 0)
    assert (tmp_path / "other.db").exists()


def test_progress_lines_where_there_is_no_terminal(
    command: Tongshi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongshi.cli.output.LINE_SECONDS", 0)
    archive(tmp_path / "posts", **POSTS)
    told = command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy")
    assert re.match(r"reading: 3 posts \([\d,]+/s\), 6 records, 0 rejects\n", told.error)


def test_an_internal_error_is_told_at_the_end(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", **POSTS, d=post("壞", "@fail"))
    told = command("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy")
    assert told.code == 1
    assert "RuntimeError: a rule" in told.error
    assert told.error.endswith("(a mistake of the program; `tongshi rejects` lists them)\n")
    assert command("engagements").code == 0


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        (["build", "nowhere"], "nowhere: No such file"),
        (["build", "empty"], "empty: no posts in it"),
        (["build", "binary"], "binary: a binary file"),
        (["build", "posts", "nowhere"], "nowhere: No such file"),
        (["build", "posts", "--db", "other.db"], "other.db: a database of another program"),
        (["build", "posts", "--db", "newer.db"], "newer.db: made by a newer Tongshi"),
        (["build", "posts", "--db", "binary"], "binary: not a database"),
        (["build", "posts", "--db", "no/a.db"], "no/a.db: no such folder"),
        (["build", "posts", "--db", "sqlite:///ours.db?mode=ro"], "ours.db: the database is read-only"),
        (["engagements"], "tongshi.db: no such database"),
        (["engagements", "--db", "other.db"], "other.db: a database of another program"),
        (["engagements", "--db", "newer.db"], "newer.db: made by a newer Tongshi"),
        (["engagements", "--db", "ours.db", "--type", "lunch"], "lunch: not one of call"),
        (["engagements", "--db", "ours.db", "--status", "lost"], "lost: not one of held"),
        (["engagements", "--db", "ours.db", "--since", "soon"], "soon: not a date"),
        (["engagements", "--db", "ours.db", "--until", "2021-13"], "2021-13: not a date"),
        (["show", "c123", "--db", "ours.db"], "c123: no contact, record, statement or article is called so"),
        (["compare", "e123", "--db", "ours.db"], "e123: no such contact or engagement"),
        (["compare", "e123", "--db", "ours.db", "--sides", "US", "桃花源"], "桃花源: no polity of that name or code"),
        (["show", "拜登", "--db", "ours.db"], "拜登: no contact, record, statement or article is called so"),
        (["show", "cafe", "--db", "ours.db"], "cafe: no contact, record, statement or article is called so"),
        (["show", "s123", "--db", "ours.db"], "s123: no contact, record, statement or article is called so"),
        (
            ["show", "zzzz", "--db", "ours.db"],
            "an id is c, e, s or p and digits with a to f (c533e6a), as `tongshi engagements`",
        ),
        (["show", "", "--db", "ours.db"], "no id is given"),
        (["explain", "nosuch", "--db", "ours.db"], "nosuch: no contact, record, statement or article is called so"),
        (["explain", " "], "no post is given"),
        (["explain", "binary"], "binary: a binary file"),
        (["explain", "nothing.md"], "nothing.md: empty"),
        (["engagements", "--db", "ours.db", "--outlet", "nosuch"], "nosuch: no outlet of that code"),
        (["engagements", "--db", "ours.db", "--person", ""], "no name is given"),
        (["engagements", "--between", "US", "--db", "ours.db"], "--between takes two polities, as in --between US CN"),
        (["timeline", "--db", "ours.db", "--between", "US"], "with one alone it is --polity US"),
        (["said", "--between"], "--between takes two polities"),
        (["compare", "e123", "--sides", "US", "--db", "ours.db"], "--sides takes two polities, as in --sides US CN"),
        (["--db", "ours.db", "engagements"], "--db stands behind the command: tongshi COMMAND --db …"),
        (["engagements", "--db", "ours.db", "--since", "2022", "--until", "2021"], "2022 is after --until 2021"),
        (["code", "nowhere"], "nowhere: No such file"),
    ],
)
def test_a_users_mistake_is_one_line(command: Tongshi, tmp_path: Path, arguments: list[str], want: str) -> None:
    archive(tmp_path / "posts", **POSTS)
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary").write_bytes(b"\0" + bytes(range(256)) * 20)
    (tmp_path / "nothing.md").touch()
    for name in ("ours.db", "newer.db"):
        open_store(tmp_path / name, write=True).close()
    for name, statement in (
        ("newer.db", "UPDATE alembic_version SET version_num = '9'"),
        ("other.db", "CREATE TABLE cookies (name)"),
    ):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute(statement)
        connection.close()
    if arguments[0] == "build":
        arguments = [*arguments, "--jobs", "1", "--coder", "tests.toy:Toy"]
    assert want in command(*arguments).mistake


#: Interrupts itself when a module of the command begins to be loaded.
INTERRUPTED_BY = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
import tongshi_command
tongshi_command.main()
"""


def test_an_interrupt_while_the_package_is_loaded_is_one_line(tmp_path: Path) -> None:
    """`python -m tongshi` loads the package before what runs it; `sitecustomize` is loaded before all."""
    finder = INTERRUPTED_BY.partition("import tongshi_command")[0].replace("sys.argv[1]", repr("tongshi.records"))
    (tmp_path / "sitecustomize.py").write_text(finder, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tongshi", "--version"], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout) == (130, "tongshi: interrupted\n", "")


@pytest.mark.parametrize("module", ["tongshi.records", "tongshi.cli", "tongshi.cli.users"])
def test_an_interrupt_while_the_command_is_loaded_is_one_line(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_BY, module], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (130, "tongshi: interrupted\n", "")


@pytest.mark.parametrize("place", ["tongshi.cli.all_commands", "tongshi.cli.contacts.names_known"])
def test_an_interrupt_of_any_command_is_one_line(place: str, command: Tongshi, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, interrupted)
    told = command("engagements")
    assert (told.code, told.error, told.out) == (130, "tongshi: interrupted\n", "")


def test_a_list_written_to_a_full_disk() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "tongshi", "knowledge"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "tongshi: what is written is cut off: No space left on device\n")


def test_the_version_is_told(command: Tongshi) -> None:
    told = command("--version")
    assert (told.code, told.out) == (0, f"tongshi {version('tongshi')}\n")


def test_no_value_of_csv_is_a_formula() -> None:
    values = ["=HYPERLINK(1)", "@x", "+1 x", "-3", "+0.5", "−", "a=b", ""]
    assert csv_line(values) == "'=HYPERLINK(1),'@x,'+1 x,-3,+0.5,−,a=b,"


def test_a_full_disk(tmp_path: Path) -> None:
    """RLIMIT_FSIZE stands for the disk; what was stored before stays."""
    folder = archive(tmp_path / "posts", **POSTS)
    command = [sys.executable, "-m", "tongshi", "build", str(folder), "--jobs", "1", "--coder", "tests.toy:Toy", "-q"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}

    def build(limit: int) -> subprocess.CompletedProcess[str]:
        def limited() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, preexec_fn=limited, check=False
        )

    with open_store(tmp_path / "tongshi.db", write=True) as store:
        tongshi.build([folder], store, jobs=1, coder="tests.toy:Toy")
    with open_store(tmp_path / "tongshi.db") as store:
        before = store.digest()
    archive(folder, long=post("很長", os.urandom(400_000).hex()))
    ended = build((tmp_path / "tongshi.db").stat().st_size + 8192)
    assert ended.returncode == 2
    assert re.fullmatch(r"tongshi: tongshi\.db: .*(disk full|disk is full).*\n", ended.stderr)
    with open_store(tmp_path / "tongshi.db") as store:
        assert store.digest() == before


# --- engagements


def test_engagements_as_a_table(built: Tongshi) -> None:
    told = built("engagements")
    assert told.code == 0
    lines = [line for line in told.out.splitlines() if line.strip()]
    assert re.fullmatch(r" id +date +type +status +who +place +topics +sources", lines[0])
    assert re.match(r" c\w{10} +2021-05-01–04 +visit +planned +莫里森 \(AU\) +東京 \(JP\) +1$", lines[2])
    assert re.match(r" c\w{10} +2021-02-10 +call +held +拜登 \(US\)、習近平 \(CN\) +trade taiwan +1$", lines[3])
    # columns stand under each other, wide characters counted as two
    starts = [cell_len(line[: line.index(word)]) for line, word in zip(lines[2:], ("visit", "call"), strict=True)]
    assert starts[0] == starts[1]
    assert "tongshi show ID" in told.error


def test_engagements_as_json_lines(built: Tongshi) -> None:
    found = [json.loads(line) for line in built("engagements", "--format", "jsonl").out.splitlines()]
    assert [each["type"] for each in found] == ["visit", "call"]
    assert found[1]["date"] == {"start": "2021-02-10", "end": None, "precision": "day", "alt": "2021-02-11"}
    assert found[1]["outlets"] == ["cna", "voachinese"]
    assert found[1]["participants"][0] == {"name": "拜登", "latin": None, "office": None, "polity": "US"}


def test_engagements_as_csv(built: Tongshi) -> None:
    rows = list(csv.DictReader(io.StringIO(built("engagements", "--format", "csv").out)))
    assert [row["type"] for row in rows] == ["visit", "call"]
    assert rows[1]["participants"] == "拜登 (US);習近平 (CN)"


def test_engagements_with_their_sources(built: Tongshi) -> None:
    """A line for each article, joined to its contact, with what proves it and where it stands."""
    call = json.loads(built("engagements", "--type", "call", "--format", "jsonl").out)
    rows = list(csv.DictReader(io.StringIO(built("engagements", "--type", "call", "--sources", "--format", "csv").out)))
    assert [(row["contact"], row["outlet"]) for row in rows] == [(call["id"], "cna"), (call["id"], "voachinese")]
    assert all(row["url"] and row["evidence"] and row["record"][0] == "e" for row in rows)
    assert [len(row["offices"].split(";")) for row in rows] == [len(row["participants"].split(";")) for row in rows]
    told = [json.loads(line) for line in built("engagements", "--sources", "--format", "jsonl").out.splitlines()]
    assert [each["type"] for each in told] == ["visit", "call", "call"]
    quiet = built("engagements", "--sources", "--text", "none", "--format", "jsonl").out.splitlines()
    assert {(json.loads(line)["title"], json.loads(line)["evidence"]) for line in quiet} == {("", "")}
    assert "cna" in built("engagements", "--sources").out
    assert built("engagements", "--sources", "--rejected").code == 2


@pytest.mark.parametrize(
    ("arguments", "types"),
    [
        (["--type", "call", "--type", "visit"], ["visit", "call"]),
        (["--type", "call", "--status", "planned"], []),
        (["--topic", "taiwan"], ["call"]),
        (["--since", "2021-03"], ["visit"]),
        (["--until", "2021-02"], ["call"]),
        (["--outlet", "VOAChinese"], ["call"]),
        (["--topic", "台灣"], ["call"]),
        (["--main"], ["call"]),
        (["--limit", "1"], ["visit"]),
    ],
)
def test_engagements_filtered(built: Tongshi, arguments: list[str], types: list[str]) -> None:
    told = built("engagements", "--format", "jsonl", *arguments)
    assert [json.loads(line)["type"] for line in told.out.splitlines()] == types


def test_nothing_is_like_that(built: Tongshi) -> None:
    assert built("engagements", "--topic", "space").out == "no contact is like that\n"


# --- one contact


def test_show(built: Tongshi) -> None:
    told = built("show", call_id()[:8])
    assert told.code == 0
    assert "status    held (2021-02-11)" in told.out
    assert "date      2021-02-10 (the other side: 2021-02-11)" in told.out
    assert "sources   1, in 2 articles (cna voachinese), the first on 2021-02-11" in told.out
    assert "1. cna 2021-02-11 08:00  拜登與習近平通話" in told.out
    assert "fused     same day, 2 participants in common, same words (1.00)" in told.out
    assert "evidence  ⟦@call⟧ held main ⟦2021-02-10⟧ who=⟦拜登⟧:US:biden-joe,⟦習近平⟧:CN" in told.out
    with open_store("tongshi.db") as store:
        engagement = store.report(call_id()).sources[1].engagement.id
    assert built("show", engagement).out == told.out


def test_show_a_post_and_its_blocks(built: Tongshi) -> None:
    with open_store("tongshi.db") as store:
        post = store.report(call_id()).sources[0].article.post
    header = built("show", post).out
    assert "outlet            cna" in header
    assert "paragraph" not in header
    places = built("show", post, "--blocks").out
    whole = built("show", post, "--blocks", "--text", "full").out
    assert "paragraph" in places
    assert "@call" not in places
    assert "@call" in whole


def test_a_contact_has_no_blocks(built: Tongshi) -> None:
    told = built("show", call_id(), "--blocks")
    assert told.code == 2
    assert "--blocks is of posts" in told.error


def test_show_where_fields_come_from_other_sentences(built: Tongshi) -> None:
    with open_store("tongshi.db") as store:
        report = store.report(call_id())
    (source, _) = report.sources
    elsewhere = source.article.reading.article.body.span(0, 4)
    spans = {**source.engagement.spans, "place": (elsewhere,)}
    moved = replace(report, sources=(replace(source, engagement=replace(source.engagement, spans=spans)),))
    lines = Console(width=160, file=io.StringIO())
    lines.print(display.report(moved, colour=False))
    assert re.search(r"place +⟦兩國元首⟧談了很久。", lines.file.getvalue())  # type: ignore[attr-defined]


def test_colours_on_a_terminal() -> None:
    passage = Passage(
        "拜登10日通話。", (Mark(0, 2, "participants.0"), Mark(0, 2, "participants"), Mark(5, 7, "trigger"))
    )
    plain = display.marked(passage, colour=False)
    assert plain.plain == "⟦拜登⟧10日⟦通話⟧。"
    coloured = display.marked(passage, colour=True)
    assert coloured.plain == "拜登10日通話。"
    assert [(span.start, span.end) for span in coloured.spans] == [(0, 2), (5, 7)]


def test_compare(built: Tongshi) -> None:
    told = built("compare", call_id())
    assert told.code == 0
    out = told.out
    assert out.index("US says") < out.index("CN says")
    assert re.search(r"^  白宮 +1 statement +\[1\]$", out, re.MULTILINE)
    assert re.search(r"^ trade +1\. \d+%, 1 article +1\. \d+%, 1 article$", out, re.MULTILINE)
    assert "raised by both: trade\n" in out
    assert "only US: taiwan\n" in out
    assert "only CN: climate\n" in out
    assert re.search(r"^ climate +\(through 新华社\) @readout 0 CN 新华社 trade,climate \[2\]$", out, re.MULTILINE)
    assert re.search(r"^  \[2\]  p\w{10}  voachinese 2021-02-12  习近平同拜登通电话$", out, re.MULTILINE)


def test_one_side_cannot_be_compared_with_itself(built: Tongshi) -> None:
    assert built("compare", call_id(), "--sides", "US", "美国").mistake == "US US: no two sides, but one twice"


def test_compare_by_outlet(built: Tongshi) -> None:
    out = built("compare", call_id(), "--by-outlet").out
    assert re.search(r"^  names first +拜登 \(US\) \[1\]$", out, re.MULTILINE)
    assert "people left out" not in out


def test_compare_where_a_side_is_silent(built: Tongshi) -> None:
    with open_store("tongshi.db") as store:
        (visit,) = store.contacts(ContactFilter(types=("visit",)))
    assert visit.polities == ("AU", "JP")
    # nobody of the hosts is named
    assert "silent in these articles: AU\n" in built("compare", visit.id).out


# --- the rest


def test_search_in_either_script(built: Tongshi) -> None:
    told = built("search", "通话", "拜登")
    assert told.out.count("拜登⟧與習近平⟦通話") == 1
    assert built("search", "兩個小時").out == built("search", "两个小时").out
    assert "⟦兩個小時⟧" in built("search", "兩個小時").out
    assert built("search", "拜登", "沒有這個詞").out == "no article answers to that\n"
    assert built("search", "%").out == "no article answers to that\n"
    newest = [line[:10] for line in built("search", "拜登", "--newest").out.splitlines() if line[:2] == "20"]
    assert newest == ["2021-02-12", "2021-02-11"]


def test_rejects_and_runs(built: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", d="", e=post("不清楚", "@unclean"))
    assert built("build", "posts", "--jobs", 1, "--coder", "tests.toy:Toy", "-q").code == 0
    rejected = built("rejects").out
    assert re.search(r"^ d +empty +d\.md$", rejected, re.MULTILINE)
    assert re.search(r"^ e +nothing but markup +e\.md$", rejected, re.MULTILINE)
    assert built("rejects", "--limit", 1).out.count(".md") == 1
    runs = built("runs").out
    assert re.search(r"^ 2 .* toy-1 +5 +0 +0 +3 +0 +0 +2$", runs, re.MULTILINE)
    assert re.search(r"^ 1 .* toy-1 +3 +3 +0 +0 +0 +0 +0$", runs, re.MULTILINE)


@pytest.fixture
def toy_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongshi.cli.reading.Pipeline", lambda _: Toy())


@pytest.mark.usefixtures("toy_coder")
def test_code(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", **POSTS, d="")
    told = command("code", "posts")
    found = [json.loads(line) for line in told.out.splitlines()]
    assert [each["id"] for each in found] == ["a", "b", "c", "d"]
    assert found[3] == {"id": "d", "rejected": "empty"}
    assert command("code", "posts", "--out", "coded.jsonl").out == ""
    assert (tmp_path / "coded.jsonl").read_text("utf-8") == told.out
    twice = [json.loads(line)["id"] for line in command("code", "posts", "posts/a.md").out.splitlines()]
    assert twice == ["a", "b", "c", "d", "a#2"]


@pytest.mark.usefixtures("toy_coder")
def test_code_leaves_no_half_file(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", **POSTS)
    (tmp_path / "old.jsonl").write_text("before", encoding="utf-8")
    assert "no/x.jsonl: No such file" in command("code", "posts", "--out", "no/x.jsonl").mistake
    assert "nowhere" in command("code", "posts", "nowhere", "--out", "old.jsonl").mistake
    assert (tmp_path / "old.jsonl").read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.jsonl", "posts"]


@pytest.mark.usefixtures("toy_coder")
def test_code_goes_on_after_a_mistake_of_the_program(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", a=post("壞", "@fail"), b=POSTS["b"])
    told = command("code", "posts")
    assert told.code == 1
    first, second = map(json.loads, told.out.splitlines())
    assert first == {"id": "a", "rejected": "internal error: RuntimeError: a rule fell over"}
    assert second["id"] == "b"
    assert "Traceback" in told.error


@pytest.mark.usefixtures("toy_coder")
def test_evaluate(command: Tongshi, tmp_path: Path) -> None:
    archive(tmp_path / "posts", **POSTS, d="")
    (tmp_path / "gold.jsonl").write_text(command("code", "posts/a.md", "posts/c.md").out, encoding="utf-8")
    told = command("evaluate", "gold.jsonl", "posts")
    assert told.code == 0
    assert re.search(r"^engagements +1\.000 +1\.000 +1\.000 +2 +2$", told.out, re.MULTILINE)
    (tmp_path / "bad.jsonl").write_text("[]", encoding="utf-8")
    assert "bad.jsonl" in command("evaluate", "bad.jsonl", "posts").mistake
    assert "nogold.jsonl" in command("evaluate", "nogold.jsonl", "posts").mistake


def test_explain(command: Tongshi, tmp_path: Path) -> None:
    text = "美國國務卿布林肯12日與中國外長王毅會面。會面引起關注。"
    archive(tmp_path / "posts", a=post("外長會面", text), d="")
    told = command("explain", "posts")
    assert told.code == 0
    assert "→ 1" in told.out
    assert "d.md: empty" in told.error
    lines = [json.loads(line) for line in command("explain", "posts/a.md", "--format", "jsonl").out.splitlines()]
    assert [(line["words"], line["engagement"], line["none"]) for line in lines] == [
        ("會面", 0, None),
        ("會面", None, "no parties found"),
    ]
    assert "is not one of 'table', 'jsonl'" in command("explain", "posts", "--format", "csv").error
    assert "no such database" in command("explain", "nowhere").mistake
    assert command("explain", "posts/nowhere.md").mistake.endswith("nowhere.md: No such file or directory")


def test_who_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    us = Polity("US", "state", "United States", (("美国", "name"), ("华盛顿", "capital")), ("美",), ())
    blinken = Person("blinken-antony", ("Antony Blinken",), ("布林肯", "安东尼·布林肯"), (), "US", (), ())
    monkeypatch.setattr("tongshi.search.naming.load_polities", lambda _layers: (us,))
    monkeypatch.setattr("tongshi.search.naming.load_people", lambda _offices, _layers: (blinken,))
    assert {polity_named(name) for name in ("US", "us", "美國", "美国", "美", "united states")} == {"US"}
    assert polity_named("X:某組織") == "X:某組織"
    with pytest.raises(tongshi.NotFoundError, match="Atlantis: no polity"):
        polity_named("Atlantis")
    for name in ("Blinken", "antony blinken", "布林肯", "安東尼·布林肯", "blinken-antony"):
        assert people_named(name)[0] == "blinken-antony"
    assert people_named("某某") == ("某某",)


def test_dates_as_shown() -> None:
    day = tongshi.lexicon.partial_date
    assert display.date(When()) == "?"
    assert display.date(When(start=day("2021"), precision="year")) == "2021"
    assert display.date(When(start=day("2021-02"), precision="month")) == "2021-02"
    assert display.date(When(start=day("2021-02-10"), precision="day")) == "2021-02-10"
    for end, want in (("2021-02-12", "2021-02-10–12"), ("2021-03-01", "2021-02-10–03-01")):
        assert display.date(When(start=day("2021-02-10"), end=day(end), precision="day")) == want
    assert (
        display.date(When(start=day("2020-12-31"), end=day("2021-01-01"), precision="day")) == "2020-12-31–2021-01-01"
    )


# --- the command line itself

COMMANDS = commands()


PEOPLE = {
    "a": post("甲", "匈牙利經濟部長科瓦奇（Bence Kovacs）抵達河內，與越南外長會談。", day="2021-03-01"),
    "b": post("乙", "匈牙利经济部长科瓦奇（Bence Kovács）昨天离开，并未发表谈话。", day="2021-03-04"),
    "c": post("丙", "美國國務卿布林肯（Antony Blinken）今天表示，會談很順利。", day="2021-03-05"),
}


@pytest.fixture
def people(command: Tongshi, tmp_path: Path) -> Path:
    place = archive(tmp_path / "people", **PEOPLE)
    assert command("build", place, "--quiet", "--jobs", 1).code == 0
    return place


def test_where_nothing_was_learnt_it_is_said_what_it_takes(built: Tongshi) -> None:
    assert "from two articles, no copies of each other" in " ".join(built("learn").out.split())


def test_usage_calls_arguments_by_their_names(command: Tongshi) -> None:
    for arguments, usage in (
        (("doctor",), "[OPTIONS] ARCHIVE..."),
        (("annotate",), "[OPTIONS] [POST...]"),
        (("compare",), "[OPTIONS] [ID]"),
        (("review", "correct"), "[OPTIONS] ID FIELD VALUE"),
    ):
        assert command(*arguments, "--help").out.splitlines()[0].endswith(usage)


def test_learn(command: Tongshi, people: Path, tmp_path: Path) -> None:
    assert "learnt-kovacs-bence-hu" in command("learn").out
    (line,) = command("learn", "--format", "jsonl").out.splitlines()
    told = json.loads(line)
    assert told["latin"] == ["Bence Kovacs", "Bence Kovács"]
    (office,) = told["offices"]
    assert (office["title"], office["polity"], office["articles"]) == ("经济部长", "HU", 2)
    command("learn", "--out", "people/people.yml")
    (tmp_path / "people" / "people").mkdir()
    (tmp_path / "people" / "people.yml").rename(tmp_path / "people" / "people" / "learnt.yml")
    known = load_people(load_offices(), (read_layer(tmp_path / "people"),))
    (entry,) = (person for person in known if person.id == "learnt-kovacs-bence-hu")
    assert (entry.id, entry.plain_names, entry.held_on(dt.date(2021, 3, 3))) == (
        "learnt-kovacs-bence-hu", ("科瓦奇",), entry.tenures[0],
    )  # fmt: skip


def test_who(command: Tongshi, people: Path) -> None:
    for name in ("Blinken", "布林肯", "blinken-antony"):
        told = command("who", name).out
        assert "blinken-antony (registry)" in told
        assert "Antony Blinken" in told
    (line,) = command("who", "科瓦奇", "--format", "jsonl").out.splitlines()
    told = json.loads(line)
    assert told["curated"] is False
    assert [(each["name"], each["articles"]) for each in told["spellings"]] == [("科瓦奇", 2)]
    assert told["offices"][0]["evidence"]["day"] == "2021-03-01"
    assert command("who", "某某人").mistake == "某某人: nobody of that name"


@pytest.mark.parametrize(
    ("asked", "names"),
    [(["US 国务卿", "--on", "2021-03-01"], ["布林肯"]), (["美国国务卿", "--on", "2019-03-01"], ["蓬佩奥"]),
     (["secretary of state", "--on", "2015-03-01"], ["克里"]), (["中国驻美大使", "--on", "2022-03-01"], ["秦刚"]),
     (["HU 经济部长", "--on", "2021-03-02"], ["科瓦奇"]),
     (["US 国务卿", "--on", "2021-01-21"], ["丹尼尔·史密斯"])],
)  # fmt: skip
def test_office(command: Tongshi, people: Path, asked: list[str], names: list[str]) -> None:
    lines = command("office", *asked, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == names


def test_an_office_between_two_holders(command: Tongshi, people: Path) -> None:
    told = command("office", "US 国防部长", "--on", "2008-01-01").out
    assert "no holder is known on that day" in told
    assert command("office", "掃地僧").mistake == "掃地僧: no office of that name"


def test_the_commands() -> None:
    expected = [
        "agenda", "annotate", "audit", "build", "changes", "cite", "code", "compare", "copies", "copy", "coverage",
        "diff", "doctor", "engagements", "evaluate", "explain", "forms", "gaps", "knowledge", "learn", "migrate",
        "network", "office", "rejects", "review", "runs", "said", "search", "serve", "show", "site", "timeline",
        "users", "verify", "who",
    ]  # fmt: skip
    assert expected == sorted(name for name in COMMANDS if " " not in name)
    assert [name.removeprefix("review ") for name in COMMANDS if name.startswith("review ")] == [
        "accept", "reject", "correct", "merge", "split", "same", "different", "add", "undo", "list", "log", "export",
        "import",
    ]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_parses(command: Tongshi, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = command(*name.split(), "--help")
    assert told.code == 0
    example = re.search(r"Example: tongshi (.*)", " ".join(told.out.split()))
    assert example is not None
    words, parts = example[1].split(), len(name.split())
    assert " ".join(words[:parts]) == name
    parsed = COMMANDS[name].make_context(name, words[parts:])
    assert parsed.params or hasattr(COMMANDS[name], "commands")  # a group has its options with its commands


def test_as_a_module(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tongshi", "--help"], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert "sourced record" in ended.stdout


def test_a_reader_that_stops_reading(built: Tongshi, tmp_path: Path) -> None:
    ended = subprocess.run(
        f"{sys.executable} -m tongshi engagements --format csv | head -c 1",
        shell=True, capture_output=True, text=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr

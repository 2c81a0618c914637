"""The documentation says what is there: commands, options, files, targets, lexicons, tables, records.

    python -m tests.test_docs     run every `$ tongshi …` of the documentation again and renew what it shows

A block fenced as `console` holds one command and what it wrote; `<!-- tongshi: show N, M parts -->` before it keeps
the first N lines of each of the first M parts of that (of all without M), parts being what empty lines divide.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from tests.commands import commands
from tongshi import records
from tongshi.cli import main
from tongshi.store.tables import METADATA

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LEXICONS = ROOT / "src" / "tongshi" / "lexicons"
COMMANDS = commands()

_CONSOLE = re.compile(
    r"(?:<!-- tongshi: show (?P<most>\d+)(?:, (?P<parts>\d+) parts)? -->\n)?"
    r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```",
    re.S,
)
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```", re.S | re.M)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^()#\s]+)(?:#([^()\s]*))?\)")
_COMMAND = re.compile(r"(?:^|\s|\$ )(?:\.venv/bin/)?tongshi ((?!COMMAND)[a-z]+(?=\s|$)[^#\n|>&;`]*)")
_FILE = re.compile(
    r"(?<![\w/.<…*-])((?:src|docs|tests|samples|scripts|\.ci)/[\w./-]*|[\w-]+\.(?:toml|lock|md))(?![\w/…*<])"
)
#: What stands for any name in a path.
_ANY = re.compile(r"CODE|NAME")


@dataclass(frozen=True, slots=True)
class Shown:
    """A command in a page and what it is said to write."""

    page: Path
    command: str
    output: str


def text(page: Path) -> str:
    return page.read_text("utf-8")


def shown(page: Path) -> Iterator[Shown]:
    for match in _CONSOLE.finditer(text(page)):
        yield Shown(page, match["command"], match["output"])


def given(page: Path) -> Iterator[list[str]]:
    """The words of every `tongshi …` in code, fenced or not, up to the first pipe or comment."""
    content = text(page)
    pieces = [match["body"] for match in _FENCE.finditer(content) if match["kind"] != "python"]
    pieces += _CODE.findall(_FENCE.sub("", content))
    for piece in pieces:
        for match in _COMMAND.finditer(piece):
            yield shlex.split(match[1])


ALL_GIVEN = [pytest.param(words, id=f"{page.stem}-{' '.join(words)}"[:60]) for page in PAGES for words in given(page)]
ALL_SHOWN = [pytest.param(each, id=f"{page.stem}-{each.command}") for page in PAGES for each in shown(page)]


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name])
def test_every_command_is_shown(name: str) -> None:
    told = [words[0] for page in ("README.md", "docs/tutorial.md") for words in given(ROOT / page)]
    assert name in told


@pytest.mark.parametrize("words", ALL_GIVEN)
def test_commands_and_options_exist(words: list[str]) -> None:
    command = COMMANDS.get(" ".join(words[:2])) or COMMANDS.get(words[0])
    assert command is not None, f"tongshi {words[0]}: no such command"
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word.partition("=")[0] for word in words[1:] if word.startswith("-")} <= options


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_named_are_there(page: Path) -> None:
    content = text(page)
    named = {name.rstrip("/.") for code in _CODE.findall(_FENCE.sub("", content)) for name in _FILE.findall(code)}
    missing = [name for name in sorted(named) if not (ROOT / name).exists() and not _ANY.search(name)]
    for target, _ in _LINK.findall(content):
        if "://" not in target and not (page.parent / target).exists():
            missing.append(target)
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_headings(page: Path) -> None:
    for target, heading in _LINK.findall(text(page)):
        if heading and "://" not in target:
            headings = re.findall(r"^#+ (.+)$", text(page.parent / target), re.M)
            slugs = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
            assert heading in slugs, f"{target}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text(page), re.M)) <= targets


def test_every_lexicon_is_described() -> None:
    page = text(ROOT / "docs" / "lexicons.md")
    names = {path.name for path in LEXICONS.glob("*.yml")}
    assert names <= set(re.findall(r"`([\w-]+\.yml)`", page))
    assert {path.parent.name for path in LEXICONS.glob("*/*.yml")} <= set(re.findall(r"`([\w-]+)/\*\.yml`", page))


def test_every_lexicon_described_is_there() -> None:
    headed = re.findall(r"^## `([^`]+)`", text(ROOT / "docs" / "lexicons.md"), re.M)
    assert [name for name in headed if not list(LEXICONS.glob(name))] == []


def test_every_table_and_column_is_described() -> None:
    page = text(ROOT / "docs" / "data-model.md")
    said = set(_CODE.findall(page))
    for table in METADATA.sorted_tables:
        assert table.name in said, table.name
        assert not [column.name for column in table.columns if column.name not in said], table.name


@pytest.mark.parametrize(
    "record",
    [records.Post, records.Article, records.Engagement, records.Participant, records.When, records.Place,
     records.Readout, records.Quote, records.Reject],
)  # fmt: skip
def test_every_field_is_described(record: type) -> None:
    said = set(_CODE.findall(text(ROOT / "docs" / "data-model.md")))
    assert record.__name__ in said
    assert not [each.name for each in fields(record) if each.name not in said]  # type: ignore[arg-type]


def test_every_module_is_placed() -> None:
    page = text(ROOT / "docs" / "architecture.md")
    package = ROOT / "src" / "tongshi"
    modules = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert not [name for name in modules - {"__init__", "__main__"} if f"`{name}`" not in page]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the samples, in which the commands of all pages run one after another."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "samples").symlink_to(ROOT / "samples")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        _run_here(["build", "samples/archive", "--quiet", "--jobs", "1"])
    return folder


def _run_here(words: list[str]) -> None:
    """Run a command in this process, which has loaded what each would load anew."""
    with pytest.raises(SystemExit, match="0"):
        main(words)


def _run(command: str, folder: Path) -> str:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    shell = ["bash", "-c", f"set -o pipefail; {command}"]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{command}: {done.stderr}")
    return done.stdout


@pytest.mark.parametrize("each", ALL_SHOWN)
def test_what_is_shown_runs(
    each: Shown, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The output may be of an earlier state of the rules; the command must work, its ids be there."""
    assert each.output.strip(), f"{each.command}: nothing is shown; renew with `python -m tests.test_docs`"
    program, *words = shlex.split(each.command)
    if program != "tongshi" or "|" in words:
        assert _run(each.command, place).strip()
        return
    monkeypatch.chdir(place)
    _run_here(words)
    assert capsys.readouterr().out.strip()


# --- renewing


def _renewed(page: Path, folder: Path) -> str:
    def again(match: re.Match[str]) -> str:
        output = _run(match["command"], folder).strip("\n")
        if match["most"]:
            parts = [_shortened(part, int(match["most"])) for part in output.split("\n\n")]
            kept = int(match["parts"] or len(parts))
            output = "\n\n".join([*parts[:kept], "…"] if kept < len(parts) else parts)
        head = match[0].partition("$ ")[0]
        return f"{head}$ {match['command']}\n{output}\n```"

    return _CONSOLE.sub(again, text(page))


def _shortened(part: str, most: int) -> str:
    lines = part.splitlines()
    return part if len(lines) <= most else "\n".join([*lines[:most], "  …"])


def renew() -> None:
    """Run every command shown and write what it shows now."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "samples").symlink_to(ROOT / "samples")
            if not any(each.command.startswith("tongshi build") for each in shown(page)):
                _run("tongshi build samples/archive --quiet --jobs 1", folder)
            page.write_text(_renewed(page, folder), "utf-8")


if __name__ == "__main__":
    renew()

"""`tongshi serve` as a user starts and ends it: by its own process, an address, and Ctrl-C."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import toy
from tongshi.build import build
from tongshi.cli import main
from tongshi.store import open_store


@pytest.fixture
def db(tmp_path: Path) -> Path:
    made = tmp_path / "a.db"
    posts = toy.archive(tmp_path / "posts", a=toy.post("通話", "@call held main 2021-02-10 who=拜登:US,習近平:CN"))
    with open_store(made, write=True) as store:
        build([posts], store, 1, coder="tests.toy:Toy")
    return made


def started(db: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tongshi", "serve", "--db", str(db), "--port", "0"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_it_tells_where_it_is_and_ends_when_interrupted(db: Path) -> None:
    with started(db) as server:
        assert server.stderr is not None
        assert server.stderr.readline() == f"reading {db} …\n"
        at = re.fullmatch(r"the pages are at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends\)\n", server.stderr.readline())
        assert at is not None
        connection = http.client.HTTPConnection("127.0.0.1", int(at[1]), timeout=60)
        connection.request("GET", "/contacts")
        answer = connection.getresponse()
        assert answer.status == 200
        assert "習近平" in answer.read().decode()
        connection.close()
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
        assert server.stderr.read() == ""


def test_an_interrupt_while_it_reads_leaves_no_traceback(db: Path) -> None:
    with started(db) as server:
        assert server.stderr is not None
        server.stderr.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
        assert "Traceback" not in server.stderr.read()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--db", "nowhere.db"], "nowhere.db: no such database"),
        (["--host", "0.0.0.0"], "others can come"),
        (["--users", "nobody.yml"], "nobody.yml"),
        (["--token-file", "nothing"], "nothing"),
    ],
)
def test_a_mistake_is_one_line(
    db: Path, more: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(db.parent)
    with pytest.raises(SystemExit, match="2"):
        main(["serve", "--db", str(db), *more])
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


def test_a_port_in_use_is_one_line(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="2"):
            main(["serve", "--db", str(db), "--port", str(taken.getsockname()[1])])
    (line,) = capsys.readouterr().err.splitlines()
    assert "--port names another" in line

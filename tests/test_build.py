from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Databases, missing
from tests.interrupted_build import run_interrupted
from tests.toy import archive, post
from tongshi.build import Progress, RunSummary, build
from tongshi.errors import ArchiveError
from tongshi.readers import ArchiveFile, archive_files
from tongshi.records import Reject
from tongshi.store import open_store
from tongshi.workers import CHUNK

ROOT = Path(__file__).parent.parent
CALL = "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan"


def run(db: str | Path, *archives: Path, jobs: int = 1, coder: str = "tests.toy:Toy", chunk: int = CHUNK) -> RunSummary:
    with open_store(db, write=True) as store:
        return build(archives, store, jobs=jobs, coder=coder, chunk=chunk)


def digest(db: str | Path) -> str:
    with open_store(db) as store:
        return store.digest()


def mixed(folder: Path, posts: int = 21) -> Path:
    """Contacts told by several, damaged files, copies, repeated stems."""
    who = ["拜登:US,習近平:CN", "布林肯:US,楊潔篪:CN", "馬克宏:FR,梅克爾:DE"]
    for n in range(posts):
        lines = ["先說這件事。", f"@call held main 2021-02-{10 + n % 5} who={who[n % 3]} topics=trade"]
        if n % 4 == 0:
            lines.append(f"@meeting planned background 2021-0{3 + n % 3} who={who[n % 3]} place=安克拉治:US")
        if n % 7 == 3:
            lines = ["@unclean"]
        text = post(f"第{n}篇", *lines, "@readout 0 US 白宮 trade", url=f"https://www.cna.com.tw/{n}", day="2021-02-15")
        archive(folder / f"{n % 3}", **{f"p{n // 2}": text})
    archive(folder, copy=post("第1篇", "先說這件事。", url="https://www.cna.com.tw/1"), empty="", noise="不是文章")
    return folder


# --- what a build does


def test_what_a_build_tells(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL), b=post("乙", CALL), c=post("丙", "@unclean"), d="")
    done = run(db, folder)
    told = done.progress
    assert (told.posts, told.added, told.unchanged, told.records, told.rejected) == (4, 2, 0, 2, 2)
    assert done.totals.engagements == {"call": 2}
    assert done.totals.contacts == 1
    assert done.totals.rejects == {"empty": 1, "nothing but markup": 1}
    assert (done.failed, done.failures) == (0, ())
    again = run(db, folder)
    told = again.progress
    assert (told.posts, told.added, told.unchanged, told.records, told.rejected) == (4, 0, 2, 0, 2)
    assert again.totals == done.totals


def test_a_second_build_changes_nothing(tmp_path: Path, db: str) -> None:
    folder = mixed(tmp_path / "posts")
    run(db, folder)
    before = digest(db)
    for _ in range(2):
        run(db, folder)
        assert digest(db) == before


def test_unchanged_posts_are_not_read_again(tmp_path: Path, db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL))
    run(db, folder)
    monkeypatch.setattr("tests.toy.Toy.__call__", None)
    assert run(db, folder).progress.unchanged == 1


def test_new_knowledge_reads_everything_again_and_keeps_the_ids(tmp_path: Path, databases: Databases) -> None:
    folder, db = archive(tmp_path / "posts", a=post("甲", CALL), b=post("乙", CALL)), databases("a")
    run(db, folder)
    with open_store(db) as store:
        (before,) = store.contacts()
    done = run(db, folder, coder="tests.toy:Retrained")
    assert (done.progress.added, done.progress.coded) == (0, 2)
    with open_store(db) as store:
        (after,) = store.contacts()
    assert (before.id, before.status, after.id, after.status) == (before.id, "held", before.id, "denied")
    run(databases("b"), folder, coder="tests.toy:Retrained")
    assert digest(db) == digest(databases("b"))


def test_first_some_then_all_is_all(tmp_path: Path, databases: Databases) -> None:
    one, two = mixed(tmp_path / "one", 9), archive(tmp_path / "two", z=post("末", CALL), p0=post("同名", CALL))
    run(databases("a"), one)
    run(databases("a"), two)
    run(databases("b"), two, one)
    assert digest(databases("a")) == digest(databases("b"))


def test_every_archive_form_gives_the_same(tmp_path: Path) -> None:
    folder = mixed(tmp_path / "posts", 6)
    with tarfile.open(tmp_path / "posts.tar.xz", "w:xz") as tar, zipfile.ZipFile(tmp_path / "p.zip", "w") as zipped:
        for path in sorted(folder.rglob("*.md"), reverse=True):
            tar.add(path, path.relative_to(folder))
            zipped.write(path, path.relative_to(folder))
    digests = set()
    for number, source in enumerate((folder, tmp_path / "posts.tar.xz", tmp_path / "p.zip")):
        run(tmp_path / f"{number}.db", source)
        digests.add(digest(tmp_path / f"{number}.db"))
    assert len(digests) == 1


def test_a_tar_that_holds_a_path_twice(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for text in (post("甲", CALL), post("乙", CALL), post("丙", CALL)):
            member = tarfile.TarInfo("a.md")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    for _ in range(2):
        assert run(tmp_path / "a.db", tmp_path / "a.tar").totals.posts == 3


def test_odd_file_names(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", **{"a\nb": post("甲", CALL), "％ '\"": post("乙", CALL)})
    with (folder / os.fsdecode(b"\xff\xfe.md")).open("w", encoding="utf-8") as file:
        file.write(post("丙", CALL))
    assert run(db, folder).totals.posts == 3


def test_the_same_archive_named_twice(tmp_path: Path) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL))
    assert run(tmp_path / "a.db", folder, folder / ".." / "posts").progress.posts == 1


def test_progress_is_told(tmp_path: Path) -> None:
    folder = mixed(tmp_path / "posts", 5)
    told: list[Progress] = []
    with open_store(tmp_path / "a.db", write=True) as store:
        build([folder], store, jobs=1, progress=told.append, coder="tests.toy:Toy")
    assert [progress.stage for progress in told] == ["reading", "settling", "comparing", "learning", "fusing"]
    assert told[0].posts == 8
    assert told[0].per_second > 0


# --- what goes wrong


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_of_the_program_costs_one_post(tmp_path: Path, db: str, jobs: int) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL), b=post("乙", "@fail"), c=post("丙", CALL))
    done = run(db, folder, jobs=jobs, chunk=2)
    assert done.totals.posts == 2
    assert done.totals.rejects == {"internal error: RuntimeError: a rule fell over": 1}
    assert done.failed == 1
    (trace,) = done.failures
    assert trace.startswith("b.md\n")
    assert "Traceback" in trace
    with open_store(db) as store:
        (reject,) = store.rejects()
        assert reject.detail == trace
    assert run(db, folder).failed == 1  # tried again, until it is mended
    archive(folder, b=post("乙", CALL))
    assert run(db, folder).totals.rejects == {}


def test_a_process_that_dies_costs_one_post(tmp_path: Path) -> None:
    posts = {f"p{n}": post(f"第{n}篇", CALL) for n in range(4)}
    folder = archive(tmp_path / "posts", **posts | {"p1": post("致命", "@die")})
    done = run(tmp_path / "a.db", folder, jobs=2, chunk=2)
    assert done.totals.posts == 3
    assert done.totals.rejects == {"internal error: the process that read it died": 1}


def test_no_post_is_blamed_where_no_process_can_begin(tmp_path: Path) -> None:
    folder = archive(tmp_path / "posts", **{f"p{n}": post(f"第{n}篇", CALL) for n in range(4)})
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED, encoding="utf-8")  # each process begins by running it, and so none gets far
    done = subprocess.run(
        [sys.executable, script, folder, tmp_path / "a.db"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1].startswith("tongshi.errors.ProcessError: ")
    with open_store(tmp_path / "a.db") as store:
        assert store.totals().rejects == {}


UNGUARDED = """
import sys
from pathlib import Path
from tongshi import build
from tongshi.store import open_store

with open_store(sys.argv[2], write=True) as store:
    build([Path(sys.argv[1])], store, jobs=2, coder="tests.toy:Toy", chunk=2)
"""


def test_a_wrong_archive_is_told_before_anything_is_written(tmp_path: Path, db: str) -> None:
    folder = archive(tmp_path / "posts", a=post("甲", CALL))
    (tmp_path / "nothing").mkdir()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 10)
    for wrong in ("nowhere", "nothing", "binary"):
        with open_store(db, write=True) as store:
            with pytest.raises(ArchiveError, match=wrong):
                build([folder, tmp_path / wrong], store, jobs=1, coder="tests.toy:Toy")
            assert list(store.runs()) == []


def test_the_whole_archive_is_never_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive(tmp_path / "posts", **{f"p{n:02}": post(f"第{n}篇", CALL) for n in range(60)})
    module = import_module("tongshi.build")
    met = 0
    ahead: list[int] = []

    def counted(path: Path, *rest: Any) -> Iterator[ArchiveFile | Reject]:
        nonlocal met
        for file in archive_files(path, *rest):
            met += 1
            yield file

    monkeypatch.setattr(module, "archive_files", counted)
    with open_store(tmp_path / "a.db", write=True) as store:
        build([folder], store, 1, lambda told: ahead.append(met - told.posts), coder="tests.toy:Toy", chunk=5)
    assert max(ahead) <= 15


# --- processes and interrupts


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An archive, and the digest of a build of it that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(folder / "a.db", mixed(folder / "posts"))
    return folder / "posts", digest(folder / "a.db")


def test_the_number_of_processes_does_not_show(tmp_path: Path, undisturbed: tuple[Path, str]) -> None:
    folder, want = undisturbed
    run(tmp_path / "a.db", folder, jobs=2, chunk=4)
    assert digest(tmp_path / "a.db") == want


def test_an_interrupt_waits_for_no_process(tmp_path: Path) -> None:
    posts = {f"p{n}": post(f"第{n}篇", "@stall" if n else CALL) for n in range(8)}
    raised = 0.0

    def interrupt(_: Progress) -> None:
        nonlocal raised
        raised = time.monotonic()
        raise KeyboardInterrupt

    with open_store(tmp_path / "a.db", write=True) as store, pytest.raises(KeyboardInterrupt):
        build([archive(tmp_path / "posts", **posts)], store, 2, interrupt, coder="tests.toy:Toy", chunk=1)
    assert time.monotonic() - raised < 60
    assert not multiprocessing.active_children()


def arguments(db: str | Path, folder: Path, jobs: int) -> list[str]:
    return ["build", str(folder), "--db", str(db), "--jobs", str(jobs), "--coder", "tests.toy:Toy", "--chunk", "4"]


def interrupted(db: str, place: Path, folder: Path, with_signal: str, point: str) -> tuple[int, str]:
    """Exit code and messages of a build in a forked process, which needs no time to start."""
    messages = place / "messages.txt"

    def child() -> None:
        os.dup2(os.open(messages, os.O_WRONLY | os.O_CREAT), 2)
        sys.stderr = os.fdopen(2, "w")
        run_interrupted(with_signal, point, arguments(db, folder, jobs=1))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode, messages.read_text("utf-8")


@pytest.mark.parametrize(
    ("with_signal", "point"),
    [
        ("SIGKILL", "schema"),
        ("SIGKILL", "write:2"),
        ("SIGKILL", "records:3"),
        ("SIGKILL", "places:4"),
        ("SIGKILL", "sweep"),
        ("SIGKILL", "numbers:2"),
        ("SIGKILL", "contacts"),
        ("SIGKILL", "compare"),
        ("SIGKILL", "compare:2"),
        ("SIGKILL", "end"),
        ("SIGINT", "start"),
        ("SIGINT", "read:2"),
        ("SIGINT", "records:2"),
        ("SIGINT", "states"),
        ("SIGINT", "contacts"),
    ],
)
def test_killed_and_run_again_is_as_if_undisturbed(
    tmp_path: Path, db: str, undisturbed: tuple[Path, str], with_signal: str, point: str
) -> None:
    folder, want = undisturbed
    if point == "schema":
        db = missing("postgresql" if "://" in db else "sqlite", tmp_path, "missing")
    code, messages = interrupted(db, tmp_path, folder, with_signal, point)
    if with_signal == "SIGINT":
        assert code == 130
        *progress, last = messages.splitlines()  # on a busy machine it takes seconds, and says how far it is
        assert all(line.startswith("reading: ") for line in progress)
        assert last == "tongshi: interrupted; what was read is stored, run the same command again to go on"
    else:
        assert code == -signal.SIGKILL
    run(db, folder)
    assert digest(db) == want
    with open_store(db) as store:
        finished = [bool(each.finished) for each in store.runs()]
    assert finished in ([True], [True, False])


@pytest.mark.parametrize(("with_signal", "code"), [("SIGKILL", -signal.SIGKILL), ("SIGINT", 130)])
def test_with_processes_too(
    tmp_path: Path, db: str, undisturbed: tuple[Path, str], with_signal: str, code: int
) -> None:
    folder, want = undisturbed
    command = [sys.executable, "-m", "tests.interrupted_build", with_signal, "write:2"]
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    ended = subprocess.run(
        command + arguments(db, folder, jobs=2),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "TONGSHI_TEST": tmp_path.name},
        timeout=60,
        check=False,
    )
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr
    run(db, folder)
    assert digest(db) == want
    deadline = time.monotonic() + 10
    while left := [path for path in Path("/proc").glob("[0-9]*") if tmp_path.name.encode() in environment(path)]:
        assert time.monotonic() < deadline, f"processes left: {left}"
        time.sleep(0.05)


def environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def test_killed_while_an_edited_archive_is_read(tmp_path: Path, databases: Databases) -> None:
    """What was superseded and what vanished does not depend on where the build stopped."""
    digests = set()
    for point in ("", "records:2", "sweep", "states"):
        folder, db = mixed(tmp_path / f"posts-{point.replace(':', '')}", 12), databases(point)
        run(db, folder)
        (folder / "0" / "p0.md").unlink()
        (folder / "1" / "p2.md").rename(folder / "2" / "p9.md")
        archive(folder / "2", p1=post("第2篇", CALL, url="https://www.cna.com.tw/2"))
        if point:
            assert interrupted(db, tmp_path, folder, "SIGKILL", point)[0] == -signal.SIGKILL
        run(db, folder)
        digests.add(digest(db))
    assert len(digests) == 1

"""Commands killed at random points and run again, on both databases: `python -m tests.faults [TIMES [SEED]]`.

A point is a moment of the time that an undisturbed run takes, or one of its statements to the database, before or
after it. Whatever was killed is run again; then the store has to be what an undisturbed run makes of it, with nothing
twice and nothing wrong. Prints what came of it; each seed tells its point again.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url

from tests.databases import SERVER, missing, older, on_server, sql, taken_away
from tests.toy import archive, post
from tongshi.cli import main
from tongshi.pipeline import Knowledge
from tongshi.store import open_store
from tongshi.store.tables import METADATA

#: What an undisturbed run may have more or less of: killed runs are kept.
_TOLD_APART = {"runs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A command to kill: what it begins with is made once, in a database and a folder."""

    name: str
    prepare: Callable[[str, Path], None]
    command: Callable[[str, Path], list[str]]


def told(folder: Path, number: int) -> Path:
    """An archive: contacts told by several, copies, what cannot be read. `number` says which posts it has."""
    who = ["拜登:US,習近平:CN", "布林肯:US,楊潔篪:CN", "馬克宏:FR,梅克爾:DE"]
    for n in range(number, number + 14):
        call = f"@call held main 2021-02-{10 + n % 5} who={who[n % 3]} topics=trade"
        lines = ["先說這件事，再說別的。" * 8, call, f"@meeting planned main 2021-0{3 + n % 3} who={who[n % 3]}"]
        lines = ["@unclean"] if n % 7 == 3 else [*lines, "@readout 0 US 白宮 trade", "@said 拜登 US state 還沒有結果"]
        archive(folder, **{f"p{n}": post(f"第{n}篇", *lines, url=f"https://www.cna.com.tw/{n}", day="2021-02-15")})
    return folder


def built(db: str, folder: Path) -> list[str]:
    return ["build", str(folder), "--db", db, "--coder", "tests.toy:Toy", "--chunk", "4", "--jobs", "1", "--quiet"]


def nothing(db: str, folder: Path) -> None:
    told(folder / "posts", 0)


def edited(db: str, folder: Path) -> None:
    """A store of an archive that was changed since."""
    nothing(db, folder)
    undisturbed(built(db, folder / "posts"))
    (folder / "posts" / "p1.md").unlink()
    (folder / "posts" / "p2.md").rename(folder / "posts" / "p99.md")
    text = post("第4篇", "已改期。", "@call cancelled main 2021-02-14 who=拜登:US", url="https://www.cna.com.tw/4")
    archive(folder / "posts", p4=text)
    told(folder / "posts", 10)


def unfused(db: str, folder: Path) -> None:
    """A store of which every block is still to be fused."""
    nothing(db, folder)
    undisturbed(built(db, folder / "posts"))
    for statement in (
        "DELETE FROM contact_sources",
        "DELETE FROM contacts",
        "INSERT INTO stale_blocks (block) SELECT DISTINCT block FROM engagements",
    ):
        sql(db, statement)


def of_old(db: str, folder: Path) -> None:
    """A store of an older schema."""
    nothing(db, folder)
    kind = "postgresql" if "://" in db else "sqlite"
    whole = missing(kind, folder, "whole")
    undisturbed(built(whole, folder / "posts"))
    older(db, "0007", whole)
    sql(db, "DELETE FROM spans WHERE record_id LIKE 's%'")  # statements came later


def undecided(db: str, folder: Path) -> None:
    """A store, and a file of decisions that were made on another of the same archive."""
    nothing(db, folder)
    kind = "postgresql" if "://" in db else "sqlite"
    reviewed = missing(kind, folder, "reviewed")
    for each in (db, reviewed):
        undisturbed(built(each, folder / "posts"))
    with open_store(reviewed) as store:
        contacts = sorted(store.contacts(), key=lambda each: len(each.posts))
        one, other, third, fourth, fifth = [contact.id for contact in contacts[-5:]]
        record = store.report(fifth).sources[-1].engagement.id
    for words in (
        ["reject", one],
        ["merge", other, third, "--sure"],
        ["correct", fourth, "date", "2021-05-01"],
        ["split", fifth, record],
    ):
        undisturbed(["review", *words, "--why", "looked up", "--by", "anna", "--db", reviewed])
    undisturbed(["review", "export", str(folder / "decisions.jsonl"), "--db", reviewed])


def of_posts(db: str, folder: Path) -> list[str]:
    return built(db, folder / "posts")


#: A further command to kill is an entry here.
TASKS = (
    Task(name="build", prepare=nothing, command=of_posts),
    Task(name="rebuild", prepare=edited, command=of_posts),
    Task(name="fuse", prepare=unfused, command=of_posts),
    Task(
        name="review",
        prepare=undecided,
        command=lambda db, folder: ["review", "import", str(folder / "decisions.jsonl"), "--db", db],
    ),
    Task(name="migrate", prepare=of_old, command=lambda db, _: ["migrate", "--db", db]),
)


def undisturbed(arguments: list[str]) -> None:
    """Run a command to its end."""
    process = started(partial(run_command, arguments))
    process.join()
    assert process.exitcode == 0, arguments


def started(child: Callable[[], None]) -> Any:
    """A process that begins with all that this one has loaded."""
    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    return process


def run_command(arguments: list[str]) -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    main(arguments)


def _run_counted(arguments: list[str], at: int, counted: Path | None = None) -> None:
    """Run, and be killed at the statement numbered `at`: each counts before it and after it."""
    done = 0

    def met(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, met)
    try:
        run_command(arguments)
    finally:
        if counted is not None:
            counted.write_text(str(done))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a store holds: its digest, its rows by table, what is wrong with it."""

    digest: str
    rows: dict[str, int]
    faults: tuple[Any, ...]

    @classmethod
    def of(cls, db: str) -> State:
        counted = METADATA.tables.keys() - _TOLD_APART
        rows = {name: sql(db, f"SELECT count(*) FROM {name}")[0][0] for name in sorted(counted)}
        with open_store(db) as store:
            return cls(digest=store.digest(), rows=rows, faults=tuple(store.faults()))


class Trials:
    """A task on one kind of database: what it begins with, and what an undisturbed run makes of it."""

    def __init__(self, task: Task, kind: str, folder: Path) -> None:
        self._task, self._kind, self._folder = task, kind, folder
        folder.mkdir(parents=True, exist_ok=True)
        assert Knowledge.shipped().registry  # loaded once, for all processes that are started here
        self._before = missing(kind, folder, "before")
        task.prepare(self._before, folder)
        began, db = time.monotonic(), self._copied()
        process = started(partial(_run_counted, task.command(db, folder), 0, folder / "counted"))
        process.join()
        self._seconds = time.monotonic() - began
        self._calls = int((folder / "counted").read_text())
        self._want = State.of(db)
        assert process.exitcode == 0
        assert self._want.faults == ()

    def _copied(self) -> str:
        if self._kind == "postgresql":
            return on_server(str(make_url(self._before).database))
        copied = self._folder / f"{time.monotonic_ns()}.db"
        if Path(self._before).exists():
            shutil.copy(self._before, copied)
        return str(copied)

    def run(self, seed: int) -> tuple[bool, str]:
        """Kill it at the point of a seed and run it again: whether it was killed before its end, and what is wrong."""
        with taken_away():
            return self._run(seed)

    def _run(self, seed: int) -> tuple[bool, str]:
        draw = random.Random(f"{self._task.name} {self._kind} {seed}")
        db = self._copied()
        arguments = self._task.command(db, self._folder)
        if draw.random() < 0.5:
            process = started(partial(_run_counted, arguments, draw.randint(1, self._calls)))
        else:
            process = started(partial(run_command, arguments))
            threading.Timer(draw.uniform(0, self._seconds), process.kill).start()
        process.join()
        killed = process.exitcode == -signal.SIGKILL
        if not killed and process.exitcode:
            return killed, f"ended with {process.exitcode}"
        undisturbed(arguments)
        found = State.of(db)
        wrong = [name for name in ("digest", "rows", "faults") if getattr(found, name) != getattr(self._want, name)]
        return killed, ", ".join(wrong)


def table(times: int, seed: int) -> bool:
    """Run every task so often on each database, and print what came of it; whether nothing was wrong."""
    sound = True
    sys.stdout.write(f"{'command':10} {'database':12} {'killed':>9} {'wrong':>6}  seeds {seed} to {seed + times - 1}\n")
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        for task in TASKS:
            for kind in ("sqlite", *(("postgresql",) if SERVER else ())):
                trials = Trials(task, kind, Path(folder) / task.name / kind)
                outcomes = {number: trials.run(number) for number in range(seed, seed + times)}
                killed = sum(each[0] for each in outcomes.values())
                wrong = {number: each[1] for number, each in outcomes.items() if each[1]}
                sys.stdout.write(f"{task.name:10} {kind:12} {killed:>4}/{times:<4} {len(wrong):>6}  {wrong or ''}\n")
                sys.stdout.flush()
                sound = sound and not wrong
    return sound


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(not table(numbers[0] if numbers else 50, numbers[1] if len(numbers) > 1 else 1))

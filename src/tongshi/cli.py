"""The command `tongshi`: thin, every command calls the library and shows what it answers."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

import tongshi
from tongshi import codec, display, lexicon
from tongshi.build import CHUNK, Progress, Shipped, attempt, check_archives
from tongshi.build import build as run_build
from tongshi.compare import compare as compare_sides
from tongshi.errors import TongshiError
from tongshi.records import EngagementType, Post, Reading, Reject, Status
from tongshi.search import people_named, polity_named
from tongshi.search import search as search_articles
from tongshi.store import ContactFilter, open_store

#: Exit codes: a user's mistake; an interrupt; a build that met internal errors.
MISTAKE, INTERRUPTED, FAILED = 2, 130, 1

#: Seconds between two lines of progress where there is no terminal.
LINE_SECONDS = 5.0


app = typer.Typer(
    name="tongshi",
    help="A sourced record of diplomatic contact, read out of Chinese-language news archives.",
    epilog="Example: tongshi build posts/ && tongshi engagements --between US CN --since 2021-01",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Database = Annotated[str, typer.Option("--db", help="The database: a file, or an address.", show_default=True)]
Limit = Annotated[int | None, typer.Option(help="Show at most so many.", min=1)]
Archives = Annotated[
    list[Path], typer.Argument(metavar="ARCHIVE...", help="Folders, git checkouts, .tar[.gz|.xz], .zip, or posts.")
]
_DEFAULT_DB = "tongshi.db"


@app.command(epilog="Example: tongshi build mirror/ later.tar.xz --db tongshi.db")
def build(
    archives: Archives,
    *,
    db: Database = _DEFAULT_DB,
    jobs: Annotated[int | None, typer.Option(help="Processes; all cores where not given.", min=1)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing table.")] = False,
    coder: Annotated[str, typer.Option(hidden=True)] = "tongshi.build:Shipped",
    chunk: Annotated[int, typer.Option(hidden=True, min=1)] = CHUNK,
) -> None:
    """Read archives into the database: new and changed posts only, interrupt it at any time and run it again."""
    console = display.console(error=True)
    try:
        check_archives(archives)
        with open_store(db, write=True) as store, _progress(console, quiet=quiet) as progress:
            done = run_build(archives, store, jobs=jobs, progress=progress, coder=coder, chunk=chunk)
    except KeyboardInterrupt:
        _say("interrupted; what was read is stored, run the same command again to go on")
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        display.show(display.console(), display.summary(done))
    if done.failed:
        for trace in done.failures:
            sys.stderr.write(f"\n{trace}")
        _say(f"{done.failed} posts met an internal error (a mistake of the program; `tongshi rejects` lists them)")
        raise typer.Exit(FAILED)


@contextmanager
def _progress(console: Console, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line every few seconds elsewhere."""
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Bar(*columns, console=console, transient=True) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda progress: bar.update(task, description=display.progress_line(progress))
    else:
        last = time.monotonic()

        def line(progress: Progress) -> None:
            nonlocal last
            if time.monotonic() - last >= LINE_SECONDS:
                last = time.monotonic()
                console.print(display.progress_line(progress))

        yield line


class Format(StrEnum):
    """How a list is written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


Types = Annotated[list[str] | None, typer.Option("--type", help=f"One of {', '.join(get_args(EngagementType))}.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help=f"One of {', '.join(get_args(Status))}.")]


@app.command(epilog="Example: tongshi engagements --between US CN --since 2021-01 --status held")
def engagements(
    *,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Between two polities: codes or names (US, 美国).")
    ] = None,
    person: Annotated[str | None, typer.Option(help="With this person, in any spelling (Blinken, 布林肯).")] = None,
    polity: Annotated[list[str] | None, typer.Option(help="With this polity; can be given again.")] = None,
    type_: Types = None,
    status: Statuses = None,
    topic: Annotated[list[str] | None, typer.Option(help="On this topic (codes: taiwan, trade, …).")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="On or after; dated ones only.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="On or before.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Reported by this outlet (cna, voa, …).")] = None,
    main: Annotated[bool, typer.Option("--main", help="Only what some article is about.")] = False,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    db: Database = _DEFAULT_DB,
) -> None:
    """List contacts, latest first, each with the number of articles that report it."""
    wanted = ContactFilter(
        polities=tuple(polity_named(name) for name in (*(between or ()), *(polity or ()))),
        people=people_named(person) if person else (),
        types=_known(type_, get_args(EngagementType)),
        statuses=_known(status, get_args(Status)),
        topics=tuple(topic or ()),
        outlets=tuple(outlet or ()),
        since=_day(since, last=False),
        until=_day(until, last=True),
        main=main,
    )
    console = display.console()
    with open_store(db) as store:
        found = store.contacts(wanted, limit)
        if format_ is Format.table:
            listed = list(found)
            display.show(console, display.contact_table(listed) if listed else "no contact is like that")
            if listed:
                _say("`tongshi show ID` and `tongshi compare ID` tell more", prefix="")
        else:
            for line in (display.contact_lines if format_ is Format.jsonl else display.contact_csv)(found):
                typer.echo(line)


@app.command(epilog="Example: tongshi show c1a2b3")
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a contact or a record; its beginning is enough.")],
    db: Database = _DEFAULT_DB,
) -> None:
    """Show a contact: its fields, its sources, and the sentence behind each field."""
    console = display.console()
    with open_store(db) as store:
        display.show(console, display.report(store.report(id_), colour=console.is_terminal))


@app.command(epilog="Example: tongshi compare c1a2b3")
def compare(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Of a contact or a record; its beginning is enough.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Take the most told contact that two sides give an account of.")
    ] = False,
    db: Database = _DEFAULT_DB,
) -> None:
    """Set the sides' accounts of a contact side by side: who says what, what both raise, what only one does."""
    if (id_ is None) != example:
        raise typer.BadParameter("give the ID of a contact, or --example")
    console = display.console()
    with open_store(db) as store:
        report = store.most_told() if id_ is None else store.report(id_)
        display.show(console, display.comparison(compare_sides(report), colour=console.is_terminal))


@app.command(epilog="Example: tongshi search 拜登 稀土")
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them, in either script.")],
    limit: Limit = 20,
    db: Database = _DEFAULT_DB,
) -> None:
    """Find articles by the words in title and text, newest first."""
    console = display.console()
    with open_store(db) as store:
        found = False
        for part in display.hits(search_articles(store, words, limit), colour=console.is_terminal):
            display.show(console, part)
            found = True
        if not found:
            display.show(console, "no article has all of these words")


@app.command(epilog="Example: tongshi code posts/ --out coded.jsonl")
def code(
    paths: Archives,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of on the screen.")] = None,
) -> None:
    """Read posts without a database and write one JSON object for each article, in the codebook's file form."""
    failures: list[str] = []
    lines = (codec.dump(item) for item in _coded(paths, failures))
    if out is None:
        for line in lines:
            typer.echo(line)
    else:
        _write(out, lines)
    _tell_failures(failures)


@app.command(epilog="Example: tongshi explain posts/2021-10-14-call.md")
def explain(
    sources: Annotated[
        list[str], typer.Argument(metavar="POST...", help="Posts or archives, or IDs of contacts in the database.")
    ],
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    db: Database = _DEFAULT_DB,
) -> None:
    """Tell of each word that may report a contact which record it became, or why none."""
    if format_ is Format.csv:
        raise typer.BadParameter("explanations are written as table or jsonl")
    console = display.console()
    for post in _posts_of(sources, db):
        told = tongshi.explain(post)
        if format_ is Format.jsonl:
            for line in display.explanation_lines(told):
                typer.echo(line)
        else:
            for part in display.explanation(told, colour=console.is_terminal):
                display.show(console, part)


def _posts_of(sources: Sequence[str], db: str) -> Iterator[Post]:
    """The posts of archives on disk, and those behind contacts or records of the database."""
    for source in sources:
        if Path(source).exists():
            for item in tongshi.read(source):
                if isinstance(item, Reject):
                    _say(f"{item.path}: {item.reason}")
                else:
                    yield item
        else:
            with open_store(db) as store:
                yield from (told.article.reading.article.post for told in store.report(source).sources)


@app.command(epilog="Example: tongshi evaluate gold.jsonl posts/")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Records coded by hand, in the codebook's file form.")],
    paths: Archives,
) -> None:
    """Read posts and print how far the records agree with those coded by hand."""
    from tongshi.evaluate import evaluate as agreement  # noqa: PLC0415 - needed by this command only

    failures: list[str] = []
    typer.echo(agreement(gold, (codec.to_json(item) for item in _coded(paths, failures))))
    _tell_failures(failures)


@app.command(epilog="Example: tongshi rejects --limit 50")
def rejects(limit: Limit = None, db: Database = _DEFAULT_DB) -> None:
    """List the posts that could not be read, and why."""
    with open_store(db) as store:
        display.show(display.console(), display.reject_table(store.rejects(limit)))


@app.command(epilog="Example: tongshi runs")
def runs(limit: Limit = None, db: Database = _DEFAULT_DB) -> None:
    """List the builds, latest first."""
    with open_store(db) as store:
        display.show(display.console(), display.run_table(store.runs(limit)))


def _coded(paths: list[Path], failures: list[str]) -> Iterator[Reading | Reject]:
    coder = Shipped()
    for item in tongshi.read(*paths):
        read, trace = attempt(coder, item)
        if trace:
            failures.append(trace)
        yield read


def _tell_failures(failures: list[str]) -> None:
    if failures:
        sys.stderr.write("\n".join(islice(failures, 3)))
        _say(f"{len(failures)} posts met an internal error (a mistake of the program)")
        raise typer.Exit(FAILED)


def _write(out: Path, lines: Iterator[str]) -> None:
    """Write all lines, or leave what was there."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        part.replace(out)
    except OSError as error:
        raise TongshiError(f"{out}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _known(given: Sequence[str] | None, allowed: Sequence[str]) -> tuple[str, ...]:
    for value in given or ():
        if value not in allowed:
            raise TongshiError(f"{value}: not one of {', '.join(allowed)}")
    return tuple(given or ())


def _day(value: str | None, *, last: bool) -> dt.date | None:
    try:
        first = lexicon.partial_date(value)
        return lexicon.partial_date(value, last=True) if last else first
    except ValueError as error:
        raise TongshiError(f"{value}: not a date (YYYY, YYYY-MM or YYYY-MM-DD)") from error


def _say(message: str, prefix: str = "tongshi: ") -> None:
    """One line for the user, beside the results."""
    typer.echo(prefix + " ".join(message.split()), err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line: a mistake of the user is one line and exit code 2, a bug keeps its traceback."""
    try:
        app(arguments)
    except TongshiError as error:
        _say(str(error))
        sys.exit(MISTAKE)

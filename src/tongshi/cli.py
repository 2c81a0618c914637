"""The command `tongshi`: thin, every command calls the library and shows what it answers."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

import tongshi
from tongshi import codec, display, lexicon
from tongshi.build import Shipped, attempt, check_archives
from tongshi.build import build as run_build
from tongshi.compare import compare as compare_sides
from tongshi.errors import NotFoundError, TongshiError
from tongshi.records import EngagementType, Post, Reading, Reject, Status
from tongshi.rights import Release, Rights, StoreRelease, Texts
from tongshi.search import people_named, polity_named
from tongshi.search import search as search_articles
from tongshi.store import ContactFilter, open_store, place_of
from tongshi.withhold import FILE_NAME, NOTHING, WithholdList, read_withhold_list
from tongshi.workers import CHUNK

#: Exit codes: a user's mistake; an interrupt; a build that met internal errors.
MISTAKE, INTERRUPTED, FAILED = 2, 130, 1

#: Seconds between two lines of progress where there is no terminal.
LINE_SECONDS = 5.0

T = TypeVar("T")


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
HowMuch = Annotated[Texts, typer.Option("--text", help="How much of the texts: no sentence, the evidence, all.")]
WithholdFile = Annotated[
    Path | None, typer.Option("--withhold", metavar="FILE", help="People, posts, … of which nothing may be shown.")
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
        with open_store(db, write=True) as store, _progress(console, display.progress_line, quiet=quiet) as progress:
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


class ReportFormat(StrEnum):
    """How a report is written."""

    text = "text"
    json = "json"


@app.command(epilog="Example: tongshi doctor mirror/ --html report.html")
def doctor(
    archives: Archives,
    *,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How to write it.")] = ReportFormat.text,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as one page too.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Processes; all cores where not given.", min=1)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
) -> None:
    """Look through archives before building: what is in them, and what is wrong with it. Nothing is stored."""
    from tongshi.doctor import examine  # noqa: PLC0415 - needed by this command only
    from tongshi.doctor.page import page  # noqa: PLC0415
    from tongshi.doctor.tables import tables  # noqa: PLC0415

    release = Release(Rights(text, _withhold_list(withhold)))
    try:
        check_archives(archives)
        with _progress(display.console(error=True), str, quiet=quiet) as progress:
            report = examine(archives, release, jobs, progress)
    except KeyboardInterrupt:
        _say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    if html is not None:
        _write(html, iter(page(report).splitlines()))
    if format_ is ReportFormat.json:
        typer.echo(json.dumps(report.fields(), ensure_ascii=False, indent=2))
        return
    console = display.console()
    for part in tables(report):
        display.show(console, part)
    _tell_withheld(console, release)


@contextmanager
def _progress(console: Console, line_of: Callable[[T], str], *, quiet: bool) -> Iterator[Callable[[T], None]]:
    """A bar on a terminal, a line every few seconds elsewhere."""
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Bar(*columns, console=console, transient=True) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda progress: bar.update(task, description=line_of(progress))
    else:
        last = time.monotonic()

        def line(progress: T) -> None:
            nonlocal last
            if time.monotonic() - last >= LINE_SECONDS:
                last = time.monotonic()
                console.print(line_of(progress))

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
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
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
    with _released(db, text, withhold) as store:
        found = store.contacts(wanted, limit)
        if format_ is Format.table:
            listed = list(found)
            display.show(console, display.contact_table(listed) if listed else "no contact is like that")
            _tell_withheld(console, store)
            if listed:
                _say("`tongshi show ID` and `tongshi compare ID` tell more", prefix="")
        elif format_ is Format.jsonl:
            for line in chain(display.contact_lines(found), _withheld_lines(store)):
                typer.echo(line)
        else:
            for line in display.contact_csv(found):
                typer.echo(line)
            if told := display.withheld_line(store.left_out):
                typer.echo(f"# {told}")


@app.command(epilog="Example: tongshi show c1a2b3")
def show(
    id_: Annotated[
        str, typer.Argument(metavar="ID|POST", help="Of a contact or a record, or a post: id, address, path or name.")
    ],
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Show a contact: its fields, its sources, and the sentence behind each field. Or what a post says of itself."""
    with _shown(db, text, withhold) as (store, console):
        try:
            told = store.report(id_)
        except NotFoundError as no_contact:
            try:
                article = store.article_of(id_)
            except NotFoundError as no_post:
                raise (no_contact if id_.isalnum() and id_[:1] != "p" else no_post) from None
            display.show(console, display.header(article))
        else:
            display.show(console, display.report(told, colour=console.is_terminal, whole=text is Texts.full))


@app.command(epilog="Example: tongshi compare c1a2b3")
def compare(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Of a contact or a record; its beginning is enough.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Take the most told contact that two sides give an account of.")
    ] = False,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Set the sides' accounts of a contact side by side: who says what, what both raise, what only one does."""
    if (id_ is None) != example:
        raise typer.BadParameter("give the ID of a contact, or --example")
    with _shown(db, text, withhold) as (store, console):
        report = store.most_told() if id_ is None else store.report(id_)
        display.show(console, display.comparison(compare_sides(report), colour=console.is_terminal))


@app.command(epilog="Example: tongshi search 拜登 稀土")
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them, in either script.")],
    limit: Limit = 20,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Find articles by the words in title and text, newest first."""
    with _shown(db, text, withhold) as (store, console):
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
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
) -> None:
    """Read posts without a database and write one JSON object for each article, in the codebook's file form."""
    failures: list[str] = []
    release = Release(Rights(text, _withhold_list(withhold)))
    records = filter(None, (release.file_form(item) for item in _coded(paths, failures)))
    lines = chain((codec.dump_record(record) for record in records), _withheld_lines(release))
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
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Tell of each word that may report a contact which record it became, or why none."""
    if format_ is Format.csv:
        raise typer.BadParameter("explanations are written as table or jsonl")
    console = display.console()
    release = Release(Rights(text, _withhold_list(withhold)))
    for post in _posts_of(sources, db):
        told = tongshi.explain(post)
        given = release.article(told.reading)
        if given is None:
            continue
        if format_ is Format.jsonl:
            for line in display.explanation_lines(told, given):
                typer.echo(line)
        else:
            for part in display.explanation(told, given, colour=console.is_terminal):
                display.show(console, part)
    if format_ is Format.jsonl:
        for line in _withheld_lines(release):
            typer.echo(line)
    else:
        _tell_withheld(console, release)


def _posts_of(sources: Sequence[str], db: str) -> Iterator[Post]:
    """The posts of archives on disk, and those behind contacts or records of the database."""
    for source in sources:
        if Path(source).exists() or not source.isalnum():  # what is no id is a path, though a wrong one
            for item in tongshi.read(source):
                if isinstance(item, Reject):
                    _say(f"{item.path}: {item.reason}")
                else:
                    yield item
        else:
            with _released(db, Texts.full, None) as store:  # of a post that is withheld there is no text
                posts = [told.article.reading.article.post for told in store.report(source).sources]
                yield from (post for post in posts if post.text)


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
def rejects(
    limit: Limit = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """List the posts that could not be read, and why."""
    with _shown(db, text, withhold) as (store, console):
        display.show(console, display.reject_table(store.rejects(limit)))


@app.command(epilog="Example: tongshi runs")
def runs(limit: Limit = None, db: Database = _DEFAULT_DB) -> None:
    """List the builds, latest first."""
    with open_store(db) as store:
        display.show(display.console(), display.run_table(store.runs(limit)))


@contextmanager
def _released(db: str, text: Texts, withhold: Path | None) -> Iterator[StoreRelease]:
    """What may be given of a database: the one way in which commands read one."""
    withheld = _withhold_list(withhold)
    place = place_of(db)
    beside = place.with_name(FILE_NAME) if place else None
    if beside and beside.exists():
        withheld |= read_withhold_list(beside)
    with open_store(db) as store:
        yield StoreRelease(Rights(text, withheld), store)


@contextmanager
def _shown(db: str, text: Texts, withhold: Path | None) -> Iterator[tuple[StoreRelease, Console]]:
    """The same for what is shown on the screen, where the last line tells how much was withheld."""
    console = display.console()
    with _released(db, text, withhold) as store:
        yield store, console
        _tell_withheld(console, store)


def _withhold_list(given: Path | None) -> WithholdList:
    return read_withhold_list(given) if given else NOTHING


def _tell_withheld(console: Console, release: Release) -> None:
    if told := display.withheld_line(release.left_out):
        display.show(console, told)


def _withheld_lines(release: Release) -> Iterator[str]:
    """The last line of a list; it is asked for when all others are written."""
    if any(release.left_out.values()):
        yield display.withheld_json(release.left_out)


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

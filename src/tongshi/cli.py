"""The command `tongshi`: thin, every command calls the library and shows what it answers."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

import tongshi
from tongshi import codec, display, history, knowing, lexicon, roster, said
from tongshi.build import Pipeline, attempt, check_archives
from tongshi.build import build as run_build
from tongshi.clean import load_outlets
from tongshi.compare import by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.copies import KINDS
from tongshi.errors import NotFoundError, TongshiError
from tongshi.identity import post_id
from tongshi.lexicon import Layers
from tongshi.phrases import load_phrases
from tongshi.pipeline import Knowledge, Sources
from tongshi.project import additions, beside, initialise, problems, project_layer, read_project
from tongshi.readers import FieldMap, archive_files, explained, field_map
from tongshi.records import EngagementType, Manner, Post, Reading, Reject, Status
from tongshi.registry import Registry
from tongshi.registry.entries import load_offices, load_people
from tongshi.rights import Release, Rights, StoreRelease, Texts, ToldStatement
from tongshi.sayings import Use, spoken_by, uses, with_phrase
from tongshi.search import outlet_named, people_named, polity_named, topic_named
from tongshi.search import search as search_articles
from tongshi.sides import (
    comparison_lines,
    comparison_page,
    comparison_text,
    outlet_lines,
    outlet_page,
    outlet_text,
)
from tongshi.store import (
    ContactFilter,
    ContactReport,
    StatementFilter,
    StoredReading,
    StoredStatement,
    open_store,
    place_of,
)
from tongshi.whois import around, dossiers, holders, office_named
from tongshi.withhold import FILE_NAME, NOTHING, WithholdList, read_withhold_list
from tongshi.workers import CHUNK

#: Exit codes: a user's mistake; an interrupt; a build that met internal errors.
MISTAKE, INTERRUPTED, FAILED = 2, 130, 1

#: Seconds between two lines of progress where there is no terminal.
LINE_SECONDS = 5.0

#: Statements shown on the screen where no limit is given.
SCREENFUL = 50

#: A version by its number; what begins with 0 is a file's name.
_VERSION_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)

#: What looks like an id of a contact or a record, or of a statement, or like the beginning of one.
_CONTACT_ID, _STATEMENT_ID = re.compile(r"[ce]?[0-9a-f]+"), re.compile(r"s[0-9a-f]+")

T = TypeVar("T")
F = TypeVar("F", ContactFilter, StatementFilter)


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
    list[Path],
    typer.Argument(metavar="ARCHIVE...", help="Folders, .tar[.gz|.xz], .zip, .warc[.gz], .jsonl, feeds, pages, posts."),
]
FieldNames = Annotated[
    str | None,
    typer.Option("--map", metavar="FIELD=NAME,…", help="Names of fields in JSON lines: title=headline,body=content,…"),
]
HowMuch = Annotated[Texts, typer.Option("--text", help="How much of the texts: no sentence, the evidence, all.")]
WithholdFile = Annotated[
    Path | None, typer.Option("--withhold", metavar="FILE", help="People, posts, … of which nothing may be shown.")
]
ProjectFolder = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="FOLDER", help="Your own people, offices, …; else NAME.knowledge beside NAME.db."
    ),
]
_DEFAULT_DB = "tongshi.db"


@app.command(epilog="Example: tongshi build mirror/ later.tar.xz --db tongshi.db")
def build(
    archives: Archives,
    *,
    db: Database = _DEFAULT_DB,
    knowledge: ProjectFolder = None,
    names: FieldNames = None,
    jobs: Annotated[int | None, typer.Option(help="Processes; all cores where not given.", min=1)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing table.")] = False,
    coder: Annotated[str | None, typer.Option(hidden=True)] = None,
    chunk: Annotated[int, typer.Option(hidden=True, min=1)] = CHUNK,
) -> None:
    """Read archives into the database: new and changed posts only, interrupt it at any time and run it again."""
    console = display.console(error=True)
    mapped = _names(names)
    try:
        check_archives(archives)
        project = _project(knowledge, db)
        with open_store(db, write=True) as store, _progress(console, display.progress_line, quiet=quiet) as progress:
            done = run_build(archives, store, jobs, progress, project=project, coder=coder, chunk=chunk, names=mapped)
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
    names: FieldNames = None,
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
            report = examine(archives, release, jobs, progress, _names(names))
    except KeyboardInterrupt:
        _say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    if html is not None:
        _write(html, iter(page(report).splitlines()))
    if format_ is ReportFormat.json:
        typer.echo(json.dumps(report.fields(), ensure_ascii=False, indent=2))
    else:
        console = display.console()
        for part in tables(report):
            display.show(console, part)
        _tell_withheld(console, release)
    _warn_unmet(release)


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
    known = _names_known(db)
    first, last = _days(since, until)
    wanted = ContactFilter(
        polities=tuple(polity_named(name, known) for name in (*(between or ()), *(polity or ()))),
        people=people_named(person, known) if person is not None else (),
        types=_known(type_, get_args(EngagementType)),
        statuses=_known(status, get_args(Status)),
        topics=tuple(topic_named(name, known) for name in topic or ()),
        since=first,
        until=last,
        main=main,
    )
    with _released(db, text, withhold) as store:
        wanted = _of_outlets(wanted, outlet, store, known)
        made = (display.contact_table, display.contact_lines, display.contact_csv)
        listed = _list(store, format_, store.contacts(wanted, limit), made, "no contact is like that")
        if listed and format_ is Format.table:
            _say("`tongshi show ID` and `tongshi compare ID` tell more", prefix="")


@app.command(epilog="Example: tongshi show c1a2b3")
def show(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID|POST", help="Of a contact, record or statement, or a post: id, address, path or name."
        ),
    ],
    blocks: Annotated[
        bool, typer.Option("--blocks", help="Of a post: its body cut into blocks; their texts with --text full.")
    ] = False,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Show a contact: its fields, its sources, and the sentence behind each field. Or what a post says of itself."""
    with _shown(db, text, withhold) as (store, console):
        told = _meant(store, id_)
        if isinstance(told, StoredReading):
            display.show(console, display.header(told))
            if blocks:
                display.show(console, display.blocks(told))
            return
        if blocks:
            raise typer.BadParameter("--blocks is of posts; this is none")
        if isinstance(told, ToldStatement):
            display.show(console, said.whole_statement(told))
        else:
            display.show(console, display.report(told, colour=console.is_terminal, whole=text is Texts.full))


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    text = "text"
    html = "html"
    jsonl = "jsonl"


@app.command(epilog="Example: tongshi compare c1a2b3 --format html --out call.html")
def compare(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Of a contact or a record; its beginning is enough.")
    ] = None,
    *,
    example: Annotated[
        bool, typer.Option("--example", help="Take the most told contact that two sides give an account of.")
    ] = False,
    sides: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="These two sides only: codes or names (US, 美国).")
    ] = None,
    outlets: Annotated[
        bool, typer.Option("--by-outlet", help="As each outlet tells it, instead of as each side does.")
    ] = False,
    format_: Annotated[ComparisonFormat, typer.Option("--format", help="How to write it.")] = ComparisonFormat.text,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of on the screen.")] = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Set the sides' accounts of a contact side by side: who says what, what both raise, what only one does."""
    if (id_ is None) != example:
        raise typer.BadParameter("give the ID of a contact, or --example")
    if sides and outlets:
        raise typer.BadParameter("--sides is of a comparison of sides, not --by-outlet")
    known = _names_known(db)
    terms = load_terms(known)
    asked = tuple(polity_named(name, known) for name in sides or ())
    with _released(db, text, withhold) as store:
        report = store.most_told() if id_ is None else store.report(id_)
        if outlets:
            people = {person.id: person for person in load_people(load_offices(known), known)}
            told = by_outlet(report, terms, people, store.folded)
            shown: _Shown = (lambda colour: outlet_text(told, colour=colour), lambda: outlet_lines(told),
                             lambda left_out: outlet_page(told, left_out))  # fmt: skip
        else:
            compared = compare_sides(report, terms, asked)
            shown = (lambda colour: comparison_text(compared, colour=colour), lambda: comparison_lines(compared),
                     lambda left_out: comparison_page(compared, left_out))  # fmt: skip
        _write_comparison(store, shown, format_, out)


#: How a comparison is written as text (in colour or not), as JSON lines, as a page (with what is withheld at its end).
_Shown = tuple[Callable[[bool], RenderableType], Callable[[], Iterator[str]], Callable[[str], str]]


def _write_comparison(store: StoreRelease, shown: _Shown, format_: ComparisonFormat, out: Path | None) -> None:
    as_text, as_lines, as_page = shown
    left_out = display.withheld_line(store.left_out)
    if format_ is ComparisonFormat.text and out is None:
        console = display.console()
        display.show(console, as_text(console.is_terminal))
        _tell_withheld(console, store)
        return
    if format_ is ComparisonFormat.text:
        lines: Iterator[str] = chain(display.lines(as_text(False)), [left_out] if left_out else [])
    elif format_ is ComparisonFormat.jsonl:
        lines = chain(as_lines(), _withheld_lines(store))
    else:
        lines = iter(as_page(left_out).splitlines())
    if out is not None:
        _write(out, lines)
        return
    for line in lines:
        typer.echo(line)


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


class SaidFormat(StrEnum):
    """How statements are written."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


@app.command("said", epilog="Example: tongshi said --person 王毅 --topic taiwan --since 2021")
def said_(
    *,
    person: Annotated[str | None, typer.Option(help="By this person, in any spelling, or as a text calls him.")] = None,
    side: Annotated[
        list[str] | None, typer.Option(metavar="POLITY", help="By this polity; can be given again.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option(metavar="CODE", help="On this topic (taiwan, trade, …).")] = None,
    phrase: Annotated[
        str | None, typer.Option(metavar="ID|WORDS", help="With this set phrase, or any words; also its use by side.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="In or about a contact between two polities.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="Told on or after; dated ones.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="On or before.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Reported by this outlet (cna, voa, …).")] = None,
    class_: Annotated[list[str] | None, typer.Option("--class", help=f"One of {', '.join(get_args(Manner))}.")] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Only what stands in quotation marks.")] = False,
    phrases: Annotated[
        bool, typer.Option("--phrases", help="Instead of statements each side's use of set phrases.")
    ] = False,
    limit: Limit = None,
    format_: Annotated[SaidFormat, typer.Option("--format", help="How to write them.")] = SaidFormat.text,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """List what was said, in order of time; and who uses which set phrase, since when, until when, how often."""
    layers = _names_known(db)
    first, last = _days(since, until)
    wanted = StatementFilter(
        sides=tuple(polity_named(name, layers) for name in side or ()),
        between=tuple(polity_named(name, layers) for name in between or ()),
        manners=_known(class_, get_args(Manner)),
        topics=tuple(topic_named(name, layers) for name in topic or ()),
        since=first,
        until=last,
        direct=direct,
    )
    with _released(db, text, withhold) as store:
        wanted = _of_outlets(wanted, outlet, store, layers)
        if person is not None:
            wanted = spoken_by(wanted, store, person, layers)
        if phrase is not None:
            wanted = with_phrase(wanted, store, phrase, layers)
        elif phrases:
            wanted = replace(wanted, phrased=True)
        most = limit or (SCREENFUL if format_ is SaidFormat.text else None)
        found: Iterable[StoredStatement] = store.said(wanted, None if phrase or phrases else most)
        used: Sequence[Use] = ()
        more = 0
        if phrase or phrases:  # counted over all of them
            all_found = list(found)
            used = uses(all_found, wanted)
            found, used = ((), used[:limit]) if phrases else (all_found[:most], used)
            more = 0 if phrases else len(all_found[most:])
        if format_ is SaidFormat.text:
            console = display.console()
            shown = list(found)
            if not limit and len(shown) == SCREENFUL and not phrase:
                more = store.count_said(wanted) - SCREENFUL
            set_phrases = load_phrases(layers)
            parts = said.statement_parts(shown, set_phrases, colour=console.is_terminal)
            told = list(chain(parts, said.use_parts(used, set_phrases, phrase) if used else []))
            for part in told or ["no statement is like that"]:
                display.show(console, part)
            if more and not limit:
                display.show(console, f"{more} more; --limit N shows more")
            _tell_withheld(console, store)
            return
        lines = said.statement_lines(found), said.use_lines(used), _withheld_lines(store)
        as_csv = said.use_csv(used) if phrases else said.statement_csv(found)
        for line in chain(*lines) if format_ is SaidFormat.jsonl else as_csv:
            typer.echo(line)
        if format_ is SaidFormat.csv and (withheld := display.withheld_line(store.left_out)):
            typer.echo(f"# {withheld}")


class LearntFormat(StrEnum):
    """How what was learnt is written."""

    table = "table"
    jsonl = "jsonl"
    yaml = "yaml"


@app.command(epilog="Example: tongshi learn --out people.yml")
def learn(
    *,
    format_: Annotated[LearntFormat, typer.Option("--format", help="How to write it.")] = LearntFormat.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write lexicon entries here, to adopt.")] = None,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """List what `build` learnt of people: spellings and offices that the registry does not have."""
    with _released(db, Texts.evidence, withhold) as store:
        learnt = store.learnt()
        if out is not None:
            _write(out, roster.learnt_yaml(learnt))
        elif format_ is LearntFormat.table:
            console = display.console()
            display.show(console, roster.learnt_table(learnt) if learnt else "nothing was learnt")
            _tell_withheld(console, store)
        elif format_ is LearntFormat.yaml:
            for line in roster.learnt_yaml(learnt):
                typer.echo(line)
        else:
            for line in chain(roster.learnt_lines(learnt), _withheld_lines(store)):
                typer.echo(line)


@app.command(epilog="Example: tongshi who 布林肯")
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any spelling, Latin or Chinese, or an id.")],
    *,
    limit: Annotated[int, typer.Option(help="Show at most so many contacts of each.", min=0)] = 10,
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Tell who somebody is: spellings by region and outlet, offices with their evidence, contacts."""
    if format_ is Format.csv:
        raise typer.BadParameter("people are written as table or jsonl")
    with _released(db, text, withhold) as store:
        found = dossiers(store, name, _registry(db), limit)
        if format_ is Format.jsonl:
            for line in chain(roster.dossier_lines(found), _withheld_lines(store)):
                typer.echo(line)
            return
        console = display.console()
        for told in found:
            for part in roster.dossier(told):
                display.show(console, part)
        _tell_withheld(console, store)


@app.command(epilog="Example: tongshi office 美国国务卿 --on 2021-02-01")
def office(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="With its state: US 国务卿, 美国国务卿.")],
    *,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="On this day; else all holders.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Tell who held an office, by the registry and by what was learnt."""
    if format_ is Format.csv:
        raise typer.BadParameter("holders are written as table or jsonl")
    registry = _registry(db)
    asked, day = office_named(title, registry), _day(on, last=False)
    with _released(db, Texts.evidence, withhold) as store:
        found = holders(store, asked, registry, day)
        others = around(store, asked, registry, day) if day and not found else ()
        if format_ is Format.jsonl:
            for line in chain(roster.holder_lines(found), _withheld_lines(store)):
                typer.echo(line)
            return
        console = display.console()
        if found:
            display.show(console, roster.holder_table(found))
        else:
            display.show(console, "no holder is known" + (" on that day; before and after it:" if others else ""))
            if others:
                display.show(console, roster.holder_table(others))
        _tell_withheld(console, store)


PostName = Annotated[
    str, typer.Argument(metavar="POST", help="An id (its beginning is enough), an address, or a path in an archive.")
]


@app.command(epilog="Example: tongshi copies --kind syndicated --limit 20")
def copies(
    post: Annotated[
        str | None, typer.Argument(metavar="POST", help="Its copies only; an id, an address, or a path.")
    ] = None,
    *,
    kind: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(KINDS)}.")] = None,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """List articles that say the same in the same words: copies, versions, series, wire texts; most alike first."""
    kinds = _known(kind, KINDS)
    with _released(db, text, withhold) as store:
        found = store.copies(store.post_named(post) if post else None, kinds, limit)
        _list(store, format_, found, (history.copy_table, history.copy_lines, history.copy_csv), "no copies")


@app.command(epilog="Example: tongshi changes --since 3")
def changes(
    *,
    since: Annotated[int | None, typer.Option(metavar="RUN", help="Changed in this build or later.", min=1)] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """List articles of which there are several versions, and those that vanished from their archive."""
    with _released(db, text, withhold) as store:
        made = (history.changed_table, history.changed_lines, history.changed_csv)
        _list(store, format_, store.changed(since), made, "no article was changed")


@app.command(epilog="Example: tongshi diff https://www.example.org/news/1 --text full")
def diff(
    post: PostName,
    *,
    from_: Annotated[str | None, typer.Option("--from", metavar="VERSION", help="A number, or any post.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="VERSION", help="A number, or any post.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Show what was changed, added and withdrawn between two versions of an article: the last two, or others."""
    if format_ is Format.csv:
        raise typer.BadParameter("differences are written as table or jsonl")
    console = display.console()
    with _released(db, text, withhold) as store:
        versions = store.versions(store.post_named(post))
        ids = [line.post for line in versions]
        new = _version(store, ids, to) if to else ids[-1]
        before = ids[: ids.index(new)] if new in ids else ids
        old = _version(store, ids, from_) if from_ else before[-1] if before else None
        if old is None:
            raise TongshiError(f"{post}: there is no earlier version")
        told = store.difference(old, new)
        if format_ is Format.jsonl:
            for line in chain(history.difference_lines(told), _withheld_lines(store)):
                typer.echo(line)
        else:
            others = [
                line
                for each in sorted({old, new}.difference(ids))
                for line in store.versions(each)
                if line.post == each
            ]
            for part in history.difference(told, versions, others, colour=console.is_terminal):
                display.show(console, part)
            _tell_withheld(console, store)


def _version(store: StoreRelease, ids: Sequence[str], given: str) -> str:
    """The version of that number, or any post by its id, address or path."""
    if _VERSION_NUMBER.fullmatch(given):
        if int(given) > len(ids):
            raise TongshiError(f"{given}: there are {len(ids)} versions")
        return ids[int(given) - 1]
    return store.post_named(given)


def _list(
    store: StoreRelease,
    format_: Format,
    found: Iterator[T],
    made: tuple[
        Callable[[Iterable[T]], RenderableType],
        Callable[[Iterable[T]], Iterator[str]],
        Callable[[Iterable[T]], Iterator[str]],
    ],
    none: str,
) -> bool:
    """Write a list as a table, JSON lines or CSV, and at its end how much was withheld; whether a table had lines."""
    as_table, as_lines, as_csv = made
    if format_ is Format.table:
        console = display.console()
        listed = list(found)
        display.show(console, as_table(listed) if listed else none)
        _tell_withheld(console, store)
        return bool(listed)
    lines = chain(as_lines(found), _withheld_lines(store)) if format_ is Format.jsonl else as_csv(found)
    for line in lines:
        typer.echo(line)
    if format_ is Format.csv and (told := display.withheld_line(store.left_out)):
        typer.echo(f"# {told}")
    return False


@app.command(epilog="Example: tongshi code posts/ --out coded.jsonl")
def code(
    paths: Archives,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of on the screen.")] = None,
    knowledge: ProjectFolder = None,
    names: FieldNames = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
) -> None:
    """Read posts without a database and write one JSON object for each article, in the codebook's file form."""
    failures: list[str] = []
    project = _project(knowledge)
    release = Release(Rights(text, _withhold_list(withhold, project)))
    records = filter(None, (release.file_form(item) for item in _coded(paths, failures, _names(names), project)))
    lines = chain((codec.dump_record(record) for record in records), _withheld_lines(release))
    if out is None:
        for line in lines:
            typer.echo(line)
    else:
        _write(out, lines)
    _warn_unmet(release)
    _tell_failures(failures)


@app.command(epilog="Example: tongshi explain posts/2021-10-14-call.md")
def explain(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="POST...",
            help="Posts or archives; or of the database: IDs of contacts, or posts by id, address, path or name.",
        ),
    ],
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    knowledge: ProjectFolder = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
    db: Database = _DEFAULT_DB,
) -> None:
    """Tell of each word that may report a contact which record it became, or why none."""
    if format_ is Format.csv:
        raise typer.BadParameter("explanations are written as table or jsonl")
    console = display.console()
    project = _project(knowledge, db)
    release = Release(Rights(text, _withhold_list(withhold, project)))
    known = Knowledge.of(Sources(project))
    for post in _posts_of(sources, db):
        told = tongshi.explain(post, known)
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
    _warn_unmet(release)


def _posts_of(sources: Sequence[str], db: str) -> Iterator[Post]:
    """The posts of archives on disk, those behind contacts or records of the database, and those it knows by name.

    Where some archive holds nothing that can be read, that is told and the end is a mistake of the user's.
    """
    unread = False
    for source in sources:
        if not source.strip():
            raise NotFoundError("no post is given")
        if not Path(source).exists() and (source.isalnum() or Path(db).exists()):
            with _released(db, Texts.full, None) as store:  # of a post that is withheld there is no text
                told = _meant(store, source)
                if isinstance(told, ToldStatement):
                    told = store.article_of(told.said.post)
                stored = [told] if isinstance(told, StoredReading) else [each.article for each in told.sources]
                posts = [each.reading.article.post for each in stored]
                yield from (post for post in posts if post.text)
            continue
        rejected = read = 0
        for item in tongshi.read(source):
            if isinstance(item, Reject):
                rejected += 1
                _say(f"{item.path}: {item.reason}")
            else:
                read += 1
                yield item
        unread |= bool(rejected and not read)
    if unread:
        raise typer.Exit(MISTAKE)


def _meant(store: StoreRelease, given: str) -> ContactReport | ToldStatement | StoredReading:
    """What an id means: a contact, by its own or a record's, a statement, or the article of a post.

    Raises NotFoundError, which tells of what the id looks like.
    """
    asked = given.strip()
    if not asked:
        raise NotFoundError("no id is given")
    if _STATEMENT_ID.fullmatch(asked):
        return store.statement(asked)
    try:
        return store.report(asked)
    except NotFoundError as no_contact:
        try:
            return store.article_of(asked)
        except NotFoundError as no_post:
            raise (no_contact if _CONTACT_ID.fullmatch(asked) else no_post) from None


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


@app.command(epilog="Example: tongshi forms saved/ crawl.warc.gz")
def forms(
    archives: Archives,
    *,
    format_: Annotated[Format, typer.Option("--format", help="table or jsonl.")] = Format.table,
    names: FieldNames = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
) -> None:
    """Tell in which form each file is read, what that was told by, and how many articles are in it."""
    if format_ is Format.csv:
        raise typer.BadParameter("forms are written as table or jsonl")
    release = Release(Rights(text, _withhold_list(withhold)))
    files = chain.from_iterable(archive_files(archive, _names(names)) for archive in archives)
    outlets = load_outlets()

    def may(item: Post | Reject) -> bool:
        if isinstance(item, Reject):
            return release.post((item.id, item.path))
        known = (item.url, item.archive_url)
        return release.post((post_id(item), item.id, item.path), known, outlets.of(item.url).code)

    told = (replace(each, path=release.file_name(each.path)) for each in explained(files, may))
    if format_ is Format.jsonl:
        for line in chain(display.form_lines(told), _withheld_lines(release)):
            typer.echo(line)
    else:
        console = display.console()
        display.show(console, display.form_table(told))
        _tell_withheld(console, release)
    _warn_unmet(release)


def _names(written: str | None) -> FieldMap | None:
    return field_map(written) if written else None


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


@app.command(epilog="Example: tongshi knowledge --check")
def knowledge(
    *,
    folder: ProjectFolder = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell what is wrong: everything, a line each.")] = False,
    init: Annotated[bool, typer.Option("--init", help="Write a template for each lexicon that is not there.")] = False,
    past: Annotated[bool, typer.Option("--history", help="List what the builds of the database knew.")] = False,
    db: Database = _DEFAULT_DB,
) -> None:
    """Show what your own lexicons add to the shipped ones; check, begin, or look back at them."""
    console = display.console()
    if check + init + past > 1:
        raise typer.BadParameter("give one of --check, --init and --history")
    if past:
        with open_store(db) as store:
            display.show(console, knowing.history_table(store.knowledge()))
        return
    place = folder or _folder_beside(db)
    if place is None:
        raise TongshiError(f"{db}: no file, so no folder lies beside it; give --knowledge FOLDER")
    if init:
        written = initialise(place)
        typer.echo(f"{place}: {len(written)} templates written" if written else f"{place}: nothing was missing")
    elif check:
        _check(place)
    else:
        _show_knowledge(console, place, given=folder is not None)


def _check(folder: Path) -> None:
    """Tell all that is wrong in a folder; then it is a mistake of the user's."""
    found = 0
    for problem in problems(project_layer(folder)):
        found += 1
        typer.echo(str(problem))
    if found:
        raise typer.Exit(MISTAKE)
    typer.echo(f"{folder}: nothing is wrong")


def _show_knowledge(console: Console, folder: Path, *, given: bool) -> None:
    project = read_project(folder) if given or folder.is_dir() else ()
    typer.echo(f"version  {Sources(project).version}")
    typer.echo(f"folder   {folder if project else f'{folder} (nothing in it)'}")
    for layer in project:
        for name, text in layer.files:
            typer.echo(f"         {name}.yml, {len(text.splitlines())} lines")
    display.show(console, knowing.addition_table(additions(project)))


@contextmanager
def _released(db: str, text: Texts, withhold: Path | None) -> Iterator[StoreRelease]:
    """What may be given of a database: the one way in which commands read one."""
    place = place_of(db)
    list_beside = place.with_name(FILE_NAME) if place else None
    listed = withhold is not None or (list_beside is not None and list_beside.exists())
    project = _names_known(db) if listed else ()
    withheld = _withhold_list(withhold, project)
    if list_beside and list_beside.exists():
        withheld |= read_withhold_list(list_beside, project)
    with open_store(db) as store:
        release = StoreRelease(Rights(text, withheld), store)
        yield release
        _warn_unmet(release)


@contextmanager
def _shown(db: str, text: Texts, withhold: Path | None) -> Iterator[tuple[StoreRelease, Console]]:
    """The same for what is shown on the screen, where the last line tells how much was withheld."""
    console = display.console()
    with _released(db, text, withhold) as store:
        yield store, console
        _tell_withheld(console, store)


def _withhold_list(given: Path | None, project: Layers = ()) -> WithholdList:
    return read_withhold_list(given, project) if given else NOTHING


def _project(given: Path | None, db: str | None = None) -> Layers:
    """The user's own lexicons: those of the folder given, else of the one beside the database, if there is one."""
    folder = given or _folder_beside(db)
    return read_project(folder) if folder and (given or folder.is_dir()) else ()


def _names_known(db: str) -> Layers:
    """The same where only names are looked up in them: `build` has checked the rest."""
    folder = _folder_beside(db)
    return (project_layer(folder),) if folder and folder.is_dir() else ()


def _registry(db: str) -> Registry:
    """Who is who by the lexicons, the user's own beside the database included."""
    return Knowledge.of(Sources(_names_known(db))).registry


def _folder_beside(db: str | None) -> Path | None:
    place = place_of(db) if db else None
    return beside(place) if place else None


def _warn_unmet(release: Release) -> None:
    """An entry that withholds nothing is likely mistyped, and what it was to withhold is shown."""
    for place in release.unmet():
        _say(f"{place}: warning: nothing is withheld by this")


def _tell_withheld(console: Console, release: Release) -> None:
    if told := display.withheld_line(release.left_out):
        display.show(console, told)


def _withheld_lines(release: Release) -> Iterator[str]:
    """The last line of a list; it is asked for when all others are written."""
    if any(release.left_out.values()):
        yield display.withheld_json(release.left_out)


def _coded(
    paths: list[Path], failures: list[str], names: FieldMap | None = None, project: Layers = ()
) -> Iterator[Reading | Reject]:
    coder = Pipeline(Sources(project))
    for item in tongshi.read(*paths, names=names):
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


def _of_outlets(wanted: F, outlets: Sequence[str] | None, store: StoreRelease, layers: Layers) -> F:
    """With the condition that one of the outlets reports it."""
    if not outlets:
        return wanted
    stored = store.outlets()
    return replace(wanted, outlets=tuple(outlet_named(name, stored, layers) for name in outlets))


def _days(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    first, last = _day(since, last=False), _day(until, last=True)
    if first and last and first > last:
        raise TongshiError(f"--since {since} is after --until {until}")
    return first, last


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

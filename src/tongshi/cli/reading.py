"""Commands that read posts: build, doctor, code, explain, evaluate, forms."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import chain, starmap
from pathlib import Path
from typing import Annotated

import typer

import tongshi
from tongshi import codec, display
from tongshi.build import Pipeline, attempt, check_archives
from tongshi.build import build as run_build
from tongshi.clean import load_outlets
from tongshi.cli.application import FAILED, INTERRUPTED, app
from tongshi.cli.asked import names_given
from tongshi.cli.opening import project_of, withhold_list
from tongshi.cli.options import (
    DEFAULT_DB,
    Archives,
    Database,
    FieldNames,
    Format,
    HowMuch,
    ProjectFolder,
    RecordFormat,
    WithholdFile,
)
from tongshi.cli.output import (
    coded_line,
    say,
    shown_progress,
    tell_failures,
    tell_withheld,
    warn_unmet,
    write_file,
    write_lines,
)
from tongshi.cli.sources import posts_of
from tongshi.exports import withheld_lines
from tongshi.identity import post_id
from tongshi.lexicon import Layers
from tongshi.pipeline import Knowledge, Sources
from tongshi.readers import FieldMap, archive_files, explained, unread_told
from tongshi.records import Post, Reading, Reject
from tongshi.rights import Release, Rights, Texts
from tongshi.store import open_store
from tongshi.workers import CHUNK


@app.command(epilog="Example: tongshi build mirror/ later.tar.xz --db tongshi.db")
def build(
    archives: Archives,
    *,
    db: Database = DEFAULT_DB,
    knowledge: ProjectFolder = None,
    names: FieldNames = None,
    jobs: Annotated[int | None, typer.Option(help="Processes; all cores where not given.", min=1)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing table.")] = False,
    coder: Annotated[str | None, typer.Option(hidden=True)] = None,
    chunk: Annotated[int, typer.Option(hidden=True, min=1)] = CHUNK,
) -> None:
    """Read archives into the database: new and changed posts only, interrupt it at any time and run it again."""
    console = display.console(error=True)
    mapped = names_given(names)
    try:
        check_archives(archives)
        project = project_of(knowledge, db)
        with (
            open_store(db, write=True) as store,
            shown_progress(console, display.progress_line, quiet=quiet) as progress,
        ):
            done = run_build(archives, store, jobs, progress, project=project, coder=coder, chunk=chunk, names=mapped)
    except KeyboardInterrupt:
        say("interrupted; what was read is stored, run the same command again to go on")
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        display.show(display.console(), display.summary(done))
        if done.unread:
            display.show(display.console(), unread_told(done.unread))
    if done.failed:
        for trace in done.failures:
            sys.stderr.write(f"\n{trace}")
        say(f"{done.failed} posts met an internal error (a mistake of the program; `tongshi rejects` lists them)")
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

    release = Release(Rights(text, withhold_list(withhold)))
    try:
        check_archives(archives)
        with shown_progress(display.console(error=True), str, quiet=quiet) as progress:
            report = examine(archives, release, jobs, progress, names_given(names))
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    if html is not None:
        write_file(html, iter(page(report, release.provenance.line).splitlines()))
    if format_ is ReportFormat.json:
        typer.echo(
            json.dumps({**report.fields(), "provenance": release.provenance.fields}, ensure_ascii=False, indent=2)
        )
    else:
        console = display.console()
        for part in tables(report):
            display.show(console, part)
        tell_withheld(console, release)
    warn_unmet(release)


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
    project = project_of(knowledge)
    release = Release(Rights(text, withhold_list(withhold, project)), Sources(project))
    records = filter(None, (release.file_form(item) for item in _coded(paths, failures, names_given(names), project)))
    lines = chain((coded_line(release, record) for record in records), withheld_lines(release.left_out))
    if out is None:
        for line in lines:
            typer.echo(line)
    else:
        write_file(out, lines)
    warn_unmet(release)
    tell_failures(failures)


@app.command(epilog="Example: tongshi explain posts/2021-10-14-call.md")
def explain(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="POST...",
            help="Posts or archives; or of the database: IDs of contacts, or posts by id, address, path or name.",
        ),
    ],
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to write it.")] = RecordFormat.table,
    knowledge: ProjectFolder = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell of each word that may report a contact which record it became, or why none."""
    console = display.console()
    project = project_of(knowledge, db)
    release = Release(Rights(text, withhold_list(withhold, project)), Sources(project))
    known = Knowledge.of(Sources(project))
    every = (
        (told, release.article(told.reading)) for told in (tongshi.explain(p, known) for p in posts_of(sources, db))
    )
    found = ((told, given) for told, given in every if given is not None)
    if format_ is RecordFormat.jsonl:
        write_lines(release, Format.jsonl, chain.from_iterable(starmap(display.explanation_lines, found)))
    else:
        for told, given in found:
            for part in display.explanation(told, given, colour=console.is_terminal):
                display.show(console, part)
        tell_withheld(console, release)
    warn_unmet(release)


@app.command(epilog="Example: tongshi evaluate gold.jsonl posts/")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Records coded by hand, in the codebook's file form.")],
    paths: Archives,
) -> None:
    """Read posts and print how far the records agree with those coded by hand."""
    from tongshi.evaluate import evaluate as agreement  # noqa: PLC0415 - needed by this command only

    failures: list[str] = []
    typer.echo(agreement(gold, (codec.to_json(item) for item in _coded(paths, failures))))
    tell_failures(failures)


@app.command(epilog="Example: tongshi forms saved/ crawl.warc.gz")
def forms(
    archives: Archives,
    *,
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to write it.")] = RecordFormat.table,
    names: FieldNames = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
) -> None:
    """Tell in which form each file is read, what that was told by, and how many articles are in it.

    feed: a post as mirrors keep it, front matter and the HTML of a feed's entry. bare: the same without front matter.
    entry: one of the entries of a file in RSS, Atom or RDF. markdown: front matter and Markdown. page: an element or a
    whole page as a site wrote it. line: an object of JSON.
    """
    release = Release(Rights(text, withhold_list(withhold)))
    unread: Counter[str] = Counter()
    files = chain.from_iterable(archive_files(archive, names_given(names), unread) for archive in archives)
    outlets = load_outlets()

    def may(item: Post | Reject) -> bool:
        if isinstance(item, Reject):
            return release.post((item.id, item.path))
        known = (item.url, item.archive_url)
        return release.post((post_id(item), item.id, item.path), known, outlets.of(item.url).code)

    told = (replace(each, path=release.file_name(each.path)) for each in explained(files, may))
    if format_ is RecordFormat.jsonl:
        write_lines(release, Format.jsonl, display.form_lines(told))
    else:
        console = display.console()
        display.show(console, display.form_table(told))
        if unread:
            display.show(console, unread_told(unread))
        tell_withheld(console, release)
    warn_unmet(release)


def _coded(
    paths: list[Path], failures: list[str], names: FieldMap | None = None, project: Layers = ()
) -> Iterator[Reading | Reject]:
    coder = Pipeline(Sources(project))
    for item in tongshi.read(*paths, names=names):
        read, trace = attempt(coder, item)
        if trace:
            failures.append(trace)
        yield read

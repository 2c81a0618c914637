"""Commands on contacts: engagements, show, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType

from tongshi import display, outcomes, said
from tongshi.citation import citation_items, citation_text
from tongshi.cli.application import app
from tongshi.cli.asked import contacts_asked, of_outlets
from tongshi.cli.opening import holdings_of, meant, names_known, released, shown
from tongshi.cli.options import (
    DEFAULT_DB,
    Between,
    ByOutlet,
    Database,
    Format,
    HowMuch,
    Limit,
    OnlyMain,
    OnTopic,
    OutFile,
    Since,
    Statuses,
    Types,
    Until,
    WithholdFile,
    WithPerson,
    WithPolity,
)
from tongshi.cli.output import closing_notes, say, tell_withheld, write_file, write_list
from tongshi.compare import by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.exports import json_lines
from tongshi.registry.entries import load_offices, load_people
from tongshi.rights import StoreRelease, Texts, ToldStatement
from tongshi.search import polity_named
from tongshi.sides import (
    comparison_lines,
    comparison_page,
    comparison_text,
    outlet_lines,
    outlet_page,
    outlet_text,
)
from tongshi.store import StoredReading


@app.command(epilog="Example: tongshi engagements --between US CN --since 2021-01 --status held")
def engagements(
    *,
    between: Between = None,
    person: WithPerson = None,
    polity: WithPolity = None,
    type_: Types = None,
    status: Statuses = None,
    topic: OnTopic = None,
    since: Since = None,
    until: Until = None,
    outlet: ByOutlet = None,
    main: OnlyMain = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Instead of contacts the records that people rejected.")
    ] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="Instead of contacts the articles that report each, with the sentence.")
    ] = False,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List contacts, latest first, each with the number of articles that report it."""
    if sources and rejected:
        raise typer.BadParameter("--sources is of contacts, and what was rejected is none")
    known = names_known(db)
    wanted = contacts_asked(
        known, between=between, person=person, polity=polity, types=type_, statuses=status, topic=topic, since=since,
        until=until,
    )  # fmt: skip
    with released(db, text, withhold) as store:
        wanted = replace(of_outlets(wanted, outlet, store, known), main=main)
        if sources:
            told = (display.source_table, display.source_lines, display.source_csv)
            reports = store.report_lines(store.contacts(wanted, limit))
            write_list(store, format_, reports, told, "no contact is like that")
            return
        made = (display.contact_table, display.contact_lines, display.contact_csv)
        found = store.rejected(wanted, limit) if rejected else store.contacts(wanted, limit)
        listed = write_list(store, format_, found, made, "no contact is like that")
        if listed and format_ is Format.table:
            say("`tongshi show ID` and `tongshi compare ID` tell more", prefix="")


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
    build: Annotated[
        str | None, typer.Option("--as-of", metavar="BUILD|DAY", help="Of a contact: what was said when it had ended.")
    ] = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show a contact: its fields, its sources, and the sentence behind each field. Or what a post says of itself."""
    with shown(db, text, withhold) as (store, console):
        if build is not None:
            _show_as_of(store, console, id_, store.build_named(build))
            return
        told = meant(store, id_)
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


def _show_as_of(store: StoreRelease, console: Console, id_: str, build: int) -> None:
    version = store.contact_as_of(id_.strip(), build)
    reports = version.state.reports.values() if version.state else ()
    posts = {line.post: line for line in store.post_lines(sorted(set(reports)))}
    for part in outcomes.as_of(version, build, posts):
        display.show(console, part)


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
    out: OutFile = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Set the sides' accounts of a contact side by side: who says what, what both raise, what only one does."""
    if (id_ is None) != example:
        raise typer.BadParameter("give the ID of a contact, or --example")
    if sides and outlets:
        raise typer.BadParameter("--sides is of a comparison of sides, not --by-outlet")
    known = names_known(db)
    terms = load_terms(known)
    asked = tuple(polity_named(name, known) for name in sides or ())
    with released(db, text, withhold) as store:
        report = store.most_told() if id_ is None else store.report(id_)
        holdings = holdings_of(store)
        if outlets:
            people = {person.id: person for person in load_people(load_offices(known), known)}
            told = by_outlet(report, terms, people, store.folded, holdings)
            shown: _Shown = (lambda colour: outlet_text(told, colour=colour), lambda: outlet_lines(told),
                             lambda notes: outlet_page(told, notes))  # fmt: skip
        else:
            compared = compare_sides(report, terms, asked, holdings)
            shown = (lambda colour: comparison_text(compared, colour=colour), lambda: comparison_lines(compared),
                     lambda notes: comparison_page(compared, notes))  # fmt: skip
        _write_comparison(store, shown, format_, out)


#: How a comparison is written as text (in colour or not), as JSON lines, as a page (with notes at its foot).
_Shown = tuple[Callable[[bool], RenderableType], Callable[[], Iterator[str]], Callable[[Iterable[str]], str]]


def _write_comparison(store: StoreRelease, shown: _Shown, format_: ComparisonFormat, out: Path | None) -> None:
    as_text, as_lines, as_page = shown
    if format_ is ComparisonFormat.text and out is None:
        console = display.console()
        display.show(console, as_text(console.is_terminal))
        tell_withheld(console, store)
        return
    if format_ is ComparisonFormat.text:
        lines: Iterator[str] = chain(display.lines(as_text(False)), closing_notes(store))
    elif format_ is ComparisonFormat.jsonl:
        lines = json_lines(as_lines(), store.provenance, store.left_out)
    else:
        lines = iter(as_page(closing_notes(store)).splitlines())
    if out is not None:
        write_file(out, lines)
        return
    for line in lines:
        typer.echo(line)


class CitationFormat(StrEnum):
    """How a citation is written."""

    text = "text"
    csl = "csl"


@app.command(epilog="Example: tongshi cite c1a2b3 --format csl")
def cite(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a contact or a record; its beginning is enough.")],
    *,
    format_: Annotated[
        CitationFormat, typer.Option("--format", help="Text, or CSL-JSON for reference managers.")
    ] = CitationFormat.text,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Write how a contact is cited: its articles, the build and the versions by which it can be found again."""
    with released(db, text, withhold) as store:
        told = store.report(id_.strip())
        if format_ is CitationFormat.csl:
            typer.echo(citation_items(told, store.provenance))
            return
        for line in citation_text(told, store.provenance):
            typer.echo(line)
        if left_out := display.withheld_line(store.left_out):
            typer.echo(left_out)

"""Commands on contacts: engagements, show, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import RenderableType

from tongshi import display, said
from tongshi.cli.application import app
from tongshi.cli.asked import days_given, known_values, of_outlets
from tongshi.cli.opening import meant, names_known, released, shown
from tongshi.cli.options import DEFAULT_DB, Database, Format, HowMuch, Limit, Statuses, Types, WithholdFile
from tongshi.cli.output import say, tell_withheld, withheld_lines, write_file, write_list
from tongshi.compare import by_outlet, load_terms
from tongshi.compare import compare as compare_sides
from tongshi.records import EngagementType, Status
from tongshi.registry.entries import load_offices, load_people
from tongshi.rights import StoreRelease, Texts, ToldStatement
from tongshi.search import people_named, polity_named, topic_named
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
    StoredReading,
)


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
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Instead of contacts the records that people rejected.")
    ] = False,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List contacts, latest first, each with the number of articles that report it."""
    known = names_known(db)
    first, last = days_given(since, until)
    wanted = ContactFilter(
        polities=tuple(polity_named(name, known) for name in (*(between or ()), *(polity or ()))),
        people=people_named(person, known) if person is not None else (),
        types=known_values(type_, get_args(EngagementType)),
        statuses=known_values(status, get_args(Status)),
        topics=tuple(topic_named(name, known) for name in topic or ()),
        since=first,
        until=last,
        main=main,
    )
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, known)
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
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show a contact: its fields, its sources, and the sentence behind each field. Or what a post says of itself."""
    with shown(db, text, withhold) as (store, console):
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
        tell_withheld(console, store)
        return
    if format_ is ComparisonFormat.text:
        lines: Iterator[str] = chain(display.lines(as_text(False)), [left_out] if left_out else [])
    elif format_ is ComparisonFormat.jsonl:
        lines = chain(as_lines(), withheld_lines(store))
    else:
        lines = iter(as_page(left_out).splitlines())
    if out is not None:
        write_file(out, lines)
        return
    for line in lines:
        typer.echo(line)

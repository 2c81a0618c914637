"""The command on what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from typing import Annotated, get_args

import typer

from tongshi import display, said
from tongshi.cli.application import app
from tongshi.cli.asked import days_given, known_values, of_outlets
from tongshi.cli.opening import names_known, released
from tongshi.cli.options import DEFAULT_DB, Database, Format, HowMuch, Limit, WithholdFile
from tongshi.cli.output import tell_withheld, write_lines
from tongshi.phrases import load_phrases
from tongshi.records import Manner
from tongshi.rights import Texts
from tongshi.sayings import Use, spoken_by, uses, with_phrase
from tongshi.search import polity_named, topic_named
from tongshi.store import (
    StatementFilter,
    StoredStatement,
)

#: Statements shown on the screen where no limit is given.
SCREENFUL = 50


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
    db: Database = DEFAULT_DB,
) -> None:
    """List what was said, in order of time; and who uses which set phrase, since when, until when, how often."""
    layers = names_known(db)
    first, last = days_given(since, until)
    wanted = StatementFilter(
        sides=tuple(polity_named(name, layers) for name in side or ()),
        between=tuple(polity_named(name, layers) for name in between or ()),
        manners=known_values(class_, get_args(Manner)),
        topics=tuple(topic_named(name, layers) for name in topic or ()),
        since=first,
        until=last,
        direct=direct,
    )
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, layers)
        if person is not None:
            wanted = spoken_by(wanted, store, person, layers)
        if phrase is not None:
            wanted = with_phrase(wanted, store, phrase, layers)
        elif phrases:
            wanted = replace(wanted, phrased=True)
        most = limit or (SCREENFUL if format_ is SaidFormat.text else None)
        found: Iterable[StoredStatement] = store.said(wanted, None if phrase or phrases else most)
        used: Sequence[Use[StoredStatement]] = ()
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
            tell_withheld(console, store)
            return
        as_lines = chain(said.statement_lines(found), said.use_lines(used))
        as_csv = said.use_csv(used) if phrases else said.statement_csv(found)
        jsonl = format_ is SaidFormat.jsonl
        write_lines(store, Format.jsonl if jsonl else Format.csv, as_lines if jsonl else as_csv)

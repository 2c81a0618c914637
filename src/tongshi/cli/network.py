"""The command on who met whom."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from tongshi import annals, display
from tongshi import network as networks
from tongshi.cli.application import app
from tongshi.cli.asked import contacts_asked, known_values, of_outlets
from tongshi.cli.opening import names_known, released
from tongshi.cli.options import (
    DEFAULT_DB,
    AtLevel,
    Between,
    ByOutlet,
    Database,
    HowMuch,
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
from tongshi.cli.output import closing_notes, say, tell_undated, tell_withheld, write_file
from tongshi.exports import csv_lines, json_lines
from tongshi.levels import load_levels
from tongshi.rights import StoreRelease, Texts


class NetworkFormat(StrEnum):
    """How a network is written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    graphml = "graphml"


class NetworkOf(StrEnum):
    """What its nodes are."""

    people = "people"
    polities = "polities"


@app.command(epilog="Example: tongshi network --since 2020 --format graphml --out met.graphml")
def network(
    *,
    of: Annotated[NetworkOf, typer.Option(help="Who or what the nodes are.")] = NetworkOf.people,
    between: Between = None,
    person: WithPerson = None,
    polity: WithPolity = None,
    type_: Types = None,
    status: Statuses = None,
    topic: OnTopic = None,
    level: AtLevel = None,
    since: Since = None,
    until: Until = None,
    outlet: ByOutlet = None,
    nodes: Annotated[bool, typer.Option("--nodes", help="With --format csv: the nodes, not the edges.")] = False,
    limit: Annotated[int | None, typer.Option(help="Show at most so many edges of the table.", min=1)] = None,
    format_: Annotated[NetworkFormat, typer.Option("--format", help="How to write it.")] = NetworkFormat.table,
    out: OutFile = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell who met whom, as a network: contacts held, but appointments, where neither status nor type is given."""
    if nodes and format_ is not NetworkFormat.csv:
        raise typer.BadParameter("--nodes goes with --format csv; jsonl and graphml have nodes and edges")
    known = names_known(db)
    wanted = contacts_asked(
        known, between=between, person=person, polity=polity, types=type_ or networks.ENCOUNTERS,
        statuses=status or ["held"], topic=topic, since=since, until=until,
    )  # fmt: skip
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, known)
        contacts = store.attended(wanted)
        if level:
            levels = load_levels(known)
            at, sides = known_values(level, levels.names), wanted.polities if between else ()
            contacts = (each for each in contacts if levels.of(each, sides) in at)
        told = networks.network(contacts, of.value)
        _write_network(store, told, format_, limit, nodes=nodes, out=out)
        tell_undated(store, wanted)


def _write_network(
    store: StoreRelease,
    told: networks.Network,
    format_: NetworkFormat,
    limit: int | None,
    *,
    nodes: bool,
    out: Path | None,
) -> None:
    if format_ is NetworkFormat.table:
        shown = annals.network_table(told, limit) if told.edges else "nobody met like that"
        if out is None:
            console = display.console()
            display.show(console, shown)
            tell_withheld(console, store)
        else:
            write_file(out, chain(display.lines(shown), closing_notes(store)))
        if told.alone:
            say(f"{told.alone} more contacts join no two {told.kind}", prefix="")
        return
    lines: Iterator[str]
    if format_ is NetworkFormat.jsonl:
        lines = json_lines(annals.network_lines(told), store.provenance, store.left_out)
    elif format_ is NetworkFormat.csv:
        found = annals.node_csv(told) if nodes else annals.network_csv(told)
        lines = csv_lines(found, store.provenance, store.left_out)
    else:
        lines = annals.graphml(told, closing_notes(store))
    if out is not None:
        write_file(out, lines)
        return
    for line in lines:
        typer.echo(line)

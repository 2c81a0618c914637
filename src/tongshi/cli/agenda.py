"""The command on what was announced."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from typing import Annotated

import typer

from tongshi import agenda as agendas
from tongshi import annals
from tongshi.cli.application import app
from tongshi.cli.asked import contacts_asked, day_given
from tongshi.cli.opening import holdings_of, names_known, released
from tongshi.cli.options import (
    DEFAULT_DB,
    Between,
    Database,
    Format,
    HowMuch,
    Limit,
    OnTopic,
    Types,
    WithholdFile,
    WithPerson,
    WithPolity,
)
from tongshi.cli.output import say, write_list
from tongshi.errors import NotFoundError, TongshiError
from tongshi.levels import Attended
from tongshi.rights import StoreRelease, Texts
from tongshi.store import ContactFilter


@app.command(epilog="Example: tongshi agenda --as-known-on 2020-09-20")
def agenda(
    *,
    after: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="Announced for after this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="And up to this one.")] = None,
    as_known_on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="By what was published up to this day alone.")
    ] = None,
    unreported: Annotated[
        bool,
        typer.Option("--unreported", help="Plans whose day has passed, never told to be held, cancelled, refused."),
    ] = False,
    undated: Annotated[
        bool, typer.Option("--undated", help="What was announced without a date; with --unreported the plans of it.")
    ] = False,
    between: Between = None,
    person: WithPerson = None,
    polity: WithPolity = None,
    type_: Types = None,
    topic: OnTopic = None,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List what is announced for after a day (else the last of the archive), and what became of it.

    With --unreported the plans of which nothing came as far as is told, with what the archive holds after their day.
    """
    known = names_known(db)
    start, end = day_given(after, last=True), day_given(until, last=True)
    if start and end and start > end:
        raise TongshiError(f"--after {after} is after --until {until}")
    if undated and (start or end):
        raise TongshiError("--undated lists what has no day: without --after and --until")
    day = day_given(as_known_on, last=True)
    wanted = replace(
        contacts_asked(known, between=between, person=person, polity=polity, types=type_, topic=topic),
        reported=agendas.AHEAD,
    )
    with released(db, text, withhold) as store:
        holdings = holdings_of(store)
        today = day or holdings.last
        if today is None:
            raise NotFoundError("the archive holds no article with a day")
        announced = list(agendas.announcements(store.contacts(wanted), store.reports(wanted), day, store.contact_of))
        dated, dateless = agendas.ahead(announced, start or (dt.date.min if unreported else today), end)
        parts = (annals.announced_table, annals.announced_lines, annals.announced_csv)
        if undated:
            found = (each for each in dateless if each.is_open or not unreported)
            write_list(store, format_, islice(found, limit), parts, "nothing was announced without a date")
            return
        if unreported:
            made = (annals.unreported_table, annals.unreported_lines, annals.unreported_csv)
            held = _held(store, wanted, day)
            plans = agendas.unreported(dated, held, holdings, today)
            write_list(store, format_, islice(plans, limit), made, "no plan is left like that")
        else:
            write_list(store, format_, islice(dated, limit), parts, f"nothing is announced for after {start or today}")
        if dateless:
            say(f"{len(dateless)} more were announced without a date (--undated lists them)", prefix="")


def _held(store: StoreRelease, wanted: ContactFilter, known: dt.date | None) -> list[Attended]:
    """The contacts held, as far as `known` told by then, between the polities that are asked for."""
    held = ContactFilter(polities=wanted.polities, statuses=("held",))
    found: list[Attended] = list(store.attended(held))
    if known is None:
        return found
    told = agendas.held_by(store.reports(held), known)
    return [each for each in found if each.id in told]

"""Commands on articles and the archive: search, copies, changes, diff, rejects, runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import Annotated, get_args

import typer

from tongshi import display, history, hits, outcomes
from tongshi.cli.application import app
from tongshi.cli.asked import days_given, known_values, of_outlets
from tongshi.cli.opening import names_known, released, shown
from tongshi.cli.options import (
    DEFAULT_DB,
    Database,
    Format,
    HowMuch,
    Limit,
    PostName,
    RecordFormat,
    Statuses,
    Types,
    WithholdFile,
)
from tongshi.cli.output import say, tell_withheld, write_lines, write_list
from tongshi.copies import KINDS
from tongshi.errors import TongshiError
from tongshi.lineage import ContactChange
from tongshi.query import parse, wanted_words
from tongshi.records import EngagementType, Status
from tongshi.rights import StoreRelease, Texts
from tongshi.search import load_aliases, people_named, polity_named, topic_named
from tongshi.search import search as search_articles
from tongshi.store import ArticleFilter, ChangedArticle, open_store

#: A version by its number; what begins with 0 is a file's name.
_VERSION_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@app.command(epilog="Example: tongshi search '拜登 (稀土 OR \"關鍵礦物\") NOT 歐盟'")
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help='All of them, in either script; "a phrase", OR, NOT, parentheses.'),
    ],
    *,
    outlet: Annotated[list[str] | None, typer.Option(help="Of this outlet (cna, voa, …).")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="Of that day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY[-MM[-DD]]", help="Of that day or before.")] = None,
    person: Annotated[str | None, typer.Option(help="Telling of a contact with this person, in any spelling.")] = None,
    polity: Annotated[list[str] | None, typer.Option(help="… with this polity; can be given again.")] = None,
    type_: Types = None,
    status: Statuses = None,
    topic: Annotated[list[str] | None, typer.Option(help="… on this topic (codes: taiwan, trade, …).")] = None,
    expand: Annotated[
        bool, typer.Option("--expand", help="Also by other names of the people and polities named: 川普, 特朗普.")
    ] = False,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first, instead of best first.")] = False,
    limit: Limit = 20,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Find articles by the words in title and text, best first. Conditions on contacts are of one that it tells of."""
    query, known = parse(" ".join(words)), names_known(db)
    first, last = days_given(since, until)
    wanted = ArticleFilter(
        since=first,
        until=last,
        people=people_named(person, known) if person is not None else (),
        polities=tuple(polity_named(name, known) for name in polity or ()),
        types=known_values(type_, get_args(EngagementType)),
        statuses=known_values(status, get_args(Status)),
        topics=tuple(topic_named(name, known) for name in topic or ()),
    )
    if expand:
        aliases = load_aliases(known)
        for word in dict.fromkeys(wanted_words(query)):
            if others := aliases.of(word):
                say(f"{word}: also as {', '.join(others)}", prefix="")
        query = aliases.expanded(query)
    with released(db, text, withhold) as store:
        wanted = of_outlets(wanted, outlet, store, known)
        total, colour = store.count_found(query, wanted), display.console().is_terminal
        made = (
            lambda found: hits.hit_text(found, total, colour=colour),
            lambda found: hits.hit_lines(found, total),
            lambda found: hits.hit_csv(found, total),
        )
        found = search_articles(store, query, wanted, limit, newest=newest)
        write_list(store, format_, found, made, "no article answers to that")


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
    db: Database = DEFAULT_DB,
) -> None:
    """List articles that say the same in the same words: copies, versions, series, wire texts; most alike first."""
    kinds = known_values(kind, KINDS)
    with released(db, text, withhold) as store:
        found = store.copies(store.post_named(post) if post else None, kinds, limit)
        write_list(store, format_, found, (history.copy_table, history.copy_lines, history.copy_csv), "no copies")


class ChangesOf(StrEnum):
    """Of what changes are listed."""

    articles = "articles"
    contacts = "contacts"


@app.command(epilog="Example: tongshi changes --since 3")
def changes(
    *,
    since: Annotated[
        str | None, typer.Option(metavar="BUILD|DAY", help="After this build, or the last one by this day.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="BUILD|DAY", help="Up to this build; else to now.")] = None,
    of: Annotated[ChangesOf | None, typer.Option(help="Only of these; CSV: articles if not given.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Tell what was changed since you cited it: articles with their versions, and what became of contacts, and why.

    Without --since all articles with several versions, and those that vanished.
    """
    if since is None and (until is not None or of is ChangesOf.contacts):
        raise typer.BadParameter("changes of contacts are those since a build: give --since")
    of = of or (ChangesOf.articles if since is None or format_ is Format.csv else None)
    with released(db, text, withhold) as store:
        first, last = (store.build_named(each) if each else None for each in (since, until))
        if first is not None and last is not None and first >= last:
            raise TongshiError(f"build {last} is not after build {first}")
        articles = store.changed(first, last) if of is not ChangesOf.contacts else iter(())
        contacts: Iterator[ContactChange] = iter(())
        if first is not None and of is not ChangesOf.articles:
            contacts = store.contact_changes(first, last)
        if format_ is Format.table:
            _show_changes(store, list(articles), list(contacts), of)
            return
        told = list(contacts)
        posts = outcomes.posts_of(store, told)
        if format_ is Format.jsonl:
            as_lines = chain(history.changed_lines(articles), outcomes.change_lines(told, posts))
            write_lines(store, format_, as_lines)
        else:
            as_csv = outcomes.change_csv(told, posts) if of is ChangesOf.contacts else history.changed_csv(articles)
            write_lines(store, format_, as_csv)


def _show_changes(
    store: StoreRelease, articles: list[ChangedArticle], contacts: list[ContactChange], of: ChangesOf | None
) -> None:
    console = display.console()
    if of is not ChangesOf.contacts:
        display.show(console, history.changed_table(articles) if articles else "no article was changed")
    if of is not ChangesOf.articles:
        table = outcomes.change_table(contacts, outcomes.posts_of(store, contacts)) if contacts else None
        display.show(console, table or "no contact was changed")
    tell_withheld(console, store)


@app.command(epilog="Example: tongshi diff https://www.example.org/news/1 --text full")
def diff(
    post: PostName,
    *,
    from_: Annotated[str | None, typer.Option("--from", metavar="VERSION", help="A number, or any post.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="VERSION", help="A number, or any post.")] = None,
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to write it.")] = RecordFormat.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Show what was changed, added and withdrawn between two versions of an article: the last two, or others."""
    console = display.console()
    with released(db, text, withhold) as store:
        versions = store.versions(store.post_named(post))
        ids = [line.post for line in versions]
        new = _version(store, ids, to) if to else ids[-1]
        before = ids[: ids.index(new)] if new in ids else ids
        old = _version(store, ids, from_) if from_ else before[-1] if before else None
        if old is None:
            raise TongshiError(f"{post}: there is no earlier version")
        told = store.difference(old, new)
        if format_ is RecordFormat.jsonl:
            write_lines(store, Format.jsonl, history.difference_lines(told))
        else:
            others = [
                line
                for each in sorted({old, new}.difference(ids))
                for line in store.versions(each)
                if line.post == each
            ]
            for part in history.difference(told, versions, others, colour=console.is_terminal):
                display.show(console, part)
            tell_withheld(console, store)


def _version(store: StoreRelease, ids: Sequence[str], given: str) -> str:
    """The version of that number, or any post by its id, address or path."""
    if _VERSION_NUMBER.fullmatch(given):
        if int(given) > len(ids):
            raise TongshiError(f"{given}: there are {len(ids)} versions")
        return ids[int(given) - 1]
    return store.post_named(given)


@app.command(epilog="Example: tongshi rejects --limit 50")
def rejects(
    limit: Limit = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the posts that could not be read, and why."""
    with shown(db, text, withhold) as (store, console):
        display.show(console, display.reject_table(store.rejects(limit)))


@app.command(epilog="Example: tongshi runs")
def runs(limit: Limit = None, db: Database = DEFAULT_DB) -> None:
    """List the builds, latest first."""
    with open_store(db) as store:
        display.show(display.console(), display.run_table(store.runs(limit)))

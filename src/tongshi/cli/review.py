"""Commands on what people decide: review, and its parts."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tongshi import display, reviewed
from tongshi.cli.application import INTERRUPTED, Application, app
from tongshi.cli.asked import known_values
from tongshi.cli.opening import names_known, released
from tongshi.cli.options import DEFAULT_DB, Database, Format, HowMuch, Limit, WithholdFile
from tongshi.cli.output import say, tell_withheld, write_file, write_list
from tongshi.decisions import Decision, dump, parse, what
from tongshi.errors import LedgerError, TongshiError
from tongshi.handwritten import read_text
from tongshi.review import ITEM_KINDS, Added, Item, Reviewer, Session, deciding, keep, outlook, waiting
from tongshi.review import add as added_contact
from tongshi.rights import StoreRelease, Texts

#: Environment variable with the reviewer's name.
REVIEWER = "TONGSHI_REVIEWER"

By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help=f"Who decides; else {REVIEWER}, else the login name.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for whoever reads it later.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Of contacts or records; their beginning is enough.")]

group = Application(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(group, name="review")


@group.callback(epilog="Example: tongshi review --by 王")
def review(
    context: typer.Context,
    by: By = None,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Go through what waits for a decision, the least certain first; `?` tells the keys. Or decide by a command.

    Options may stand before the part of the command or behind it: `review --db X accept ID`, `review accept ID --db X`.
    Every decision is kept at once. It names records, not contacts, and holds however often articles are read again.
    """
    if context.invoked_subcommand is not None:
        _hand_on(context, context.invoked_subcommand)
        return
    console = display.console()

    def show(item: Item, left: int) -> None:
        for part in reviewed.item_parts(store, item, left, colour=console.is_terminal):
            display.show(console, part)

    with released(db, text, withhold, write=True) as store:
        session = Session(store, reviewer(by), names_known(db), _ask, _tell, show)
        try:
            session.run()
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        finally:
            _tell(f"decisions made: {len(session.made)}; all are kept")
            tell_withheld(console, store)


def _hand_on(context: typer.Context, part: str) -> None:
    """Options given before a part of the command count as given behind it, where they stand they prevail."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = {name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"}
    taken = {param.name for param in context.command.commands[part].params}  # type: ignore[attr-defined]
    for name in sorted(given - taken):
        raise TongshiError(f"`tongshi review {part}` takes no --{name} (see `tongshi review {part} --help`)")
    context.default_map = {part: {name: str(context.params[name]) for name in given}}


def _ask(prompt: str) -> str | None:
    try:
        return input(prompt if sys.stdin.isatty() else "")
    except EOFError:
        return None


def _tell(line: str) -> None:
    typer.echo(line)
    sys.stdout.flush()


def reviewer(by: str | None) -> Reviewer:
    """Who decides; raises TongshiError where nobody says it."""
    name = by or os.environ.get(REVIEWER) or ""
    try:
        name = name.strip() or getpass.getuser()
    except (KeyError, OSError) as error:
        raise TongshiError(f"who decides? give --by NAME, or set {REVIEWER}") from error
    return Reviewer(name)


@contextmanager
def _deciding(db: str, withhold: Path | None) -> Iterator[tuple[StoreRelease, list[Decision]]]:
    """The store, and a list of decisions that is kept at the end, all or none."""
    made: list[Decision] = []
    with released(db, Texts.evidence, withhold, write=True) as store:
        yield store, made
        keep(store, made)
        for each in made:
            _tell(f"{each.id}: {what(each)} {reviewed.subjects(each)}")


@group.command(epilog="Example: tongshi review accept c1a2b3 --why 核對過")
def accept(ids: Ids, why: Why, by: By = None, withhold: WithholdFile = None, db: Database = DEFAULT_DB) -> None:
    """Find records right; those of a contact all at once. Statements too."""
    with _deciding(db, withhold) as (store, made):
        made.append(deciding.judge(store, reviewer(by), "accept", ids, why))


@group.command(epilog="Example: tongshi review reject e1a2b3 --why 假設而已")
def reject(ids: Ids, why: Why, by: By = None, withhold: WithholdFile = None, db: Database = DEFAULT_DB) -> None:
    """Find that records are no contact; they leave all lists (`engagements --rejected` shows them). Statements too."""
    with _deciding(db, withhold) as (store, made):
        made.append(deciding.judge(store, reviewer(by), "reject", ids, why))


@group.command(epilog="Example: tongshi review correct c1a2b3 date 2021-10-14 --why 新聞稿")
def correct(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a contact: what is so; of a record: what is said.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="type, status, participants, polities, date, …")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="2021-02-10, ?; 北京:CN; 王毅:CN,布林肯:US; or JSON.")],
    why: Why,
    by: By = None,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Correct a field of what an article says, or of what is so of a contact; the former value stays visible."""
    with _deciding(db, withhold) as (store, made):
        made.append(deciding.correct(store, reviewer(by), id_, field, value, why, names_known(db)))


@group.command(epilog="Example: tongshi review merge c1a2b3 c4d5e6 --why 同一通電話")
def merge(
    ids: Ids,
    why: Why,
    sure: Annotated[
        bool, typer.Option("--sure", help="Also where they have nothing in common, or a correction overrides another.")
    ] = False,
    by: By = None,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Find that contacts, or records, are one contact. What was corrected of one of them holds for all, the latest."""
    with _deciding(db, withhold) as (store, made):
        decision = deciding.merge(store, reviewer(by), ids, why)
        if not sure and (found := outlook(store, decision)):
            for line in found.lines():
                say(line)
            raise LedgerError("nothing was merged; give --sure where they are one contact all the same")
        made.append(decision)


@group.command(epilog="Example: tongshi review split c1a2b3 e4d5e6 --why 次日的會見")
def split(ids: Ids, why: Why, by: By = None, withhold: WithholdFile = None, db: Database = DEFAULT_DB) -> None:
    """Find that records are not of a contact: the contact (or a record of it) first, then what leaves it."""
    with _deciding(db, withhold) as (store, made):
        made.append(deciding.split(store, reviewer(by), ids, why))


_Name = Annotated[str, typer.Argument(metavar="NAME", help="As written, or an id of the registry.")]


@group.command(epilog="Example: tongshi review same 王小明 王曉明 --why 兩種寫法")
def same(
    one: _Name, other: _Name, why: Why, by: By = None, withhold: WithholdFile = None, db: Database = DEFAULT_DB
) -> None:
    """Find that two names are of one person."""
    with _deciding(db, withhold) as (store, made):
        keys = [deciding.person_key(store, name, names_known(db)) for name in (one, other)]
        made.append(reviewer(by).decision("same", keys, why))


@group.command(epilog="Example: tongshi review different 李明 li-ming --why 同名")
def different(
    one: _Name, other: _Name, why: Why, by: By = None, withhold: WithholdFile = None, db: Database = DEFAULT_DB
) -> None:
    """Find that two names are of different people."""
    with _deciding(db, withhold) as (store, made):
        keys = [deciding.person_key(store, name, names_known(db)) for name in (one, other)]
        made.append(reviewer(by).decision("different", keys, why))


@group.command(
    epilog="Example: tongshi review add p1a2b3 --sentence 王毅10日會見布林肯。 --trigger 會見 --type meeting "
    "--who 王毅:CN,布林肯:US --date 2021-02-10 --date-words 10日 --why 漏讀"
)
def add(
    post: Annotated[str, typer.Argument(metavar="POST", help="An id, an address, or a path in an archive.")],
    *,
    sentence: Annotated[str, typer.Option(help="The sentence that proves it, as written.")],
    trigger: Annotated[str, typer.Option(help="The word of it that tells the contact.")],
    type_: Annotated[str, typer.Option("--type", help="Codebook 1.1.")],
    status: Annotated[str, typer.Option(help="Codebook 1.2.")] = "held",
    salience: Annotated[str, typer.Option(help="main or background.")] = "background",
    who: Annotated[str, typer.Option(help="NAME:POLITY,NAME=OFFICE:POLITY,=OFFICE:POLITY, as written.")] = "",
    date: Annotated[str, typer.Option(help="2021-02-10, 2021-02-10/2021-02-12, 2021-02, 2021.")] = "?",
    date_words: Annotated[str, typer.Option(help="The words that say the date, as written.")] = "",
    place: Annotated[str, typer.Option(help="CITY:POLITY, the city as written.")] = "?",
    polities: Annotated[str, typer.Option(help="Others than those of participants and place: US,CN.")] = "",
    topics: Annotated[str, typer.Option(help="Codes: trade,taiwan.")] = "",
    why: Why,
    by: By = None,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Add a contact that was not found, with its evidence; every field needs words of the article."""
    told = Added(
        sentence=sentence, trigger=trigger, type=type_, status=status, salience=salience, participants=who,
        date=date, date_words=date_words, place=place, polities=polities, topics=topics,
    )  # fmt: skip
    with _deciding(db, withhold) as (store, made):
        made.append(added_contact(store, reviewer(by), post, told, why, names_known(db)))


@group.command(epilog="Example: tongshi review undo d1a2b3 --why 看錯了")
def undo(
    ids: Annotated[list[str], typer.Argument(metavar="DECISION...", help="Ids of decisions, see `review log`.")],
    why: Why,
    by: By = None,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Undo decisions, by further ones; an undone one stays in the ledger."""
    with _deciding(db, withhold) as (store, made):
        made += [deciding.undo(store, reviewer(by), id_, why) for id_ in ids]


@group.command("list", epilog="Example: tongshi review list --kind doubt --limit 20")
def list_(
    *,
    kind: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(ITEM_KINDS)}.")] = None,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List what waits for a decision, the least certain first."""
    kinds = known_values(kind, ITEM_KINDS) or ITEM_KINDS
    with released(db, text, withhold) as store:
        found = [item for item in waiting(store) if item.kind in kinds][:limit]
        made = (reviewed.queue_table, reviewed.queue_lines, reviewed.queue_csv)
        write_list(store, format_, iter(found), made, "nothing waits")


@group.command(epilog="Example: tongshi review log --format jsonl")
def log(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="On this contact or record only; its beginning is enough.")
    ] = None,
    *,
    limit: Limit = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.table,
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """List the decisions, the latest first, undone ones too."""
    with released(db, text, withhold) as store:
        found: Sequence[Decision] = store.ledger()[::-1]
        if id_ is not None:
            records = {source.engagement.id for source in store.report(id_).sources}
            found = [each for each in found if not records.isdisjoint((*each.subjects, *each.others))]
        made = (reviewed.log_table, reviewed.log_lines, reviewed.log_csv)
        write_list(store, format_, iter(found[:limit]), made, "nothing was decided")


@group.command(epilog="Example: tongshi review export decisions.jsonl")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Written anew; keep it in git.")],
    text: HowMuch = Texts.evidence,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Write all decisions into a file, a line each, in an order that git can merge."""
    with released(db, text, withhold) as store:
        found = store.ledger()
        write_file(file, dump(found))
        _tell(f"decisions written: {len(found)}")
        tell_withheld(display.console(), store)


@group.command("import", epilog="Example: tongshi review import decisions.jsonl")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As `review export` writes it.")],
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Take the decisions of a file in, beside those that are there; all of them, or none if a line is wrong."""
    decisions = parse(read_text(file, LedgerError).split("\n"), str(file))
    with released(db, Texts.evidence, withhold, write=True) as store:
        new = store.decide(decisions)
        say(f"decisions taken in: {new}; there before: {len(decisions) - new}")

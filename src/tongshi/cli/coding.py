"""The command for coding articles by hand: annotate."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import click
import typer

from tongshi import annotation, codec, display
from tongshi.annotation import Codes, NumberedText, tables
from tongshi.audit import draw
from tongshi.build import Pipeline, attempt
from tongshi.cli.application import INTERRUPTED, MISTAKE, app
from tongshi.cli.opening import project_of, released, withhold_list
from tongshi.cli.options import DEFAULT_DB, Database, HowMuch, ProjectFolder, WithholdFile
from tongshi.cli.output import say, warn_unmet, write_file
from tongshi.cli.sources import posts_of
from tongshi.errors import NotFoundError, TongshiError
from tongshi.evaluate import load_records
from tongshi.identity import digest
from tongshi.pipeline import Sources
from tongshi.records import Article, Post, Reading
from tongshi.rights import Release, Rights, Texts

#: Differences between two coders that are listed.
DIFFERENCES = 40


@app.command(epilog="Example: tongshi annotate posts/ --sample 20 --out gold.jsonl --coder anna")
def annotate(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[POST...]", help="Archives or posts, or of the database; all of it if none is given."),
    ] = None,
    *,
    sample: Annotated[int | None, typer.Option(help="Draw so many articles of them.", min=1)] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same articles.", min=0)] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Add coded articles to these JSON lines.")] = None,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who codes; noted with each article.")] = "",
    prefill: Annotated[
        bool, typer.Option("--prefill/--blank", help="Begin with what the program reads; leads coders.")
    ] = False,
    forms: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all forms here instead of editing.")] = None,
    check: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Tell what is wrong in forms (.yml) or JSON lines.")
    ] = None,
    agree: Annotated[
        tuple[Path, Path] | None, typer.Option(metavar="A B", help="How far two coders agree, and where not.")
    ] = None,
    knowledge: ProjectFolder = None,
    text: HowMuch = Texts.full,
    withhold: WithholdFile = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Code articles by the codebook, in your editor ($EDITOR), for `tongshi evaluate` and for your own use.

    Each article is kept when its form is right; what was coded before is passed over.
    """
    if agree is not None:
        _agree(*agree)
        return
    project = project_of(knowledge, db)
    desk = _Desk(Release(Rights(text, withhold_list(withhold, project)), Sources(project)), coder, prefill=prefill)
    if check is not None:
        _check(desk, check, out, sources or (), db)
    elif forms is not None:
        write_file(forms, desk.forms(_posts(sources or (), sample, seed, db)))
    elif out is not None:
        _code(desk, _posts(sources or (), sample, seed, db), out)
    else:
        raise typer.BadParameter("give --out FILE to code, --forms FILE, --check FILE or --agree A B")
    warn_unmet(desk.release)


class _Desk:
    """What articles are coded with."""

    def __init__(self, release: Release, coder: str, *, prefill: bool) -> None:
        self.release = release
        self._sources = release.sources
        self._coder, self._prefill = coder, prefill
        self._pipeline = Pipeline(self._sources)
        self.codes = Codes.load(self._sources.project)

    @property
    def left_as_is(self) -> str:
        """What is asked of a coder who changed nothing in a form."""
        if self._prefill:
            return "Nothing was changed. Is all of it as the program reads it?"
        return "Nothing was written. An article without records?"

    def read(self, post: Post) -> tuple[codec.Record, Article] | None:
        """What a form begins with, and the article as far as it may be shown; None for one that cannot be coded."""
        read, _ = attempt(self._pipeline, post)
        if not isinstance(read, Reading):
            return None
        given, record = self.release.article(read), self.release.file_form(read)
        if given is None or record is None:
            return None
        return (annotation.prefilled if self._prefill else annotation.blank)(record), given

    def form(self, record: codec.Record, article: Article) -> str:
        """The form as text."""
        return annotation.form_text(record, article, self.codes.topics)

    def forms(self, posts: Iterator[Post]) -> Iterator[str]:
        """The forms of some posts, one document each."""
        for post in posts:
            if read := self.read(post):
                yield "---"
                yield from self.form(*read).splitlines()

    def checked(self, form: annotation.Form, text: NumberedText | None) -> tuple[codec.Record, list[str]]:
        """The record of a form, with what is wrong in it, by lines."""
        record = annotation.complete(form.record, text)
        found = [
            f"line {_line(form.lines, each.path)}: {each}" for each in annotation.problems(record, text, self.codes)
        ]
        made = self.release.provenance.fields
        return record | {"coder": self._coder or None, "codebook": made["codebook"]}, found


def _line(lines: annotation.Lines, path: annotation.Path) -> int:
    """The line of a value, or of what it is missing in."""
    return next(lines[path[:length]] for length in range(len(path), -1, -1) if path[:length] in lines)


def _posts(sources: Sequence[str], sample: int | None, seed: int | None, db: str) -> Iterator[Post]:
    """The posts named, or all of the database; drawn from them where a sample is wanted."""
    named = list(sources)
    if not named:
        with released(db, Texts.full, None) as store:
            named = list(store.current_posts())
        if sample is not None:
            named = [id_ for id_, _ in draw(((id_, "") for id_ in named), sample, _seed(seed))[0]]
        return posts_of(named, db)
    if sample is None:
        return posts_of(named, db)
    drawn, _ = draw(((post.id, "") for post in posts_of(named, db)), sample, _seed(seed))
    wanted = {id_ for id_, _ in drawn}
    return (post for post in posts_of(named, db) if post.id in wanted)


def _seed(given: int | None) -> int:
    seed = secrets.randbelow(10**6) if given is None else given
    if given is None:
        say(f"seed {seed}")
    return seed


# --- in the editor


def _code(desk: _Desk, posts: Iterator[Post], out: Path) -> None:
    """Code one post after another; each is kept as soon as it is right, and a form begun stays where it is."""
    done = set(load_records(out)) if out.exists() else set()
    form = out
    try:
        for post in posts:
            if post.id in done:
                continue
            read = desk.read(post)
            if read is None:
                continue
            form = out.with_name(f"{out.name}.{digest(post.id)}.yml")
            record = _edited(desk, *read, form)
            if record is not None:
                _append(out, record)
                done.add(post.id)
            form.unlink(missing_ok=True)
            if click.prompt("Enter: the next article; q: end", default="", show_default=False, err=True) == "q":
                break
    except (KeyboardInterrupt, click.Abort):
        begun = f" with {form}" if form != out and form.exists() else ""
        say(f"{out}: {len(done)} articles coded; the same command goes on{begun}")
        raise typer.Exit(INTERRUPTED) from None
    say(f"{out}: {len(done)} articles coded")


def _edited(desk: _Desk, record: codec.Record, article: Article, form: Path) -> codec.Record | None:
    """The record of an article when its form has nothing wrong; None where the coder leaves it out."""
    text = NumberedText.of(article)
    begun = desk.form(record, article)
    if not form.exists():
        write_file(form, iter(begun.splitlines()))
    while True:
        _edit(form)
        written = form.read_text("utf-8")
        if written == begun and not click.confirm(desk.left_as_is, err=True):
            return None
        problems: list[str] = []
        try:
            filled = next(annotation.read_forms(written, form.name), None)
            if filled is None:
                return None
            coded, problems = desk.checked(filled, text)
        except TongshiError as error:
            problems = [str(error)]
        if not problems:
            return coded
        for problem in problems:
            say(problem, prefix="")
        click.prompt("Enter: mend it; Ctrl-C: leave it for later", default="", show_default=False, err=True)


def _edit(form: Path) -> None:
    try:
        click.edit(filename=str(form))
    except click.ClickException as error:
        raise TongshiError(f"the editor ended with an error: {error.message}; the form is kept in {form}") from error


def _append(out: Path, record: codec.Record) -> None:
    try:
        with out.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{codec.dump_record(record)}\n")
    except OSError as error:
        raise TongshiError(f"{out}: {error.strerror or error}") from error


# --- from a file


def _check(desk: _Desk, path: Path, out: Path | None, sources: Sequence[str], db: str) -> None:
    """Tell what is wrong in coded articles, a line each; add those that are right to `out`."""
    forms = list(annotation.coded(path))
    texts = _texts(desk, [str(form.record.get("id")) for form in forms], sources, db)
    wrong = 0
    for form in forms:
        id_ = str(form.record.get("id"))
        record, problems = desk.checked(form, texts.get(id_))
        if id_ not in texts:
            say(f"{id_}: the article is not at hand, so its words were not looked up")
        for problem in problems:
            typer.echo(f"{path}: {id_}: {problem}")
        wrong += bool(problems)
        if out is not None and not problems:
            _append(out, record)
    typer.echo(f"{path}: {len(forms) - wrong} of {len(forms)} articles are right")
    if wrong:
        raise typer.Exit(MISTAKE)


def _texts(desk: _Desk, ids: Sequence[str], sources: Sequence[str], db: str) -> dict[str, NumberedText]:
    """The texts of articles, from the archives given or from the database."""
    found: dict[str, NumberedText] = {}
    for post in posts_of(sources, db) if sources else _stored(ids, db):
        if post.id in ids and (read := desk.read(post)):
            found[post.id] = NumberedText.of(read[1])
    return found


def _stored(ids: Sequence[str], db: str) -> Iterator[Post]:
    for id_ in ids if Path(db).exists() else ():
        try:
            yield from posts_of([id_], db)
        except NotFoundError:
            continue


# --- two coders


def _agree(one: Path, other: Path) -> None:
    told = annotation.agree(load_records(one), load_records(other))
    if not told.articles:
        raise TongshiError(f"{one} and {other} have no article in common")
    console = display.console()
    display.show(console, f"{told.articles} articles coded in both")
    display.show(console, tables.agreement_table(told))
    if told.differences:
        display.show(console, tables.difference_table(islice(told.differences, DIFFERENCES)))
    if len(told.differences) > DIFFERENCES:
        display.show(console, f"{len(told.differences) - DIFFERENCES} more differences")

"""Versions of articles, what was changed between two, and copies: as tables, JSON lines and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.changes import Difference, FieldChange, SentenceChange, Side
from tongshi.display import csv_line, date, indented, marked, new_grid, new_table, places, short, who
from tongshi.passages import Mark, Passage
from tongshi.records import Engagement
from tongshi.store import ChangedArticle, PostCopy, PostLine

# --- copies


def copy_table(copies: Iterable[PostCopy]) -> Table:
    """Two lines for each link: the earlier post and the later one."""
    made = new_table("similarity", "contained", "kind", "post", "published", "outlet", "title")
    for each in copies:
        numbers = (f"{each.similarity:.2f}", f"{each.containment:.2f}", each.kind)
        made.add_row(*numbers, *_cells(each.one))
        made.add_row("", "", "", *_cells(each.other))
    return made


def _cells(line: PostLine) -> tuple[str, ...]:
    state = "" if line.state == "current" else f" ({line.state})"
    return short(line.post), f"{line.published_at[:10]}{state}", line.outlet, line.title or line.name


def copy_lines(copies: Iterable[PostCopy]) -> Iterator[str]:
    """One JSON object a line."""
    for each in copies:
        yield _json(
            {
                "kind": each.kind,
                "similarity": each.similarity,
                "containment": each.containment,
                "posts": [post_fields(each.one), post_fields(each.other)],
            }
        )


_POST_COLUMNS = ("post", "name", "state", "outlet", "published", "title", "url")


def copy_csv(copies: Iterable[PostCopy]) -> Iterator[str]:
    """Comma-separated values with a header; columns of the second post begin with `other_`."""
    yield csv_line(("kind", "similarity", "containment", *_POST_COLUMNS, *(f"other_{name}" for name in _POST_COLUMNS)))
    for each in copies:
        sides = [post_fields(line)[name] for line in (each.one, each.other) for name in _POST_COLUMNS]
        yield csv_line((each.kind, str(each.similarity), str(each.containment), *map(str, sides)))


def post_fields(line: PostLine) -> dict[str, object]:
    """A post as plain values, for JSON."""
    return {
        "post": line.post,
        "name": line.name,
        "path": line.path,
        "state": line.state,
        "outlet": line.outlet,
        "published": line.published_at,
        "title": line.title,
        "url": line.url,
        "archive_url": line.archive_url,
        "run": line.first_run,
    }


# --- changed articles


def changed_table(articles: Iterable[ChangedArticle]) -> Table:
    """One line for each article."""
    made = new_table("run", "versions", "state", "post", "published", "outlet", "title")
    for article in articles:
        last = article.latest
        cells = (short(last.post), last.published_at[:10], last.outlet, last.title or last.name)
        made.add_row(str(article.run), str(len(article.versions)), last.state, *cells)
    return made


def changed_lines(articles: Iterable[ChangedArticle]) -> Iterator[str]:
    """One JSON object a line."""
    for article in articles:
        yield _json({"run": article.run, "versions": [post_fields(line) for line in article.versions]})


def changed_csv(articles: Iterable[ChangedArticle]) -> Iterator[str]:
    """Comma-separated values with a header, a line for each version; `article` is the latest one's id."""
    yield csv_line(("run", "article", "version", *_POST_COLUMNS))
    for article in articles:
        for number, line in enumerate(article.versions, 1):
            fields = post_fields(line)
            cells = (str(fields[name]) for name in _POST_COLUMNS)
            yield csv_line((str(article.run), article.latest.post, str(number), *cells))


# --- what was changed


def difference(
    told: Difference, versions: Sequence[PostLine], others: Sequence[PostLine] = (), *, colour: bool
) -> Iterator[RenderableType]:
    """The versions, and then fields, sentences and records: `-` as it was, `+` as it is.

    `others` are posts compared that are no versions of the article.
    """
    made = new_table("version", "post", "state", "added in run", "published, UTC", "title")
    numbered = [(str(number), line) for number, line in enumerate(versions, 1)] + [("", line) for line in others]
    signs = {told.old.post: "-", told.new.post: "+"}
    for number, line in numbered:
        cells = (short(line.post), line.state, str(line.first_run), line.published_at[:16], line.title)
        made.add_row(f"{number} {signs.get(line.post, '')}".strip(), *cells)
    yield made
    if not told:
        yield Text("   nothing was changed but layout, or what may not be shown")
        return
    lines = new_grid(3)
    for field in told.fields:
        for sign, values in (("-", field.old), ("+", field.new)):
            if values:
                lines.add_row(field.field, sign, "、".join(values))
    for change in told.sentences:
        for sign, side in (("-", change.old), ("+", change.new)):
            if side is not None:
                lines.add_row(change.kind, sign, _sentence(side, change, colour=colour))
    for sign, records in (("-", told.went), ("+", told.came)):
        for record in records:
            lines.add_row("record", sign, _record(record))
    yield indented(lines, 3)


def _sentence(side: Side, change: SentenceChange, *, colour: bool) -> Text:
    if not side.text:
        return Text(f"{places([side.span])} (not shown)")
    marks = side.changed if change.kind == "changed" else ()
    return marked(Passage(side.text, tuple(Mark(start, end, "word") for start, end in marks)), colour=colour)


def _record(record: Engagement) -> str:
    people = "、".join(who(each) for each in record.participants) or " ".join(record.polities)
    return f"{record.type}, {record.status}, {date(record.when)}: {people} ({short(record.id)})"


def difference_lines(told: Difference) -> Iterator[str]:
    """One JSON object for each change; ranges of changed characters count in the sentence, places in the post."""
    both = {"old": told.old.post, "new": told.new.post}
    for field in told.fields:
        yield _json({"change": "field", **_field(field), "posts": both})
    for change in told.sentences:
        yield _json({"change": change.kind, "old": _plain(change.old), "new": _plain(change.new), "posts": both})
    for what, records in (("record went", told.went), ("record came", told.came)):
        for record in records:
            yield _json({"change": what, "record": record.id, "says": _record(record), "posts": both})


def _field(field: FieldChange) -> dict[str, object]:
    return {"field": field.field, "old": list(field.old), "new": list(field.new)}


def _plain(side: Side | None) -> dict[str, object] | None:
    if side is None:
        return None
    changed = [list(each) for each in side.changed]
    return {"text": side.text, "changed": changed, "start": side.span.start, "end": side.span.end}


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)

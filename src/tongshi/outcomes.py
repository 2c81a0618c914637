"""What became of contacts, and what was said of one when a build had ended: as tables, JSON lines and CSV."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tongshi.display import csv_line, date, new_grid, new_table, short
from tongshi.history import post_fields
from tongshi.lineage import Cause, ContactChange, ContactState, ContactVersion, FieldOutcome
from tongshi.records import When
from tongshi.store import PostLine

#: Lines on posts by their ids; of a post that may not be told of there is none.
Posts = Mapping[str, PostLine]


class Archive(Protocol):
    """Where posts are looked up."""

    def post_lines(self, posts: Sequence[str]) -> tuple[PostLine, ...]:
        """Posts in a line each."""


def posts_of(archive: Archive, changes: Iterable[ContactChange]) -> Posts:
    """The posts that some changes tell of."""
    wanted: set[str] = set()
    for change in changes:
        wanted |= {post for state in (change.before, change.after) if state for post in state.reports.values()}
        wanted |= {id_ for cause in change.causes for id_ in (cause.of, cause.by) if id_.startswith("p")}
    return {line.post: line for line in archive.post_lines(sorted(wanted))}


# --- words


def _value(field: str, value: Any) -> str:
    """A field's value in a few words."""
    if not value:
        return "–"
    if field == "date":
        days = {name: dt.date.fromisoformat(value[name]) for name in ("start", "end", "alt") if value.get(name)}
        told = date(When(**days, precision=value["precision"]))
        return f"{told} (the other side: {value['alt']})" if value.get("alt") else told
    if field == "place":
        city, polity = value.get("city"), value.get("polity")
        return f"{city} ({polity})" if city and polity else city or polity or "–"
    if field == "participants":
        return "、".join(_person(each) for each in value)
    if isinstance(value, list):
        return " ".join(each if isinstance(each, str) else _plain(each) for each in value)
    return value if isinstance(value, str) else _plain(value)


def _person(fields: Mapping[str, Any]) -> str:
    told = " ".join(filter(None, (fields.get(name) for name in ("name", "latin", "office")))) or "?"
    return f"{told} ({fields['polity']})" if fields.get("polity") else told


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _field_rows(change: FieldOutcome, posts: Posts) -> Iterator[tuple[str, str]]:
    """`-` and what was, `+` and what is; of several values those that went and those that came."""
    was, is_ = change.before, change.after
    if not (isinstance(was, list) and isinstance(is_, list)):
        yield "-", _value(change.field, was)
        yield "+", _value(change.field, is_)
        return
    for sign, some, others in (("-", was, is_), ("+", is_, was)):
        only = [each for each in some if each not in others]
        if change.field in {"sources", "vanished"}:
            yield from ((sign, _post(post, posts)) for post in only)
        elif only:
            yield sign, _value(change.field, only)


def _post(id_: str, posts: Posts) -> str:
    line = posts.get(id_)
    if line is None:
        return short(id_)
    return "  ".join(filter(None, [f"{line.outlet} {line.published_at[:10]}", short(id_), line.title or line.name]))


_SAID = {
    "new article": "a new article, {of}",
    "article back": "an article is back in its archive, {of}",
    "superseded": "the article was replaced by a newer version, {by}",
    "vanished": "no archive holds the article any more, {of}",
    "no longer read": "its article is no longer read as telling of it",
    "rules": "read with other rules ({of} → {by})",
    "knowledge": "read with other knowledge ({of} → {by})",
    "decision": "somebody decided it",
    "regrouped": "what other articles tell was read or decided anew",
}


def why(cause: Cause, posts: Posts) -> str:
    """A cause in a few words."""
    of, by = (_post(each, posts) if each.startswith("p") else each for each in (cause.of, cause.by))
    return _SAID[cause.reason].format(of=of, by=by)


def _fate(change: ContactChange) -> str:
    to, of = (", ".join(map(short, ids)) for ids in (change.to, change.of))
    told = {"renamed": f"is {to} now", "merged": f"part of {to} now", "split": f"split, also into {to}"}
    if change.became == "split" and change.after is None:
        return f"split into {to}"
    return told.get(change.became) or (f"{change.became}, out of {of}" if of else change.became)


def _headline(state: ContactState) -> str:
    said = state.said
    named = [each.get("name") or each.get("office") or "?" for each in said["participants"]]
    people = "、".join(named) or " ".join(said["polities"])
    return f"{said['type']}, {said['status']}, {_value('date', said['date'])}: {people}"


# --- changes


def change_table(changes: Iterable[ContactChange], posts: Posts) -> Table:
    """A line on each contact, then its fields as they were and are, then why."""
    made = new_table("id", "became", "what")
    for change in changes:
        state = change.before or change.after
        assert state is not None
        made.add_row(short(change.contact), _fate(change), _headline(state))
        for field in change.fields:
            for number, (sign, told) in enumerate(_field_rows(field, posts)):
                made.add_row("", "" if number else f"  {field.field}", f"{sign} {told}")
        for number, cause in enumerate(change.causes):
            made.add_row("", "" if number else "  why", why(cause, posts))
    return made


def change_lines(changes: Iterable[ContactChange], posts: Posts) -> Iterator[str]:
    """One JSON object a line; `was` and `is` are the contact's fields in the codebook's form."""
    for change in changes:
        yield _plain(
            {
                "contact": change.contact,
                "became": change.became,
                "to": list(change.to),
                "out_of": list(change.of),
                "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in change.fields],
                "why": [{"reason": each.reason, "of": each.of, "by": each.by} for each in change.causes],
                "was": change.before.said if change.before else None,
                "is": change.after.said if change.after else None,
                "posts": [post_fields(posts[id_]) for id_ in _told_of(change) if id_ in posts],
            }
        )


def _told_of(change: ContactChange) -> list[str]:
    states = [state for state in (change.before, change.after) if state]
    return sorted({post for state in states for post in state.reports.values()})


def change_csv(changes: Iterable[ContactChange], posts: Posts) -> Iterator[str]:
    """Comma-separated values with a header: a line for each field that was changed, or one without."""
    yield csv_line(("contact", "became", "to", "out_of", "field", "before", "after", "why"))
    for change in changes:
        head = (change.contact, change.became, ";".join(change.to), ";".join(change.of))
        reasons = "; ".join(why(cause, posts) for cause in change.causes)
        for each in change.fields:
            yield csv_line(
                (*head, each.field, _value(each.field, each.before), _value(each.field, each.after), reasons)
            )
        if not change.fields:
            yield csv_line((*head, "", "", "", reasons))


# --- as of a build


def as_of(version: ContactVersion, build: int, posts: Posts) -> Iterator[RenderableType]:
    """What was said of a contact when a build had ended, and by which articles."""
    state = version.state
    assert state is not None
    grid = new_grid()
    grid.add_row("contact", version.contact)
    grid.add_row(
        "as of", f"build {build}; so since {'a decision after ' if version.decided else ''}build {version.build}"
    )
    for field, value in state.said.items():
        if field not in {"posts", "vanished", "outlets", "sources"}:
            grid.add_row(field, _value(field, value))
    grid.add_row("read with", " ".join(state.knowledge))
    yield grid
    yield Text()
    for number, post in enumerate(dict.fromkeys(state.reports.values()), 1):
        line = posts.get(post)
        yield Text(f"{number}. {_post(post, posts)}", "bold")
        if line is not None:
            yield Text("   " + "  ".join(filter(None, [line.url, "" if line.state == "current" else line.state])))

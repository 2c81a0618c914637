"""Where a post disagrees with itself: dates and titles that it gives more than once."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from tongshi.identity import canonical_address
from tongshi.language import fold
from tongshi.readers import FrontMatter, epoch_moment, parse_stamp, stem
from tongshi.records import Post

#: Clocks differ by a day at most: dates further apart are two dates.
_APART = dt.timedelta(days=1)

#: How far before its body the head of a post is looked for.
_HEAD = 12_000

_EPOCH = re.compile(r"<!--[ \t]*(-?\d{1,16})[ \t]*-->")
_LINK = re.compile(r"^\[([^\n]*)\]\(([^\n]*)\)[ \t\r]*$", re.MULTILINE)
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
#: 20230807, 2023/08/07, 2023-08-07, also with a number of the day behind it: 202308070123.
_ADDRESSED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\d{4}(?!\d)|\D|$)")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that a post says of itself: which (`date: file name, address`), and both as told."""

    kind: str
    one: str
    other: str


def contradictions(post: Post, block: FrontMatter | None, today: dt.date) -> Iterator[Contradiction]:
    """All of a post; `block` is its front matter, `today` what lies after which is the future."""
    head = _head(post)
    dates = dict(_dates(post, block, head))
    groups = _groups(dates)
    if len(groups) > 1:
        most, *others = sorted(groups, key=lambda group: (-len(group), group))
        told = [", ".join(group) for group in (most, *others)]
        yield Contradiction(f"date: {' ≠ '.join(told)}", *(dates[group[0]].isoformat() for group in (most, others[0])))
    for where, day in dates.items():
        if day > today + _APART:
            yield Contradiction(f"date in the future: {where}", day.isoformat(), today.isoformat())
    links = list(_LINK.finditer(head))
    if links and block:
        link = links[-1]
        title, address = block.text("title"), block.text("from", "original_url", "url")
        if _differ(title, link[1]):
            yield Contradiction("title: front matter, link line", title, link[1])
        if address and link[2] and not _same_address(address, link[2]):
            yield Contradiction("address: front matter, link line", address, link[2])
    name = _NAMED.sub("", stem(post.path)).strip("-_ ")
    if not name.isascii() and post.id == stem(post.path) and _differ(name, post.title.text, part=True):
        yield Contradiction("title: file name, post", name, post.title.text)


def _groups(dates: Mapping[str, dt.date]) -> list[list[str]]:
    """Where the dates stand, those together that are one date."""
    groups: list[list[str]] = []
    last = None
    for day, where in sorted((day, where) for where, day in dates.items()):
        if last is None or day - last > _APART:
            groups.append([])
        groups[-1].append(where)
        last = day
    return [sorted(group) for group in groups]


def _same_address(one: str, other: str) -> bool:
    """Whether two addresses are one, written with or without percent escapes."""
    return canonical_address(unquote(one)) == canonical_address(unquote(other))


def _head(post: Post) -> str:
    """What stands before the body: of the file's other articles too, this one's last."""
    return post.text[max(0, post.body[0] - _HEAD) : post.body[0]]


def _dates(post: Post, block: FrontMatter | None, head: str) -> Iterator[tuple[str, dt.date]]:
    """Each date that the post gives for itself, and where."""
    written = parse_stamp(block.text("date")) if block else None
    if written:
        yield "front matter", _day(written)
    comments = _EPOCH.findall(head) if post.form in {"feed", "bare"} else []
    stamped = epoch_moment(comments[-1]) if comments else None
    if stamped:
        yield "epoch comment", stamped.date()
    for where, found in (("file name", _NAMED.search(stem(post.path))), ("address", _ADDRESSED.search(post.url))):
        day = _of(found)
        if day:
            yield where, day


def _day(stamp: dt.datetime | dt.date) -> dt.date:
    return stamp.date() if isinstance(stamp, dt.datetime) else stamp


def _of(found: re.Match[str] | None) -> dt.date | None:
    if not found:
        return None
    groups = [group for group in found.groups() if group.isdigit()]
    try:
        return dt.date(*map(int, groups))
    except ValueError:  # 30 February
        return None


def _differ(one: str, other: str, *, part: bool = False) -> bool:
    """Whether two titles say different things, whatever their script, marks and blanks; one may be cut with `part`."""
    first, second = (_NO_LETTER.sub("", fold(html.unescape(text))) for text in (one, other))
    if not first or not second:
        return False
    if part and (first in second or second in first):
        return False
    return first != second

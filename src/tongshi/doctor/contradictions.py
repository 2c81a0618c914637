"""Where a post disagrees with itself: dates and titles that it gives more than once."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from tongshi.clean.stamps import APART, CALLED, HEAD, dates_apart
from tongshi.identity import canonical_address
from tongshi.language import fold
from tongshi.readers import FrontMatter, stem
from tongshi.records import Article, Contradiction, Post, Stamp

_LINK = re.compile(r"^\[([^\n]*)\]\(([^\n]*)\)[ \t\r]*$", re.MULTILINE)
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NO_LETTER = re.compile(r"[\W_]+")


def contradictions(article: Article, block: FrontMatter | None, today: dt.date) -> Iterator[Contradiction]:
    """All of an article's post; `block` is its front matter, `today` what lies after which is the future.

    To what cleaning has compared (`Article.stamps`) comes the date in the file's name.
    """
    post = article.post
    head = _head(post)
    dates = dict(_dates(post, article.stamps))
    yield from dates_apart(dates)
    yield from (each for each in article.contradictions if "≠" not in each.kind)
    for where, day in dates.items():
        if day > today + APART:
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


def _same_address(one: str, other: str) -> bool:
    """Whether two addresses are one, written with or without percent escapes."""
    return canonical_address(unquote(one)) == canonical_address(unquote(other))


def _head(post: Post) -> str:
    """What stands before the body: of the file's other articles too, this one's last."""
    return post.text[max(0, post.body[0] - HEAD) : post.body[0]]


def _dates(post: Post, stamps: Iterable[Stamp]) -> Iterator[tuple[str, dt.date]]:
    """Each date that the post gives for itself, and where; of several in one place the first."""
    found: dict[str, dt.date] = {}
    for stamp in stamps:
        if stamp.kind == "published":
            found.setdefault(CALLED[stamp.source], _as_written(stamp))
    if day := _of(_NAMED.search(stem(post.path))):
        found["file name"] = day
    return iter(found.items())


def _as_written(stamp: Stamp) -> dt.date:
    """The day as the post writes it: an epoch comment counts in UTC."""
    return stamp.local.astimezone(dt.UTC).date() if stamp.source == "epoch" else stamp.local.date()


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

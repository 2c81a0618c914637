"""The files of an archive → posts. Four forms are told apart by their shape:

    feed      front matter, epoch comment, link line, rule, HTML
    bare      the same without front matter; a file can hold several
    markdown  front matter, then Markdown
    page      front matter or none, then the page's own HTML

Nothing is concluded here: fields are copied as archived (addresses in their canonical form), the body is a range of
the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tongshi.addresses import shipped
from tongshi.errors import ReadError
from tongshi.offsets import EMPTY, SourceText, verbatim
from tongshi.readers.archive import MAX_BYTES, ArchiveFile, stem, too_large
from tongshi.readers.encoding import decode
from tongshi.readers.frontmatter import FrontMatter, front_matter, title
from tongshi.readers.stamps import epoch_stamp, parse_stamp
from tongshi.records import Form, Post, Reject

_RULE = re.compile(r"\n-{3,}[ \t]*\r?(?=\n|\Z)")
_EPOCH = re.compile(r"[ \t]*<!--[ \t]*(-?\d{1,16}|NaN)[ \t]*-->[ \t]*\r?$")
_PAGE = re.compile(r"<(?:!doctype|html|body|main|article|section|div|header)\b", re.IGNORECASE)
_HEADLINE = re.compile(r"#[ \t]+([^\r\n]+)")
_SPACE = re.compile(r"\s*")

#: Articles in one file: more is a loop in whatever wrote it.
MAX_ARTICLES = 1000

#: The longest link line looked at: an address in percent escapes has two thousand characters.
_LONGEST_LINE = 10_000


def posts(path: str, data: bytes, before: int = 0) -> Iterator[Post | Reject]:
    """The articles of one file; what cannot be read is a `Reject` in its place.

    `before` says how many articles of the same stem came earlier in the archive: ids go on from there
    (`stem`, `stem#2`, …).
    """
    name = stem(path)
    if len(data) > MAX_BYTES:
        yield replace(too_large(path, len(data)), id=_id(name, before))
        return
    try:
        text = decode(data)
        found = _articles(text)
    except ReadError as error:
        yield Reject(_id(name, before), path, str(error))
        return
    for number, article in enumerate(found, before):
        if isinstance(article, str):
            yield Reject(_id(name, number), path, article)
        else:
            yield _post(_id(name, number), path, text, article)


def read(files: Iterable[ArchiveFile | Reject]) -> Iterator[Post | Reject]:
    """All articles of an archive in path order, no id twice."""
    seen: Counter[str] = Counter()
    for file in files:
        name = stem(file.path)
        if isinstance(file, Reject):
            found: Iterable[Post | Reject] = (Reject(_id(name, seen[name]), file.path, file.reason),)
        else:
            found = posts(file.path, file.data, seen[name])
        for item in found:
            seen[name] += 1
            yield item


def _id(name: str, number: int) -> str:
    return f"{name}#{number + 1}" if number else name


class _Head(NamedTuple):
    """`<!--1672718652000-->`, `[title](address)`, `------`; the comment may be missing or say NaN."""

    start: int
    end: int
    epoch: str
    title: tuple[int, int]
    url: str


class _Article(NamedTuple):
    """What an article of a file is made of."""

    form: Form
    block: FrontMatter | None
    head: _Head | None
    body: tuple[int, int]


def _articles(text: str) -> list[_Article | str]:
    """Form, front matter, head and body of each article, or why it is none."""
    if not text.strip():
        raise ReadError("empty")
    block = front_matter(text)
    start = block.end if block else 0
    body = _end(_SPACE.match(text, start), start)
    heads = [head for head in _heads(text, body) if head.epoch or head.start == body]
    if heads and heads[0].start == body:
        return _with_heads(text, heads, block)
    if _PAGE.match(text, body):
        return [_Article("page", block, None, (body, len(text)))]
    if block is None:
        raise ReadError("neither front matter nor an epoch comment: not a post")
    if not block.text("title", "url", "original_url", "from", "date"):
        raise ReadError("the front matter has no title, address or date: not a post")
    return [_Article("markdown", block, None, (body, len(text)))]


def _heads(text: str, start: int) -> Iterator[_Head]:
    """The heads in a file, found from the rule upwards: one look at each line, whatever stands in it."""
    at = start
    while (at := text.find("\n---", at)) >= 0:
        rule = _RULE.match(text, at)
        at += 1
        if not rule:
            continue
        first, last = _line_above(text, start, rule.start())
        middle = text.rfind("](", first, last)
        if middle < 0 or not text.startswith("[", first) or not text.endswith(")", first, last):
            continue
        above = _line_above(text, start, first)
        epoch = _EPOCH.fullmatch(text, *above) if above[1] > above[0] else None
        begin = above[0] if epoch else first
        yield _Head(begin, rule.end(), epoch[1] if epoch else "", (first + 1, middle), text[middle + 2 : last - 1])


def _line_above(text: str, start: int, before: int) -> tuple[int, int]:
    """The range of the last line that is not empty before a place, empty where it is too long or there is none."""
    end = before
    while end > start and text[end - 1] in "\r\n \t":
        end -= 1
    floor = max(start, end - _LONGEST_LINE)
    found = text.rfind("\n", floor, end)
    first = found + 1 if found >= 0 else floor
    return (end, end) if first == floor > start else (first, end)


def _with_heads(text: str, heads: list[_Head], block: FrontMatter | None) -> list[_Article | str]:
    if len(heads) > MAX_ARTICLES:
        raise ReadError(f"more than {MAX_ARTICLES} articles in one file")
    found: list[_Article | str] = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        own = block if head is heads[0] else None
        body = (head.end, following.start if following else len(text))
        empty = not text[slice(*head.title)].strip() and not text[slice(*body)].strip()
        if empty and not own:
            found.append("empty")
        else:
            found.append(_Article("feed" if own else "bare", own, head, body))
    return found


def _post(name: str, path: str, text: str, article: _Article) -> Post | Reject:
    form, block, head, body = article
    heading = title(text, block) if block else EMPTY
    if not heading and head:
        heading = verbatim(text, *head.title).strip()
    if not heading and form == "markdown":
        heading = _headline(text, body)
    if not heading and not text[body[0] : body[1]].strip():
        return Reject(name, path, "empty")
    address, archived = _addresses(block, head)
    return Post(
        id=name,
        path=path,
        form=form,
        text=text,
        body=body,
        title=heading,
        url=address,
        archive_url=archived,
        published=_published(block, head),
        author=block.text("author") if block else "",
        tags=block.list("tags") if block else (),
    )


def _headline(text: str, body: tuple[int, int]) -> SourceText:
    line = _HEADLINE.match(text, *body)
    return verbatim(text, *line.span(1)).strip() if line else EMPTY


def _addresses(block: FrontMatter | None, head: _Head | None) -> tuple[str, str]:
    """The article's own address in its canonical form, and that of its capture in a web archive."""
    read = shipped().read
    own = read((block.text("from", "original_url", "url") if block else "") or (head.url if head else ""))
    capture = own.archive_url or (read(block.text("url")).archive_url if block else "")
    return own.url, capture


def _published(block: FrontMatter | None, head: _Head | None) -> str:
    """As archived: the front matter's own words where they are a date, else the epoch comment's milliseconds."""
    written = block.text("date") if block else ""
    if written and parse_stamp(written):
        return written
    return epoch_stamp(head.epoch) if head else ""


def _end(match: re.Match[str] | None, otherwise: int) -> int:
    return match.end() if match else otherwise

"""The files of an archive → posts. The forms are told apart by their shape:

    feed      front matter, epoch comment, link line, rule, HTML
    bare      the same without front matter; a file can hold several
    markdown  front matter, then Markdown
    page      front matter or none, then the page's own HTML: the element that holds the article, or a whole page,
              also one that a browser saved with its pictures (MHTML)
    entry     an entry of a file in RSS, Atom or RDF
    line      an object of JSON, one in each line

Nothing is concluded here: fields are copied as archived (addresses in their canonical form), the body is a range of
the file. Of an entry and a line, the text of the post is its title, an empty line and its body, both decoded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tongshi.addresses import shipped
from tongshi.errors import ReadError
from tongshi.offsets import EMPTY, SourceText, verbatim
from tongshi.readers import feeds, mhtml
from tongshi.readers.captures import Capture, iso_utc
from tongshi.readers.encoding import decode
from tongshi.readers.files import LINES, ArchiveFile, cap, stem, too_large
from tongshi.readers.frontmatter import FrontMatter, front_matter, title
from tongshi.readers.lines import Entry, FieldMap
from tongshi.readers.lines import entry as line_entry
from tongshi.readers.pages import PageFacts, is_whole, page_facts
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


class Shape(NamedTuple):
    """The form of a file, and what it was told by."""

    form: Form
    why: str


def posts(
    path: str, data: bytes, before: int = 0, *, capture: Capture | None = None, names: FieldMap | None = None
) -> Iterator[Post | Reject]:
    """The articles of one file; what cannot be read is a `Reject` in its place.

    `before` says how many articles of the same stem came earlier in the archive: ids go on from there
    (`stem`, `stem#2`, …). `capture` is where a crawler took the file from, `names` those of the fields of JSON.
    """
    name = stem(path)
    if len(data) > cap(path):
        yield replace(too_large(path, len(data)), id=_id(name, before))
        return
    try:
        text, capture = _text(data, capture)
        shape = _shape(text, path)
        if shape.form in ("entry", "line"):
            items = feeds.entries(text) if shape.form == "entry" else _lines(text, names)
            found: Iterable[_Article | Entry | str] = items or ["no articles in it"]
        else:
            found = _articles(text, shape.form, capture)
    except ReadError as error:
        yield Reject(_id(name, before), path, str(error))
        return
    for number, article in enumerate(found, before):
        if isinstance(article, str):
            yield Reject(_id(name, number), path, article)
        elif isinstance(article, Entry):
            yield _entry_post(_id(name, number), path, shape.form, article, capture)
        else:
            yield _post(_id(name, number), path, text, article)


def posts_of(file: ArchiveFile, before: int = 0) -> Iterator[Post | Reject]:
    """The articles of a file of an archive, see `posts`."""
    return posts(file.path, file.data, before, capture=file.capture, names=file.names)


def shape_of(file: ArchiveFile) -> Shape:
    """In which form a file is read, and why; raises `ReadError` where in none."""
    if len(file.data) > cap(file.path):
        raise ReadError(too_large(file.path, len(file.data)).reason)
    text, _ = _text(file.data, file.capture)
    shape = _shape(text, file.path)
    if shape.form == "line" and (first := next((item for item in _lines(text, file.names)), None)):
        return shape._replace(why=f"{shape.why}; fields: {first.names if isinstance(first, Entry) else 'none'}")
    return shape


def read(files: Iterable[ArchiveFile | Reject]) -> Iterator[Post | Reject]:
    """All articles of an archive in path order, no id twice."""
    seen: Counter[str] = Counter()
    for file in files:
        name = stem(file.path)
        if isinstance(file, Reject):
            found: Iterable[Post | Reject] = (Reject(_id(name, seen[name]), file.path, file.reason),)
        else:
            found = posts_of(file, seen[name])
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
    page: PageFacts | None = None


def _text(data: bytes, capture: Capture | None) -> tuple[str, Capture | None]:
    """The text of a file, or of the page in it that a browser saved with its pictures."""
    if not mhtml.is_mhtml(data):
        return decode(data, capture.charset if capture else ""), capture
    saved = mhtml.page(data)
    return decode(saved.data, saved.charset), capture or Capture(saved.url, saved.captured)


def _shape(text: str, path: str) -> Shape:
    if not text.strip():
        raise ReadError("empty")
    if text.lstrip().startswith("{"):
        return Shape("line", "an object of JSON")
    if path.lower().split("/")[-2:][0].endswith(LINES):
        return Shape("line", "a line of a file of JSON lines")
    if root := feeds.root(text):
        if root == "opml":
            raise ReadError("a list of feeds (OPML): nothing is fetched")
        return Shape("entry", f"its first element is <{root}>: a feed")
    block = front_matter(text)
    start = block.end if block else 0
    body = _end(_SPACE.match(text, start), start)
    front = "front matter" if block else "no front matter"
    if any(head.start == body for head in _heads(text, body)):
        return Shape("feed" if block else "bare", f"{front}, then a link line and a rule")
    if is_whole(text, body):
        return Shape("page", f"{front}, then a whole page: its body by the general rule")
    if page := _PAGE.match(text, body):
        return Shape("page", f"{front}, then {page[0].lower()}>")
    if text.startswith("<?xml", body):
        raise ReadError("XML, but neither a feed nor a page")
    if block is None:
        raise ReadError("neither front matter (title, url, date) nor another shape of a post")
    if not block.text("title", "url", "original_url", "from", "date"):
        raise ReadError("the front matter has no title, address or date: not a post")
    return Shape("markdown", f"{front}, then neither a link line nor an element of a page")


def _articles(text: str, form: Form, capture: Capture | None) -> list[_Article | str]:
    """Front matter, head and body of each article, or why it is none."""
    block = front_matter(text)
    start = block.end if block else 0
    body = _end(_SPACE.match(text, start), start)
    if form in ("feed", "bare"):
        return _with_heads(text, [head for head in _heads(text, body) if head.epoch or head.start == body], block)
    page = page_facts(text, body, capture) if form == "page" and is_whole(text, body) else None
    return [_Article(form, block, None, page.body if page else (body, len(text)), page)]


def _lines(text: str, names: FieldMap | None) -> list[Entry | str]:
    """The article in each line of JSON, or why there is none; one object may take several lines."""
    try:
        return [line_entry(text, names)]
    except ReadError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) == 1 or not lines[0].rstrip().endswith("}"):
            raise error from error
    if len(lines) > MAX_ARTICLES:
        raise ReadError(f"more than {MAX_ARTICLES} articles in one file")
    found: list[Entry | str] = []
    for line in lines:
        try:
            found.append(line_entry(line, names))
        except ReadError as error:
            found.append(str(error))
    return found


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
    form, block, head, body, page = article
    heading = title(text, block) if block else EMPTY
    if not heading and head:
        heading = verbatim(text, *head.title).strip()
    if not heading and form == "markdown":
        heading = _headline(text, body)
    if not heading and page:
        heading = page.title
    if not heading and not text[body[0] : body[1]].strip():
        return Reject(name, path, "empty")
    address, archived, captured = _addresses(block, head, page)
    return Post(
        id=name,
        path=path,
        form=form,
        text=text,
        body=body,
        title=heading,
        url=address,
        archive_url=archived,
        published=_published(block, head) or (page.published if page else ""),
        author=(block.text("author") if block else "") or (page.author if page else ""),
        tags=block.list("tags") if block else (),
        captured=captured,
    )


def _entry_post(name: str, path: str, form: Form, entry: Entry, capture: Capture | None) -> Post | Reject:
    """The post of an entry: its text is its title, an empty line, its body."""
    if not entry.title and not entry.body.strip():
        return Reject(name, path, "empty")
    text = f"{entry.title}\n\n{entry.body}" if entry.title else entry.body
    begin = len(text) - len(entry.body)
    address = shipped().read(entry.url)
    stamp = parse_stamp(entry.captured) if entry.captured else None
    taken = iso_utc(stamp if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)) if isinstance(stamp, dt.datetime) else ""
    return Post(
        id=name,
        path=path,
        form=form,
        text=text,
        body=(begin, len(text)),
        title=verbatim(text, 0, len(entry.title)),
        url=address.url,
        archive_url=address.archive_url,
        published=entry.published if parse_stamp(entry.published) else "",
        author=entry.author,
        tags=entry.tags,
        captured=iso_utc(address.captured) or taken or (capture.captured if capture else ""),
    )


def _headline(text: str, body: tuple[int, int]) -> SourceText:
    line = _HEADLINE.match(text, *body)
    return verbatim(text, *line.span(1)).strip() if line else EMPTY


def _addresses(block: FrontMatter | None, head: _Head | None, page: PageFacts | None) -> tuple[str, str, str]:
    """The article's own address in its canonical form, that of its capture in a web archive, and the time of it."""
    read = shipped().read
    written = (block.text("from", "original_url", "url") if block else "") or (head.url if head else "")
    own = read(written or (page.url if page else ""))
    others = (block.text("url") if block else "", page.saved_from if page else "")
    capture = next((each for each in (own, *map(read, filter(None, others))) if each.archive_url), own)
    return own.url, capture.archive_url, iso_utc(capture.captured) or (page.captured if page else "")


def _published(block: FrontMatter | None, head: _Head | None) -> str:
    """As archived: the front matter's own words where they are a date, else the epoch comment's milliseconds."""
    written = block.text("date") if block else ""
    if written and parse_stamp(written):
        return written
    return epoch_stamp(head.epoch) if head else ""


def _end(match: re.Match[str] | None, otherwise: int) -> int:
    return match.end() if match else otherwise

"""JSON Lines: an article a line, its fields by the names that whoever wrote them chose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import IO, Any

from tongshi.errors import ReadError, TongshiError

#: Names under which fields are looked for where none is given, the first that holds something.
COMMON = {
    "title": ("title", "headline", "name", "标题", "標題"),
    "body": ("body", "content", "html", "content_html", "article", "text", "articleBody", "content_text", "maintext",
             "正文", "内容", "內容"),
    "url": ("url", "link", "href", "source_url", "canonical_url", "permalink", "链接", "網址"),
    "published": ("published", "date", "published_at", "date_published", "datePublished", "pubDate", "pub_date",
                  "date_publish", "publish_date", "publish_time", "created_at", "time", "timestamp", "日期", "时间"),
    "author": ("author", "byline", "by", "authors", "creator", "作者", "记者"),
    "tags": ("tags", "keywords", "categories", "关键词"),
    "captured": ("captured", "crawled_at", "fetched_at", "date_download", "scraped_at", "retrieved"),
}  # fmt: skip

#: What holds words: a number there is none.
_WORDED = frozenset(("title", "body"))

#: A value of one field; longer lists of tags are something else.
_MOST_VALUES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMap:
    """Under which name of the line each field stands; a name may lead into objects (`by.name`); empty: guessed."""

    title: str = ""
    body: str = ""
    url: str = ""
    published: str = ""
    author: str = ""
    tags: str = ""
    captured: str = ""

    def __str__(self) -> str:
        return ",".join(f"{name.name}={getattr(self, name.name)}" for name in fields(self) if getattr(self, name.name))


def field_map(written: str) -> FieldMap:
    """Read `title=headline,body=content`; raises TongshiError."""
    known = {name.name for name in fields(FieldMap)}
    given: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if ours not in known or not theirs:
            raise TongshiError(f"{pair}: not a field and its name (fields are {', '.join(sorted(known))})")
        given[ours] = theirs
    return FieldMap(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article that stands in a file with others, decoded: an entry of a feed, a line of JSON."""

    title: str = ""
    body: str = ""
    url: str = ""
    published: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    captured: str = ""
    names: FieldMap = FieldMap()  # under which each field was found


def entry(line: str, names: FieldMap | None = None) -> Entry:
    """The article of a line; raises `ReadError` where it is no JSON object or has neither title nor body."""
    try:
        loaded = json.loads(line, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not JSON: {str(error)[:80]}") from error
    if not isinstance(loaded, dict):
        raise ReadError("JSON, but no object")
    found: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}
    for field, common in COMMON.items():
        given = getattr(names, field) if names else ""
        for name in (given,) if given else common:
            if value := _values(_under(loaded, name), words=field in _WORDED):
                found[field], values[field] = name, value
                break
    if "title" not in found and "body" not in found:
        wanted = str(names) if names and str(names) else "a title or body under a common name (see --map)"
        raise ReadError(f"no article in this line: {wanted} is missing")
    return Entry(
        title=" ".join(" ".join(values.get("title", ())).split()),
        body="\n\n".join(values.get("body", ())),
        url=next(iter(values.get("url", ())), "").strip(),
        published=next(iter(values.get("published", ())), "").strip(),
        author="、".join(values.get("author", ())),
        tags=values.get("tags", ()),
        captured=next(iter(values.get("captured", ())), "").strip(),
        names=FieldMap(**found),
    )


def may_hold_article(line: bytes) -> bool:
    """Whether a line has a body under a common name, or is none that can be looked into."""
    try:
        loaded = json.loads(line)
    except (ValueError, RecursionError):
        return True
    return not isinstance(loaded, dict) or any(_values(_under(loaded, name), words=True) for name in COMMON["body"])


def _under(loaded: dict[str, Any], name: str) -> Any:
    if name in loaded:
        return loaded[name]
    value: Any = loaded
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _values(value: Any, *, words: bool = False) -> tuple[str, ...]:
    """The texts that a value holds, none of them empty; `words`: no numbers."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("text") or ""
    if isinstance(value, bool) or value is None:
        return ()
    if isinstance(value, (int, float)):
        return () if words else (str(value),)
    if isinstance(value, list):
        single = (each for each in value[:_MOST_VALUES] if not isinstance(each, list))
        return tuple(text for each in single for text in _values(each, words=words))
    text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # escapes can make half characters
    return (text,) if text.strip() else ()


def lines(source: IO[bytes], most: int) -> Iterator[tuple[int, bytes | int]]:
    """Number and bytes of each line that is not empty; its size instead where it is more than `most`."""
    number = 0
    while line := source.readline(most + 1):
        number += 1
        size = len(line)
        if size > most:
            while not line.endswith(b"\n") and (line := source.readline(1 << 16)):
                size += len(line)
            yield number, size
        elif line.strip():
            yield number, line

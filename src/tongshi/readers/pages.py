"""What a whole page says of its article outside of the body: title, address, stamp, author, when it was saved.

Read from the head (`meta`, `link`, JSON-LD), else from what is printed at the top: only what is looked for, each
thing once or a few times, so that time is linear. The body is not sought here, see `tongshi.clean.bodies`.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from tongshi.markup import Tag, Text, attributes, tokens
from tongshi.offsets import EMPTY, SourceText, decoded, verbatim
from tongshi.readers.captures import Capture, iso_utc
from tongshi.readers.stamps import parse_stamp

_LEAD = re.compile(r"(?:\s|<\?[^>]{0,200}\?>|<!--(?:(?!-->)[\s\S]){0,2000}-->)*+")
_WHOLE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_H1 = re.compile(r"<h1\b", re.IGNORECASE)
_TIME = re.compile(
    r"<(?:time|abbr|span|meta)\b[^<>]{0,300}?\b(?:datetime|itemprop=[\"']?datePublished)[^<>]{0,300}>", re.I
)
_LD = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:-\d\d?-|/\d\d?/|\.\d\d?\.|\s?年\s?\d\d?\s?月\s?)\d\d?日?"
    r"(?:(?:\s|&nbsp;|T|　)*(?:\d\d?:\d\d(?::\d\d)?)(?:\s?[+-]\d\d:?\d\d|Z)?)?(?!\d)"
)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,4000}) *-->")
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S{1,4000})\s+saved date:\s*([^\n(]{1,60})")
_WAYBACK = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d [A-Z][a-z]{2} \d\d, \d{4}) AND RETRIEVED FROM THE")
_PARTS = re.compile(r"\s*[|｜_]\s*|\s+[-–—－·•»]\s+|\s*(?:——|--|－)\s*|(?<=[一-鿿])-(?=[^-]{2,16}$)")
_SITE = re.compile(
    r"(?:网|網|报|報|电视台|電視|频道|頻道|周刊|週刊|杂志|雜誌|新闻|新聞|通讯社|通訊社|之声|之聲|台|社|News|Times|\.\w{2,3})$"
)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)

#: Places that are looked at of what a page may hold thousands of.
_MOST = 5

#: A head is seldom longer; what follows is not looked at for `meta`.
_LONGEST_HEAD = 256 * 1024

#: JSON-LD of one page.
_LONGEST_LD = 512 * 1024

#: How far behind the headline a printed date is sought.
_NEAR = 4000

_STAMPS = (
    "article:published_time", "og:published_time", "og:article:published_time", "og:release_date", "datepublished",
    "date_published", "pubdate", "publishdate", "publish_date", "publish-date", "publish_time", "publication_date",
    "published_time", "published", "firstpublishedtime", "dc.date.issued", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "sailthru.date", "parsely-pub-date", "weibo:article:create_at",
    "bytedance:published_time", "apub:time", "date", "article:modified_time", "og:updated_time", "lastmod",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author")


@dataclass(slots=True)
class PageFacts:
    """What a page says of its article, as written; empty where it says nothing."""

    title: SourceText = EMPTY
    url: str = ""
    saved_from: str = ""
    captured: str = ""  # UTC, ISO 8601
    published: str = ""
    author: str = ""
    body: tuple[int, int] = (0, 0)


def lead_end(text: str, start: int) -> int:
    """Where white space, comments and processing instructions before the first tag end."""
    found = _LEAD.match(text, start)
    return found.end() if found else start


def is_whole(text: str, start: int) -> bool:
    """Whether at `start` begins a whole page, rather than the element that holds an article."""
    return _WHOLE.match(text, lead_end(text, start)) is not None


def page_facts(text: str, start: int, capture: Capture | None = None) -> PageFacts:
    """What the page that begins at `start` says; raises `ReadError` over a cap of tags or attributes."""
    found = _BODY.search(text, start)
    body = found.start() if found else lead_end(text, start)
    facts = PageFacts(body=(body, len(text)))
    head = _Head(text, start, min(body if found else len(text), start + _LONGEST_HEAD))
    linked = next(_linked_data(text, start), {})
    headline = _h1(text, body)
    facts.title = _title(text, head, headline)
    facts.saved_from, facts.captured = _saved(text, start)
    if capture:
        facts.saved_from, facts.captured = capture.url, capture.captured
    facts.url = _own_address(head, linked, facts.saved_from)
    near = headline.ends[-1] if headline else body
    facts.published = _published(text, head, linked, body, near)
    facts.author = _author(head, linked)
    return facts


class _Head:
    """The elements of a page's head that say something."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.meta: dict[str, tuple[int, int]] = {}
        self.canonical = self.base = ""
        self.title: tuple[int, int] = (0, 0)
        for token in tokens(text, start, end):
            if isinstance(token, Tag) and not token.closes:
                self._take(token)

    def _take(self, tag: Tag) -> None:
        if tag.name == "meta":
            found = attributes(self.text, tag)
            if "content" in found:
                for name in ("property", "name", "itemprop"):
                    if name in found:
                        self.meta.setdefault(self.text[slice(*found[name])].strip().lower(), found["content"])
        elif tag.name == "link":
            found = attributes(self.text, tag)
            if "href" in found and "rel" in found and self._is(found["rel"], "canonical"):
                self.canonical = self.canonical or self.value(found["href"])
        elif tag.name == "base" and not self.base:
            found = attributes(self.text, tag)
            self.base = self.value(found["href"]) if "href" in found else ""
        elif tag.name == "title" and self.title == (0, 0):
            end = self.text.find("</", tag.end)
            self.title = (tag.end, end if end >= 0 else tag.end)

    def _is(self, span: tuple[int, int], word: str) -> bool:
        return word in self.text[slice(*span)].lower().split()

    def value(self, span: tuple[int, int]) -> str:
        return html.unescape(self.text[slice(*span)]).strip()

    def first(self, *names: str) -> str:
        """The content of the first `meta` of these names that has any."""
        return next((value for name in names if name in self.meta and (value := self.value(self.meta[name]))), "")


# --- title


def _title(text: str, head: _Head, headline: SourceText) -> SourceText:
    """The printed headline where the head agrees that the page is called so, else what the head calls it."""
    og = next((_place(text, *head.meta[name]) for name in ("og:title", "twitter:title") if name in head.meta), EMPTY)
    whole = _place(text, *head.title)
    for given in (og, whole):
        if headline and len(headline) >= 4 and _squeezed(given.text).startswith(_squeezed(headline.text)):
            return headline
    given = og or whole
    if not given:
        return headline
    return _without_site(given, head.first("og:site_name"))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _without_site(title: SourceText, site: str) -> SourceText:
    """Without the name of the site and of its section behind the title proper."""
    end = len(title)
    for part in reversed(list(_PARTS.finditer(title.text))):
        behind = title.text[part.end() : end].strip()
        cuts = part[0].strip() in ("|", "｜", "_") or behind == site or _SITE.search(behind)
        if not cuts or part.start() < 4:
            break
        end = part.start()
    return title.cut(0, end).strip()


def _place(text: str, start: int, end: int) -> SourceText:
    """Text of an attribute or a title, entities resolved, white space around it left out."""
    raw = text[start:end]
    start, raw = start + len(raw) - len(raw.lstrip()), raw.strip()
    if "&" in raw or "\n" in raw:
        return decoded(" ".join(html.unescape(raw).split()), start, start + len(raw))
    return verbatim(text, start, start + len(raw))


def _h1(text: str, body: int) -> SourceText:
    """The text of the first heading of the first level that holds any; of several the page has no headline."""
    found = list(_first(_H1, text, body, len(text)))
    for heading in found:
        end = text.find("</h1", heading.start(), heading.start() + _NEAR)
        end = end if end >= 0 else text.find("</H1", heading.start(), heading.start() + _NEAR)
        if end < 0:
            continue
        runs = [
            _place(text, token.start, token.end)
            for token in tokens(text, heading.start(), end)
            if isinstance(token, Text) and not text[token.start : token.end].isspace()
        ]
        runs = [run for run in runs if run]
        if len(runs) == 1:
            return runs[0]
        if runs:
            return decoded("".join(run.text for run in runs), runs[0].starts[0], runs[-1].ends[-1])
    return EMPTY


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for number, found in enumerate(pattern.finditer(text, start, end)):
        if number >= _MOST:
            return
        yield found


# --- addresses and captures


def _own_address(head: _Head, linked: dict[str, Any], saved_from: str) -> str:
    """The article's own: what the page calls itself where that is an article's, else where it was taken from."""
    base = urljoin(saved_from, head.base) if head.base else saved_from
    page = linked.get("mainEntityOfPage")
    candidates = (
        head.canonical, head.first("og:url"), linked.get("url"), page.get("@id") if isinstance(page, dict) else page,
    )  # fmt: skip
    for given in candidates:
        if not isinstance(given, str) or not given.strip():
            continue
        try:
            address = urljoin(base, given.strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if _ADDRESS.match(address) and (parts.path.strip("/") or parts.query):
            return address
    return saved_from


def _saved(text: str, start: int) -> tuple[str, str]:
    """Where a browser or a web archive says that it took the page from, and when."""
    head = text[start : start + 8192]
    if found := _SINGLE_FILE.search(head):
        return found[1], _moment(found[2].strip(), "%a %b %d %Y %H:%M:%S GMT%z")
    address = found[1] if (found := _SAVED_FROM.search(head)) else ""
    archived = _WAYBACK.search(text, max(start, len(text) - 8192))
    return address, _moment(archived[1], "%H:%M:%S %b %d, %Y") if archived else ""


def _moment(written: str, form: str) -> str:
    try:
        moment = dt.datetime.strptime(written, form)
        return iso_utc(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
    except (ValueError, OverflowError):
        return ""


# --- stamp and author


def _published(text: str, head: _Head, linked: dict[str, Any], body: int, near: int) -> str:
    """As written: by the head, JSON-LD, an element with a time, else the first date printed at the top."""
    stated = (linked.get("datePublished"), *(head.first(name) for name in _STAMPS))
    for given in stated:
        if isinstance(given, str) and parse_stamp(given):
            return given.strip()
    for element in _first(_TIME, text, body, len(text)):
        tag = next((token for token in tokens(text, *element.span()) if isinstance(token, Tag)), None)
        found = attributes(text, tag) if tag else {}
        for name in ("datetime", "content"):
            value = text[slice(*found[name])].strip() if name in found else ""
            if value and parse_stamp(value):
                return value
    if printed := _PRINTED.search(text, near, near + _NEAR):
        written = " ".join(html.unescape(printed[0]).split())
        return written if parse_stamp(written) else ""
    return ""


def _author(head: _Head, linked: dict[str, Any]) -> str:
    site = head.first("og:site_name")
    named = linked.get("author")
    names = [
        each.get("name") if isinstance(each, dict) else each for each in (named if isinstance(named, list) else [named])
    ]
    stated = "、".join(name.strip() for name in names if isinstance(name, str) and name.strip())
    for given in (stated, head.first(*_AUTHORS)):
        if given and given != site and not _ADDRESS.match(given) and len(given) <= 80:
            return _whole_characters(given)
    return ""


def _whole_characters(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _linked_data(text: str, start: int) -> Iterator[dict[str, Any]]:
    """What JSON-LD says about an article."""
    for script in _first(_LD, text, start, len(text)):
        end = text.find("</", script.end(), script.end() + _LONGEST_LD)
        while end >= 0 and not text.startswith("script", end + 2):
            end = text.find("</", end + 2, script.end() + _LONGEST_LD)
        if end < 0:
            continue
        try:
            loaded = json.loads(text[script.end() : end], strict=False)
        except (ValueError, RecursionError):
            continue
        found = loaded if isinstance(loaded, list) else [loaded]
        for item in found[:50]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for each in (item, *(graph[:50] if isinstance(graph, list) else ())):
                kind = each.get("@type") if isinstance(each, dict) else None
                kinds = kind if isinstance(kind, list) else [kind]
                if any(isinstance(name, str) and name.endswith(("Article", "Posting", "Report")) for name in kinds):
                    yield each

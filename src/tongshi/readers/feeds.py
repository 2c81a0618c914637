"""RSS, Atom and RDF files → entries; OPML → the feeds it names. Read as XML with a parser that resolves no entities
of the file's own and opens nothing; nothing is ever fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.entities import html5
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from tongshi.errors import ReadError
from tongshi.readers.lines import Entry

#: Entries of one file: more is a loop in whatever wrote it.
MAX_ENTRIES = 10_000

#: Real feeds nest ten deep, and the pages in them some more.
MAX_DEPTH = 256

_PROLOG = re.compile(
    r"(?:\s|<\?(?:(?!\?>)[\s\S]){0,2000}\?>|<!--(?:(?!-->)[\s\S]){0,4000}-->|<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>)*+"
    r"<(?:[A-Za-z][\w.-]*:)?(rss|feed|rdf|opml)\b",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+")
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_TAGS = re.compile(r"<[^<>]{1,200}>")

_NAMESPACES = frozenset((
    "", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
    "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://purl.org/rss/1.0/modules/content/",
    "http://rssnamespace.org/feedburner/ext/1.0", "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
))  # fmt: skip
_BODIES = ("encoded", "content", "description", "summary")
_STAMPS = ("pubDate", "published", "issued", "date", "created", "updated", "modified")


def root(text: str) -> str:
    """`rss`, `feed`, `rdf` or `opml`, by the first element of a file; else nothing."""
    found = _PROLOG.match(text)
    return found[1].lower() if found else ""


def entries(text: str) -> list[Entry | str]:
    """The entries of a feed in its order, then why it breaks off, if it does; raises `ReadError` where it has none."""
    target = _Feed()
    try:
        _parse(text, target)
    except _BrokenError as error:
        if not target.entries:
            raise
        return [*target.entries, f"the feed breaks off: {error}"]
    return list(target.entries)


class _BrokenError(ReadError):
    """XML that ends too early or goes wrong on its way."""


class Outline(NamedTuple):
    """A feed that an OPML names."""

    title: str
    address: str
    site: str


def outlines(text: str) -> list[Outline]:
    """The feeds that an OPML names, each once; raises `ReadError`."""
    target = _Opml()
    _parse(text, target)
    return list({each.address: each for each in target.outlines}.values())


def _parse(text: str, target: _Target) -> None:
    if declaration := _DECLARATION.match(text):  # of an encoding: it is decoded already
        text = text[declaration.end() :]
    text = _NOT_XML.sub("", text)
    try:
        _feed(text, target)
    except ParseError:
        mended = _BARE_AMPERSAND.sub("&amp;", _NAMED_ENTITY.sub(_character, text))
        target.begin()
        try:
            _feed(mended, target)
        except ParseError as error:
            raise _BrokenError(f"not well-formed XML: {error}") from error


def _feed(text: str, target: _Target) -> None:
    parser = DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(text)
        parser.close()
    except DefusedXmlException as error:
        raise ReadError(f"XML that defines entities is not read: {type(error).__name__}") from error
    except ValueError as error:  # what expat cannot take
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"not well-formed XML: {error}") from error


def _character(entity: re.Match[str]) -> str:
    return html5.get(entity[1], "&amp;" + entity[1])


class _Target:
    """Hears the elements of a file as the parser meets them; keeps no tree."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ReadError(f"elements nested more than {MAX_DEPTH} deep")
        self.opened(tag, attributes)

    def end(self, tag: str) -> None:
        self.closed(tag)
        self.depth -= 1

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None: ...

    def closed(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...


class _Opml(_Target):
    def begin(self) -> None:
        super().begin()
        self.outlines: list[Outline] = []

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        found = {name.lower(): value.strip() for name, value in attributes.items()}
        if tag.lower() == "outline" and found.get("xmlurl"):
            if len(self.outlines) >= MAX_ENTRIES:
                raise ReadError(f"more than {MAX_ENTRIES:,} feeds in one list")
            self.outlines.append(
                Outline(found.get("title") or found.get("text", ""), found["xmlurl"], found.get("htmlurl", ""))
            )


class _Feed(_Target):
    def begin(self) -> None:
        super().begin()
        self.entries: list[Entry] = []
        self._item: dict[str, list[str]] | None = None
        self._at = 0  # depth of the item
        self._field = ""
        self._parts: list[str] = []

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        namespace = namespace.removeprefix("{")
        if self._item is None:
            if name in ("item", "entry") and namespace in _NAMESPACES:
                if len(self.entries) >= MAX_ENTRIES:
                    raise ReadError(f"more than {MAX_ENTRIES:,} entries in one feed")
                self._item, self._at = {}, self.depth
        elif self.depth == self._at + 1:
            self._field = name if namespace in _NAMESPACES else ""
            self._parts = []
            if name == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
                self._item.setdefault("href", []).append(attributes["href"])
            elif name == "category" and attributes.get("term"):
                self._item.setdefault("category", []).append(attributes["term"])
            elif name == "guid":
                self._field = "guid" if attributes.get("isPermaLink", "true") == "true" else ""
        elif self._field in _BODIES:  # markup that stands in the feed as it is
            written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items() if "}" not in key)
            self._parts.append(f"<{name}{written}>")
        elif self._field == "author" and name != "name":
            self._parts.append("\0")  # an address of his, not his name

    def closed(self, tag: str) -> None:
        if self._item is None:
            return
        if self.depth == self._at:
            self.entries.append(_entry(self._item))
            self._item = None
        elif self.depth == self._at + 1:
            if self._field and (value := "".join(self._parts).partition("\0")[0].strip()):
                self._item.setdefault(self._field, []).append(value)
            self._field = ""
        elif self._field in _BODIES:
            self._parts.append(f"</{tag.rpartition('}')[2]}>")

    def data(self, text: str) -> None:
        if self._field:
            inner = self._field in _BODIES and self._item is not None and self.depth > self._at + 1
            self._parts.append(html.escape(text, quote=False) if inner else text)


def _entry(item: Mapping[str, list[str]]) -> Entry:
    def first(*names: str) -> str:
        return next((item[name][0] for name in names if name in item), "")

    return Entry(
        title=" ".join(html.unescape(_TAGS.sub("", first("title"))).split()),
        body=first(*_BODIES),
        url=first("origLink", "link", "href", "guid"),
        published=first(*_STAMPS),
        author="、".join(dict.fromkeys((*item.get("creator", ()), *item.get("author", ())))),
        tags=tuple(dict.fromkeys((*item.get("category", ()), *item.get("subject", ())))),
    )

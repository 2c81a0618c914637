"""Markup → pieces: the blocks of a page in order, with what their elements say about them.

A piece is one line of the page as a reader sees it: a paragraph, a list item, a part of a paragraph between two
line breaks, the alternative text of a picture. What role it plays in the article is decided in `roles`.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tongshi.clean.markup import Tag, attributes, tokens
from tongshi.clean.runs import TextRuns
from tongshi.errors import ReadError
from tongshi.offsets import SourceText
from tongshi.records import Role

#: Real pages nest 60 deep at most.
MAX_DEPTH = 512

#: Words of a `class` and of an `id` (as `#id`) → the role that what stands inside plays, if any.
Marks = Callable[[str], Role | None]

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead time tr "
    "ul".split()
)
_LISTS = frozenset(("ul", "ol", "dl", "nav"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements whose content nobody reads, or that stand for something that is not text.
_UNREAD = frozenset(
    "audio button canvas head iframe map math noscript object script select style svg template textarea title "
    "video".split()
)
_ROLES: dict[str, Role] = {"figcaption": "caption", "figure": "caption", "nav": "teaser", "footer": "notice"}
#: `<p>` ends where the next block begins, `<li>` where the next item begins, and so on.
_ENDED_BY: dict[str, frozenset[str]] = {
    "p": _BLOCKS,
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "tr": frozenset(("tr", "tbody")),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a piece: characters `[start, end)` of its text, and where it leads."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the page."""

    text: SourceText
    element: str  # the innermost block it stands in: p, li, h2, td, div …; img for an alternative text
    role: Role | None  # what its elements and their classes say it is
    links: tuple[Link, ...]
    lists: int  # number of the list it stands in, 0: none
    block: int  # number of its block: the parts between line breaks share it
    small: bool  # all of it in <small>
    italic: bool  # all of it in <i> or <em>
    picture: bool  # a picture or video stands right before it
    section: int = 0  # how many rules (`<hr>`, `---`) stand before it

    @property
    def linked(self) -> bool:
        """Nothing in it but links and what separates them."""
        covered = sum(link.end - link.start for link in self.links)
        return covered > 0 and len(self.text) - covered <= max(2, len(self.text) // 10)

    @property
    def heading(self) -> bool:
        """Marked as a heading."""
        return self.element in _HEADINGS


@dataclass(slots=True)
class _Open:
    """An element that is open, with what it hands down to those inside."""

    name: str
    role: Role | None
    unread: bool
    lists: int
    small: bool
    italic: bool
    link: str


_ROOT = _Open("div", None, False, 0, False, False, "")


class _Builder:
    """Walks over the tokens of one post with a stack of open elements, never deeper than `MAX_DEPTH`."""

    def __init__(self, source: str, start: int, end: int, marks: Marks) -> None:
        self.source = source
        self.range = (start, end)
        self.marks = marks
        self.stack: list[_Open] = [_ROOT]
        self.runs = TextRuns(source, start, end)
        self.links: list[Link] = []
        self.small = self.italic = True
        self.picture = False
        self.lists = self.block = self.section = 0

    def pieces(self) -> Iterator[Piece]:
        for token in tokens(self.source, *self.range):
            if not isinstance(token, Tag):
                self._text(token.start, token.end)
            elif token.closes:
                yield from self._close(token)
            else:
                yield from self._open(token)
        yield from self._flush()

    def _text(self, start: int, end: int) -> None:
        top = self.stack[-1]
        if top.unread:
            return
        before = self.runs.length
        self.runs.add(start, end)
        after = self.runs.length
        if after == before:
            return
        self.small = self.small and top.small
        self.italic = self.italic and top.italic
        if top.link:
            last = self.links[-1] if self.links else None
            if last and last.address == top.link and last.end >= before:
                self.links[-1] = Link(last.start, after, top.link)
            else:
                self.links.append(Link(before, after, top.link))

    def _flush(self) -> Iterator[Piece]:
        if text := self.runs.take():
            top = self.stack[-1]
            yield Piece(
                text, self._element(), top.role, tuple(self.links), top.lists, self.block,
                self.small, self.italic, self.picture, self.section,
            )
            self.picture = False
        self.links = []
        self.small = self.italic = True

    def _element(self) -> str:
        for item in reversed(self.stack):
            if item.name in _BLOCKS:
                return item.name
        return "div"

    def _open(self, tag: Tag) -> Iterator[Piece]:
        name = tag.name
        if name in _BLOCKS:
            yield from self._flush()
            self.block += 1
            if name in _ENDED_BY.get(self.stack[-1].name, ()):
                self.stack.pop()
        elif name == "br":
            yield from self._flush()
            return
        top = self.stack[-1]
        found = attributes(self.source, tag) if tag.attributes[1] > tag.attributes[0] else {}
        if name in _VOID:
            if name == "hr":
                self.section += 1
            if name == "img" and not top.unread:
                yield from self._flush()
                yield from self._image(found, top)
            return
        if name in ("iframe", "video"):
            self.picture = True
        if len(self.stack) > MAX_DEPTH:
            raise ReadError(f"elements nested more than {MAX_DEPTH} deep")
        if name in _LISTS:
            self.lists += 1
        role = top.role
        if role is None or role == "caption":  # under a picture stand notices too
            role = self._role(name, found) or role
        if role != top.role and name not in _BLOCKS:
            yield from self._flush()
        self.stack.append(
            _Open(
                name,
                role,
                top.unread or name in _UNREAD,
                self.lists if name in _LISTS else top.lists,
                top.small or name == "small",
                top.italic or name in ("i", "em"),
                self._address(found) if name == "a" else top.link,
            )
        )

    def _close(self, tag: Tag) -> Iterator[Piece]:
        depth = len(self.stack) - 1
        while depth and self.stack[depth].name != tag.name:
            depth -= 1
        if tag.name in _BLOCKS or (depth and self.stack[depth - 1].role != self.stack[-1].role):
            yield from self._flush()
            self.block += 1
        if depth:
            del self.stack[depth:]

    def _role(self, name: str, found: dict[str, tuple[int, int]]) -> Role | None:
        for attribute, prefix in (("class", ""), ("id", "#")):
            if span := found.get(attribute):
                for word in self.source[slice(*span)].split():
                    if role := self.marks(prefix + word):
                        return role
        return _ROLES.get(name)

    def _address(self, found: dict[str, tuple[int, int]]) -> str:
        span = found.get("href")
        return html.unescape(self.source[slice(*span)]).strip() if span else ""

    def _image(self, found: dict[str, tuple[int, int]], top: _Open) -> Iterator[Piece]:
        self.picture = True
        if span := found.get("alt"):
            runs = TextRuns(self.source, *span)
            runs.add(*span)
            if text := runs.take():
                role: Role = top.role or "caption"
                yield Piece(text, "img", role, (), top.lists, self.block, False, False, True, self.section)


def html_pieces(source: str, start: int, end: int, marks: Marks) -> Iterator[Piece]:
    """The pieces of the HTML in `[start, end)`, in order; raises `ReadError` over a cap."""
    return _Builder(source, start, end, marks).pieces()

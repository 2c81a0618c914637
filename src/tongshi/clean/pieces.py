"""Markup → pieces: the lines of a page in order, with what their elements say about them.

A piece is one line of the page as a reader sees it: a paragraph, a list item, a part of a paragraph between two
line breaks, the alternative text of a picture. What role it plays in the article is decided in `roles`.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from typing import Literal, NamedTuple

from tongshi.clean.runs import TextRuns
from tongshi.errors import ReadError
from tongshi.markup import Tag, attributes, tokens
from tongshi.offsets import EMPTY, SourceText
from tongshi.records import Role

#: Real pages nest 60 deep at most.
MAX_DEPTH = 512

#: Words of a `class` and of an `id` (as `#id`) → the role that what stands inside plays, if any.
Marks = Callable[[str], Role | None]

#: What the names of an element, its attributes as written, say about what stands inside.
Kind = Literal["body", "aside", ""]
Naming = Callable[[str, str], Kind]

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "ul",
))
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
))
#: Elements whose content nobody reads, or that stand for something that is not text.
_UNREAD = frozenset((
    "audio", "canvas", "head", "iframe", "map", "math", "noscript", "object", "script", "style", "svg", "template",
    "textarea", "title", "video",
))
# fmt: on
#: Of them those that show something, with the attributes that may say where it is.
_PLAYERS = frozenset(("audio", "iframe", "object", "video"))
_SOURCES = ("src", "data-src", "data", "poster")
_LISTS = frozenset(("ul", "ol", "dl", "nav"))
#: Elements that hold lines; a paragraph is one.
_HOLDERS = _BLOCKS - frozenset(("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "time"))
_STRONG = frozenset(("b", "strong"))
_ROLES: dict[str, Role] = {
    "figcaption": "caption",
    "figure": "caption",
    "nav": "navigation",
    "button": "navigation",
    "select": "navigation",
    "footer": "notice",
}
#: Elements that say something of what stands in them, even without attributes.
_TELLING = frozenset((*_UNREAD, *_LISTS, *_STRONG, *_ROLES, "a", "blockquote", "small", "table"))
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
#: Headings inside an article are shorter.
_LONGEST_HEADING = 60
#: What a line in bold that ends so is said, not set over what follows.
_SENTENCE_ENDS = frozenset("！？；：，…!?;:,")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Link(NamedTuple):
    """A link in a piece: characters `[start, end)` of its text, and where it leads."""

    start: int
    end: int
    address: str


class Setting(NamedTuple):
    """What the elements around a line say of it."""

    role: Role | None = None  # what they and their classes say it is
    unread: bool = False
    link: str = ""
    lists: int = 0  # number of the list it stands in, 0: none
    quote: int = 0  # of the quotation
    table: int = 0  # of the table
    embed: int = 0  # of the post of a social network
    figure: int = 0  # of the `<figure>`, where nothing in it says more closely what the line is
    small: bool = False
    strong: bool = False


class Piece(NamedTuple):
    """A line of the page; one without text is a player."""

    text: SourceText
    element: str  # the innermost block it stands in: p, li, h2, td, div …; img for an alternative text
    setting: Setting
    links: tuple[Link, ...]
    block: int  # number of its block: the parts between line breaks share it
    small: bool  # all of it in <small>
    strong: bool  # all of it in <b>
    picture: bool  # a picture or video stands right before it
    section: int  # how many rules (`<hr>`, `---`) stand before it
    end: int  # where in the source its part of the page ends; it begins where that of the piece before ends
    address: str = ""  # of a player: what it plays
    within: int = 0  # number of the innermost element that holds lines, see `Element`

    @property
    def role(self) -> Role | None:
        """What its elements say it is."""
        return self.setting.role

    def cast(self, role: Role | None) -> Piece:
        """The same in another role."""
        return self if role == self.setting.role else self._replace(setting=self.setting._replace(role=role))

    @property
    def linked(self) -> bool:
        """Nothing in it but links and what separates them."""
        if not self.links:
            return False
        covered = sum(link.end - link.start for link in self.links)
        return covered > 0 and len(self.text) - covered <= max(2, len(self.text) // 10)

    @property
    def heading(self) -> bool:
        """Marked as a heading, and no sentence: some outlets set their lead in a heading."""
        return self.element in _HEADINGS and self._label

    @property
    def subheading(self) -> bool:
        """A heading, or set in bold instead of one."""
        set_off = self.element in _HEADINGS or (self.strong and self.text.text[-1] not in _SENTENCE_ENDS)
        return set_off and self._label

    @property
    def _label(self) -> bool:
        text = self.text.text
        return len(text) <= _LONGEST_HEADING and "。" not in text


class Element(NamedTuple):
    """An element of a whole page that holds lines: a `div`, a cell, a list; the first is the page."""

    parent: int  # its number; the page's is -1
    name: str
    kind: Kind
    aside: bool  # it, or an element round it, is called so


class _Open(NamedTuple):
    """An element that is open."""

    name: str
    block: str  # the innermost block: itself, or the one it stands in
    setting: Setting  # of what stands inside
    element: int  # number of the innermost that holds lines


class _Builder:
    """Walks over the tokens of one post with a stack of open elements, never deeper than `MAX_DEPTH`."""

    def __init__(self, source: str, marks: Marks, naming: Naming | None = None) -> None:
        self.source = source
        self.marks = marks
        self.naming = naming
        self.stack: list[_Open] = [_Open("div", "div", Setting(), 0)]
        self.elements: list[Element] = [Element(-1, "div", "", False)]
        self.opened: Counter[str] = Counter()  # names on the stack
        self.runs = TextRuns(source)
        self.links: list[Link] = []
        self.roles: dict[tuple[str, str], Role | None] = {}
        self.small = self.strong = True
        self.picture = False
        self.number = self.block = self.section = 0
        self.pieces: list[Piece] = []

    def text(self, start: int, end: int) -> None:
        setting = self.stack[-1].setting
        if setting.unread:
            return
        before = self.runs.length
        if not before and self.source[start:end].isspace():  # what stands between two tags of the layout
            return
        self.runs.add(start, end)
        after = self.runs.length
        if after == before:
            return
        self.small = self.small and setting.small
        self.strong = self.strong and setting.strong
        if setting.link:
            last = self.links[-1] if self.links else None
            if last and last.address == setting.link and last.end >= before:
                self.links[-1] = Link(last.start, after, setting.link)
            else:
                self.links.append(Link(before, after, setting.link))

    def flush(self, end: int) -> None:
        """End the line at a place of the source: what was collected becomes a piece."""
        if not self.runs.length:
            return
        if text := self.runs.take():
            _, block, setting, element = self.stack[-1]
            self.pieces.append(
                Piece(
                    text, block, setting, tuple(self.links), self.block, self.small, self.strong, self.picture,
                    self.section, end, within=element,
                )
            )  # fmt: skip
            self.picture = False
        self.links = []
        self.small = self.strong = True

    def open(self, tag: Tag) -> None:
        name = tag.name
        is_block = name in _BLOCKS
        if is_block:
            self.flush(tag.start)
            self.block += 1
            if name in _ENDED_BY.get(self.stack[-1].name, ()):
                self.opened[self.stack.pop().name] -= 1
        if name in _VOID:
            self._void(tag)
            return
        if len(self.stack) > MAX_DEPTH:
            raise ReadError(f"elements nested more than {MAX_DEPTH} deep")
        top = self.stack[-1]
        setting = top.setting
        if name in _TELLING or tag.attributes[0] != tag.attributes[1]:
            setting = self._setting(tag, setting)
            if setting.role != top.setting.role and not is_block:
                self.flush(tag.start)
        if name in _PLAYERS:
            self._player(tag)
        self.opened[name] += 1
        element = self._element(tag, top.element) if self.naming else 0
        self.stack.append(_Open(name, name if is_block else top.block, setting, element))

    def _element(self, tag: Tag, parent: int) -> int:
        """The number of the element that a tag opens, or of the one it stands in where it holds no lines itself."""
        kind = self.naming(tag.name, self.source[slice(*tag.attributes)]) if self.naming else ""
        if tag.name not in _HOLDERS and kind != "body":
            return parent
        self.elements.append(Element(parent, tag.name, kind, kind == "aside" or self.elements[parent].aside))
        return len(self.elements) - 1

    def close(self, tag: Tag) -> None:
        name = tag.name
        depth = 0
        if self.opened[name]:  # looked for only where it can be found
            depth = len(self.stack) - 1
            while depth and self.stack[depth].name != name:
                depth -= 1
        if name in _BLOCKS or (depth and self.stack[depth - 1].setting.role != self.stack[-1].setting.role):
            self.flush(tag.end)
            self.block += 1
        if depth:
            for each in self.stack[depth:]:
                self.opened[each.name] -= 1
            del self.stack[depth:]

    def _void(self, tag: Tag) -> None:
        if tag.name == "br":
            self.flush(tag.end)
        elif tag.name == "hr":
            self.section += 1
        elif tag.name == "img" and not self.stack[-1].setting.unread:
            self.flush(tag.start)
            self.picture = True
            if span := attributes(self.source, tag).get("alt"):
                self._alternative(tag, *span)

    def _alternative(self, tag: Tag, start: int, end: int) -> None:
        setting = self.stack[-1].setting
        runs = TextRuns(self.source)
        runs.add(start, end)
        if text := runs.take():
            inside = setting if setting.role else setting._replace(role="caption")
            self.pieces.append(
                Piece(
                    text, "img", inside, (), self.block, False, False, True, self.section, tag.end,
                    within=self.stack[-1].element,
                )
            )  # fmt: skip

    def _player(self, tag: Tag) -> None:
        _, _, setting, element = self.stack[-1]
        if setting.unread:
            return
        if tag.name in ("iframe", "video"):
            self.picture = True
        found = attributes(self.source, tag)
        span = next((found[name] for name in _SOURCES if name in found), None)
        if span is not None and not self.runs.length:  # in the middle of a line it belongs to the line
            address = html.unescape(self.source[slice(*span)]).strip()
            inside = setting._replace(role="embed")
            self.pieces.append(
                Piece(
                    EMPTY, tag.name, inside, (), self.block, False, False, False, self.section, tag.end, address,
                    within=element,
                )
            )  # fmt: skip

    def _setting(self, tag: Tag, outer: Setting) -> Setting:
        name = tag.name
        open_to_roles = outer.role is None or outer.role == "caption"  # under a picture stand notices too
        told = self._role(tag) if open_to_roles else None
        if told is None and name not in _TELLING:
            return outer
        role, unread, link, lists, quote, table, embed, figure, small, strong = outer
        if open_to_roles:
            role = told or role
            if told:
                figure = self._next() if name == "figure" else 0
        if role == "embed" and outer.role != "embed":
            embed = self._next()
        if name in _TELLING:
            if name == "a":
                link = self._link(tag)
            elif name in _STRONG:
                strong = True
            elif name in _LISTS:
                lists = self._next()
            elif name == "blockquote":
                quote = self._next()
            elif name == "table":
                table = self._next()
            elif name == "small":
                small = True
            elif name in _UNREAD:
                unread = True
        return Setting(role, unread, link, lists, quote, table, embed, figure, small, strong)

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _role(self, tag: Tag) -> Role | None:
        start, end = tag.attributes
        if start == end:
            return _ROLES.get(tag.name)
        key = (tag.name, self.source[start:end])
        if key not in self.roles:
            self.roles[key] = self._marked(tag) or _ROLES.get(tag.name)
        return self.roles[key]

    def _marked(self, tag: Tag) -> Role | None:
        found = attributes(self.source, tag)
        for attribute, prefix in (("class", ""), ("id", "#")):
            if span := found.get(attribute):
                for word in self.source[slice(*span)].split():
                    if role := self.marks(prefix + word):
                        return role
        return None

    def _link(self, tag: Tag) -> str:
        """Where a link leads. On a whole page one that leads nowhere is done by its script; with a name it is none."""
        address = self._address(tag)
        if address or not self.naming:
            return address
        return "" if attributes(self.source, tag).keys() & {"name", "id", "href"} else "#"

    def _address(self, tag: Tag) -> str:
        span = attributes(self.source, tag).get("href")
        return html.unescape(self.source[slice(*span)]).strip() if span else ""


def html_pieces(source: str, start: int, end: int, marks: Marks) -> list[Piece]:
    """The pieces of the HTML in `[start, end)`, in order; raises `ReadError` over a cap."""
    return _built(_Builder(source, marks), start, end).pieces


def page_pieces(source: str, start: int, end: int, marks: Marks, naming: Naming) -> tuple[list[Piece], list[Element]]:
    """The same for a whole page, and the elements that its pieces stand in."""
    builder = _built(_Builder(source, marks, naming), start, end)
    return builder.pieces, builder.elements


def _built(builder: _Builder, start: int, end: int) -> _Builder:
    for token in tokens(builder.source, start, end):
        if not isinstance(token, Tag):
            builder.text(*token)
        elif token.closes:
            builder.close(token)
        else:
            builder.open(token)
    builder.flush(end)
    return builder

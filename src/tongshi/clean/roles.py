"""Pieces of a page → blocks with the role each plays in the article.

A piece plays the role that its elements claim for it (`pieces`), or that its words betray (`boilerplate.yml`), or
that its place betrays: a line of links, what follows the sign-off, a heading with nothing under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongshi.addresses import Addresses
from tongshi.clean.boilerplate import Boilerplate
from tongshi.clean.embeds import Embeds
from tongshi.clean.pieces import Piece
from tongshi.language import fold
from tongshi.offsets import EMPTY, SourceText, Span, join
from tongshi.records import RUNNING, Block, Post, Role

#: A line before the first paragraph that stands with the printed date is a byline up to this length.
_LONGEST_BYLINE = 80

#: Where an article was written, in capitals.
_LONGEST_PLACE = 32

#: Headings at the end that stand over nothing.
_HEADINGS_OVER_NOTHING = 2

#: What stands in a table of data is shorter.
_LONGEST_CELL = 200

#: The lines of a figure that are its caption have no more characters.
_LONGEST_FIGURE = 400

#: So many pictures with a short plain line under them, and half of all that have one, are a page's habit.
_HABIT = 3
_SHORTEST_LABEL, _LONGEST_LABEL = 5, 60
#: Beginnings of the parts of a text.
_NUMBERED = re.compile(r"[●◆■◎▲○▶►]|第?[一二三四五六七八九十]{1,3}[、.章节]|\(?\d{1,2}[.、)]")
#: Ends of sentences, and of what announces something.
_ENDS = frozenset("。!?:;,…”)]】")

#: The title of a text that an article was made of is at least so long.
_SHORTEST_SOURCE = 20
#: A large initial may stand before its link.
_INITIAL = 2
#: An article in Chinese says so in so many lines.
_FIRST = 3
_CHINESE = re.compile("[一-鿿]")

_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
#: What a browser does not show, where pages say their pictures twice.
_UNSEEN = re.compile(r"<noscript\b|<!--", re.IGNORECASE)

#: A caption that a paragraph repeats is told by this much of it.
_SHORTEST_REPEAT = 4


@dataclass(slots=True)
class _Line:
    """A piece while its role is being settled; none yet: running text."""

    piece: Piece
    folded: str
    role: Role | None

    @property
    def running(self) -> bool:
        return self.role is None


class _Own:
    """The article's own page, to tell links to it from links to elsewhere."""

    __slots__ = ("_addresses", "_key", "_url")

    def __init__(self, url: str, addresses: Addresses) -> None:
        self._url = url
        self._addresses = addresses
        self._key: str | None = None  # read when it is first asked for: most pages have no such link

    def page(self, address: str) -> bool:
        """Whether an address is that of the article, in whatever form."""
        if address == self._url:
            return True
        if self._key is None:
            self._key = self._addresses.read(self._url).key
        return self._addresses.read(address).key == self._key

    def within(self, address: str) -> bool:
        """Whether a link stays on the article's page."""
        return address.startswith("#") or self.page(address)


class Folded(NamedTuple):
    """A block with its text folded."""

    block: Block
    words: str
    link: str = ""  # where it leads, if all of it is one link to a place on the article's own page


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a body: all blocks in order, and the texts under its pictures, each once."""

    title: str  # folded
    blocks: tuple[Folded, ...]
    captions: tuple[str, ...]

    @property
    def running(self) -> list[Folded]:
        """The running text: paragraphs and the headings between them."""
        return [item for item in self.blocks if item.block.role in RUNNING]


def layout(post: Post, pieces: Sequence[Piece], boilerplate: Boilerplate, embeds: Embeds) -> Layout:
    """Settle the role of every piece of a body, and cut the body up into blocks."""
    own = _Own(post.url, embeds.addresses)
    title, every = _folded(post.title.text, pieces)
    lines = [line for line in every if line.folded]
    _posts(lines, embeds)
    _captions(lines)
    _by_words(lines, boilerplate)
    _printed_head(lines, title)
    _links(lines, own)
    _rest(lines)
    _notes(lines, boilerplate, own)
    cells = _tables(lines)
    drafts = [draft for line in every for draft in _cut(line, own, boilerplate, cells)]
    return Layout(title, _blocks(post, drafts, embeds), _caption_texts(lines, post.text))


def _folded(title: str, pieces: Sequence[Piece]) -> tuple[str, list[_Line]]:
    """Title and pieces folded in one go, which is what folding costs least in."""
    texts = [title, *(piece.text.text for piece in pieces)]
    folded = fold("\n".join(texts))
    lines: list[_Line] = []
    at = len(title) + 1
    for piece in pieces:
        end = at + len(piece.text.text)
        lines.append(_Line(piece, folded[at:end], piece.role))
        at = end + 1
    return folded[: len(title)], lines


def _captions(lines: list[_Line]) -> None:
    """Small print under a picture, lines that say again what stands under the picture before them, and the lines
    under the pictures of a page that has the habit of setting its captions as paragraphs."""
    _unwrap(lines)
    under = [line for line in lines if line.running and line.piece.picture and line.piece.element != "img"]
    bare = [line for line in under if _label(line)]
    if len(bare) >= _HABIT and 2 * len(bare) >= len(under):
        for line in bare:
            line.role = "caption"
    for line in _under_pictures_in_tables(lines):
        line.role = "caption"
    near: set[str] = set()
    for line in lines:
        small = line.piece.picture and line.piece.small
        repeats = len(line.folded) >= _SHORTEST_REPEAT and line.folded in near
        if line.running and (small or repeats):
            line.role = "caption"
        if line.role == "caption":
            near.add(line.folded)
        elif line.running:
            near.clear()


def _under_pictures_in_tables(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The one short line of a table that holds a picture: old pages hang pictures so."""
    for inside in _in_tables(lines).values():
        if len(inside) == 1 and inside[0].piece.picture and len(inside[0].folded) <= _LONGEST_BYLINE:
            yield inside[0]


def _unwrap(lines: Sequence[_Line]) -> None:
    """Text in a `<figure>` that holds more than a caption: some pages wrap their articles in one."""
    figures: dict[int, list[_Line]] = {}
    for line in lines:
        if line.piece.setting.figure and line.piece.element != "img":
            figures.setdefault(line.piece.setting.figure, []).append(line)
    for inside in figures.values():
        if len(inside) > 1 and sum(len(line.folded) for line in inside) > _LONGEST_FIGURE:
            for line in inside:
                line.role = None


def _label(line: _Line) -> bool:
    """Whether a line is short and plain and no sentence."""
    piece = line.piece
    plain = piece.element in ("p", "div") and not (piece.strong or piece.linked or piece.setting.table)
    if not plain or _NUMBERED.match(line.folded):
        return False
    return _SHORTEST_LABEL <= len(line.folded) <= _LONGEST_LABEL and line.folded[-1] not in _ENDS


def _by_words(lines: list[_Line], boilerplate: Boilerplate) -> None:
    opened = False
    rules = boilerplate.of_all([line.folded for line in lines])
    for at, (line, rule) in enumerate(zip(lines, rules, strict=True)):
        if line.role not in (None, "caption"):
            continue
        if line.role == "caption":
            if rule and rule.role in ("notice", "credit"):
                line.role = rule.role
            continue
        if rule is None:
            gallery = line.piece.picture and line.piece.element != "p"
            if opened and (line.piece.linked or line.piece.setting.lists or gallery):
                line.role = "teaser"
            else:
                opened = False
            continue
        line.role = rule.role
        opened = rule.where == "opens"
        if rule.where == "ends":
            for rest in lines[at:]:
                rest.role = rest.role or rule.role
            return


def _printed_head(lines: list[_Line], title: str) -> None:
    """What is printed above the first paragraph: the title, a series, the byline that shares the date's element."""
    for at, line in enumerate(lines):
        if not line.running:
            continue
        if line.folded == title or (line.piece.element == "h1" and line.folded[:12] == title[:12]):
            line.role = "stamp"
            continue
        if line.piece.heading and line.piece.linked:
            line.role = "teaser"
            continue
        if at and lines[at - 1].role == "stamp" and _is_place(line.piece.text.text):
            line.role = "notice"  # a stamp would be read as a name
            continue
        following = lines[at + 1] if at + 1 < len(lines) else None
        with_date = following is not None and following.role == "stamp" and following.piece.block == line.piece.block
        if not with_date or len(line.folded) > _LONGEST_BYLINE:
            return
        line.role = "stamp"


def _is_place(text: str) -> bool:
    """NEW YORK, in capitals behind the date."""
    return text.isascii() and text.isupper() and len(text) <= _LONGEST_PLACE


def _links(lines: list[_Line], own: _Own) -> None:
    """Lines and lists of nothing but links to elsewhere."""
    for line in lines:
        elsewhere = line.running and line.piece.linked and not line.piece.heading
        if elsewhere and not all(own.within(link.address) for link in line.piece.links):
            line.role = "teaser"
    if not any(line.running for line in lines):  # a page of links is about its links
        for line in lines:
            if line.role == "teaser" and line.piece.role is None:
                line.role = None


def _rest(lines: list[_Line]) -> None:
    """What follows a rule and a notice, and headings that stand over nothing."""
    section = next((line.piece.section for at, line in enumerate(lines) if _begins_notices(lines, at)), None)
    if section is not None:
        for line in lines:
            if line.piece.section >= section and line.role in (None, "caption"):
                line.role = "notice"
    over_nothing: list[_Line] = []
    for line in reversed(lines):
        if line.running:
            if not line.piece.heading:
                break
            over_nothing.append(line)
    if len(over_nothing) <= _HEADINGS_OVER_NOTHING:  # a page of headings is about its headings
        for line in over_nothing:
            line.role = "notice"


def _notes(lines: Sequence[_Line], boilerplate: Boilerplate, own: _Own) -> None:
    """What stands before and behind the article: who its author is, where it comes from, and its source in another
    language. A line stays."""
    running = [line for line in lines if line.running]
    while len(running) > 1 and (rule := boilerplate.head(running[0].folded)):
        running.pop(0).role = rule.role
    translated = any(_CHINESE.search(line.folded) for line in running[:_FIRST])
    for line in reversed(running[1:]):
        if rule := boilerplate.note(line.folded):
            line.role = rule.role
        elif translated and _is_source(line, own):
            line.role = "notice"
        else:
            return


def _is_source(line: _Line, own: _Own) -> bool:
    """A title in Latin letters that leads to another page, with no Chinese behind it."""
    first = next(iter(line.piece.links), None)
    if first is None or first.start > _INITIAL or first.end - first.start < _SHORTEST_SOURCE:
        return False
    return not own.within(first.address) and not _CHINESE.search(line.folded)


def _begins_notices(lines: Sequence[_Line], at: int) -> bool:
    before = lines[at - 1].piece.section if at else 0
    return lines[at].piece.section > before and lines[at].role in ("notice", "signoff")


def _posts(lines: Sequence[_Line], embeds: Embeds) -> None:
    """Posts of a social network that are quoted without saying so in their markup: all that is quoted with the line
    that names handle, date and address."""
    signed = {
        line.piece.setting.quote
        for line in lines
        if line.running and line.piece.setting.quote and line.piece.links and embeds.signature(line.piece)
    }
    for line in lines:
        if line.running and line.piece.setting.quote in signed:
            line.role = "embed"


def _tables(lines: Sequence[_Line]) -> frozenset[int]:
    """The tables that tell something: several cells, none of them a text. Others lay out the page."""
    return frozenset(
        table
        for table, cells in _in_tables(lines).items()
        if len(cells) > 1 and max(len(line.folded) for line in cells) <= _LONGEST_CELL
    )


def _in_tables(lines: Sequence[_Line]) -> dict[int, list[_Line]]:
    """The running lines that stand in tables, by table."""
    tables: dict[int, list[_Line]] = {}
    for line in lines:
        if line.running and line.piece.setting.table:
            tables.setdefault(line.piece.setting.table, []).append(line)
    return tables


class _Draft(NamedTuple):
    """A block before it is known where it begins."""

    role: Role
    text: SourceText
    words: str
    end: int  # in the post
    piece: Piece
    link: str = ""


def _cut(line: _Line, own: _Own, boilerplate: Boilerplate, cells: frozenset[int]) -> list[_Draft]:
    """What a line becomes; a sign-off or a link to the whole article at its end is a block of its own."""
    piece = line.piece
    text = piece.text
    if line.role is not None:
        return [_Draft(line.role, text, line.folded, piece.end, piece)]
    end = len(text)
    ranges: list[tuple[Role, int, int]] = []
    link = piece.links[-1] if piece.links else None
    if link and link.start and link.end >= end - 1 and own.page(link.address):
        ranges.append(("notice", link.start, end))
        end = link.start
    for tail in boilerplate.cut(line.folded, end):
        ranges.append(tail)
        end = tail[1]
    role: Role = "paragraph"
    if piece.setting.table in cells:
        role = "table"
    elif piece.subheading:
        role = "heading"
    elif piece.setting.quote:
        role = "quote"
    if not ranges:
        inner = piece.links[0].address if piece.linked and len(piece.links) == 1 else ""
        return [_Draft(role, text, line.folded, piece.end, piece, inner if "#" in inner and own.within(inner) else "")]
    ranges.append((role, 0, end))
    parts: list[_Draft] = []
    ends = piece.end
    for part, start, stop in ranges:  # the last first
        words = line.folded[start:stop]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip())
        if left < right:
            parts.append(_Draft(part, text.cut(left, right), line.folded[left:right], ends, piece))
            ends = text.span(left, left + 1).start
    return parts[::-1]


def _blocks(post: Post, drafts: Sequence[_Draft], embeds: Embeds) -> tuple[Folded, ...]:
    """The blocks of a body, each from the end of the one before it; what is embedded together is one."""
    blocks: list[Folded] = []
    start, stop = post.body
    at = 0
    while at < len(drafts):
        until = at + 1
        role, text, words, end, piece, link = drafts[at]
        embed = None
        if role == "embed":
            number = piece.setting.embed or piece.setting.quote
            while number and until < len(drafts) and _together(drafts[until], number):
                until += 1
            group = drafts[at:until]
            text = join((each.text for each in group if each.text), "\n")
            words = "\n".join(each.words for each in group if each.words)
            end = group[-1].end
            embed = embeds.read(words, [each.piece for each in group])
        if until == len(drafts):
            end = stop
        blocks.append(Folded(Block(role, text, Span(start, end), embed), words, link))
        start, at = end, until
    if start < stop:
        blocks.append(Folded(Block("layout", EMPTY, Span(start, stop)), ""))
    return tuple(blocks)


def _together(draft: _Draft, number: int) -> bool:
    return draft.role == "embed" and number in (draft.piece.setting.embed, draft.piece.setting.quote)


def _other_picture(between: str) -> bool:
    """Whether a picture without an alternative text stands between one with and what is printed."""
    return _PICTURE.search(between) is not None and _UNSEEN.search(between) is None


def _caption_texts(lines: Sequence[_Line], source: str) -> tuple[str, ...]:
    """Texts under pictures, each once, a credit with the caption that it follows; an alternative text only where
    nothing is printed under its picture."""
    texts: dict[str, None] = {}
    printed = 0  # going backwards: where something is printed under the picture that comes next,
    credit = ""  # … which ends with this
    for line in reversed(lines):
        text, alternative = line.piece.text.text, line.piece.element == "img"
        if line.role == "caption" and not alternative:
            texts[f"{text} {credit}" if credit else text] = None
            printed, credit = line.piece.text.span(0, 1).start, ""
        elif line.running or (line.role == "credit" and not alternative):
            if credit:
                texts[credit] = None
            printed, credit = (0, "") if line.running else (line.piece.text.span(0, 1).start, text)
        elif line.role == "caption":
            if not printed or _other_picture(source[line.piece.end : printed]):
                texts[text] = None
            printed = 0  # what is printed stands under this picture, not under the one before
    if credit:
        texts[credit] = None
    return tuple(reversed(texts))

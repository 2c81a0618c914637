"""The article's body among all else that a whole page holds, for any page: by its prose, not by its outlet.

Each line is worth what it has of prose: its characters outside of links where it is a sentence, something less than
nothing where it is a link or a word. An element is worth its own lines, and a part of what its inner elements are
worth, so that the one which holds the paragraphs side by side wins over a page round it and over one paragraph in it.
What its names say (`furniture.yml`) counts, and never decides alone. In the winner, lines that are furniture by their
words are sorted out, and prose that stands right before and behind it is taken in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.clean.boilerplate import Boilerplate, load_boilerplate
from tongshi.clean.pieces import Element, Kind, Marks, Piece, page_pieces
from tongshi.errors import LexiconError
from tongshi.language import fold
from tongshi.lexicon import entries
from tongshi.records import Role

#: What an element hands on of its worth to the one round it.
_HANDED_ON = 0.7

#: … and how far: beyond it nothing is left.
_LEVELS = 8

#: What a line is worth that is no prose.
_NOTHING = -2.0

#: What counts of prose in an element that is called an aside; what an element called a body is worth more.
_ASIDE, _BODY = 0.1, 1.3

#: A line with more of it in links is no prose.
_LINKED = 0.4

#: Prose without a sentence's marks is at least so long.
_LONG = 40

#: Shorter lines with a comma or colon are labels.
_LABEL = 16

#: A line of prose that can stand alone before or behind the winner.
_ALONE = 24

#: What prose counts behind a line that announces something else, where so much of an article stood before it.
_BEHIND, _ARTICLE = 0.2, 80

#: Links in a row, with no prose between them, behind which an article seldom goes on.
_MANY_LINKS = 6

#: So many such lines are looked at: each look goes over the page.
_MOST_ANNOUNCED = 50

#: The printed title may have so much of the prose before it: notices, a lead.
_EARLY = 0.25

#: Between the winner and such a line stand at most so many others.
_APART = 4

#: A link to an article has so many characters; what it leads to is told in at most so many lines.
_TITLE, _PAIR = 6, 2

#: A caption that no word gives away.
_LONGEST_CAPTION = 50

#: An inner element called an aside is none where so much of the winner's prose stands in it.
_MOST = 0.4

_SENTENCE = re.compile('[。！？；!?;]|[.][ ”"]|[.]$')
_CLAUSE = re.compile("[，、：,][^ ]")
_FULL_STOP = re.compile("[。！？!?]")
_ENDED = re.compile('[。！？!?…：:.」』”"）)]$')
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:class|id|itemprop|role)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NAMED: dict[str, Kind] = {
    "article": "body", "aside": "aside", "nav": "aside", "footer": "aside", "form": "aside", "header": "aside",
}  # fmt: skip
#: Elements whose short lines belong to the text they stand in.
_LISTING = frozenset(("ul", "ol", "dl", "table", "tbody", "thead", "tr", "td", "th", "blockquote"))
#: Roles of what stands under pictures.
_UNDER: tuple[Role, ...] = ("caption", "credit")
#: Roles by which an element's lines are none of the article, whatever their words.
_OUTSIDE = frozenset(("teaser", "embed", "keywords", "notice", "navigation"))


@dataclass(frozen=True, slots=True)
class Furniture:
    """What `furniture.yml` says."""

    body: re.Pattern[str]
    aside: re.Pattern[str]
    caption: re.Pattern[str]
    lines: Boilerplate

    def naming(self) -> _Naming:
        """What names of elements say, for one page."""
        return _Naming(self)


def load_furniture() -> Furniture:
    """Read `furniture.yml`; raises `LexiconError`."""
    patterns = {entry["names"]: entry["pattern"] for entry in entries("furniture") if "names" in entry}
    try:
        body, aside, caption = (re.compile(patterns[kind]) for kind in ("body", "aside", "caption"))
    except (KeyError, re.error) as error:
        raise LexiconError(f"furniture.yml: {error}") from error
    return Furniture(body, aside, caption, load_boilerplate("furniture"))


class _Naming:
    """What the names of an element say; a page has few, each many times."""

    def __init__(self, furniture: Furniture) -> None:
        self._furniture = furniture
        self._known: dict[tuple[str, str], Kind] = {}

    def __call__(self, element: str, attributes: str) -> Kind:
        key = (element, attributes)
        if key not in self._known:
            self._known[key] = self._kind(element, attributes)
        return self._known[key]

    def _kind(self, element: str, attributes: str) -> Kind:
        if element in ("html", "body"):
            return ""
        if _HIDDEN.search(attributes):
            return "aside"
        words = [word for name in _NAMES.findall(attributes[:2000]) for word in "".join(name).lower().split()]
        # an aside inside a body is told by its place, so a name that may be either is a body's
        if any(self._furniture.body.fullmatch(word) for word in words):
            return "body"
        if any(self._furniture.aside.fullmatch(word) for word in words):
            return "aside"
        return _NAMED.get(element, "")


def page_body(source: str, start: int, end: int, title: str, marks: Marks, furniture: Furniture) -> list[Piece]:
    """The pieces of a whole page in `[start, end)`, in order; those outside its article have a role that says so."""

    def named(word: str) -> Role | None:
        return marks(word) or ("caption" if furniture.caption.fullmatch(word.lower()) else None)

    pieces, elements = page_pieces(source, start, end, named, furniture.naming())
    return _Page(pieces, elements, title, furniture.lines).settled()


def _is_sentence(words: str) -> bool:
    """Whether a line has the marks of a sentence; a short one with a comma is a label."""
    return _SENTENCE.search(words) is not None or (len(words) >= _LABEL and _CLAUSE.search(words) is not None)


def _last(elements: Sequence[Element]) -> list[int]:
    """Of each element the number of the last one inside: they are numbered as they open."""
    last = list(range(len(elements)))
    for number in range(len(elements) - 1, 0, -1):
        parent = elements[number].parent
        last[parent] = max(last[parent], last[number])
    return last


class _Page:
    """A page while its body is sought."""

    def __init__(self, pieces: list[Piece], elements: list[Element], title: str, lines: Boilerplate) -> None:
        self.pieces = pieces
        self.elements = elements
        folded = fold("\n".join([title, *(piece.text.text for piece in pieces)])).split("\n")
        self.title, self.words = folded[0], folded[1:]
        self.last = _last(elements)
        self.prose_in: set[int] = set()  # elements in which prose stands, themselves or in several inner ones
        self.count = [0] * len(elements)  # lines inside
        self.rules = lines.of_all(self.words)
        self.worth = [self._worth(at) for at in range(len(pieces))]
        self.digests: dict[int, float] = {}
        self._discount_behind()
        digests = dict.fromkeys(self._digests(), _NOTHING)
        if len(digests) < sum(map(self._prose, range(len(pieces)))):  # a page of digests is about them
            self.digests = digests
            self.worth = [digests.get(at, worth) for at, worth in enumerate(self.worth)]

    def settled(self) -> list[Piece]:
        """All pieces, those outside of the article with a role."""
        inside = self._inside()
        return [
            piece.cast("caption" if self._credit(at) else piece.role)
            if at in inside
            else piece.cast(self._role_outside(at))
            for at, piece in enumerate(self.pieces)
        ]

    def _credit(self, at: int) -> bool:
        """A line right under a picture that says who took it, or is no sentence."""
        rule, piece = self.rules[at], self.pieces[at]
        if not piece.picture or piece.role is not None or piece.heading:
            return False
        short = len(self.words[at]) <= _LONGEST_CAPTION and _FULL_STOP.search(self.words[at]) is None
        return short or (rule is not None and rule.role in _UNDER)

    def _discount_behind(self) -> None:
        """What stands behind many links, or behind a line that announces comments or other news, where an article
        stood before it."""
        first = next((at for at in range(len(self.pieces)) if self._is_title(at)), None)
        if first is None:
            return
        before = 0.0
        announced = links = 0
        behind: set[int] = set()
        for at in range(first, len(self.pieces)):
            if at in behind or (links >= _MANY_LINKS and before >= _ARTICLE):
                self.worth[at] *= _BEHIND if self._prose(at) else 1
            elif self._prose(at):
                before += self.worth[at]
                links = 0
                continue
            links += self.pieces[at].linked
            if at in behind:
                continue
            if before >= _ARTICLE and announced < _MOST_ANNOUNCED and self._announces(at):
                announced += 1
                behind |= self._announced(at)

    def _announces(self, at: int) -> bool:
        rule = self.rules[at]
        return rule is not None and rule.where == "ends"

    def _announced(self, at: int) -> set[int]:
        """What stands under a line that announces something else: the rest of its box, or all that follows."""
        box = self.pieces[at].within
        while box and sum(1 for _ in self._in(box, at - 1, at + 2)) < 2:  # it stands there alone
            box = self.elements[box].parent
        prose = sum(self.worth[each] for each in self._in(box, 0, at) if self._prose(each))
        if prose >= _ARTICLE:
            return set(range(at, len(self.pieces)))
        return set(self._in(box, at, len(self.pieces)))

    def _in(self, element: int, first: int, end: int) -> Iterator[int]:
        """The pieces inside an element, of those from `first` up to `end`."""
        last = self.last[element]
        for at in range(max(0, first), min(end, len(self.pieces))):
            if element <= self.pieces[at].within <= last:
                yield at

    def _role_outside(self, at: int) -> Role:
        rule = self.rules[at]
        stamp = rule is not None and rule.role == "stamp"
        return "stamp" if stamp or self.words[at] == self.title else "navigation"

    def _worth(self, at: int) -> float:
        piece, words = self.pieces[at], self.words[at]
        length = len(words)
        rule = self.rules[at]
        if piece.role in _OUTSIDE or (rule is not None and rule.role not in _UNDER):
            return _NOTHING
        if piece.role is not None or not words:
            return 0.0
        linked = sum(link.end - link.start for link in piece.links)
        if linked > _LINKED * length:
            return -min(length, 20) / 2
        if _is_sentence(words) or length >= _LONG:
            plain = float(length - linked)
            return plain * _ASIDE if self.elements[piece.within].aside else plain
        return _NOTHING

    def _digests(self) -> list[int]:
        """Prose that tells what a link right above it leads to: in an element of one such pair, or of many."""
        prose: Counter[int] = Counter()
        linked: Counter[int] = Counter()
        for piece, worth in zip(self.pieces, self.worth, strict=True):
            prose[piece.within] += worth > 0
            linked[piece.within] += piece.linked
        found = []
        for at in range(1, len(self.pieces)):
            within = self.pieces[at].within
            above = self.pieces[at - 1]
            if self._prose(at) and above.linked and above.within == within and len(above.text) >= _TITLE:
                many = linked[within] > 1 and linked[within] >= prose[within]
                if many or prose[within] <= _PAIR:
                    found.append(at)
        return found

    def _prose(self, at: int) -> bool:
        return self.worth[at] > 0

    # --- which element

    def _best(self) -> int:
        """The number of the element that is worth most."""
        totals = [0.0] * len(self.elements)
        for worth, piece in zip(self.worth, self.pieces, strict=True):
            element = piece.within
            for _ in range(_LEVELS):
                totals[element] += worth
                worth *= _HANDED_ON  # noqa: PLW2901 - what is left of it one level further out
                element = self.elements[element].parent
                if element < 0:
                    break
        for number, element_ in enumerate(self.elements):
            if element_.kind == "body" and totals[number] > 0:
                totals[number] *= _BODY
        return max(range(len(totals)), key=totals.__getitem__)

    # --- which lines

    def _inside(self) -> set[int]:
        best = self._best()
        self._hold_prose()
        under = list(self._in(best, 0, len(self.pieces)))
        prose = [at for at in under if self._prose(at)]
        if not prose:
            return set()
        own = self._without_asides(under, best)
        own = self._to_its_end(own)
        own = self._widened(own, best)
        return self._trimmed(own)

    def _hold_prose(self) -> None:
        """Note which elements hold prose, themselves or in several inner ones, and how many lines each holds."""
        seen: set[int] = set()
        branches: Counter[int] = Counter()
        for at, piece in enumerate(self.pieces):
            element = piece.within
            self.count[element] += 1
            if not self._prose(at):
                continue
            self.prose_in.add(element)
            while element > 0 and element not in seen:
                seen.add(element)
                element = self.elements[element].parent
                branches[element] += 1
        self.prose_in |= {element for element, inner in branches.items() if inner > 1}
        for number in range(len(self.elements) - 1, 0, -1):
            self.count[self.elements[number].parent] += self.count[number]

    def _without_asides(self, under: list[int], best: int) -> list[int]:
        """Without what stands in inner elements called asides, but where most of the prose does."""
        if self.elements[best].aside:
            return under
        outside = [at for at in under if self.elements[self.pieces[at].within].aside]
        length = sum(len(self.words[at]) for at in under if _is_sentence(self.words[at]))
        aside = sum(len(self.words[at]) for at in outside if _is_sentence(self.words[at]))
        if aside > _MOST * length:
            return under
        left_out = set(outside)
        return [at for at in under if at not in left_out]

    def _to_its_end(self, own: list[int]) -> list[int]:
        """From behind the printed title to the line that announces something else."""
        whole = sum(self.worth[at] for at in own if self._prose(at))
        first, before = 0, 0.0
        for number, at in enumerate(own):
            before += self.worth[at] if self._prose(at) else 0
            if before > _EARLY * whole:
                break
            if self._is_title(at):
                first = number + 1
        own = own[first:]
        before = 0.0
        after = sum(self.worth[at] for at in own if self._prose(at))
        count = 0
        left_out: set[int] = set()
        for at in own:
            if self._prose(at):
                before += self.worth[at]
                after -= self.worth[at]
            elif at not in left_out and count < _MOST_ANNOUNCED and self._announces(at):
                count += 1
                announced = self._announced(at)
                if announced.isdisjoint(own[-1:]) or before > after:
                    left_out |= announced
        return [at for at in own if at not in left_out]

    def _is_title(self, at: int) -> bool:
        words = self.words[at]
        return self.pieces[at].element == "h1" or (len(words) >= 6 and (words == self.title or words in self.title))

    def _widened(self, own: list[int], best: int) -> list[int]:
        """With prose that stands right before and behind, in elements beside the winner."""
        near = self.elements[best].parent
        beside = {near, self.elements[near].parent if near >= 0 else -1} - {-1, 0}
        for step, edge in ((-1, own[0]), (1, own[-1])):
            at, apart = edge + step, 0
            found: list[int] = []
            while 0 <= at < len(self.pieces) and apart <= _APART:
                if self._is_title(at) or self._announces(at):
                    break
                if self._stands_alone(at) and self._ancestors(at) & beside:
                    found.append(at)
                    apart = 0
                else:
                    apart += 1
                at += step
            own = [*reversed(found), *own] if step < 0 else [*own, *found]
        return own

    def _stands_alone(self, at: int) -> bool:
        piece, words = self.pieces[at], self.words[at]
        aside = self.elements[piece.within].aside
        return not aside and self._prose(at) and len(words) >= _ALONE and _ENDED.search(words) is not None

    def _ancestors(self, at: int) -> set[int]:
        found = set()
        element = self.pieces[at].within
        for _ in range(_LEVELS):
            if element < 0:
                break
            found.add(element)
            element = self.elements[element].parent
        return found

    def _trimmed(self, own: Sequence[int]) -> set[int]:
        """Without furniture, and without the short lines before the first and behind the last line of prose."""
        prose = [number for number, at in enumerate(own) if self._prose(at)]
        if not prose:
            return set()
        first, last = prose[0], prose[-1]
        kept = set()
        for number, at in enumerate(own):
            rule = self.rules[at]
            if first <= number <= last:
                if (rule is None or rule.role in ("stamp", *_UNDER)) and at not in self.digests and self._fits(at):
                    kept.add(at)
            elif rule is None and self._belongs(number, own, first, last):
                kept.add(at)
        return kept

    def _fits(self, at: int) -> bool:
        """Whether a line among the prose stands where prose stands, or is a heading between it."""
        piece = self.pieces[at]
        if self._prose(at) or piece.role is not None:
            return True
        if piece.linked:
            return False
        if piece.heading:
            return True
        element = piece.within
        listing = False  # all of the element is one list or table
        while element > 0 and element not in self.prose_in:
            parent = self.elements[element].parent
            listing = listing or self.elements[element].name in _LISTING
            alike = self.count[parent] == self.count[element]
            if not (listing or alike or self.count[element] == 1):
                return False
            listing = listing and (alike or self.elements[parent].name in _LISTING)
            element = parent
        return element in self.prose_in

    def _belongs(self, number: int, own: Sequence[int], first: int, last: int) -> bool:
        """A line outside of the prose that is the article's all the same: a heading right above, a short last line."""
        piece = self.pieces[own[number]]
        if piece.role is not None:
            return piece.role in (*_UNDER, "signoff")
        if any(piece.links):
            return False
        if number < first:
            return piece.heading and number == first - 1 and piece.element != "h1"
        same = piece.element == self.pieces[own[last]].element == "p"
        return same and piece.within == self.pieces[own[last]].within

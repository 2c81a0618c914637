"""Who wrote, edited, translated and pictured an article: from sign-off, printed byline, captions, front matter."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from tongshi.clean.credits import Credits, Duty
from tongshi.clean.datelines import Datelines, Head
from tongshi.clean.roles import Layout
from tongshi.language import fold

_CLAUSE = re.compile(r"[^。,\n]+")
#: 王小明自东京、Jane Roe自柏林报道。李四对本文有研究贡献。
_CONTRIBUTED = re.compile(
    r"(?P<names>[^。,\n]{2,160}?)(?:分别)?对(?:此|本)(?:文|篇?报道)(?:亦|也)?(?:有|做出|作出)[^。,\n]{0,8}?贡献"
    r"|(?P<senders>[^。,\n]{2,160}?自[一-鿿·]{2,12})报道(?=[。,]|$)"
)
_PUT_UP = re.compile(r"©\s*(?P<name>\S.{0,20}?) for ")
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]*(?:\s[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]*){0,3}")
_CHINESE_NAME = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,8}(?:[·.‧・•][一-鿿]{1,8}){1,3}")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_REPORTED = re.compile(r"\s*(?:综合)?(?:报导|报道|编译|摘编)\s*$")
_INITIALS = re.compile(r"[A-Z]{2,6}|(?:[A-Z]\.){2,4}")
_FROM = re.compile(r"自[一-鿿·]{2,12}?\s*(?:$|(?=[、,和]))")
_CREDITED = re.compile(r"\s*(?:[/／、—]|\bvia\b)\s*", re.IGNORECASE)
_NO_NAME = re.compile(r"[()\[\]【】#。]|\d[\dx]*")
_BETWEEN = re.compile(r"\s*(?:[、,/;&]|和|与|\band\b)\s*")
_TITLE = re.compile(r"(?:null\s+)?(?:[一-鿿]{0,8}?(?:记者|特派员|通讯员)|主笔|作者|by\s)?\s*[:|丨]?\s*")
#: Ends of what is called like a person and is none.
_BODY = re.compile(r"(?:公司|小组|[^一-鿿]组|[一-鿿]{2}组|协会|工会|大学|联盟|中心|网|管理员)$")

#: Signatures of no one in particular.
_NOBODY = frozenset(
    [
        "anonymous",
        "unknown",
        "admin",
        "editor",
        "佚名",
        "匿名",
        "编辑部",
        "社论",
        "读者来论",
        "特约转载",
        "综合报道",
        "记者",
        "无",
    ]
)


class Bylines:
    """Names in the order they are met, each once.

    `outlets` are the folded names of outlets: no persons, but an outlet can be the translator.
    """

    def __init__(self, outlets: frozenset[str], datelines: Datelines, credits_: Credits) -> None:
        self._outlets = outlets
        self._datelines = datelines
        self._credits = credits_
        self.reporters: dict[str, None] = {}
        self.editors: dict[str, None] = {}
        self.translators: dict[str, None] = {}
        self.photographers: dict[str, None] = {}  # as credited: persons and agencies

    def add_head(self, head: Head, text: str) -> None:
        """The names in the dateline of a running text."""
        self._add("reporter", [text[slice(*span)] for span in head.reporters])
        self._add("translator", [text[slice(*span)] for span in head.translators])

    def add_author(self, author: str, tags: tuple[str, ...], *, edits: bool) -> None:
        """The persons in a front matter's `author`, which may also be the outlet's own name; `edits`: editors."""
        self._add("editor" if edits else "reporter", _author_names(author, tags, self._outlets))

    def add_page(self, page: Layout) -> None:
        """The names in sign-offs, printed bylines and notes of thanks."""
        for item in page.blocks:
            role, text, folded = item.block.role, item.block.text.text, item.words
            if role in ("caption", "credit"):
                self._add("photographer", _credited(text, self._credits.pictures(folded)))
            if role not in ("signoff", "stamp", "notice"):
                continue
            if "贡献" in folded or (role == "signoff" and "自" in folded and "报道" in folded):
                found = [_CONTRIBUTED.match(folded, *part.span()) for part in _CLAUSE.finditer(folded)]
                thanks = [each for each in found if each]
                for each in thanks:
                    self._add("reporter", _contributors(text, folded, each))
                if thanks:
                    continue
            if role == "signoff":
                self._signoff(text, folded)
            elif role == "stamp" and folded != page.title:
                self._add("reporter", _only_names(text, folded, self._outlets))
            elif up := _PUT_UP.match(folded):
                self._add("editor", [text[slice(*up.span("name"))]])

    def _add(self, duty: Duty, names: Iterable[str]) -> None:
        """Note names under what their bearers did."""
        noted = {
            "reporter": self.reporters,
            "editor": self.editors,
            "translator": self.translators,
            "photographer": self.photographers,
        }.get(duty)
        if noted is not None:
            noted.update(dict.fromkeys(names))

    def _signoff(self, text: str, folded: str) -> None:
        duties = list(self._credits.duty.finditer(folded))
        if not duties:
            start = len(folded) - len(folded.lstrip("([【"))
            names = folded[start:].partition("(")[0].rstrip(")]】 ")
            self._add("reporter", _only_names(text[start : start + len(names)], names, self._outlets))
        for found, following in zip(duties, [*duties[1:], None], strict=False):
            duty = self._credits.duties[found["duty"] or found["at_once"]]
            span = found.end(), following.start() if following else len(folded)
            if duty == "translator" and folded[slice(*span)].strip() in self._outlets:
                self._add(duty, [text[slice(*span)].strip()])
            else:
                self._add(duty, self._persons(text, folded, *span))

    def _persons(self, text: str, folded: str, start: int, end: int) -> Iterator[str]:
        """The names in the part of a sign-off that belongs to one duty."""
        segment = _blank(_NO_NAME, _blank(_ASIDE, folded[start:end]))
        latin = re.search(r"[a-z]{2}", segment)
        for at, until in _parts(segment) if latin else self._datelines.names(segment)[0]:
            word, written = segment[at:until], text[start + at : start + until]
            chinese = _CHINESE_NAME.fullmatch(word) and word not in self._outlets and word not in _NOBODY
            if chinese or (latin and _LATIN_NAME.fullmatch(written)):
                yield written


@functools.lru_cache(maxsize=4096)  # a mirror has a handful of authors
def _author_names(author: str, tags: tuple[str, ...], outlets: frozenset[str]) -> tuple[str, ...]:
    folded = fold(author).strip()
    if not folded or folded in outlets or [folded] == [fold(tag) for tag in tags]:  # the only tag is the outlet's name
        return ()
    author = author.strip()
    for name in sorted(outlets, key=len, reverse=True):
        if folded.startswith(name):
            author, folded = author[len(name) :], folded[len(name) :]
            break
    return tuple(_only_names(author, folded, outlets))


def _only_names(text: str, folded: str, outlets: frozenset[str]) -> list[str]:
    """The names in a line that holds nothing else; none where it holds anything else."""
    bare = _blank(_REPORTED, _blank(_ASIDE, folded))
    found = []
    for at, until in _parts(bare):
        title = _TITLE.match(bare, at, until)
        start = title.end() if title else at
        word, written = bare[start:until], text[start:until]
        person = _CHINESE_NAME.fullmatch(word) or (_LATIN_NAME.fullmatch(written) and not _INITIALS.fullmatch(written))
        if not person or word in outlets or word in _NOBODY or _BODY.search(word):
            return []
        found.append(written)
    return found if len(found) <= 6 else []


def _contributors(text: str, folded: str, thanks: re.Match[str]) -> Iterator[str]:
    start, end = thanks.span(thanks.lastgroup or 0)
    reporters = [found.end() for found in re.finditer("记者", folded[start:end])]
    names = _blank(_ASIDE, folded[start:end])
    if reporters:
        for at in reporters:
            if name := _CHINESE_NAME.match(names, at):
                word = re.split("[和与对]", name[0], maxsplit=1)[0]
                yield text[start + at : start + at + len(word)]
        return
    names = _blank(_FROM, names.replace("(", " "))
    for at, until in _parts(names):
        written = text[start + at : start + until]
        if _CHINESE_NAME.fullmatch(names[at:until]) or _LATIN_NAME.fullmatch(written):
            yield written


def _credited(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Persons and agencies of picture credits, each by itself: 王小明/某社, Jane Roe/AFP via Getty Images."""
    for span in spans:
        yield from filter(None, map(str.strip, _CREDITED.split(text[slice(*span)])))


def _blank(pattern: re.Pattern[str], words: str) -> str:
    """The words with what fits the pattern blanked out, so that places stay."""
    return pattern.sub(lambda found: " " * len(found[0]), words)


def _parts(words: str) -> Iterator[tuple[int, int]]:
    """Ranges of what stands between commas, slashes and the like."""
    at = 0
    for between in [*_BETWEEN.finditer(words), None]:
        end = between.start() if between else len(words)
        piece = words[at:end]
        left = at + len(piece) - len(piece.lstrip())
        right = at + len(piece.rstrip())
        if left < right:
            yield left, right
        at = between.end() if between else end

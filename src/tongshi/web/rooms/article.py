"""An article: its text with what was read in it, what it says of itself, its versions and copies; or as archived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from tongshi.changes import Difference
from tongshi.errors import NotFoundError, TongshiError
from tongshi.hypertext import Markup
from tongshi.language import fold, simplified, traditional
from tongshi.offsets import Span
from tongshi.records import RUNNING, Article, Block, Engagement, Role, Script
from tongshi.rights import Texts
from tongshi.store import PostCopy, PostLine, StoredReading
from tongshi.web.addresses import without
from tongshi.web.highlights import KINDS, Guide, Highlight, Kind, Marker, highlights, sides_of
from tongshi.web.sanitising import sanitised
from tongshi.web.visits import View, Visit
from tongshi.web.words import Language

#: Copies that are listed.
MOST_COPIES = 20

#: Characters of an archived page that are shown.
LONGEST_PAGE = 1_000_000

#: A place in a post, as an address has it.
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)

#: Forms of posts whose archived body is markup.
_MARKUP = frozenset({"feed", "bare", "markdown", "page", "entry"})

#: Roles of what stands apart from the text, in the order in which it is shown; of the others nothing is.
_APART: tuple[Role, ...] = ("caption", "credit", "embed", "teaser", "keywords", "signoff", "notice", "stamp")

#: How a script is written in the other one, and the language that it then is.
_OTHER: Mapping[Script, tuple[Callable[[str], str], Language]] = {
    "Hans": (traditional, "zh-Hant"),
    "Hant": (simplified, "zh-Hans"),
    "mixed": (simplified, "zh-Hans"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the running text; cells of a table that follow one another are one part."""

    role: Role
    texts: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A contact as the article reports it; `contact` is where all reports of it are, empty where that is not shown."""

    engagement: Engagement
    contact: str
    is_marked: bool  # in the text that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A kind of highlights, whether it is shown, and how many there are."""

    kind: Kind
    is_on: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article with its highlights."""

    stored: StoredReading
    article: Article
    title: str
    language: Language | None  # of the text as it is shown; None: of several
    is_converted: bool
    other_script: str  # the address of the text in it, or of the text as it was written
    parts: tuple[Part, ...]
    is_whole: bool
    apart: Mapping[Role, tuple[str, ...]]
    kinds: tuple[Shown, ...]
    sides: tuple[str, ...]
    records: tuple[Record, ...]
    versions: tuple[PostLine, ...]
    copies: tuple[tuple[PostCopy, PostLine], ...]  # each with the other post
    difference: Difference | None  # from a version that was asked for
    archived: str  # the address of the article as archived; empty: not given


def _page(visit: Visit) -> Response:
    with visit.release.at_once():
        stored = visit.release.article_of(visit.part("post").strip())
        if stored.post != visit.part("post"):
            return visit.elsewhere(visit.url.article(stored.post, visit.query))
        if view := visit.asked("as"):
            if view != "archived":
                raise TongshiError(f"as: {view}: not archived")
            return visit.page("archived.html", stored=stored, body=_archived(visit, stored))
        return visit.page("article.html", told=_told(visit, stored))


def _archived(visit: Visit, stored: StoredReading) -> Markup:
    post = stored.reading.article.post
    if post.form not in _MARKUP:
        raise NotFoundError(f"{stored.post}: it was not archived as a page")
    body = visit.release.archived_body(stored.post)
    if len(body) > LONGEST_PAGE:
        raise NotFoundError(f"{stored.post}: its archived page is too long to be shown")
    return sanitised(body)


def _told(visit: Visit, stored: StoredReading) -> ArticlePage:
    article = stored.reading.article
    convert, language, is_converted = _script(visit, article)
    guide = _guide(visit, stored)
    asked = _asked(visit.asked("at"))
    marks = highlights(article.body, stored, visit.release.mentions_in(stored.post), guide, asked)
    marker = Marker(
        marks, lambda side: visit.labels.polity(side) if side else visit.words("article.no_side"), visit.words
    )
    whole, versions = bool(article.paragraphs), visit.release.versions(stored.post)
    parts = tuple(_running(article, marker, convert) if whole else _proving(article, marker, convert))
    archived = visit.site.rights.texts is Texts.full and article.post.form in _MARKUP and bool(article.post.text)
    return ArticlePage(
        stored=stored,
        article=article,
        title=convert((article.title or article.post.title).text),
        language=language,
        is_converted=is_converted,
        other_script=_switched(visit, stored.post, is_converted),
        parts=parts,
        is_whole=whole,
        apart=_apart(article.blocks, convert),
        kinds=_kinds(visit, marks),
        sides=sides_of(marks),
        records=tuple(_records(stored, marks, guide)),
        versions=versions,
        copies=tuple(_copies(visit, stored.post)),
        difference=_difference(visit, stored.post, versions),
        archived=visit.url.article(stored.post, (("as", "archived"),)) if archived else "",
    )


# --- script


def _script(visit: Visit, article: Article) -> tuple[Callable[[str], str], Language | None, bool]:
    """What the text goes through, the language that it then is, and whether that is the other script."""
    asked = visit.asked("script")
    if asked not in {"", "other"}:
        raise TongshiError(f"script: {asked}: not other")
    if asked:
        return *_OTHER[article.script], True
    own: dict[Script, Language | None] = {"Hans": "zh-Hans", "Hant": "zh-Hant", "mixed": None}
    return str, own[article.script], False


def _switched(visit: Visit, post: str, is_converted: bool) -> str:
    kept = without(visit.query, "script")
    return visit.url.article(post, kept if is_converted else (*kept, ("script", "other")))


# --- text


def _running(article: Article, marker: Marker, convert: Callable[[str], str]) -> Iterator[Part]:
    """The blocks of the running text; a block without a text of its own among them is passed over."""
    cells: list[Markup] = []
    running = (block for block in article.blocks if block.role in RUNNING)
    for block, (start, end) in zip(running, article.paragraphs, strict=False):
        text = marker.markup(start, end, convert(article.body.text[start:end]))
        if block.role == "table":
            cells.append(text)
            continue
        if cells:
            yield Part(role="table", texts=tuple(cells))
            cells = []
        yield Part(role=block.role, texts=(text,))
    if cells:
        yield Part(role="table", texts=tuple(cells))


def _proving(article: Article, marker: Marker, convert: Callable[[str], str]) -> Iterator[Part]:
    """The sentences that are given of a text, a line each."""
    start = 0
    for line in article.body.text.split("\n"):
        if line:
            words = convert(line)
            yield Part(role="paragraph", texts=(marker.markup(start, start + len(line), words),))
        start += len(line) + 1


def _apart(blocks: Sequence[Block], convert: Callable[[str], str]) -> dict[Role, tuple[str, ...]]:
    """What is no running text, by what it is."""
    found: dict[Role, tuple[str, ...]] = {}
    for role in _APART:
        texts = [_words(block) for block in blocks if block.role == role]
        if told := tuple(convert(each) for each in dict.fromkeys(texts) if each):
            found[role] = told
    return found


def _words(block: Block) -> str:
    embed = block.embed
    return block.text.text.strip() or (embed.address or embed.handle if embed else "")


# --- highlights


def _asked(given: str) -> tuple[Span, ...]:
    """The place that is referred to, `120-134`: code points of the post's own part of its file."""
    if not given:
        return ()
    found = _PLACE.fullmatch(given)
    if found is None or int(found[1]) >= int(found[2]):
        raise TongshiError(f"at: {given}: not a place such as 120-134")
    return (Span(int(found[1]), int(found[2])),)


def _guide(visit: Visit, stored: StoredReading) -> Guide:
    reported = visit.release.reported([each.id for each in stored.reading.engagements])

    def contact(engagement: str) -> str:
        known = reported.get(engagement)
        return visit.url.contact(known.contact) if known and known.contact in visit.catalogue.by_id else ""

    def person(id_: str, name: str, polity: str) -> str:
        keys = (id_, f"{fold(name)}/{polity}")
        found = next((key for key in keys if key and key in visit.catalogue.people), "")
        return visit.url.person(found) if found else ""

    return Guide(person=person, contact=contact, field=visit.labels.field)


def _kinds(visit: Visit, marks: Sequence[Highlight]) -> tuple[Shown, ...]:
    """Which highlights are shown: those that are asked for, `none` being no kind; all where nothing is asked."""
    asked = {each.strip() for name, value in visit.query if name == "show" for each in value.split(",")}
    if wrong := sorted(asked - {*KINDS, "none", ""}):
        raise TongshiError(f"show: {wrong[0]}: not one of {', '.join(KINDS)}")
    return tuple(
        Shown(kind=kind, is_on=not asked or kind in asked, count=sum(each.kind == kind for each in marks))
        for kind in KINDS
    )


def _records(stored: StoredReading, marks: Sequence[Highlight], guide: Guide) -> Iterator[Record]:
    marked = {anchor for each in marks for anchor in each.anchors}
    for each in stored.reading.engagements:
        yield Record(engagement=each, contact=guide.contact(each.id), is_marked=each.id in marked)


# --- versions and copies


def _copies(visit: Visit, post: str) -> Iterator[tuple[PostCopy, PostLine]]:
    for each in visit.release.copies(post, limit=MOST_COPIES):
        yield each, each.other if each.one.post == post else each.one


def _difference(visit: Visit, post: str, versions: Sequence[PostLine]) -> Difference | None:
    """What was changed since another version of the article, which is asked for."""
    if not (asked := visit.asked("from")):
        return None
    if asked not in {each.post for each in versions}:
        raise NotFoundError(f"from: {asked}: no version of this article")
    return visit.release.difference(asked, post)


VIEWS = (View("/articles/{post}", _page),)

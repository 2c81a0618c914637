"""A post → its article: the layout of its body, and what head, foot and front matter say about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tongshi.clean.bodies import page_body
from tongshi.clean.bylines import Bylines
from tongshi.clean.datelines import Head, spoken_on
from tongshi.clean.markdown import markdown_pieces
from tongshi.clean.media import Media
from tongshi.clean.outlets import Outlet, Outlets
from tongshi.clean.pieces import Piece, html_pieces
from tongshi.clean.roles import Folded, Layout, layout
from tongshi.clean.scripts import script_of
from tongshi.clean.stamps import contradictions, localised, stamps
from tongshi.clean.titles import keywords, section, title
from tongshi.offsets import SourceText, join
from tongshi.readers import parse_stamp
from tongshi.readers.pages import is_whole
from tongshi.records import Article, BodyRule, Cited, Item, Post

#: Text in which one of these stands is HTML; without them line ends are what parts its paragraphs.
_MARKUP = re.compile(
    r"<(?:p|br|div|a|img|span|strong|b|h[1-6]|ul|li|table|figure|section|article|blockquote)\b[^<>]*>", re.IGNORECASE
)

#: A dateline may be a day ahead of the stamp: clocks differ.
_AHEAD = dt.timedelta(days=1)


def clean(post: Post, outlets: Outlets) -> Article:
    """The article in a post. Raises `ReadError` where the markup is over a cap of tags, attributes or nesting."""
    outlet = outlets.of(post.url)
    pieces, rule = _pieces(post, outlet, outlets)
    page = layout(post, pieces, outlets.boilerplate, outlets.embeds)
    running = page.running
    paragraphs, at = [], 0
    for item in running:
        paragraphs.append((at, at + len(item.words)))
        at += len(item.words) + 1
    items = _items(running, paragraphs) if outlet.many else ()
    body = join((item.block.text for item in running), "\n")
    folded = "\n".join(item.words for item in running)
    head = outlets.datelines.read(body.text, folded)
    bylines = Bylines(outlets.names, outlets.datelines, outlets.credits)
    bylines.add_head(head, body.text)
    bylines.add_author(post.author, post.tags, edits=outlet.author_edits)
    bylines.add_page(page)
    carried = stamps(post, page, outlet)
    told = (stamp.local for stamp in carried if stamp.kind == "published")
    published = localised(parse_stamp(post.published), outlet.zone) if post.published else next(told, None)
    cited = _cited(body, folded, page, outlet, outlets.media)
    return Article(
        post=post,
        outlet=outlet.code,
        title=title(post, outlet),
        script=script_of(body.text, folded, paragraphs, outlet.script),
        usage=outlets.usages(folded),
        body=body,
        paragraphs=tuple(paragraphs),
        items=items,
        folded=folded,
        blocks=tuple(item.block for item in page.blocks),
        published_local=published,
        updated_local=max((stamp.local for stamp in carried if stamp.kind == "updated"), default=None),
        stamps=carried,
        contradictions=contradictions(carried),
        section=section(post, outlet),
        keywords=keywords(post, page, outlet),
        day=_day(head, folded, published.date() if published else None),
        dateline=head.dateline,
        reporters=tuple(bylines.reporters),
        editors=tuple(bylines.editors),
        translators=tuple(bylines.translators),
        photographers=tuple(bylines.photographers),
        wires=tuple(dict.fromkeys(each.name for each in cited)),
        cited=cited,
        captions=page.captions,
        body_rule=rule,
    )


def _items(running: Sequence[Folded], ranges: Sequence[tuple[int, int]]) -> tuple[Item, ...]:
    """The news of a programme: each begins with a heading, or with a line that leads to it on the programme's page."""
    opens = [
        (start, end, item.link)
        for item, (start, end) in zip(running, ranges, strict=True)
        if item.link or item.block.role == "heading"
    ]
    ends = [start for start, _, _ in opens[1:]] + [ranges[-1][1]] if opens else []
    return tuple(
        Item(start, title_end, until, link) for (start, title_end, link), until in zip(opens, ends, strict=True)
    )


def _pieces(post: Post, outlet: Outlet, outlets: Outlets) -> tuple[list[Piece], BodyRule]:
    """The lines of a post, and how those of its article were told from the others."""
    start, end = post.body
    if post.form == "page" and is_whole(post.text, start):
        return page_body(post.text, start, end, post.title.text, outlet.marks, outlets.furniture), "general"
    written = post.form == "markdown" or (post.form in ("entry", "line") and not _MARKUP.search(post.text, start, end))
    return (markdown_pieces if written else html_pieces)(post.text, start, end, outlet.marks), "given"


def _cited(body: SourceText, folded: str, page: Layout, outlet: Outlet, media: Media) -> tuple[Cited, ...]:
    """Media cited in the running text, then those that only a caption lets tell something, or the sign-off names
    (（路透社、法新社）)."""
    found = {
        folded[start:end]: Cited(body.text[start:end], medium, body.span(start, end))
        for start, end, medium in media.cited(folded, outlet.own)
    }
    mediums = {each.medium for each in found.values()} - {""}
    for item in page.blocks:
        for start, end, medium in _named_beside(item, outlet, media):
            if medium not in mediums:
                text = item.block.text
                mediums.add(medium)
                found[item.words[start:end]] = Cited(text.text[start:end], medium, text.span(start, end))
    return tuple(found.values())


def _named_beside(item: Folded, outlet: Outlet, media: Media) -> Iterator[tuple[int, int, str]]:
    """The media that a block beside the running text gives as sources."""
    if item.block.role == "caption":
        yield from media.told(item.words, outlet.own)
    elif item.block.role == "signoff":
        for medium, start, end in media.named(item.words):
            team = item.words.startswith(tuple(outlet.own), end)  # it and the outlet sign together
            if item.words[start:end] not in outlet.own and not team:
                yield start, end, medium


def _day(head: Head, folded: str, published: dt.date | None) -> dt.date | None:
    """The day told as today, or the dateline's on the last date that it can mean, else the day of publication."""
    if published and (spoken := spoken_on(folded, published)):
        return spoken
    if head.date:
        return head.date
    day = head.dateline.day if head.dateline else None
    if day is None or published is None:
        return published
    for back in range(62):
        try:
            date = published + _AHEAD - dt.timedelta(days=back)
        except OverflowError:
            return published
        if date.day == day and head.month in (None, date.month):
            return date
    return published

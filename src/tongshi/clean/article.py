"""A post → its article: the layout of its body, and what head, foot and front matter say about it."""

from __future__ import annotations

import datetime as dt
import re
from itertools import compress
from operator import ne

from tongshi.clean.bylines import Bylines
from tongshi.clean.datelines import Head
from tongshi.clean.markdown import markdown_pieces
from tongshi.clean.media import Media
from tongshi.clean.outlets import Outlet, Outlets
from tongshi.clean.pieces import html_pieces
from tongshi.clean.roles import Layout, layout
from tongshi.clean.stamps import contradictions, localised, stamps
from tongshi.clean.titles import keywords, section, title
from tongshi.offsets import SourceText, join
from tongshi.readers import parse_stamp
from tongshi.records import Article, Cited, Post, Script

#: Characters of the running text by which its script is told.
_SAMPLE = 500

#: Share of Chinese characters with a simplified form above which text is Traditional: real Traditional text has a
#: third, Simplified text with a Traditional quotation or two a few in a hundred.
_TRADITIONAL = 0.12

_NOT_CHINESE = re.compile("[^一-鿿]+")

#: A dateline may be a day ahead of the stamp: clocks differ.
_AHEAD = dt.timedelta(days=1)


def clean(post: Post, outlets: Outlets) -> Article:
    """The article in a post. Raises `ReadError` where the markup is over a cap of tags, attributes or nesting."""
    outlet = outlets.of(post.url)
    pieces = markdown_pieces if post.form == "markdown" else html_pieces
    page = layout(post, pieces(post.text, *post.body, outlet.marks), outlets.boilerplate, outlets.addresses)
    paragraphs, at = [], 0
    for item in page.running:
        paragraphs.append((at, at + len(item.words)))
        at += len(item.words) + 1
    body = join((item.block.text for item in page.running), "\n")
    folded = "\n".join(item.words for item in page.running)
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
        script=_script(body.text, folded, outlet),
        usage=outlets.usages(folded),
        body=body,
        paragraphs=tuple(paragraphs),
        folded=folded,
        blocks=tuple(item.block for item in page.blocks),
        published_local=published,
        updated_local=max((stamp.local for stamp in carried if stamp.kind == "updated"), default=None),
        stamps=carried,
        contradictions=contradictions(carried),
        section=section(post, outlet),
        keywords=keywords(post, page, outlet),
        day=_day(head, published.date() if published else None),
        dateline=head.dateline,
        reporters=tuple(bylines.reporters),
        editors=tuple(bylines.editors),
        translators=tuple(bylines.translators),
        photographers=tuple(bylines.photographers),
        wires=tuple(dict.fromkeys(each.name for each in cited)),
        cited=cited,
        captions=page.captions,
    )


def _cited(body: SourceText, folded: str, page: Layout, outlet: Outlet, media: Media) -> tuple[Cited, ...]:
    """Media cited in the running text, then those that only the sign-off names (（路透社、法新社）)."""
    found = {
        folded[start:end]: Cited(body.text[start:end], medium, body.span(start, end))
        for start, end, medium in media.cited(folded, outlet.own)
    }
    for item in page.blocks:
        if item.block.role == "signoff":
            text = item.block.text
            for medium, start, end in media.named(item.words):
                if item.words[start:end] not in outlet.own:
                    cited = Cited(text.text[start:end], medium, text.span(start, end))
                    found.setdefault(item.words[start:end], cited)
    return tuple(found.values())


def _script(text: str, folded: str, outlet: Outlet) -> Script:
    sample = text[:_SAMPLE]
    changed = "".join(compress(sample, map(ne, sample, folded)))
    chinese = len(_NOT_CHINESE.sub("", sample))
    if not chinese:
        return outlet.script
    return "Hant" if len(_NOT_CHINESE.sub("", changed)) > _TRADITIONAL * chinese else "Hans"


def _day(head: Head, published: dt.date | None) -> dt.date | None:
    """The dateline's day on the last date that it can mean, else the day of publication."""
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

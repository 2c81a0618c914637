"""Posts → articles: running text in paragraphs, everything else beside it and named."""

from __future__ import annotations

from tongshi.clean.markdown import markdown_pieces
from tongshi.clean.outlets import Outlet as Outlet
from tongshi.clean.outlets import Outlets as Outlets
from tongshi.clean.outlets import load_outlets as load_outlets
from tongshi.clean.pieces import html_pieces
from tongshi.clean.roles import layout
from tongshi.offsets import join
from tongshi.records import Article, Post


def clean(post: Post, outlets: Outlets) -> Article:
    """The article in a post. Raises `ReadError` where the markup is over a cap of tags, attributes or nesting."""
    outlet = outlets.of(post.url)
    pieces = markdown_pieces if post.form == "markdown" else html_pieces
    page = layout(post, list(pieces(post.text, *post.body, outlet.marks)), outlets.boilerplate)
    texts = page.running
    paragraphs, at = [], 0
    for text in texts:
        paragraphs.append((at, at + len(text)))
        at += len(text) + 1
    return Article(
        post=post,
        outlet=outlet.code,
        script="Hans",
        body=join(texts, "\n"),
        paragraphs=tuple(paragraphs),
        blocks=page.blocks,
        captions=page.captions,
    )

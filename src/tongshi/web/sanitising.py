"""Archived markup as it may stand in a page: nothing of it runs, is loaded, or looks like a part of the page."""

from __future__ import annotations

import re

import nh3

from tongshi.hypertext import Markup, fit
from tongshi.web.addresses import external

_TAGS = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em"),
        *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q"),
        *(
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ),
    )
)

#: Elements that go with all that they hold.
_GONE = frozenset({"script", "style", "template", "noscript", "svg", "math", "textarea", "title", "iframe", "object"})

_HEADING = re.compile("<(/?)h[1-6]>")


def sanitised(markup: str) -> Markup:
    """Archived markup without pictures, frames, forms, styles, scripts and ids; links lead to the web only.

    Its headings become paragraphs: those of the page are no others.
    """
    clean = nh3.clean(
        markup,
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes={"a": {"href"}},
        attribute_filter=lambda _, name, value: value if name == "rel" else external(value) or None,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer external",
        strip_comments=True,
    )
    # what entities stand for is only written out by now
    return Markup(_HEADING.sub(lambda found: "</p>" if found[1] else '<p class="heading">', fit(clean)))

"""Elements of SVG: places across as shares of the width, all others in pixels, colours by class alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tongshi.charts.chart import Frame
from tongshi.charts.text import clipped
from tongshi.hypertext import Markup, element

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]")  # a browser reads an address without them


def share(fraction: float) -> str:
    """A place or a length across: 0.25 is `25%`."""
    return f"{pixels(100 * fraction)}%"


def pixels(length: float) -> str:
    """A length in pixels, to the hundredth."""
    return f"{round(length, 2) + 0:.2f}".rstrip("0").rstrip(".")


def classes(*names: str) -> str:
    """Those that are not empty, as an attribute."""
    return " ".join(filter(None, names))


def shape(name: str, *content: str, title: str = "", **attributes: str | float) -> Markup:
    """An element of SVG, with a title that is shown beside it and read aloud."""
    written = {key: each if isinstance(each, str) else pixels(each) for key, each in attributes.items()}
    told = (element("title", clipped(title)),) if title else ()
    return element(name, *told, *content, **written)


def label(words: str, *, x: str | float, y: float, **attributes: str | float) -> Markup:
    """Text in a drawing."""
    return shape("text", words, title="", x=x, y=y, **attributes)


def group(content: Iterable[str], **attributes: str) -> Markup:
    """Elements that belong together."""
    return shape("g", *content, **attributes)


def placed(content: Iterable[str], at: float, y: float) -> Markup:
    """Elements in pixels around a place, which is their 0, 0."""
    return shape("svg", *content, x=share(at), y=y, width=1, height=1, overflow="visible")


def anchor(href: str, *content: str, title: str, **attributes: str | float) -> Markup:
    """A mark that leads to a page; to none where the address is neither of this site nor of the web."""
    if not is_page(href):
        return shape("g", *content, title=title, **attributes)
    return shape("a", *content, title=title, href=href, **attributes)


def is_page(href: str) -> bool:
    """Whether an address is of this site or of the web: `javascript:` and `data:` are of neither."""
    address = _IGNORED.sub("", href)
    return bool(address) and (not _SCHEME.match(address) or bool(_WEB.match(address)))


def drawing(frame: Frame, height: float, content: Iterable[Markup], *, class_: str = "") -> Markup:
    """A drawing with its name and description; one that holds links is no picture but a group of them.

    `class_` may be `gutter`, which leaves room at the left for a scale, and `large` for one of thousands.
    """
    parts = Markup("".join(content))
    name, told = f"{frame.id}-title", f"{frame.id}-description"
    words = [element("title", clipped(frame.title), id=name)]
    if frame.description:
        words.append(element("desc", clipped(frame.description, 1000), id=told))
    svg = shape(
        "svg",
        *words,
        parts,
        role="group" if "<a " in parts else "img",
        aria_labelledby=name,
        aria_describedby=told if frame.description else "",
        width="100%",
        height=height,
        focusable="false",
    )
    return element("div", svg, class_=classes("chart-drawing", class_))


def hatching(id_: str, class_: str = "hatch") -> Markup:
    """A pattern of slanting lines, to be filled with by `url(#id)`."""
    line = shape("path", d="M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5", class_=class_)
    return shape("pattern", line, id=id_, width=6, height=6, patternUnits="userSpaceOnUse")

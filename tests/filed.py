"""What is wrong with the links of a site that is written as files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')

#: Words of an article, to which a page may lead although they are not marked there: a browser then shows its beginning.
_PLACE = re.compile(r"at-\d+")


def broken_links(site: Path) -> list[str]:
    """Links and sources in pages that lead to no file, or to no place in it; those out of the site left out."""
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    anchors = {page: {unescape(each) for each in _ID.findall(text)} for page, text in pages.items()}
    return [each for page, text in pages.items() for each in _broken(site, page, text, anchors)]


def _broken(site: Path, page: Path, text: str, anchors: dict[Path, set[str]]) -> Iterator[str]:
    for link in sorted(set(map(unescape, _LINK.findall(text)))):
        if link.startswith(("https://", "http://")):
            continue
        parts = urlsplit(link)
        file = Path(os.path.normpath(page.parent / unquote(parts.path))) if parts.path else page
        anchor = unquote(parts.fragment)
        is_whole = link and not (parts.scheme or parts.netloc or parts.query or link.startswith("/"))
        is_there = file.is_file() or (file.is_dir() and link.endswith("search/"))
        is_placed = not anchor or file not in anchors or anchor in anchors[file] or _PLACE.fullmatch(anchor)
        if not (is_whole and is_there and is_placed):
            yield f"{page.relative_to(site)}: {link}"

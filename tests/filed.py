"""A small store to be written as files, and what is wrong with the links of a site that was."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.toy import archive, post
from tongshi.build import build
from tongshi.store import open_store

#: A sentence that bears nothing out, and posts each of which tells of one contact.
SECRET = "雙方在會後共進晚餐並交換禮物"
SAID = {
    "call": "@call held main 2021-02-10 who=拜登:US:biden-joe,習近平:CN:xi-jinping topics=trade,taiwan",
    "talks": "@talks held main 2021-03-18 who=布林肯:US,楊潔篪:CN until=2021-03-19 place=安克拉治:US topics=trade",
    "plan": "@visit planned main 2021-05-02 who=菅義偉:JP until=2021-05-04 place=華盛頓:US polities=JP,US",
    "odd": "@meeting held main 2021-01-05 who=A/B\\C:US,王毅:CN place=<i>x</i>:US",
    "undated": "@message held background ? who=蔡英文:TW,拜登:US:biden-joe",
}

_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')

#: Words of an article, to which a page may lead although they are not marked there: a browser then shows its beginning.
_PLACE = re.compile(r"at-\d+")


def toy_store(folder: Path) -> Path:
    """Each of SAID in a post of its own, and one post that tells of nothing."""
    told = {
        name: post(f"新聞題目{name}", line, SECRET, url=f"https://www.cna.com.tw/{name}") for name, line in SAID.items()
    }
    told["none"] = post("氣象預報", "今日天氣晴朗", url="https://www.cna.com.tw/none")
    with open_store(folder / "toy.db", write=True) as store:
        build([archive(folder / "posts", **told)], store, jobs=1, coder="tests.toy:Toy")
    return folder / "toy.db"


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

"""An article's title, section and keywords: from the post's title, its address, its front matter, its printed tags."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator

from tongshi.clean.outlets import Outlet
from tongshi.clean.roles import Layout
from tongshi.clean.stamps import HEAD
from tongshi.language import fold
from tongshi.offsets import SourceText, decoded, join
from tongshi.records import Post

#: &quot; &#39; and Markdown's \_ .
_ESCAPE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});|\\([!-/:-@\[-`{-~])")
_SECTION_FIELD = re.compile(r"^(?:category|categories)[ \t]*:[ \t]*(.+?)[ \t\r]*$", re.MULTILINE)
_BETWEEN_KEYWORDS = re.compile(r"[\n#、,，;；|｜]+")
#: 關鍵字：, 标签: before the keywords; folded.
_KEYWORDS_LABEL = re.compile(r"^(?:相关)?(?:关键[字词]|标签|tags?|keywords?)\s*[:：]?\s*", re.IGNORECASE)
#: A longer text between commas is a sentence.
_LONGEST_KEYWORD = 30


@functools.lru_cache(maxsize=4096)  # a mirror has a handful of tags
def _folded(word: str) -> str:
    return fold(word)


def title(post: Post, outlet: Outlet) -> SourceText:
    """The title without escapes and entities, and without what the outlet appends to every title."""
    text = post.title
    if "&" in text.text or "\\" in text.text:
        text = join(_unescaped(text))
    for ending in outlet.title_ends:
        if text.text.endswith(ending) and len(text) > len(ending):
            text = text.cut(0, len(text) - len(ending))
    return text.strip()


def section(post: Post, outlet: Outlet) -> str:
    """The section by the front matter, else by the column at the title's end, else by the address; or nothing."""
    if post.form != "bare":
        at = post.text.find("\ncategor", 0, min(post.body[0], HEAD))
        field = _SECTION_FIELD.match(post.text, at + 1) if at >= 0 else None
        if field:
            words = field[1].strip("[]\"' ")
            names = {post.author, *post.tags}
            if words and words not in names and _folded(words) not in outlet.own and words not in outlet.names:
                return words
    for column in outlet.columns:
        if post.title.text.endswith(f" - {column}"):
            return column
    found = outlet.section_in_address.search(post.url) if outlet.section_in_address else None
    return outlet.sections.get(found[1], "") if found else ""


def keywords(post: Post, page: Layout, outlet: Outlet) -> tuple[str, ...]:
    """The front matter's tags and the printed keywords, each once; an outlet's own name is none."""
    found = dict.fromkeys(tag.strip() for tag in post.tags)
    for item in page.blocks:
        if item.block.role == "keywords":
            label = _KEYWORDS_LABEL.match(item.words)
            found.update(dict.fromkeys(_parts(item.block.text.text[label.end() if label else 0 :])))
    author = post.author.strip()
    return tuple(
        word
        for word in found
        if word and word != author and word not in outlet.names and _folded(word) not in outlet.own
    )


def _parts(words: str) -> Iterator[str]:
    for part in _BETWEEN_KEYWORDS.split(words):
        if 0 < len(part.strip()) <= _LONGEST_KEYWORD:
            yield part.strip()


def _unescaped(text: SourceText) -> Iterator[SourceText]:
    at = 0
    for escape in _ESCAPE.finditer(text.text):
        characters = escape[1] or html.unescape(escape[0])
        if characters == escape[0]:  # no such entity
            continue
        yield text.cut(at, escape.start())
        yield decoded(characters, *text.span(*escape.span()))
        at = escape.end()
    yield text.cut(at, len(text))

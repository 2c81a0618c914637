"""HTML → tokens with their places.

A tokenizer of our own, because positions must be right and the time linear whatever the input: each kind of
thing that never ends (comment, quoted value, script) is looked for once, and after that read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tongshi.errors import ReadError

#: The longest scraped page seen has 9,000 tags; a hundredfold of that is no article.
MAX_TAGS = 200_000

#: The richest tag seen has 30 attributes.
MAX_ATTRIBUTES = 300


class Tag(NamedTuple):
    """`<name attributes>` or `</name>`; the attributes are the range between name and `>`."""

    name: str
    closes: bool
    start: int
    end: int
    attributes: tuple[int, int]


class Text(NamedTuple):
    """A run of text, entities not resolved."""

    start: int
    end: int


#: A tag up to the `>` that is not inside a quoted value; no way back once a character is taken.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+)>")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp"))


def tokens(source: str, start: int, end: int) -> Iterator[Tag | Text]:
    """The tags and runs of text in `[start, end)`, in order; comments and what scripts hold are left out.

    Raises `ReadError` over `MAX_TAGS`.
    """
    at = plain = start
    count = 0
    never: set[str] = set()  # what was looked for in vain: looked for again it would make time quadratic
    while (at := source.find("<", at, end)) >= 0:
        tag = _tag(source, at, end, never)
        after = tag.end if tag else _declaration(source, at, end, never)
        if after == at + 1:  # only a character
            at = after
            continue
        if plain < at:
            yield Text(plain, at)
        at = plain = after
        if tag:
            count += 1
            if count > MAX_TAGS:
                raise ReadError(f"more than {MAX_TAGS:,} tags")
            yield tag
            if tag.name in _RAW and not tag.closes:
                at = plain = _raw_end(source, tag.name, after, end, never)
    if plain < end:
        yield Text(plain, end)


def attributes(source: str, tag: Tag) -> dict[str, tuple[int, int]]:
    """The tag's attributes: name in lower case → range of its value, quotes left out, entities not resolved."""
    found: dict[str, tuple[int, int]] = {}
    for number, attribute in enumerate(_ATTRIBUTE.finditer(source, *tag.attributes)):
        if number >= MAX_ATTRIBUTES:
            raise ReadError(f"a tag with more than {MAX_ATTRIBUTES} attributes")
        group = attribute.lastindex or 1  # of the value, or of the name where there is none
        span = attribute.span(group) if group > 1 else (attribute.end(), attribute.end())
        found.setdefault(attribute[1].lower(), span)
    return found


def _tag(source: str, at: int, end: int, never: set[str]) -> Tag | None:
    if "quotes" not in never:
        if found := _TAG.match(source, at, end):
            slash, name = found.group(1, 2)
            return Tag(name.lower(), bool(slash), at, found.end(), found.span(3))
        if not _NAME.match(source, at, end):
            return None
        never.add("quotes")
    named = _NAME.match(source, at, end)
    if not named:
        return None
    after = _after(source, ">", named.end(), end, never)
    return Tag(named[2].lower(), bool(named[1]), at, after, (named.end(), after - 1)) if after >= 0 else None


def _declaration(source: str, at: int, end: int, never: set[str]) -> int:
    """Where a comment, `<!…>` or `<?…>` ends; `at + 1` where the `<` is only a character."""
    after = -1
    if source.startswith("<!--", at):
        after = _after(source, "-->", at + 4, end, never)
    elif source.startswith(("<!", "<?", "</"), at):
        after = _after(source, ">", at + 2, end, never)
    return after if after >= 0 else at + 1


def _after(source: str, mark: str, at: int, end: int, never: set[str]) -> int:
    """Where the next `mark` ends, -1 where there is none."""
    found = -1 if mark in never else source.find(mark, at, end)
    if found < 0:
        never.add(mark)
        return -1
    return found + len(mark)


def _raw_end(source: str, name: str, at: int, end: int, never: set[str]) -> int:
    """Where the text inside a script ends; at once where its end tag is missing."""
    if name in never:
        return at
    closing = re.compile(f"</{name}\\b", re.IGNORECASE).search(source, at, end)
    if not closing:
        never.add(name)
        return at
    return closing.start()

"""Pages that need nothing else: no script, no network, their style inside, every value escaped.

What an archive says is hostile: it is put into a page by `element` only, which escapes all text it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NO_PAGE = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"

#: Characters that no page may hold, and marks that turn the direction of what follows.
_UNFIT = re.compile(f"[{_NO_PAGE}]")

#: The same, and those that are markup; most values have none, which one look tells.
_SPECIAL = re.compile(f"[{_NO_PAGE}&<>\"']")
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
_INSTEAD = "\ufffd"


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        """What templates ask for."""
        return self


def element(name: str, *content: str, **attributes: str) -> Markup:
    """An element; content that is no `Markup`, and every attribute, is escaped. `class_` is `class`, `a_b` is `a-b`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items() if value
    )
    inside = "".join(part if isinstance(part, Markup) else escaped(part) for part in content)
    return Markup(f"<{name}{written}>{inside}</{name}>")


def escaped(text: str) -> str:
    """Text as it may stand anywhere in the page."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], _INSTEAD), text)


def fit(text: str) -> str:
    """Text without characters that no page may hold, and without marks that turn the direction of what follows."""
    return _UNFIT.sub(_INSTEAD, text)


def own_direction(text: str) -> Markup:
    """A value whose direction of writing stays its own."""
    return element("bdi", text)


def link(address: str, *content: str, **attributes: str) -> Markup:
    """A link to an address of the web; the bare content where it is another kind of address (`javascript:`)."""
    if not _WEB.match(address):
        return element("span", *content, **attributes)
    return element("a", *content, href=address, rel="noopener noreferrer", **attributes)


def document(title: str, style: str, body: Iterable[str]) -> str:
    """A whole page; the parts of its body are markup."""
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="referrer" content="no-referrer">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}{element("title", title)}'
        f"<style>{style}</style></head>\n<body>{''.join(body)}</body></html>\n"
    )


_WEB = re.compile(r"https?://", re.IGNORECASE)

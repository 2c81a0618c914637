"""Pages without what leads nowhere: links become words, buttons and forms go.

Pages are those of this program's templates: what an archive says in them is escaped, and links are never in links.
"""

from __future__ import annotations

import re

_ATTRIBUTES = r"""(?:[^"'>]|"[^"]*"|'[^']*')*"""
_FORM = re.compile(rf"<form\b({_ATTRIBUTES})>.*?</form>\s*", re.DOTALL)
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>a|svg|link)\b(?P<attributes>{_ATTRIBUTES})>")
_NOWHERE = re.compile(r'\shref=""')
_OF_LINKS = re.compile(r'\s(?:href|rel|hreflang|download)(?:="[^"]*")?(?=[\s>]|$)')
_BUTTON = re.compile(rf'<a\b(?=[^>]*\shref="")(?=[^>]*\sclass="[^"]*\bbutton\b){_ATTRIBUTES}>.*?</a>', re.DOTALL)


def unlinked(page: str, search: str) -> str:
    """A page of which every link leads to a file; of forms those are left that ask `search` or work in the page."""
    page = _FORM.sub(lambda form: form[0] if _works(form[1], search) else "", page)
    if not _NOWHERE.search(page):
        return page
    return _TAG.sub(_Links(), _BUTTON.sub("", page))


def _works(attributes: str, search: str) -> bool:
    return " data-here" in attributes or bool(search and f'action="{search}"' in attributes)


class _Links:
    """Replaces the tags of links to nowhere, one after the other."""

    def __init__(self) -> None:
        self._drawings = 0
        self._open = ""  # what the link that is open has become; empty: it is one

    def __call__(self, tag: re.Match[str]) -> str:
        name, attributes = tag["name"], tag["attributes"]
        if name == "svg":
            self._drawings += 0 if attributes.endswith("/") else -1 if tag["close"] else 1
            return tag[0]
        if tag["close"]:
            closed, self._open = self._open, ""
            return f"</{closed}>" if closed else tag[0]
        if not _NOWHERE.search(attributes):
            return tag[0]
        if name == "link":
            return ""
        self._open = "g" if self._drawings else "span"
        return f"<{self._open}{_OF_LINKS.sub('', attributes)}>"

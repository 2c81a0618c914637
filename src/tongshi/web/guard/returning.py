"""Where somebody is led once he is logged in: to the page that he asked for, never to another site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: A path of this site: browsers read `//` and `/\\` as the beginning of another host, and leave out control characters.
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\x7f-\xa0\\]*")

_MAX_LENGTH = 4_000


def own_path(given: str) -> str:
    """The path with its query, if it is one of this site; else the first page."""
    if len(given) > _MAX_LENGTH or not _OWN.fullmatch(given):
        return "/"
    parts = urlsplit(given)
    return "/" if parts.scheme or parts.netloc else given

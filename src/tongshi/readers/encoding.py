"""Bytes → text. Positions everywhere else count the code points of what this module returns."""

from __future__ import annotations

import codecs
import re

from tongshi.errors import ReadError

#: Among the commonest characters of Chinese prose in either script. Read in the wrong encoding, text has hardly any.
_COMMON = frozenset("的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们到作地於于出就分對对成會会主發发年")

#: Share of damaged characters up to which text counts as UTF-8 with damage, rather than as another encoding.
_TOLERATED = 0.01

#: Share of damaged characters above which a file counts as binary. Control characters do not: some outlets
#: sprinkle backspaces over sound text.
_BINARY = 0.1

#: Share of common characters that Chinese prose surpasses by far, and noise read as Chinese does not reach.
_PROSE = 0.03

_LEGACY = ("gb18030", "big5hkscs")

_ASCII = re.compile(r"[\x00-\x7f]+")

#: Share of damage among what is not ASCII, above which a page is rather in the encoding that it declares: most of a
#: page is markup, too little of it Chinese to tell by.
_HALF = 0.5

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_LEGACY_NAMES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
}  # fmt: skip

#: Where a page or feed declares its encoding.
_HEAD_BYTES = 4096

_NUL_TO_DAMAGE = {0: "\ufffd"}


def decode(data: bytes, charset: str = "") -> str:
    """The text of a file, a byte order mark left out; line ends stay as they are.

    UTF-8, or UTF-16 (with its mark, or told from the ASCII that a post begins with), or GB18030 or Big5 where the
    bytes make no UTF-8: of these two the one that `charset` or the page itself declares, else the likelier. Damaged
    bytes and NUL become U+FFFD. Raises `ReadError` for what is no text.
    """
    text = _read_as(data, charset)[0]
    if "\x00" in text:
        text = text.translate(_NUL_TO_DAMAGE)
    if text.count("\ufffd") > max(8, _BINARY * len(text)):
        raise ReadError("not text")
    return text


def utf16(data: bytes) -> str:
    """The codec, where bytes are UTF-16: by their mark, or because they begin with ASCII, as posts do; else nothing."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for codec, zeros, characters in (("utf-16-le", data[1:8:2], data[0:8:2]), ("utf-16-be", data[0:8:2], data[1:8:2])):
        if zeros == bytes(4) and 0 not in characters:
            return codec
    return ""


def encoding_of(data: bytes) -> str:
    """What `decode` takes a file for: `utf-8`, `utf-8, damaged`, `utf-16`, `gb18030` or `big5hkscs`."""
    return _read_as(data)[1]


def _read_as(data: bytes, charset: str = "") -> tuple[str, str]:
    if codec := utf16(data):
        return data.decode(codec, "replace"), codec
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    damaged = (text, "utf-8, damaged")
    declared = _LEGACY_NAMES.get(charset.strip().lower()) or _declared(data)
    if declared and text.count("\ufffd") > _HALF * len(_ASCII.sub("", text)):
        return data.decode(declared, "replace"), declared
    if text.count("\ufffd") <= max(3, _TOLERATED * len(text)):
        return damaged
    best = max(((data.decode(encoding, "replace"), encoding) for encoding in _LEGACY), key=lambda it: _plausible(it[0]))
    return best if _plausible(best[0]) > max(_PROSE, _plausible(text)) else damaged


def _declared(data: bytes) -> str:
    """The encoding of ours that a page or feed says it is in, if any."""
    found = _DECLARED.search(data, 0, _HEAD_BYTES)
    return _LEGACY_NAMES.get(found[1].decode("ascii").lower(), "") if found else ""


def _plausible(text: str) -> float:
    damaged = text.count("\ufffd")
    return (sum(character in _COMMON for character in text) - 2 * damaged) / max(1, len(text))

"""Paths that were spoiled on their way: recognised, and mended only where the text says how.

%25E4%25B8%AD   escapes escaped again          mended: there is one reading
%C3%A4%C2%B8…   UTF-8 read as Western text     mended: the bytes are all there
%EF%BF%BD       what stood there is lost       flagged
%D6%D0          not UTF-8: another encoding, or cut off in the middle of a character   flagged
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from tongshi.addresses.syntax import escaped

LOST = "%EF%BF%BD"

#: Read as Western text, every Chinese character begins with one of â to ï.
_MISREAD = "%C3%"

#: Mended text must hold a character of these, or it was none of ours.
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HIGH = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
_ESCAPED_AGAIN = re.compile("%(?:25)+(?=[0-9A-Fa-f]{2})")

#: A path in its one form whose escapes are UTF-8; decoding it would tell the same at ten times the price.
_UTF8 = re.compile(
    "(?:[^%]++|%[0-7].|%(?:C[2-9A-F]|D.)%[89AB].|%E0%[AB].%[89AB].|%(?:E[1-9A-CEF])(?:%[89AB].){2}|%ED%[89].%[89AB]."
    "|%F0%[9AB].(?:%[89AB].){2}|%F[123](?:%[89AB].){3}|%F4%8.(?:%[89AB].){2})*+"
)

#: Windows shows some bytes as characters from elsewhere: `€` for 0x80.
_WESTERN = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def mended(path: str) -> str:
    """A path in its one form, with the segments mended that can be."""
    if "%25" not in path and _MISREAD not in path:
        return path
    return "/".join(_mended(segment) if "%" in segment else segment for segment in path.split("/"))


def foreign(path: str) -> bool:
    """Whether the escapes of a path are not UTF-8."""
    return "%" in path and not _UTF8.fullmatch(path)


def _mended(segment: str) -> str:
    if "%25" in segment and not _HIGH.search(segment):
        once = escaped(_ESCAPED_AGAIN.sub("%", segment))
        return once if _chinese(_decoded(once)) else segment
    text = _decoded(segment)
    if not text or text.isascii() or _chinese(text):
        return segment
    try:
        meant = text.translate(_WESTERN).encode("latin-1").decode()
    except UnicodeError:
        return segment
    return _escaped_text(meant) if _chinese(meant) else segment


def _escaped_text(text: str) -> str:
    """A segment from its characters: a `%`, `/` or `?` among them is none of its syntax."""
    return "".join(f"%{ord(character):02X}" if character in "%/?" else escaped(character) for character in text)


def _chinese(text: str | None) -> bool:
    return text is not None and "\ufffd" not in text and _CHINESE.search(text) is not None


def _decoded(escapes: str) -> str | None:
    try:
        return unquote_to_bytes(escapes).decode()
    except UnicodeDecodeError:
        return None

"""The parts of an address, and the one way of writing each (RFC 3986, section 6.2).

Only addresses of pages (http, https) are read; of anything else nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

#: The longest address looked at, as given and as written out; with every character in escapes, real ones have 2,000.
MAX_LENGTH = 10_000

_LONGEST_HOST = 253

_PARTS = re.compile(
    r"(?:(?P<scheme>https?):)?(?P<slashes>//)?"
    r"(?P<host>[^\s/?#@:\[\]%<>\"\\^`{|}\x00-\x20\x7f]++)(?::(?P<port>\d{0,5}))?(?P<rest>[/?#].*)?",
    re.DOTALL | re.IGNORECASE,
)
#: A host at the head of an address without scheme has a dot in it, and a path or `www.` to tell it from a file's name.
_BARE_HOST = re.compile(r"(?:[^.]+\.)+[a-z]{2,}\.?", re.IGNORECASE)
_REST = re.compile(r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?", re.DOTALL)

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
#: What must be written in another way: escapes (group 1), and all that may not stand in a path or a query.
_UNTIDY = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
#: What is in its one form already, as most are.
_TIDY = re.compile(
    r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%(?:[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF]))*+"
)
_ASCII_ESCAPE = re.compile(r"%([0-7][0-9A-Fa-f])")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Empty segments; those of an address that stands inside the path are its own.
_EMPTY_SEGMENTS = re.compile("(?<!:)/{2,}")
_PORTS = {"http": 80, "https": 443}

T = TypeVar("T")


class Parts(NamedTuple):
    """An address taken apart; `rest` is all that follows host and port, as written."""

    scheme: str
    host: str  # lower case
    port: str  # empty: the scheme's own
    rest: str

    @property
    def path(self) -> str:
        """The path in its one form, at least `/`."""
        match = _REST.match(self.rest)
        return _path(match["path"] if match else "")

    @property
    def query(self) -> tuple[str, ...]:
        """The parameters in their one form, in order, empty ones left out."""
        match = _REST.match(self.rest)
        return tuple(pair for pair in escaped(match["query"] or "").split("&") if pair) if match else ()

    @property
    def screen(self) -> str:
        """The fragment where it says what a page shows (`#!…`); any other is only a place on it."""
        match = _REST.match(self.rest)
        fragment = (match["fragment"] or "") if match else ""
        return "#" + escaped(fragment) if fragment.startswith("!") else ""


def tidy(text: str) -> str:
    """An address without white space around it; what is half a character is damage."""
    return _SURROGATE.sub("\ufffd", text).strip()


def split(text: str) -> Parts | None:
    """The parts of the address of a page; None for anything else. Without a scheme it is https."""
    if len(text) > MAX_LENGTH:
        return None
    match = _PARTS.fullmatch(text)
    if not match or (match["scheme"] and not match["slashes"]):
        return None
    host = match["host"].lower().strip(".")
    rest = match["rest"] or ""
    if not match["slashes"]:
        named = host.startswith("www.") or rest.startswith("/")
        if not named or not _BARE_HOST.fullmatch(host):
            return None
    if not host or len(host) > _LONGEST_HOST:
        return None
    scheme = (match["scheme"] or "https").lower()
    port = int(match["port"] or _PORTS[scheme])
    return Parts(scheme, host, "" if port == _PORTS[scheme] else str(port), rest)


def below(host: str, table: Mapping[str, T]) -> T | None:
    """What a table of hosts, each with all hosts below it, says of one."""
    if len(host) > _LONGEST_HOST:
        return None
    return next((found for domain in domains(host) if (found := table.get(domain))), None)


def domains(host: str) -> Iterator[str]:
    """A host, and those above it in turn."""
    labels = host.split(".")
    for start in range(len(labels)):
        yield ".".join(labels[start:])


def host_as_written(address: str) -> str:
    """The host that an address, or a bare host, begins with, whatever it wraps; empty where it has none."""
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").strip(".")
    except ValueError:  # such as a bracket that is never closed
        return ""


def escaped(text: str) -> str:
    """Path or query in its one form: escapes only where they must be, in capitals, characters as UTF-8."""
    return text if _TIDY.fullmatch(text) else _UNTIDY.sub(_tidied, text)


def unescaped_once(text: str) -> str:
    """An address that was written as a part of another, as it was before: escapes of ASCII are undone.

    The others need not be, since they are what the characters are written as anyway.
    """
    return _ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _tidied(match: re.Match[str]) -> str:
    if match[1] is None:
        return "".join(f"%{byte:02X}" for byte in match[0].encode())
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _path(raw: str) -> str:
    path = _EMPTY_SEGMENTS.sub("/", escaped(raw)) or "/"
    if "/." not in path:
        return path
    kept: list[str] = []
    *segments, last = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if last == "..":
        del kept[-1:]
    kept.append("" if last in (".", "..") else last)
    return _EMPTY_SEGMENTS.sub("/", "/" + "/".join(kept))

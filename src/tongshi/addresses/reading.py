"""An address as an archive has it → what it says."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tongshi.addresses.damage import LOST, foreign, mended
from tongshi.addresses.rules import Rules, Site, Wrapper, load_rules
from tongshi.addresses.syntax import MAX_LENGTH, Parts, below, split, tidy, unescaped_once

#: What is to be said against an address.
Flag = Literal[
    "lost",  # characters of its path are lost (%EF%BF%BD)
    "mended",  # its path was escaped twice or read in a wrong encoding; `url` has it right
    "foreign",  # its escapes are not UTF-8: another encoding, or cut off
    "no-address",  # not the address of a page; left as it is
    "too-long",  # the same, for its length or the number of its wrappers
]

#: Wrapped more often than this is a loop.
MAX_WRAPPERS = 8

_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_ESCAPED_SCHEME = re.compile(r"https?%3a", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D+")
_SHORTEST_TIME = 4  # a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address says."""

    url: str  # canonical: nothing wrapped around it, no tracking, each part written in one way
    key: str  # what all copies share: no scheme, no www, no headline where the site numbers its articles
    host: str = ""  # empty: no address of a page
    site: str = ""  # id of the site's entry in addresses.yml
    article: bool = False  # the key is the site's own number or name of an article
    archive_url: str = ""  # the archive's capture of it, as written
    captured: dt.datetime | None = None  # when, aware, UTC
    through: tuple[str, ...] = ()  # ids of the wrappers taken off, the outermost first
    flags: frozenset[Flag] = frozenset()


class _Inner(NamedTuple):
    """What a wrapper held."""

    outer: str
    text: str
    wrapper: str
    time: str | None  # digits, where it is a capture


@dataclass(frozen=True, slots=True)
class Addresses:
    """Reads addresses by the rules of `addresses.yml`."""

    rules: Rules

    def read(self, text: str) -> Address:
        """What any string says as an address; never raises, and takes time linear in its length.

        `read(read(text).url).url` is `read(text).url`.
        """
        given = tidy(text)
        if len(given) > MAX_LENGTH:
            return _left(given, "too-long")
        through: list[_Inner] = []
        address, inner = None, given
        while True:
            if found := self._unwrapped(inner):
                if len(through) == MAX_WRAPPERS:
                    return _left(given, "too-long")
                through.append(found)
                address, inner = None, found.text
            elif address is not None:
                break
            else:
                parts = split(inner)
                if parts is None:
                    return _left(given, "no-address")
                address = self._canonical(parts)
                if len(address.url) > MAX_LENGTH:
                    return _left(given, "too-long")
                inner = address.url  # tidied, it may turn out to be a wrapper
        if not through:
            return address
        capture = next((each for each in through if each.time is not None), None)
        return replace(
            address,
            through=tuple(each.wrapper for each in through),
            archive_url=capture.outer if capture else "",
            captured=capture_time(capture.time or "") if capture else None,
        )

    def host(self, text: str) -> str:
        """The host of what `read` would say, empty where that is no address; at a fraction of its price."""
        inner = tidy(text)
        for _ in range(MAX_WRAPPERS + 1):
            found = self._unwrapped(inner)
            if found is None:
                parts = split(inner)
                return self._main_host(parts.host) if parts else ""
            inner = found.text
        return ""

    def _main_host(self, host: str) -> str:
        site = below(host, self.rules.sites)
        return site.doubles.get(host, host) if site else host

    def _unwrapped(self, text: str) -> _Inner | None:
        if not text:
            return None
        if text.startswith("/") and not text.startswith("//"):
            return _first_inner(self.rules.rooted, text, text)
        parts = split(text)
        wrappers = below(parts.host, self.rules.wrappers) if parts else None
        if not parts or not wrappers:
            return None
        return _first_inner(wrappers, text, parts.rest)

    def _canonical(self, parts: Parts) -> Address:
        site = below(parts.host, self.rules.sites)
        parts = _page(parts, site)
        host = site.doubles.get(parts.host, parts.host) if site else parts.host
        raw = parts.path
        path = mended(raw)
        flags: set[Flag] = {"mended"} if path != raw else set()
        if LOST in path:
            flags.add("lost")
        if foreign(path):
            flags.add("foreign")
        for pattern, replacement in site.paths if site else ():
            path = pattern.sub(replacement, path) or "/"
        query = "&".join(pair for pair in parts.query if not self.rules.tracks(host, pair))
        target = path + (f"?{query}" if query else "")
        port = f":{parts.port}" if parts.port else ""
        name = _article(site, host, target)
        bare = path.rstrip("/") + (f"?{query}" if query else "")
        return Address(
            url=f"{parts.scheme}://{host}{port}{target}{parts.screen}",
            key=name or f"{host.removeprefix('www.')}{port}{bare}{parts.screen}",
            host=host,
            site=site.id if site else "",
            article=bool(name),
            flags=frozenset(flags),
        )


def _left(given: str, flag: Flag) -> Address:
    return Address(url=given, key=given, flags=frozenset((flag,)))


def load_addresses() -> Addresses:
    """Read `addresses.yml`; raises `LexiconError`."""
    return Addresses(load_rules())


@functools.cache
def shipped() -> Addresses:
    """The rules that come with the package: what makes ids must be the same for everyone."""
    return load_addresses()


def capture_time(digits: str) -> dt.datetime | None:
    """`20211014093000`, or its first part, as UTC; None where it is no time."""
    if not _SHORTEST_TIME <= len(digits) <= 14:
        return None
    year, rest = int(digits[:4]), digits[4:]
    month, day, hour, minute, second = (
        int(rest[at : at + 2] or first) for at, first in zip(range(0, 10, 2), "11000", strict=True)
    )
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except ValueError:
        return None


def _first_inner(wrappers: tuple[Wrapper, ...], text: str, rest: str) -> _Inner | None:
    return next((inner for wrapper in wrappers if (inner := _inner(wrapper, text, rest))), None)


def _inner(wrapper: Wrapper, outer: str, rest: str) -> _Inner | None:
    """The address that a wrapper holds, from what follows the wrapper's host."""
    time = None
    if wrapper.pattern:
        match = wrapper.pattern.fullmatch(rest)
        if not match:
            return None
        held = match["url"]
        if "time" in wrapper.pattern.groupindex:
            time = _NOT_DIGITS.sub("", match["time"])
        if _ESCAPED_SCHEME.match(held):
            held = unescaped_once(held)
    else:
        held = unescaped_once(_parameter(rest, wrapper.parameters))
    secure = bool(wrapper.secure and _parameter(rest, frozenset((wrapper.secure,))))
    text = _with_scheme(tidy(held), "https" if secure else wrapper.scheme)
    return _Inner(outer, text, wrapper.id, time) if split(text) else None


def _with_scheme(text: str, scheme: str) -> str:
    if match := _SCHEME.match(text):
        return f"{match[1]}://{text[match.end() :]}"
    if text.startswith("ssl:"):
        return f"https://{text[4:].lstrip('/')}"
    if text.startswith("//"):
        return f"https:{text}"
    return f"{scheme}://{text}" if scheme else ""


def _parameter(rest: str, names: frozenset[str]) -> str:
    query = rest.partition("#")[0].partition("?")[2]
    return next((value for name, _, value in (pair.partition("=") for pair in query.split("&")) if name in names), "")


def _page(parts: Parts, site: Site | None) -> Parts:
    """The page for readers of an address for programs; any other as it is."""
    for pattern in site.interfaces if site else ():
        match = pattern.fullmatch(parts.host + parts.path)
        page = split(site.page.format(**match.groupdict())) if site and match else None
        if page:
            return page
    return parts


def _article(site: Site | None, host: str, target: str) -> str:
    """The article's key by the site's own number, where the address has one."""
    for pattern in site.articles if site else ():
        if match := pattern.fullmatch(target):
            return site.key.format(host=host.removeprefix("www."), **match.groupdict()) if site else ""
    return ""

"""What `addresses.yml` says, typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tongshi.addresses.syntax import below
from tongshi.errors import LexiconError
from tongshi.lexicon import Entry, entries, strings


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Addresses that hold another one: in parameters, or where a pattern finds it behind the host."""

    id: str
    hosts: tuple[str, ...]
    parameters: frozenset[str]
    pattern: re.Pattern[str] | None
    scheme: str  # of an inner address that has none; empty: it must have one
    secure: str  # parameter that makes it https
    rooted: bool  # also met without scheme and host


@dataclass(frozen=True, slots=True)
class Tracking:
    """Names of parameters that say nothing of what is read: whole, and beginnings."""

    names: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, name: str) -> bool:
        """Whether a parameter of this name is one."""
        return name in self.names or name.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Site:
    """What an outlet's addresses say."""

    id: str
    doubles: Mapping[str, str]
    paths: tuple[tuple[re.Pattern[str], str], ...]
    articles: tuple[re.Pattern[str], ...]
    key: str
    interfaces: tuple[re.Pattern[str], ...]
    page: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole lexicon, by host."""

    wrappers: Mapping[str, tuple[Wrapper, ...]]
    rooted: tuple[Wrapper, ...]
    tracking: Tracking  # everywhere
    own_tracking: Mapping[str, Tracking]
    sites: Mapping[str, Site]

    def tracks(self, host: str, parameter: str) -> bool:
        """Whether a parameter (`name=value`) at a host is tracking."""
        name = parameter.partition("=")[0]
        own = below(host, self.own_tracking)
        return self.tracking.fits(name) or (own is not None and own.fits(name))


def load_rules() -> Rules:
    """Read `addresses.yml`; raises `LexiconError`."""
    wrappers: dict[str, tuple[Wrapper, ...]] = {}
    everywhere: list[str] = []
    tracked: dict[str, list[str]] = {}
    sites: dict[str, Site] = {}
    for entry in entries("addresses"):
        hosts = strings(entry, "hosts")
        match entry.get("kind"):
            case "wrapper":
                wrapper = _wrapper(entry, hosts)
                for host in hosts:
                    wrappers[host] = (*wrappers.get(host, ()), wrapper)
            case "tracking" if hosts:
                for host in hosts:
                    tracked.setdefault(host, []).extend(strings(entry, "parameters"))
            case "tracking":
                everywhere.extend(strings(entry, "parameters"))
            case "site":
                sites.update(dict.fromkeys(hosts, _site(entry)))
            case kind:
                raise LexiconError(f"addresses.yml: {entry.get('id')}: no such kind: {kind}")
    return Rules(
        wrappers=wrappers,
        rooted=tuple(
            {wrapper.id: wrapper for each in wrappers.values() for wrapper in each if wrapper.rooted}.values()
        ),
        tracking=_tracking(everywhere),
        own_tracking={host: _tracking(names) for host, names in tracked.items()},
        sites=sites,
    )


def _wrapper(entry: Entry, hosts: tuple[str, ...]) -> Wrapper:
    pattern = _pattern(entry, entry["path"]) if "path" in entry else None
    if pattern is not None and "url" not in pattern.groupindex:
        raise LexiconError(f"addresses.yml: {entry['id']}: the pattern has no group `url`")
    return Wrapper(
        id=str(entry["id"]),
        hosts=hosts,
        parameters=frozenset(strings(entry, "parameter")),
        pattern=pattern,
        scheme=str(entry.get("scheme", "")),
        secure=str(entry.get("secure", "")),
        rooted=bool(entry.get("rooted")),
    )


def _tracking(names: list[str]) -> Tracking:
    whole = frozenset(name for name in names if not name.endswith("*"))
    return Tracking(whole, tuple(name.rstrip("*") for name in names if name.endswith("*")))


def _site(entry: Entry) -> Site:
    doubles: dict[str, str] = entry.get("doubles") or {}
    chained = [host for host in doubles.values() if doubles.get(host, host) != host]
    if chained:
        raise LexiconError(f"addresses.yml: {entry['id']}: {chained[0]} is doubled and a double")
    paths: dict[str, str] = entry.get("paths") or {}
    return Site(
        id=str(entry["id"]),
        doubles=doubles,
        paths=tuple((_pattern(entry, path), replacement) for path, replacement in paths.items()),
        articles=tuple(_pattern(entry, pattern) for pattern in strings(entry, "article")),
        key=str(entry.get("key", "")),
        interfaces=tuple(_pattern(entry, pattern) for pattern in strings(entry, "interface")),
        page=str(entry.get("page", "")),
    )


def _pattern(entry: Entry, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error as error:
        raise LexiconError(f"addresses.yml: {entry['id']}: {error}") from error

"""Outlets: which one an address belongs to, and what the class names of its pages mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tongshi.addresses import Addresses, shipped
from tongshi.addresses.syntax import below
from tongshi.clean.bodies import Furniture, load_furniture
from tongshi.clean.boilerplate import Boilerplate, load_boilerplate
from tongshi.clean.credits import Credits, load_credits
from tongshi.clean.datelines import Datelines, load_datelines
from tongshi.clean.embeds import Embeds, load_embeds
from tongshi.clean.media import Media, load_media
from tongshi.clean.usage import Usages, load_usages
from tongshi.language import fold
from tongshi.lexicon import Entry, Layers, entries, strings
from tongshi.records import Role, Script

_ROLES: frozenset[str] = frozenset(get_args(Role))

#: Second labels that are open to everyone under a country's domain: example.com.hk is a registrable domain.
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "go", "gob", "idv", "mil", "net", "ne", "or", "org"])


class Marks:
    """Class names and ids (`#id`) → role; a name may stand for all that begin (`name*`) or end (`*name`) so."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        self._roles = dict(roles)
        self._open = [(name.strip("*"), name.startswith("*"), role) for name, role in roles.items() if "*" in name]

    def __call__(self, word: str) -> Role | None:
        """The role that the name gives, if any."""
        role = self._roles.get(word)
        if role or not self._open:
            return role
        for part, at_end, wide in self._open:
            if word.endswith(part) if at_end else word.startswith(part):
                return wide
        return None


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as `outlets.yml` describes it."""

    code: str
    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    zone: ZoneInfo | None = None  # None: not known
    country: str = ""
    script: Script = "Hans"
    many: bool = False  # a post of it holds many news
    author_edits: bool = False  # the front matter's author put the article up and did not write it
    marks: Marks = field(default_factory=lambda: Marks({}))
    own: frozenset[str] = frozenset()  # its names, folded
    printed_zone: ZoneInfo | None = None  # in which its pages print times that name no zone, where it is another
    month_first: bool = False  # its pages print 05/12/2014 for the twelfth of May
    title_ends: tuple[str, ...] = ()  # what it appends to titles
    columns: tuple[str, ...] = ()  # sections that stand at the end of titles
    section_in_address: re.Pattern[str] | None = None  # its group is a key of `sections`
    sections: Mapping[str, str] = field(default_factory=dict)
    day_in_address: re.Pattern[str] | None = None  # groups year (of four digits or two), month, day


@dataclass(frozen=True, slots=True)
class Outlets:
    """All that cleaning knows about outlets; loaded once and handed on."""

    known: tuple[Outlet, ...]
    hosts: Mapping[str, Outlet]
    names: frozenset[str]  # folded
    boilerplate: Boilerplate
    furniture: Furniture
    datelines: Datelines
    media: Media
    credits: Credits
    usages: Usages
    otherwise: Marks  # what class names mean in general
    addresses: Addresses
    embeds: Embeds

    def of(self, address: str) -> Outlet:
        """The outlet an address belongs to; an unknown one has its registrable domain as code and no zone."""
        host = self.addresses.host(address)
        return below(host, self.hosts) or Outlet(registrable(host), marks=self.otherwise)


def load_outlets(layers: Layers = ()) -> Outlets:
    """Read `outlets.yml` and what goes with it; raises `LexiconError`."""
    boilerplate = load_boilerplate(layers=layers)
    known, hosts = [], dict[str, Outlet]()
    for entry in entries("outlets", layers):
        outlet = _outlet(entry, boilerplate.marks)
        known.append(outlet)
        for host in outlet.hosts:
            if host in hosts:
                raise entry.error(f"{outlet.code}: {host} is {hosts[host].code}'s already", "hosts")
            hosts[host] = outlet
    names = frozenset(name for outlet in known for name in outlet.own)
    media = load_media(layers)
    return Outlets(
        tuple(known),
        hosts,
        names,
        boilerplate,
        load_furniture(),
        load_datelines((*names, *media.agencies)),
        media,
        load_credits((*names, *media.agencies)),
        load_usages(),
        Marks(boilerplate.marks),
        shipped(),
        load_embeds(shipped()),
    )


def registrable(host: str) -> str:
    """The part of a host name that one can register: `zh.example.co.uk` → `example.co.uk`."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def _outlet(entry: Entry, general: Mapping[str, Role]) -> Outlet:
    code = entry.get("code")
    zone = _zone(entry, "zone")
    return Outlet(
        code=str(code),
        names=strings(entry, "names"),
        hosts=strings(entry, "hosts"),
        zone=zone,
        country=str(entry.get("country", "")),
        many=bool(entry.get("items")),
        author_edits=entry.get("author") == "editor",
        script="Hant" if entry.get("script") == "Hant" else "Hans",
        marks=Marks({**general, **_marks(entry)}),
        own=frozenset(fold(name) for name in strings(entry, "names")),
        printed_zone=_zone(entry, "printed") if "printed" in entry else None,
        month_first=entry.get("order") == "month first",
        title_ends=strings(entry, "title_ends"),
        columns=strings(entry, "columns"),
        section_in_address=_pattern(entry, "section"),
        sections={str(key): str(name) for key, name in (entry.get("sections") or {}).items()},
        day_in_address=_pattern(entry, "day"),
    )


def _zone(entry: Entry, key: str) -> ZoneInfo:
    try:
        return ZoneInfo(entry[key])
    except (KeyError, ValueError, ZoneInfoNotFoundError) as error:
        raise entry.error(f"{entry.get('code')}: no such zone: {entry.get(key)}", key) from error


def _pattern(entry: Entry, key: str) -> re.Pattern[str] | None:
    try:
        return re.compile(entry[key]) if key in entry else None
    except re.error as error:
        raise entry.error(f"{entry.get('code')}: {key}: {error}", key) from error


def _marks(entry: Entry) -> dict[str, Role]:
    marks: dict[str, Role] = {}
    given: Entry = entry.get("marks") or Entry("")
    for role in given:
        if role not in _ROLES:
            raise given.error(f"{entry['code']}: no such role: {role}", role)
        marks.update(dict.fromkeys(strings(given, role), cast("Role", role)))
    return marks

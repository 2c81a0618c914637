"""The lexicons of polities, people, offices and institutions, typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Literal

from tongshi import lexicon
from tongshi.errors import LexiconError
from tongshi.language import fold

PolityKind = Literal["state", "territory", "organisation"]

#: Which of a polity's names a surface is; the order is the order of trust.
Sense = Literal["name", "government", "demonym", "legislature", "metonym", "capital", "city"]
_SENSES: tuple[tuple[Sense, tuple[str, ...]], ...] = (
    ("name", ("short", "full")),
    ("government", ("government",)),
    ("demonym", ("demonyms",)),
    ("legislature", ("legislature",)),
    ("metonym", ("metonyms",)),
    ("capital", ("capital",)),
    ("city", ("cities",)),
)


@dataclass(frozen=True, slots=True)
class Polity:
    """A state, territory or organisation; all surfaces folded."""

    code: str
    kind: PolityKind
    en: str
    surfaces: tuple[tuple[str, Sense], ...]
    abbreviations: tuple[str, ...]
    unless: tuple[str, ...]
    cities: frozenset[str] = frozenset()  # those of its surfaces that are a town, its capital too: not 白宫
    regions: tuple[str, ...] = ()  # parts of the world it stands for as the goal of a journey: 欧洲之行
    fuses: bool = False  # its one character stands before titles (美国务卿), not only behind 驻
    pairs: bool = False  # it makes a pair of itself and the one beside it: 台捷, 中梵

    @property
    def is_organisation(self) -> bool:
        """An international organisation, not a state or territory."""
        return self.kind == "organisation"


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office a person held; `until` None: still held as far as known."""

    title: str
    polity: str
    role: str
    since: dt.date | None
    until: dt.date | None

    def covers(self, day: dt.date, slack: int = 0) -> bool:
        """Whether the office was held on `day`, give or take `slack` days."""
        margin = dt.timedelta(days=slack)
        return (self.since is None or self.since - margin <= day) and (self.until is None or day <= self.until + margin)


@dataclass(frozen=True, slots=True)
class Person:
    """A curated person; all names folded.

    `titled_names` are (title, name) pairs for names too common to be read alone: 国防大臣华莱士.
    """

    id: str
    latin: tuple[str, ...]
    plain_names: tuple[str, ...]
    titled_names: tuple[tuple[str, str], ...]
    polity: str
    tenures: tuple[Tenure, ...]
    unless: tuple[str, ...]

    def held_on(self, day: dt.date | None) -> Tenure | None:
        """The office held on `day`, the latest begun first; with no day, the last office."""
        if day is None:
            return self.tenures[-1] if self.tenures else None
        held = [tenure for tenure in self.tenures if tenure.covers(day)]
        return held[-1] if held else None

    def active_around(self, day: dt.date | None) -> bool:
        """Whether some office was held within a year of `day`."""
        return day is None or any(tenure.covers(day, slack=400) for tenure in self.tenures)


@dataclass(frozen=True, slots=True)
class Office:
    """A family of titles with one role."""

    id: str
    role: str
    polity: str | None
    policy: bool
    titles: tuple[str, ...]
    after: bool
    unnamed: bool
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that speaks and acts for its state; `polity` None: of the state named before it."""

    id: str
    polity: str | None
    names: tuple[str, ...]
    unless: tuple[str, ...]


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(value) for value in values))


def load_polities(folder: Traversable = lexicon.SHIPPED) -> tuple[Polity, ...]:
    """`polities.yml`, in file order; raises LexiconError."""
    return tuple(_polity(entry) for entry in lexicon.entries("polities", folder))


def _polity(entry: lexicon.Entry) -> Polity:
    surfaces: dict[str, Sense] = {}
    for sense, keys in _SENSES:
        for key in keys:
            for name in _folded(lexicon.strings(entry, key)):
                surfaces.setdefault(name, sense)
        if sense == "name":
            for names in (entry.get("regional") or {}).values():
                for name in _folded(tuple(names)):
                    surfaces.setdefault(name, sense)
    code = entry.get("code")
    if not isinstance(code, str) or not surfaces:
        raise LexiconError(f"polities.yml: {entry}: a code and a name are needed")
    return Polity(
        code=code,
        kind=entry.get("kind", "state"),
        en=entry.get("en", ""),
        surfaces=tuple(surfaces.items()),
        abbreviations=_folded(lexicon.strings(entry, "abbreviation")),
        unless=_folded(lexicon.strings(entry, "unless")),
        cities=frozenset(_folded(lexicon.strings(entry, "capital") + lexicon.strings(entry, "cities"))),
        regions=_folded(lexicon.strings(entry, "regions")),
        fuses=bool(entry.get("fuses")),
        pairs=bool(entry.get("pairs") or entry.get("fuses")),
    )


def load_people(offices: Iterable[Office], folder: Traversable = lexicon.SHIPPED) -> tuple[Person, ...]:
    """All of `people/*.yml`; raises LexiconError, also for an id met twice. `offices` tell title from name."""
    seen: dict[str, Person] = {}
    titles = re.compile("|".join(sorted((t for o in offices for t in o.titles), key=len, reverse=True)))
    for person in _people(folder, titles):
        if person.id in seen:
            raise LexiconError(f"people: the id {person.id} is used twice")
        seen[person.id] = person
    return tuple(seen.values())


def _people(folder: Traversable, titles: re.Pattern[str]) -> Iterator[Person]:
    for name in lexicon.names_in("people", folder):
        for entry in lexicon.entries(name, folder):
            try:
                plain, titled = _split(
                    _folded(tuple(word for words in entry["names"].values() for word in words)), titles
                )
                yield Person(
                    id=entry["id"],
                    latin=lexicon.strings(entry, "latin"),
                    plain_names=plain,
                    titled_names=titled,
                    polity=entry["polity"],
                    tenures=tuple(_tenure(office, entry["polity"]) for office in entry.get("offices") or ()),
                    unless=_folded(lexicon.strings(entry, "unless")),
                )
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise LexiconError(f"{name}.yml: {entry.get('id', entry)}: {error!r}") from error


def _split(names: tuple[str, ...], titles: re.Pattern[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Names that stand alone, and (title, name) pairs for those written with a title."""
    plain, titled = [], []
    for name in names:
        ends = [match.end() for match in titles.finditer(name) if len(name) - match.end() >= 2]
        behind = [match for match in titles.findall(name) if name.endswith(match)]
        if behind and name.removesuffix(behind[-1]) in names:
            continue  # 王毅外长: the title behind a known name is read as a title
        if ends:
            titled.append((name[: ends[-1]], name[ends[-1] :]))
        else:
            plain.append(name)
    return tuple(plain), tuple(pair for pair in titled if pair[1] not in plain)


def _tenure(office: lexicon.Entry, polity: str) -> Tenure:
    return Tenure(
        title=fold(office["title"]),
        polity=office.get("polity", polity),
        role=office.get("role", "other"),
        since=lexicon.partial_date(office.get("from")),
        until=lexicon.partial_date(office.get("to"), last=True),
    )


def load_offices(folder: Traversable = lexicon.SHIPPED) -> tuple[Office, ...]:
    """`offices.yml`, in file order."""
    return tuple(
        Office(
            id=entry["id"],
            role=entry["role"],
            polity=entry.get("polity"),
            policy=bool(entry.get("policy")),
            titles=_folded(lexicon.strings(entry, "titles")),
            after=bool(entry.get("after")),
            unnamed=bool(entry.get("unnamed")),
            unless=_folded(lexicon.strings(entry, "unless")),
        )
        for entry in lexicon.entries("offices", folder)
    )


def load_institutions(folder: Traversable = lexicon.SHIPPED) -> tuple[Institution, ...]:
    """`institutions.yml`, in file order."""
    return tuple(
        Institution(
            id=entry["id"],
            polity=entry.get("polity"),
            names=_folded(lexicon.strings(entry, "names")),
            unless=_folded(lexicon.strings(entry, "unless")),
        )
        for entry in lexicon.entries("institutions", folder)
    )

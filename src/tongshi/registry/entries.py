"""The lexicons of polities, people, offices and institutions, typed."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tongshi import lexicon
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
    ("city", ("cities", "sites")),
)

#: What was read of a few sets of layers is kept: one command asks several times, and a server for every page.
_kept = functools.lru_cache(maxsize=4)


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
    spellings: Mapping[str, str] = field(default_factory=dict)  # further spellings of a town → the one it goes by
    regions: tuple[str, ...] = ()  # parts of the world it stands for as the goal of a journey: 欧洲之行
    fuses: bool = False  # its one character stands before titles (美国务卿), not only behind 驻
    usual: tuple[str, ...] = ()  # those of its characters that mean it rather than others, where the text names neither
    shares: tuple[str, ...] = ()  # characters that mean it only where the text names it, and no other by them
    pairs: bool = False  # it makes a pair of itself and the one beside it: 台捷, 中梵
    seats: frozenset[str] = frozenset()  # the states that alone sit in it: four foreign ministers of just these are it

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

    @property
    def spellings(self) -> tuple[str, ...]:
        """What a text that names him holds: a name, or a title with the name behind it."""
        return (*self.plain_names, *(title + name for title, name in self.titled_names))

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
    """A body that speaks and acts for its state; `polity` None: of the state named before it.

    `behind`: only right behind a state, a body or somebody it is one: 德国[方面], not 经济[方面].
    `told_by`: states of which it is where no state is named with it and the text has one of their words.
    """

    id: str
    polity: str | None
    names: tuple[str, ...]
    unless: tuple[str, ...]
    behind: bool = False
    told_by: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(value) for value in values))


@_kept
def load_polities(layers: lexicon.Layers = ()) -> tuple[Polity, ...]:
    """`polities.yml`, in file order; raises LexiconError."""
    return tuple(_polity(entry) for entry in lexicon.entries("polities", layers))


def _polity(entry: lexicon.Entry) -> Polity:
    surfaces: dict[str, Sense] = {}
    for sense, keys in _SENSES:
        for key in keys:
            for name in _folded(lexicon.strings(entry, key)):
                surfaces.setdefault(name, sense)
        if sense == "name":
            regional = entry.get("regional") or {}
            for place in regional:
                for name in _folded(lexicon.strings(regional, place)):
                    surfaces.setdefault(name, sense)
    code = entry.get("code")
    if not isinstance(code, str) or not surfaces:
        raise entry.error(f"{code}: a code and a name are needed")
    return Polity(
        code=code,
        kind=entry.get("kind", "state"),
        en=entry.get("en", ""),
        surfaces=tuple(surfaces.items()),
        abbreviations=_folded(lexicon.strings(entry, "abbreviation")),
        unless=_folded(lexicon.strings(entry, "unless")),
        cities=frozenset(_folded(lexicon.strings(entry, "capital") + lexicon.strings(entry, "cities"))),
        spellings=_spellings(entry),
        regions=_folded(lexicon.strings(entry, "regions")),
        usual=_folded(lexicon.strings(entry, "usual")),
        shares=_folded(lexicon.strings(entry, "shares")),
        fuses=bool(entry.get("fuses")),
        pairs=bool(entry.get("pairs") or entry.get("fuses")),
        seats=frozenset(lexicon.strings(entry, "seats")),
    )


def _spellings(entry: lexicon.Entry) -> dict[str, str]:
    """Those of the capital, and of the towns that are told by several: 悉尼/雪梨."""
    towns = [lexicon.strings(entry, "capital"), *(each.split("/") for each in lexicon.strings(entry, "spellings"))]
    return {fold(spelling): fold(town[0]) for town in towns for spelling in town[1:]}


@_kept
def load_people(offices: tuple[Office, ...], layers: lexicon.Layers = ()) -> tuple[Person, ...]:
    """All of `people/*.yml`; raises LexiconError, also for an id met twice. `offices` tell title from name."""
    titles = re.compile("|".join(sorted((t for o in offices for t in o.titles), key=len, reverse=True)))
    return tuple(_person(entry, titles) for entry in lexicon.entries("people", layers))


def _person(entry: lexicon.Entry, titles: re.Pattern[str]) -> Person:
    try:
        names = entry["names"]
        plain, titled = _split(
            _folded(tuple(word for place in names for word in lexicon.strings(names, place))), titles
        )
        return Person(
            id=entry["id"],
            latin=lexicon.strings(entry, "latin"),
            plain_names=plain,
            titled_names=titled,
            polity=entry["polity"],
            tenures=tuple(_tenure(office, entry["polity"]) for office in entry.get("offices") or ()),
            unless=_folded(lexicon.strings(entry, "unless")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told = str(error) if isinstance(error, ValueError) else repr(error)
        raise entry.error(
            f"{entry.get('id', entry)}: {told} (`tongshi knowledge --check` tells all mistakes)"
        ) from error


def with_learnt(curated: Iterable[Person], learnt: Iterable[Person]) -> tuple[Person, ...]:
    """People and, below them, those learnt from an archive, who take nothing from the others.

    A spelling that a curated person has is not learnt for another one. Who has the id of a curated person gives him
    spellings and no more; who has no spelling left is nobody.
    """
    people = {person.id: person for person in curated}
    taken = {name for person in people.values() for name in person.spellings}
    for person in sorted(learnt, key=lambda person: person.id):
        plain = tuple(name for name in person.plain_names if name not in taken)
        titled = tuple(pair for pair in person.titled_names if not taken & {pair[1], "".join(pair)})
        known = people.get(person.id)
        if known is not None:
            people[person.id] = replace(
                known, plain_names=known.plain_names + plain, titled_names=known.titled_names + titled
            )
        elif plain or titled:
            people[person.id] = replace(person, plain_names=plain, titled_names=titled)
    return tuple(people.values())


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


@_kept
def load_offices(layers: lexicon.Layers = ()) -> tuple[Office, ...]:
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
        for entry in lexicon.entries("offices", layers)
    )


@_kept
def load_institutions(layers: lexicon.Layers = ()) -> tuple[Institution, ...]:
    """`institutions.yml`, in file order."""
    return tuple(
        Institution(
            id=entry["id"],
            polity=entry.get("polity"),
            names=_folded(lexicon.strings(entry, "names")),
            unless=_folded(lexicon.strings(entry, "unless")),
            behind=bool(entry.get("behind")),
            told_by=tuple((code, _folded(tuple(words))) for code, words in (entry.get("told_by") or {}).items()),
        )
        for entry in lexicon.entries("institutions", layers)
    )

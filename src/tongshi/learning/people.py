"""Sightings of a whole archive → people: which spellings are one person's, which one spelling two persons'.

An *appearance* is one spelling in one article; within it all that is said belongs to one person. The appearances of a
spelling are parted where their Latin names contradict each other, and, where there is none, by office; what is left
is joined across spellings by Latin name, or by an office that only one holds, if the spellings sound alike and never
stand in one article. What agrees with a curated person becomes a spelling of his.

The answer depends on the set of sightings alone, not on their order.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tongshi.learning.entries import Evidence, LearntName, LearntOffice, LearntPerson, Sighting
from tongshi.learning.latin import akin, key_of, within, words_of
from tongshi.learning.sounds import alike, fits, nearly
from tongshi.registry import Registry
from tongshi.registry.entries import Person
from tongshi.registry.names import FAMILY_FIRST

#: Offices of which a state has one at a time.
SINGLE = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "religious-head",
        "organisation-head",
    }
)

#: Roles that say too little of who somebody is.
_VAGUE = frozenset({"other", "delegation", "", "religious", "former"})

#: Stories (articles that are no copies of each other) that a spelling with a Latin name takes, one without, an office.
_GLOSSED, _TITLED, _OFFICE = 2, 3, 2

#: How far apart, in days, two sightings in one office may be and still be one tenure of one person.
_TENURE = dt.timedelta(days=730)

#: As if seen so often: what the registry calls somebody.
_CURATED = 1_000_000

_Key = tuple[str, ...]


@dataclass(slots=True)
class _Appearance:
    """One spelling in one article."""

    name: str
    post: str
    day: dt.date | None
    usage: str
    story: str
    written: Counter[str] = field(default_factory=Counter)
    latins: set[str] = field(default_factory=set)
    offices: set[tuple[str, str, str, str]] = field(default_factory=set)  # polity, role, title, mark
    held: set[tuple[str, str]] = field(default_factory=set)  # polity and role of those that can be his
    alone: bool = False  # named without a title too, or by a keyword

    @property
    def claims(self) -> set[tuple[str, str]]:
        """Polity and role of all, also those that the registry gives somebody else: he may be that one."""
        return {(polity, role) for polity, role, _, _ in self.offices if polity and role not in _VAGUE}


@dataclass(slots=True)
class _Group:
    """Appearances of one person, so far as is known."""

    appearances: list[_Appearance]
    keys: set[_Key] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.appearances}

    @property
    def posts(self) -> set[str]:
        return {each.post for each in self.appearances}

    def offices(self) -> Counter[tuple[str, str]]:
        """Stories of each polity and role."""
        stories: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in self.appearances:
            for office in each.held:
                stories[office].add(each.story)
        return Counter({office: len(told) for office, told in stories.items()})

    def polities(self) -> Counter[str]:
        """Stories of each polity said."""
        stories: dict[str, set[str]] = defaultdict(set)
        for each in self.appearances:
            for polity, _, _, _ in each.offices:
                if polity:
                    stories[polity].add(each.story)
        return Counter({polity: len(told) for polity, told in stories.items()})

    @property
    def polity(self) -> str:
        """The polity told most, empty where none is; ties go to the first code."""
        return min(self.polities().items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]


def learn(sightings: Iterable[Sighting], registry: Registry) -> tuple[LearntPerson, ...]:
    """What an archive teaches beyond the curated `registry`, in order of id."""
    appearances, posts = _appearances(sightings, registry)
    if not appearances:
        return ()
    parted = {name: _parted(name, appearances[name]) for name in sorted(appearances)}
    shared = frozenset(name for name, groups in parted.items() if sum(bool(group.keys) for group in groups) > 1)
    directory = _Directory(registry, posts, _former(appearances))
    curated: dict[str, list[_Group]] = defaultdict(list)
    others = []
    for group in _joined([group for groups in parted.values() for group in groups]):
        person = directory.find(group)
        if person is None:
            others.append(group)
        else:
            curated[person.id].append(group)
    learnt = [_of_curated(registry.people[id_], found, registry, shared) for id_, found in curated.items()]
    new = [person for group in _without_pieces(others, registry) for person in _of_group(group, registry, shared)]
    learnt = [person for person in (*learnt, *_bounded(new, registry)) if person.names]
    return tuple(sorted(_told_apart(learnt), key=lambda person: person.id))


def _appearances(
    sightings: Iterable[Sighting], registry: Registry
) -> tuple[dict[str, list[_Appearance]], dict[str, set[str]]]:
    """The appearances of each spelling that the registry does not know, and the posts of each person it does."""
    found: dict[tuple[str, str], _Appearance] = {}
    posts: dict[str, set[str]] = defaultdict(set)
    tenable: dict[tuple[str, str, dt.date | None], bool] = {}
    for sighting in sightings:
        mention = sighting.mention
        if mention.person:
            posts[mention.person].add(sighting.post)
            continue
        key = (mention.folded, sighting.post)
        here = found.setdefault(key, _Appearance(*key, sighting.day, sighting.usage, sighting.story or sighting.post))
        here.written[mention.name] += mention.places
        here.alone = here.alone or mention.kind in {"tag", "name"}
        if mention.latin:
            here.latins.add(mention.latin)
        if mention.title:
            office = (mention.polity, mention.role, mention.title, mention.mark)
            here.offices.add(office)
            on = (mention.polity, mention.role, sighting.day)
            if on not in tenable:
                tenable[on] = _is_tenable(*on, registry)
            if mention.polity and mention.role not in _VAGUE and (mention.mark or tenable[on]):
                here.held.add(office[:2])
    by_name: dict[str, list[_Appearance]] = defaultdict(list)
    for key in sorted(found):
        by_name[key[0]].append(found[key])
    return by_name, posts


def _former(appearances: Mapping[str, Iterable[_Appearance]]) -> frozenset[str]:
    """Spellings told somewhere with an office held before: 杜鲁门 is no spelling of who is president now."""
    return frozenset(
        name for name, here in appearances.items()
        if any(mark == "former" and role in SINGLE for each in here for _, role, _, mark in each.offices)
    )  # fmt: skip


def _is_tenable(polity: str, role: str, day: dt.date | None, registry: Registry) -> bool:
    """Whether somebody not in the registry can hold an office: no state has two heads, no organisation a minister."""
    known = registry.polities.get(polity)
    if known is not None and known.is_organisation and role in SINGLE and role != "organisation-head":
        return False
    return role not in SINGLE or day is None or not registry.holders(polity, role, day)


# --- one spelling, several persons


def _parted(name: str, appearances: Iterable[_Appearance]) -> list[_Group]:
    """The persons of one spelling: by Latin name where there is one, else by office."""
    by_latin: dict[_Key, list[_Appearance]] = defaultdict(list)
    rest = []
    for each in appearances:
        keys = sorted({key_of(latin) for latin in each.latins if len(words_of(latin)) > 1 and fits(name, latin)})
        if keys:
            by_latin[max(keys, key=len)].append(each)
        else:
            rest.append(each)
    groups: list[_Group] = []
    for key in sorted(by_latin, key=lambda key: (-len(key), key)):
        held = {office for each in by_latin[key] for office in each.held}
        same = next(
            (
                group
                for group in groups
                if any(within(key, other) for other in group.keys)
                or (any(akin(key, other) for other in group.keys) and held & set(group.offices()))
            ),
            None,
        )
        if same is None:
            groups.append(_Group(by_latin[key], {key}))
        else:
            same.appearances += by_latin[key]
            same.keys.add(key)
    groups = [part for group in groups for part in _by_state(group)]
    by_office: dict[tuple[str, str], list[_Appearance]] = defaultdict(list)
    for each in rest:
        fitting = [group for group in groups if each.held & set(group.offices()) or _agrees(name, each, group)]
        if len(fitting) == 1:
            fitting[0].appearances.append(each)
        elif not fitting and each.claims:
            by_office[min(each.held or each.claims)].append(each)
    return groups + _by_career(name, by_office)


def _agrees(name: str, each: _Appearance, group: _Group) -> bool:
    """Whether an appearance without an office, or in another of the same state, can be the group's person."""
    polities = {polity for polity, *_ in each.offices if polity}
    if len(name) < 3 or group.polity in FAMILY_FIRST:
        return False
    return not polities or polities == {group.polity}


def _by_state(group: _Group) -> list[_Group]:
    """Namesakes: people of one Latin name in offices of several states, each told twice or more."""
    strong = [polity for polity, stories in group.polities().items() if stories >= _OFFICE]
    if len(strong) < 2:
        return [group]
    parts: dict[str, list[_Appearance]] = defaultdict(list)
    for each in group.appearances:
        told = sorted({polity for polity, *_ in each.offices if polity in strong})
        if len(told) > 1:
            return [group]  # one article gives him both
        if told:
            parts[told[0]].append(each)
    return [_Group(parts[polity], set(group.keys)) for polity in sorted(parts)]


def _by_career(name: str, by_office: Mapping[tuple[str, str], list[_Appearance]]) -> list[_Group]:
    """Offices of one person: those that one article gives him; for a transliterated name all of one state."""
    groups: list[_Group] = []
    for office in sorted(by_office):
        here = by_office[office]
        told = {each for one in here for each in one.held}
        rare = len(name) >= 3 and office[0] not in FAMILY_FIRST
        same = next(
            (
                group
                for group in groups
                if told & set(group.offices()) or (rare and office[0] in {polity for polity, _ in group.offices()})
            ),
            None,
        )
        if same is None:
            groups.append(_Group(list(here)))
        else:
            same.appearances += here
    return groups


# --- several spellings, one person


def _joined(groups: list[_Group]) -> list[_Group]:
    """Groups of one Latin name, or of one office that one person holds, made one."""
    by_key: dict[_Key, list[_Group]] = defaultdict(list)
    out: list[_Group] = []
    for group in groups:
        same = next((other for key in sorted(group.keys) for other in by_key[key] if _one_state(group, other)), None)
        if same is None:
            out.append(group)
            same = group
        else:
            same.appearances += group.appearances
            same.keys |= group.keys
        for key in same.keys:
            if same not in by_key[key]:
                by_key[key].append(same)
    return _joined_by_office(out)


def _one_state(one: _Group, other: _Group) -> bool:
    return not one.polity or not other.polity or bool(set(one.polities()) & set(other.polities()))


def _joined_by_office(groups: list[_Group]) -> list[_Group]:
    by_office: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    out: list[_Group] = []
    for group in sorted(groups, key=lambda each: (not each.keys, -len(each.posts), sorted(each.names))):
        offices = sorted(office for office in group.offices() if office[1] in SINGLE)
        same = next(
            (other for office in offices for other in by_office[office] if _one_holder(group, other, office)), None
        )
        if same is None:
            out.append(group)
            same = group
        else:
            same.appearances += group.appearances
            same.keys |= group.keys
        for office in offices:
            if same not in by_office[office]:
                by_office[office].append(same)
    return out


def _one_holder(one: _Group, other: _Group, office: tuple[str, str]) -> bool:
    """Whether two spellings, seen in one office at about the same time, are one holder's."""
    if one.keys and other.keys and not any(within(a, b) for a in one.keys for b in other.keys):
        return False
    pairs = [(a, b) for a in one.names for b in other.names]
    if not any(alike(a, b) for a, b in pairs):
        return False
    if _two_in_one_article(one, other, office) and not any(nearly(a, b) for a, b in pairs):
        return False
    ones, others = (
        sorted(each.day for each in group.appearances if office in each.held and each.day) for group in (one, other)
    )
    return bool(ones and others) and ones[0] - _TENURE <= others[-1] and others[0] - _TENURE <= ones[-1]


def _two_in_one_article(one: _Group, other: _Group, office: tuple[str, str]) -> bool:
    """Whether some article has both spellings, one of them in other offices only."""
    shared = one.posts & other.posts
    return any(
        each.post in shared and each.held and office not in each.held
        for group in (one, other) for each in group.appearances
    )  # fmt: skip


class _Directory:
    """Finds the curated person whom a group of appearances means."""

    def __init__(self, registry: Registry, posts: Mapping[str, Collection[str]], former: Collection[str]) -> None:
        self._registry = registry
        self._former = former
        self._posts = posts
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._keys: dict[str, list[_Key]] = {}
        for person in registry.people.values():
            self._keys[person.id] = [key_of(latin) for latin in person.latin]
            for key in self._keys[person.id]:
                for word in key:
                    self._by_word[word].add(person.id)

    def find(self, group: _Group) -> Person | None:
        """By Latin name, else by office; None where nobody or several fit."""
        return self._by_latin(group) or self._by_office(group)

    def _by_latin(self, group: _Group) -> Person | None:
        ids = {id_ for key in group.keys for word in key for id_ in self._by_word[word]}
        found = [
            person
            for person in (self._registry.people[id_] for id_ in sorted(ids))
            if any(within(key, known) for key in group.keys for known in self._keys[person.id])
            and self._can_be(person, group)
        ]
        return found[0] if len(found) == 1 else None

    def _can_be(self, person: Person, group: _Group) -> bool:
        """Whether the states agree, so far as they are told."""
        told = group.polities()
        return not told or not told.keys().isdisjoint({person.polity, *(tenure.polity for tenure in person.tenures)})

    def _by_office(self, group: _Group) -> Person | None:
        holders: set[str] = set()
        for each in group.appearances:
            for polity, role, _, mark in each.offices:
                if role in SINGLE and polity and not mark and each.day:
                    here = self._registry.holders(polity, role, each.day)
                    if len(here) != 1:
                        return None
                    holders.add(here[0].id)
        if len(holders) != 1 or not group.names.isdisjoint(self._former):
            return None
        person = self._registry.people[holders.pop()]
        if min(map(len, group.names)) < 3:
            return None
        if group.keys and not any(within(key, known) for key in group.keys for known in self._keys[person.id]):
            return None
        if not group.posts.isdisjoint(self._posts.get(person.id, ())):
            return None
        spellings = (*person.plain_names, *(name for _, name in person.titled_names))
        sounds = all(
            any(alike(name, known) for known in spellings) or any(fits(name, latin) for latin in person.latin)
            for name in group.names
        )
        return person if sounds else None


# --- what is told of a person


def _of_curated(person: Person, groups: Iterable[_Group], registry: Registry, shared: Collection[str]) -> LearntPerson:
    appearances = [each for group in groups for each in group.appearances]
    known = {*person.plain_names, *(name for _, name in person.titled_names)}
    titles = {tenure.title for tenure in person.tenures}
    names = [
        name for name in _names(appearances, registry, shared, least=_GLOSSED)
        if name.folded not in known and not _is_piece(name.folded, known)
    ]  # fmt: skip
    return LearntPerson(person.id, person.polity, (), tuple(names if titles else ()), (), curated=True)


def _of_group(group: _Group, registry: Registry, shared: Collection[str]) -> Iterator[LearntPerson]:
    offices = tuple(_offices(group, registry))
    names = tuple(_names(group.appearances, registry, shared, least=_GLOSSED if group.keys else _TITLED))
    if names and offices and (group.keys or any(not office.mark for office in offices)):
        polity = next((office.polity for office in offices if not office.mark), offices[0].polity)
        latin = tuple(_latins(group))
        words = words_of(latin[0]) if latin else (names[0].folded,)
        yield LearntPerson(
            "-".join(("learnt", *words[-1:], *words[:-1], polity.lower())), polity, latin, names, offices
        )


def _latins(group: _Group) -> list[str]:
    stories: dict[str, set[str]] = defaultdict(set)
    for each in group.appearances:
        for latin in each.latins:
            if len(words_of(latin)) > 1 and key_of(latin) in group.keys:
                stories[latin].add(each.story)
    return sorted(stories, key=lambda latin: (-len(stories[latin]), latin))


def _names(
    appearances: Iterable[_Appearance], registry: Registry, shared: Collection[str], least: int
) -> list[LearntName]:
    """Spellings that enough stories have, most seen first; `shared` are those of several persons."""
    by_name: dict[str, list[_Appearance]] = defaultdict(list)
    for each in appearances:
        by_name[each.name].append(each)
    out = []
    for name, here in by_name.items():
        seen = _evidence(here)
        if seen.stories < least + (least == _TITLED and len(name) == 2) or not _reads_well(name, registry):
            continue
        written: Counter[str] = Counter()
        for each in here:
            written += each.written
        alone = len(name) >= 3 and name not in shared and any(each.alone or each.latins for each in here)
        best = min(written, key=lambda form: (-written[form], form))
        usages = Counter(each.usage for each in here if each.usage)
        told = tuple(sorted(usages, key=lambda usage: (-usages[usage], usage)))
        out.append(LearntName(name, best, alone, seen, told))
    return sorted(out, key=lambda name: (-name.seen.stories, name.folded))


def _reads_well(name: str, registry: Registry) -> bool:
    """Whether a spelling can stand for one person: no single character, none that hides a state or title."""
    return len(name) >= 2 and not any(hit.kind != "person" for hit in registry.scan(name))


def _offices(group: _Group, registry: Registry) -> Iterator[LearntOffice]:
    """Offices that enough stories give him, of the state told most for each role; first seen first."""
    held = group.offices()
    found = []
    for (polity, role), stories in held.items():
        most = max(count for (_, other), count in held.items() if other == role)
        if stories < _OFFICE or stories * 2 < most or (role == "regional-head" and not group.keys):
            continue
        for mark in ("", "acting", "designate", "former"):
            until = _left(group, (polity, role)) if not mark else None
            here = [
                each for each in group.appearances
                if any(o[:2] == (polity, role) and o[3] == mark for o in each.offices)
                and (mark or _is_tenable(polity, role, each.day, registry))
                and (until is None or each.day is None or each.day < until)
            ]  # fmt: skip
            seen = _evidence(here)
            if seen.stories >= _OFFICE or (mark and seen.stories):
                titles = Counter(o[2] for each in here for o in each.offices if (*o[:2], o[3]) == (polity, role, mark))
                title = min(titles, key=lambda title: (-titles[title], title))
                found.append(LearntOffice(title, polity, role, mark, seen))
    yield from sorted(
        found, key=lambda office: (office.seen.first or dt.date.min, office.polity, office.role, office.mark)
    )


def _left(group: _Group, office: tuple[str, str]) -> dt.date | None:
    """The first day on which he is told to have held it before: what calls him so later is loose."""
    days = [each.day for each in group.appearances for o in each.offices if (*o[:2], o[3]) == (*office, "former")]
    return min((day for day in days if day), default=None)


def _evidence(appearances: Collection[_Appearance]) -> Evidence:
    days = sorted(each.day for each in appearances if each.day)
    return Evidence(
        articles=len({each.post for each in appearances}),
        stories=len({each.story for each in appearances}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


# --- against each other


def _without_pieces(groups: Iterable[_Group], registry: Registry) -> list[_Group]:
    """Leaves out spellings cut too short or too long: those that a more frequent one of the same office holds."""
    groups = list(groups)
    by_office: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for group in groups:
        for office in group.offices():
            for each in group.appearances:
                by_office[office][each.name] = by_office[office].get(each.name, 0) + 1
    for (polity, role), known in by_office.items():
        for id_ in registry.held.get((polity, role), ()):
            for name in registry.people[id_].plain_names:
                known[name] = _CURATED
    out = []
    for group in groups:
        rivals: dict[str, int] = {}
        for office in group.offices():
            rivals |= by_office[office]
        kept = [
            each for each in group.appearances
            if not any(
                count > rivals.get(each.name, 0) and _is_piece(each.name, (other,)) for other, count in rivals.items()
            )
        ]  # fmt: skip
        if kept:
            out.append(_Group(kept, group.keys))
    return out


def _is_piece(name: str, others: Iterable[str]) -> bool:
    """Whether a spelling is one of `others` cut short, or with something before or behind it that is no first name."""
    return any(
        other != name and ((name in other and "·" not in other) or (other in name and "·" not in name))
        for other in others
    )


def _bounded(people: list[LearntPerson], registry: Registry) -> list[LearntPerson]:
    """Ends of tenures: the day before the next holder of an office of which there is one is first seen."""
    begins: dict[tuple[str, str], set[tuple[dt.date, str]]] = defaultdict(set)
    for person in people:
        for office in person.offices:
            if office.role in SINGLE and not office.mark and office.seen.first:
                begins[office.polity, office.role].add((office.seen.first, person.id))
    for (polity, role), known in begins.items():
        for id_ in registry.held.get((polity, role), ()):
            known |= {
                (tenure.since, id_) for tenure in registry.people[id_].tenures
                if (tenure.polity, tenure.role) == (polity, role) and tenure.since
            }  # fmt: skip
    return [
        replace(person, offices=tuple(_ended(person.id, office, begins) for office in person.offices))
        for person in people
    ]


def _ended(
    id_: str, office: LearntOffice, begins: Mapping[tuple[str, str], Collection[tuple[dt.date, str]]]
) -> LearntOffice:
    last = office.seen.last
    if last is None or office.mark:
        return office
    later = [day for day, other in begins.get((office.polity, office.role), ()) if other != id_ and day > last]
    return replace(office, until=min(later) - dt.timedelta(days=1)) if later else office


def _told_apart(people: Iterable[LearntPerson]) -> Iterator[LearntPerson]:
    """People whose ids would be the same get numbers, in order of what they are called and hold."""
    by_id: dict[str, list[LearntPerson]] = defaultdict(list)
    for person in people:
        by_id[person.id].append(person)
    for id_, same in by_id.items():
        for number, person in enumerate(sorted(same, key=repr)):
            yield replace(person, id=f"{id_}-{number + 1}") if number else person

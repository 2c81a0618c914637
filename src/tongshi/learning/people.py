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
from dataclasses import replace

from tongshi.learning.appearances import OFFICE, SINGLE, Appearance, Group, former, gathered, is_tenable
from tongshi.learning.directory import Directory
from tongshi.learning.entries import Evidence, LearntName, LearntOffice, LearntPerson, Sighting
from tongshi.learning.joining import joined
from tongshi.learning.latin import key_of, words_of
from tongshi.learning.parting import parted
from tongshi.learning.pieces import is_piece, without_pieces
from tongshi.registry import Registry
from tongshi.registry.entries import Person

#: Stories (articles that are no copies of each other) that a spelling with a Latin name takes, and one without.
_GLOSSED, _TITLED = 2, 3


def learn(sightings: Iterable[Sighting], registry: Registry) -> tuple[LearntPerson, ...]:
    """What an archive teaches beyond the curated `registry`, in order of id."""
    appearances, posts = gathered(sightings, registry)
    if not appearances:
        return ()
    persons = {name: parted(name, appearances[name]) for name in sorted(appearances)}
    shared = frozenset(name for name, groups in persons.items() if sum(bool(group.keys) for group in groups) > 1)
    directory = Directory(registry, posts, former(appearances))
    curated: dict[str, list[Group]] = defaultdict(list)
    others = []
    for group in joined([group for groups in persons.values() for group in groups]):
        person = directory.find(group)
        if person is None:
            others.append(group)
        else:
            curated[person.id].append(group)
    learnt = [_of_curated(registry.people[id_], found, registry, shared) for id_, found in curated.items()]
    new = [person for group in without_pieces(others, registry) for person in _of_group(group, registry, shared)]
    learnt = [person for person in (*learnt, *_bounded(new, registry)) if person.names]
    return tuple(sorted(_told_apart(learnt), key=lambda person: person.id))


# --- what is told of a person


def _of_curated(person: Person, groups: Iterable[Group], registry: Registry, shared: Collection[str]) -> LearntPerson:
    appearances = [each for group in groups for each in group.appearances]
    known = {*person.plain_names, *(name for _, name in person.titled_names)}
    titles = {tenure.title for tenure in person.tenures}
    names = [
        name for name in _names(appearances, registry, shared, least=_GLOSSED)
        if name.folded not in known and not is_piece(name.folded, known)
    ]  # fmt: skip
    return LearntPerson(person.id, person.polity, (), tuple(names if titles else ()), (), curated=True)


def _of_group(group: Group, registry: Registry, shared: Collection[str]) -> Iterator[LearntPerson]:
    offices = tuple(_offices(group, registry))
    names = tuple(_names(group.appearances, registry, shared, least=_GLOSSED if group.keys else _TITLED))
    if names and offices and (group.keys or any(not office.mark for office in offices)):
        polity = next((office.polity for office in offices if not office.mark), offices[0].polity)
        latin = tuple(_latins(group))
        words = words_of(latin[0]) if latin else (names[0].folded,)
        yield LearntPerson(
            "-".join(("learnt", *words[-1:], *words[:-1], polity.lower())), polity, latin, names, offices
        )


def _latins(group: Group) -> list[str]:
    stories: dict[str, set[str]] = defaultdict(set)
    for each in group.appearances:
        for latin in each.latins:
            if len(words_of(latin)) > 1 and key_of(latin) in group.keys:
                stories[latin].add(each.story)
    return sorted(stories, key=lambda latin: (-len(stories[latin]), latin))


def _names(
    appearances: Iterable[Appearance], registry: Registry, shared: Collection[str], least: int
) -> list[LearntName]:
    """Spellings that enough stories have, most seen first; `shared` are those of several persons."""
    by_name: dict[str, list[Appearance]] = defaultdict(list)
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


def _offices(group: Group, registry: Registry) -> Iterator[LearntOffice]:
    """Offices that enough stories give him, of the state told most for each role; first seen first."""
    held = group.offices()
    found = []
    for (polity, role), stories in held.items():
        most = max(count for (_, other), count in held.items() if other == role)
        if stories < OFFICE or stories * 2 < most or (role == "regional-head" and not group.keys):
            continue
        for mark in ("", "acting", "designate", "former"):
            until = _left(group, (polity, role)) if not mark else None
            here = [
                each for each in group.appearances
                if any(o[:2] == (polity, role) and o[3] == mark for o in each.offices)
                and (mark or is_tenable(polity, role, each.day, registry))
                and (until is None or each.day is None or each.day < until)
            ]  # fmt: skip
            seen = _evidence(here)
            if seen.stories >= OFFICE or (mark and seen.stories):
                titles = Counter(o[2] for each in here for o in each.offices if (*o[:2], o[3]) == (polity, role, mark))
                title = min(titles, key=lambda title: (-titles[title], title))
                found.append(LearntOffice(title, polity, role, mark, seen))
    yield from sorted(
        found, key=lambda office: (office.seen.first or dt.date.min, office.polity, office.role, office.mark)
    )


def _left(group: Group, office: tuple[str, str]) -> dt.date | None:
    """The first day on which he is told to have held it before: what calls him so later is loose."""
    days = [each.day for each in group.appearances for o in each.offices if (*o[:2], o[3]) == (*office, "former")]
    return min((day for day in days if day), default=None)


def _evidence(appearances: Collection[Appearance]) -> Evidence:
    days = sorted(each.day for each in appearances if each.day)
    return Evidence(
        articles=len({each.post for each in appearances}),
        stories=len({each.story for each in appearances}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


# --- against each other


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

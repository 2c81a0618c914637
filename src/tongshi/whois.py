"""Who somebody is, and who held an office: the curated registry and what the archive teaches, set side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.learning import LearntOffice, LearntPerson
from tongshi.learning.appearances import SINGLE
from tongshi.learning.latin import words_of
from tongshi.records import Mention
from tongshi.registry import Registry
from tongshi.registry.entries import Person, Tenure
from tongshi.search import polity_named
from tongshi.store import Contact, ContactFilter, Namings, OfficeDay, StoredMention, Written, counted


class People(Protocol):
    """What is asked: a store, or what may be given of it."""

    def learnt(self, id_: str | None = None) -> tuple[LearntPerson, ...]:
        """What the archive teaches of people, or of one, in order of id."""

    def mentions(
        self, people: Sequence[str], names: Sequence[str] = (), post: str | None = None
    ) -> Iterator[StoredMention]:
        """Mentions of people by id in the curated registry, and by folded spellings unknown there; earliest first.

        Of one article, where that is given.
        """

    def namings(self, person: str, names: Sequence[str]) -> Namings:
        """How somebody is named, counted; by his id, and his spellings that the curated registry does not know."""

    def contacts(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """The contacts wanted, latest first."""

    def person(self, id_: str, names: Iterable[str]) -> bool:
        """Whether a person may be told of."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How often a spelling stands in how many articles, by region and outlet, most first."""

    written: str
    folded: str
    learnt: bool  # not in the curated registry
    articles: int
    places: int
    usages: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An office as the lexicon has it (`since`, `until`), as the archive shows it, or both."""

    title: str
    polity: str
    role: str
    mark: str
    curated: bool
    since: dt.date | None
    until: dt.date | None
    articles: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    evidence: StoredMention | None = None  # the earliest


@dataclass(frozen=True, slots=True)
class Known:
    """A person: as curated, as learnt, or both."""

    id: str
    person: Person | None
    more: LearntPerson | None

    @property
    def new_names(self) -> tuple[str, ...]:
        """Folded spellings that the curated registry does not have."""
        return tuple(each.folded for each in self.more.names) if self.more else ()

    @property
    def names(self) -> tuple[str, ...]:
        """All folded spellings."""
        return (*(_names(self.person) if self.person else ()), *self.new_names)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The same with the Latin names."""
        latin = (*(self.person.latin if self.person else ()), *(self.more.latin if self.more else ()))
        return (*self.names, *latin)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of one person."""

    id: str
    curated: bool
    polity: str
    latin: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    offices: tuple[Seen, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """An office asked for; `polity` None: of any state; `host`: the state where an ambassador is."""

    polity: str | None
    role: str
    title: str
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office from when to when; `curated` or learnt, then in how many articles and with what mark."""

    person: str
    name: str
    latin: str
    title: str
    polity: str
    mark: str
    since: dt.date | None
    until: dt.date | None
    curated: bool
    articles: int = 0


# --- who


def dossiers(people: People, name: str, registry: Registry, limit: int | None = None) -> Iterator[Dossier]:
    """Everybody of that name, spelling or id, curated people first; `limit` contacts of each.

    Raises NotFoundError where nobody is.
    """
    for known in called(people, name, registry.people):
        if people.person(known.id, known.all_names):
            yield dossier(people, known, limit)


def known_as(people: People, id_: str, curated: Mapping[str, Person]) -> Known | None:
    """The one who has that id in `curated` or among those learnt; None where nobody has, or he may not be told of."""
    learnt = next(iter(people.learnt(id_)), None)
    known = Known(id_, curated.get(id_), learnt)
    return known if known.names and people.person(id_, known.all_names) else None


def unlisted_spellings(people: People, folded: str, polity: str) -> tuple[Spelling, ...]:
    """How somebody of a polity is written whom neither the registry nor what was learnt knows."""
    mentions = (each for each in people.mentions((), (folded,)) if each.mention.polity in {"", polity})
    return tuple(_spellings(counted(mentions).written, set()))


def called(people: People, name: str, curated: Mapping[str, Person]) -> tuple[Known, ...]:
    """Everybody of that name, spelling or id, `curated` people (by id) first; raises NotFoundError where nobody is."""
    folded = fold(name.strip())
    learnt = {person.id: person for person in people.learnt()}
    found = [
        person.id for person in curated.values()
        if _is_called(folded, person.id, _names(person), person.latin)
    ]  # fmt: skip
    for new in learnt.values():
        if new.id not in found and _is_called(folded, new.id, [name.folded for name in new.names], new.latin):
            found.append(new.id)
    if not found:
        raise NotFoundError(f"{name}: nobody of that name")
    return tuple(Known(id_, curated.get(id_), learnt.get(id_)) for id_ in found)


def _names(person: Person) -> tuple[str, ...]:
    return (*person.plain_names, *(name for _, name in person.titled_names))


def _is_called(folded: str, id_: str, names: Iterable[str], latin: Iterable[str]) -> bool:
    if folded == id_ or folded in names:
        return True
    asked = words_of(folded)
    return bool(asked) and any(asked in (words_of(each), words_of(each)[-1:]) for each in latin)


def dossier(people: People, known: Known, limit: int | None = None) -> Dossier:
    """All that is known of one person; `limit` contacts."""
    id_, person, more, new = known.id, known.person, known.more, known.new_names
    named = people.namings(id_, new)
    seen = [
        *(_curated_office(each, named.offices) for each in (person.tenures if person else ())),
        *(_learnt_office(each, named.offices) for each in (more.offices if more else ())),
    ]
    latin = [*(person.latin if person else ()), *(more.latin if more else ())]
    listed = {words_of(each) for each in latin}
    told = _summed((each.latin, each.mentions) for each in named.written if each.latin)
    latin += [each for each, _ in _most(told) if len(words_of(each)) > 1 and words_of(each) not in listed]
    return Dossier(
        id=id_,
        curated=person is not None,
        polity=person.polity if person else more.polity if more else "",
        latin=tuple(dict.fromkeys(latin)),
        spellings=tuple(_spellings(named.written, set(new))),
        offices=tuple(replace(office, evidence=_evidence(people, known, office, post)) for office, post in seen),
        contacts=tuple(people.contacts(ContactFilter(people=(id_, *(new if person else known.names))), limit)),
    )


def _spellings(written: Iterable[Written], new: set[str]) -> Iterator[Spelling]:
    by_name: dict[str, list[Written]] = defaultdict(list)
    for each in written:
        by_name[each.folded].append(each)
    articles = _summed((each.folded, each.articles) for some in by_name.values() for each in some)
    for name, number in _most(articles):
        here = by_name[name]
        yield Spelling(
            written=_most(_summed((each.name, each.mentions) for each in here))[0][0],
            folded=name,
            learnt=name in new,
            articles=number,
            places=sum(each.places for each in here),
            usages=_most(_summed((each.usage, each.articles) for each in here if each.usage)),
            outlets=_most(_summed((each.outlet, each.articles) for each in here if each.outlet)),
        )


def _summed(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, number in counts:
        found[value] += number
    return found


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((+counts).items(), key=lambda item: (-item[1], item[0])))


#: An office, and the first article that shows it; none: no article does.
_Shown = tuple[Seen, str | None]


def _curated_office(tenure: Tenure, days: Iterable[OfficeDay]) -> _Shown:
    """A curated tenure, with the articles that show it."""
    office = Seen(tenure.title, tenure.polity, tenure.role, "", True, tenure.since, tenure.until)
    return _shown(office, (each for each in days if each.day is not None and tenure.covers(each.day)))


def _learnt_office(learnt: LearntOffice, days: Iterable[OfficeDay]) -> _Shown:
    first, until = learnt.seen.first, learnt.until
    return _shown(Seen(learnt.title, learnt.polity, learnt.role, learnt.mark, False, first, until), days)


def _shown(office: Seen, days: Iterable[OfficeDay]) -> _Shown:
    showing = [each for each in days if _is_named_in(each, office)]
    dated = [each.day for each in showing if each.day]
    first = min(showing, key=lambda each: (each.day or dt.date.max, each.post), default=None)
    articles = sum(each.articles for each in showing)
    found = replace(office, articles=articles, first=min(dated, default=None), last=max(dated, default=None))
    return found, first.post if first else None


def _is_named_in(named: OfficeDay | Mention, office: Seen) -> bool:
    return (named.polity, named.role, named.mark) == (office.polity, office.role, office.mark)


def _evidence(people: People, known: Known, office: Seen, post: str | None) -> StoredMention | None:
    """The first mention in an article that shows the office."""
    if post is None:
        return None
    found = people.mentions([known.id] if known.person else [], known.new_names, post)
    return next((each for each in found if _is_named_in(each.mention, office)), None)


# --- which office


def office_named(words: str, registry: Registry) -> AskedOffice:
    """The office that `US 国务卿`, `美国国务卿` or `secretary of state` means; raises NotFoundError."""
    asked = words.strip()
    polity: str | None = None
    first, _, rest = asked.partition(" ")
    with suppress(NotFoundError):  # where the title itself has several words
        if rest:
            polity, asked = polity_named(first), rest.strip()
    by_id = {office.id.replace("-", " "): office for office in registry.offices.values()}
    if (office := by_id.get(asked.lower())) is not None:
        return AskedOffice(polity or office.polity, office.role, "" if office.role in SINGLE else office.titles[0])
    folded = fold(asked)
    hits = registry.scan(folded)
    unknown = "".join(
        character
        for at, character in enumerate(folded)
        if character not in " 驻的" and not any(hit.start <= at < hit.end for hit in hits)
    )
    titles = [hit for hit in hits if hit.kind == "title"]
    if titles and unknown:
        raise NotFoundError(f"{words}: no office of that name; {unknown} is not known")
    if not titles or titles[-1].end != len(folded):
        raise NotFoundError(f"{words}: no office of that name")
    title = titles[-1]
    posted = folded.find("驻")
    states = [(hit.start, hit.ref[0] if hit.kind == "polity" else hit.polity) for hit in hits]
    of = next((state for start, state in states if state and (posted < 0 or start < posted)), None)
    host = next((state for start, state in states if state and 0 <= posted < start), None)
    return AskedOffice(polity or of, registry.offices[title.ref[0]].role, folded[title.start : title.end], host)


def holders(people: People, asked: AskedOffice, registry: Registry, on: dt.date | None = None) -> tuple[Holder, ...]:
    """Who held an office on a day, or at any time, in order of their first day; curated people before learnt ones."""
    known = [each for each in _all_holders(people.learnt(), asked, registry) if on is None or _covers(each, on)]
    kept = [each for each in known if people.person(each.person, (each.name, each.latin))]
    return tuple(sorted(kept, key=lambda each: (each.since or dt.date.min, not each.curated, each.person)))


def around(people: People, asked: AskedOffice, registry: Registry, on: dt.date) -> tuple[Holder, ...]:
    """The last holder before a day on which nobody is known, and the next one."""
    known = [each for each in holders(people, asked, registry) if not each.mark]
    before = [each for each in known if each.until and each.until < on]
    after = [each for each in known if each.since and each.since > on]
    last = max(before, key=lambda each: (each.until or dt.date.min, each.person), default=None)
    return tuple(each for each in (last, after[0] if after else None) if each is not None)


def _covers(holder: Holder, day: dt.date) -> bool:
    return (holder.since is None or holder.since <= day) and (holder.until is None or day <= holder.until)


def _all_holders(learnt: Iterable[LearntPerson], asked: AskedOffice, registry: Registry) -> Iterator[Holder]:
    for person in registry.people.values():
        for tenure in person.tenures:
            if _is_asked(asked, tenure.polity, tenure.role, tenure.title, registry):
                names = (*_names(person), person.id)
                latin = person.latin[0] if person.latin else ""
                yield Holder(
                    person.id, names[0], latin, tenure.title, tenure.polity, "", tenure.since, tenure.until, True
                )
    for more in learnt:
        for office in more.offices:
            if office.mark != "former" and _is_asked(asked, office.polity, office.role, office.title, registry):
                latin = more.latin[0] if more.latin else ""
                until = office.until or office.seen.last
                yield Holder(
                    more.id, more.names[0].written, latin, office.title, office.polity, office.mark, office.seen.first,
                    until, False, office.seen.articles,
                )  # fmt: skip


def _is_asked(asked: AskedOffice, polity: str, role: str, title: str, registry: Registry) -> bool:
    if role != asked.role or asked.polity not in {None, polity}:
        return False
    if asked.host:
        hosts = {hit.ref[0] if hit.kind == "polity" else hit.polity for hit in registry.scan(title)}
        return asked.host in hosts and title.endswith(asked.title[-2:])
    return role in SINGLE or not asked.title or title.endswith(asked.title) or asked.title.endswith(title)

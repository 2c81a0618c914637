"""One contact as each outlet tells it: whom it names first, whose words it gives, what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tongshi import fusion
from tongshi.codec import all_spans
from tongshi.compare.accounts import place_of, told_in
from tongshi.compare.records import (
    Item,
    Place,
    Share,
    Telling,
    Told,
    Unlinked,
    Wording,
    characters_of,
    quoted_characters,
)
from tongshi.compare.terms import Terms
from tongshi.language import fold
from tongshi.records import Participant
from tongshi.registry import Person
from tongshi.store import ContactReport, Source, StoredReading

#: An article's report of the contact, and what it tells of what was said.
_Source = tuple[Source, list[Told]]

#: The first place of each of a kind of things, by what makes it one: a topic's code, a person's identity.
_Items = Mapping[str, Item]


def running_text(article: StoredReading) -> str:
    """The title and the running text with captions of an article, folded, to look up what stands in them."""
    return fold(f"{article.reading.article.post.title.text}\n{article.readable.text}")


def tellings(
    report: ContactReport,
    accounts: Mapping[str, Sequence[Wording]],
    terms: Terms,
    registered: Mapping[str, Person],
    text: Callable[[StoredReading], str],
) -> tuple[Telling, ...]:
    """One for each outlet, in order of first publication; `accounts` are the wordings of the sides."""
    by_outlet: dict[str, list[_Source]] = {}
    for source in report.sources:
        own = by_outlet.setdefault(source.article.reading.article.outlet, [])
        own.append((source, told_in(source, terms.media)))
    known = [each for each in report.contact.participants if each.name]
    people = {outlet: _people(sources, known) for outlet, sources in by_outlet.items()}
    topics = {outlet: _topics(sources) for outlet, sources in by_outlet.items()}
    phrases = {outlet: _phrases(sources, terms) for outlet, sources in by_outlet.items()}
    spellings = _spellings(report.sources, known, registered)
    found = []
    for outlet, sources in by_outlet.items():
        folded = "\n".join(text(source.article) for source, _ in sources)
        named = {who for who, names in spellings.items() if any(name in folded for name in names)}
        said = [each for source, _ in sources for each in source.article.reading.statements]
        raised = {*terms.topics(folded), *topics[outlet], *(topic for each in said for topic in each.topics)}
        used = {*terms.phrases(folded), *phrases[outlet], *(phrase for each in said for phrase in each.phrases)}
        unlinked = _unlinked(sources, report.contact.polities)
        found.append(
            Telling(
                outlet=outlet,
                articles=tuple(source.article for source, _ in sources),
                people=tuple(people[outlet].values()),
                topics=tuple(topics[outlet].values()),
                phrases=tuple(phrases[outlet].values()),
                shares=_shares(outlet, accounts, {each.polity for each in unlinked}),
                unlinked=unlinked,
                # of one without a name a text can speak in any words
                without_people=_missing(people, spellings.keys() - named - people[outlet].keys()),
                without_topics=_missing(topics, _keys(topics) - raised),
                without_phrases=_missing(phrases, _keys(phrases) - used),
            )
        )
    return tuple(found)


def _people(sources: Iterable[_Source], known: Sequence[Participant]) -> dict[str, Item]:
    """Who takes part, in order of place in the articles, titles included; by his name among all who are known to."""
    found: dict[str, Item] = {}
    for source, _ in sources:
        told = [each for each in source.engagement.participants if each.spans]
        for each in sorted(told, key=lambda participant: participant.spans[0]):
            name = each.name or each.office or each.polity or ""
            shown = f"{name} ({each.polity})" if each.polity else name
            found.setdefault(_known_as(each, known), Item(shown, Place(source.article, each.spans[0])))
    return found


def _known_as(participant: Participant, known: Sequence[Participant]) -> str:
    """The first name that he is known by; of one without a name his office."""
    own = _who(participant)
    same = next((each.name for each in known if participant.name and _who(each).same(own)), None)
    return same or participant.name or participant.office or participant.polity or ""


def _spellings(
    sources: Sequence[Source], known: Sequence[Participant], registered: Mapping[str, Person]
) -> dict[str, set[str]]:
    """All spellings of each who is named, folded: those that any article has for him, and those of the registry."""
    written: dict[str, set[str]] = {id_: set(person.spellings) for id_, person in registered.items()}
    for reading in (source.article.reading for source in sources):
        actors = [each for engagement in reading.engagements for each in engagement.participants]
        named = [(each.person, each.name) for each in actors] + [(each.person, each.latin) for each in actors]
        for person, name in named + [(each.person, each.speaker) for each in reading.statements]:
            if person and name:
                written.setdefault(person, set()).add(fold(name))
    found: dict[str, set[str]] = {}
    for each in [*known, *(each for source in sources for each in source.engagement.participants)]:
        if each.name:
            own = found.setdefault(_known_as(each, known), set())
            own |= {fold(each.name), _who(each).short} | written.get(each.person, set())
    return found


def _who(participant: Participant) -> fusion.Who:
    return fusion.Who(person=participant.person, name=fold(participant.name or ""))


def _topics(sources: Iterable[_Source]) -> dict[str, Item]:
    """The topics of the contact, where a statement raises them, else where the contact is told of."""
    found: dict[str, Item] = {}
    for source, said in sources:
        own = all_spans(source.engagement)
        told = next((spans[0] for field in ("topics", "evidence", "trigger") if (spans := own.get(field))), None)
        places = {topic: each.place for each in reversed(said) for topic in each.statement.topics}
        raised = [topic for each in said for topic in each.statement.topics]
        for topic in dict.fromkeys([*source.engagement.topics, *raised]):
            proof = own.get(f"topics.{topic}") or (told,)
            found.setdefault(topic, Item(topic, places.get(topic) or Place(source.article, proof[0])))
    return found


def _phrases(sources: Iterable[_Source], terms: Terms) -> dict[str, Item]:
    words = terms.phrases.words
    found: dict[str, Item] = {}
    for source, said in sources:
        for each in said:
            for phrase in each.statement.phrases:
                spans = each.statement.spans.get(f"phrases.{phrase}")
                place = Place(source.article, spans[0]) if spans else each.place
                found.setdefault(phrase, Item(phrase, place, words.get(phrase, "")))
    return found


def _keys(had: Mapping[str, _Items]) -> set[str]:
    return {key for items in had.values() for key in items}


def _missing(had: Mapping[str, _Items], keys: Iterable[str]) -> tuple[Item, ...]:
    """Where the first of the outlets that have it does, for each of `keys`."""
    wanted = set(keys)
    found: dict[str, Item] = {}
    for items in had.values():
        for key, item in items.items():
            if key in wanted:
                found.setdefault(key, item)
    return tuple(found.values())


def _unlinked(sources: Iterable[_Source], polities: Sequence[str]) -> tuple[Unlinked, ...]:
    """What the sides say in the articles beside what is read as said in the contact or about it."""
    found: dict[str, dict[str, Place]] = {}
    for source, said in sources:
        linked = [each.statement for each in said]
        for each in source.article.reading.statements:
            polity = each.side or each.polity
            if polity and polity in polities and each not in linked:
                place = place_of(each, source.article)
                found.setdefault(polity, {}).setdefault(characters_of(each.text) or f"{place.span}", place)
    return tuple(
        Unlinked(polity, len(own), next(iter(own.values()))) for polity in polities if (own := found.get(polity))
    )


def _shares(outlet: str, accounts: Mapping[str, Sequence[Wording]], unlinked: set[str]) -> tuple[Share, ...]:
    """How much an outlet gives of what each side says; a wording counts once.

    Where more than one side speaks and it is not known of all they say whether it belongs here, no proportion is told.
    """
    own: dict[str, list[Told]] = {}
    for polity, wordings in accounts.items():
        for wording in wordings:
            told = next((each for each in wording.told if each.place.article.reading.article.outlet == outlet), None)
            if told:
                own.setdefault(polity, []).append(told)
    uncertain = bool(unlinked) and len(unlinked | own.keys()) > 1
    characters = {polity: sum(_length(each) for each in told) for polity, told in own.items()}
    whole = sum(characters.values())
    return tuple(
        Share(
            polity=polity,
            characters=characters[polity],
            share=None if uncertain else characters[polity] / whole if whole else 0.0,
            quoted=sum(quoted_characters(each.statement) for each in told),
            first=told[0].place,
        )
        for polity, told in own.items()
    )


def _length(told: Told) -> int:
    return told.statement.end - told.statement.start

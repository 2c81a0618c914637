"""One contact as each outlet tells it: whom it names first, whose words it gives, what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tongshi import fusion
from tongshi.clean.media import Media
from tongshi.codec import all_spans
from tongshi.compare.accounts import told_in
from tongshi.compare.records import Item, Place, Share, Telling, Told, Wording, quoted_characters
from tongshi.language import fold
from tongshi.records import Participant
from tongshi.store import ContactReport, Source

#: An article's report of the contact, and what it tells of what was said.
_Source = tuple[Source, list[Told]]

#: The first place of each of a kind of things, by what makes it one: a topic's code, a person's identity.
_Items = Mapping[str, Item]


def tellings(report: ContactReport, accounts: Mapping[str, Sequence[Wording]], media: Media) -> tuple[Telling, ...]:
    """One for each outlet, in order of first publication; `accounts` are the wordings of the sides."""
    by_outlet: dict[str, list[_Source]] = {}
    for source in report.sources:
        own = by_outlet.setdefault(source.article.reading.article.outlet, [])
        own.append((source, told_in(source, media)))
    known = [each for each in report.contact.participants if each.name]
    people = {outlet: _people(sources, known) for outlet, sources in by_outlet.items()}
    topics = {outlet: _topics(sources) for outlet, sources in by_outlet.items()}
    phrases = {outlet: _phrases(sources) for outlet, sources in by_outlet.items()}
    return tuple(
        Telling(
            outlet=outlet,
            articles=tuple(source.article for source, _ in sources),
            people=tuple(people[outlet].values()),
            topics=tuple(topics[outlet].values()),
            phrases=tuple(phrases[outlet].values()),
            shares=_shares(outlet, accounts),
            without_people=_missing(outlet, people),
            without_topics=_missing(outlet, topics),
            without_phrases=_missing(outlet, phrases),
        )
        for outlet, sources in by_outlet.items()
    )


def _people(sources: Iterable[_Source], known: Sequence[Participant]) -> dict[str, Item]:
    """Who takes part, in order of place in the articles, titles included; by his name among all who are known to."""
    found: dict[str, Item] = {}
    for source, _ in sources:
        told = [each for each in source.engagement.participants if each.spans]
        for each in sorted(told, key=lambda participant: participant.spans[0]):
            name = each.name or each.office or each.polity or ""
            same = next((other.name for other in known if each.name and _who(other).same(_who(each))), name)
            shown = f"{name} ({each.polity})" if each.polity else name
            found.setdefault(same or name, Item(shown, Place(source.article, each.spans[0])))
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


def _phrases(sources: Iterable[_Source]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for source, said in sources:
        for each in said:
            for phrase in each.statement.phrases:
                spans = each.statement.spans.get(f"phrases.{phrase}")
                found.setdefault(phrase, Item(phrase, Place(source.article, spans[0]) if spans else each.place))
    return found


def _missing(outlet: str, had: Mapping[str, _Items]) -> tuple[Item, ...]:
    """What other outlets have and this one has not."""
    others: dict[str, Item] = {}
    for items in had.values():
        for key, item in items.items():
            if key not in had[outlet]:
                others.setdefault(key, item)
    return tuple(others.values())


def _shares(outlet: str, accounts: Mapping[str, Sequence[Wording]]) -> tuple[Share, ...]:
    """How much an outlet gives of what each side says; a wording counts once."""
    own: dict[str, list[Told]] = {}
    for polity, wordings in accounts.items():
        for wording in wordings:
            told = next((each for each in wording.told if each.place.article.reading.article.outlet == outlet), None)
            if told:
                own.setdefault(polity, []).append(told)
    characters = {polity: sum(_length(each) for each in told) for polity, told in own.items()}
    whole = sum(characters.values())
    return tuple(
        Share(
            polity=polity,
            characters=characters[polity],
            share=characters[polity] / whole if whole else 0.0,
            quoted=sum(quoted_characters(each.statement) for each in told),
            first=told[0].place,
        )
        for polity, told in own.items()
    )


def _length(told: Told) -> int:
    return told.statement.end - told.statement.start

"""One contact as each outlet tells it: whom it names first, whose words it gives, what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tongshi import fusion
from tongshi.compare.accounts import said_in
from tongshi.compare.records import Place, Share, Telling, Told, Wording, quoted_characters, unique
from tongshi.language import fold
from tongshi.records import Participant
from tongshi.store import ContactReport, Source


def tellings(report: ContactReport, accounts: Mapping[str, Sequence[Wording]]) -> tuple[Telling, ...]:
    """One for each outlet, in order of first publication; `accounts` are the wordings of the sides."""
    by_outlet: dict[str, list[Source]] = {}
    for source in report.sources:
        by_outlet.setdefault(source.article.reading.article.outlet, []).append(source)
    topics = {outlet: _topics(sources) for outlet, sources in by_outlet.items()}
    phrases = {outlet: _phrases(sources) for outlet, sources in by_outlet.items()}
    found = []
    for outlet, sources in by_outlet.items():
        first = _first(sources[0])
        named = [each for source in sources for each in source.engagement.participants]
        found.append(
            Telling(
                outlet=outlet,
                articles=tuple(source.article for source in sources),
                first=first[0] if first else None,
                first_place=first[1] if first else None,
                topics=topics[outlet],
                phrases=phrases[outlet],
                shares=_shares(outlet, accounts),
                without_people=tuple(
                    each for each in report.contact.participants if each.name and not _is_among(each, named)
                ),
                without_topics=_missing(outlet, topics),
                without_phrases=_missing(outlet, phrases),
            )
        )
    return tuple(found)


def _first(source: Source) -> tuple[Participant, Place] | None:
    """Who of those that take part is named first in an article, title included."""
    named = [(each.spans[0], each) for each in source.engagement.participants if each.spans]
    if not named:
        return None
    span, participant = min(named, key=lambda each: each[0])
    return participant, Place(source.article, span)


def _topics(sources: Sequence[Source]) -> tuple[str, ...]:
    said = [topic for source in sources for each in said_in(source) for topic in each.topics]
    return unique([topic for source in sources for topic in source.engagement.topics] + said)


def _phrases(sources: Sequence[Source]) -> tuple[str, ...]:
    return unique(phrase for source in sources for each in said_in(source) for phrase in each.phrases)


def _missing(outlet: str, had: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What other outlets have and this one has not."""
    return unique(each for other in had.values() for each in other if each not in had[outlet])


def _is_among(wanted: Participant, named: Sequence[Participant]) -> bool:
    who = _who(wanted)
    return any(each.name and _who(each).same(who) for each in named)


def _who(participant: Participant) -> fusion.Who:
    return fusion.Who(person=participant.person, name=fold(participant.name or ""))


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

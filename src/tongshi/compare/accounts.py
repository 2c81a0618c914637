"""Whose words are whose: a contact's statements by side, the same words of several articles as one wording.

Where an article has readouts of a side and no statements of it (coded by hand, or by an older version), the sentences
of the readout stand for them, without verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tongshi.clean.media import Media
from tongshi.compare.records import (
    Link,
    Place,
    Side,
    Told,
    TopicShare,
    Voice,
    Wording,
    characters_of,
    unique,
    unique_names,
)
from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.records import Readout, Statement
from tongshi.store import ContactReport, Source, StoredReading


def accounts(report: ContactReport, media: Media) -> dict[str, tuple[Wording, ...]]:
    """The wordings of each side of a contact, in order of publication and place."""
    return accounts_and_reactions(report, media)[0]


def accounts_and_reactions(
    report: ContactReport, media: Media
) -> tuple[dict[str, tuple[Wording, ...]], tuple[Wording, ...]]:
    """The same, and what is said of the contact by those who give no side's account: third parties, and people who are
    no side.
    """
    sides: dict[str, list[Told]] = {}
    others: dict[str, list[Told]] = {}
    for each in (each for source in report.sources for each in told_in(source, media)):
        if each.statement.side in report.contact.polities:
            sides.setdefault(each.statement.side, []).append(each)
        else:
            others.setdefault(each.statement.polity or "", []).append(each)
    return (
        {polity: _wordings(polity, sides[polity]) for polity in report.contact.polities if polity in sides},
        tuple(wording for polity in others for wording in _wordings(polity, others[polity])),
    )


def said_in(source: Source) -> tuple[Statement, ...]:
    """The statements of an article that were made in a contact or about it."""
    number = _number(source)
    return tuple(each for each in source.article.reading.statements if each.engagement == number)


def side_of(polity: str, wordings: Sequence[Wording], others: Sequence[str]) -> Side:
    """The account of a side made of its wordings; `others` are the sides of the contact."""
    through = [each.through(others) for each in wordings]
    return Side(
        polity=polity,
        wordings=tuple(wordings),
        topics=_shares(wordings),
        voices=_voices(wordings),
        through=unique_names(name for names in through for name in names) if through and all(through) else (),
    )


# --- statements of an article


def told_in(source: Source, media: Media) -> list[Told]:
    """What an article tells of what was said in a contact or about it, in order of place."""
    article, reading = source.article, source.article.reading
    number = _number(source)
    statements = list(said_in(source))
    spoken = {each.side for each in statements}
    handed_on = [each.chain for each in statements]
    for readout in reading.readouts:
        if readout.engagement == number and readout.side not in spoken:
            own = _shared(readout, reading.statements) or list(_of(readout, article, media))
            statements += own
            handed_on += [each.chain or tuple(filter(media.is_one, readout.sources)) for each in own]
    polities = _polities(article)
    found = [
        Told(each, place_of(each, article), _links(names, polities, media))
        for each, names in zip(statements, handed_on, strict=True)
    ]
    return sorted(found, key=lambda each: each.place.span or Span(0, 0))


def _shared(readout: Readout, statements: Iterable[Statement]) -> list[Statement]:
    """What a readout has in common with that of another contact in its article: a visit's with its meeting's.

    A statement names one of them; the spans of a readout are those of its statements.
    """
    spans = {span for field, found in readout.spans.items() if field.startswith("topics.") for span in found}
    return [
        each
        for each in statements
        if each.side == readout.side and (_span(each) in spans or each.speaker in readout.sources)
    ]


def _number(source: Source) -> int:
    engagements = source.article.reading.engagements
    return next(at for at, each in enumerate(engagements) if each.id == source.engagement.id)


def _polities(article: StoredReading) -> dict[str, str]:
    """The polity that each person and body of an article speaks or acts for, by folded name."""
    reading = article.reading
    actors = [each for engagement in reading.engagements for each in engagement.participants]
    named = [(each.name, each.polity) for each in actors] + [(each.speaker, each.polity) for each in reading.statements]
    return {fold(name): polity for name, polity in named if name and polity}


def _links(names: Iterable[str], polities: Mapping[str, str], media: Media) -> tuple[Link, ...]:
    folded = ((name, fold(name)) for name in names)
    return tuple(Link(name, polities.get(key) or media.home(key)) for name, key in folded)


def place_of(statement: Statement, article: StoredReading) -> Place:
    """Where a statement stands in its article, from its first word to its last."""
    return Place(article, _span(statement))


def _span(statement: Statement) -> Span | None:
    spans = statement.spans.get("text", ())
    return Span(spans[0].start, spans[-1].end) if spans else None


def _of(readout: Readout, article: StoredReading, media: Media) -> Iterator[Statement]:
    """The sentences of a readout as statements of all whom it cites; topics without a place in one without text."""
    by_span: dict[Span, list[str]] = {}
    placeless: list[str] = []
    for topic in readout.topics:
        spans = _raised(readout, topic)
        for span in spans:
            by_span.setdefault(span, []).append(topic)
        if not spans:
            placeless.append(topic)
    whole = readout.spans.get("topics") or readout.spans.get("sources") or ()
    if placeless or not by_span:
        by_span.setdefault(whole[0] if whole else Span(0, 0), []).extend(placeless)
    speakers = [name for name in readout.sources if not media.is_one(name)]
    by_sentence: dict[tuple[str, Span | None], list[tuple[Span, list[str]]]] = {}
    for span, topics in by_span.items():
        text = "".join(passage.text for passage in Place(article, span).sentences) if span.start < span.end else ""
        by_sentence.setdefault((text, None if text else span), []).append((span, topics))
    for (text, _), raised in by_sentence.items():
        first = raised[0][0]
        yield Statement(
            text=text,
            form="indirect",
            speaker="、".join(speakers) or None,
            polity=readout.side,
            topics=unique(topic for _, topics in raised for topic in topics),
            engagement=readout.engagement,
            side=readout.side,
            start=0,
            end=len(text) or first.end - first.start,
            spans={"text": (first,)} if first.start < first.end else {},
            confidence=readout.confidence,
        )


def _raised(readout: Readout, topic: str) -> tuple[Span, ...]:
    """Where a topic is raised: spans named after it, or its own among as many spans as topics."""
    named = readout.spans.get(f"topics.{topic}")
    if named:
        return named
    listed = readout.spans.get("topics", ())
    return (listed[readout.topics.index(topic)],) if len(listed) == len(readout.topics) else ()


# --- wordings


def _wordings(side: str, told: Iterable[Told]) -> tuple[Wording, ...]:
    """One for each wording: the same letters of the same speaker, as far as he is known."""
    found: dict[object, list[Told]] = {}
    for each in told:
        letters = characters_of(each.statement.text)
        key = (letters, each.statement.person) if letters else (each.place.article.post, each.place.span, id(each))
        found.setdefault(key, []).append(each)
    return tuple(Wording(side, _once(same)) for same in found.values())


def _once(told: Sequence[Told]) -> tuple[Told, ...]:
    """Each article once, with its first."""
    found: dict[str, Told] = {}
    for each in told:
        found.setdefault(each.place.article.post, each)
    return tuple(found.values())


def _shares(wordings: Sequence[Wording]) -> tuple[TopicShare, ...]:
    whole = sum(each.characters for each in wordings)
    found: list[TopicShare] = []
    for order, topic in enumerate(unique(topic for each in wordings for topic in each.topics), 1):
        own = [each for each in wordings if topic in each.topics]
        told = [each for wording in own for each in wording.told if topic in each.statement.topics]
        characters = sum(each.characters for each in own)
        found.append(
            TopicShare(
                topic=topic,
                order=order,
                characters=characters,
                share=characters / whole if whole else 0.0,
                articles=len({each.place.article.post for each in told}),
                first=told[0].place,
            )
        )
    return tuple(found)


def _voices(wordings: Sequence[Wording]) -> tuple[Voice, ...]:
    """Who speaks, in the order in which they are first heard."""
    own: dict[str, list[tuple[int, Told]]] = {}
    for number, wording in enumerate(wordings):
        for each in wording.told:
            statement = each.statement
            own.setdefault(statement.person or fold(statement.speaker or ""), []).append((number, each))
    return tuple(_voice(told) for told in own.values())


def _voice(told: Sequence[tuple[int, Told]]) -> Voice:
    statements = [each.statement for _, each in told]
    articles = {each.place.article.post: each.place.article for _, each in told}
    links: dict[str, Link] = {}
    for link in (link for _, each in told for link in each.links):
        links.setdefault(fold(link.name), link)
    return Voice(
        name=next((each.speaker for each in statements if each.speaker), ""),
        office=next((each.office for each in statements if each.office), None),
        media=unique_names(each.medium for each in statements if each.medium),
        links=tuple(links.values()),
        articles=tuple(articles.values()),
        wordings=len({number for number, _ in told}),
        quoted=len({number for number, each in told if each.statement.form != "indirect"}),
    )

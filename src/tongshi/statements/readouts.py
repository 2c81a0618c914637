"""Each side's own account of a contact (codebook section 2): who speaks for it, and what it raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.records import Article, Engagement, Quote, Readout
from tongshi.statements.hearing import Hearing
from tongshi.statements.voices import Voice

#: The kinds of contact of which sides give an account.
_KINDS = frozenset(("call", "meeting", "talks", "visit", "conference"))

#: Statuses of a contact that is not going to be.
_NOT_TO_BE = frozenset(("cancelled", "refused", "denied"))
#: Roles whose holders do not speak for their government unless they take part.
_ASIDE = frozenset(("legislator", "speaker", "party-official", "former"))

#: Topic codes raised in `folded[start:end]`.
TopicFinder = Callable[[str, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one speaker is reported to say, at `[start, end)` of the body."""

    voice: Voice
    loose: bool
    start: int
    end: int


def find_readouts(
    article: Article,
    hearing: Hearing,
    engagements: Sequence[Engagement],
    quotes: Sequence[Quote],
    *,
    topics: TopicFinder,
) -> tuple[Readout, ...]:
    """Which sides of the main engagements speak about them, through whom, and what they raise.

    `quotes` is what is quoted in the article. An engagement is told by its index in `engagements`.
    """
    main = [(i, e) for i, e in enumerate(engagements) if e.salience == "main" and e.type in _KINDS]
    if not main:
        return ()
    statements = list(_statements(hearing))
    out: list[Readout] = []
    for index, engagement in sorted(main, key=lambda item: item[1].status in _NOT_TO_BE):
        others = [other for i, other in main if i != index]
        told = _told(out, engagement, engagements)
        for side in engagement.polities:
            said = [
                statement
                for statement in statements
                if statement.voice.polity == side and _is_account(hearing, statement, engagement, others)
            ]
            if said and side not in told:
                called_off = engagement.status in {"cancelled", "refused", "denied"}
                account = _Account(index, side, said, frozenset(engagement.topics) if called_off else None)
                out.append(_readout(article, hearing, account, quotes, topics))
    return tuple(sorted(out, key=lambda readout: readout.engagement))


def _told(out: Sequence[Readout], engagement: Engagement, engagements: Sequence[Engagement]) -> set[str]:
    """Sides whose account has been given of what took place instead of a contact that did not."""
    if engagement.status == "refused":
        return {readout.side for readout in out}
    if engagement.status not in _NOT_TO_BE:
        return set()
    same = set(engagement.polities)
    return {readout.side for readout in out if set(engagements[readout.engagement].polities) == same}


def _statements(hearing: Hearing) -> Iterator[_Statement]:
    """Every saying with what it covers, but what one side is said to have said in the words of another."""
    for start, end in hearing.sentences:
        said = [saying for saying in hearing.discourse.between(start, end) if saying.speaker is not None]
        plain = next((saying.speaker for saying in said if not saying.verb.loose), None)
        for number, saying in enumerate(said):
            voice = saying.speaker
            if voice is None or _is_handed_on(hearing, plain, voice, start, saying.verb.start):
                continue
            stop = next((later.verb.start for later in said[number + 1 :] if later.speaker != voice), end)
            yield _Statement(voice, saying.verb.loose, saying.verb.end, stop)


def _is_handed_on(hearing: Hearing, plain: Voice | None, voice: Voice, start: int, verb: int) -> bool:
    """Whether a voice is heard through the one that speaks first in the sentence: A說，B表示……; not A說……，B則說."""
    if plain is None or plain.polity in {None, voice.polity} or voice.polity is None:
        return False
    return "则" not in hearing.outer[start:verb]


def _is_account(hearing: Hearing, statement: _Statement, engagement: Engagement, others: Sequence[Engagement]) -> bool:
    """Whether a statement is its speaker's account of an engagement; `others` are told in the same article."""
    voice = statement.voice
    if _takes_part(hearing, voice, engagement):
        return engagement.status == "held" or _is_about(hearing, statement, engagement)
    if not voice.represents or voice.role in _ASIDE or statement.loose:
        return False
    if any(_takes_part(hearing, voice, other) for other in others):
        return False
    return engagement.type == "conference" or _is_about(hearing, statement, engagement)


def _is_about(hearing: Hearing, statement: _Statement, engagement: Engagement) -> bool:
    """Whether the paragraph of a statement speaks of the engagement: its trigger, or somebody who takes part."""
    start, end = hearing.paragraph_at(statement.start)
    start, end = hearing.paragraph_at(max(start - 2, 0))[0], hearing.paragraph_at(min(end + 2, len(hearing.folded)))[1]
    text = hearing.folded[start:end]
    if engagement.trigger and fold(engagement.trigger) in text:
        return True
    return any(participant.name and fold(participant.name) in text for participant in engagement.participants)


def _takes_part(hearing: Hearing, voice: Voice, engagement: Engagement) -> bool:
    name = hearing.folded[slice(*voice.name)]
    for participant in engagement.participants:
        if voice.person and voice.person == participant.person:
            return True
        other = fold(participant.name or "")
        if len(name) > 1 and len(other) > 1 and (name in other or other in name):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Account:
    """One side's account of an engagement."""

    index: int
    side: str
    statements: Sequence[_Statement]
    only: frozenset[str] | None  # of a contact called off: what its account gives beyond its topics is the reason


def _readout(
    article: Article, hearing: Hearing, account: _Account, quotes: Sequence[Quote], topics: TopicFinder
) -> Readout:
    body = article.body
    sources: dict[str, Span] = {}
    for statement in account.statements:
        sources.setdefault(body.text[slice(*statement.voice.name)], body.span(*statement.voice.name))
    ranges = {(statement.start, statement.end) for statement in account.statements}
    ranges |= {(quote.start, quote.end) for quote in quotes if quote.speaker in sources}
    raised: dict[str, list[Span]] = {}
    for start, end in sorted(ranges):
        for code in topics(hearing.folded, start, end):
            if account.only is None or code in account.only:
                raised.setdefault(code, []).append(body.span(start, end))
    return Readout(
        engagement=account.index,
        side=account.side,
        sources=tuple(sources),
        topics=tuple(raised),
        spans={
            "sources": tuple(sources.values()),
            **{f"topics.{code}": tuple(spans) for code, spans in raised.items()},
        },
        confidence=0.8 if any(not statement.loose for statement in account.statements) else 0.5,
    )

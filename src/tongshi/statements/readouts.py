"""Each side's own account of a contact (codebook section 2): who speaks for it, and what it raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.records import Actor, Article, Engagement, Quote, Readout
from tongshi.statements.hearing import Hearing, hear, passages_of
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

#: The kinds of contact of which sides give an account.
_KINDS = frozenset(("call", "meeting", "talks", "visit", "conference"))

#: Topic codes raised in `folded[start:end]`.
TopicFinder = Callable[[str, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one speaker is reported to say, at `[start, end)` of the body."""

    voice: Voice
    start: int
    end: int


def find_readouts(
    article: Article,
    folded: str,
    engagements: Sequence[Engagement],
    actors: Sequence[Actor],
    quotes: Sequence[Quote],
    *,
    topics: TopicFinder,
    speech: SpeechLexicon,
) -> tuple[Readout, ...]:
    """Which sides of the main engagements speak about them, through whom, and what they raise.

    `folded` is the body folded; `actors` who is named in it, `quotes` what is quoted in it. An engagement
    is told by its index in `engagements`.
    """
    main = [(i, e) for i, e in enumerate(engagements) if e.salience == "main" and e.type in _KINDS]
    if not main:
        return ()
    hearing = hear(article, folded, passages_of(article, folded), actors, speech)
    statements = list(_statements(hearing))
    out = []
    for index, engagement in main:
        for side in engagement.polities:
            said = [s for s in statements if s.voice.polity == side and _speaks_for(hearing, s.voice, engagement)]
            if said:
                out.append(_readout(article, hearing, index, side, said, topics))
    return tuple(out)


def _statements(hearing: Hearing) -> Iterator[_Statement]:
    for start, end in hearing.sentences:
        said = [saying for saying in hearing.discourse.between(start, end) if saying.speaker is not None]
        for number, saying in enumerate(said):
            stop = next((later.verb.start for later in said[number + 1 :] if later.speaker != saying.speaker), end)
            if saying.speaker is not None:
                yield _Statement(saying.speaker, saying.verb.end, stop)


def _speaks_for(hearing: Hearing, voice: Voice, engagement: Engagement) -> bool:
    return voice.represents or _takes_part(hearing, voice, engagement)


def _takes_part(hearing: Hearing, voice: Voice, engagement: Engagement) -> bool:
    name = hearing.folded[slice(*voice.name)]
    for participant in engagement.participants:
        if voice.person and voice.person == participant.person:
            return True
        other = fold(participant.name or "")
        if len(name) > 1 and len(other) > 1 and (name in other or other in name):
            return True
    return False


def _readout(
    article: Article, hearing: Hearing, index: int, side: str, said: Sequence[_Statement], topics: TopicFinder
) -> Readout:
    body = article.body
    sources: dict[str, Span] = {}
    raised: dict[str, None] = {}
    for statement in said:
        sources.setdefault(body.text[slice(*statement.voice.name)], body.span(*statement.voice.name))
        raised.update(dict.fromkeys(topics(hearing.folded, statement.start, statement.end)))
    return Readout(
        engagement=index,
        side=side,
        sources=tuple(sources),
        topics=tuple(raised),
        spans={"sources": tuple(sources.values())},
        confidence=0.5,
    )

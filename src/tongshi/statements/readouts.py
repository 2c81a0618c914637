"""Each side's own account of a contact (codebook section 2): who speaks for it, and what it raises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.records import Article, Engagement, Participant, Readout, Statement
from tongshi.registry import Site
from tongshi.statements.hearing import Hearing
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.statements import Said
from tongshi.statements.voices import Voice
from tongshi.statements.where import where_made

#: The kinds of contact of which sides give an account.
_KINDS = frozenset(("call", "meeting", "talks", "visit", "conference"))

#: Those of them in which the sides are face to face.
_ENCOUNTERS = frozenset(("call", "meeting", "talks"))
#: Statuses of a contact that is not going to be.
_NOT_TO_BE = frozenset(("cancelled", "refused", "denied"))
#: Roles whose holders do not speak for their government unless they take part.
_ASIDE = frozenset(("legislator", "speaker", "party-official", "former"))


def find_readouts(
    article: Article,
    hearing: Hearing,
    engagements: Sequence[Engagement],
    said: Sequence[Said],
    sites: Sequence[Site],
    speech: SpeechLexicon,
) -> tuple[tuple[Readout, ...], tuple[Statement, ...]]:
    """Which sides of the main engagements speak about them, through whom, and what they raise.

    `sites` are the states and towns it names. With the readouts come all statements of the article, those that are a
    part of a readout told so. An engagement is told by its index in `engagements`.
    """
    statements = [each.statement for each in said]
    main = [(i, e) for i, e in enumerate(engagements) if e.salience == "main" and e.type in _KINDS]
    out: list[Readout] = []
    for index, engagement in sorted(main, key=lambda item: item[1].status in _NOT_TO_BE):
        others = [other for i, other in main if i != index]
        told = _told(out, engagement, engagements)
        for side in engagement.polities:
            if side in told:
                continue
            account = [
                number
                for number, each in enumerate(said)
                if _speaks_for(each, side)
                and _is_account(hearing, each, engagement, others, sites, speech)
                and not _is_of_another(hearing, each.statement, engagement, others)
            ] or [
                number
                for number, each in enumerate(said)
                if _is_of_organ(hearing, each, side, engagement, sites, speech)
                and not _is_of_another(hearing, each.statement, engagement, others)
            ]
            if not account:
                continue
            out.append(_readout(article, index, side, [said[number] for number in account]))
            for number in account:
                if statements[number].engagement is None:
                    statements[number] = replace(statements[number], engagement=index, side=side)
    for number, each in enumerate(said):
        about = _reacts_to(hearing, each, main, sites, speech) if statements[number].engagement is None else None
        if about is not None:
            statements[number] = replace(statements[number], engagement=about)
    return tuple(sorted(out, key=lambda readout: readout.engagement)), tuple(statements)


def _reacts_to(
    hearing: Hearing,
    said: Said,
    main: Sequence[tuple[int, Engagement]],
    sites: Sequence[Site],
    speech: SpeechLexicon,
) -> int | None:
    """The contact of which somebody speaks who took no part in it, and for no side of it."""
    voice = said.voice
    if voice is None or voice.medium:
        return None
    for index, engagement in main:
        if voice.polity in engagement.polities:
            continue
        where = where_made(hearing, said.statement, engagement, sites, speech)
        if where.around and where.about and where.of_parties and not where.earlier:
            return index
    return None


def _speaks_for(said: Said, side: str) -> bool:
    """Whether somebody of a side speaks, and it is not handed on by somebody of another: B表示, as A tells."""
    voice = said.voice
    if voice is None or voice.polity != side:
        return False
    return all(link.polity in {None, side} for link in said.through)


def _is_of_organ(
    hearing: Hearing, said: Said, side: str, engagement: Engagement, sites: Sequence[Site], speech: SpeechLexicon
) -> bool:
    """Whether a medium that speaks for a side tells of an encounter, or of what both said: 新华社称，双方同意……."""
    voice = said.voice
    if voice is None or engagement.type not in _ENCOUNTERS or engagement.status in _NOT_TO_BE:
        return False
    tells = [voice, *said.through] if voice.medium or voice.kind == "several" else []
    if not any(each.medium and speech.organs.get(hearing.outer[slice(*each.name)]) == side for each in tells):
        return False
    where = where_made(hearing, said.statement, engagement, sites, speech)
    return (where.told or (where.about and where.around)) and not where.earlier


def _told(out: Sequence[Readout], engagement: Engagement, engagements: Sequence[Engagement]) -> set[str]:
    """Sides whose account has been given of what took place instead of a contact that did not."""
    if engagement.status == "refused":
        return {readout.side for readout in out}
    if engagement.status not in _NOT_TO_BE:
        return set()
    same = set(engagement.polities)
    return {readout.side for readout in out if set(engagements[readout.engagement].polities) == same}


def _is_account(
    hearing: Hearing,
    said: Said,
    engagement: Engagement,
    others: Sequence[Engagement],
    sites: Sequence[Site],
    speech: SpeechLexicon,
) -> bool:
    """Whether a statement is its speaker's account of an engagement; `others` are told in the same article."""
    voice = said.voice
    if voice is None:
        return False
    where = where_made(hearing, said.statement, engagement, sites, speech)
    announces = where.told and speech.patterns.announcing.search(fold(said.statement.verb)) is not None
    if engagement.status in _NOT_TO_BE:
        aside = not voice.represents or voice.role in _ASIDE or (said.loose and not announces)
        return where.around and (_takes_part(hearing, voice, engagement) or not aside)
    if _takes_part(hearing, voice, engagement):
        if where.own and (engagement.type == "conference" or not where.others):
            return True
        if (
            where.earlier
            or where.others
            or where.abroad
            or (where.elsewhere and engagement.type != "visit" and not where.about)
        ):
            return False
        return engagement.status == "held" or where.about
    if not voice.represents or voice.role in _ASIDE or where.earlier:
        return False
    if said.loose and not announces:
        return False
    if any(_takes_part(hearing, voice, other) for other in others):
        return False
    if engagement.type == "conference":
        return not where.others and not where.abroad
    if where.own:
        return where.around or (where.about and where.of_parties)
    return where.around and not where.of_others and (where.about or where.of_parties)


def _is_of_another(
    hearing: Hearing, statement: Statement, engagement: Engagement, others: Sequence[Engagement]
) -> bool:
    """Whether a statement is rather of another encounter of the same sides, whose people are named nearer before it.

    Those who are named in one sentence can have been met together.
    """
    if engagement.type not in _ENCOUNTERS:
        return False
    sides = set(engagement.polities)
    beside = [each for each in others if each.type in _ENCOUNTERS and set(each.polities) == sides]
    if not beside:
        return False
    end = hearing.sentence_at(statement.start)[1]
    own = _named_before(hearing, engagement, beside, end)
    return any(_named_before(hearing, each, [engagement], end) > own for each in beside)


def _named_before(hearing: Hearing, engagement: Engagement, others: Sequence[Engagement], end: int) -> int:
    """The sentence that last names somebody before `end` who took part in one of several alone, by its start."""
    elsewhere = {_name(each) for other in others for each in other.participants}
    alone = {_name(each) for each in engagement.participants} - elsewhere - {""}
    last = max((hearing.folded.rfind(name, 0, end) for name in alone), default=-1)
    return hearing.sentence_at(last)[0] if last >= 0 else -1


def _name(participant: Participant) -> str:
    return fold(participant.name or "")


def _takes_part(hearing: Hearing, voice: Voice, engagement: Engagement) -> bool:
    name = hearing.folded[slice(*voice.name)]
    for participant in engagement.participants:
        if voice.person and voice.person == participant.person:
            return True
        other = fold(participant.name or "")
        if len(name) > 1 and len(other) > 1 and (name in other or other in name):
            return True
    return False


def _readout(article: Article, index: int, side: str, said: Sequence[Said]) -> Readout:
    body = article.body
    sources: dict[str, Span] = {}
    raised: dict[str, list[Span]] = {}
    for each in said:
        statement = each.statement
        of_both = each.voice is not None and each.voice.kind == "several"
        for link in each.through:
            if link.polity == side or (of_both and link.medium):
                sources.setdefault(body.text[slice(*link.name)], body.span(*link.name))
        if statement.speaker:
            sources.setdefault(statement.speaker, statement.spans["speaker"][0])
        for code in statement.topics:
            raised.setdefault(code, []).append(body.span(statement.start, statement.end))
    return Readout(
        engagement=index,
        side=side,
        sources=tuple(sources),
        topics=tuple(raised),
        spans={
            "sources": tuple(sources.values()),
            **{f"topics.{code}": tuple(spans) for code, spans in raised.items()},
        },
        confidence=0.8 if any(not each.loose for each in said) else 0.5,
    )

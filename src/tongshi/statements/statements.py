"""What each speaker of an article is reported to say (codebook: statement)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.phrases import Phrases
from tongshi.records import Article, Quote, Statement, StatementForm
from tongshi.statements.attributions import Attribution, find_attributions
from tongshi.statements.circumstances import Circumstances
from tongshi.statements.confidence import evidence
from tongshi.statements.hearing import Hearing
from tongshi.statements.speech import SpeechLexicon
from tongshi.statements.voices import Voice

#: What is left of the confidence in a quotation that names its speaker.
_OF_HIMSELF = 0.5
#: Topic codes raised in `folded[start:end]`.
TopicFinder = Callable[[str, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, who makes it and who hands it on, as the text names them; `loose`: by a word not of saying alone."""

    statement: Statement
    voice: Voice | None
    through: tuple[Voice, ...] = ()
    loose: bool = False
    evidence: Mapping[str, float] = field(default_factory=dict)  # what speaks for and against it


def find_statements(
    article: Article,
    hearing: Hearing,
    quotes: Sequence[Quote],
    *,
    topics: TopicFinder,
    phrases: Phrases,
    speech: SpeechLexicon,
    own: frozenset[str] = frozenset(),
) -> tuple[Said, ...]:
    """The statements of an article in order of their place; `quotes` are its direct quotations.

    `own` are the names of its outlet, which does not cite itself. Whose account of which contact they are part of is
    not told yet, see `readouts`.
    """
    beside = Circumstances.of(hearing, speech)
    by_place = {(quote.start, quote.end): quote for quote in quotes}
    found = [
        _said(article, hearing, beside, attribution, by_place)
        for attribution in find_attributions(hearing, speech, own)
    ]
    found += [
        Said(each, _voice_of(each, hearing))
        for each in _quoted(hearing, quotes, [each.statement for each in found], speech)
    ]
    raised = (
        replace(each, statement=_raising(each.statement, article, hearing.folded, topics, phrases)) for each in found
    )
    return tuple(sorted(raised, key=_range))


def _said(
    article: Article,
    hearing: Hearing,
    beside: Circumstances,
    attribution: Attribution,
    quotes: dict[tuple[int, int], Quote],
) -> Said:
    statement, found = _statement(article, hearing, beside, attribution, quotes), evidence(attribution, hearing)
    sure = beside.speech.weights(found) * (_OF_HIMSELF if _speaks_of_himself(statement) else 1.0)
    return Said(
        replace(statement, confidence=round(sure, 2)),
        attribution.speaker,
        attribution.through,
        attribution.verb is not None and attribution.verb.loose,
        found,
    )


def _speaks_of_himself(statement: Statement) -> bool:
    """Whether words inside marks name their speaker in the third person: mostly somebody else's."""
    name = statement.speaker or ""
    return statement.form == "direct" and len(name) > 1 and name in statement.text


def _raising(statement: Statement, article: Article, folded: str, topics: TopicFinder, phrases: Phrases) -> Statement:
    """A statement with what it raises and the set phrases it uses."""
    hits: dict[str, list[Span]] = {}
    for start, end, id_ in phrases.find(folded, statement.start, statement.end):
        hits.setdefault(id_, []).append(article.body.span(start, end))
    return replace(
        statement,
        topics=topics(folded, statement.start, statement.end),
        phrases=tuple(hits),
        spans=statement.spans | {f"phrases.{id_}": tuple(spans) for id_, spans in hits.items()},
    )


def _voice_of(statement: Statement, hearing: Hearing) -> Voice | None:
    """The speaker of a quotation as first named."""
    name = fold(statement.speaker or "")
    return next((voice for voice in hearing.voices if hearing.outer[slice(*voice.name)] == name), None)


def _range(said: Said) -> tuple[int, int]:
    return said.statement.start, said.statement.end


def _statement(
    article: Article,
    hearing: Hearing,
    beside: Circumstances,
    attribution: Attribution,
    quotes: dict[tuple[int, int], Quote],
) -> Statement:
    body, voice, verb = article.body, attribution.speaker, attribution.verb
    start, end = attribution.start, attribution.end
    quote = quotes.get((start, end))
    spans: dict[str, tuple[Span, ...]] = {"text": (body.span(start, end),), "speaker": (body.span(*voice.name),)}
    if quote is not None and "speaker" in quote.spans:
        spans["speaker"] = quote.spans["speaker"]
    office = beside.office(voice)
    if office:
        spans["office"] = (body.span(*office),)
    if verb is not None and verb.end > verb.start:
        spans["verb"] = (body.span(verb.start, verb.end),)
    addressee, medium = beside.addressee(attribution), beside.medium(attribution)
    if addressee:
        spans["addressee"] = (body.span(*addressee),)
    if medium:
        spans["medium"] = (body.span(*medium),)
    links = beside.chain(attribution)
    spans |= {f"chain.{number}": (body.span(*link.name),) for number, link in enumerate(links)}
    known = quote is not None and quote.speaker is not None
    return Statement(
        text=body.text[start:end],
        form=_form(hearing, attribution),
        speaker=quote.speaker if known and quote else body.text[slice(*voice.name)],
        office=body.text[slice(*office)] if office else None,
        polity=quote.polity if known and quote else voice.polity if voice.represents else None,
        person=quote.person if known and quote else voice.person,
        verb=body.text[verb.start : verb.end] if verb is not None else "",
        manner=beside.manner(attribution),
        addressee=body.text[slice(*addressee)] if addressee else None,
        medium=body.text[slice(*medium)] if medium else None,
        chain=tuple(body.text[slice(*link.name)] for link in links),
        start=start,
        end=end,
        spans=spans,
    )


def _form(hearing: Hearing, attribution: Attribution) -> StatementForm:
    if attribution.passage is not None:
        return "direct"
    start, end = attribution.start, attribution.end
    return "mixed" if any(start <= each.open < end for each in hearing.passages) else "indirect"


def _quoted(
    hearing: Hearing, quotes: Sequence[Quote], found: Sequence[Statement], speech: SpeechLexicon
) -> Iterator[Statement]:
    """Direct quotations that no word of saying introduces."""
    for quote in quotes:
        if quote.speaker is None or speech.no_speaker.fullmatch(fold(quote.speaker)):
            continue
        if any(each.start < quote.end and quote.start < each.end for each in found):
            continue
        if speech.nobody.search(hearing.outer, hearing.sentence_at(quote.start)[0], quote.start):
            continue
        yield Statement(
            text=quote.text,
            form="direct",
            speaker=quote.speaker,
            polity=quote.polity,
            person=quote.person,
            start=quote.start,
            end=quote.end,
            spans=dict(quote.spans),
            confidence=quote.confidence,
        )

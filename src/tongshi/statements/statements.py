"""What each speaker of an article is reported to say (codebook: statement)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from tongshi.language import fold
from tongshi.offsets import SourceText, Span
from tongshi.phrases import Phrases
from tongshi.records import Article, Quote, Statement, StatementForm
from tongshi.statements.attribution import Attribution
from tongshi.statements.attributions import find_attributions
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
    raises = _Raises(article.body, hearing.folded, topics, phrases)
    found = [
        _said(article, hearing, beside, raises, attribution, by_place)
        for attribution in find_attributions(hearing, speech, own)
    ]
    found += [
        Said(each, _voice_of(each, hearing))
        for each in _quoted(hearing, quotes, [each.statement for each in found], raises, speech)
    ]
    return tuple(sorted(found, key=_range))


@dataclass(frozen=True, slots=True)
class _Raises:
    """Asked what is raised in a range of one article's body, and by which set phrases."""

    body: SourceText
    folded: str
    topics: TopicFinder
    phrases: Phrases

    def phrases_in(self, start: int, end: int) -> dict[str, tuple[Span, ...]]:
        """The set phrases, each by its id, with where they stand."""
        hits: dict[str, list[Span]] = {}
        for first, last, id_ in self.phrases.find(self.folded, start, end):
            hits.setdefault(id_, []).append(self.body.span(first, last))
        return {id_: tuple(spans) for id_, spans in hits.items()}

    def topics_in(self, start: int, end: int) -> tuple[str, ...]:
        """The codes of the topics."""
        return self.topics(self.folded, start, end)


def _phrase_spans(phrases: Mapping[str, tuple[Span, ...]]) -> dict[str, tuple[Span, ...]]:
    return {f"phrases.{id_}": spans for id_, spans in phrases.items()}


def _said(
    article: Article,
    hearing: Hearing,
    beside: Circumstances,
    raises: _Raises,
    attribution: Attribution,
    quotes: dict[tuple[int, int], Quote],
) -> Said:
    found = evidence(attribution, hearing)
    return Said(
        _statement(article, hearing, beside, raises, attribution, quotes, sure=beside.speech.weights(found)),
        attribution.speaker,
        attribution.through,
        attribution.verb is not None and attribution.verb.loose,
        found,
    )


def _speaks_of_himself(form: StatementForm, speaker: str | None, text: str) -> bool:
    """Whether words inside marks name their speaker in the third person: mostly somebody else's."""
    name = speaker or ""
    return form == "direct" and len(name) > 1 and name in text


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
    raises: _Raises,
    attribution: Attribution,
    quotes: dict[tuple[int, int], Quote],
    *,
    sure: float,
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
    phrases = raises.phrases_in(start, end)
    known = quote is not None and quote.speaker is not None
    text, form = body.text[start:end], _form(hearing, attribution)
    speaker = quote.speaker if known and quote else body.text[slice(*voice.name)]
    return Statement(
        text=text,
        form=form,
        speaker=speaker,
        office=body.text[slice(*office)] if office else None,
        polity=quote.polity if known and quote else voice.polity if voice.represents else None,
        person=quote.person if known and quote else voice.person,
        verb=body.text[verb.start : verb.end] if verb is not None else "",
        manner=beside.manner(attribution),
        addressee=body.text[slice(*addressee)] if addressee else None,
        medium=body.text[slice(*medium)] if medium else None,
        chain=tuple(body.text[slice(*link.name)] for link in links),
        topics=raises.topics_in(start, end),
        phrases=tuple(phrases),
        start=start,
        end=end,
        spans=spans | _phrase_spans(phrases),
        confidence=round(sure * (_OF_HIMSELF if _speaks_of_himself(form, speaker, text) else 1.0), 2),
    )


def _form(hearing: Hearing, attribution: Attribution) -> StatementForm:
    if attribution.passage is not None:
        return "direct"
    start, end = attribution.start, attribution.end
    inside = bisect_left(hearing.passages, start, key=attrgetter("open"))
    mixed = inside < len(hearing.passages) and hearing.passages[inside].open < end
    return "mixed" if mixed else "indirect"


def _quoted(
    hearing: Hearing, quotes: Sequence[Quote], found: Sequence[Statement], raises: _Raises, speech: SpeechLexicon
) -> Iterator[Statement]:
    """Direct quotations that no word of saying introduces."""
    for quote in quotes:
        if any(each.start < quote.end and quote.start < each.end for each in found):
            continue
        if quote.speaker is None or speech.no_speaker.fullmatch(fold(quote.speaker)):
            continue
        if speech.nobody.search(hearing.outer, hearing.sentence_at(quote.start)[0], quote.start):
            continue
        phrases = raises.phrases_in(quote.start, quote.end)
        yield Statement(
            text=quote.text,
            form="direct",
            speaker=quote.speaker,
            polity=quote.polity,
            person=quote.person,
            topics=raises.topics_in(quote.start, quote.end),
            phrases=tuple(phrases),
            start=quote.start,
            end=quote.end,
            spans=quote.spans | _phrase_spans(phrases),
            confidence=quote.confidence,
        )

"""Which sentences of a text prove something: those in which a field of a record stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from tongshi import codec
from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, Span
from tongshi.records import Engagement, Quote, Readout, Statement


def proving(
    engagements: Iterable[Engagement],
    readouts: Iterable[Readout],
    quotes: Iterable[Quote],
    statements: Iterable[Statement],
) -> tuple[Span, ...]:
    """Every place from which some field of these records was read."""
    fields = [codec.all_spans(each) for each in engagements]
    fields += [each.spans for each in readouts]
    fields += [each.spans for each in quotes]
    fields += [each.spans for each in statements]
    return tuple({span for each in fields for spans in each.values() for span in spans})


def standing(text: SourceText, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The sentences of a text in which one of `spans` stands, in order."""
    wanted = sorted(spans)
    if not wanted or not text:
        return
    firsts, longest = [span.start for span in wanted], max(span.end - span.start for span in wanted)
    for start, end in sentences(fold(text.text)):
        whole = text.span(start, end)
        some = wanted[bisect_left(firsts, whole.start - longest) : bisect_left(firsts, whole.end)]
        near = [span for span in some if span.start < whole.end and whole.start < span.end]
        if near:
            sentence = text.cut(start, end)  # not all between its first and its last character need be of it
            if any(sentence.find(span) for span in near):
                yield start, end

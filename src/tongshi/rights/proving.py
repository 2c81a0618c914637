"""Which sentences of a text prove something: those in which a field of a record stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

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


def standing(text: SourceText, spans: Iterable[Span], folded: str = "") -> Iterator[tuple[int, int]]:
    """The sentences of a text in which one of `spans` stands, in order; `folded`: the text folded, where known."""
    told = sorted(_ranges(text, _together(spans)))
    if not told:
        return
    at = 0
    for start, end in sentences(folded or fold(text.text)):
        while at < len(told) and told[at][1] <= start:
            at += 1
        if at < len(told) and told[at][0] < end:
            yield start, end


def _together(spans: Iterable[Span]) -> list[Span]:
    """The same places as spans that do not meet, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _ranges(text: SourceText, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Which characters of a text came from spans that do not meet: ranges that do not meet either, in no order."""
    ends = [span.end for span in spans]
    for run, until in text.extents():
        last = run.start + until - run.at if run.end is None else run.end
        for span in islice(spans, bisect_right(ends, run.start), None):
            if span.start >= last:
                break
            if run.end is not None:
                yield run.at, until
                break
            yield run.at + max(0, span.start - run.start), run.at + min(last, span.end) - run.start

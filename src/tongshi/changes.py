"""What was changed between two versions of an article: its fields, its sentences, its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, Span
from tongshi.records import Article, Engagement
from tongshi.store import StoredReading

#: Two sentences in the same place with so many of their characters in common are one that was changed.
ALIKE = 0.5

#: Sentences of a rewritten passage that are paired with each other; a longer one is withdrawn and added as a whole.
MOST_PAIRED = 40

#: Characters of a sentence within which the changed ones are looked for.
LONGEST = 2000

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence in one version: its text, the ranges of its characters that the other has not, its place.

    The text is empty where it may not be shown.
    """

    text: str
    changed: tuple[Range, ...]
    span: Span  # in the post's own text


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that was changed (both sides), added (no `old`) or withdrawn (no `new`)."""

    old: Side | None
    new: Side | None

    @property
    def kind(self) -> str:
        """`changed`, `added` or `withdrawn`."""
        return "added" if self.old is None else "withdrawn" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the article's head, before and after; several values are one after another."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the version `new` has otherwise than the version `old`, in the order of the text."""

    old: StoredReading
    new: StoredReading
    fields: tuple[FieldChange, ...]
    sentences: tuple[SentenceChange, ...]
    came: tuple[Engagement, ...]  # records that only the new version bears out
    went: tuple[Engagement, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.sentences or self.came or self.went)


def difference(old: StoredReading, new: StoredReading) -> Difference:
    """What was changed from one version to the other."""
    bodies = (each.reading.article.body for each in (old, new))
    return replace(_told(old, new), sentences=tuple(_sentences(*bodies)))


def _told(old: StoredReading, new: StoredReading) -> Difference:
    """The same without the sentences."""
    return Difference(
        old=old,
        new=new,
        fields=tuple(_fields(old.reading.article, new.reading.article)),
        sentences=(),
        came=tuple(_without(new.reading.engagements, old.reading.engagements)),
        went=tuple(_without(old.reading.engagements, new.reading.engagements)),
    )


def given(whole: Difference, old: StoredReading, new: StoredReading) -> Difference:
    """Of a difference as much as `old` and `new` hold, which are what may be given of its versions.

    Sentences that they lack keep their places.
    """
    texts = [_squeezed(each.reading.article.body.text) for each in (old, new)]
    shown = [
        SentenceChange(*(_within(side, text) for side, text in zip((each.old, each.new), texts, strict=True)))
        for each in whole.sentences
    ]
    return replace(_told(old, new), sentences=tuple(shown))


def _within(side: Side | None, text: str) -> Side | None:
    if side is None or _squeezed(side.text) in text:
        return side
    return replace(side, text="", changed=())


# --- fields


def _fields(old: Article, new: Article) -> Iterator[FieldChange]:
    for (name, before), (_, after) in zip(_head(old), _head(new), strict=True):
        if before != after:
            yield FieldChange(name, before, after)


def _head(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    post, line = article.post, article.dateline
    yield "title", _one(post.title.text)
    yield "address", _one(post.url)
    yield "outlet", _one(article.outlet)
    yield "published", _one(article.published_local.isoformat(" ", "minutes") if article.published_local else "")
    yield "author", _one(post.author)
    yield "dateline", _one(" ".join(filter(None, (line.agency, line.city))) if line else "")
    yield "reporters", article.reporters
    yield "editors", article.editors
    yield "translators", article.translators
    yield "wires", article.wires
    yield "tags", post.tags
    yield "captions", article.captions


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


# --- sentences


def _sentences(old: SourceText, new: SourceText) -> Iterator[SentenceChange]:
    befores, afters = sentences(fold(old.text)), sentences(fold(new.text))
    matcher = SequenceMatcher(
        None,
        [_squeezed(old.text[start:end]) for start, end in befores],
        [_squeezed(new.text[start:end]) for start, end in afters],
    )
    for what, first, last, start, end in matcher.get_opcodes():
        if what != "equal":
            yield from _rewritten(old, befores[first:last], new, afters[start:end])


def _rewritten(
    old: SourceText, befores: Sequence[Range], new: SourceText, afters: Sequence[Range]
) -> Iterator[SentenceChange]:
    """The sentences of a passage that stands where another stood, paired in order as far as they are alike."""
    start = 0
    paired = max(len(befores), len(afters)) <= MOST_PAIRED
    for before in befores:
        text = old.text[slice(*before)]
        ratios = [_ratio(text, new.text[slice(*after)]) for after in afters[start:]] if paired else []
        best = max(range(len(ratios)), key=ratios.__getitem__, default=-1)
        if best < 0 or ratios[best] < ALIKE:
            yield SentenceChange(_side(old, before), None)
            continue
        for after in afters[start : start + best]:
            yield SentenceChange(None, _side(new, after))
        after = afters[start + best]
        here, there = _changed(text, new.text[slice(*after)])
        yield SentenceChange(_side(old, before, here), _side(new, after, there))
        start += best + 1
    for after in afters[start:]:
        yield SentenceChange(None, _side(new, after))


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _changed(old: str, new: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """The ranges of characters that only the one or only the other has."""
    if max(len(old), len(new)) > LONGEST:
        return ((0, len(old)),), ((0, len(new)),)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    here = tuple((code[1], code[2]) for code in codes if code[0] != "equal" and code[1] < code[2])
    there = tuple((code[3], code[4]) for code in codes if code[0] != "equal" and code[3] < code[4])
    return here, there


def _side(text: SourceText, place: Range, changed: tuple[Range, ...] = ()) -> Side:
    return Side(text.text[slice(*place)], changed, text.span(*place))


def _squeezed(text: str) -> str:
    return "".join(text.split())


# --- records


def _without(records: Iterable[Engagement], others: Iterable[Engagement]) -> Iterator[Engagement]:
    """The records that say something that none of the others does; ids belong to a version and do not count."""
    left = Counter(map(_says, others))
    for record in records:
        if left[_says(record)]:
            left[_says(record)] -= 1
        else:
            yield record


def _says(record: Engagement) -> tuple[object, ...]:
    people = frozenset((each.name or each.office, each.polity) for each in record.participants)
    return record.type, record.status, record.when, record.place, people

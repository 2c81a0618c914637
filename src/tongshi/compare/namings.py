"""Names for the same thing: 新冠病毒 and 武漢肺炎. Who uses which, where that tells users apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tongshi.codec import all_spans
from tongshi.compare.accounts import said_in
from tongshi.compare.records import NameUse, Naming, Place, Told, Wording
from tongshi.language import fold, sentences
from tongshi.lexicon import Entry, Layers, entries, strings
from tongshi.offsets import SourceText, Span
from tongshi.records import Statement
from tongshi.store import Source


class NameHit(NamedTuple):
    """A name of a thing at `[start, end)` of a folded text."""

    thing: str
    name: str
    start: int
    end: int
    regional: bool = False  # where an outlet is at home decides the name


@dataclass(frozen=True, slots=True)
class _Known:
    thing: str  # empty: a longer word that only contains a name
    name: str
    word: str
    regional: bool = False


class Names:
    """The names of `namings.yml`, all sought in one pass."""

    def __init__(self, known: Sequence[_Known]) -> None:
        self._known = list(known)
        self._automaton = AhoCorasick([item.word for item in known], matchkind=MatchKind.LeftmostLongest)

    def find(self, folded: str) -> Iterator[NameHit]:
        """Every name in a folded text, longest first, in order."""
        for which, start, end in self._automaton.find_matches_as_indexes(folded):
            item = self._known[which]
            if item.thing:
                yield NameHit(item.thing, item.name, start, end, item.regional)


def load_names(layers: Layers = ()) -> Names:
    """Read `namings.yml`; raises LexiconError."""
    known: dict[str, _Known] = {}
    for entry in entries("namings", layers):
        called = entry["called"]
        if not isinstance(called, Entry):
            raise entry.error(f"{entry['id']}: called: expected a mapping", "called")
        regional = bool(entry.get("regional"))
        found = [_Known(entry["id"], name, fold(word), regional) for name in called for word in strings(called, name)]
        for item in (*found, *(_Known("", "", fold(word)) for word in strings(entry, "unless"))):
            other = known.setdefault(item.word, item)
            if item.thing and other.thing and other != item:
                raise entry.error(f"{item.word} is a name of {other.thing} already", "called")
            if item.thing:
                known[item.word] = item
    return Names(list(known.values()))


def between_sides(wordings: Iterable[Wording], names: Names) -> tuple[Naming, ...]:
    """Things that the sides call by different names, as far as that is the sides' doing.

    What is called by the usage of a region is left out.
    An outlet that calls a thing by one name whichever side speaks of it tells its own usage, not the sides': its uses
    count only where they stand between quotation marks.
    """
    uses: dict[str, list[NameUse]] = {}
    for wording in wordings:
        for told in wording.told:
            for thing, use in _uses(wording.side, told, names):
                uses.setdefault(thing, []).append(use)
    return _different({thing: list(_not_of_the_house(own)) for thing, own in uses.items()}, _apart)


def between_outlets(sources: Iterable[Source], names: Names) -> tuple[Naming, ...]:
    """Things that outlets call by different names in titles and in the sentences about a contact.

    Statements that stand between quotation marks are others' words.
    """
    uses: dict[str, list[NameUse]] = {}
    for source in sources:
        for thing, use in _own_uses(source, names):
            uses.setdefault(thing, []).append(use)
    return _different(uses, _unlike)


def _uses(side: str, told: Told, names: Names) -> Iterator[tuple[str, NameUse]]:
    statement = told.statement
    folded = fold(statement.text)
    for hit in (each for each in names.find(folded) if not each.regional):
        use = NameUse(side, hit.name, _inside(told, hit), _is_quoted(statement, folded, hit.start))
        yield hit.thing, use


def _inside(told: Told, hit: NameHit) -> Place:
    """Where the name stands in a statement; the statement where that is not to be told."""
    place = told.place
    if span := told.span(hit.start, hit.end):
        return Place(place.article, span)
    for text in place.texts if place.span else ():
        found = text.find(place.span) if place.span else None
        if found and text.text[slice(*found)] == told.statement.text:
            return Place(place.article, text.span(found[0] + hit.start, found[0] + hit.end))
    return place


def _is_quoted(statement: Statement, folded: str, at: int) -> bool:
    return statement.form == "direct" or folded.count("“", 0, at) > folded.count("”", 0, at)


def _own_uses(source: Source, names: Names) -> Iterator[tuple[str, NameUse]]:
    article = source.article
    title, readable = Place(article, None).texts
    direct = [each for each in said_in(source) if each.form == "direct"]
    quoted = list(_ranges(readable, (span for each in direct for span in each.spans.get("text", ()))))
    for text, ranges in ((title, [(0, len(title))]), (readable, _sentences(source, readable))):
        folded = fold(text.text)
        for start, end in ranges:
            for hit in names.find(folded[start:end]):
                at = start + hit.start
                if text is title or not any(first <= at < last for first, last in quoted):
                    place = Place(article, text.span(at, start + hit.end))
                    yield hit.thing, NameUse(article.reading.article.outlet, hit.name, place, quoted=False)


def _sentences(source: Source, text: SourceText) -> Iterator[tuple[int, int]]:
    """The sentences in which something stands of the contact or of what was said of it."""
    fields = [all_spans(source.engagement), *(each.spans for each in said_in(source))]
    told = list(_ranges(text, (span for each in fields for spans in each.values() for span in spans)))
    for start, end in sentences(fold(text.text)):
        if any(first < end and start < last for first, last in told):
            yield start, end


def _ranges(text: SourceText, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    return (found for span in spans if (found := text.find(span)))


def _not_of_the_house(uses: Sequence[NameUse]) -> Iterator[NameUse]:
    """Uses between quotation marks, and those of outlets that do not have one name for all sides."""
    names: dict[str, set[str]] = {}
    sides: dict[str, set[str]] = {}
    for use in uses:
        outlet = use.place.article.reading.article.outlet
        names.setdefault(outlet, set()).add(use.name)
        sides.setdefault(outlet, set()).add(use.user)
    house = {outlet for outlet in names if len(names[outlet]) == 1 and len(sides[outlet]) > 1}
    return (use for use in uses if use.quoted or use.place.article.reading.article.outlet not in house)


def _apart(one: Sequence[NameUse], other: Sequence[NameUse]) -> bool:
    """Whether two sides are told apart by their names: none in common, or one quoted that the other never has."""
    ours, theirs = ({use.name for use in uses} for uses in (one, other))
    quoted = ({use.name for use in uses if use.quoted} for uses in (one, other))
    return ours.isdisjoint(theirs) or any(names - (ours & theirs) for names in quoted)


def _unlike(one: Sequence[NameUse], other: Sequence[NameUse]) -> bool:
    return {use.name for use in one} != {use.name for use in other}


def _different(
    uses: Mapping[str, Sequence[NameUse]], differ: Callable[[Sequence[NameUse], Sequence[NameUse]], bool]
) -> tuple[Naming, ...]:
    """Those things for which some two users differ, each use once for every article."""
    found = []
    for thing, own in uses.items():
        by_user: dict[str, list[NameUse]] = {}
        first: dict[tuple[str, str, str], NameUse] = {}
        for use in own:
            by_user.setdefault(use.user, []).append(use)
            first.setdefault((use.user, use.name, use.place.article.post), use)
        if any(differ(one, other) for one, other in combinations(by_user.values(), 2)):
            found.append(Naming(thing, tuple(first.values())))
    return tuple(found)

"""Other names of whom or what a word of a query names: 川普 is also 特朗普."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.query import And, Not, Or, Query, Word
from tongshi.registry.entries import Person, Polity, load_offices, load_people, load_polities

#: A part of a Latin name that names a person alone has so many letters: Blinken, not Yi.
_LONG = 4


@dataclass(frozen=True, slots=True)
class Aliases:
    """By each folded name all names of those who have it."""

    names: Mapping[str, frozenset[str]]

    def expanded(self, query: Query) -> Query:
        """A query in which any name of a person or polity will do where one is a word of it."""
        match query:
            case Word(text):
                others = self.of(text)
                return Or((query, *map(Word, others))) if others else query
            case Not(part):
                return Not(self.expanded(part))
            case And(parts):
                return And(tuple(map(self.expanded, parts)))
            case Or(parts):
                return Or(tuple(map(self.expanded, parts)))

    def of(self, word: str) -> tuple[str, ...]:
        """The other names of what a word names, in order; those that hold the word, or one of them, need no search."""
        found: list[str] = [word]
        for name in sorted(self.names.get(word, ()), key=lambda name: (len(name), name)):
            if not any(each in name for each in found):
                found.append(name)
        return tuple(found[1:])


def load_aliases(layers: Layers = ()) -> Aliases:
    """Those of the registry's people and polities, the user's own among them; raises LexiconError."""
    names: dict[str, set[str]] = {}
    people = map(_of_person, load_people(load_offices(layers), layers))
    for own, keys in (*people, *map(_of_polity, load_polities(layers))):
        for key in keys:
            names.setdefault(key, set()).update(own)
    return Aliases({name: frozenset(own) for name, own in names.items()})


def _of_person(person: Person) -> tuple[set[str], set[str]]:
    """What texts call a person, and by what he is asked for."""
    latin = set(map(fold, person.latin))
    own = set(_long_enough((*person.spellings, *latin)))
    return own, own | {last for name in latin if len(last := name.rpartition(" ")[2]) >= _LONG}


def _of_polity(polity: Polity) -> tuple[set[str], set[str]]:
    called = (name for name, sense in polity.surfaces if sense == "name")
    own = set(_long_enough((*called, fold(polity.en))))
    return own, own


def _long_enough(names: Iterable[str]) -> Iterator[str]:
    """Names of one character stand in too many words: 美 in 美好."""
    return (name for name in names if len(name) > 1)

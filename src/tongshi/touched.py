"""What a change of knowledge touches: the words whose meaning it changes, the outlets whose pages it reads otherwise.

A text that holds none of the words reads as before, so it need not be read again. That rests on how the stages use
their lexicons: a word is only ever looked for in the text itself. What reaches further (patterns, roles that count as
foreign policy, what a state is) touches everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tongshi.language import fold
from tongshi.lexicon import Entry, Layers, document, entries, name_of, shipped
from tongshi.pipeline import Sources
from tongshi.registry.entries import Person, load_offices, load_people, with_learnt
from tongshi.registry.names import sounds_of
from tongshi.registry.surnames import surnames, titles_by_role

#: Keys and lexicons that no text is read by; `state` and `namings` are asked for when accounts are compared, `levels`
#: when contacts are counted.
_SILENT = frozenset(["examples", "not", "en", "latin", "state"])
_UNREAD = frozenset(["namings", "levels"])

#: Where the words of a text do not tell what a rule does to it.
_PATTERNS = frozenset(["pattern", "patterns"])


@dataclass(frozen=True, slots=True)
class Touched:
    """Which texts a change touches: all; or those that hold one of the folded words, and those of some outlets."""

    everything: bool = False
    words: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.everything or other.everything, self.words | other.words, self.outlets | other.outlets)


_EVERYTHING = Touched(everything=True)


def touched(old: Sources, new: Sources) -> Touched:
    """What is read otherwise with the new sources, of the same rules and shipped lexicons, than with the old ones."""
    changed = _changed_lexicons(old.project, new.project)
    found = Touched()
    if old.learnt != new.learnt or changed & {"people", "offices"}:
        found |= _by_people(old, new)
    for name in sorted(changed - {"people"}):
        found |= _by_lexicon(name, old.project, new.project)
    return found


def _changed_lexicons(old: Layers, new: Layers) -> set[str]:
    names = {file.partition("/")[0] for layer in (*old, *new) for file, _ in layer.files}
    return {name for name in names - _UNREAD if _parts(name, old) != _parts(name, new)}


def _parts(name: str, layers: Layers) -> list[tuple[str, str]]:
    return [part for layer in layers for part in layer.parts(name)]


# --- people


def _by_people(old: Sources, new: Sources) -> Touched:
    """By who bears a spelling now and did not, or bore it in another office; and by the sounds names are made of."""
    before, after = _People(old), _People(new)
    words = set(before.sounds ^ after.sounds)
    words |= _differing(before.bearers, after.bearers)
    for id_ in before.known.keys() & after.known.keys():
        one, other = before.known[id_], after.known[id_]
        if _but_names(one) != _but_names(other):
            words |= {*before.words_of(one), *after.words_of(other)}
    return Touched(words=frozenset(words))


class _People:
    """Everybody known, and the words by which a text can mean him."""

    def __init__(self, sources: Sources) -> None:
        offices = load_offices(sources.project)
        curated = load_people(offices, sources.project)
        self.sounds = sounds_of(curated)
        self.known = {person.id: person for person in with_learnt(curated, sources.learnt)}
        self._titles = titles_by_role(offices)
        self.bearers: dict[str, list[object]] = defaultdict(list)
        for person in self.known.values():
            for word in self.words_of(person):
                self.bearers[word].append(person.id)

    def words_of(self, person: Person) -> Iterator[str]:
        """His spellings, longer words that are not him, and his family name before his titles."""
        yield from person.spellings
        yield from person.unless
        for family, role in sorted(surnames(person)):
            for title in self._titles.get(role, ()):
                yield family + title


def _but_names(person: Person) -> Person:
    return replace(person, latin=(), plain_names=(), titled_names=(), unless=())


# --- other lexicons


def _by_lexicon(name: str, old: Layers, new: Layers) -> Touched:
    before, after = _entries(name, old), _entries(name, new)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if changed and name == "boilerplate":
        return _EVERYTHING
    if name == "outlets":
        words = _differing(_words_in(before, "names"), _words_in(after, "names"))
        return Touched(words=frozenset(words), outlets=frozenset(map(str, changed)))
    if name == "offices" and _policy_roles(before) != _policy_roles(after):
        return _EVERYTHING
    words = _differing(_words_in(before), _words_in(after))
    for key in changed:
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            only: Entry = one or other or Entry("")
            if _PATTERNS & only.keys() or (name == "polities" and _is_referred_to(str(key))):
                return _EVERYTHING
        elif _but_words(one) != _but_words(other):
            if name == "polities" or any(one.get(key) != other.get(key) for key in _PATTERNS):
                return _EVERYTHING
            own = {word for entry in (one, other) for _, word in _words(entry)}
            if not own:
                return _EVERYTHING
            words |= own
    return Touched(words=frozenset(words))


def _entries(name: str, layers: Layers) -> dict[object, Entry]:
    """The entries of a lexicon by name; those of a lexicon that is one mapping by their part of it too."""
    if name != "times":
        return {name_of(entry, name): entry for entry in entries(name, layers)}
    found: dict[object, Entry] = {}
    whole: Entry = document(name, layers)
    for part, value in whole.items():
        if isinstance(value, list) and all(isinstance(item, Entry) for item in value):
            found |= {(part, name_of(item) or number): item for number, item in enumerate(value)}
        elif isinstance(value, Entry):
            found[part] = value
        else:
            found[part] = single = Entry(whole.places[part])
            single[part] = value
    return found


def _policy_roles(offices: Mapping[object, Entry]) -> set[object]:
    return {office.get("role") for office in offices.values() if office.get("policy")}


def _is_referred_to(code: str) -> bool:
    """Whether a shipped lexicon names a polity that it may not have."""
    named = re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])")
    return any(named.search(text) for file, text in shipped().files if file != "polities")


# --- words


def _words_in(of: Mapping[object, Entry], *keys: str) -> dict[str, list[object]]:
    """By whom each word is had, in order: of two that have it the first may keep it."""
    found: dict[str, list[object]] = defaultdict(list)
    for name, entry in of.items():
        for path, word in _words(entry):
            if not keys or path[0] in keys:
                found[word].append((name, path))
    return found


def _differing(before: Mapping[str, list[object]], after: Mapping[str, list[object]]) -> set[str]:
    return {word for word in before.keys() | after.keys() if before.get(word) != after.get(word)}


def _words(value: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """The folded texts in the lists of an entry, with the keys that lead to them."""
    for key, inner in _inside(value):
        if isinstance(inner, str):
            if isinstance(value, list):
                yield path, fold(inner)
        else:
            yield from _words(inner, path if isinstance(value, list) else (*path, key))


def _but_words(value: Any) -> Any:
    """What an entry says beside its words."""
    if not isinstance(value, (list, dict)):
        return value
    inner = ((key, each) for key, each in _inside(value) if not (isinstance(value, list) and isinstance(each, str)))
    return [(key, rest) for key, each in inner if (rest := _but_words(each)) != []]


def _inside(value: Any) -> Iterable[tuple[object, Any]]:
    if isinstance(value, dict):
        return [(key, inner) for key, inner in value.items() if key not in _SILENT]
    return enumerate(value) if isinstance(value, list) else ()

"""Find articles by words, in either script."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tongshi import lexicon
from tongshi.clean import load_outlets
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.lexicon import Layers
from tongshi.passages import Mark, Passage
from tongshi.registry.entries import load_offices, load_people, load_polities
from tongshi.store import FoundArticle

#: Characters shown on each side of a word.
AROUND = 30

#: Snippets shown of one article.
MOST_SNIPPETS = 3


class Articles(Protocol):
    """What is searched: a store, or what may be given of it."""

    def articles_with(self, words: Sequence[str], limit: int | None = None) -> Iterator[FoundArticle]:
        """Articles that hold every one of the folded words, newest first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article, its title and snippets of its text with the words marked."""

    article: FoundArticle
    title: Passage
    snippets: tuple[Passage, ...]


def search(store: Articles, words: Sequence[str], limit: int | None = None) -> Iterator[Hit]:
    """Current articles with every one of `words` in title or text, newest first; 拜登會晤 also finds 拜登会晤."""
    folded = [word for word in (fold(word.strip()) for word in words) if word]
    if not folded:
        return
    pattern = re.compile("|".join(re.escape(word) for word in sorted(folded, key=len, reverse=True)))
    for article in store.articles_with(folded, limit):
        title, _, text = article.folded.partition("\n")
        yield Hit(article, _passage(article.title, title, pattern), _snippets(article.text, text, pattern))


def _snippets(text: str, folded: str, pattern: re.Pattern[str]) -> tuple[Passage, ...]:
    """Windows around the first places where words stand, none overlapping, one line each."""
    found: list[Passage] = []
    shown = 0
    for match in pattern.finditer(folded):
        if match.start() < shown:
            continue
        start, end = max(shown, match.start() - AROUND), min(len(text), match.end() + AROUND)
        line_start, line_end = folded.rfind("\n", start, match.start()) + 1, folded.find("\n", match.end(), end)
        start, end = max(start, line_start), line_end if line_end >= 0 else end
        found.append(_passage(text[start:end], folded[start:end], pattern))
        shown = end
        if len(found) == MOST_SNIPPETS:
            break
    return tuple(found)


def _passage(text: str, folded: str, pattern: re.Pattern[str]) -> Passage:
    return Passage(text, tuple(Mark(*match.span(), "word") for match in pattern.finditer(folded)))


# --- who is meant


def polity_named(name: str, layers: Layers = ()) -> str:
    """The code of a polity given by code or by any of its names; raises NotFoundError."""
    folded = fold(name.strip())
    if name.startswith("X:"):
        return name
    for polity in load_polities(layers):
        names = {polity.code.lower(), polity.en.lower(), *polity.abbreviations}
        names |= {surface for surface, sense in polity.surfaces if sense in {"name", "government"}}
        if folded in names:
            return polity.code
    raise NotFoundError(f"{name}: no polity of that name or code")


def outlet_named(name: str, stored: Collection[str], layers: Layers = ()) -> str:
    """The code of an outlet given by its code in whatever case: one of the lexicon, or one `stored`.

    Raises NotFoundError.
    """
    code = name.strip().lower()
    if code in stored or any(code == outlet.code for outlet in load_outlets(layers).known):
        return code
    raise NotFoundError(f"{name}: no outlet of that code")


def topic_named(name: str, layers: Layers = ()) -> str:
    """The code of a topic given by its code or by a word of it, 關稅, or by a part of its words only: 台灣.

    Raises NotFoundError, also where words of several topics hold it.
    """
    entries = lexicon.entries("topics", layers)
    words = {str(entry["code"]): [fold(word) for word in lexicon.strings(entry, "words")] for entry in entries}
    asked = fold(name.strip())
    codes = [*words, "other"]
    if asked in codes:
        return asked
    found = [code for code in words if asked in words[code]]
    if not found and asked:
        found = [code for code in words if any(asked in word for word in words[code])]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"{name}: a word of several topics; one of {', '.join(found)}")
    raise NotFoundError(f"{name}: no such topic; one of {', '.join(codes)}")


def people_named(name: str, layers: Layers = ()) -> tuple[str, ...]:
    """What finds a person in the store: the registry's ids of all of that spelling, and the spelling folded."""
    folded = fold(name.strip())
    if not folded:
        raise NotFoundError("no name is given")
    ids = [
        person.id
        for person in load_people(load_offices(layers), layers)
        if folded in person.plain_names
        or folded in {name for _, name in person.titled_names}
        or folded == person.id
        or any(_same_latin(folded, latin) for latin in person.latin)
    ]
    return (*ids, folded)


def _same_latin(folded: str, latin: str) -> bool:
    """`Blinken` and `Antony Blinken` name Antony Blinken."""
    return folded in {latin.lower(), latin.lower().rpartition(" ")[2]}

"""What things are called in the language of the page: polities, outlets, types, topics, phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import opencc

from tongshi.catalogue import FacetName
from tongshi.clean import load_outlets
from tongshi.lexicon import Layers
from tongshi.phrases import Phrases, load_phrases
from tongshi.registry.entries import Polity, load_polities
from tongshi.web.words import Language, Words, load_words


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of things in one language; whatever has none there is called by its code."""

    words: Words
    polities: Mapping[str, str]
    outlets: Mapping[str, str]
    phrases: Mapping[str, str]
    set_phrases: Phrases  # to be found in texts

    def polity(self, code: str) -> str:
        """`United States`, `美国`; one without a code by its name."""
        return self.polities.get(code, code.removeprefix("X:"))

    def pair(self, code: str) -> str:
        """`China – United States` of `CN-US`."""
        return " – ".join(map(self.polity, code.split("-")))

    def outlet(self, code: str) -> str:
        """`中央社 (cna)`; one that is no entry by its code."""
        return self.outlets.get(code, code)

    def type(self, code: str) -> str:
        """Of an engagement."""
        return self._told("type", code)

    def status(self, code: str) -> str:
        """Of an engagement."""
        return self._told("status", code)

    def topic(self, code: str) -> str:
        """What was talked about."""
        return self._told("topic", code)

    def level(self, code: str) -> str:
        """Of office."""
        return self._told("level", code)

    def manner(self, code: str) -> str:
        """The class of a verb."""
        return self._told("manner", code)

    def value(self, facet: FacetName, value: str) -> str:
        """A value of a facet; people and places are called as the archive does, see the catalogue."""
        if facet in {"polity", "pair", "outlet"}:
            named = {"polity": self.polity, "pair": self.pair, "outlet": self.outlet}
            return named[facet](value)
        return self._told(facet, value)

    def field(self, code: str) -> str:
        """Of a record; `people.0.office` is called as `people` is."""
        return self._told("field", code.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0])

    def fields(self, codes: Iterable[str]) -> str:
        """Several of them."""
        return self.words.listed(map(self.field, codes))

    def extent(self, code: str) -> str:
        """How much of a time the archive holds."""
        return self._told("extent", code)

    @property
    def months(self) -> tuple[str, ...]:
        """As they stand below a chart: `Jan`, `1月`."""
        return tuple(self.words(f"site.month_{number}") for number in range(1, 13))

    def phrase(self, id_: str) -> str:
        """A set phrase, as it is written."""
        return self.phrases.get(id_, id_)

    def _told(self, kind: str, code: str) -> str:
        return self.words.entries.get(f"records.{kind}_{code.replace('-', '_')}", code)


@lru_cache(maxsize=4)
def load_labels(layers: Layers = ()) -> Mapping[Language, Labels]:
    """The names in each language, those of the user's own lexicons included."""
    outlets = {each.code: f"{each.names[0]} ({each.code})" for each in load_outlets(layers).known if each.names}
    set_phrases = load_phrases(layers)
    polities = load_polities(layers)
    english = {each.code: each.en for each in polities if each.en}
    chinese = {each.code: name for each in polities if (name := _name(each))}
    return {
        language: Labels(
            words,
            english if language == "en" else _written(chinese, language),
            outlets,
            _written(set_phrases.words, language),
            set_phrases,
        )
        for language, words in load_words().items()
    }


def _name(polity: Polity) -> str:
    return next((told for told, sense in polity.surfaces if sense == "name"), "")


def _written(names: Mapping[str, str], language: Language) -> Mapping[str, str]:
    """Names of the lexicons, which are simplified, in the characters of a language."""
    if language != "zh-Hant":
        return names
    traditional = opencc.OpenCC("s2t")
    return {code: traditional.convert(name) for code, name in names.items()}

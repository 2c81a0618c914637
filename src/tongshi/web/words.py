"""The words of the interface in English and Chinese, in both scripts; `words/*.yml` has them, a file for each room.

    next_page: {en: Next page, zh-Hans: 下一页, zh-Hant: 下一頁}

An entry is known by its file and key: `contacts.next_page`. `{name}` in it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeGuard, get_args

from tongshi import lexicon

Language = Literal["en", "zh-Hans", "zh-Hant"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: What a language is called in itself.
NAMES: Mapping[Language, str] = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}

#: A word of English that is left.
_LATIN = re.compile(r"[A-Za-z]{3}")

#: What may be the code of a field or of a value.
_CODE = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")

_FOLDER = Path(__file__).with_name("words")

#: Regions in which Chinese is written in traditional characters.
_TRADITIONAL = frozenset({"tw", "hk", "mo"})


@dataclass(frozen=True, slots=True)
class Words:
    """All words in one language; called with a key and what is to be filled in."""

    language: Language
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words; raises KeyError where there are none, which is a mistake of the program."""
        return self.entries[key].format_map(values) if values else self.entries[key]

    def count(self, key: str, number: int, **values: object) -> str:
        """The same of a number of things, `{n}`; where it is one, the words of `key.one`, if there are such."""
        one = self.entries.get(f"{key}.one") if number == 1 else None
        return (one or self.entries[key]).format_map({"n": f"{number:,}", **values})

    def listed(self, words: Iterable[str]) -> str:
        """Several words in a row."""
        return self("site.list").join(words)

    def told(self, name: str, value: str) -> str:
        """What is called so is that."""
        return f"{name}{self('site.colon')}{value}"

    def reason(self, told: str) -> str:
        """Why reports are of one contact, or are asked about: a store has it in English, which `reasons.yml` knows."""
        if self.language == "en":
            return told
        for key, pattern in _reasons():
            told = pattern.sub(lambda found, key=key: self(key, **found.groupdict()), told)  # type: ignore[misc]
        told = _CODE.sub(lambda found: self._coded(found[0]), told)
        if _LATIN.search(told):
            return told
        return told.replace(", ", self("site.comma")).replace("; ", self("site.semicolon"))

    def _coded(self, word: str) -> str:
        """A field of a record, or its value, where the word is the code of one."""
        keys = (f"records.{kind}_{word}" for kind in ("status", "type", "salience", "field"))
        return next((self.entries[key] for key in keys if key in self.entries), word)

    def aside(self, words: str, more: str) -> str:
        """Words with more of them in brackets."""
        return f"{words}{self('site.opens')}{more}{self('site.closes')}"


@cache
def _reasons() -> Sequence[tuple[str, re.Pattern[str]]]:
    """The English words by which reasons are known, the longest first: some are parts of others."""
    known = [pair for pair in load_words()["en"].entries.items() if pair[0].startswith("reasons.")]
    return [(key, _pattern(words)) for key, words in sorted(known, key=lambda pair: -len(pair[1]))]


def _pattern(words: str) -> re.Pattern[str]:
    """Words in which `{n}` is a number, and any other name in braces whatever stands there, up to a semicolon."""
    parts = re.split(r"\{(\w+)\}", words)
    told = [re.escape(part) for part in parts]
    told[1::2] = [f"(?P<{name}>{'[0-9]+' if name == 'n' else '[^;]+'})" for name in parts[1::2]]
    return re.compile(rf"(?<!\w){''.join(told)}(?!\w)")


@cache
def load_words() -> Mapping[Language, Words]:
    """The words in each language; raises LexiconError where an entry lacks one or stands twice."""
    entries: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
    rooms = lexicon.read_layer(_FOLDER)
    for room, text in rooms.files:
        for key, told in lexicon.parse(rooms, room, text).items():
            if set(told) != set(LANGUAGES):
                raise told.error(f"{key}: it needs {', '.join(LANGUAGES)} and nothing else")
            for language in LANGUAGES:
                entries[language][f"{room}.{key}"] = told[language]
    return {language: Words(language, found) for language, found in entries.items()}


def is_language(given: str) -> TypeGuard[Language]:
    """Whether the interface speaks it."""
    return given in LANGUAGES


def preferred(accepted: str) -> Language:
    """The language that a browser's `Accept-Language` asks for first; English where it asks for none of ours."""
    for tag in _by_weight(accepted):
        parts = tag.lower().split("-")
        if parts[0] == "en":
            return "en"
        if parts[0] in {"zh", "yue", "cmn"}:
            simplified = "hans" in parts
            traditional = "hant" in parts or parts[0] == "yue" or not _TRADITIONAL.isdisjoint(parts)
            return "zh-Hant" if traditional and not simplified else "zh-Hans"
    return "en"


def _by_weight(accepted: str) -> Sequence[str]:
    weighed = [_weighed(each, number) for number, each in enumerate(accepted[:1000].split(",")) if each.strip()]
    return [tag for weight, _, tag in sorted(weighed) if weight < 0]


def _weighed(part: str, number: int) -> tuple[float, int, str]:
    tag, *parameters = (each.strip() for each in part.split(";"))
    return -_weight(parameters), number, tag


def _weight(parameters: Iterable[str]) -> float:
    for each in parameters:
        if each.startswith("q="):
            try:
                return min(1.0, max(0.0, float(each[2:])))
            except ValueError:
                return 0.0
    return 1.0

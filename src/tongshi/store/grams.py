"""What of a folded text goes into the index: its characters, and every two that stand beside each other.

A word of a query is looked up by the pairs that it consists of, so that words of any length are found wherever they
stand, without a list of words. Pairs of letters and digits, which are most, are kept with their order (`runs`): a word
of these alone is found exactly. Of single characters, and of pairs with a sign or space, only their presence is kept
(`signs`), for the size of it; a longer word with a sign in it is looked up in both and then compared with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from tongshi.query import And, Not, Or, Query, Word

#: The tokenizer takes ASCII signs for spaces, so they are written as characters of a private plane. Texts that have
#: these themselves are found by their other characters.
_PRIVATE = 0x10F800
_RESERVED = frozenset(map(chr, range(_PRIVATE, _PRIVATE + 0x100)))
_SIGNS = {code: chr(_PRIVATE + code) for code in range(128) if not chr(code).isalnum()}
_SIGNS |= {ord(character): "" for character in _RESERVED}

#: Stands in every text; between two runs that would else seem to go on; before all that stands in a title.
_ALL, _BREAK, _TITLE = (chr(_PRIVATE + code) for code in (0x80, 0x81, 0x82))

_RUN = re.compile(r"[^\W_]{2,}")


# --- of a text


def runs_of(folded: str) -> str:
    """The tokens of `runs`: pairs of letters and digits, in order, those of the title twice."""
    title = folded[: folded.find("\n") + 1]
    return " ".join([_ALL, *_run_pairs(title, _TITLE), *_run_pairs(folded, "")])


def _run_pairs(text: str, mark: str) -> list[str]:
    found: list[str] = []
    last = ""
    for run in _RUN.findall(text):
        if run[0] == last:
            found.append(_BREAK)
        last = run[-1]
        pairs = map(add, run, run[1:])
        found += [mark + pair for pair in pairs] if mark else pairs
    return found


def signs_of(folded: str) -> str:
    """The tokens of `signs`: all characters, and all pairs with a sign, once each; those of the title also marked."""
    title = folded[: folded.find("\n") + 1]
    return " ".join([_ALL, *(_TITLE + each for each in _characters(title)), *_characters(folded)])


def _characters(text: str) -> list[str]:
    pairs = {pair for pair in map(add, text, text[1:]) if not pair.isalnum() and _RESERVED.isdisjoint(pair)}
    written = (each.translate(_SIGNS) for each in (*set(text), *pairs))
    return [each for each in written if each]


# --- of a query


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a query is looked up by, in the language of FTS5: nothing where one of the two cannot help.

    Every text that answers to the query is found in both; where `exact`, no other one is.
    """

    runs: str
    signs: str
    exact: bool


def lookup(query: Query, *, title: bool = False) -> Lookup:
    """How to find what answers to a query; with `title` where all that is wanted stands in the title."""
    for part in (_Runs(title), _Signs(title)):
        if part.is_exact(query):
            found = part.expression(query)
            return Lookup(found, "", exact=True) if isinstance(part, _Runs) else Lookup("", found, exact=True)
    return Lookup(_Runs(title).expression(query), _Signs(title).expression(query), exact=False)


class _Part:
    """One of the two tables: how much of a query it can tell."""

    def __init__(self, title: bool) -> None:
        self._title = title

    def knows(self, word: str) -> bool:
        """Whether a word is found exactly."""
        raise NotImplementedError

    def word(self, word: str, mark: str) -> str:
        """What stands in each text that has the word; nothing where it is not known."""
        raise NotImplementedError

    def is_exact(self, query: Query) -> bool:
        """Whether the whole query is answered exactly."""
        match query:
            case Word(text):
                return self.knows(text)
            case Not(part):
                return self.is_exact(part)
            case And(parts) | Or(parts):
                return all(map(self.is_exact, parts))

    def expression(self, query: Query, *, wanted: bool = True) -> str:
        """What at least the texts have that answer to the query; nothing where that may be any text.

        What is to be left out is so wherever it stands, not in the title only.
        """
        match query:
            case Word(text):
                return self.word(text, _TITLE if self._title and wanted else "")
            case Not(part):
                inner = self.expression(part, wanted=not wanted) if self.is_exact(part) else ""
                return f'("{_ALL}" NOT {inner})' if inner else ""
            case And(parts):
                known = [found for part in parts if (found := self.expression(part, wanted=wanted))]
                return f"({' AND '.join(known)})" if known else ""
            case Or(parts):
                known = [self.expression(part, wanted=wanted) for part in parts]
                return f"({' OR '.join(known)})" if all(known) else ""


class _Runs(_Part):
    def knows(self, word: str) -> bool:
        return len(word) > 1 and word.isalnum()

    def word(self, word: str, mark: str) -> str:
        return _all_of(" ".join(_run_pairs(run, mark)) for run in _RUN.findall(word))


class _Signs(_Part):
    def knows(self, word: str) -> bool:
        return _RESERVED.isdisjoint(word) and (len(word) == 1 or (len(word) == 2 and not word.isalnum()))

    def word(self, word: str, mark: str) -> str:
        if not _RESERVED.isdisjoint(word):
            return ""
        pairs = [pair for pair in map(add, word, word[1:]) if not pair.isalnum()]
        return _all_of(mark + each.translate(_SIGNS) for each in dict.fromkeys(pairs if len(word) > 1 else word))


def _all_of(tokens: Iterable[str]) -> str:
    found = " AND ".join(f'"{each}"' for each in tokens)
    return f"({found})" if found else ""

"""What of a folded text goes into the index: its characters, and every two that stand beside each other.

A word of a query is looked up by the pairs that it consists of, so that one of any length is found wherever it stands,
without a list of words. Pairs are kept with their order: the pairs of a word behind each other are that word. Of
single characters, which a pair cannot find, only the presence is kept, and so it is of what stands in a title.

Tokens are written for FTS5's tokenizer `ascii`, and queries in its language.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add
from typing import Literal

from tongshi.query import And, Not, Or, Query, Word

#: In which of the two a query can be looked up alone.
Part = Literal["pairs", "characters"]

#: The tokenizer takes ASCII signs for spaces, so they are written as characters of a private plane; those that a text
#: has of that plane are written behind another one.
_PRIVATE = 0x10F800
_WRITTEN = {code: chr(_PRIVATE + code) for code in range(0x80) if not chr(code).isalnum()}
_WRITTEN |= {code: f"{chr(_PRIVATE + 0xFE)}{chr(code)}" for code in range(_PRIVATE, _PRIVATE + 0x100)}

#: Stands in every text; before all that stands in a title.
_ALL, _TITLE = chr(_PRIVATE + 0x80), chr(_PRIVATE + 0x81)


# --- of a text


def pairs_of(folded: str) -> str:
    """All pairs in order."""
    return " ".join([_ALL, *_pairs(folded)])


def characters_of(folded: str) -> str:
    """All characters, once each; those of the title also marked, and its pairs."""
    title = folded[: folded.find("\n") + 1]
    marked = (_TITLE + each for each in [*_characters(title), *dict.fromkeys(_pairs(title))])
    return " ".join([_ALL, *marked, *_characters(folded)])


def _pairs(text: str) -> Sequence[str]:
    written = _letters(text)
    return list(map(add, written, written[1:]))


def _characters(text: str) -> list[str]:
    return _letters("".join(dict.fromkeys(text)))


def _letters(text: str) -> list[str]:
    return [_WRITTEN.get(ord(character), character) for character in text]


# --- of a query


def part_of(query: Query) -> Part | None:
    """Where a query can be looked up; None: it asks for single characters and for longer words."""
    match query:
        case Word(text):
            return "pairs" if len(text) > 1 else "characters"
        case Not(inner):
            return part_of(inner)
        case And(parts) | Or(parts):
            found = set(map(part_of, parts))
            return found.pop() if len(found) == 1 else None


def is_exact(query: Query) -> bool:
    """Whether the presence of grams alone answers a query: words of one gram, and nothing left out."""
    match query:
        case Word(text):
            return len(text) <= 2
        case Not():
            return False
        case And(parts) | Or(parts):
            return all(map(is_exact, parts))


def expression(query: Query) -> str:
    """The query in the language of FTS5."""
    match query:
        case Word(text):
            return f'"{" ".join(_pairs(text) or _characters(text))}"'
        case Not(inner):
            return f'("{_ALL}" NOT {expression(inner)})'
        case And(parts):
            return f"({' AND '.join(map(expression, parts))})"
        case Or(parts):
            return f"({' OR '.join(map(expression, parts))})"


def title_expression(query: Query) -> str:
    """What a title has at least that has all that is wanted: its characters and pairs, in any order."""
    match query:
        case Word(text):
            marked = [f'"{_TITLE}{each}"' for each in (_pairs(text) or _characters(text))]
            return f"({' AND '.join(marked)})"
        case Not():
            return f'"{_ALL}"'
        case And(parts):
            return f"({' AND '.join(map(title_expression, parts))})"
        case Or(parts):
            return f"({' OR '.join(map(title_expression, parts))})"

"""What is asked of a full text: words and phrases with AND, OR, NOT and parentheses.

    query  := all ("OR" all)*
    all    := one (["AND"] one)*
    one    := ("NOT" | "-") one | "(" query ")" | phrase | word

A word is all that stands between spaces, parentheses and quotation marks; a phrase is all between two straight ones,
spaces included. Both are looked for as they stand, in any place of a text: 会晤 also stands in 双边会晤, art in party.
Everything is folded, so that script, width and case do not count. AND, OR and NOT are so in capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from tongshi.errors import QueryError
from tongshi.language import fold

#: Words of a query, and parentheses within each other, that are still taken.
MOST_WORDS, DEEPEST = 200, 30


@dataclass(frozen=True, slots=True)
class Word:
    """Folded characters that stand together; one or more."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever it does not answer to."""

    part: Query


Query: TypeAlias = Word | And | Or | Not


def parse(text: str) -> Query:
    """The query that a user wrote; raises QueryError, which names the place."""
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        raise QueryError("the query holds bytes that are no characters")
    return _Parser(text).whole()


def holds(query: Query, folded: str) -> bool:
    """Whether a folded text answers to a query: what every index has to agree with."""
    match query:
        case Word(text):
            return text in folded
        case And(parts):
            return all(holds(part, folded) for part in parts)
        case Or(parts):
            return any(holds(part, folded) for part in parts)
        case Not(part):
            return not holds(part, folded)


def wanted_words(query: Query) -> Iterator[str]:
    """The words that are looked for, not those to be left out."""
    match query:
        case Word(text):
            yield text
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted_words(part)
        case Not(part):
            yield from unwanted_words(part)


def unwanted_words(query: Query) -> Iterator[str]:
    """The words that are to be left out: those behind NOT, and not behind another one."""
    match query:
        case Not(part):
            yield from wanted_words(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from unwanted_words(part)


# --- reading it

_TOKEN = re.compile(
    r'\s*(?:"(?P<phrase>[^"]*)"|(?P<sign>[()])|(?P<minus>-)(?=[^\s)-])|(?P<word>[^\s()"]+)|(?P<open>"))'
)


class _Token(NamedTuple):
    kind: str  # phrase, word, or the sign itself: ( ) AND OR NOT; "": the end
    text: str
    place: int  # character of the query, from 1


def _tokens(text: str) -> Iterator[_Token]:
    end = len(text.rstrip())
    place = 0
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise AssertionError(f"no token at {place} of {text!r}")
        kind, place = found.lastgroup, found.end()
        part, start = found[kind], found.start(kind) + 1
        if kind == "open":
            raise QueryError(f"{text}: the quotation mark at character {start} is not closed")
        if kind == "phrase" and not part:
            raise QueryError(f"{text}: nothing stands between the quotation marks at character {start - 1}")
        if kind == "sign" or (kind == "word" and part in {"AND", "OR", "NOT"}):
            kind = part
        yield _Token("NOT" if kind == "minus" else kind, part, start)
    yield _Token("", "", end + 1)


class _Parser:
    """Recursive descent, a method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0
        if sum(token.kind in {"word", "phrase"} for token in self._tokens) > MOST_WORDS:
            raise QueryError(f"more than {MOST_WORDS} words are asked for")

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def whole(self) -> Query:
        query = self._query()
        if self._next.kind:
            raise self._wrong("no parenthesis is open for")
        return query

    def _query(self) -> Query:
        parts = [self._all()]
        while self._next.kind == "OR":
            self._at += 1
            parts.append(self._all())
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Query:
        parts = [self._one()]
        while self._next.kind not in {"", "OR", ")"}:
            self._at += self._next.kind == "AND"
            parts.append(self._one())
        return And(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Query:
        token = self._next
        if token.kind in {"word", "phrase"}:
            self._at += 1
            return Word(fold(token.text))
        if token.kind not in {"NOT", "("}:
            raise self._wrong("a word is missing before")
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"{self._text}: more than {DEEPEST} parentheses or NOT within each other")
        self._at += 1
        query = Not(self._one()) if token.kind == "NOT" else self._group(token)
        self._depth -= 1
        return query

    def _group(self, opened: _Token) -> Query:
        query = self._query()
        if self._next.kind != ")":
            raise QueryError(f"{self._text}: the parenthesis at character {opened.place} is not closed")
        self._at += 1
        return query

    def _wrong(self, what: str) -> QueryError:
        token = self._next
        where = f"{what} {token.text} at character {token.place}" if token.kind else "a word is missing at the end"
        return QueryError(f"{self._text}: {where}" if self._text.strip() else "no word is given")

"""Names in Latin letters: what two ways of writing one have in common."""

from __future__ import annotations

import functools
import re
import unicodedata

#: Letters that no accent makes of others.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})

_WORD = re.compile(r"[a-z]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})

#: A person's name: two to five words, each with a capital but for particles (bin, de, van der).
_WITH_CAPITAL = r"[^\W\d_a-z][\w.'’‘-]*"
_PARTICLE = r"(?:al|bin|bint|da|de|del|den|der|di|dos|du|el|la|le|van|von|y)\b"
_NAME = re.compile(rf"{_WITH_CAPITAL}(?:[ ·](?:{_PARTICLE}|{_WITH_CAPITAL})){{1,5}}")


def words_of(latin: str) -> tuple[str, ...]:
    """The words of a name without accents, initials and suffixes: `Recep T. Erdoğan` → (recep, erdogan)."""
    plain = unicodedata.normalize("NFKD", latin.lower().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORD.findall(re.sub("['’‘`]", "", letters))
    return tuple(word for word in words if len(word) > 1 and word not in _SUFFIXES)


@functools.lru_cache(maxsize=1 << 14)  # every build asks for those of all curated people
def key_of(latin: str) -> tuple[str, ...]:
    """What two ways of writing one name share, whatever the order; a name of one word has a key of one word."""
    return tuple(sorted(words_of(latin)))


def reads_like_a_name(latin: str) -> bool:
    """Whether Latin words are written like a person's full name: capitals, two words or more, not all capitals."""
    return _NAME.fullmatch(latin) is not None and not latin.isupper()


def akin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two keys differ only in how a first name is written: Antony and Anthony, Mike and Michael."""
    shared = set(one) & set(other)
    ones, others = (sorted(set(key) - shared) for key in (one, other))
    return bool(shared) and len(ones) == len(others) == 1 and ones[0][0] == others[0][0]


def within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two keys can be one name's: all words of the shorter, two or more, are in the longer."""
    return min(len(one), len(other)) >= 2 and (set(one) <= set(other) or set(other) <= set(one))

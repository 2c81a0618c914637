"""How names sound: whether two transliterations, or a transliteration and a Latin name, can be one.

Only consonants are compared, and only as classes: 艾爾段 and 埃爾多安 are both L-T. A character's sound is the
first letter of its pinyin, which the order of GB 2312 gives: its common characters stand there by their sounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from tongshi.learning.latin import words_of

#: The first code of each letter among the 3,755 characters of level 1, and the first code behind them.
_FIRST = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
_CODES = tuple(code for code, _ in _FIRST)

#: Classes of consonants, by letter of pinyin: one that Chinese tells apart and transliteration does not.
_PINYIN = {
    **dict.fromkeys("bp", "P"), **dict.fromkeys("dt", "T"), **dict.fromkeys("gk", "K"), **dict.fromkeys("lr", "L"),
    **dict.fromkeys("jqxzcs", "S"), "f": "F", "h": "H", "m": "M", "n": "N", "w": "W", "y": "Y",
}  # fmt: skip

#: The same by letter of Latin names, each with all that it can sound like.
_LATIN = {
    "b": "PW", "c": "KS", "d": "TS", "f": "FH", "g": "KSHY", "h": "HFSK", "j": "SYHK", "k": "KS", "l": "L", "m": "M",
    "n": "N", "p": "PF", "q": "KS", "r": "LN", "s": "S", "t": "TS", "v": "WFP", "w": "WFH", "x": "SKH", "y": "Y",
    "z": "STK",
}  # fmt: skip

#: What a character sounds like that is not known: anything.
_ANY = "?"


def consonants(name: str) -> str:
    """The classes of consonants of a folded Chinese name, one for each character that begins with one."""
    return "".join(_consonants(name))


def _consonants(name: str) -> Iterator[str]:
    for character in name:
        if character in "·-":
            continue
        letter = _initial(character)
        if letter is None:
            yield _ANY
        elif letter in _PINYIN:
            yield _PINYIN[letter]


def _initial(character: str) -> str | None:
    try:
        high, low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return None
    return _FIRST[bisect_right(_CODES, high << 8 | low) - 1][1] or None if (high << 8 | low) >= _CODES[0] else None


def alike(one: str, other: str) -> bool:
    """Whether two folded Chinese names can be one person's, by sound or by most of their characters."""
    ones, others = _last(one), _last(other)
    if nearly(ones, others):
        return True
    a, b = consonants(ones), consonants(others)
    if a and a == b and len(a) < 3:  # few sounds say little alone
        return (
            len(ones) == len(others) if len(a) == 2 else min(len(ones), len(others)) > 2 and _common(ones, others) > 0
        )
    return min(len(a), len(b)) >= 2 and _common(a, b) * 4 >= max(len(a), len(b)) * 3


def nearly(one: str, other: str) -> bool:
    """Whether two names are written with mostly the same characters: 迪馬尤 and 迪馬約."""
    return _common(one, other) * 3 >= max(len(one), len(other)) * 2


def fits(name: str, latin: str) -> bool:
    """Whether a folded Chinese name can be what is made of a Latin one, or of some of its words."""
    heard = consonants(name)
    words = words_of(latin)
    if not heard or not words:
        return bool(words) and not heard and len(name) <= 3
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            spoken = [_LATIN[letter] for letter in "".join(words[first:last]) if letter in _LATIN]
            common = _sung(heard, spoken)
            if common * 4 >= len(heard) * 3 and common * 5 >= len(spoken) * 2:
                return True
    return False


def _last(name: str) -> str:
    return name.rpartition("·")[2]


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence; `?` stands for anything."""
    return _sung(one, list(other))


def _sung(heard: str, spoken: list[str]) -> int:
    """How much of `heard`, in order, `spoken` can be: a set of classes for each of its sounds."""
    row = [0] * (len(spoken) + 1)
    for sound in heard:
        before = 0
        for i, classes in enumerate(spoken):
            kept = row[i + 1]
            row[i + 1] = before + 1 if sound == _ANY or sound in classes or classes == _ANY else max(kept, row[i])
            before = kept
    return row[-1]

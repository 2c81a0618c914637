"""Fold text to one script, character for character, and cut it into sentences.

Folded text has the length of its source, so every position found in it holds in the original:
Traditional → Simplified, full → half width, lower case, every quotation mark to one pair,
every middle dot to one. Regional words (川普, 特朗普) are not touched: they are aliases in the registry.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right

import opencc

#: Marks that differ by region or by hand are read as one. Straight quotes stay: they do not say
#: which end they are, `statements` pairs them.
_MARKS = {
    **dict.fromkeys("「『“〝﹁﹃｢", "“"),
    **dict.fromkeys("」』”〞﹂﹄｣", "”"),
    **dict.fromkeys("‧・•･．·∙⋅", "·"),
    **dict.fromkeys("－—–―‐‑−", "-"),
    **dict.fromkeys("（﹙", "("),
    **dict.fromkeys("）﹚", ")"),
    **dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u202f\t\r", " "),
    "，": ",",
    "：": ":",
    "；": ";",
    "？": "?",
    "！": "!",
    "％": "%",
    "〇": "零",
    "○": "零",
    "丶": "、",  # a stroke typed for the mark that it looks like
    # opencc's t2s leaves these
    "衞": "卫",
    "粧": "妆",
    "吿": "告",
    "説": "说",
    "爲": "为",
    "啓": "启",
    "峯": "峰",
    "着": "着",
    "裏": "里",
    "羣": "群",
    "甯": "宁",
    "妳": "你",
    "綫": "线",
    "鈎": "钩",
    "温": "温",
    "祕": "秘",
    "鷄": "鸡",
    "巿": "市",  # another word, typed for the one that it looks like
    "䄂": "袖",
}


@functools.cache
def _converter(way: str = "t2s") -> opencc.OpenCC:
    return opencc.OpenCC(way)


def _folded_character(character: str) -> str:
    if character in _MARKS:
        return _MARKS[character]
    simple = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character
    lower = simple.lower()
    return lower if len(lower) == 1 else character


class _Table(dict[int, str]):
    """One-to-one table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _folded_character(chr(code))
        self[code] = folded
        return folded


class _ByCharacter(dict[int, str]):
    """Character-wise forms in the other script: the fallback when phrase rules would change the length."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self._way = way

    def __missing__(self, code: int) -> str:
        converted = _converter(self._way).convert(chr(code))
        self[code] = converted if len(converted) == 1 else chr(code)
        return self[code]


_TABLE = _Table()
_SIMPLE = _ByCharacter("t2s")
_TRADITIONAL = _ByCharacter("s2t")

#: Of the characters of a text nearly all stay as they are, and most of the others are these marks. They are exchanged
#: one mark after the other, so that the table is asked about what is left only.
_COMMON = "，「」：（）？；"
_CHINESE = "".join(character for code in range(0x4E00, 0xA000) if (character := chr(code)) not in _MARKS)
_RARE = re.compile(rf"[^\n -@\[-~·、。…“”‘’《》{_CHINESE}]")  # one class, which is what a search is fast at


#: Characters that opencc simplifies in some words only, such as 沈默 and 瞭解.
_IN_WORDS = "沈坏藉哩覆衹瞭甦"


@functools.cache
def _traditional() -> re.Pattern[str]:
    """Fits a character that has a simplified form, or may have one: text without any need not be converted."""
    characters = [chr(code) for code in range(0x2E80, 0xA000)]
    forms = _converter().convert("\n".join(characters)).split("\n")
    changed = (one for one, other in zip(characters, forms, strict=True) if one != other)
    return re.compile(f"[{''.join(changed)}{_IN_WORDS}\uf900-\ufaff\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """`text` in the one form all rules and lexicons are written for; `len(fold(t)) == len(t)`."""
    return _fold_again(text) if len(text) <= _LONGEST_NAME else _fold(text)


#: Names are no longer; those of an article are folded over and over.
_LONGEST_NAME = 24


@functools.lru_cache(maxsize=4096)
def _fold_again(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    simple = simplified(text)
    for mark in _COMMON:
        simple = simple.replace(mark, _MARKS[mark])
    simple = simple.replace("计画", "计划")  # 計畫, converted character by character
    return _RARE.sub(lambda found: _TABLE[ord(found[0])], simple)


def simplified(text: str) -> str:
    """`text` in simplified characters, all else as it is; the same length, so that places in it hold."""
    if not _traditional().search(text):
        return text
    converted: str = _converter().convert(text)
    return converted if len(converted) == len(text) else text.translate(_SIMPLE)


def traditional(text: str) -> str:
    """`text` in traditional characters, all else as it is; the same length. It is a machine's guess: 后 is 後 or 后."""
    converted: str = _converter("s2t").convert(text)
    return converted if len(converted) == len(text) else text.translate(_TRADITIONAL)


#: The characters at which a sentence may end, and those that say whether it may.
_TURNS = re.compile(r"[。!?…\n“”]")
_CLOSERS = frozenset('。!?…”)"')


def sentences(folded: str) -> list[tuple[int, int]]:
    """Ranges of the sentences of folded text, in order, white space around them left out.

    A stop inside quotation marks ends a sentence only where the quotation ends with it:
    「……。……。」 is one sentence, and 他說 after it the next.
    """
    out: list[tuple[int, int]] = []
    start, depth, done, n = 0, 0, 0, len(folded)
    for turn in _TURNS.finditer(folded):
        i = turn.start()
        if i < done:
            continue
        character = folded[i]
        if character == "“":
            depth += 1
            continue
        if character == "”":
            depth = max(0, depth - 1)
            if depth or not i or folded[i - 1] not in "。!?…":
                continue
        elif character == "\n":
            depth = 0
        elif depth:
            continue
        end = i + 1
        while character not in "”\n" and end < n and folded[end] in _CLOSERS:
            if folded[end] == "”":
                depth = max(0, depth - 1)
            end += 1
        _keep(folded, start, end, out)
        start = done = end
    _keep(folded, start, n, out)
    return out


#: The characters between clauses.
_CLAUSE = re.compile(r"[,;。!?:\n]")


def clause_start(folded: str, position: int, floor: int) -> int:
    """Where the clause begins that goes on at `position`, `floor` at the earliest."""
    if position <= floor:
        return position
    starts = _clause_starts(folded)
    before = bisect_right(starts, position)
    return max(floor, starts[before - 1]) if before else floor


@functools.lru_cache(maxsize=4)
def _clause_starts(folded: str) -> list[int]:
    """Where clauses of a text begin, in order: asked of one text again and again."""
    return [end.end() for end in _CLAUSE.finditer(folded)]


def clause_end(folded: str, position: int, ceiling: int) -> int:
    """Where the clause ends that `position` belongs to, `ceiling` at the latest."""
    starts = _clause_starts(folded)
    after = bisect_right(starts, position)
    return min(ceiling, starts[after] - 1) if after < len(starts) else ceiling


def is_quoted(folded: str, position: int, floor: int) -> bool:
    """Whether words that somebody's marks open behind `floor` go on at `position`."""
    return folded.count("“", floor, position) > folded.count("”", floor, position)


def _keep(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        out.append((left, right))

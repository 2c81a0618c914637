"""Numbers as dates write them: 12, 十二, 廿三, 二零二一."""

from __future__ import annotations

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 1, "廿": 2, "卅": 3}


def number(written: str) -> int | None:
    """The number written in ASCII digits, or in Chinese below a hundred; None where it is not one.

    A row of Chinese digits without tens is read digit by digit, as in years.
    """
    if written.isdecimal() and written.isascii():
        return int(written)
    for ten, value in _TENS.items():
        before, found, after = written.partition(ten)
        if found:
            tens = DIGITS.get(before) if before else value
            ones = DIGITS.get(after) if after else 0
            return None if tens is None or ones is None or (before and ten != "十") else 10 * tens + ones
    if not written or any(character not in DIGITS for character in written):
        return None
    return int("".join(str(DIGITS[character]) for character in written))

"""Sets of positions as numbers: bit i is position i."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: The digits of a binary number as truth values.
_TRUTHS = bytes.maketrans(b"01", b"\0\1")


def of(positions: Iterable[int], size: int) -> int:
    """The set of some positions, all below `size`."""
    octets = bytearray((size + 7) // 8)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def below(position: int) -> int:
    """The set of all positions before one."""
    return (1 << position) - 1


def mask(bits: int, size: int) -> bytes:
    """A byte for each position, 1 where it is in the set: what `itertools.compress` takes."""
    return f"{bits:0{size}b}".encode()[::-1].translate(_TRUTHS) if size else b""


def positions(bits: int) -> Iterator[int]:
    """What is in the set, in order."""
    while bits:
        least = bits & -bits
        yield least.bit_length() - 1
        bits ^= least

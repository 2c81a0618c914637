"""Sets of positions as numbers: bit i is position i."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

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


def positions(bits: int) -> Iterator[int]:
    """What is in the set, in order."""
    while bits:
        least = bits & -bits
        yield least.bit_length() - 1
        bits ^= least


class Subset:
    """A set of positions below `size`, in the forms in which it is asked for."""

    def __init__(self, bits: int, size: int) -> None:
        self.bits = bits
        self.size = size

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return self.bits.bit_count()

    @cached_property
    def mask(self) -> bytes:
        """A byte for each position, 1 where it is in the set: what `itertools.compress` takes."""
        return f"{self.bits:0{self.size}b}".encode()[::-1].translate(_TRUTHS) if self.size else b""

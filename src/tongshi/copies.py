"""Copies: articles that say the same in the same words, wherever they stand.

What is compared is the running text, folded to one script and without white space: layout and the script of a
reprint do not count, nor does the headline, which every outlet writes anew. Two texts are as similar as the runs of
four characters they share (Jaccard); one is contained in the other as far as its runs occur there.

Candidates are found by MinHash: of texts that are worth a link, some band of their sketches is the same. Each is
then compared in full, so a link is never a guess; only a text that no band brought up can be missed.

    exact       the same text
    version     one outlet or one address: the story again, corrected, continued, or on a mirror
    series      one outlet, days apart and with other words: another item in the same mould (rates, lists, weather)
    syndicated  another outlet: the same wire text, or a reprint, whole or in large part
"""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from dataclasses import dataclass
from typing import Final, Literal, get_args

import rensa

CopyKind = Literal["exact", "version", "series", "syndicated"]
KINDS: Final[tuple[CopyKind, ...]] = get_args(CopyKind)

#: Characters of a run.
RUN = 4

#: A text of fewer characters is not compared: a notice or a list of headlines is no story.
SHORTEST = 60

#: Bands of a sketch, and numbers in each: of two texts with six tenths of their runs in common 99 in 100 share a
#: band, of two with a tenth 2 in 100.
BANDS, WIDTH = 20, 3

#: What is a copy: so much in common, or so much of the shorter one contained in the other where they have at least
#: `LEAST` in common, below which few are found.
SIMILAR, CONTAINED, LEAST = 0.6, 0.8, 0.3

#: One outlet's texts are a series where they come so many days apart and have less than this in common.
SERIES_DAYS, SERIES_SIMILAR = 2, 0.85

#: Raised with any of these, or of how runs are drawn: sketches of two schemes cannot be compared.
SCHEME: Final = f"1-{rensa.RMinHash.ALGORITHM_VERSION}"

_SEED = 20


@dataclass(frozen=True, slots=True)
class Text:
    """What of an article is compared, and what decides the kind of a link."""

    outlet: str
    address: str  # canonical; empty: none
    day: dt.date | None  # of publication
    characters: str

    @property
    def runs(self) -> list[str]:
        """All its runs, in order."""
        return [self.characters[start : start + RUN] for start in range(len(self.characters) - RUN + 1)]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two texts are copies; both numbers 0 to 1."""

    kind: CopyKind
    similarity: float  # runs in common, of those in either
    containment: float  # runs in common, of those of the shorter


def text_of(body: str, outlet: str, address: str, day: dt.date | None = None) -> Text:
    """What is compared of an article with the folded running text `body`."""
    return Text(outlet, address, day, "".join(body.split()))


def sketch(text: Text) -> tuple[int, ...]:
    """Keys, 64 bits with a sign, one for each band; none for a text that is too short to compare.

    Texts that are alike share a key. The same text has the same keys in every process.
    """
    if len(text.characters) < SHORTEST:
        return ()
    minhash = rensa.RMinHash(num_perm=BANDS * WIDTH, seed=_SEED)
    minhash.update(text.runs)
    digest = minhash.digest()
    return tuple(_key(band, digest[band * WIDTH : (band + 1) * WIDTH]) for band in range(BANDS))


def _key(band: int, numbers: list[int]) -> int:
    joined = struct.pack(f">{1 + WIDTH}I", band, *numbers)
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)


def likeness(one: Text, other: Text) -> Likeness | None:
    """How far two texts are copies of each other, None where they are none; the order does not matter."""
    if min(len(one.characters), len(other.characters)) < SHORTEST:
        return None
    if one.characters == other.characters:
        return Likeness("exact", 1.0, 1.0)
    these, those = set(one.runs), set(other.runs)
    shared = len(these & those)
    similarity = shared / (len(these) + len(those) - shared)
    containment = shared / min(len(these), len(those))
    if similarity < SIMILAR and (containment < CONTAINED or similarity < LEAST):
        return None
    return Likeness(_kind(one, other, similarity), round(similarity, 4), round(containment, 4))


def _kind(one: Text, other: Text, similarity: float) -> CopyKind:
    if one.address == other.address != "":
        return "version"
    if one.outlet != other.outlet:
        return "syndicated"
    apart = abs((one.day - other.day).days) if one.day and other.day else 0
    return "series" if apart >= SERIES_DAYS and similarity < SERIES_SIMILAR else "version"

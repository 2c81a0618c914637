"""The index in which a browser searches: which pairs of characters stand where in which article.

It is made of what may be shown of the articles and of nothing else, so that from it no more can be read than on the
pages. As in the index of the store a word is the pairs that it consists of, behind each other; here their places are
kept with them, so that nothing else is needed to answer. Files are scripts that hand over what they hold
(`tongshi.put(name, value)`), since from a folder a browser loads nothing else:

    directory      how many articles there are, their outlets, and with which pair each shard begins
    articles-N     titles, outlets, days and files of some articles, the newest first
    shard-N        places of some pairs, in order of (first character modulo BUCKETS, pair)
    folding        characters that a query may hold, and what they are in folded texts

Places are numbers of variable length: digits of five bits, the lowest first, 32 more where another one follows. Of each
article: how far it is from the one before, how many places, and how far each is from the one before.
"""

from __future__ import annotations

import json
import string
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from tongshi.language import fold
from tongshi.store import FoundArticle

#: Bytes of a shard, at most, where no single place is longer; articles in a file of them.
SHARD_BYTES = 96 * 1024
ARTICLES = 150

#: Pairs are gathered in so many lots, by their first character: each lot is held in memory at a time.
BUCKETS = 64

#: Stands for the end of a line: no word reaches over it.
END = "\x1e"

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase + "-_"

#: Where characters may stand that are folded to others.
_FOLDED = (range(0x80, 0xD800), range(0xF900, 0x10000), range(0x1D400, 0x1D800), range(0x20000, 0x2FA20))

#: A file by its name, without the ending, and what it holds.
File = tuple[str, str]


def index_files(
    articles: Iterable[FoundArticle], file_of: Callable[[str], str], outlet: Callable[[str], str]
) -> Iterator[File]:
    """The index of articles, the newest first, as files; `file_of` names the page of a post, empty where none is."""
    with tempfile.TemporaryDirectory(prefix="tongshi-") as folder:
        lots = _Lots(Path(folder))
        outlets: dict[str, int] = {}
        for number, lines in enumerate(_told(articles, file_of, outlets, lots)):
            yield _file(f"articles-{number}", lines)
        first: list[str] = []
        for number, (begins, shard) in enumerate(_shards(lots)):
            first.append(begins)
            yield _file(f"shard-{number}", shard)
        yield _file("folding", folding(lots.characters))
        named = [outlet(code) for code in outlets]
        held = {"articles": lots.count, "together": ARTICLES, "buckets": BUCKETS, "outlets": named, "first": first}
        yield _file("directory", held)


def _file(name: str, value: object) -> File:
    return name, f"tongshi.put({json.dumps(name)},{json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n"


def _told(
    articles: Iterable[FoundArticle], file_of: Callable[[str], str], outlets: dict[str, int], lots: _Lots
) -> Iterator[list[object]]:
    """What is told of the articles, in lots, while their texts are gathered."""
    lines: list[object] = []
    for article in articles:
        lots.add(article.folded)
        outlet = outlets.setdefault(article.outlet, len(outlets))
        lines.append([article.title, outlet, article.published_at[:10], file_of(article.post), article.url])
        if len(lines) == ARTICLES:
            yield lines
            lines = []
    if lines:
        yield lines


class _Lots:
    """Pairs with their places, in files by their first characters, in the order in which articles come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = 0
        self.characters: set[str] = set()
        self._files = ExitStack()
        self._written: list[IO[str]] = [self._files.enter_context(self._open(each, "w")) for each in range(BUCKETS)]

    def _open(self, bucket: int, mode: str) -> IO[str]:
        return (self._folder / str(bucket)).open(mode, encoding="utf-8", errors="replace", newline="\n")

    def add(self, folded: str) -> None:
        """The next article."""
        text = folded.replace("\n", END) + END
        self.characters.update(text)
        places: dict[str, list[int]] = defaultdict(list)
        for place, pair in enumerate(map(str.__add__, text, text[1:])):
            places[pair].append(place)
        for pair, found in places.items():
            if pair[0] != END:
                self._written[ord(pair[0]) % BUCKETS].write(f"{pair}{self.count} {places_written(found)}\n")
        self.count += 1

    def read(self) -> Iterator[dict[str, list[tuple[int, str]]]]:
        """The lots, in order: by pair the numbers of articles with the places, as they are written."""
        self._files.close()
        for bucket in range(BUCKETS):
            found: dict[str, list[tuple[int, str]]] = defaultdict(list)
            with self._open(bucket, "r") as file:
                for line in file:
                    number, _, places = line[2:-1].partition(" ")
                    found[line[:2]].append((int(number), places))
            yield found


def _shards(lots: _Lots) -> Iterator[tuple[str, dict[str, str]]]:
    """Shards with the pair with which each begins; the places of one pair may go over several."""
    shard: dict[str, str] = {}
    size = 0
    for found in lots.read():
        for pair in sorted(found, key=lambda each: each.encode("utf-16-be", "replace")):
            for written in _pieces(found[pair]):
                length = len(written) + len(pair.encode("utf-8", "replace")) + 8
                if shard and (size + length > SHARD_BYTES or pair in shard):
                    yield next(iter(shard)), shard
                    shard, size = {}, 0
                shard[pair] = written
                size += length
    if shard:
        yield next(iter(shard)), shard


def _pieces(found: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The places of a pair, in pieces that fit into a shard; each piece counts articles from the first."""
    written: list[str] = []
    size = last = 0
    for number, places in found:
        if size + len(places) + 8 > SHARD_BYTES and written:
            yield "".join(written)
            written, size, last = [], 0, 0
        written.append(f"{number_written(number - last)}{places}")
        size += len(written[-1])
        last = number
    yield "".join(written)


def places_written(places: Sequence[int]) -> str:
    """How many places, and each as its distance from the one before."""
    steps = map(int.__sub__, places, [0, *places])
    return number_written(len(places)) + "".join(map(number_written, steps))


def number_written(number: int) -> str:
    """A number in digits of five bits."""
    written = ""
    while number > 31:
        written += _DIGITS[32 + (number & 31)]
        number >>= 5
    return written + _DIGITS[number]


# --- folding


def folding(characters: Set[str]) -> dict[str, str]:
    """How a query is folded, character by character, as far as folded texts have these.

    `from` and `to` are such characters in order; those of `doubtful` stand in texts as they are as well, where a longer
    word says so, and are looked for as both.
    """
    pairs = [(each, folded) for each in _foldable() if (folded := fold(each)) != each and folded in characters]
    return {
        "from": "".join(each for each, _ in pairs),
        "to": "".join(folded for _, folded in pairs),
        "doubtful": "".join(each for each, _ in pairs if each in characters),
    }


def _foldable() -> Iterator[str]:
    return (chr(code) for codes in _FOLDED for code in codes)

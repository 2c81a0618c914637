"""What is embedded in a page: a post of a social network, with handle, date and address, or a player."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongshi.addresses import Addresses
from tongshi.clean.pieces import Piece
from tongshi.errors import LexiconError
from tongshi.lexicon import entries
from tongshi.readers import parse_printed, printed_stamps
from tongshi.records import Embed

_HANDLE = re.compile(r"\(@(\w{1,30})\)")


@dataclass(frozen=True, slots=True)
class Embeds:
    """The addresses of posts of social networks, by `embeds.yml`."""

    networks: tuple[re.Pattern[str], ...]
    addresses: Addresses

    def signature(self, piece: Piece) -> bool:
        """Whether a line says whose post stands above it: 「— 名字 (@handle) 2020年9月8日」, with a link to it."""
        return _HANDLE.search(piece.text.text) is not None and any(self._posts(piece))

    def read(self, words: str, pieces: Sequence[Piece]) -> Embed:
        """What the lines of an embed (`words`: their folded text) say of it; the last that is linked is its own."""
        found = [post for piece in pieces for post in self._posts(piece)]
        address, handle = found[-1] if found else (self._played(pieces), "")
        if not handle and (signed := _HANDLE.search(words)):
            handle = signed[1]
        return Embed(address, handle, _date(words) if found else None)

    def _posts(self, piece: Piece) -> Iterator[tuple[str, str]]:
        """Address and handle (maybe none) of the posts that a line links to."""
        for link in piece.links:
            address = self.addresses.read(link.address).url
            for network in self.networks:
                if post := network.match(address):
                    yield address, post.groupdict().get("handle") or ""

    def _played(self, pieces: Sequence[Piece]) -> str:
        played = next((piece.address for piece in pieces if piece.address), "")
        return self.addresses.read(played).url if played else ""


def load_embeds(addresses: Addresses) -> Embeds:
    """Read `embeds.yml`; raises `LexiconError`."""
    networks = []
    for entry in entries("embeds"):
        try:
            networks.append(re.compile(entry["pattern"]))
        except re.error as error:
            raise LexiconError(f"embeds.yml: {entry['id']}: {error}") from error
    return Embeds(tuple(networks), addresses)


def _date(words: str) -> dt.date | None:
    """The last day that is told, which is the post's own."""
    printed = list(printed_stamps(words))
    told = parse_printed(words[slice(*printed[-1])]) if printed else None
    return told.date() if isinstance(told, dt.datetime) else told

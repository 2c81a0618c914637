"""Pages that were made, kept for whoever asks next, until the contacts change."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

#: Bytes of all pages that are kept.
MOST_BYTES = 64 * 1024 * 1024

#: Smaller ones are not made smaller.
_WORTH_PACKING = 1024


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is sent, also packed."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes  # by gzip; empty: not worth it
    mark: str  # its ETag

    def response(self, request: Request) -> Response:
        """The answer to one who may have it already, and may take it packed."""
        headers = {**dict(self.headers), "ETag": self.mark, "Cache-Control": "private, no-cache"}
        headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
        if self.mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, self.status, {**headers, "Content-Encoding": "gzip"})
        return Response(self.body, self.status, headers)


def kept(response: Response) -> KeptPage:
    """A page that was made."""
    body = bytes(response.body)
    headers = tuple((key, value) for key, value in response.headers.items() if key.lower() != "content-length")
    packed = gzip.compress(body, 5, mtime=0) if len(body) >= _WORTH_PACKING else b""
    mark = hashlib.blake2b(repr((response.status_code, headers)).encode() + body, digest_size=12).hexdigest()
    return KeptPage(response.status_code, headers, body, packed, f'"{mark}"')


class Shelf:
    """The pages of one generation of contacts, as many as there is room for: the least recently asked for go."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._lock = Lock()
        self._generation = ""
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._size = 0

    def get(self, generation: str, key: Hashable) -> KeptPage | None:
        """The page, if it was kept."""
        with self._lock:
            if generation != self._generation or key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, generation: str, key: Hashable, page: KeptPage) -> None:
        """Keep a page; those of another generation go."""
        with self._lock:
            if generation != self._generation:
                self._generation, self._size = generation, 0
                self._pages.clear()
            self._size -= _size(self._pages.pop(key, None))
            self._pages[key] = page
            self._size += _size(page)
            while self._size > self._most and self._pages:
                self._size -= _size(self._pages.popitem(last=False)[1])


def _size(page: KeptPage | None) -> int:
    return len(page.body) + len(page.packed) if page else 0

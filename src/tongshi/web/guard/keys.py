"""A key in the address of a feed, for programs that send nothing but an address: it opens feeds, and nothing else.

It is made from what its bearer came in with, so that it holds as long: until he is removed or gets another password, or
until there is another token.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

#: Names in the query of whose key it is, and of the key.
READER, KEY = "reader", "key"

#: What is sealed: of whatever else may be made from the same secret the key tells nothing.
_PURPOSE = b"tongshi: key of feeds"


@dataclass(frozen=True, slots=True)
class FeedKey:
    """Whose key it is, and the key; `reader` is empty for who came with the token."""

    reader: str
    key: str

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode([(READER, self.reader), (KEY, self.key)] if self.reader else [(KEY, self.key)])

    def opens(self, secret: bytes) -> bool:
        """Whether it is made from this; how long it takes tells nothing of it."""
        return hmac.compare_digest(self.key.encode("utf-8", "surrogatepass"), _sealed(secret).encode())


def feed_key(reader: str, secret: bytes) -> FeedKey:
    """The key of somebody; `secret` is the digest of his password, or of the token."""
    return FeedKey(reader, _sealed(secret))


def taken_from(query: bytes) -> tuple[FeedKey | None, bytes]:
    """The key in a query, where there is one, and the query without it."""
    pairs: Sequence[tuple[str, str]] = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    told = {name: value for name, value in pairs if name in {READER, KEY}}
    if KEY not in told:
        return None, query
    rest = urlencode([(name, value) for name, value in pairs if name not in told])
    return FeedKey(told.get(READER, ""), told[KEY]), rest.encode()


def _sealed(secret: bytes) -> str:
    return hmac.new(secret, _PURPOSE, hashlib.sha256).hexdigest()[:40]

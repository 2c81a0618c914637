"""Ids that outlive a better reading: made of what was archived and where it stands, never of a path.

A post is its address and its own content, so a moved file is the same post and an edited one another. A record
is its post, its type and the place of its trigger, so that a better date or name leaves its id alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from tongshi.addresses import shipped
from tongshi.language import fold
from tongshi.records import Engagement, Post, Quote, Readout, Statement

#: Characters of an address that are stored as they are.
LONGEST = 500


def canonical_address(url: str) -> str:
    """An article's address without what varies between copies of it: see `Address.key`."""
    return shipped().read(url).key


def stored_address(url: str) -> str:
    """The same as it is stored and looked for: of one that is too long for an index its beginning and a digest."""
    address = canonical_address(url)
    return address if len(address) <= LONGEST else f"{address[:LONGEST]}…{digest(address)}"


def body_range(post: Post) -> tuple[int, int]:
    """The body `[start, end)` without white space around it, which depends on what stands before and after."""
    start, end = post.body
    body = post.text[start:end]
    first = start + len(body) - len(body.lstrip())
    return first, max(first, start + len(body.rstrip()))


def own_range(post: Post) -> tuple[int, int]:
    """The part `[start, end)` of the file that is this article: its body, and its title where that has a place."""
    start, end = body_range(post)
    if post.title:
        start, end = min(start, post.title.starts[0]), max(end, post.title.ends[-1])
    return start, end


def post_id(post: Post) -> str:
    """`p` and 16 hexadecimal digits, from address, content and stamp; path and place in the file do not count."""
    start, end = own_range(post)
    return "p" + digest(
        canonical_address(post.url),
        post.form,
        post.published,
        post.author,
        post.archive_url,
        *post.tags,
        post.title.text,
        post.text[start:end],
    )


def engagement_ids(post: str, origin: int, engagements: Iterable[Engagement]) -> tuple[str, ...]:
    """`e` and 16 digits for each engagement of the post with id `post`, whose own part begins at `origin`.

    Two of one type and trigger (「分別會見甲與乙」) are told apart by their order.
    """
    seen: Counter[tuple[str, int]] = Counter()
    ids = []
    for engagement in engagements:
        key = (engagement.type, _place(engagement, origin))
        ids.append("e" + digest(post, *map(str, key), str(seen[key] or "")))
        seen[key] += 1
    return tuple(ids)


def readout_ids(engagements: Sequence[str], readouts: Iterable[Readout]) -> tuple[str, ...]:
    """`r` and 16 digits for each readout, from its engagement's id and its side."""
    seen: Counter[tuple[str, str]] = Counter()
    ids = []
    for readout in readouts:
        key = (engagements[readout.engagement], readout.side)
        ids.append("r" + digest(*key, str(seen[key] or "")))
        seen[key] += 1
    return tuple(ids)


def quote_ids(post: str, quotes: Iterable[Quote]) -> tuple[str, ...]:
    """`q` and 16 digits for each quote, from its post and its place in the running text."""
    return tuple("q" + digest(post, str(quote.start), str(quote.end)) for quote in quotes)


def statement_ids(post: str, statements: Iterable[Statement]) -> tuple[str, ...]:
    """`s` and 16 digits for each statement, from its post and its place in the running text.

    Two with one content (of two speakers who say it together) are told apart by their order.
    """
    seen: Counter[tuple[int, int]] = Counter()
    ids = []
    for statement in statements:
        key = (statement.start, statement.end)
        ids.append("s" + digest(post, *map(str, key), *([str(seen[key])] if seen[key] else [])))
        seen[key] += 1
    return tuple(ids)


def _place(engagement: Engagement, origin: int) -> int:
    for field in ("trigger", "evidence"):
        spans = engagement.spans.get(field)
        if spans:
            return spans[0].start - origin
    return -1


def content(text: str) -> str:
    """16 digits, the same for texts that differ in script, forms of signs and spaces alone."""
    return digest("".join(fold(text).split()))


def digest(*parts: str) -> str:
    """16 digits, the same for the same parts; they say nothing of them."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=8).hexdigest()

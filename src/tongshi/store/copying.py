"""Which posts are copies of each other: new ones are compared with all, and the links written.

Every function runs inside one transaction of its caller. A link follows from the two posts and nothing else, so
neither the order of builds nor their number shows in the result.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from sqlalchemy import Connection, delete, insert, or_, select

from tongshi import copies
from tongshi.copies import CopyKind
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.restoring import bands_from
from tongshi.store.rows import sketch_row

#: Key in `meta`: the scheme that sketches were drawn by.
SCHEME = "sketches"

#: Posts compared in one transaction.
BATCH = 300


def refresh_scheme(connection: Connection) -> None:
    """Begin anew where sketches were drawn by another scheme: they cannot be compared with those drawn now."""
    if connection.scalar(select(t.meta.c.value).where(t.meta.c.key == SCHEME)) == copies.SCHEME:
        return
    upsert(connection, t.meta, [{"key": SCHEME, "value": copies.SCHEME}], "value")
    for table in (t.copies, t.bands, t.sketches, t.uncompared):
        connection.execute(delete(table))
    connection.execute(insert(t.uncompared).from_select(["post_id"], select(t.articles.c.post_id)))


def uncompared(connection: Connection) -> list[str]:
    """Posts whose copies are to be looked for, in order."""
    return list(connection.scalars(select(t.uncompared.c.post_id).order_by(t.uncompared.c.post_id)))


def forget(connection: Connection, posts: Sequence[str]) -> None:
    """Take away what was found out about posts that are going to be written again."""
    for post, keys in _bands_of(connection, posts).items():
        if keys:
            connection.execute(delete(t.bands).where(t.bands.c.band.in_(keys), t.bands.c.post_id == post))
    for some in batches(posts):
        connection.execute(delete(t.copies).where(or_(t.copies.c.post_id.in_(some), t.copies.c.other_id.in_(some))))
        connection.execute(delete(t.sketches).where(t.sketches.c.post_id.in_(some)))


def compare(connection: Connection, posts: Sequence[str]) -> None:
    """Compare some posts with all that were compared before and with each other."""
    bands = _bands_of(connection, posts)
    missing = [post for post in posts if post not in bands]
    if missing:  # stored before there were sketches
        texts = _texts(connection, missing)
        upsert(connection, t.sketches, [sketch_row(post, text) for post, text in texts.items()])
        bands |= _bands_of(connection, missing)
    pairs = _candidates(connection, bands)
    upsert(connection, t.bands, [{"band": key, "post_id": post} for post, keys in bands.items() for key in keys])
    texts = _texts(connection, sorted({post for pair in pairs for post in pair}))
    rows = []
    for one, other in pairs:
        if link := copies.likeness(texts[one], texts[other]):
            values = {"kind": link.kind, "similarity": link.similarity, "containment": link.containment}
            rows.append({"post_id": one, "other_id": other, **values})
    upsert(connection, t.copies, rows, "kind", "similarity", "containment")
    for some in batches(posts):
        connection.execute(delete(t.uncompared).where(t.uncompared.c.post_id.in_(some)))


def stories(connection: Connection, kinds: Sequence[CopyKind] = copies.KINDS) -> dict[str, str]:
    """For each post that has copies of these kinds the least id among all that are linked with it."""
    parents: dict[str, str] = {}
    linked = select(t.copies.c.post_id, t.copies.c.other_id).where(t.copies.c.kind.in_(kinds))
    for one, other in connection.execute(linked):
        _join(parents, one, other)
    return {post: _root(parents, post) for post in parents}


def _root(parents: Mapping[str, str], post: str) -> str:
    while (parent := parents.get(post, post)) != post:
        post = parent
    return post


def _join(parents: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def stories_of(
    connection: Connection, posts: Collection[str], kinds: Sequence[CopyKind] = copies.KINDS
) -> dict[str, str]:
    """The same of a few posts: of which other posts they are copies, is looked up from one to the next."""
    c = t.copies.c
    parents: dict[str, str] = {}
    met, new = set(posts), set(posts)
    while new:
        found: set[str] = set()
        for some in batches(sorted(new)):
            linked = select(c.post_id, c.other_id).where(
                c.kind.in_(kinds), or_(c.post_id.in_(some), c.other_id.in_(some))
            )
            for one, other in connection.execute(linked):
                _join(parents, one, other)
                found |= {one, other}
        new = found - met
        met |= new
    return {post: _root(parents, post) for post in parents}


def _bands_of(connection: Connection, posts: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found = {}
    for some in batches(posts):
        for row in connection.execute(select(t.sketches).where(t.sketches.c.post_id.in_(some))):
            found[row.post_id] = bands_from(row.bands)
    return found


def _candidates(connection: Connection, bands: Mapping[str, Sequence[int]]) -> list[tuple[str, str]]:
    """Pairs of these posts with others, and with each other, that share a band; the lesser id first, in order."""
    holders: dict[int, set[str]] = {}
    for post, keys in bands.items():
        for key in keys:
            holders.setdefault(key, set()).add(post)
    pairs = {pair for posts in holders.values() for pair in combinations(sorted(posts), 2)}
    for some in batches(sorted(holders)):
        for row in connection.execute(select(t.bands).where(t.bands.c.band.in_(some))):
            pairs |= {(min(post, row.post_id), max(post, row.post_id)) for post in holders[row.band] - {row.post_id}}
    return sorted(pairs)


def _texts(connection: Connection, posts: Sequence[str]) -> dict[str, copies.Text]:
    found = {}
    for some in batches(posts):
        statement = (
            select(*t.articles.c["post_id", "outlet", "day", "folded"], t.posts.c.address)
            .join(t.posts, t.posts.c.id == t.articles.c.post_id)
            .where(t.articles.c.post_id.in_(some))
        )
        for row in connection.execute(statement):
            body = row.folded.partition("\n")[2]  # the title stands in the first line
            found[row.post_id] = copies.text_of(body, row.outlet, row.address, row.day)
    return found

"""What is asked by whoever keeps all contacts in memory: whether anything changed, what, and the contacts themselves.

Contacts are written by blocks, see tongshi.store.fusing, and each time a block gets another token. What else is told of
a contact are the contacts that it belongs to, or that belong to it, and who corrected what: these are asked for apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from tongshi.decisions import State
from tongshi.store import contacts
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.views.contacts import Contact

#: Key in `meta`: how many decisions all contacts were fused with.
DECISIONS_FUSED = "decisions_fused"

# asked at every request: made once, which takes as long as asking

_LAST_RUN = (
    select(*t.runs.c["id", "started", "finished"])
    .where(t.runs.c.finished.is_not(None))
    .order_by(t.runs.c.id.desc())
    .limit(1)
)
_DECISIONS_FUSED = select(t.meta.c.value).where(t.meta.c.key == DECISIONS_FUSED)


def generation(connection: Connection) -> str:
    """What tells states of the contacts apart: of the last build that ended, and the decisions fused since."""
    run = connection.execute(_LAST_RUN).first()
    parts = (*(run or ()), decisions_fused(connection))
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def note_decisions(connection: Connection, count: int) -> None:
    """Note that all contacts were fused with so many decisions."""
    if count > decisions_fused(connection):
        upsert(connection, t.meta, [{"key": DECISIONS_FUSED, "value": str(count)}], "value")


def decisions_fused(connection: Connection) -> int:
    """With how many decisions all contacts were fused."""
    return int(connection.scalar(_DECISIONS_FUSED) or 0)


def written(connection: Connection) -> dict[str, str]:
    """The token of each block."""
    return {row.block: row.written for row in connection.execute(select(*t.fused_blocks.c["block", "written"]))}


def of_blocks(connection: Connection, blocks: Collection[str], state: State) -> Iterator[tuple[str, Contact]]:
    """The contacts of some blocks, each with its block, in no order."""
    for some in batches(sorted(blocks)):
        yield from contacts.shelved(connection, t.contacts.c.block.in_(some), state)


def of_ids(connection: Connection, ids: Collection[str], state: State) -> Iterator[tuple[str, Contact]]:
    """Those of some contacts that there are, each with its block, in no order."""
    for some in batches(sorted(ids)):
        yield from contacts.shelved(connection, t.contacts.c.id.in_(some), state)


def linked(connection: Connection, ids: Collection[str]) -> set[str]:
    """The contacts in which some took place, and those that took place in them."""
    c = t.contact_parts.c
    found: set[str] = set()
    for some in batches(sorted(ids)):
        found |= set(connection.scalars(select(c.whole_id).where(c.part_id.in_(some))))
        found |= set(connection.scalars(select(c.part_id).where(c.whole_id.in_(some))))
    return found


def corrected(connection: Connection, state: State) -> set[str]:
    """The contacts of which somebody corrected something."""
    s = t.contact_sources.c
    mended = sorted(id_ for id_, held in state.holding.items() if any(each.kind == "correct" for each in held))
    found: set[str] = set()
    for some in batches(mended):
        found |= set(connection.scalars(select(s.contact_id).where(s.engagement_id.in_(some))))
    return found

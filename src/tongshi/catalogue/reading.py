"""Making a catalogue of what a store holds, from a former one with what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Set

from tongshi.catalogue.catalogue import Catalogue, Origin
from tongshi.levels import Levels, load_levels
from tongshi.rights import StoreRelease
from tongshi.store import Contact

#: Contacts by id, each with its block.
Shelf = dict[str, tuple[str, Contact]]


def read_catalogue(
    release: StoreRelease, former: Catalogue | None = None, *, levels: Levels | None = None
) -> Catalogue:
    """The catalogue of what may be shown of a store now; `former` itself while `release.generation` is still its own.

    With `former` only the contacts that may have changed since are read. `levels` are those of the user's own
    lexicons, the former catalogue's where None, else the shipped ones. What `release` leaves out counts what was read.
    """
    known = levels or (former.levels if former else load_levels())
    with release.at_once():
        generation = release.generation
        if former and former.generation == generation and former.levels is known:
            return former
        written = release.blocks_written()
        found = _shelf(release, written, former)
    blocks = {id_: block for id_, (block, _) in found.items()}
    contacts = (contact for _, contact in found.values())
    return Catalogue(contacts, generation, known, Origin(release.sieve, written, blocks), former)


def _shelf(release: StoreRelease, written: dict[str, str], former: Catalogue | None) -> Shelf:
    """All contacts as they are now; those of blocks that were not written since are what they were before.

    Unless they are linked to one that was written, or corrected then or now: that can change without their block.
    """
    origin = former.origin if former else None
    if former is None or origin is None or origin.sieve != release.sieve:
        return _by_id(release.contacts_of_blocks(written))
    same = {block for block, token in written.items() if origin.written.get(block) == token}
    kept = {id_: (block, former.by_id[id_]) for id_, block in origin.blocks.items() if block in same}
    fresh = _by_id(release.contacts_of_blocks(written.keys() - same))
    touched = (former.by_id.keys() - kept.keys()) | fresh.keys()
    again = release.linked(touched) | release.corrected()
    again |= {id_ for id_, (_, contact) in kept.items() if _depends(contact, touched)}
    return {**kept, **_by_id(release.contacts_of_ids(again & kept.keys())), **fresh}


def _by_id(found: Iterable[tuple[str, Contact]]) -> Shelf:
    return {contact.id: (block, contact) for block, contact in found}


def _depends(contact: Contact, touched: Set[str]) -> bool:
    return bool(contact.corrections) or not touched.isdisjoint((*contact.part_of, *contact.parts))

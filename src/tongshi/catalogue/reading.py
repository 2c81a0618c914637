"""Making a catalogue of what a store holds."""

from __future__ import annotations

from tongshi.catalogue.catalogue import Catalogue
from tongshi.levels import Levels
from tongshi.rights import StoreRelease


def read_catalogue(
    release: StoreRelease, former: Catalogue | None = None, *, levels: Levels | None = None
) -> Catalogue:
    """The catalogue of what may be shown of a store now; `former` where `release.generation` is still its own.

    With `former` only the contacts that changed since are read. `levels` are those of the user's own lexicons, the
    former catalogue's where None, else the shipped ones. What `release` left out counts what was read.
    """
    raise NotImplementedError

"""What a site is made of and with."""

from __future__ import annotations

from dataclasses import dataclass, field

from tongshi.lexicon import Layers
from tongshi.rights import Rights
from tongshi.web.guard import GuardSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """A site: of which database, how much of its texts it shows, and to whom."""

    db: str  # path or address
    guard: GuardSettings = field(default_factory=GuardSettings)
    rights: Rights = field(default_factory=Rights)
    layers: Layers = ()  # the user's own lexicons
    title: str = ""  # of the site; empty: the name of the database
    threads: int = 4  # requests that are answered at a time; each has a connection of its own

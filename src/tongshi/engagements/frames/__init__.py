"""The grammar of each kind of cue: from a cue in its sentence to who did what with whom.

Each frame is a pure function `(scene, hit) -> Draft | None`; `FRAMES` lists them by the name that `engagements.yml`
calls them by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, each_apart, seated
from tongshi.engagements.frames.encounters import reciprocal
from tongshi.engagements.frames.houses import house
from tongshi.engagements.frames.members import of_envoys, of_members
from tongshi.engagements.frames.messages import addressed, answered, lodged, relayed
from tongshi.engagements.frames.negotiations import session
from tongshi.engagements.frames.offices import office
from tongshi.engagements.frames.receptions import escorted, hosted, transitive
from tongshi.engagements.frames.repeated import repeated
from tongshi.engagements.frames.sessions import event, names_another
from tongshi.engagements.frames.spoken import spoken
from tongshi.engagements.frames.travel import travel
from tongshi.engagements.scene import Scene

__all__ = ["FRAMES", "Draft", "each_apart", "names_another", "repeated"]


def calling(scene: Scene, hit: CueHit) -> Draft | None:
    """A 拜訪 B; A 拜訪某州."""
    return transitive(scene, hit) or travel(scene, hit)


def encounter(scene: Scene, hit: CueHit) -> Draft | None:
    """A 與 B 會面; 歐盟外長開會."""
    return seated(scene, reciprocal(scene, hit) or of_members(scene, hit) or of_envoys(scene, hit))


def negotiation(scene: Scene, hit: CueHit) -> Draft | None:
    """A 與 B 談判; 歐盟領導人經過兩天的磋商."""
    return seated(scene, session(scene, hit) or of_members(scene, hit) or of_envoys(scene, hit))


def conference(scene: Scene, hit: CueHit) -> Draft | None:
    """東盟峰會; 四國外長會議."""
    return seated(scene, event(scene, hit))


FRAMES: Mapping[str, Callable[[Scene, CueHit], Draft | None]] = {
    "travel": travel,
    "reciprocal": encounter,
    "transitive": transitive,
    "calling": calling,
    "hosted": hosted,
    "escorted": escorted,
    "spoken": spoken,
    "house": house,
    "session": negotiation,
    "event": conference,
    "addressed": addressed,
    "lodged": lodged,
    "relayed": relayed,
    "answered": answered,
    "office": office,
}

"""Whoever is spoken to where somebody visits is met there: 访问某国时,向总理表示."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, contact
from tongshi.engagements.frames.parties import subject
from tongshi.engagements.scene import Scene, states_of


def spoken(scene: Scene, hit: CueHit) -> Draft | None:
    """A 訪問 B 國時,向 C 表示, where C is an official of that state."""
    grammar, folded = scene.grammar, scene.folded
    visit = grammar.on_a_visit.search(folded, scene.start, hit.start)
    met = next(iter(scene.right_of(hit.end)), ())
    if visit is None or not met or met[0].start != hit.end or met[0].kind not in {"person", "office"}:
        return None
    states = states_of(met)
    there = any(visit.start() <= actor.start < hit.start and (actor.polity,) == states for actor in scene.actors)
    if not there or scene.is_organisation(states[0]) or not grammar.says_to.match(folded, met[-1].end):
        return None
    return contact(scene, hit, subject(scene, hit, scene.left_of(visit.start()), apart_from=met) + met)

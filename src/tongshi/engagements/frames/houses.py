"""A speech to the parliament of another state, which meets whoever gives it: A 在立法院演說."""

from __future__ import annotations

import re
from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, contact
from tongshi.engagements.frames.parties import parties_before, subject
from tongshi.engagements.scene import Scene, states_of
from tongshi.records import Actor


def house(scene: Scene, hit: CueHit) -> Draft | None:
    """A 在 B 國參議院發表演說; A 訪問 B 國,並在參議院演說."""
    told = scene.grammar.in_a_house.search(scene.folded, scene.clause_of(hit.start)[0], hit.start)
    listeners = _house(scene, told) if told is not None else None
    if told is None or listeners is None:
        return None
    left = parties_before(scene, scene.left_of(told.start()), told.start())
    speaker = subject(scene, hit, left, apart_from=(listeners,))
    if not speaker or speaker[0].kind not in {"person", "office"}:
        return None
    draft = contact(scene, hit, (*speaker, listeners))
    state = states_of((listeners,))[0]
    home = None if scene.is_organisation(state) else state
    return replace(draft, at_home=home, to_house=True) if draft is not None else None


def _house(scene: Scene, told: re.Match[str]) -> Actor | None:
    """The house as the one met: of the state told with it, else of the one that the sentence says somebody is in."""
    start, end = told.span("house")
    with_it = [site for site in scene.sites if told.start() <= site.start and site.end <= end]
    there = [
        site for site in scene.sites
        if site.end <= told.start()
        and scene.grammar.located.search(scene.folded, max(scene.start, site.start - 8), site.start)
    ]  # fmt: skip
    site = next(reversed(with_it or there), None)
    if site is None:
        return None
    opens = min(start, *(each.start for each in with_it)) if with_it else start
    return Actor(start=opens, end=end, office=(opens, end), polity=site.polity, kind="institution")

"""What a cue reports, before status and date are judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.records import Actor, EngagementType
from tongshi.registry import Site


@dataclass(frozen=True, slots=True)
class Draft:
    """What one cue reports, before status and date are judged."""

    type: EngagementType
    actors: tuple[Actor, ...]
    polities: tuple[str, ...]
    trigger: tuple[int, int]
    rule: str
    site: Site | None = None
    hosts: tuple[str, ...] = ()  # for a visit: the polities visited
    region: bool = False  # for a visit: only a part of the world is said, 欧洲之行
    organisation: str = ""  # for a conference: whose it is
    plural: bool = False  # the participants are 双方, 两人: whoever was spoken of
    weak: bool = False
    leaving: bool = False  # for an appointment: an office left, not taken


def contact(scene: Scene, hit: CueHit, actors: Group) -> Draft | None:
    """A draft of the cue's own type between the actors, each once; None where they are of one polity."""
    unique: dict[object, Actor] = {}
    for actor in actors:
        if actor.kind in {"pronoun", "medium"}:
            continue
        key = actor.person or (
            scene.between(*actor.name)
            if actor.name
            else (actor.polity, actor.kind, scene.between(actor.start, actor.end))
        )
        unique.setdefault(key, actor)
    kept = tuple(unique.values())
    polities = states_of(kept)
    if len(polities) < 2:
        return None
    return Draft(hit.cue.type, kept, polities, (hit.start, hit.end), f"{hit.cue.frame}:{hit.cue.id}", venue(scene, hit))


def venue(scene: Scene, hit: CueHit) -> Site | None:
    """在东京, 于布鲁塞尔: a place after 在 or 于 in the cue's sentence."""
    best: Site | None = None
    for site in scene.sites:
        if site.sense in {"city", "capital", "metonym", "name", "legislature"} and abs(site.start - hit.start) <= 60:
            before = scene.between(max(scene.start, site.start - 3), site.start)
            if before.endswith(("在", "于", "在巴", "抵达", "到访", "访问")) and (
                best is None or site.sense in {"city", "capital"}
            ):
                best = site
    return best


def each_apart(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """The contacts that one report holds: 先后会见A、B is two meetings, A与B先后访台 two visits."""
    clause = scene.clause_of(draft.trigger[0])
    persons = [a for a in draft.actors if a.name is not None]
    if len(persons) < 2 or not scene.grammar.apart.search(scene.folded, clause[0], draft.trigger[1]):
        return (draft,)
    if draft.type == "visit" and len(persons) == len(draft.actors):
        return tuple(
            replace(draft, actors=(person,), polities=tuple(dict.fromkeys((*states_of((person,)), *draft.hosts))))
            for person in persons
        )
    if draft.type in {"meeting", "call"}:
        for one in draft.actors:
            others = [a for a in draft.actors if a is not one]
            if len(others) >= 2 and one.polity and all(a.polity not in {one.polity, None} for a in others):
                return tuple(replace(draft, actors=(one, a), polities=states_of((one, a))) for a in others)
    return (draft,)

"""Whether those who do together what states do at a distance, too, are in one place: A与B在某城签署, A与B讨论."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft
from tongshi.engagements.frames.parties import is_named_as, parties_before
from tongshi.engagements.scene import Scene, states_of

#: Characters between a partner and what is done with him, 就贸易问题进行.
_BESIDE = 24
#: Sides of what two states hold.
_PAIR = 2


def are_together(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether a word that states may do at a distance tells of a meeting: of persons, with hosts, in a place."""
    if _face_to_face(scene, hit, draft) or _with_hosts(scene, hit, draft):
        return True
    return hit.cue.bodies and _in_one_place(scene, hit, draft)


def _in_one_place(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether sides that are no two persons are where it is done: 代表A与B国[签署], A国与B国在某城[签署]."""
    clause = _opening(scene, hit.start)
    told = [actor for actor in draft.actors if clause <= actor.start and actor.end <= hit.start]
    nearest = next(iter(parties_before(scene, scene.left_of(hit.start), hit.start)), ())
    beside = nearest and (scene.is_with(nearest) or len(states_of(nearest)) >= _PAIR)
    if draft.plural or not beside or len(told) < len(draft.actors):
        return False
    if scene.grammar.one_of_several.match(scene.folded, hit.end):
        return False  # 总统与B国签署的协议, 签署多项协议
    if any(actor.name and scene.grammar.possessor.match(scene.folded, actor.end) for actor in told):
        return False  # 某某的公司与B国签署合约
    said = scene.between(max(actor.end for actor in told), hit.start)
    at_issue = scene.grammar.signing_at_issue.search(scene.folded, clause, hit.start)
    if len(said) > _BESIDE or scene.grammar.of_another.search(said) or at_issue:
        return False
    site = draft.site
    here = (
        site is not None and clause <= site.start < hit.start and not any(a.start <= site.start < a.end for a in told)
    )
    return here or any(actor.name for actor in told)


def _opening(scene: Scene, position: int) -> int:
    """Where the clause of `position` opens, or the one before it that an aside closes: A在C主持下,[与B签署]."""
    opens = scene.clause_of(position)[0]
    asides = scene.grammar.auspices.finditer(scene.folded, scene.start, position)
    return next((scene.clause_of(aside.start())[0] for aside in asides if aside.end() == opens), opens)


def _face_to_face(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether named persons do together what states do at a distance, too: A与B就关税[讨论], not A表示,两国将签署."""
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    group = next((group for group in left if group[0].kind in {"person", "pronoun"}), ())
    if draft.plural or not group or group[-1] not in draft.actors or not all(actor.name for actor in draft.actors):
        return False
    said = scene.grammar.auspices.remove(scene.between(group[-1].end, hit.start)).rstrip(",")
    beside = len(said) <= _BESIDE and "," not in said and not scene.grammar.of_another.search(said)
    return beside and (len(states_of(group)) >= 2 or scene.is_with(group))


def _with_hosts(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether a visitor does it with officials or a body of the state where he is: 部长也与卫福部[签署]."""
    hosts = [actor for actor in draft.actors if actor.polity == scene.host]
    doers = [actor for actor in draft.actors if actor.polity != scene.host]
    nearest = next(iter(parties_before(scene, scene.left_of(hit.start), hit.start)), ())
    if draft.plural or not (hosts and doers) or not nearest or nearest[-1] not in hosts:
        return False
    said = scene.between(nearest[-1].end, hit.start)
    beside = scene.is_with(nearest) or len(states_of(nearest)) >= _PAIR
    theirs = all(any(is_named_as(scene.folded, actor, guest) for guest in scene.guests) for actor in doers)
    of_office = all(actor.kind in {"office", "institution"} for actor in hosts)
    return beside and theirs and of_office and len(said) <= _BESIDE and "," not in said

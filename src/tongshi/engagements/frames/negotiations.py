"""Talks between delegations, and a numbered session of a body."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.convenors import whose
from tongshi.engagements.frames.drafts import Draft, contact
from tongshi.engagements.frames.encounters import reciprocal
from tongshi.engagements.frames.sessions import event
from tongshi.engagements.scene import Scene, states_of
from tongshi.language import clause_start


def session(scene: Scene, hit: CueHit) -> Draft | None:
    """Talks between delegations; the numbered session of an organisation, 上合组织理事会第十九次会议."""
    word = scene.between(hit.start, hit.end)
    if _is_none(scene, hit):
        return None
    if called := scene.grammar.called_upon.search(scene.folded, scene.start, hit.start):
        told = (g for g in scene.left_of(called.start()) if all(actor.kind == "polity" for actor in g))
        sides = next((g for g in told if len(states_of(g)) == _PAIR), scene.pair)
        return contact(scene, hit, sides) if len(states_of(sides)) == _PAIR else None
    if scene.grammar.sitting_by_wire.fullmatch(word) and _bears_its_name(scene, hit):
        return event(scene, hit)
    talks = _that_agreed(scene, hit, reciprocal(scene, hit)) or _of_those_who_negotiate(scene, hit)
    if talks is not None or not word.endswith("会议") or not whose(scene, hit, word):
        return talks
    draft = event(scene, hit)
    numbered = scene.grammar.ordinal.search(scene.folded, scene.start, hit.end)
    return draft if draft is not None and numbered else None


def _is_none(scene: Scene, hit: CueHit) -> bool:
    """Whether a session is told again, 这[次会议], or what holds sessions is set up, 成立芬挪[联委会]."""
    grammar, folded = scene.grammar, scene.folded
    if folded.startswith(("次", "届", "轮"), hit.start) and grammar.told_again.search(folded, 0, hit.start):
        return True
    set_up = grammar.sets_up.search(folded, scene.start, hit.start)
    return set_up is not None and grammar.mechanism.fullmatch(folded, hit.start, hit.end)


def _bears_its_name(scene: Scene, hit: CueHit) -> bool:
    """Whether a sitting by wire is that of the one body named right before it: 在东盟(ASEAN)的[视频会议]上."""
    group = next((g for g in scene.left_of(hit.start) if not scene.aside(g, hit.start)), ())
    if len(group) != 1 or group[0].kind != "polity" or not scene.is_organisation(group[0].polity or ""):
        return False
    return not scene.is_with(group) and scene.grammar.one_of_its.fullmatch(scene.folded, group[0].end, hit.start)


def _that_agreed(scene: Scene, hit: CueHit, sides: Draft | None) -> Draft | None:
    """经过近7年的谈判,A和B[达成]协议: the talks of the two who agreed, of that day; as it was, where nobody did."""
    grammar, folded, opening = scene.grammar, scene.folded, clause_start(scene.folded, hit.start, scene.start)
    as_such = grammar.negotiates.fullmatch(folded, hit.start, hit.end)
    if not as_such or not grammar.agreed_after.search(folded, opening, hit.start):
        return sides
    group = next(iter(scene.right_of(hit.end)), ())
    theirs = group and len(states_of(group)) == _PAIR and grammar.it_came_of.fullmatch(folded, hit.end, group[0].start)
    came = grammar.it_came_of.match(folded, hit.end)
    draft = contact(scene, hit, group) if theirs else sides
    agree = grammar.agree.match(folded, group[-1].end if theirs else came.end() if came else hit.end)
    return replace(draft, trigger=(agree.end() - 2, agree.end())) if draft is not None and agree else sides


#: Sides of a negotiation.
_PAIR = 2


def _of_those_who_negotiate(scene: Scene, hit: CueHit) -> Draft | None:
    """上周的谈判, 下次对话: one sitting of the two whose negotiation was told before."""
    grammar, folded, opening = scene.grammar, scene.folded, clause_start(scene.folded, hit.start, scene.start)
    if not scene.sides or not grammar.negotiates.fullmatch(folded, hit.start, hit.end):
        return None
    named = {actor.polity for actor in scene.actors if actor.end <= hit.start and actor.polity}
    resumes = grammar.resumes.match(folded, hit.end) is not None
    dated = any(
        opening <= time.start and time.end <= hit.start
        and time.when.precision in {"day", "month"}
        and (grammar.sitting_of.fullmatch(folded, time.end, hit.start) or (resumes and time.end == hit.start))
        for time in scene.times
    )  # fmt: skip
    one_of_several = dated or grammar.next_or_last.search(folded, opening, hit.start)
    if not one_of_several or not named <= set(states_of(scene.sides)):
        return None
    draft = contact(scene, hit, scene.sides)
    return replace(draft, rule="plural", plural=True) if draft is not None else None

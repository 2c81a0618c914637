"""Who is told to attend a session: those named around its word, but for whom the sentence only speaks of."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.parties import SELF, TWO, VOICES, crosses, is_in_a_name, was_once
from tongshi.engagements.scene import Group, Scene
from tongshi.records import Actor

#: Characters behind a session's word within which somebody named may attend it.
_BEHIND = 60
#: Characters before somebody within which what is done with him stands.
_UPON = 12
#: Characters behind somebody within which he invites.
_INVITES = 4


def attendants(scene: Scene, hit: CueHit, opening: int, organisation: tuple[str, ...]) -> Group:
    """Those who attend the session at `hit`, whose clause begins at `opening`, each once."""
    if whoever := who_attends(scene, hit, opening):
        return whoever
    grammar, folded = scene.grammar, scene.folded
    if grammar.as_its_topic.match(folded, opening, hit.start) and not grammar.attends.search(
        folded, opening, hit.start
    ):
        return ()  # 针对昨天开幕的峰会,总统表示
    told = _nearest_doers(scene, hit, opening, _named_around(scene, hit))
    by_name = {actor.polity for actor in told if actor.name}
    told = tuple(a for a in told if a.name or a.polity not in by_name or not _is_fused(a, told))
    acts = any(opening <= a.start and a.end <= hit.start for a in told if a.name)
    told = tuple(a for a in told if not _is_apart(scene, a, hit, acts=acts) and not stays_away(scene, a, hit))
    actors = tuple({a.person or scene.between(a.start, a.end): a for a in reversed(told)}.values())[::-1]
    if any(a.end <= hit.start for a in actors):
        return actors
    return (*_attendee(scene, hit, opening, organisation), *actors)


def who_attends(scene: Scene, hit: CueHit, opening: int) -> Group:
    """Who is described as attending: 参加峰会的[某首相]说, 参加峰会的有[A、B], whatever is told of others."""
    grammar, folded = scene.grammar, scene.folded
    glossed = grammar.in_brackets.match(folded, hit.end)
    end = glossed.end() if glossed else hit.end
    if not folded.startswith("的", end) or not grammar.attendance.search(folded, opening, hit.start):
        return ()
    if came := grammar.came_to_it.match(folded, end):
        return _delegates(tuple(a for a in scene.actors if a.start >= came.end()))
    group = next(iter(scene.right_of(end)), ())
    if not group or group[0].start != end + 1 or grammar.together.search(folded, opening, hit.start):
        return ()
    return _delegates(group)


def _delegates(group: Group) -> Group:
    """Those of a group who can attend for a state."""
    return tuple(a for a in group if a.kind in {"person", "office"} and a.polity and a.role not in VOICES)


def _is_fused(actor: Actor, told: Group) -> bool:
    """Whether an actor is one of several states that share a title: 美日印澳四国外长."""
    return any(other is not actor and other.office == actor.office for other in told)


def _named_around(scene: Scene, hit: CueHit) -> Group:
    """Persons and officials named beside a session's word who may be there."""
    passed_by = {actor.start for group in scene.groups if _is_acted_upon(scene, group, hit) for actor in group}
    return tuple(
        a for a in scene.actors
        if a.kind in {"person", "office"} and a.role not in VOICES and a.end <= hit.end + _BEHIND and a.polity
        and a.start not in passed_by
        and not (a.name is None and a.start < hit.end < a.end)
        and not _is_of_the_name(scene, a, hit)
        and not _only_speaks(scene, a, hit)
        and not _stands_aside(scene, a)
        and not scene.grammar.in_brackets.remove(scene.between(hit.end, a.start)).startswith("、")
    )  # fmt: skip


def _is_of_the_name(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether an office is only a part of a session's name, [领导人]气候峰会, and not that of a body's members."""
    within = actor.name is None and hit.start <= actor.start < hit.end
    return within and not scene.is_organisation(actor.polity or "")


def _is_acted_upon(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether something is done to a group or in its time, 会议将[某某]列入名单, 在[某某]领导下: it may be away."""
    grammar, folded, start, end = scene.grammar, scene.folded, group[0].start, group[-1].end
    opens = max(scene.start, start - _UPON)
    if was_once(scene, group):
        return True
    invites = grammar.at_whose.search(folded, opens, start) and "邀" in folded[end : end + _INVITES]
    if invites or is_in_a_name(scene, group):
        return True
    if grammar.in_his_time.match(folded, end) or grammar.sends_another.match(folded, end):
        return True
    if start >= hit.end and grammar.on_the_other_hand.search(folded, hit.end, start):
        return True
    if start >= hit.end:
        return grammar.acted_upon.search(folded, max(hit.end, opens), start) is not None
    if end > hit.start:
        return False
    if folded.startswith(("向", "对"), start - 1) and grammar.told_him.match(folded, end, hit.start):
        return True
    met = scene.is_with(group) and grammar.meets_him.match(folded, end, hit.start)
    return bool(met) or grammar.received.search(folded, opens, start) is not None


def _nearest_doers(scene: Scene, hit: CueHit, opening: int, named: Group) -> Group:
    """Those named, of the clauses before the session's only the nearest, and nobody where it has a subject itself.

    某总统病倒,[某外长]原定出席; 某外长周二抵达,[与某某举行四方会谈].
    """
    before = [actor for actor in named if actor.end <= opening]
    own = [actor for actor in named if actor.start >= opening]
    groups = [group for group in scene.left_of(hit.start) if group[0].start >= opening and group[0] in own]
    if not before or any(_is_subject(scene, group, hit) for group in groups):
        return tuple(own)
    nearest = next((group for group in scene.left_of(opening) if before[-1] in group), (before[-1],))
    return (*(actor for actor in before if actor in nearest), *own)


def _is_subject(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a clause opens with a group that does what it tells, and is no part of the session's name."""
    named_after = scene.grammar.names_it.fullmatch(scene.folded, group[-1].end, hit.start)
    return scene.names_no_subject(group[0].start, spare=0) and not scene.is_with(group) and not named_after


def _attendee(scene: Scene, hit: CueHit, opening: int, organisation: tuple[str, ...]) -> Group:
    """他将出席峰会, 两人都将出席, 此行还将出席峰会: whoever was spoken of, where the sentence names no other."""
    attends = scene.grammar.attendance.search(scene.folded, opening, hit.start)
    before = [a for a in scene.actors if a.end <= hit.start and a.polity not in organisation]
    if attends is None or not all(_is_aside(scene, a) for a in before):
        return ()
    both = any(a.kind == "pronoun" and scene.between(a.start, a.end) not in SELF for a in before)
    meant = scene.pair if both else (scene.topic,) if scene.topic is not None else ()
    able = bool(meant) and all(a.kind == "person" and a.polity for a in meant)
    return meant if able and scene.names_no_subject(attends.start(), since=scene.start) else ()


def _is_aside(scene: Scene, actor: Actor) -> bool:
    """Whether an actor before a session is nobody else: 他, or where somebody goes, 前往[美国]出席."""
    if actor.kind == "pronoun":
        return scene.between(actor.start, actor.end) in SELF | TWO
    return actor.kind == "polity" and scene.grammar.goal.search(scene.folded, scene.start, actor.start) is not None


def stays_away(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody is said not to be at a session: [某某]将不参加这次峰会; [某某]的缺席成为看点."""
    end = hit.start if actor.end <= hit.start else scene.end
    return scene.grammar.is_absent.match(scene.folded, actor.end, end) is not None


def _is_apart(scene: Scene, actor: Actor, hit: CueHit, *, acts: bool) -> bool:
    """Whether somebody is told of in a later clause, behind whoever is at the session, if one `acts` there.

    A在峰会上批评B国,[B国总统]警告; 各国将举行峰会;[A国总统]称.
    """
    if actor.start < hit.end or not crosses(scene, hit.end, actor.start):
        return False
    if not acts and ";" not in scene.between(hit.end, actor.start):
        return False
    clause = scene.clause_of(actor.start)
    doer = scene.names_no_subject(actor.start, spare=0) and not scene.is_with((actor,))
    return doer and scene.grammar.attendance.search(scene.folded, *clause) is None


def _stands_aside(scene: Scene, actor: Actor) -> bool:
    """Whether another attends for somebody: 副总统代表[总统]出席."""
    stood_for = actor.office is not None and scene.between(*actor.office) == "代表" and actor.office[0] == actor.start
    return stood_for or scene.grammar.on_behalf.search(scene.folded, scene.start, actor.start) is not None


def _only_speaks(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody before a session's name only speaks of it: [某官员]说,对下周的峰会期望不高."""
    if actor.end > hit.start:
        return False
    if scene.grammar.cites.match(scene.folded, actor.end, hit.start):
        return True
    spoken = scene.grammar.spoken.search(scene.folded, actor.end, hit.start)
    if spoken is None or any(a.kind == "pronoun" and spoken.end() <= a.start < hit.start for a in scene.actors):
        return False
    close = scene.clause_of(hit.start)[1]
    between = (a for a in scene.actors if spoken.end() <= a.start < hit.start and a.kind != "pronoun")
    others = any(not scene.is_organisation(a.polity or "") for a in between)
    takes = scene.grammar.attendance if others else scene.grammar.takes_part
    return takes.search(scene.folded, spoken.end(), close) is None

"""Those who sit for a body, its members and those sent to it: what they do together is a session of it."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, venue
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.language import clause_start

#: Characters between a body's members and the word for what they do.
_REACH = 40


def are_members(scene: Scene, group: Group) -> bool:
    """Whether a group is those who sit for a body, 欧盟各国领导人, 北约防长, and nobody by name."""
    one = group[0]
    body = len(group) == 1 and one.name is None and one.polity is not None and scene.is_organisation(one.polity)
    return body and not one.inferred and scene.grammar.members.search(scene.between(one.start, one.end)) is not None


def decides_there(scene: Scene, hit: CueHit, word: str) -> tuple[str, ...]:
    """The body whose members tell what they did at a summit: 周四的[峰会]后,欧盟领导人宣布."""
    done = scene.grammar.after_it.match(scene.folded, hit.end) if word.endswith("峰会") else None
    group = next(iter(scene.right_of(done.end())), ()) if done else ()
    if not done or not group or group[0].start != done.end() or not are_members(scene, group):
        return ()
    return states_of(group)


def in_their_session(scene: Scene, hit: CueHit, word: str) -> tuple[str, ...]:
    """The body in whose session its members are told to do something, 欧盟领导人将在周四的[峰会]上讨论."""
    opens = scene.grammar.in_it.match(scene.folded, hit.end) or word.endswith(("上", "中"))
    group = next(iter(scene.left_of(hit.start)), ())
    if not opens or word in _ANY_SESSION or not group or not are_members(scene, group) or scene.is_with(group):
        return ()
    there = scene.grammar.in_their_session.fullmatch(scene.between(group[-1].end, hit.start))
    return states_of(group) if there else ()


#: Words of which only what was told before says which session they mean: 欧盟领导人在[会上]向对方表示.
_ANY_SESSION = frozenset({"会上", "大会上"})


def of_envoys(scene: Scene, hit: CueHit) -> Draft | None:
    """驻联合国大使周二在一场有关人权的[会议上]说: a session of the body to which he is sent."""
    grammar, folded = scene.grammar, scene.folded
    if not grammar.its_gathering.fullmatch(folded, hit.start, hit.end):
        return None
    if folded[hit.end - 1] not in "上中" and not grammar.in_it.match(folded, hit.end):
        return None
    opening = clause_start(folded, hit.start, scene.start)
    group = next((g for g in scene.left_of(hit.start) if g[0].start >= opening), ())
    body = group[-1].host if group else None
    if not body or not scene.is_organisation(body) or group[-1].kind == "polity" or scene.is_with(group):
        return None
    if not grammar.at_their_seat.fullmatch(scene.between(group[-1].end, hit.start)):
        return None
    polities = tuple(dict.fromkeys((body, *states_of(group))))
    return Draft(
        "conference", group, polities, (hit.start, hit.end), "event:envoy", organisation=body, weak=True
    )  # fmt: skip


def of_members(scene: Scene, hit: CueHit) -> Draft | None:
    """欧盟外长周一在布鲁塞尔开会, 北约防长将讨论: those who sit for a body meet, which is a session of it."""
    group = next(iter(scene.left_of(hit.start)), ())
    if not group or not are_members(scene, group) or scene.is_with(group):
        return None
    said = scene.between(group[-1].end, hit.start)
    dated = any(group[-1].end <= time.start and time.end <= hit.start for time in scene.times)
    sits = scene.grammar.sits.fullmatch(scene.between(hit.start, hit.end))
    if not (dated or sits) or len(said) > _REACH or "," in said:
        return None
    if scene.grammar.spoken.search(said) or scene.grammar.wishing.search(said):
        return None
    organisation = states_of(group)
    site = venue(scene, hit)
    here = site is not None and site.start >= scene.clause_of(hit.start)[0]
    title = scene.grammar.members.search(scene.between(group[0].start, group[0].end))
    return Draft(
        "conference",
        group,
        organisation,
        (hit.start, hit.end),
        "event:members",
        site if here else None,
        organisation=organisation[0],
        sits=which_session(scene, title[0] if title else "", ()),
        weak=True,
    )


def which_session(scene: Scene, word: str, partners: tuple[str, ...]) -> str:
    """Which of a body's sessions it is, as far as its name says: of its ministers, with other states."""
    ministers = scene.grammar.ministers.match(word)
    return "+".join([ministers[0] if ministers else "", *sorted(partners)])

"""A conference: its own name, whose it is, and those who attend."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, venue
from tongshi.engagements.frames.encounters import reciprocal
from tongshi.engagements.frames.parties import SELF, TWO, VOICES
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.language import clause_start
from tongshi.records import Actor


def event(scene: Scene, hit: CueHit) -> Draft | None:
    """A conference: the organisation in its name, those said to take part in it."""
    if scene.folded.startswith("等", hit.end):
        return None  # 联合国、东盟地区论坛等平台: bodies listed
    opening = clause_start(scene.folded, hit.start, scene.start)
    attended = scene.grammar.attends.search(scene.folded, opening, hit.start) is not None
    on_margins = scene.grammar.on_its_margins.match(scene.folded, hit.end)
    if on_margins and not attended:
        return None  # G20峰会期间会面: when something else took place
    word = scene.between(hit.start, hit.end)
    if _no_session(scene, hit, word):
        return None
    organisation = _whose(scene, hit, word)
    told = _told_before(scene, hit) if not organisation else None
    if told is not None or word.endswith(("上", "中")):
        return told
    takes_part = scene.grammar.takes_part.search(scene.folded, scene.start, scene.end)
    if not takes_part and not organisation:
        return _summit_of_two(scene, hit)
    actors = tuple(
        a for a in scene.actors
        if a.kind in {"person", "office"} and a.role not in VOICES and a.end <= hit.end + 60 and a.polity
        and not _only_speaks(scene, a, hit)
        and not _stands_aside(scene, a)
        and not scene.grammar.in_brackets.remove(scene.between(hit.end, a.start)).startswith("、")
    )  # fmt: skip
    actors = tuple({a.person or scene.between(a.start, a.end): a for a in reversed(actors)}.values())[::-1]
    if not any(a.end <= hit.start for a in actors):
        actors = (*_attendee(scene, hit, opening, organisation), *actors)
    again = scene.grammar.takes_up.match(scene.folded, hit.start - 2) is not None  # 这次峰会: told before
    listed = (
        ()
        if again
        else next((states_of(g) for g in scene.groups() if len(states_of(g)) >= 3 and g[-1].end <= hit.start), ())
    )
    polities = tuple(dict.fromkeys((*organisation, *_partners(scene, hit, organisation), *states_of(actors), *listed)))
    if not organisation and len(polities) < 3:
        # 峰会 of two states is a meeting between them, or a call
        draft = None if _is_attended(scene, hit) else reciprocal(scene, hit)
        if draft is None or (again and len(draft.polities) > 2):
            return None  # A与B、C的关系是这次峰会的焦点: what it is about
        return _of_two(scene, word, draft)
    return Draft(
        "conference",
        actors,
        polities,
        (hit.start, hit.end),
        "event",
        venue(scene, hit),
        organisation="".join(organisation),
        there=on_margins is None and _is_there(scene, hit, opening, actors),
        sits=_which(scene, word, _partners(scene, hit, organisation)),
        weak=takes_part is None or not (organisation or len(states_of(actors)) >= 3),
    )


def _is_there(scene: Scene, hit: CueHit, opening: int, actors: Group) -> bool:
    """Whether the clause tells somebody named at the session: 某某在峰会上说, 他访日并出席峰会."""
    beside = any(a.name and opening <= a.start < hit.start for a in actors)
    attends = scene.grammar.attendance.search(scene.folded, opening, hit.start)
    return beside or (attends is not None and any(a.name for a in actors))


def _partners(scene: Scene, hit: CueHit, organisation: tuple[str, ...]) -> tuple[str, ...]:
    """The states with which a body sits, 东盟与中日韩[领导人会议], 欧盟与中国举行[峰会]."""
    groups = (g for g in scene.groups() if g[-1].end <= hit.start and set(organisation) & set(states_of(g)))
    sits = next((g for g in groups if len(states_of(g)) >= _TOGETHER), ())
    said = scene.between(sits[-1].end, hit.start) if sits else ""
    near = sits and len(said) <= _BESIDE and "," not in said and not any(a.name for a in sits)
    return states_of(sits) if near else ()


def _which(scene: Scene, word: str, partners: tuple[str, ...]) -> str:
    """Which of a body's sessions it is, as far as its name says: of its ministers, with other states."""
    ministers = scene.grammar.ministers.match(word)
    return "+".join([ministers[0] if ministers else "", *sorted(partners)])


#: Parties of a session that a body holds with others, and characters between them and its word.
_TOGETHER = 2
_BESIDE = 8


def _told_before(scene: Scene, hit: CueHit) -> Draft | None:
    """本次峰会, 某某在会上说: the session told last, and who spoke there, where it is named no more."""
    grammar, opening = scene.grammar, clause_start(scene.folded, hit.start, scene.start)
    bare = grammar.same_session.fullmatch(scene.folded, hit.start, hit.end)
    if not scene.session or not bare:
        return None
    beside = grammar.there.search(scene.folded, opening, hit.start)
    opens = grammar.in_it.match(scene.folded, hit.end) or scene.folded[hit.end - 1] in "上中"
    said_there = beside is not None and (opens or beside[0] not in {"在", "于"})
    if not said_there and not (opens and opening == hit.start):
        return None
    until = beside.start() if beside is not None else hit.start
    speaker = next((g for g in scene.left_of(until) if g[0].start >= opening and any(a.name for a in g)), ())
    if not speaker and (said := grammar.has_floor.match(scene.folded, hit.end)):
        speaker = next((g for g in scene.right_of(said.end()) if g[0].start == said.end()), ())
    who = tuple(a for a in speaker if a.kind == "person" and a.polity and a.role not in VOICES)
    polities = tuple(dict.fromkeys((scene.session, *states_of(who))))
    return Draft(
        "conference",
        who,
        polities,
        (hit.start, hit.end),
        "event:again",
        organisation=scene.session,
        again=True,
        weak=True,
    )


def names_another(scene: Scene, hit: CueHit) -> bool:
    """Whether a session of which nothing is known is another than the one told last: “两国商业[峰会]”."""
    sits = hit.cue.frame == "event" or scene.between(hit.start, hit.end).endswith("会议")
    return sits and scene.grammar.not_a_name.search(scene.folded, max(scene.start - 1, 0), hit.start) is None


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


def _no_session(scene: Scene, hit: CueHit, word: str) -> bool:
    """Whether a name that can be a session's is a body's, 世界经济论坛的报告, or somebody wants a place in it."""
    grammar, folded = scene.grammar, scene.folded
    sits = word.endswith(("峰会", "会议", "会晤", "会谈"))
    body = grammar.by_the_body.search(folded, scene.start, hit.start) or grammar.of_the_body.match(folded, hit.end)
    opening, end = scene.clause_of(hit.start)
    wanted = grammar.part_at_issue.search(folded, scene.start, hit.start)
    return bool(body and not sits) or bool(wanted and not grammar.summoned.search(folded, opening, end))


def _is_attended(scene: Scene, hit: CueHit) -> bool:
    """Whether bare states only attend a summit, A、B不会出席[峰会], or a forum bears their names, A-B[论坛]."""
    if scene.between(hit.start, hit.end).endswith("论坛"):
        return not scene.grammar.attends.search(scene.folded, scene.clause_of(hit.start)[0], hit.start)
    nearest = next(iter(scene.left_of(hit.start)), ())
    bare = bool(nearest) and all(actor.kind == "polity" for actor in nearest)
    said = scene.between(nearest[-1].end, hit.start) if bare else ""
    return scene.grammar.attends.search(said) is not None and scene.grammar.summoned.search(said) is None


def _stands_aside(scene: Scene, actor: Actor) -> bool:
    """Whether another attends for somebody: 副总统代表[总统]出席."""
    stood_for = actor.office is not None and scene.between(*actor.office) == "代表" and actor.office[0] == actor.start
    return stood_for or scene.grammar.on_behalf.search(scene.folded, scene.start, actor.start) is not None


def _only_speaks(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody before a session's name only speaks of it: [某官员]说,对下周的峰会期望不高."""
    if actor.end > hit.start:
        return False
    spoken = scene.grammar.spoken.search(scene.folded, actor.end, hit.start)
    if spoken is None or any(a.kind == "pronoun" and spoken.end() <= a.start < hit.start for a in scene.actors):
        return False
    return scene.grammar.takes_part.search(scene.folded, spoken.end(), scene.clause_of(hit.start)[1]) is None


def session(scene: Scene, hit: CueHit) -> Draft | None:
    """Talks between delegations; the numbered session of an organisation, 上合组织理事会第十九次会议."""
    talks = reciprocal(scene, hit)
    word = scene.between(hit.start, hit.end)
    if talks is not None or not word.endswith("会议") or not _whose(scene, hit, word):
        return talks
    draft = event(scene, hit)
    numbered = scene.grammar.ordinal.search(scene.folded, scene.start, hit.end)
    return draft if draft is not None and numbered else None


def _whose(scene: Scene, hit: CueHit, word: str) -> tuple[str, ...]:
    """The organisation whose session it is: in its name, 欧盟峰会, or as the subject, 欧盟各国领袖19日召开紧急峰会."""
    named = next(((code,) for name, code in hit.cue.organisations if name == word), ())
    if named:
        return named
    for site in scene.sites:
        near = site.start <= hit.end and (
            hit.start - 6 <= site.end or scene.grammar.session_of.fullmatch(scene.between(site.end, hit.start))
        )
        if near and scene.is_organisation(site.polity):
            return (site.polity,)
    nearest = next((g[-1] for g in scene.left_of(hit.start) if g[-1].kind in {"polity", "office"}), None)
    called = scene.grammar.called.search(scene.folded, scene.start, hit.start) if word.endswith("峰会") else None
    if called:
        return (f"X:{called[1].strip()}",)  # 在“三海倡议”峰会上
    if nearest is None or nearest.polity is None or not scene.is_organisation(nearest.polity):
        return ()
    said = scene.between(nearest.end, hit.start)
    convened = scene.grammar.convenes.search(said) is not None
    return (nearest.polity,) if convened and len(said) <= _SUBJECT_REACH and "," not in said else ()


#: Characters within which a body that convenes a session stands before its word.
_SUBJECT_REACH = 40


def _summit_of_two(scene: Scene, hit: CueHit) -> Draft | None:
    """拜登与习近平去年11月的峰会, 欧中视频峰会: two leaders, or two states right before it, with the word alone."""
    nearest = next(iter(scene.left_of(hit.start)), ())
    if len(states_of(nearest)) < 2 or _is_attended(scene, hit):
        return None
    gap = hit.start - nearest[-1].end
    if gap and (gap > 12 or not all(actor.kind == "person" for actor in nearest)):
        return None
    draft = reciprocal(scene, hit)
    if draft is None:
        return None
    return _of_two(scene, scene.between(hit.start, hit.end), draft)


def _of_two(scene: Scene, word: str, draft: Draft) -> Draft:
    """A summit of two as what it is: a call by wire, a session of an organisation, 中欧峰会, or a meeting."""
    if word.startswith(("视频", "视讯", "线上", "网上", "网络")):
        return replace(draft, type="call", rule="event:two")
    body = next((code for code in draft.polities if scene.is_organisation(code)), "")
    if not body:
        return replace(draft, type="meeting", rule="event:two")
    sits = _which(scene, word, draft.polities)
    return replace(draft, type="conference", rule="event:two", organisation=body, sits=sits)

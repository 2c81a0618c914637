"""A conference: its own name, whose it is, and those who attend."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.attendants import attendants, stays_away, who_attends
from tongshi.engagements.frames.convenors import whose
from tongshi.engagements.frames.drafts import Draft, meets_each, venue
from tongshi.engagements.frames.encounters import reciprocal
from tongshi.engagements.frames.members import (
    decides_there,
    in_their_session,
    of_envoys,
    which_session,
)
from tongshi.engagements.frames.parties import VOICES
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.language import clause_start


def event(scene: Scene, hit: CueHit) -> Draft | None:
    """A conference: the organisation in its name, those said to take part in it."""
    if scene.folded.startswith("等", hit.end):
        return None  # 联合国、东盟地区论坛等平台: bodies listed
    opening = clause_start(scene.folded, hit.start, scene.start)
    attended = scene.grammar.attends.search(scene.folded, opening, hit.start) is not None
    word = scene.between(hit.start, hit.end)
    on_margins = scene.grammar.on_its_margins.match(scene.folded, hit.end)
    reported = attended or _is_looked_back_to(scene, hit, opening) or decides_there(scene, hit, word)
    if on_margins and not reported:
        return None  # G20峰会期间会面: when something else took place
    if _no_session(scene, hit, word) or _describes_guest(scene, hit, opening) or _is_spoken_of(scene, hit):
        return None
    organisation = whose(scene, hit, word)
    before = _told_before(scene, hit) if not organisation else None
    theirs = in_their_session(scene, hit, word) if before is None else ()
    organisation = organisation or theirs
    only_there = word.endswith(("上", "中")) and not theirs and not _sits_itself(scene, hit, organisation)
    if before is not None or only_there:
        return before or of_envoys(scene, hit)
    takes_part = scene.grammar.takes_part.search(scene.folded, scene.start, scene.end)
    if not takes_part and not organisation:
        return _summit_of_two(scene, hit)
    actors = attendants(scene, hit, opening, organisation)
    again = scene.grammar.takes_up.match(scene.folded, hit.start - 2) is not None  # 这次峰会: told before
    listed = (
        ()
        if again
        else next((states_of(g) for g in scene.groups if len(states_of(g)) >= 3 and g[-1].start <= hit.start), ())
    )
    host = _host(scene, hit, opening)
    sitting = (*organisation, *_partners(scene, hit, organisation), *states_of(actors), *listed)
    polities = tuple(dict.fromkeys((*sitting, host) if host and organisation else sitting))
    if not organisation and len(polities) < 3:
        # 峰会 of two states is a meeting between them, or a call
        draft = None if _is_attended(scene, hit) else reciprocal(scene, hit)
        if draft is None or (again and len(draft.polities) > 2):
            return None  # A与B、C的关系是这次峰会的焦点: what it is about
        return _of_two(scene, hit, draft)
    if not organisation and not listed and (two := _of_those_side_by_side(scene, hit)):
        return _of_two(scene, hit, two)
    if word.startswith(_BY_WIRE) and len(polities) == _PAIR and (two := _with_each_other(scene, hit, polities)):
        return _of_two(scene, hit, two)
    return Draft(
        "conference",
        actors,
        polities,
        (hit.start, hit.end),
        "event",
        venue(scene, hit),
        organisation="".join(organisation),
        at_home=host,
        there=on_margins is None and _is_there(scene, hit, opening, actors),
        sits=which_session(scene, word, _partners(scene, hit, organisation)) + _jubilee(scene, hit, opening),
        weak=takes_part is None or not (organisation or len(states_of(actors)) >= 3),
    )


def _of_those_side_by_side(scene: Scene, hit: CueHit) -> Draft | None:
    """A同意,只因B将与C举行峰会; A将分别与B、C举行峰会: of two, or of one with each, though three are named."""
    opening = clause_start(scene.folded, hit.start, scene.start)
    partner = next(iter(scene.left_of(hit.start)), ())
    attended = scene.grammar.attendance.search(scene.folded, opening, hit.start)
    if not partner or attended or not scene.is_with(partner):
        return None
    if scene.grammar.of_many.search(scene.folded, opening, hit.start):
        return None
    draft = reciprocal(scene, hit)
    if draft is None:
        return None
    return draft if len(draft.polities) == _PAIR or _is_with_each(scene, hit, draft) else None


def _with_each_other(scene: Scene, hit: CueHit, polities: tuple[str, ...]) -> Draft | None:
    """A state and an organisation that hold a session by themselves: 习近平[和]欧盟领导人举行的视频峰会."""
    draft = reciprocal(scene, hit)
    return draft if draft is not None and set(draft.polities) == set(polities) else None


#: How a word for a session begins that is held by wire.
_BY_WIRE = ("视频", "视讯", "线上", "网上", "网络")


def _is_with_each(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether one meets several one by one: 将分别与A及B举行峰会."""
    apart = scene.grammar.apart.search(scene.folded, clause_start(scene.folded, hit.start, scene.start), hit.start)
    return apart is not None and meets_each(draft.actors) is not None


def _host(scene: Scene, hit: CueHit, opening: int) -> str | None:
    """The state that holds a session at home, 马来西亚主办[峰会], where no place is said."""
    states = (
        actor.polity for actor in scene.actors
        if opening <= actor.start and actor.end <= hit.start and actor.kind == "polity" and actor.polity
        and not scene.is_organisation(actor.polity)
        and scene.grammar.hosts_it.fullmatch(scene.folded, actor.end, hit.start)
    )  # fmt: skip
    return next(states, None)


def _is_looked_back_to(scene: Scene, hit: CueHit, opening: int) -> bool:
    """Whether a session is told with its day as the last of its kind: 继[去年12月在某地举行的三国]峰会[以来]."""
    convened = scene.grammar.summoned.search(scene.folded, opening, hit.start)
    dated = convened and any(opening <= t.start and t.end <= convened.start() and t.when.start for t in scene.times)
    return bool(dated) and scene.grammar.following.search(scene.folded, opening, hit.start) is not None


def _is_there(scene: Scene, hit: CueHit, opening: int, actors: Group) -> bool:
    """Whether the clause tells somebody named at the session: 某某在峰会上说, 他访日并出席峰会."""
    beside = any(a.name and opening <= a.start < hit.start for a in actors)
    attends = scene.grammar.attendance.search(scene.folded, opening, hit.start)
    return beside or (attends is not None and any(a.name for a in actors))


def _partners(scene: Scene, hit: CueHit, organisation: tuple[str, ...]) -> tuple[str, ...]:
    """The states with which a body sits, 东盟与中日韩[领导人会议], 欧盟与中国举行[峰会]."""
    groups = (g for g in scene.groups if g[-1].end <= hit.start and set(organisation) & set(states_of(g)))
    sits = next((g for g in groups if len(states_of(g)) >= _TOGETHER), ())
    said = scene.between(sits[-1].end, hit.start) if sits else ""
    near = sits and len(said) <= _BESIDE and "," not in said and not any(a.name for a in sits)
    return states_of(sits) if near else ()


def _jubilee(scene: Scene, hit: CueHit, opening: int) -> str:
    """Words by which a body's session is told as of a jubilee of it, 成立75周年纪念[峰会]: not its assembly."""
    told = scene.grammar.remembered.search(scene.folded, max(opening, hit.start - _BESIDE), hit.start)
    return told[0] if told else ""


def _sits_itself(scene: Scene, hit: CueHit, organisation: tuple[str, ...]) -> bool:
    """Whether 会上 says where a body sits: 在联合国安理[会上], 在亚太经合组织的一场[会议上]."""
    return any(
        site.polity in organisation
        and (hit.start < site.end <= hit.end or scene.grammar.one_of_its.fullmatch(scene.folded, site.end, hit.start))
        for site in scene.sites
    )


#: States of which a sitting is a conference (codebook 1.1), and those of whom it is a meeting or a call.
_SEVERAL = 3
_PAIR = 2
#: Parties of a session that a body holds with others, and characters between them and its word.
_TOGETHER = 2
_BESIDE = 8


def _told_before(scene: Scene, hit: CueHit) -> Draft | None:
    """本次峰会, 某某在会上说: the session told last, and who spoke there, where it is named no more."""
    grammar, folded, opening = scene.grammar, scene.folded, clause_start(scene.folded, hit.start, scene.start)
    bare = grammar.same_session.fullmatch(scene.folded, hit.start, hit.end)
    if not bare:
        return None
    if grammar.edition.search(scene.folded, opening, hit.start) and not grammar.on_its_margins.match(
        scene.folded, hit.end
    ):
        body = scene.session or _body_before(scene, hit)
        return _edition(replace(scene, session=body), hit) if body else None
    if not scene.session:
        return None
    beside = grammar.there.search(scene.folded, opening, hit.start)
    opens = grammar.in_it.match(scene.folded, hit.end) or scene.folded[hit.end - 1] in "上中"
    said_there = beside is not None and (opens or beside[0] not in {"在", "于"})
    if not said_there and not (opens and opening == hit.start):
        return None
    until = beside.start() if beside is not None else hit.start
    speaker = who_attends(scene, hit, opening) or next(
        (g for g in scene.left_of(until) if g[0].start >= opening and any(a.name for a in g)), ()
    )
    if not speaker and (said := grammar.has_floor.match(scene.folded, hit.end)):
        speaker = next((g for g in scene.right_of(said.end()) if g[0].start == said.end()), ())
    far = folded.count("。", scene.sat, scene.start) > _SINCE
    if far or grammar.another_gathering.search(folded, scene.sat, scene.start):
        speaker = ()  # 会上 may be another
    sitting = scene.registry.polities.get(scene.session)
    seats = sitting.seats if sitting is not None else frozenset()
    who = tuple(
        a for a in speaker
        if a.kind == "person" and a.polity and a.role not in VOICES and not stays_away(scene, a, hit)
        and not (seats and a.polity not in seats)
    )  # fmt: skip
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


#: Sentences between a session and those who are told to speak there, where it is named no more.
_SINCE = 6


def _edition(scene: Scene, hit: CueHit) -> Draft:
    """今年峰会定于6月举行, 去年在利马举行的峰会: another session of the body whose session was told before."""
    opening = clause_start(scene.folded, hit.start, scene.start)
    who = tuple(a for a in attendants(scene, hit, opening, (scene.session,)) if not a.inferred)
    host = _host(scene, hit, opening)
    return Draft(
        "conference",
        who,
        tuple(dict.fromkeys((scene.session, *states_of(who), *([host] if host else ())))),
        (hit.start, hit.end),
        "event:edition",
        venue(scene, hit),
        organisation=scene.session,
        at_home=host,
        weak=True,
    )


def _body_before(scene: Scene, hit: CueHit) -> str:
    """The body named last in the sentence, one of whose sessions is told: 北约…, 明年初的下一届[峰会]."""
    named = (site.polity for site in reversed(scene.sites) if scene.start <= site.start and site.end <= hit.start)
    return next((code for code in named if scene.is_organisation(code)), "")


def names_another(scene: Scene, hit: CueHit) -> bool:
    """Whether a session of which nothing is known is another than the one told last: “两国商业[峰会]”."""
    sits = hit.cue.frame == "event" or scene.between(hit.start, hit.end).endswith("会议")
    return sits and scene.grammar.not_a_name.search(scene.folded, max(scene.start - 1, 0), hit.start) is None


def _no_session(scene: Scene, hit: CueHit, word: str) -> bool:
    """Whether a name that can be a session's is a body's, 世界经济论坛的报告, or somebody wants a place in it."""
    grammar, folded = scene.grammar, scene.folded
    if _is_mechanism(hit, word) and _only_named(scene, hit):
        return True
    sits = word.endswith(("峰会", "会议", "会晤", "会谈"))
    body = grammar.by_the_body.search(folded, scene.start, hit.start) or grammar.of_the_body.match(folded, hit.end)
    opening, end = scene.clause_of(hit.start)
    wanted = grammar.part_at_issue.search(folded, scene.start, hit.start) or (
        grammar.place_in_it.match(folded, hit.end) and grammar.attendance.search(folded, opening, hit.start)
    )
    return bool(body and not sits) or bool(wanted and not grammar.summoned.search(folded, opening, end))


def _is_spoken_of(scene: Scene, hit: CueHit) -> bool:
    """Whether a session is one of the matters that others speak of: 就访问、韩中日[领导人会议]等话题交流."""
    about = scene.grammar.on_matters.search(scene.folded, scene.start, hit.start)
    return about is not None and scene.grammar.among_topics.match(scene.folded, hit.end) is not None


def _describes_guest(scene: Scene, hit: CueHit, opening: int) -> bool:
    """Whether a session only says who is received: 会见赴京出席[峰会]的特首."""
    behind = scene.grammar.in_brackets.match(scene.folded, hit.end)
    described = scene.folded.startswith("的", behind.end() if behind else hit.end)
    return described and scene.grammar.a_guest.search(scene.folded, opening, hit.start) is not None


def _is_mechanism(hit: CueHit, word: str) -> bool:
    """Whether what holds sessions and a session bear one name: 四方安全对话, 世界经济论坛, not 七国峰会."""
    return word.endswith(("对话", "会谈", "同盟", "论坛")) and any(name == word for name, _ in hit.cue.organisations)


def _only_named(scene: Scene, hit: CueHit) -> bool:
    """Whether a mechanism is founded or revived, or nothing beside its name tells of a session of it."""
    grammar, folded = scene.grammar, scene.folded
    opening, end = scene.clause_of(hit.start)
    if grammar.founds.search(folded, opening, hit.start) or grammar.is_founded.match(folded, hit.end, end):
        return True
    if grammar.in_it.match(folded, hit.end) or grammar.ordinal.search(folded, opening, hit.start):
        return False
    beside = any(opening <= time.start and time.end <= hit.start <= time.end + _BESIDE for time in scene.times)
    called_off = grammar.called_off.search(folded, hit.end, end)
    return not (beside or called_off) and grammar.takes_part.search(folded, opening, end) is None


def _is_attended(scene: Scene, hit: CueHit) -> bool:
    """Whether bare states only attend a summit, A、B不会出席[峰会], or a forum bears their names, A-B[论坛]."""
    if scene.between(hit.start, hit.end).endswith("论坛"):
        return not scene.grammar.attends.search(scene.folded, scene.clause_of(hit.start)[0], hit.start)
    nearest = next(iter(scene.left_of(hit.start)), ())
    bare = bool(nearest) and all(actor.kind == "polity" for actor in nearest)
    said = scene.between(nearest[-1].end, hit.start) if bare else ""
    return scene.grammar.attends.search(said) is not None and scene.grammar.summoned.search(said) is None


def _summit_of_two(scene: Scene, hit: CueHit) -> Draft | None:
    """拜登与习近平去年11月的峰会, 欧中视频峰会: two leaders, or two states right before it, with the word alone."""
    nearest = next(iter(scene.left_of(hit.start)), ())
    if len(states_of(nearest)) < 2 or _is_attended(scene, hit):
        return None
    if scene.grammar.founds.search(scene.folded, scene.start, nearest[0].start):
        return None  # 建立中美欧峰会将有助于沟通
    gap = hit.start - nearest[-1].end
    if gap and (gap > 12 or not all(actor.kind == "person" for actor in nearest)):
        return None
    draft = reciprocal(scene, hit)
    if draft is None:
        return None
    return _of_two(scene, hit, draft)


def _with_speaker(scene: Scene, hit: CueHit, draft: Draft) -> Draft:
    """在欧盟与中国举行的峰会上,[欧洲理事会主席某某]表示: who speaks there, in the place of his state."""
    opens = scene.grammar.in_it.match(scene.folded, hit.end) or scene.folded[hit.end - 1] in "上中"
    said = scene.grammar.has_floor.match(scene.folded, hit.end) if opens else None
    group = next(iter(scene.right_of(said.end())), ()) if said else ()
    if not said or not group or group[0].start != said.end() or any(a.name for a in draft.actors):
        return draft
    spoken = scene.grammar.spoken.search(scene.folded, group[-1].end, scene.clause_of(group[-1].end)[1])
    able = all(a.name and a.polity in draft.polities and a.role not in VOICES for a in group)
    if not able or spoken is None:
        return draft
    return replace(draft, actors=(*group, *(a for a in draft.actors if a.polity not in states_of(group))))


def _of_two(scene: Scene, hit: CueHit, draft: Draft) -> Draft:
    """A summit of two as what it is: a call by wire, a session of an organisation, 中欧峰会, or a meeting."""
    word = scene.between(hit.start, hit.end)
    if word.startswith(_BY_WIRE):
        return replace(draft, type="call", rule="event:two")
    body = next((code for code in draft.polities if scene.is_organisation(code)), "")
    alike = len({actor.kind == "person" for actor in draft.actors}) == 1
    if not body and alike and len(draft.polities) >= _SEVERAL and not _is_with_each(scene, hit, draft):
        return replace(draft, type="conference", rule="event:two")  # 中日韩峰会
    if not body:
        return replace(draft, type="meeting", rule="event:two")
    draft = _with_speaker(scene, hit, draft)
    sits = which_session(scene, word, draft.polities)
    return replace(draft, type="conference", rule="event:two", organisation=body, sits=sits)

"""An office taken or left: P 出任 O, 任命 P 為 O, P 卸任 O."""

from __future__ import annotations

import datetime as dt

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.appointees import appointed, is_policy
from tongshi.engagements.frames.drafts import Draft
from tongshi.engagements.frames.parties import SELF, antecedent, crosses, topic
from tongshi.engagements.frames.tenures import dated, first_day_about, is_elect, is_of_a_tenure
from tongshi.engagements.scene import Scene
from tongshi.records import Actor, Status

#: Characters between a date, or a person, and the office taken or left.
_SINCE = 4


def office(scene: Scene, hit: CueHit) -> Draft | None:
    """P 出任 O; 任命 P 為 O; P 獲任命為 O; P 卸任 O; O P 離任; 結束 O 任期."""
    word, grammar = scene.between(hit.start, hit.end), scene.grammar
    clause = scene.clause_of(hit.start)
    ahead = grammar.ahead.search(scene.folded, clause[0], hit.start)
    made = _is_made_to(scene, hit)
    is_more = ahead or made or dated(scene, clause[0] - 20, clause[1])
    if grammar.states_office.fullmatch(word) and not is_more:
        return None
    since = _dated_itself(scene, hit)
    eve = grammar.eve.match(scene.folded, hit.end) is not None  # 就任前夕
    former = grammar.names_somebody.fullmatch(word) and any(a.office and a.office[0] == hit.end for a in scene.actors)
    # 任命[前]国务卿某某: of whom it is said, not when
    in_passing = grammar.in_passing.match(scene.folded, hit.end) and not (since or eve or former)
    is_new = bool(in_passing) and _is_new(scene, hit)
    if in_passing and not dated(scene, *clause, to_the_day=True) and not is_new:
        return None
    lies_ahead = eve or grammar.ahead.search(scene.between(*clause))
    fresh = first_day_about(scene, hit)
    is_told = lies_ahead or is_new or fresh or dated(scene, scene.opening(clause[0]), clause[1])
    if grammar.in_office.fullmatch(word) and not is_told:
        return None
    if grammar.by_known_day.fullmatch(word) and (
        (in_passing and not since)
        or "、" in scene.between(clause[0], hit.start)  # 2017年是周年、某某上台: of a list
        or not any(is_of_a_tenure(scene, a, hit) for a in scene.actors)
    ):
        return None  # 国务卿昨晚离开白宫
    if grammar.nobody_yet.match(scene.folded, hit.end) or grammar.whoever.search(scene.folded, clause[0], hit.start):
        return None
    right = [a for a in scene.actors if a.start >= hit.end and not crosses(scene, hit.end, a.start)]
    if right and grammar.concerns.search(scene.folded, hit.end, right[0].start):
        right = []  # 提名内阁人选[对]总统来说是难题
    if grammar.ceremony.match(scene.folded, hit.end):
        right = []  # 他的就职[典礼]邀请某某出席: a guest
    just = grammar.just_taken.search(scene.folded, clause[0], hit.start)
    just = just or grammar.not_long_ago.match(scene.folded, hit.end)
    if _is_outgoing(scene, hit, right) and not ahead and not just and not dated(scene, clause[0], hit.start):
        return None  # 卸任总统某某将出席21日的会议
    if hit.cue.leaving and right and right[0].start == hit.end and scene.is_capacity(right[0]):
        return None  # 以[卸任]总统身份访美
    if word == "任期" and not grammar.ending.search(scene.between(*clause)):
        return None
    left = [
        a
        for a in reversed(scene.actors)
        if a.end <= hit.start
        and hit.start - a.end <= 40
        and not (hit.cue.leaving and scene.folded.startswith("向", a.start - 1))  # 向总理辞职
        and not _gives_way(scene, a)
        and not _only_says_when(scene, a, hit)
        and not _is_guest(scene, a, hit)
        and (hit.cue.leaving or not grammar.has_left.match(scene.folded, a.end))  # 在总统辞职后继任
    ]
    handed_over = grammar.credentials.fullmatch(word)
    # 被奥巴马任命为…: the one before 被 is appointed
    agent = None if handed_over else next((a for a in left if _picked_by(scene, a.start)), None)
    holders = [
        a
        for a in left
        if a.kind == "person"
        and not grammar.possessor.match(scene.folded, a.end)
        # 向[某某]接任外相表达祝贺: whoever stands right before the word is meant, though spoken to
        and (
            (a.end == hit.start and not handed_over)
            or scene.folded[a.start - 1 : a.start] not in {"向", "对", "与", "和", "同", "致"}
        )
        and (agent is None or (a.person, a.name) != (agent.person, agent.name))
    ]
    # 由秦刚接任, 委任某人: the one after 由 takes the office himself
    steps_in = grammar.becomes.fullmatch(word) or grammar.in_his_place.fullmatch(word)
    if agent is not None and steps_in and scene.folded[agent.start - 1] == "由":
        holders, agent = [agent], None
    by = grammar.by_untold.search(scene.folded, clause[0], hit.start) if steps_in else None
    if by and not any(by.start() < a.start and a.end <= hit.start for a in scene.actors):
        return None  # 防长的职务由[一名律师]接任
    if agent is not None:
        named = [
            a
            for a in scene.actors
            if a.kind == "person" and a.end <= hit.start and (a.person or a.start) != (agent.person or agent.start)
        ]
        beside = [a for a in named if clause[0] <= a.start and a.end <= agent.start]
        holders = beside[-1:] or named[:1]
    pronoun = next((a for a in left if a.kind == "pronoun" and scene.between(a.start, a.end) in SELF), None)
    subject = holders[0] if holders else None
    if subject is None or (pronoun is not None and pronoun.start > subject.start):
        meant = antecedent(scene, pronoun.start if pronoun is not None else hit.start, ())
        subject = next((a for a in meant if a.kind == "person" and not _gives_way(scene, a)), subject)
        if subject is not None and subject is agent:
            told_of = (a for a in topic(scene) if a.kind == "person" and (a.person or a.start) != agent.person)
            subject = next(told_of, None)  # 他是由[总统]提名担任大使的
    if subject is not None and _picks_another(scene, subject, hit, word):
        subject, left = None, [a for a in left if a is not subject]
    alone = (hit.end == clause[1] or since) and left and left[0] is pronoun
    person, target = appointed(scene, hit, word, left, right, subject, agent, told_alone=bool(alone))
    if target is None or person is None or person.name is None or _is_voted(scene, target, word):
        return None
    if _is_congratulated(scene, hit, person):
        return None
    passing = target.start >= hit.end and grammar.in_passing.match(scene.folded, target.end)
    if passing and not (fresh or made or dated(scene, *clause)):
        return None  # 卸任总统[后]
    if grammar.states_office.fullmatch(word) and _only_held(scene, hit, target):
        return None
    if target.role == "ambassador" and target.inferred and not target.host and grammar.states_office.fullmatch(word):
        return None  # 成为某公司的形象大使
    if target.role == "organisation-head" and not scene.is_organisation(target.polity or ""):
        return None  # 某局秘书长
    of_former = hit.cue.leaving or grammar.in_his_place.fullmatch(word)
    if target.office is not None and not is_policy(scene, scene.between(*target.office), of_former=bool(of_former)):
        return None
    state = person.polity if target.inferred and person.polity else target.polity or person.polity
    polities = tuple(dict.fromkeys(p for p in (state, target.host) if p))
    if not polities:
        return None
    holder = Actor(
        start=person.start, end=person.end, name=person.name, office=target.office, latin=person.latin,
        person=person.person, polity=state, host=target.host, role=target.role, kind="person",
    )  # fmt: skip
    # 接替首相的[人选]
    spoken_of = not grammar.names_somebody.fullmatch(word) and grammar.candidate.match(scene.folded, target.end)
    wanted = grammar.candidate.fullmatch(word) or (spoken_of and target.start >= hit.end)
    return Draft(
        "appointment",
        (holder,),
        polities,
        (hit.start, hit.end),
        f"office:{word}",
        leaving=hit.cue.leaving,
        candidate=bool(wanted),
        named=grammar.names_somebody.fullmatch(word) and not _describes(scene, hit, person, target),
        announced=hit.cue.leaving and grammar.resigns.fullmatch(word) and not ahead,
        default="proposed" if wanted else _by_itself(scene, hit, person, left, bool(in_passing), fresh),
    )


def _is_made_to(scene: Scene, hit: CueHit) -> bool:
    """Whether another has somebody take an office, which is then more than what he is: 总统[选定]某某担任特使."""
    clause = scene.clause_of(hit.start)
    taker = next((a for a in reversed(scene.actors) if a.end <= hit.start), None)
    if taker is None or taker.kind != "person" or taker.start < clause[0]:
        return False
    return scene.grammar.has_made.search(scene.folded, clause[0], taker.start) is not None


def _only_held(scene: Scene, hit: CueHit, target: Actor) -> bool:
    """Whether an office is only held at a time, 2016年担任首相时, or dated by what its holder does next.

    曾担任总理的某某2013年出任总统.
    """
    grammar, clause = scene.grammar, scene.clause_of(hit.start)
    if target.start < hit.end:
        return False
    first = grammar.first_in_office.search(scene.folded, clause[0], hit.start) is not None
    if grammar.while_in_office.match(scene.folded, target.end) and not first:
        return True
    ahead = grammar.ahead.search(scene.folded, clause[0], hit.start) is not None
    return scene.folded.startswith("的", target.end) and not ahead and not dated(scene, clause[0] - 20, hit.start)


def _is_new(scene: Scene, hit: CueHit) -> bool:
    """Whether whoever takes office is told as the new one or the next, so that it is known when: [新任]首相上任后."""
    holder = next((a for a in reversed(scene.actors) if a.end <= hit.start), None)
    if holder is None or holder.kind != "person" or not _glossed(scene.between(holder.end, hit.start), scene):
        return False
    told = scene.grammar.incoming.search(scene.folded, holder.start, holder.end)
    return not hit.cue.leaving and told is not None


def _dated_itself(scene: Scene, hit: CueHit) -> bool:
    """Whether a date stands right before an office taken, 上月上任以来, or before whoever takes it, 2017年[某某]上任后.

    自2005年上任以来 tells how long.
    """
    before = [actor for actor in scene.actors if actor.end <= hit.start and not scene.aside((actor,), hit.start)]
    holder = before[-1] if before else None
    opens = {hit.start}
    if holder is not None and holder.kind == "person" and _glossed(scene.between(holder.end, hit.start), scene):
        opens.add(holder.start)
    return any(
        time.when.start
        and not (time.when.precision == "year" and scene.folded.startswith("自", time.start - 1))
        and any(at - time.end in range(_SINCE) and "的" not in scene.between(time.end, at) for at in opens)
        for time in scene.times
    )


def _glossed(between: str, scene: Scene) -> bool:
    """Whether a gloss is all that stands there, if anything does: 川普[(特朗普)]上任."""
    return not between or scene.grammar.in_brackets.fullmatch(between)


def _gives_way(scene: Scene, actor: Actor) -> bool:
    """Whether another takes somebody's office, 接替[某某]出任大使, or takes one at his order, 奉[某某]之令上任."""
    if scene.folded.startswith("奉", actor.start - 1):
        return True
    return scene.grammar.gives_way.search(scene.folded, max(scene.start, actor.start - 12), actor.start) is not None


def _only_says_when(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody stands in words that only say after what it was: 他在[某某]落选后离任; not 在某某上任后."""
    if scene.grammar.names_somebody.fullmatch(scene.folded, hit.start, hit.end):
        return False
    clause = scene.clause_of(actor.start)
    opened = scene.grammar.opens_time.search(scene.folded, clause[0], actor.start)
    return opened is not None and scene.grammar.closes_time.match(scene.folded, actor.end, hit.start) is not None


def _is_guest(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody is only said to come to another's inauguration, or to stay away: [某某]缺席就职典礼."""
    grammar = scene.grammar
    if not grammar.ceremony.match(scene.folded, hit.end) or is_of_a_tenure(scene, actor, hit):
        return False
    comes = grammar.attendance.search(scene.folded, actor.end, hit.start)
    return comes is not None or grammar.attends_not.search(scene.folded, actor.end, hit.start) is not None


def _is_voted(scene: Scene, target: Actor, word: str) -> bool:
    """Whether somebody is a state's head by a vote, 击败对手成为总统, or a nominee: no appointment (codebook 4b)."""
    grammar = scene.grammar
    if target.role != "head-of-state":
        return False
    elected = grammar.states_office.fullmatch(word) and grammar.election.search(scene.folded, scene.start, scene.end)
    of_a_career = any(time.when.precision == "year" for time in scene.times)
    return grammar.nominee.fullmatch(word) or (bool(elected) and not of_a_career)


def _is_outgoing(scene: Scene, hit: CueHit, right: list[Actor]) -> bool:
    """Whether a word for leaving only says what somebody is, [卸任]总统某某, not what he does, 某某卸任总统."""
    owner = right and scene.grammar.of_whom.fullmatch(scene.folded, hit.end, right[0].start)
    titled = bool(right) and right[0].start == hit.end and right[0].office is not None
    titled = titled or bool(owner and right[0].kind == "person")  # 即将离任的某某
    told = any(a.kind == "person" and hit.start - a.end in range(_SINCE) for a in scene.actors)
    word = scene.between(hit.start, hit.end)
    return hit.cue.leaving and titled and not told and scene.grammar.of_itself.fullmatch(word)


def _is_congratulated(scene: Scene, hit: CueHit, holder: Actor) -> bool:
    """Whether an office taken is only what somebody is congratulated on: 5月恭贺[某某]就任."""
    before = scene.between(max(scene.start, holder.start - _SINCE), holder.start)
    wished = scene.grammar.wishes.search(before) and holder.end == hit.start
    return bool(wished) and scene.grammar.of_itself.fullmatch(scene.between(hit.start, hit.end))


def _picked_by(scene: Scene, position: int) -> bool:
    """Whether a passive ends at `position`: 获[某某]提名, 被[某某]任命."""
    found = scene.grammar.picked_by.search(scene.folded, position - 2, position)
    return found is not None and found.end() == position


def _picks_another(scene: Scene, person: Actor, hit: CueHit, word: str) -> bool:
    """Whether a person picks somebody for the office: 拜登将提名一名外交官出任大使, 拜登公布防长人选."""
    grammar = scene.grammar
    if not any(words.fullmatch(word) for words in (grammar.becomes, grammar.candidate, grammar.in_his_place)):
        return False
    picks = grammar.picks.search(scene.folded, person.end, hit.start)
    # 被奥巴马任命为大使，并成为顾问: he is the one picked
    return picks is not None and not grammar.picked_by.search(scene.folded, person.end, picks.start())


def _describes(scene: Scene, hit: CueHit, person: Actor, target: Actor) -> bool:
    """Whether who is named stands behind the words for it as described by them: 获提名出任国务卿[的某某]."""
    if scene.folded.startswith("的", hit.end):
        return True
    behind = hit.end <= target.start and target.end <= person.start
    return behind and scene.grammar.of_whom.fullmatch(scene.folded, target.end, person.start)


def _by_itself(
    scene: Scene, hit: CueHit, person: Actor, left: list[Actor], in_passing: bool, fresh: dt.date | None
) -> Status | None:
    """The status where no word decides: who is not in office yet proposes another, and is to take office himself."""
    if fresh is not None and scene.day is not None and fresh > scene.day:
        return "planned"
    if scene.grammar.names_somebody.fullmatch(scene.folded, hit.start, hit.end) and is_elect(scene, left):
        return "proposed"
    elect = in_passing and scene.grammar.elect.search(scene.folded, person.start, person.end)
    return "planned" if elect else None

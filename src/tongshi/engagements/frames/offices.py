"""An office taken or left: P 出任 O, 任命 P 為 O, P 卸任 O."""

from __future__ import annotations

import datetime as dt
import itertools

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, as_candidate
from tongshi.engagements.frames.parties import SELF, antecedent, crosses, topic
from tongshi.engagements.frames.tenures import first_day_about, is_elect, is_of_a_tenure
from tongshi.engagements.scene import Scene
from tongshi.records import Actor, Status

#: Characters between a date, or a person, and the office taken or left.
_SINCE = 4
#: Characters between whoever holds an office and a word for taking or leaving it, in its clause or across a comma.
_IN_CLAUSE, _BESIDE = 24, 12


def office(scene: Scene, hit: CueHit) -> Draft | None:
    """P 出任 O; 任命 P 為 O; P 獲任命為 O; P 卸任 O; O P 離任; 結束 O 任期."""
    word, grammar = scene.between(hit.start, hit.end), scene.grammar
    clause = scene.clause_of(hit.start)
    ahead = grammar.ahead.search(scene.folded, clause[0], hit.start)
    made = _is_made_to(scene, hit)
    is_more = ahead or made or _dated(scene, clause[0] - 20, clause[1])
    if grammar.states_office.fullmatch(word) and not is_more:
        return None
    since = _dated_itself(scene, hit)
    eve = grammar.eve.match(scene.folded, hit.end) is not None  # 就任前夕
    former = grammar.names_somebody.fullmatch(word) and any(a.office and a.office[0] == hit.end for a in scene.actors)
    # 任命[前]国务卿某某: of whom it is said, not when
    in_passing = grammar.in_passing.match(scene.folded, hit.end) and not (since or eve or former)
    is_new = bool(in_passing) and _is_new(scene, hit)
    if in_passing and not _dated(scene, *clause, to_the_day=True) and not is_new:
        return None
    lies_ahead = eve or grammar.ahead.search(scene.between(*clause))
    fresh = first_day_about(scene, hit)
    is_told = lies_ahead or is_new or fresh or _dated(scene, scene.opening(clause[0]), clause[1])
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
    if _is_outgoing(scene, hit, right) and not ahead and not just and not _dated(scene, clause[0], hit.start):
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
    person, target = _appointed(scene, hit, word, left, right, subject, agent, told_alone=bool(alone))
    if target is None or person is None or person.name is None or _is_voted(scene, target, word):
        return None
    if _is_congratulated(scene, hit, person):
        return None
    passing = target.start >= hit.end and grammar.in_passing.match(scene.folded, target.end)
    if passing and not (fresh or made or _dated(scene, *clause)):
        return None  # 卸任总统[后]
    if grammar.states_office.fullmatch(word) and _only_held(scene, hit, target):
        return None
    if target.role == "ambassador" and target.inferred and not target.host and grammar.states_office.fullmatch(word):
        return None  # 成为某公司的形象大使
    if target.role == "organisation-head" and not scene.is_organisation(target.polity or ""):
        return None  # 某局秘书长
    of_former = hit.cue.leaving or grammar.in_his_place.fullmatch(word)
    if target.office is not None and not _policy(scene, scene.between(*target.office), of_former=bool(of_former)):
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
    return scene.folded.startswith("的", target.end) and not ahead and not _dated(scene, clause[0] - 20, hit.start)


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


def _behind(scene: Scene, office: Actor, right: list[Actor]) -> Actor | None:
    """Who stands behind an office and 的: 被任命为特使[的某某]."""
    following = next((actor for actor in right if actor.start > office.end), None)
    if following is None or following.kind != "person":
        return None
    return following if scene.grammar.of_whom.fullmatch(scene.folded, office.end, following.start) else None


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


def _dated(scene: Scene, start: int, end: int, *, to_the_day: bool = False) -> bool:
    """Whether a date begins in `[start, end]`."""
    return any(
        time.when.start and start <= time.start <= end and (not to_the_day or time.when.precision == "day")
        for time in scene.times
    )


def _appointed(
    scene: Scene,
    hit: CueHit,
    word: str,
    left: list[Actor],
    right: list[Actor],
    subject: Actor | None,
    agent: Actor | None,
    *,
    told_alone: bool,
) -> tuple[Actor | None, Actor | None]:
    """The person and the actor whose title is the office taken or left."""
    grammar = scene.grammar
    passive = grammar.passive.search(scene.folded, max(scene.start, hit.start - 8), hit.start)
    if passive and right and right[0].kind == "office" and right[0].start - hit.end <= 8:
        described = scene.folded.startswith("的", hit.end)  # 一位被解雇的总统顾问: any
        # 他1月被任命为驻美大使; 被任命为特使的某某
        return _behind(scene, right[0], right) or (None if described else subject), right[0]
    if passive and grammar.made_into.match(scene.folded, hit.end):
        return None, None  # 总理被任命为小组组长: an office that no lexicon knows
    if grammar.next_one.fullmatch(word) and right and right[0].start == hit.end and right[0].kind == "person":
        return None, None  # 遭[继任]总统某某推翻: only the next one
    behind = right[0] if right and scene.between(hit.end, right[0].start) == "的" else None
    if right and right[0].kind == "person" and hit.cue.leaving:
        behind = right[0] if grammar.of_whom.fullmatch(scene.folded, hit.end, right[0].start) else behind  # 离任[的前]
    if (
        behind is not None and behind.kind == "person" and not grammar.names_somebody.fullmatch(word)
    ):  # 即将就任的总统拜登
        known = behind.office is not None or behind.role in scene.registry.policy_roles
        return (behind, behind) if known else (None, None)
    if behind is not None and behind.kind == "office":
        named = as_candidate(scene, behind) if grammar.names_somebody.fullmatch(word) else None
        return (named, behind) if named else (None, None)  # 提名的国务卿人选某某; 接任的大使: whoever that will be
    if grammar.names_somebody.fullmatch(word) and scene.folded.startswith("的", hit.end):  # 川普任命的国防部长米勒
        named = next((a for a in right[:2] if a.kind == "person"), None)
        title = right[0] if right and right[0].office is not None else None
        return (named, title) if named is not None and right[0].start == hit.end + 1 else (None, None)
    if grammar.candidate.fullmatch(word) or word == "任期":
        target = left[0] if left and hit.start - left[0].end <= 2 and left[0].office is not None else None
        if right and right[0].kind == "person" and right[0].start == hit.end:
            return right[0], target
        if target is not None and target.kind == "person" and word == "任期":
            return target, target
        if word == "任期" and (target is None or target.kind == "pronoun"):
            holder = _whose_term(scene, hit)
            return holder, holder
        return subject, target
    if grammar.names_somebody.fullmatch(word) and agent is None and (far := _far_named(scene, right)):
        return far
    if right and right[0].start - hit.end <= 8 and not grammar.only_one.search(scene.folded, hit.end, right[0].start):
        first = right[0]
        if first.kind == "office" and grammar.names_somebody.fullmatch(word) and agent is None:
            named = (
                right[1] if len(right) > 1 and right[1].kind == "person" and right[1].start - first.end <= 2 else None
            )
            return named, first
        if first.kind == "office":  # 将出任国家安全顾问的苏利文
            told = any(a.kind != "office" and a.start >= scene.start for a in left)
            described = scene.folded.startswith("的", first.end) and not told  # as somebody whom no lexicon knows
            return _behind(scene, first, right) or (None if described else subject), first
        succeeds = grammar.in_his_place.fullmatch(word) and first.kind == "person"
        if succeeds:  # 接替某总统: the office is his, 接替某某出任总统: what is said behind him
            if subject is not None and (subject is first or (subject.person and subject.person == first.person)):
                return None, None  # 用其他人取代某某: nobody named
            held = first.office is not None or first.role in scene.registry.policy_roles
            stated = next((a for a in right[1:2] if a.kind == "office" and a.start - first.end <= 8), None)
            return (subject, stated or first) if stated is not None or held else (None, None)
        if grammar.becomes.fullmatch(word) and _has_title_behind(first):  # 将担任拜登国家安全顾问的苏利文
            named = _behind(scene, first, right)
            if named is not None or not scene.folded.startswith("的", first.end):
                return named or subject, first
        if first.kind == "person" and grammar.becomes.fullmatch(word):  # 成为奥巴马总统的国家安全顾问
            target = next((a for a in right[1:] if a.kind == "office" and a.start - first.end <= 2), None)
            return (_behind(scene, target, right) or subject if target is not None else subject), target
        if first.kind == "person" and first.start - hit.end <= (8 if grammar.names_somebody.fullmatch(word) else 4):
            target = next((a for a in right[1:] if a.kind == "office" and a.start - first.end <= 8), None)
            follows = scene.grammar.in_his_place.match(scene.folded, first.end)
            if target is None and follows and follows.end() == scene.clause_of(first.end)[1]:  # not 接任局长
                replaced = [a for a in left if a.kind == "person" and a.role in scene.registry.policy_roles]
                target = replaced[0] if replaced else None  # 解除国务卿A的职务,提名B接任
            return first, target or (first if first.office is not None else None)
    if grammar.same_office.match(scene.folded, hit.end):
        told = subject is not None and subject.start >= scene.start and subject.role in scene.registry.policy_roles
        return (subject, subject) if told else (None, None)
    told = subject is not None and subject.office is not None and subject.start >= scene.start
    dismissed = agent.kind != "person" or hit.cue.leaving if agent is not None else passive and hit.cue.leaving
    if told and dismissed and grammar.names_somebody.fullmatch(word):
        return subject, subject  # 大使某某被政府召回, 防长某某被总统解雇
    if grammar.names_somebody.fullmatch(word) and not passive:
        return _named_among(scene, hit)  # the one appointed or removed stands behind the word
    if grammar.states_office.fullmatch(word):  # 成为首位访问该地的国务卿 takes no office
        return None, None
    if left and left[0].kind == "office" and subject is not None and grammar.of_itself.fullmatch(word):
        said = scene.between(subject.end, left[0].start)
        if grammar.is_one.fullmatch(said):  # 他是第12任驻华大使，于2017年到任
            return subject, left[0]
    handed_over = grammar.credentials.fullmatch(word)
    holder = left[0] if left and left[0] is not agent and left[0].kind == "person" and not handed_over else None
    if holder is not None and _is_with_another(scene, holder, hit):
        holder = None  # 他与总统通话后，确认了离任的决定: not the president
    if told_alone and not handed_over and subject is not None and subject.start >= scene.start:
        holder = subject  # 他将于周三就任
    if handed_over and subject is not None and grammar.accepts.search(scene.folded, subject.end, hit.start):
        return None, None  # 总统接受[新任大使]递交国书
    if handed_over and subject is not None:
        holder = subject if subject.role in scene.registry.policy_roles else None  # 某某将向外交部递交国书
    another = any(a.kind == "office" and a.start >= scene.clause_of(hit.start)[0] for a in left)  # 新总统入主白宫
    if holder is None and subject is not None and not another and scene.names_no_subject(hit.start):
        holder = subject if is_of_a_tenure(scene, subject, hit) else None  # 某某当选总统,2000年5月20日任满
    if holder is None:
        return None, None
    stands_by = scene.folded[holder.start - 1] == "由"
    if grammar.in_his_place.fullmatch(word) and (
        stands_by or grammar.by_untold.search(scene.folded, scene.clause_of(hit.start)[0], holder.start)
    ):
        officers = (a for a in left[1:] if a.kind == "person" and a.office is not None)
        before = next((a for a in officers if a.role in scene.registry.policy_roles), None)
        return (holder, before) if before is not None else (None, None)  # 外长某某被免职,由[某某]接任
    described = scene.folded.startswith("的", hit.end)
    told = holder.start >= scene.clause_of(hit.start)[0] or _goes_by_himself(scene, hit, holder)
    if not told and grammar.possessor.match(scene.folded, holder.end) and not described:
        return None, None  # 外长批评首相[的]政策,宣布辞职
    if described and not told:
        return None, None  # 前国安顾问某某,以及2017年离任[的]策略师
    told = told and not described
    beside = _IN_CLAUSE if told else _BESIDE
    titled = holder.office is not None and hit.start - holder.end <= beside
    if titled and holder.office is not None and not _policy(scene, scene.between(*holder.office), of_former=True):
        # 首相、执政党党魁某某请辞: a title of his that is none of foreign policy
        holder, titled = holder._replace(office=None), False
    return (holder, holder) if titled or _is_known(scene, holder, hit) else (None, None)


def _goes_by_himself(scene: Scene, hit: CueHit, holder: Actor) -> bool:
    """Whether somebody resigns in a clause without a subject, and nobody else could: 首相28日召开记者会,宣布辞职."""
    grammar = scene.grammar
    persons = [a for a in scene.actors if a.end <= hit.start and a.kind in {"person", "pronoun"}]
    if persons != [holder] or grammar.possessor.match(scene.folded, holder.end):
        return False
    opens = scene.clause_of(hit.start)[0]
    alone = scene.names_no_subject(hit.start) or grammar.announces_it.fullmatch(scene.folded, opens, hit.start)
    return bool(alone) and grammar.resigns.fullmatch(scene.folded, hit.start, hit.end)


def _whose_term(scene: Scene, hit: CueHit) -> Actor | None:
    """Whose term runs out on a day, the office unsaid: 她的任期也于20日结束, 总统某某周三结束其四年任期."""
    before = [a for a in scene.actors if a.end <= hit.start and a.kind != "polity"]
    nearest = before[-1] if before else None
    if nearest is not None and nearest.kind == "pronoun" and scene.between(nearest.start, nearest.end) in SELF:
        told = [a for a in before if a.kind == "person" and not _is_with_another(scene, a, hit)]
        nearest = next(iter((*told, *topic(scene))), None)
    clause = scene.clause_of(hit.start)
    ends = scene.grammar.ending.search(scene.folded, *clause)
    only_when = ends is None or scene.grammar.in_passing.match(scene.folded, ends.end())  # 任期结束[后]
    if nearest is None or nearest.kind != "person" or only_when or not _dated(scene, *clause):
        return None
    return nearest if nearest.role in scene.registry.policy_roles or is_of_a_tenure(scene, nearest, hit) else None


def _is_with_another(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody is only whom another does something with: 他与[总统]通话后离任; not one of two, A和[B]上任."""
    joined = scene.folded[actor.start - 1 : actor.start] in _WITH and actor.end != hit.start
    return joined and not any(other.end == actor.start - 1 and other.kind == "person" for other in scene.actors)


_WITH = frozenset("与和同跟")


def _is_known(scene: Scene, holder: Actor, hit: CueHit) -> bool:
    """Whether it is known which office somebody takes or leaves, though it is not said: 伯恩斯3月5日上任."""
    grammar, clause = scene.grammar, scene.clause_of(hit.start)
    acts = holder.start >= clause[0] or scene.names_no_subject(hit.start)
    if acts and is_of_a_tenure(scene, holder, hit):
        return True
    in_office = holder.role in scene.registry.policy_roles
    resigns = grammar.steps_down.fullmatch(scene.folded, hit.start, hit.end) and any(
        time.when.precision in {"day", "month"} and clause[0] <= time.start < clause[1] for time in scene.times
    )
    return in_office and bool(grammar.of_itself.fullmatch(scene.folded, hit.start, hit.end) or resigns)


def _named_among(scene: Scene, hit: CueHit) -> tuple[Actor, Actor] | tuple[None, None]:
    """Who is named first of those whom a word of naming is about: 公布多项任命,[包括国务卿某某]."""
    among = scene.grammar.such_as.match(scene.folded, hit.end)
    first = next((a for a in scene.actors if among and a.start == among.end()), None)
    titled = first is not None and first.kind == "person" and first.office is not None
    return (first, first) if first is not None and titled and not hit.cue.leaving else (None, None)


def _has_title_behind(actor: Actor) -> bool:
    """Whether a name stands before a title, which may be somebody else's under him: 拜登国家安全顾问."""
    return actor.name is not None and actor.office is not None and actor.office[0] >= actor.name[1]


def _far_named(scene: Scene, right: list[Actor]) -> tuple[Actor, Actor] | None:
    """任命[他多年的幕僚、前副国务卿]某某为国务卿: the person and the office, however long he is described."""
    for person, title in itertools.pairwise(right):
        joined = title.kind == "office" and person.kind == "person"
        if joined and scene.grammar.made_into.fullmatch(scene.folded, person.end, title.start):
            return person, title
    return None


def _policy(scene: Scene, title: str, *, of_former: bool) -> bool:
    """Whether the title is a foreign-policy or security office (codebook 4b); who has left one is its former holder."""
    title = title.removeprefix("前任").removeprefix("前") if of_former else title
    named = next((known for known in scene.registry.policy_titles if title.endswith(known)), None)
    below = named is None or title.startswith(_BELOW) or title.removesuffix(named).endswith(_BELOW)
    return not below and scene.grammar.legislature.search(title) is None


#: Before a title: 副秘书长 is another office.
_BELOW = ("副", "前", "助理")

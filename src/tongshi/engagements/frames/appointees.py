"""Who takes or leaves an office, and which: the person and the title around a word for it."""

from __future__ import annotations

import itertools

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import as_candidate
from tongshi.engagements.frames.parties import SELF, topic
from tongshi.engagements.frames.tenures import dated, is_of_a_tenure
from tongshi.engagements.scene import Scene
from tongshi.records import Actor

#: Characters between whoever holds an office and a word for taking or leaving it, in its clause or across a comma.
_IN_CLAUSE, _BESIDE = 24, 12


def appointed(
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
        if grammar.is_one.fullmatch(said):  # 他是第9任驻日大使，2016年到任
            return subject, left[0]
    if left and hit.cue.leaving and subject is not None and subject.end <= left[0].start and left[0].kind == "office":
        from_it = scene.folded[left[0].start - 1] in "从自"
        if from_it and grammar.of_a_post.fullmatch(scene.folded, left[0].end, hit.start):
            return subject, left[0]  # 某某从大使的位置上卸任
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
    if titled and holder.office is not None and not is_policy(scene, scene.between(*holder.office), of_former=True):
        # 首相、执政党党魁某某请辞: a title of his that is none of foreign policy
        holder, titled = holder._replace(office=None), False
    return (holder, holder) if titled or _is_known(scene, holder, hit) else (None, None)


def _behind(scene: Scene, office: Actor, right: list[Actor]) -> Actor | None:
    """Who stands behind an office and 的: 被任命为特使[的某某]."""
    following = next((actor for actor in right if actor.start > office.end), None)
    if following is None or following.kind != "person":
        return None
    return following if scene.grammar.of_whom.fullmatch(scene.folded, office.end, following.start) else None


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
    if nearest is None or nearest.kind != "person" or only_when or not dated(scene, *clause):
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


def is_policy(scene: Scene, title: str, *, of_former: bool) -> bool:
    """Whether the title is a foreign-policy or security office (codebook 4b); who has left one is its former holder."""
    title = title.removeprefix("前任").removeprefix("前") if of_former else title
    named = next((known for known in scene.registry.policy_titles if title.endswith(known)), None)
    below = named is None or title.startswith(_BELOW) or title.removesuffix(named).endswith(_BELOW)
    return not below and scene.grammar.legislature.search(title) is None


#: Before a title: 副秘书长 is another office.
_BELOW = ("副", "前", "助理")

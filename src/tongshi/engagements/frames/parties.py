"""Who takes part: the subject, the object and the one behind a pronoun, around a cue."""

from __future__ import annotations

from tongshi.engagements.cues import CueHit
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.engagements.strangers import stranger_speaks
from tongshi.language import clause_end
from tongshi.records import Actor

#: Roles that speak about contacts more than they take part in them.
VOICES = {"spokesperson"}
#: Characters, what stands in brackets left out, between somebody and what he does.
_REACH = 90
SELF = {"他", "她", "其"}
#: Pronouns of two who were spoken of.
TWO = {"两人", "二人"}


def reaches(scene: Scene, group: Group, position: int) -> bool:
    """Whether a group to the left can be an argument: same sentence, no full stop between."""
    text = scene.between(group[-1].end, position)
    return (
        _stands_alone(scene, group, position)
        and len(text if len(text) <= _REACH else scene.grammar.in_brackets.remove(text)) <= _REACH
        and not any(character in "。;!?\n" for character in text)
    )


def parties_before(scene: Scene, groups: list[Group], position: int) -> list[Group]:
    """The groups that can be arguments, without those spoken of, 就A与B会谈, where there are others."""
    able = [
        group for group in groups
        if reaches(scene, group, position) and not _is_where(scene, group) and not was_once(scene, group)
        and not _only_helps(scene, group, position) and not is_in_a_name(scene, group)
    ]  # fmt: skip
    grammar, folded = scene.grammar, scene.folded

    def acting(group: Group) -> Group:
        opens = max(scene.start, group[0].start - 5)
        if grammar.on_behalf.search(folded, opens, group[0].start):
            return group[next(iter(joints(scene, group)), len(group)) :]  # 代表总统[与外长]会晤
        return () if grammar.subject_matter.search(folded, opens, group[0].start) else group

    return [_without_place(scene, part) for group in able if (part := acting(group))] or able


def is_in_a_name(scene: Scene, group: Group) -> bool:
    """Whether those who sit for a body are only told in the name of a session of it: [金砖国家领导人]第十二次会晤."""
    one = group[-1]
    body = one.kind == "office" and one.name is None and scene.is_organisation(one.polity or "")
    return body and scene.grammar.their_session.match(scene.folded, one.end) is not None


def _only_helps(scene: Scene, group: Group, position: int) -> bool:
    """Whether a group only helps others to what they do: A与B在[C]的主持下签署."""
    asides = scene.grammar.auspices.finditer(scene.folded, scene.start, position)
    return any(aside.start() < group[0].start and group[-1].end <= aside.end() for aside in asides)


def was_once(scene: Scene, group: Group) -> bool:
    """Whether a group is only an office that somebody once held: 曾任[丹麦首相和北约秘书长]."""
    bare = group[0].kind == "office" and not any(actor.name for actor in group)
    return bare and scene.grammar.once_held.search(scene.folded, scene.start, group[0].start) is not None


def _without_place(scene: Scene, group: Group) -> Group:
    """The group without the place that 与 seems to join to it: 他在[新加坡]与总统会面."""
    place = len(group) > 1 and group[0].kind == "polity" and group[1].kind in {"person", "office"}
    here = place and scene.grammar.located.search(scene.folded, scene.start, group[0].start)
    return group[1:] if here and 1 in joints(scene, group) else group


def joints(scene: Scene, group: Group) -> list[int]:
    """The members of a group that stand behind 与, 和, 同: where it may be two, one with the other."""
    return [
        i for i in range(1, len(group)) if scene.between(group[i - 1].end, group[i].start) in {"与", "和", "跟", "同"}
    ]  # fmt: skip


def _is_where(scene: Scene, group: Group) -> bool:
    """Whether a group is a bare state or seat where something is or somebody goes: 在芬兰会见, 在日本外务省会见.

    An organisation is one where its session is: 出席[上合组织]外长会议时会见.
    """
    if len(group) != 1 or group[0].kind not in {"polity", "institution"}:
        return False
    located, occasion = scene.grammar.located, scene.grammar.occasion
    opens = group[0].start
    opens = next((a.start for a in scene.actors if a.end == opens and a.polity == group[0].polity), opens)
    here = located.search(scene.folded, scene.start, opens)
    sits = scene.is_organisation(group[0].polity or "") and occasion.match(scene.folded, group[0].end)
    return bool(here or sits)


def _stands_alone(scene: Scene, group: Group, position: int) -> bool:
    """Whether a group that is a bare state is itself the one met, not the first part of a longer name."""
    last = group[-1]
    if last.kind != "polity" or last.end - last.start == 1 or scene.folded[last.end - 1] == "方":
        return True
    said = scene.between(last.end, position)
    return bool(scene.grammar.after_bare_state.match(said) or scene.grammar.untold_body.fullmatch(said))


def subject(scene: Scene, hit: CueHit, left: list[Group], apart_from: Group = ()) -> Group:
    """The nearest group that can act, else whoever the text was speaking of."""
    other = set(states_of(apart_from))
    for group in (_before_going_on(scene, told, hit) for told in left):
        if group[0].kind == "pronoun":
            if scene.between(group[0].start, group[0].end) in SELF:
                return antecedent(scene, group[0].start, apart_from)
            continue
        if group[0].role in VOICES or _met_before(scene, group, hit) or _met_by_another(scene, group, hit):
            continue
        if _is_predicate(scene, group) and crosses(scene, group[-1].end, hit.start):
            continue  # 某某是历来访台的最高级别[官员],将与总统会面
        if _only_says_when(scene, group, hit) or _is_at_his_place(scene, group):
            continue
        if scene.grammar.handed_over.search(scene.folded, scene.start, group[0].start):
            continue  # 他带来[首相]的口信,与总统会面
        if all(actor.polity in other for actor in group) and other:
            if apart_from[0].start >= scene.start and _acts(scene, group, hit):
                return ()  # 欧洲理事会主席向欧盟各国首脑致信: nobody spoken of before
            continue
        return () if _only_speaks(scene, group, hit) else with_leader(scene, _with_listed(scene, group))
    return understood(scene, _until_described(scene, apart_from, hit))


def _until_described(scene: Scene, partner: Group, hit: CueHit) -> int:
    """Up to where a clause may name its subject: 访台,与[刚上任的]总统见面, whose description names none."""
    opening = scene.clause_of(hit.start)[0]
    if not partner or not opening <= partner[0].start < hit.start or not scene.is_with(partner):
        return hit.start
    opens = scene.met_from(partner)
    another = any(opening <= actor.start < opens for actor in scene.actors)
    return hit.start if another or not scene.names_no_subject(opens, spare=0) else opens


def _met_before(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a group is whom the same word was said of before: A会见[国会议员],及会见首相."""
    return scene.folded.endswith(scene.between(hit.start, hit.end), scene.start, group[0].start)


def _met_by_another(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether another met a group in a clause before, and goes on: A与[B]通电话,周五会见C; A会见[B],再与C会面."""
    doer = next((before[0] for before in scene.left_of(group[0].start) if before[0].kind != "pronoun"), None)
    acts = doer is not None and doer.kind in {"person", "office"} and doer.role not in VOICES
    met = scene.is_with(group) or scene.grammar.met_there.search(scene.folded, scene.start, group[0].start)
    return bool(acts and crosses(scene, group[-1].end, hit.start) and met)


def _only_says_when(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a group only says by what it does when others met: 大使[在总统抵达之前]会见了首相."""
    when = scene.grammar.by_what_time.search(scene.folded, scene.start, group[0].start)
    before = next(iter(scene.left_of(when.start())), ()) if when is not None else ()
    if when is None or not before or before[0].role in VOICES:
        return False
    said = scene.between(before[-1].end, when.start())
    if "," in said or scene.grammar.spoken.search(said):
        return False
    return scene.grammar.that_time.match(scene.folded, group[-1].end, hit.start) is not None


def _is_at_his_place(scene: Scene, group: Group) -> bool:
    """Whether a group only says whose the place is where others meet: 在[秘书长]的官邸."""
    if not scene.grammar.his_place.match(scene.folded, group[-1].end):
        return False
    return scene.grammar.located.search(scene.folded, scene.start, group[0].start) is not None


def _before_going_on(scene: Scene, group: Group, hit: CueHit) -> Group:
    """[A]与B会面前,与C会面: who goes on, of two who met in a clause before."""
    joint = next(iter(joints(scene, group)), 0)
    if not joint or len(states_of(group)) < 2 or not crosses(scene, group[-1].end, hit.start):
        return group
    return group[:joint] if scene.grammar.met_then.match(scene.folded, group[-1].end, hit.start) else group


def _is_predicate(scene: Scene, group: Group) -> bool:
    """Whether an office is only what somebody named before is said to be: 某某是最高级别的[官员]."""
    office = group[0].kind == "office" and group[0].name is None
    is_one = scene.grammar.is_such.search(scene.folded, scene.start, group[0].start)
    return office and is_one is not None and any(a.name and a.end <= is_one.start() for a in scene.actors)


def _with_listed(scene: Scene, group: Group) -> Group:
    """[德国总理A,英国首相]B等致电C: persons listed with commas, as 等 behind the last says."""
    if not scene.folded.startswith("等", group[-1].end):
        return group
    for before in scene.left_of(group[0].start):
        listed = all(actor.kind == "person" for actor in (*before, *group))
        if not listed or scene.between(before[-1].end, group[0].start) != ",":
            break
        group = before + group
    return group


def with_leader(scene: Scene, group: Group) -> Group:
    """外长[率秘书长B等人]迎接C: whoever takes others along acts with them."""
    leader = next(iter(scene.left_of(group[0].start)), ())
    able = leader and leader[0].kind in {"person", "office"} and leader[0].polity == group[0].polity
    takes = able and scene.grammar.takes_along.fullmatch(scene.folded, leader[-1].end, group[0].start)
    return leader + group if takes else group


def _acts(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a person is the subject of the cue's own clause: he opens it."""
    opening = scene.clause_of(hit.start)[0]
    inside = group[0].start >= opening and group[0].kind in {"person", "office"}
    return inside and not scene.between(opening, group[0].start).strip()


def _only_speaks(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a person only tells what others do, whom no lexicon knows: 某部长说,[两百名议员]致函总统."""
    said = scene.between(group[-1].end, hit.start)
    spoken = scene.grammar.spoken.search(said) if "," in said and group[0].kind in {"person", "office"} else None
    return spoken is not None and "," in said[spoken.end() :] and not scene.names_no_subject(hit.start, _UNTOLD)


#: Characters that a clause may leave unexplained and still go on with what its speaker does.
_UNTOLD = 8


def understood(scene: Scene, position: int) -> Group:
    """Whoever was spoken of, before a semicolon or before the sentence, where a subject is left unsaid."""
    if not scene.names_no_subject(position):
        return ()
    parts = scene.folded.rfind(";", scene.start, position)
    return (_doer_before(scene, parts) if parts >= 0 else ()) or topic(scene)


def _doer_before(scene: Scene, end: int) -> Group:
    """Who does what a sentence tells up to `end`: not who is met there, nor who only says it."""
    said = max((spoken.end() for spoken in scene.grammar.spoken.finditer(scene.folded, scene.start, end)), default=0)
    doers = [
        group for group in scene.groups
        if group[-1].end <= end and group[0].kind != "polity" and group[0].role not in VOICES
        and not scene.is_with(group)
    ]  # fmt: skip
    doer = next((group for group in doers if group[0].start >= said), next(iter(doers), ()))
    return doer if doer and doer[0].kind in {"person", "office"} and len(states_of(doer)) == 1 else ()


def antecedent(scene: Scene, position: int, apart_from: Group) -> Group:
    """Whom 他 means: the first person of the sentence who is not the other side, else the topic before.

    One with the 的 of a clause before is meant only where there is no other, 文在寅的工作未完,他将访美, and not where
    he makes 他 do it, 总统的命令,要他访日.
    """
    other = {actor.person or actor.start for actor in apart_from} | set(states_of(apart_from))
    owner: Group = ()
    for actor in scene.actors:
        if actor.end > position:
            break
        if actor.kind != "person" or actor.role in VOICES or {actor.person, actor.polity} & other:
            continue
        if not scene.grammar.possessor.match(scene.folded, actor.end):
            return (actor,)
        if not owner and scene.folded.startswith("的", actor.end) and crosses(scene, actor.end, position):
            owner = (actor,)
    made_to = scene.grammar.made_to.search(scene.folded, scene.start, position)
    return topic(scene) if made_to else owner or topic(scene)


def topic(scene: Scene) -> Group:
    """Whoever the text was speaking of before the sentence, where nobody else speaks in it first."""
    if scene.topic is None or stranger_speaks(
        scene.folded, scene.start, scene.end, scene.actors, scene.registry, scene.grammar
    ):
        return ()
    return (scene.topic,)


#: Characters between a cue and the guest whom they describe.
_GUEST = 30


def object_of(scene: Scene, hit: CueHit, reach: int = 16) -> Group:
    """The group right after the cue, with nothing but 了, 到訪的 … between."""
    for group in scene.right_of(hit.end):
        if is_in_a_name(scene, group):
            return ()
        between = scene.between(hit.end, group[0].start)
        touches = (
            scene.grammar.touching.fullmatch(between)
            or (scene.heads_untold_body(group[0]) and scene.grammar.untold_title.fullmatch(between))
            or (_is_bare_name(group[0]) and scene.grammar.title_between.fullmatch(between))
        )
        if len(between) > reach or not touches:
            person = group[0].kind in {"person", "office"}
            if (
                person
                and scene.grammar.guest_of_old.search(between)
                and len(between) <= _GUEST
                and not crosses(scene, hit.end, group[0].start)
            ):
                return group  # 会见[出席…论坛的]宋楚瑜
            if not person and len(between) <= _GUEST and not crosses(scene, hit.end, group[0].start):
                continue
            if person and _describes_another(scene, hit, group):
                continue
            return ()
        if group[0].kind == "person" and scene.grammar.his_man.match(scene.folded, group[-1].end):
            continue  # 致电拜登外交顾问某某
        if group[0].kind == "pronoun":
            return topic(scene) if scene.between(group[0].start, group[0].end) in SELF else ()
        return _titled(scene, group)
    return ()


def _describes_another(scene: Scene, hit: CueHit, group: Group) -> bool:
    """Whether somebody is only part of what describes the one met: 接见[来悼念总统A]的访问团."""
    met = next((other for other in scene.right_of(group[-1].end) if scene.folded[other[0].start - 1] == "的"), ())
    return bool(met) and met[0].start - hit.end <= _GUEST and not crosses(scene, hit.end, met[0].start)


def _is_bare_name(actor: Actor) -> bool:
    return actor.kind == "person" and actor.office is None


def _titled(scene: Scene, group: Group) -> Group:
    """会见香港[民主活动人士]某某: the person, where the state is the first word of a title that no lexicon knows."""
    state = group[0]
    if len(group) > 1 or state.kind != "polity":
        return group
    person = next((g for g in scene.right_of(state.end) if g[0].kind == "person"), ())
    heads = person and (scene.heads_untold_body(person[0]) or scene.heads_untold_party(person[0]))
    if person and person[0].office is not None and not heads:
        return group
    untold = person and scene.grammar.untold_title.fullmatch(scene.between(state.end, person[0].start))
    return person if untold else group


def whom_he_means(scene: Scene, group: Group) -> Group:
    """Whom a 他 stands for, that is told beside others: [他]与国防部长访问; nobody where a group is none."""
    he = bool(group) and scene.between(group[0].start, group[-1].end) in SELF
    return antecedent(scene, group[0].start, ()) if he else ()


#: Characters of another clause between a leader and what he leads: 他曾以团长身份,率代表团访问.
_DESCRIBED = 16


def led_by(scene: Scene, group: Group) -> Group:
    """大马首相X[率领]代表团, 以X[为首的]访问团: a delegation goes by its leader's name, where that is given."""
    if not group or group[0].role not in {"delegation", "other"} or any(actor.name for actor in group):
        return ()
    for actor in reversed(scene.actors):
        he = scene.between(actor.start, actor.end) in SELF
        able = actor.kind == "person" or (actor.kind == "office" and actor.role not in {"other", "delegation"})
        if (able or he) and actor.end <= group[0].start and actor.role not in VOICES:
            described, _, between = scene.between(actor.end, group[0].start).rpartition(",")
            if _leads(scene, group[0].start - len(between), group[0].start) and len(described) <= _DESCRIBED:
                return antecedent(scene, actor.start, ()) if he else (actor,)
            return (actor,) if able and scene.grammar.headed.fullmatch(between.strip()) and not described else ()
    return ()


def _leads(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause goes on in `[start, end)` with somebody leading those told behind: 预定下月[率领]代表团."""
    leads = scene.grammar.leads.search(scene.folded, start, end)
    return leads is not None and scene.names_no_subject(leads.start(), spare=0, since=start)


def crosses(scene: Scene, start: int, end: int) -> bool:
    """Whether a comma or stop lies in `[start, end)`."""
    return clause_end(scene.folded, start, end) < end


def doer_described(scene: Scene, start: int, end: int, met: Group) -> Group:
    """已祝贺B当选的[总统A]: who is described by what he did in `[start, end)`, where a clause opens with it."""
    of = scene.grammar.of_the_doer.match(scene.folded, end)
    if not of or not scene.names_no_subject(start):
        return ()
    group = next(iter(scene.right_of(of.end())), ())
    able = group and group[0].start == of.end() and group[0].kind == "person" and group[0].role not in VOICES
    return group if able and group[0].office and group[0].polity not in {None, *states_of(met)} else ()


def is_named_as(folded: str, one: Actor, other: Actor) -> bool:
    """Whether two mentions are of one person: by his entry in the registry, else by the same name."""
    if one.person and other.person:
        return one.person == other.person
    if one.name is None or other.name is None:
        return False
    return folded[slice(*one.name)] == folded[slice(*other.name)]

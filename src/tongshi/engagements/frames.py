"""The grammar of each kind of cue: from a cue in its sentence to who did what with whom.

Each frame is a pure function `(scene, hit) -> Draft | None`; `FRAMES` lists them by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.records import Actor, EngagementType
from tongshi.registry import Site

#: Roles that speak about contacts more than they take part in them.
_VOICES = {"spokesperson"}
_TOUCHING = re.compile(r"(?:了|过|到|到了|了一次|完)?\s?(?:[^,。;:!?、“”]{0,12}的)?\s?")
_OF = re.compile(r"(?:[^,。;:!?“”]{0,8})的")
_TO = re.compile(r"(?:对|赴|到|去|往|前往|抵|抵达|来|在|于|访|飞往|飞抵)(?:[^,。;:!?“”]{0,4})$")
_SELF = {"他", "她", "其"}
_TOGETHER = re.compile(r"一同|一起|一道|共同|联袂|相偕|同行")
_REGIONS = {"欧洲": "EU", "欧盟": "EU"}
#: 对欧洲四国进行访问，[包括]希腊、意大利…: the stations of a tour.
_STATIONS = re.compile(r"[^。;:!?“”]{0,16}(?:包括|分别是|分别为|依次是|依次为|行经)")
#: 太平洋[岛国]帛琉: what a state is called before its name.
_KIND_OF_STATE = re.compile(r"[^,。;:!?、]{0,4}(?:岛国|邻国|盟国|盟友|友邦|小国|大国|国家|首都)")


@dataclass(frozen=True, slots=True)
class Draft:
    """What one cue reports, before status and date are judged."""

    type: EngagementType
    actors: tuple[Actor, ...]
    polities: tuple[str, ...]
    trigger: tuple[int, int]
    rule: str
    site: Site | None = None
    hosts: tuple[str, ...] = ()  # for a visit: the polities visited
    region: bool = False  # for a visit: only a part of the world is said, 欧洲之行
    organisation: str = ""  # for a conference: whose it is
    plural: bool = False  # the participants are 双方, 两人: whoever was spoken of
    weak: bool = False
    leaving: bool = False  # for an appointment: an office left, not taken


def reciprocal(scene: Scene, hit: CueHit) -> Draft | None:
    """A 與 B 會面; A 會晤了 B; 雙方會談; A 與 B 的會談."""
    left = [g for g in _overlapped(scene, hit) + scene.left_of(hit.start) if _reaches(scene, g, hit.start)]
    if len(left) > 1 and _is_occasion(scene, left[0]):
        left = left[1:]
    left = _parted(scene, left)
    fused = tuple(actor for actor in scene.actors if actor.office == (hit.start, hit.end))
    actors: tuple[Actor, ...] = fused  # 马习会: the cue names both
    if fused:
        return _contact(scene, hit, fused)
    if left:
        nearest = left[0]
        if nearest[0].kind == "pronoun":
            word = scene.between(nearest[0].start, nearest[0].end)
            if word not in _SELF:
                before = next((g for g in scene.left_of(nearest[0].start) if g[0].kind != "pronoun"), ())
                if len(states_of(before)) < 2:
                    return _plural(scene, hit)
                actors = before
            elif scene.is_with(nearest):
                # 与他会面: the one met is whoever was spoken of; 他…会晤B is handled to the right
                met = _topic(scene)
                actors = _subject(scene, hit, left[1:], apart_from=met) + met
            else:
                actors = _topic(scene)
        elif scene.is_with(nearest) or (nearest[0].name is not None and scene.is_by(nearest)):
            actors = _subject(scene, hit, left[1:], apart_from=nearest) + nearest
        elif len(states_of(nearest)) >= 2:
            actors = nearest
        else:
            actors = nearest
    right = _object(scene, hit)
    if right and len(states_of(actors)) < 2:
        actors = _subject(scene, hit, left) + right
    if len(states_of(actors)) < 2 and left and left[0][0].kind != "pronoun" and scene.is_with(left[0]):
        actors = _understood(scene, hit) + left[0]
    if len(states_of(actors)) < 2:
        actors = _between(scene, hit) or actors
    return _several(_contact(scene, hit, _by_name(scene, hit, actors)), scene)


def _parted(scene: Scene, left: list[Group]) -> list[Group]:
    """王毅到[外交部]与[外长康京和]会谈: one state on both sides of 与 are a place and the one met, not a pair."""
    if not left or len(states_of(left[0])) >= 2:
        return left
    nearest = left[0]
    for i in range(len(nearest) - 1, 0, -1):
        if scene.between(nearest[i - 1].end, nearest[i].start) in {"与", "和", "跟", "同"}:
            return [nearest[i:], nearest[:i], *left[1:]] if nearest[i - 1].kind != "person" else left
    return left


def _between(scene: Scene, hit: CueHit) -> Group:
    """会晤在A与B之间进行: the two sides named behind the word."""
    group = next(iter(scene.right_of(hit.end)), ())
    near = group and len(states_of(group)) >= 2 and not crosses(scene, hit.end, group[0].start)
    return group if near and scene.folded.startswith(("之间", "间"), group[-1].end) else ()


def _overlapped(scene: Scene, hit: CueHit) -> list[Group]:
    """日美[首脑[会谈]]: the title that the cue shares its first characters with."""
    return [g for g in scene.groups() if g[-1].start < hit.start < g[-1].end < hit.end]


#: 在…会议, 于…期间: an organisation's session as the place of a contact, not a party to it.
_OCCASION = re.compile(r"[^,。;:]{0,6}(?:会议|峰会|年会|大会|论坛|总部|期间|场边|场外|框架)")


def _is_occasion(scene: Scene, group: Group) -> bool:
    before = scene.between(max(scene.start, group[0].start - 8), group[0].start)
    at = max(before.rfind("在"), before.rfind("于"))
    return (
        len(group) == 1 and group[0].kind == "polity" and at >= 0 and "," not in before[at:]
        and _OCCASION.match(scene.folded, group[0].end) is not None
    )  # fmt: skip


def _several(draft: Draft | None, scene: Scene) -> Draft | None:
    """Three states or more at one table are a conference (codebook 1.1), but for a call among a few."""
    if draft is None or draft.type not in {"meeting", "talks"}:
        return draft
    states = [
        p for p in draft.polities if p in scene.registry.polities and not scene.registry.polities[p].is_organisation
    ]
    return replace(draft, type="conference") if len(states) >= 3 else draft


def _by_name(scene: Scene, hit: CueHit, actors: Group) -> Group:
    """A与B…代表两国签署: where only states stand beside the cue, their persons named before it in the sentence."""
    if any(actor.name for actor in actors):
        return actors
    states = set(states_of(actors))
    persons = tuple(
        actor for actor in scene.actors
        if actor.name and actor.polity in states and actor.end <= hit.start and actor.role not in _VOICES
        and ";" not in scene.between(actor.end, hit.start)
    )  # fmt: skip
    return persons if len(states) >= 2 and set(states_of(persons)) == states else actors


#: 致电拜登，祝贺其当选: a telegram, not a call.
_WISHES = re.compile(r"祝贺|庆贺|道贺|恭贺|慰问|哀悼|致哀|吊唁|致贺|致意")


def transitive(scene: Scene, hit: CueHit) -> Draft | None:
    """A 會見 B; A 獲 B 接見."""
    left = [g for g in scene.left_of(hit.start) if _reaches(scene, g, hit.start)]
    right = _object(scene, hit)
    if left and scene.is_by(left[0]):
        return _contact(scene, hit, _subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    if left and scene.is_with(left[0]) and not right:
        return _contact(scene, hit, _subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    if left and not right and len(states_of(left[0])) >= 2 and len(scene.between(left[0][-1].end, hit.start)) <= 4:
        return _contact(scene, hit, left[0])  # 中印外长双边会见
    if left and not right and scene.folded.endswith("予以", 0, hit.start):  # 不愿在B访问时予以接见
        return _contact(scene, hit, _subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    if right:
        draft = _contact(scene, hit, _subject(scene, hit, left, apart_from=right) + right)
        written = hit.cue.id == "phone-message" and _WISHES.search(scene.folded, hit.end, scene.end)
        return replace(draft, type="message") if draft is not None and written else draft
    return None


def travel(scene: Scene, hit: CueHit) -> Draft | None:
    """Who travels, and to which polities."""
    hosts, site, end = _destination_right(scene, hit)
    if not hosts:
        hosts, site = _destination_left(scene, hit)
    if hit.cue.fused and not (hosts and end > hit.end):
        return None
    trigger = (hit.start, end if end - hit.start <= 12 else hit.end)
    groups = scene.groups()
    visitor: Group = ()
    # 访问台湾的美国卫生部长, 到访的王毅
    of = _OF.match(scene.folded, end)
    if of and not hit.cue.noun:
        for group in groups:
            if group[0].start == of.end() and group[0].kind in {"person", "office"}:
                visitor = tuple(a for a in group if a.kind in {"person", "office"} and a.polity not in hosts)
                if not hosts:
                    host = next((g for g in scene.left_of(hit.start) if g[0].kind != "pronoun"), ())
                    hosts = tuple(p for p in states_of(host) if p not in states_of(visitor))[:1]
    of_another = scene.folded.startswith("的", end) and not _ABOUT_TRIP.match(scene.folded, end + 1)
    if not visitor and of_another and not hit.cue.noun:
        return None  # 到访过该国的机师: somebody else
    if not visitor:
        visitor = _traveller(scene, hit, hosts, end)
    visitor = tuple(
        a for a in visitor if a.kind != "medium" and not (a.role == "religious" and a.polity not in {"VA", None})
    )
    if hit.cue.weak:
        visitor = tuple(
            a
            for a in visitor
            if a.name is not None or a.role in {"delegation", "foreign-minister", "head-of-state", "head-of-government"}
        )
    visitor = _companions(scene, hit, visitor) + visitor
    region = tuple(hosts) in {(code,) for code in _REGIONS.values()} and site is None
    if region or not hosts:
        stations = _stations(scene, end)
        hosts, region = stations or hosts, region and not stations
    home = states_of(visitor)
    if not hosts and hit.cue.id == "visit" and not hit.cue.weak:
        hosts = _implied_host(scene, hit, home)
    hosts = tuple(host for host in hosts if host not in home) or ()
    if not visitor or not hosts:
        return None
    return Draft(
        "visit", visitor, tuple(dict.fromkeys((*home, *hosts))), trigger, f"travel:{hit.cue.id}",
        site if len(hosts) == 1 else None, hosts, weak=hit.cue.weak, region=region,
    )  # fmt: skip


def addressed(scene: Scene, hit: CueHit) -> Draft | None:
    """A 向 B 提出交涉; A 祝賀 B; A 致函 B."""
    left = [g for g in scene.left_of(hit.start) if _reaches(scene, g, hit.start)]
    to = re.compile(r"(?:向|对|给|致函|致信)(?:[^,。;:!?、]{0,6})$")
    if left and to.search(scene.folded, max(scene.start, left[0][0].start - 8), left[0][0].start):
        return _contact(scene, hit, _subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    right = _object(scene, hit, reach=6)
    if right:
        return _contact(scene, hit, _subject(scene, hit, left, apart_from=right) + right)
    return None


def event(scene: Scene, hit: CueHit) -> Draft | None:
    """A conference: the organisation in its name, those said to take part in it."""
    organisation: tuple[str, ...] = ()
    for site in scene.sites:
        if hit.start - 6 <= site.end and site.start <= hit.end:
            polity = scene.registry.polities.get(site.polity)
            if polity is not None and polity.is_organisation:
                organisation = (site.polity,)
    word = scene.between(hit.start, hit.end)
    organisation = next(((code,) for name, code in hit.cue.organisations if name == word), organisation)
    takes_part = re.search(
        r"出席|参加|与会|召开|举行|举办|登场|开幕|闭幕|落幕|主持|参与|主办|进行|发表(?:讲话|演说|演讲|致辞)|会上|峰会上",
        scene.between(scene.start, scene.end),
    )
    if not takes_part:
        return _summit_of_two(scene, hit)
    actors = tuple(
        a for a in scene.actors
        if a.kind in {"person", "office"} and a.role not in _VOICES and a.end <= hit.end + 60 and a.polity
    )  # fmt: skip
    actors = tuple({a.person or scene.between(a.start, a.end): a for a in reversed(actors)}.values())[::-1]
    listed = next((states_of(g) for g in scene.groups() if len(states_of(g)) >= 3 and g[-1].end <= hit.start), ())
    polities = tuple(dict.fromkeys((*organisation, *states_of(actors), *listed)))
    if not organisation and len(polities) < 3:
        # 峰会 of two states is a meeting between them, or a call
        draft = reciprocal(scene, hit)
        return None if draft is None else replace(draft, type=_sitting(word), rule="event:two")
    return Draft(
        "conference",
        actors,
        polities,
        (hit.start, hit.end),
        "event",
        _venue(scene, hit),
        organisation="".join(organisation),
        weak=not organisation,
    )


def _summit_of_two(scene: Scene, hit: CueHit) -> Draft | None:
    """拜登与习近平去年11月的峰会: two leaders named with the word alone."""
    nearest = next(iter(scene.left_of(hit.start)), ())
    if (
        len(states_of(nearest)) < 2
        or not all(a.kind == "person" for a in nearest)
        or len(scene.between(nearest[-1].end, hit.start)) > 12
    ):
        return None
    draft = reciprocal(scene, hit)
    return None if draft is None else replace(draft, type=_sitting(scene.between(hit.start, hit.end)), rule="event:two")


def _sitting(word: str) -> EngagementType:
    return "call" if word.startswith(("视频", "视讯", "线上", "网上", "网络")) else "meeting"


#: 上任后, 就任以来: a date in somebody's career, told in passing.
_IN_PASSING = re.compile(r"(?:后|以来|之后|以后|前|之前|期间|时|当天|首日|的第)")
_PROPOSALS = {"人选", "候选人", "热门人选", "提名人"}
#: Being in office rather than taking it, unless a date or what lies ahead says otherwise.
_STATES = {"上任", "就任", "就职", "到任"}
_AHEAD = re.compile(r"将|即将|预定|拟|准备|明|后天")
#: 拜登[政府]的国务卿, 拜登[的]国务卿人选: whose government, not who is appointed.
_POSSESSOR = re.compile(r"政府|团队|阵营|内阁|的")
#: Verbs with the office after them, never the person; the first three also say what somebody merely is.
_BECOMES = {"担任", "成为", "当选为", "出任", "就任", "接任", "继任"}
_NAMES_SOMEBODY = {"任命", "委任", "提名"}
#: Verbs that need no office beside them where the person's own is known.
_OF_ITSELF = {"上任", "就任", "就职", "履新", "到任", "卸任", "离任", "离职", "宣誓就职", "宣誓就任"}
_POLICY_ROLES = {
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "security-adviser", "ambassador",
    "envoy", "organisation-head",
}  # fmt: skip
_STATIVE = {"担任", "成为", "当选为"}
_ENDING = re.compile(r"结束|届满|期满|任满")


def office(scene: Scene, hit: CueHit) -> Draft | None:
    """P 出任 O; 任命 P 為 O; P 獲任命為 O; P 卸任 O; O P 離任; 結束 O 任期."""
    word = scene.between(hit.start, hit.end)
    clause = scene.clause_of(hit.start)
    if word in {"担任", "成为", "当选为"} and not _dated(scene, clause[0] - 20, clause[1]):
        return None
    if _IN_PASSING.match(scene.folded, hit.end) and not _dated(scene, *clause):
        return None
    if word in _STATES and not _AHEAD.search(scene.between(*clause)) and not _dated(scene, *clause):
        return None
    if word == "任期" and not _ENDING.search(scene.between(*clause)):
        return None
    right = [a for a in scene.actors if a.start >= hit.end and not crosses(scene, hit.end, a.start)]
    left = [a for a in reversed(scene.actors) if a.end <= hit.start and hit.start - a.end <= 40]
    # 被奥巴马任命为…: the one before 被 is appointed
    agent = next((a for a in left if scene.folded[a.start - 1 : a.start] in {"被", "由", "获", "经"}), None)
    holders = [
        a
        for a in left
        if a.kind == "person"
        and not _POSSESSOR.match(scene.folded, a.end)
        and scene.folded[a.start - 1 : a.start] not in {"向", "对", "与", "和", "同"}
        and (agent is None or (a.person, a.name) != (agent.person, agent.name))
    ]
    # 由秦刚接任, 委任某人: the one after 由 takes the office himself
    if agent is not None and word in _BECOMES and scene.folded[agent.start - 1] == "由":
        holders, agent = [agent], None
    if agent is not None:
        named = [
            a
            for a in scene.actors
            if a.kind == "person" and a.end <= hit.start and (a.person or a.start) != (agent.person or agent.start)
        ]
        holders = named[:1]
    pronoun = next((a for a in left if a.kind == "pronoun" and scene.between(a.start, a.end) in _SELF), None)
    subject = holders[0] if holders else None
    if subject is None or (pronoun is not None and pronoun.start > subject.start):
        meant = _antecedent(scene, pronoun.start if pronoun is not None else hit.start, ())
        subject = next((actor for actor in meant if actor.kind == "person"), subject)
    person, target = _appointed(scene, hit, word, left, right, subject, agent)
    if target is None or person is None or person.name is None:
        return None
    if target.start >= hit.end and _IN_PASSING.match(scene.folded, target.end) and not _dated(scene, *clause):
        return None  # 卸任总统[后]
    if target.office is not None and not _policy(scene, scene.between(*target.office)):
        return None
    state = target.polity or person.polity
    polities = tuple(dict.fromkeys(p for p in (state, target.host) if p))
    if not polities:
        return None
    holder = Actor(
        start=person.start, end=person.end, name=person.name, office=target.office, latin=person.latin,
        person=person.person, polity=state, host=target.host, role=target.role, kind="person",
    )  # fmt: skip
    return Draft("appointment", (holder,), polities, (hit.start, hit.end), f"office:{word}", leaving=hit.cue.leaving)


def _dated(scene: Scene, start: int, end: int) -> bool:
    """Whether a date begins in `[start, end]`."""
    return any(time.when.start and start <= time.start <= end for time in scene.times)


def _appointed(
    scene: Scene,
    hit: CueHit,
    word: str,
    left: list[Actor],
    right: list[Actor],
    subject: Actor | None,
    agent: Actor | None,
) -> tuple[Actor | None, Actor | None]:
    """The person and the actor whose title is the office taken or left."""
    behind = right[0] if right and scene.between(hit.end, right[0].start) == "的" else None
    if behind is not None and behind.kind == "person" and word not in _NAMES_SOMEBODY:  # 即将就任的总统拜登
        known = behind.office is not None or behind.role in _POLICY_ROLES
        return (behind, behind) if known else (None, None)
    if behind is not None and behind.kind == "office":
        return None, None  # 接任的大使: whoever that will be
    if word in _NAMES_SOMEBODY and scene.folded.startswith("的", hit.end):  # 川普任命的国防部长米勒
        named = next((a for a in right[:2] if a.kind == "person"), None)
        title = right[0] if right and right[0].office is not None else None
        return (named, title) if named is not None and right[0].start == hit.end + 1 else (None, None)
    if word in _PROPOSALS or word == "任期":
        target = left[0] if left and hit.start - left[0].end <= 2 and left[0].office is not None else None
        if right and right[0].kind == "person" and right[0].start == hit.end:
            return right[0], target
        if target is not None and target.kind == "person" and word == "任期":
            return target, target
        return subject, target
    if (
        right
        and right[0].start - hit.end <= 8
        and not re.search(r"第一|首位|首个|唯一", scene.between(hit.end, right[0].start))
    ):
        first = right[0]
        if first.kind == "office" and word in _NAMES_SOMEBODY and agent is None:
            named = (
                right[1] if len(right) > 1 and right[1].kind == "person" and right[1].start - first.end <= 2 else None
            )
            return named, first
        if first.kind == "office":
            behind = right[1] if len(right) > 1 and scene.between(first.end, right[1].start) == "的" else None
            if behind is not None and behind.kind == "person":  # 将出任国家安全顾问的苏利文
                return behind, first
            return subject, first
        if first.kind == "person" and word in _BECOMES:  # 成为奥巴马总统的国家安全顾问
            target = next((a for a in right[1:] if a.kind == "office" and a.start - first.end <= 2), None)
            return subject, target
        if first.kind == "person" and first.start - hit.end <= 4:
            target = next((a for a in right[1:] if a.kind == "office" and a.start - first.end <= 8), None)
            return first, target or (first if first.office is not None else None)
    if word in _STATIVE:  # 成为首位访问该地的国务卿 takes no office
        return None, None
    holder = left[0] if left and left[0] is not agent and left[0].kind == "person" else None
    if holder is None:
        return None, None
    titled = holder.office is not None and hit.start - holder.end <= 12
    # 伯恩斯3月5日上任: which office is known of him, if it is not said
    known = word in _OF_ITSELF and holder.role in _POLICY_ROLES
    return (holder, holder) if titled or known else (None, None)


def crosses(scene: Scene, start: int, end: int) -> bool:
    """Whether a comma or stop lies in `[start, end)`."""
    return any(character in ",;。!?:\n" for character in scene.between(start, end))


def _policy(scene: Scene, title: str) -> bool:
    """Whether the title is a foreign-policy or security office (codebook 4b)."""
    return title.endswith(scene.registry.policy_titles) and not title.startswith(("副", "前"))


#: After a bare state that is met: 与中国[举行]会谈, not 与中国[人权人士]会面.
_AFTER_STATE = re.compile(
    r"\s?(?:方|间|之间|方面|政府|当局|官员|代表|两国|双方|举|进行|展开|在|于|就|的|再|首|重|恢|通|会|谈|签|开|达|共|同|、|今|昨|明|本|上|下|\d|第|贸|经|战|高|军|外长|元首|领|视|磋|协|对话|关于|有关|全|年|此|最|直接|正式|电|面对面|闭门|双边|$)"
)


def _stands_alone(scene: Scene, group: Group, position: int) -> bool:
    """Whether a group that is a bare state is itself the one met, not the first part of a longer name."""
    last = group[-1]
    if last.kind != "polity" or last.end - last.start == 1 or scene.folded[last.end - 1] == "方":
        return True
    return bool(_AFTER_STATE.match(scene.between(last.end, position)))


def _reaches(scene: Scene, group: Group, position: int) -> bool:
    """Whether a group to the left can be an argument: same sentence, no full stop between."""
    text = scene.between(group[-1].end, position)
    return (
        _stands_alone(scene, group, position)
        and len(text) <= 90
        and not any(character in "。;!?\n" for character in text)
    )


def _subject(scene: Scene, hit: CueHit, left: list[Group], apart_from: Group = ()) -> Group:
    """The nearest group that can act, else whoever the text was speaking of."""
    other = set(states_of(apart_from))
    for group in left:
        if group[0].kind == "pronoun":
            if scene.between(group[0].start, group[0].end) in _SELF:
                return _antecedent(scene, group[0].start, apart_from)
            continue
        if group[0].role in _VOICES:
            continue
        if all(actor.polity in other for actor in group) and other:
            continue
        return group
    return _understood(scene, hit)


def _understood(scene: Scene, hit: CueHit) -> Group:
    """Whoever the text was speaking of, where the sentence leaves its subject unsaid."""
    return _topic(scene) if scene.names_no_subject(hit.start) else ()


def _antecedent(scene: Scene, position: int, apart_from: Group) -> Group:
    """Whom 他 means: the first person of the sentence who is not the other side, else the topic before."""
    other = {actor.person or actor.start for actor in apart_from} | set(states_of(apart_from))
    for actor in scene.actors:
        if actor.end > position:
            break
        if _POSSESSOR.match(scene.folded, actor.end):
            continue
        if actor.kind == "person" and actor.role not in _VOICES and not {actor.person, actor.polity} & other:
            return (actor,)
    return _topic(scene)


def _topic(scene: Scene) -> Group:
    return (scene.topic,) if scene.topic is not None else ()


def _plural(scene: Scene, hit: CueHit) -> Draft | None:
    if len(states_of(scene.pair)) < 2:
        return None
    draft = _contact(scene, hit, scene.pair)
    if draft is None:
        return None
    return Draft(draft.type, draft.actors, draft.polities, draft.trigger, "plural", draft.site, plural=True)


def _object(scene: Scene, hit: CueHit, reach: int = 16) -> Group:
    """The group right after the cue, with nothing but 了, 到訪的 … between."""
    for group in scene.right_of(hit.end):
        between = scene.between(hit.end, group[0].start)
        if len(between) > reach or not _TOUCHING.fullmatch(between):
            person = group[0].kind in {"person", "office"}
            if person and between.endswith("的") and len(between) <= 30 and not crosses(scene, hit.end, group[0].start):
                return group  # 会见[出席…论坛的]宋楚瑜
            if not person and len(between) <= 30 and not crosses(scene, hit.end, group[0].start):
                continue
            return ()
        if group[0].kind == "pronoun":
            return _topic(scene) if scene.between(group[0].start, group[0].end) in _SELF else ()
        return group
    return ()


def _contact(scene: Scene, hit: CueHit, actors: Group) -> Draft | None:
    unique: dict[object, Actor] = {}
    for actor in actors:
        if actor.kind in {"pronoun", "medium"}:
            continue
        key = actor.person or (
            scene.between(*actor.name)
            if actor.name
            else (actor.polity, actor.kind, scene.between(actor.start, actor.end))
        )
        unique.setdefault(key, actor)
    kept = tuple(unique.values())
    polities = states_of(kept)
    if len(polities) < 2:
        return None
    return Draft(
        hit.cue.type, kept, polities, (hit.start, hit.end), f"{hit.cue.frame}:{hit.cue.id}", _venue(scene, hit)
    )


def _venue(scene: Scene, hit: CueHit) -> Site | None:
    """在东京, 于布鲁塞尔: a place after 在 or 于 in the cue's sentence."""
    best: Site | None = None
    for site in scene.sites:
        if site.sense in {"city", "capital", "metonym", "name", "legislature"} and abs(site.start - hit.start) <= 60:
            before = scene.between(max(scene.start, site.start - 3), site.start)
            if before.endswith(("在", "于", "在巴", "抵达", "到访", "访问")) and (
                best is None or site.sense in {"city", "capital"}
            ):
                best = site
    return best


def _destination_right(scene: Scene, hit: CueHit) -> tuple[tuple[str, ...], Site | None, int]:
    """States right after the cue: 访问挪威、意大利和法国; 访台; 抵达日本东京."""
    folded, pos = scene.folded, hit.end
    while pos < scene.end and folded[pos] in "了过到于":
        pos += 1
    kind = _KIND_OF_STATE.match(folded, pos, scene.end)
    if kind and _starts_site(scene, kind.end()):
        pos = kind.end()
    hosts: list[str] = []
    first: Site | None = None
    while pos < scene.end:
        site = next((s for s in scene.sites if s.start == pos), None)
        if site is not None:
            hosts.append(site.polity)
            if site.sense in {"city", "capital", "metonym"} or first is None:
                first = site
            pos = site.end
        elif folded[pos : pos + 2] in _REGIONS:
            hosts.append(_REGIONS[folded[pos : pos + 2]])
            pos += 2
        elif folded[pos] in scene.registry.abbreviations and (hit.cue.fused or hit.cue.id in {"visit", "arrive"}):
            following = folded[pos + 1 : pos + 2]
            clear = folded[pos] in scene.registry.pairing
            apart = not ("一" <= following <= "鿿") or following in _AFTER_ABBREVIATION
            if apart or (clear and (hit.cue.fused or following in scene.registry.pairing)):
                hosts.append(scene.registry.abbreviations[folded[pos]])
                pos += 1
            else:
                break
        elif hosts and folded[pos] in "、和与及" and _starts_site(scene, pos + 1):
            pos += 1
        elif hosts and folded.startswith("以及", pos) and _starts_site(scene, pos + 2):
            pos += 2
        else:
            break
    return tuple(dict.fromkeys(hosts)), first, pos if hosts else hit.end


#: What may follow a state of one character that is visited: 访立[期间], 访捷[后].
_AFTER_ABBREVIATION = frozenset("的期行后时前并与和、之及将会是已为团")


def _stations(scene: Scene, position: int) -> tuple[str, ...]:
    """The states of a tour listed behind its report."""
    listed = _STATIONS.match(scene.folded, position, scene.end)
    if listed is None:
        return ()
    out: list[str] = []
    pos = listed.end()
    for site in scene.sites:
        if site.start >= pos and (
            site.start == pos or (out and scene.between(pos, site.start) in {"、", "和", "与", "及", "以及"})
        ):
            out.append(site.polity)
            pos = site.end
    return tuple(dict.fromkeys(out)) if len(out) >= 2 else ()


def _within_title(scene: Scene, site: Site) -> bool:
    """Whether a state is part of somebody's title: 在[美国]国务卿蓬佩奥到访期间."""
    return any(a.kind in {"person", "office"} and a.start <= site.start and site.end < a.end for a in scene.actors)


def _starts_site(scene: Scene, pos: int) -> bool:
    return any(site.start == pos for site in scene.sites) or scene.folded[pos : pos + 1] in scene.registry.abbreviations


def _destination_left(scene: Scene, hit: CueHit) -> tuple[tuple[str, ...], Site | None]:
    """對台灣的訪問, 到美國訪問, 歐洲之行."""
    found: list[Site] = []
    for site in reversed(scene.sites):
        if site.end > hit.start or _within_title(scene, site):
            continue
        gap = scene.between(site.end, hit.start)
        if found:
            gap = scene.between(site.end, found[-1].start)
            if gap in {"、", "和", "与", "及", "以及", ",", ""} or re.fullmatch(r"、[^,。;:、]{1,6}、", gap):
                found.append(site)
                continue
            break
        if len(gap) <= 14 and not any(character in ",。;:!?" for character in gap):
            found.append(site)
        else:
            break
    if found:
        first_before = scene.between(max(scene.start, found[-1].start - 8), found[-1].start)
        if hit.cue.noun or _TO.search(first_before):
            return tuple(dict.fromkeys(site.polity for site in reversed(found))), found[0]
    text = scene.between(max(scene.start, hit.start - 12), hit.start)
    for word, code in _REGIONS.items():
        if re.search(rf"{word}[^,。;]{{0,4}}$", text):
            return (code,), None
    # 访台行程, 访欧之行: the fused cue before names the state
    fused = re.search(r"访(.)[^,。;]{0,4}$", text)
    if fused and fused.group(1) in scene.registry.abbreviations:
        return (scene.registry.abbreviations[fused.group(1)],), None
    return (), None


def _traveller(scene: Scene, hit: CueHit, hosts: tuple[str, ...], end: int) -> Group:
    """The nearest person, office or delegation to the left that does not belong to the host."""
    unsaid = scene.names_no_subject(hit.start, spare=_ACROSS)
    for group in scene.left_of(hit.start):
        far = hit.start - group[-1].end > 90
        if far or (not unsaid and crosses(scene, group[-1].end, hit.start)):
            break
        if group[0].kind == "pronoun":
            if scene.between(group[0].start, group[0].end) in _SELF:
                return _topic(scene)
            continue
        able = tuple(
            a for a in group if a.kind in {"person", "office"} and a.role not in _VOICES and a.polity not in hosts
        )
        if able:
            return _led_by(scene, able) or able
    # 访台期间，阿扎将…: the traveller comes after
    if scene.folded.startswith("期间", end):
        for group in scene.right_of(end):
            if group[0].kind in {"person", "office"} and group[0].polity not in hosts:
                return group
    return tuple(actor for actor in _understood(scene, hit) if actor.polity not in hosts)


#: 访台的[行程], 访华的[可能]: after 的 the trip goes on.
_ABOUT_TRIP = re.compile(
    r"[^,。;:!?]{0,4}(?:行程|计划|安排|消息|日程|决定|意愿|可能|时间|提议|邀请|要求|事|机会|目的|原因|期间|同时|首|第|最|成果|结果|意义|路|途|报道|过程|规划|访问|前夕|时候|当天|邀|之行|内容|费用|细节|政治|官方|级别)"
)
#: Characters that a clause may leave unexplained and still speak of whoever the clause before it named.
_ACROSS = 6
#: Between a leader and those he leads, and after one who heads them.
_LEADS = re.compile(r"(?:今天|今日|昨天|昨日|\d{1,2}日|将|已)?(?:亲自)?(?:率领|率|带领|带|率同)[^,。;:!?]{0,24}")
_HEADED = re.compile(r"(?:为首|率领|带领|领衔|领军)的")


def _led_by(scene: Scene, group: Group) -> Group:
    """大马首相X[率领]代表团, 以X[为首的]访问团: a delegation goes by its leader's name, where that is given."""
    if group[0].role != "delegation" or any(actor.name for actor in group):
        return ()
    for actor in reversed(scene.actors):
        able = actor.kind == "person" or (actor.kind == "office" and actor.role not in {"other", "delegation"})
        if able and actor.end <= group[0].start and actor.role not in _VOICES:
            between = scene.between(actor.end, group[0].start)
            return (actor,) if _LEADS.fullmatch(between) or _HEADED.fullmatch(between) else ()
    return ()


def _companions(scene: Scene, hit: CueHit, visitor: Group) -> Group:
    """Those the visitor travels with: 与黎智英[一同]访美的李柱铭."""
    group = next(iter(scene.left_of(hit.start)), ())
    if not group or not visitor or not scene.is_with(group):
        return ()
    together = _TOGETHER.search(scene.between(group[-1].end, hit.start))
    return tuple(a for a in group if a.kind in {"person", "office"} and a not in visitor) if together else ()


def _implied_host(scene: Scene, hit: CueHit, home: tuple[str, ...]) -> tuple[str, ...]:
    """来访, 到访 without a destination: the other state of the sentence, if there is one."""
    word = scene.between(hit.start, hit.end)
    if word not in {"来访", "到访", "率团来访"}:
        return ()
    others = [p for p in states_of(scene.actors) if p not in home]
    return tuple(others[:1])


#: 分别会晤A和B: as many contacts as there are persons.
_APART = re.compile(r"分别|先后|相继|依次|逐一|轮流")


def each_apart(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """The contacts that one report holds: 先后会见A、B is two meetings, A与B先后访台 two visits."""
    clause = scene.clause_of(draft.trigger[0])
    persons = [a for a in draft.actors if a.name is not None]
    if len(persons) < 2 or not _APART.search(scene.folded, clause[0], draft.trigger[1]):
        return (draft,)
    if draft.type == "visit" and len(persons) == len(draft.actors):
        return tuple(
            replace(draft, actors=(person,), polities=tuple(dict.fromkeys((*states_of((person,)), *draft.hosts))))
            for person in persons
        )
    if draft.type in {"meeting", "call"}:
        for one in draft.actors:
            others = [a for a in draft.actors if a is not one]
            if len(others) >= 2 and one.polity and all(a.polity not in {one.polity, None} for a in others):
                return tuple(replace(draft, actors=(one, a), polities=states_of((one, a))) for a in others)
    return (draft,)


FRAMES: Mapping[str, Callable[[Scene, CueHit], Draft | None]] = {
    "travel": travel,
    "reciprocal": reciprocal,
    "transitive": transitive,
    "session": reciprocal,  # between delegations
    "event": event,
    "addressed": addressed,
    "office": office,
}

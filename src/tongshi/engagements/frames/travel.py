"""A visit: who travels, and to which polities."""

from __future__ import annotations

import re

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.destinations import destination_left, destination_right, stations, town
from tongshi.engagements.frames.drafts import Draft
from tongshi.engagements.frames.parties import (
    SELF,
    TWO,
    VOICES,
    antecedent,
    crosses,
    led_by,
    topic,
    understood,
    whom_he_means,
    with_leader,
)
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.language import is_quoted
from tongshi.records import Actor

#: Characters between a body and its journey that name no other traveller: 世卫组织[组团]前往.
_SENDS = 4
#: Characters between 此次 and the visit that it means.
_THIS = 5
#: Characters from a speaker to the 他 who is himself: 外长[周五表示,]他将访问….
_SPEAKS = 12
#: Roles by which somebody unnamed is told from others, so that even a weak word tells of his journey.
_TITLED = {
    "delegation", "head-of-state", "head-of-government", "deputy-head", "speaker", "foreign-minister", "minister",
    "deputy-foreign-minister", "defence-minister", "finance-minister", "trade-minister",
}  # fmt: skip
#: Characters that a clause may leave unexplained and still speak of whoever the clause before it named.
_ACROSS = 6


#: Characters behind 某某的 that still tell of his own journey: 某某的[中东欧]之旅访问….
_OF_IT = 4


def travel(scene: Scene, hit: CueHit) -> Draft | None:
    """Who travels, and to which polities."""
    if scene.grammar.interview.search(scene.folded, max(scene.clause_of(hit.start)[0], hit.start - 20), hit.start):
        return None  # 接受媒体访问
    if _sends_somebody_untold(scene, hit) or _is_the_authors(scene, hit):
        return None
    hosts, site, end = destination_right(scene, hit)
    if hosts and _is_interview(scene, hit, end):
        return None
    if not hosts:
        hosts, site = destination_left(scene, hit)
    if hit.cue.fused and not (hosts and end > hit.end):
        return None
    trigger = (hit.start, end if end - hit.start <= 12 else hit.end)
    groups = scene.groups
    if scene.grammar.weighed.match(scene.folded, end) and scene.names_no_subject(hit.start, spare=0):
        return None  # 他说,访台是正确的
    visitor: Group = ()
    # 访问台湾的美国卫生部长, 到访的王毅
    visiting = scene.grammar.visiting_as.match(scene.folded, end)
    of = visiting or scene.grammar.of_traveller.match(scene.folded, end)
    if not of and scene.grammar.in_favour_of.search(scene.folded, scene.start, hit.start):
        return None  # 市长仍支持访台
    if of and not hit.cue.noun:
        for group in groups:
            # of A及访问台湾的B the part that the journey describes
            described = tuple(a for a in group if a.start >= of.end())
            next_to = described and scene.grammar.guest_of_old.fullmatch(scene.folded, of.end() - 1, described[0].start)
            if next_to and (described := _with_long_title(scene, described)):
                visitor = tuple(a for a in described if a.kind in {"person", "office"} and a.polity not in hosts)
                if not hosts and not _just_told(scene, hit):
                    host = next((g for g in scene.left_of(hit.start) if g[0].kind != "pronoun"), ())
                    hosts = tuple(p for p in states_of(host) if p not in states_of(visitor))[:1]
    ranked = _is_ranked(scene, hit)
    if ranked and all(actor.name is None for actor in visitor):
        visitor = _who_is_the_first(scene, hit, hosts) or visitor
    if told := _told_behind(scene, hit, end, hosts):
        visitor = told
    of_another = (visiting or scene.folded.startswith("的", end)) and not scene.grammar.of_the_trip.match(
        scene.folded, end + 1
    )
    if not visitor and of_another and not hit.cue.noun:
        return None  # 到访过该国的机师: somebody else
    if not visitor:
        visitor = _traveller(scene, hit, hosts, end)
    visitor = tuple(
        a for a in visitor if a.kind != "medium" and not (a.role == "religious" and a.polity not in {"VA", None})
    )
    visitor = tuple(
        a for a in visitor if not (_is_private(scene, a) or _is_ship(scene, a) or scene.is_of_presumed_state(a))
    )
    if hit.cue.weak:
        visitor = tuple(a for a in visitor if a.name is not None or a.role in _TITLED)
    if hit.cue.straight and not (visitor and _goes(scene, visitor[-1].end, hit.start)):
        return None
    if visitor and all(actor.name is None for actor in visitor):
        if _is_objected_to(scene, visitor):
            return None
        visitor = _named_behind(scene, end, visitor) or visitor
    visitor = _companions(scene, hit, visitor) + visitor
    visitor = _without_sum(scene, visitor)
    region = len(hosts) == 1 and hosts[0] in scene.registry.lands and site is None
    if region or not hosts:
        listed = stations(scene, end)
        hosts, region = listed or hosts, region and not listed
    home = states_of(visitor)
    if not hosts and hit.cue.host_understood and not hit.cue.weak:
        hosts = _implied_host(scene, hit, home)
        if all(actor.inferred and actor.name is None for actor in visitor):
            return None  # 透过这次访问团来访: of no certain state
    hosts = tuple(host for host in hosts if host not in home)
    if scene.grammar.not_a_goal.match(scene.folded, end) or _private(scene, hit, end):
        return None
    arrives = scene.grammar.arrives.match(scene.folded, hit.start) is not None
    toured = site is not None and site.sense == "city" and not hit.cue.weak  # 驻华使节访问[新疆]
    posted = any(a.role == "ambassador" and (a.host in hosts or (a.host is None and arrives)) for a in visitor)
    as_another = scene.grammar.as_whom.search(scene.folded, scene.start, hit.start)  # 他作为州长访华
    if posted and not toured and not as_another:
        return None  # an envoy at his post, or on the way to it
    if not home or not hosts:
        return None  # of no state that is known, he is no representative
    return Draft(
        "visit", visitor, tuple(dict.fromkeys((*home, *hosts))), trigger, f"travel:{hit.cue.id}",
        town(scene, hit, site, hosts), hosts, weak=hit.cue.weak, ranked=ranked, region=region,
        lands=scene.registry.lands[hosts[0]] if region else frozenset(),
    )  # fmt: skip


def _sends_somebody_untold(scene: Scene, hit: CueHit) -> bool:
    """Whether somebody whom no lexicon knows travels because another lets him: 批准某人赴台."""
    sent = scene.grammar.sends.search(scene.folded, scene.clause_of(hit.start)[0], hit.start)
    if sent is None:
        return False
    before = [actor for actor in scene.actors if actor.start < hit.start]
    known = any(sent.start() < actor.start and actor.kind != "polity" for actor in before)
    return not known and not any(_team_of(scene, actor, hit.start) for actor in before)


def _is_the_authors(scene: Scene, hit: CueHit) -> bool:
    """Whether the text tells of its author's own journey: [我]在访问上海时; not 外长说,我这次访问…."""
    folded = scene.folded
    if is_quoted(folded, hit.start, scene.start):
        return False
    own = scene.grammar.author_himself.search(folded, scene.clause_of(hit.start)[0], hit.start)
    if own is None or scene.grammar.spoken.search(folded, scene.start, own.start()):
        return False
    return scene.names_no_subject(hit.start, spare=0, since=own.end())


def _is_ship(scene: Scene, actor: Actor) -> bool:
    """Whether a name or title is a ship's: [林肯]号, 「[林肯]」号."""
    return scene.grammar.vessel.match(scene.folded, actor.end) is not None


def _with_long_title(scene: Scene, group: Group) -> Group:
    """Whoever is told behind a journey, by a title that begins with his state: 美国[国务院负责能源的]次卿某某."""
    if group[0].kind in {"person", "office"}:
        return group
    if group[0].kind not in {"polity", "institution"}:
        return ()
    titled = next(iter(scene.right_of(group[-1].end)), ())
    one = titled and titled[0].kind == "person" and titled[0].polity == group[0].polity
    return titled if one and scene.grammar.long_title.fullmatch(scene.between(group[-1].end, titled[0].start)) else ()


def _is_ranked(scene: Scene, hit: CueHit) -> bool:
    """Whether whoever travels is told as the first, or the highest, of those who did: 首位[访台]的部长."""
    return scene.grammar.ranked.search(scene.folded, scene.clause_of(hit.start)[0], hit.start) is not None


def _who_is_the_first(scene: Scene, hit: CueHit, hosts: tuple[str, ...]) -> Group:
    """Of whom it is said that he is the first who travels: [阿扎尔]是协定生效以来首位访台的部长."""
    said = scene.grammar.so_he_is.search(scene.folded, scene.start, hit.start)
    for actor in scene.actors:
        if actor.end > hit.start:
            break
        official = actor.kind == "person" and actor.polity not in hosts and actor.role not in VOICES
        opens = said is not None and actor.end <= said.start() and actor.start == scene.actors[0].start
        if official and (opens or scene.grammar.is_the_one.match(scene.folded, actor.end, hit.start)):
            return (actor,)
    return ()


def _told_behind(scene: Scene, hit: CueHit, end: int, hosts: tuple[str, ...]) -> Group:
    """Who it was that travelled last, or so far highest, told behind: 上次部长访台，是1998年的[某某]."""
    if not scene.grammar.last_to_come.search(scene.folded, scene.clause_of(hit.start)[0], hit.start):
        return ()
    told = scene.grammar.it_was.match(scene.folded, end, scene.end)
    group = next(iter(scene.right_of(told.end())), ()) if told else ()
    if not told or not group or crosses(scene, told.end(), group[0].start):
        return ()
    if not scene.names_no_subject(group[0].start, _ACROSS, told.end()):
        return ()
    return tuple(a for a in group if a.kind in {"person", "office"} and a.polity not in hosts)


def _is_private(scene: Scene, actor: Actor) -> bool:
    """Whether somebody travels as one who holds no office of state: 教授某某, or a national team's adviser."""
    if actor.office is not None:
        if scene.grammar.private_office.search(scene.between(*actor.office)):
            return True
        opens = actor.office[0]
        return actor.name is None and bool(scene.grammar.heads_private_body.search(scene.folded, scene.start, opens))
    return scene.grammar.private_title.search(scene.folded, scene.start, actor.start) is not None


def _is_interview(scene: Scene, hit: CueHit, end: int) -> bool:
    """Whether a person is what is visited, which only a medium does: 电台访问了[芬兰总统], 又访问德国[小说家]."""
    if not scene.grammar.interviews.fullmatch(scene.folded, hit.start, hit.end):
        return False
    person = any(a.kind in {"person", "office"} and hit.end <= a.start < end < a.end for a in scene.actors)
    return person or scene.grammar.interviewee.match(scene.between(end, scene.end)) is not None


def _private(scene: Scene, hit: CueHit, end: int) -> bool:
    """Whether those who travel stand for no state, though the text was speaking of somebody who does."""
    officials = (a.end for a in scene.actors if a.end <= hit.start and a.kind in {"person", "office"})
    since = max(officials, default=scene.start)
    alone = scene.grammar.represents_nobody.search(scene.folded, since, hit.start)
    alone = alone or scene.grammar.into_exile.search(scene.folded, scene.start, scene.end)
    return alone is not None or scene.grammar.private_errand.match(scene.folded, end) is not None


def _traveller(scene: Scene, hit: CueHit, hosts: tuple[str, ...], end: int) -> Group:
    """The nearest person, office or delegation to the left that does not belong to the host."""
    unsaid = scene.names_no_subject(hit.start, spare=_ACROSS)
    for group in scene.left_of(hit.start):
        far = hit.start - group[-1].end > 90
        another_clause = crosses(scene, group[-1].end, hit.start)
        if far or (not unsaid and another_clause):
            break
        if scene.grammar.his_term.match(scene.folded, group[-1].end):
            continue  # 某某在[总统]任期将结束时才访台
        if group[0].kind == "polity" and scene.grammar.by_way_of.search(scene.folded, scene.start, group[0].start):
            continue  # 取道[巴基斯坦]访问北京
        if _stays(scene, group, another_clause=another_clause):
            continue
        if group[0].kind in {"person", "office"} and scene.grammar.his_man.match(scene.folded, group[-1].end):
            return ()  # 捷克总统助理某某访问了莫斯科
        if another_clause and (scene.folded.startswith("的", group[-1].end) or scene.aside(group, hit.start)):
            continue  # 他不喜欢王毅[的]发言，并强调访台…
        if _is_owner(scene, group, hit):
            continue  # 在[总统]的住宅, [总统]的对手某某访台
        if group[0].kind == "pronoun":
            word = scene.between(group[0].start, group[0].end)
            if word in TWO and scene.couple:
                return tuple(actor for actor in scene.couple if actor.polity not in hosts)
            if word in SELF and scene.grammar.his_man.match(scene.folded, group[-1].end):
                return ()  # 她的母亲来英国
            if word in SELF:
                return _goes_on(scene, group[0].start) or topic(scene) or antecedent(scene, group[0].start, ())
            continue
        a_state = group[-1].kind in {"polity", "institution"} and group[-1].polity not in hosts
        said = scene.between(group[-1].end, hit.start)
        near = len(said) <= _SENDS and not said.startswith("的") and not scene.grammar.no_sender.search(said)
        if team := _untold_team(scene, hit, group, hosts):
            return team
        if a_state and near and not another_clause:
            return ()  # 霸凌捷克访台, 世卫组织组团前往: somebody of that body, and nobody named before
        at_home = set(states_of(group)) <= set(hosts) and not any(actor.inferred for actor in group)
        person = group[-1].kind in {"person", "office"}
        same_clause = not another_clause or said.startswith(",")
        if at_home and person and same_clause and _goes(scene, group[-1].end, hit.start):
            return ()  # 苏贞昌今天赴立法院, 习近平,正在广东访问: within his own state
        # 官房长官 travels where he does not speak, nor anything else is said of him
        speaks = scene.grammar.spoken.search(said) or not scene.names_no_subject(hit.start, _ACROSS, group[-1].end)
        able = tuple(
            a
            for a in group
            if a.kind in {"person", "office"} and a.polity not in hosts and not (speaks and a.role in VOICES)
        )
        if able:
            leader = tuple(actor for actor in led_by(scene, able) if actor.polity not in hosts)
            return leader or (*_whom_he_goes_with(scene, hit, able), *with_leader(scene, able))
    # 访台期间，阿扎将…: the traveller comes after
    if scene.folded.startswith("期间", end):
        for group in scene.right_of(end):
            if group[0].kind in {"person", "office"} and group[0].polity not in hosts:
                return group
    if opened := scene.grammar.while_there.match(scene.folded, end):  # 访问中国时，默克尔…
        for group in scene.right_of(end):
            if group[0].start == opened.end() and group[0].kind == "person" and group[0].polity not in hosts:
                return group
    if scene.grammar.in_a_life.search(scene.folded, scene.start, scene.end):
        return ()
    return tuple(actor for actor in understood(scene, hit.start) if actor.polity not in hosts)


def _is_owner(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether somebody is only told as whose it is of what stands before another's journey: [总统]的对手访台."""
    if group[0].kind not in {"person", "office"} or not scene.folded.startswith("的", group[-1].end) or hit.cue.noun:
        return False
    somewhere = scene.grammar.located.search(scene.folded, scene.start, group[0].start)
    return not scene.names_no_subject(hit.start, 0 if somewhere else _OF_IT, group[-1].end)


def _stays(scene: Scene, group: Group, *, another_clause: bool) -> bool:
    """Whether somebody before a journey is told as another than who makes it.

    He was met before, 与[B]会面,下周访问印度, 会晤[B]后,抵达东京; it is made for him, 作为[总统]的特使, or against
    his will, 不顾[总统]反对; or he is only told of it, 呛[王毅]:访台是….
    """
    grammar, folded, first, last = scene.grammar, scene.folded, group[0], group[-1]
    if another_clause and scene.is_with(group) and not folded.startswith(",", last.end):
        # but 与北京建交的[总统],1999年访台; 陪同[部长]出访,前往…
        return grammar.goes_with.search(folded, scene.start, first.start) is None
    if grammar.in_spite_of.search(folded, scene.start, first.start):
        return True
    untold = first.kind == "office" and not any(actor.name for actor in group)
    if untold and another_clause and grammar.served_as.search(folded, scene.start, last.end):
        return True  # 某某长年担任[议员],2001年访台
    escorts = grammar.in_company_of.search(folded, scene.start, first.start)
    if escorts and grammar.accompanies.match(folded, last.end):
        return True
    met = another_clause and grammar.goes_on_then.match(folded, last.end)
    if met and grammar.received.search(folded, scene.start, first.start):
        return True
    acting = grammar.acting_as.search(folded, scene.start, first.start)
    if acting and grammar.in_the_capacity.match(folded, last.end):
        return True
    as_his = acting or grammar.as_whom.search(folded, scene.start, first.start)
    if as_his and grammar.his_envoy.match(folded, last.end):
        return True
    told = folded.startswith(":", last.end)
    return told and grammar.addressed_at.search(folded, scene.start, first.start) is not None


def _untold_team(scene: Scene, hit: CueHit, group: Group, hosts: tuple[str, ...]) -> Group:
    """Those whom an organisation sends, by a word that no lexicon knows: 由世卫组织率领的国际[团队]."""
    body = group[-1]
    team = _team_of(scene, body, hit.start)
    if team is None or body.polity in hosts or not scene.names_no_subject(hit.start, since=team.end()):
        return ()
    sent = team.start(1) > body.start  # 世卫组织派[专家]到访
    named = team.span(1) if sent else (body.start, team.end())
    return (body._replace(end=team.end(), office=named, kind="office", role="delegation"),)


def _team_of(scene: Scene, body: Actor, end: int) -> re.Match[str] | None:
    """An organisation with the word for those whom it sends."""
    if body.kind != "polity" or not scene.is_organisation(body.polity or ""):
        return None
    team = scene.grammar.untold_team.match(scene.folded, body.start, end)
    return team if team is not None and team.end() >= body.end else None


def _whom_he_goes_with(scene: Scene, hit: CueHit, group: Group) -> Group:
    """[他]宣布下周与国防部长访问印度: the one who goes, beside one of his state with whom he does."""
    person = group[0].kind == "person" and len(group) == 1 and scene.is_with(group)
    if not person or not _goes(scene, group[0].end, hit.start):
        return ()
    nearest = next(iter(scene.left_of(group[0].start)), ())
    meant = whom_he_means(scene, nearest)
    other = meant or nearest
    official = not meant or group[0].role in scene.registry.policy_roles  # 他和某顾问: whoever he is
    fits = official and len(other) == 1 and other[0].kind == "person" and other[0].role not in VOICES
    return other if fits and other[0].polity == group[0].polity else ()


def _goes(scene: Scene, since: int, position: int) -> bool:
    """Whether nothing but times and function words stands between somebody and a journey: the journey is his."""
    return "邀" not in scene.between(since, position) and scene.names_no_subject(position, spare=0, since=since)


def _goes_on(scene: Scene, position: int) -> Group:
    """Whom 他 means where the sentence opened with what somebody does: 王毅正在访欧,[他]已结束访问挪威.

    So is whoever opened it by saying that: 外长周五表示,[他]将访问印度.
    """
    first = next((actor for actor in scene.actors if actor.kind != "polity"), scene.actors[0])
    tells = first.kind == "person" and first.role not in VOICES and scene.names_no_subject(first.start)
    said = scene.between(first.end, position)
    spoken = list(scene.grammar.spoken.finditer(said))
    of_himself = spoken and said[spoken[-1].end() :] == "," and len(said) <= _SPEAKS
    made_to = scene.grammar.made_to.search(said) is not None
    return (first,) if tells and "," in said and (of_himself or not spoken) and not made_to else ()


def _is_objected_to(scene: Scene, visitor: Group) -> bool:
    """Whether it is only said what a state has against a journey, and not of what state one goes: 阻挠[议长]访台."""
    alone = len(visitor) == 1 and visitor[0].inferred
    return alone and scene.grammar.objects_to.search(scene.folded, scene.start, visitor[0].start) is not None


def _named_behind(scene: Scene, end: int, visitor: Group) -> Group:
    """Who the travellers are, told behind them: 多名官员访台,包括[部长A、次卿B]; 到访巴黎的高官是[外长C]."""
    told = scene.grammar.they_are.match(scene.folded, max(end, visitor[-1].end), scene.end)
    group = next(iter(scene.right_of(told.end())), ()) if told else ()
    if not told or not group or group[0].start != told.end():
        return ()
    state = visitor[-1].polity  # also of those whose own is not said
    named = (a._replace(polity=state) if a.inferred else a for a in group if a.kind == "person")
    return tuple(a for a in named if a.polity == state)


def _without_sum(scene: Scene, visitor: Group) -> Group:
    """The travellers without the word that sums a list of them up: 部长A、次卿B等[官员]."""
    listed = tuple(
        a for a in visitor
        if a.name is not None or a.role != "other" or not scene.folded.endswith("等", scene.start, a.start)
    )  # fmt: skip
    return listed or visitor


def _companions(scene: Scene, hit: CueHit, visitor: Group) -> Group:
    """Those the visitor travels with: 与黎智英[一同]访美的李柱铭."""
    group = next(iter(scene.left_of(hit.start)), ())
    if not group or not visitor or not scene.is_with(group):
        return ()
    together = scene.grammar.together.search(scene.between(group[-1].end, hit.start))
    return tuple(a for a in group if a.kind in {"person", "office"} and a not in visitor) if together else ()


def _implied_host(scene: Scene, hit: CueHit, home: tuple[str, ...]) -> tuple[str, ...]:
    """来访, 到访 without a destination: the other state of the sentence, if there is one."""
    word = scene.between(hit.start, hit.end)
    if word not in {"来访", "到访", "率团来访"} or not scene.grammar.goal_unsaid.match(scene.folded, hit.end):
        return ()
    if _just_told(scene, hit):
        return ()
    others = [p for p in states_of(scene.actors) if p not in home]
    return tuple(others[:1])


def _just_told(scene: Scene, hit: CueHit) -> bool:
    """Whether where somebody went was told before: [此次]来访的议员."""
    return scene.grammar.this_time.search(scene.folded, max(scene.start, hit.start - _THIS), hit.start) is not None

"""A meeting, a call, talks of those who are told side by side: A 與 B 會面, 雙方會談."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, contact, meets_each, of_two_sides, with_leaders
from tongshi.engagements.frames.nearness import are_together
from tongshi.engagements.frames.parties import (
    SELF,
    TWO,
    VOICES,
    crosses,
    doer_described,
    joints,
    object_of,
    parties_before,
    subject,
    topic,
    understood,
    whom_he_means,
)
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.records import Actor

#: Characters before a partner that are no subject, 与[亲密盟友]以色列总理会面.
_ASIDE = 6
#: How many states are spoken of.
_COUNTED = {"两国": 2, "双方": 2, "三国": 3, "四国": 4}
#: Persons who make a list.
_LIST = 2
#: Sides of what two states hold.
_PAIR = 2


def reciprocal(scene: Scene, hit: CueHit) -> Draft | None:
    """A 與 B 會面; A 會晤了 B; 雙方會談; A 與 B 的會談."""
    if scene.grammar.private_partner.search(scene.folded, scene.clause_of(hit.start)[0], hit.start):
        return None
    draft = with_leaders(scene, _together(scene, hit))
    if draft is not None and ((draft.plural and hit.cue.explicit) or _is_among_others(scene, draft)):
        return None
    return draft if draft is None or not hit.cue.persons or are_together(scene, hit, draft) else None


def _is_among_others(scene: Scene, draft: Draft) -> bool:
    """Whether those told only take part in a sitting by wire, not with each other: A和B也[参加了这次]视频会议."""
    start, end = draft.trigger
    attends = scene.grammar.sits_among.search(scene.folded, scene.clause_of(start)[0], start)
    if attends is None or not scene.grammar.sitting_by_wire.fullmatch(scene.folded, start, end):
        return False
    nearest = next(iter(scene.left_of(attends.start())), ())
    return not (nearest and scene.is_with(nearest))


def _together(scene: Scene, hit: CueHit) -> Draft | None:
    left = parties_before(scene, _overlapped(scene, hit) + scene.left_of(hit.start), hit.start)
    if len(left) > 1 and _is_occasion(scene, left[0]):
        left = left[1:]
    left = _listed(scene, _without_rank(scene, _without_seat(scene, left, hit), hit))
    if len(left) > 1 and scene.grammar.with_him.search(scene.folded, scene.start, hit.start):
        return _sitting(contact(scene, hit, subject(scene, hit, left[1:], apart_from=left[0]) + left[0]), scene)
    left = _parted(scene, left)
    fused = tuple(actor for actor in scene.actors if actor.office == (hit.start, hit.end))
    if fused:  # 马习会: the cue names both
        return contact(scene, hit, fused)
    if both := _of_both(scene, left):
        doer = subject(scene, hit, left[1:], apart_from=both) if scene.is_with(left[0]) else ()
        return contact(scene, hit, doer + both)
    actors: Group = ()
    if left:
        nearest = left[0]
        if nearest[0].kind == "pronoun":
            word = scene.between(nearest[0].start, nearest[0].end)
            if word not in SELF:
                before = next((g for g in scene.left_of(nearest[0].start) if g[0].kind != "pronoun"), ())
                if before and before[-1].end == nearest[0].start and scene.is_with(before):  # A与到访的B[两人]会面
                    rest = [group for group in left if group[-1].end <= before[0].start]
                    before = subject(scene, hit, rest, apart_from=before) + before
                if len(states_of(before)) < 2:
                    return _plural(scene, hit)
                actors = before
            elif scene.is_with(nearest):
                # 与他会面: the one met is whoever was spoken of; 他…会晤B is handled to the right
                met = topic(scene)
                actors = subject(scene, hit, left[1:], apart_from=met) + met
            else:
                actors = topic(scene)
        elif scene.is_with(nearest) or _by_another(scene, nearest):
            doer = _doer_behind(scene, hit, nearest) or doer_described(scene, nearest[0].start, hit.end, nearest)
            others = _not_described(scene, left[1:], nearest)
            if not doer and len(others) < len(left) - 1 and _by_somebody_untold(scene, others, nearest):
                return None
            actors = (doer or _of_both(scene, others) or subject(scene, hit, others, apart_from=nearest)) + nearest
        else:
            actors = nearest
    right = _met_behind(scene, hit) or _spoken_to(scene, hit)
    if right and len(states_of(actors)) < 2:
        actors = subject(scene, hit, left, apart_from=right) + right
    if len(states_of(actors)) < 2 and left and left[0][0].kind != "pronoun" and scene.is_with(left[0]):
        actors = understood(scene, hit.start) + left[0]
    if len(states_of(actors)) < 2 and left and (_is_bidden(scene, left[0]) or _is_put_to(scene, left[0], hit)):
        actors = subject(scene, hit, left[1:], apart_from=left[0]) + left[0]
    if len(states_of(actors)) < 2:
        actors = _between(scene, hit) or actors
    if len(states_of(actors)) < 2 and scene.grammar.numbered.search(scene.folded, scene.start, hit.start):
        return _sitting(_plural(scene, hit), scene)  # 高级指挥官举行第七轮会谈: of those spoken of
    met = right if right and right[-1] in actors else _of_a_kind(scene, left, actors)
    draft = _sitting(contact(scene, hit, _by_name(scene, hit, actors)), scene, met)
    return _attended(scene, hit, draft)


def _by_another(scene: Scene, group: Group) -> bool:
    """Whether somebody named is the other side of one spoken of, 由[总统]接见; not 由[A与B]会谈, who are both."""
    return group[0].name is not None and len(states_of(group)) < _PAIR and scene.is_by(group)


def _parted(scene: Scene, left: list[Group]) -> list[Group]:
    """王毅到[外交部]与[外长康京和]会谈: one state on both sides of 与 are a place and the one met, not a pair."""
    if not left or len(states_of(left[0])) >= 2:
        return left
    nearest = left[0]
    place = next((i for i in joints(scene, nearest) if nearest[i - 1].kind != "person"), 0)
    return [nearest[place:], nearest[:place], *left[1:]] if place else left


def _listed(scene: Scene, left: list[Group]) -> list[Group]:
    """与A,B,C等人会面: persons met who are listed with commas are one group."""
    size = 1
    while size < len(left) and all(a.kind == "person" for group in left[size - 1 : size + 1] for a in group):
        if scene.between(left[size][-1].end, left[size - 1][0].start) != ",":
            break
        size += 1
    if size == 1 or not scene.is_with(left[size - 1]):
        return left
    return [tuple(actor for group in reversed(left[:size]) for actor in group), *left[size:]]


def _is_bidden(scene: Scene, guest: Group) -> bool:
    """Whether somebody is asked to come, A邀请[B]前往大使馆会面."""
    person = guest[0].kind in {"person", "office"}
    return person and scene.grammar.bidden.search(scene.folded, scene.start, guest[0].start) is not None


def _is_put_to(scene: Scene, other: Group, hit: CueHit) -> bool:
    """Whether a meeting is proposed to somebody, A向[B]提议举行会谈."""
    told = scene.grammar.addressed_to.search(scene.folded, max(scene.start, other[0].start - 8), other[0].start)
    return bool(told and scene.grammar.put_to.match(scene.folded, other[-1].end, hit.start))


def _met_behind(scene: Scene, hit: CueHit) -> Group:
    """The one met behind the word, not of whom is spoken in it: 在会议上谈[某国]的政策."""
    group = object_of(scene, hit)
    opens = group and group[0].start > hit.end and scene.grammar.in_it.match(scene.folded, hit.end)
    return () if opens else group


def _spoken_to(scene: Scene, hit: CueHit) -> Group:
    """A在会谈中向[B]强调: whoever is spoken to in it, not whose it is, 向[B]的代表."""
    said = scene.grammar.says_in_it.match(scene.folded, hit.end)
    group = next(iter(scene.right_of(said.end())), ()) if said else ()
    able = said and group and group[0].start == said.end() and group[0].kind in {"person", "office"}
    return group if able and not scene.folded.startswith("的", group[-1].end) else ()


def _without_seat(scene: Scene, left: list[Group], hit: CueHit) -> list[Group]:
    """A与B去年底[白宫]会晤, 两国外长[东京]会晤: a seat right between two who meet and the word is where they do."""
    if len(left) < 2 or len(left[0]) > 1 or left[0][0].kind not in {"institution", "polity"}:
        return left
    seat = left[0][0]
    fits = _says_when(scene, left[1][-1].end, seat.start) and seat.end == hit.start
    they = scene.between(left[1][0].start, left[1][-1].end) not in SELF if left[1][0].kind == "pronoun" else False
    two = left[1][0].kind in {"person", "office"} and (len(states_of(left[1])) >= 2 or _of_both(scene, left[1:]))
    return left[1:] if fits and (two or they) else left


def _without_rank(scene: Scene, left: list[Group], hit: CueHit) -> list[Group]:
    """A与B举行[高层]会谈, A与B举行[两国领导人]的首次会面: an office that only says of which rank the meeting is."""
    if len(left) < _LIST or left[0][0].kind not in {"office", "pronoun"} or any(actor.name for actor in left[0]):
        return left
    told = scene.grammar.of_what_rank.search(scene.folded, left[1][-1].end, left[0][0].start)
    often = told and scene.grammar.which_time.fullmatch(scene.between(left[0][-1].end, hit.start))
    met = len(states_of(left[1])) >= _PAIR or (left[1][0].name is not None and scene.is_with(left[1]))
    return left[1:] if often and met else left


def _not_described(scene: Scene, groups: list[Group], partner: Group) -> list[Group]:
    """The groups that do not stand in the description of a partner, 与流亡[英国]的某某会面."""
    opens = scene.met_from(partner)
    return [group for group in groups if group[0].start < opens]


def _by_somebody_untold(scene: Scene, others: list[Group], partner: Group) -> bool:
    """Whether somebody whom no lexicon knows meets a partner: what stands before him names a subject, and nobody."""
    return not others and not scene.names_no_subject(scene.met_from(partner), since=scene.start)


def _says_when(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but a time stands in `[start, end)`."""
    return start == end or any(time.start == start and time.end == end for time in scene.times)


def _between(scene: Scene, hit: CueHit) -> Group:
    """会晤在A与B之间进行: the two sides named behind the word."""
    group = next(iter(scene.right_of(hit.end)), ())
    if not group or len(states_of(group)) < _PAIR:
        return ()
    opens = scene.grammar.has_floor.match(scene.folded, hit.end)  # 谈判中,A与B都不让步
    if opens and "," in opens[0] and len(opens[0]) > 1 and group[0].start == opens.end():
        return group
    near = not crosses(scene, hit.end, group[0].start)
    return group if near and scene.grammar.between.match(scene.folded, group[-1].end) else ()


def _overlapped(scene: Scene, hit: CueHit) -> list[Group]:
    """日美[首脑[会谈]]: the title that the cue shares its first characters with."""
    return [g for g in scene.groups if g[-1].start < hit.start < g[-1].end < hit.end]


def _is_occasion(scene: Scene, group: Group) -> bool:
    before = scene.between(max(scene.start, group[0].start - 8), group[0].start)
    at = max(before.rfind("在"), before.rfind("于"))
    return (
        len(group) == 1 and group[0].kind == "polity" and at >= 0 and "," not in before[at:]
        and scene.grammar.occasion.match(scene.folded, group[0].end) is not None
    )  # fmt: skip


def _sitting(draft: Draft | None, scene: Scene, met: Group = ()) -> Draft | None:
    """What a word for a meeting was: a call by wire, a conference of three states or more (codebook 1.1).

    Whoever meets a list of others, `met`, meets them, and holds no conference.
    """
    if draft is None or draft.type not in {"meeting", "talks"}:
        return draft
    if draft.type == "meeting" and scene.grammar.numbered.search(scene.folded, scene.start, draft.trigger[0]):
        draft = replace(draft, type="talks")  # 第七轮会谈
    delegations = all(_is_a_side(scene, actor) for actor in draft.actors)
    if draft.type == "meeting" and delegations and scene.grammar.talks.fullmatch(scene.folded, *draft.trigger):
        draft = replace(draft, type="talks")  # 美中会谈
    two = len(draft.actors) == _PAIR and all(actor.name for actor in draft.actors) and not draft.plural
    if draft.type == "talks" and two and _just_speak(scene, draft):
        draft = replace(draft, type="meeting")  # 总理周四与总统对话
    by_wire = scene.grammar.sitting_by_wire.fullmatch(scene.folded, *draft.trigger)
    if draft.type == "talks" and by_wire and len({actor.polity for actor in draft.actors if actor.name}) >= 2:
        return replace(draft, type="call")  # 两国领导人的视频会议; that of delegations is a negotiation
    clause = scene.clause_of(draft.trigger[0])[0]
    if draft.type == "meeting" and scene.grammar.by_wire.search(scene.folded, clause, draft.trigger[0]):
        return replace(draft, type="call")  # 通过视频交谈
    states = [
        p for p in draft.polities if p in scene.registry.polities and not scene.registry.polities[p].is_organisation
    ]
    apart = scene.grammar.apart.search(scene.folded, clause, draft.trigger[1]) or of_two_sides(scene, draft)
    each = apart and meets_each(draft.actors)
    listed = len(met) >= _LIST and (all(actor.name for actor in met) or _are_of_a_kind(scene, met))
    return replace(draft, type="conference") if len(states) >= 3 and not each and not listed else draft


def _is_a_side(scene: Scene, actor: Actor) -> bool:
    """Whether a state or a body is told as such, by no man of it: 中方, 中印双方, 两国军方."""
    if actor.kind in {"polity", "institution"}:
        return True
    if actor.kind != "office" or actor.name is not None or actor.office is None:
        return False
    return scene.grammar.side.search(scene.folded, *actor.office) is not None


def _of_a_kind(scene: Scene, left: list[Group], actors: Group) -> Group:
    """A与[B、C和D等国的官员]会晤: whom one man meets, told by their kind and their states alone."""
    met = left[0] if left and scene.is_with(left[0]) else ()
    doers = [actor for actor in actors if actor not in met]
    one = len(doers) == 1 and doers[0].kind == "person"
    return met if met and one and _are_of_a_kind(scene, met) else ()


def _are_of_a_kind(scene: Scene, met: Group) -> bool:
    """Whether several are told by their kind and their states alone."""
    kind = scene.grammar.of_several_kinds.search(scene.folded, met[0].start, met[-1].end)
    return kind is not None and not any(actor.name for actor in met)


def _just_speak(scene: Scene, draft: Draft) -> bool:
    """Whether two speak with each other, 对话, rather than hold one of a series of dialogues."""
    word, before = draft.trigger, scene.clause_of(draft.trigger[0])[0]
    numbered = scene.grammar.ordinal.search(scene.folded, before, word[0])
    wished = scene.grammar.wishing.search(scene.folded, before, word[0])
    own = not (numbered or wished) and scene.folded[word[0] - 1] != "“"
    return own and scene.grammar.speak.fullmatch(scene.folded, *word)


def _by_name(scene: Scene, hit: CueHit, actors: Group) -> Group:
    """A与B…代表两国签署: where only states stand beside the cue, their persons named before it in the sentence."""
    if any(actor.name for actor in actors):
        return actors
    states = set(states_of(actors))
    named = tuple(
        actor for actor in scene.actors
        if actor.name and actor.polity and actor.end <= hit.start and actor.role not in VOICES
        and ";" not in scene.between(actor.end, hit.start)
        and not _only_tells(scene, actor, hit)
    )  # fmt: skip
    persons = tuple(actor for actor in named if actor.polity in states)
    if len(states) < 2 or set(states_of(persons)) == states:
        return persons if len(states) >= 2 else actors
    # 王毅同库雷希举行中巴战略对话: one character can stand for several states
    alike = len(states) == len(states_of(named)) == 2 and states & set(states_of(named))
    return named if alike else actors


def _only_tells(scene: Scene, actor: Actor, hit: CueHit) -> bool:
    """Whether somebody only tells what others of whom he speaks by name do: [A]表示,B来访时敲定了对话."""
    close = scene.clause_of(actor.end)[1]
    spoken = scene.grammar.spoken.search(scene.folded, actor.end, close)
    told = spoken is not None and spoken.end() == close < hit.start
    return told and any(other.name and close <= other.start and other.end <= hit.start for other in scene.actors)


def _attended(scene: Scene, hit: CueHit, draft: Draft | None) -> Draft | None:
    """A率团访台,将出席[台捷论坛]; A同某国总理主持[两国总理会晤]: what two states hold, with those who attend it."""
    if draft is None or draft.plural or len(draft.polities) != _PAIR or any(actor.name for actor in draft.actors):
        return draft
    opening = scene.clause_of(hit.start)[0]
    attends = scene.grammar.attends.search(scene.folded, opening, hit.start)
    if attends is None:
        return draft
    before = [group for group in scene.left_of(attends.start()) if not (group[0].name is None and scene.is_with(group))]
    persons = next((group for group in before if any(actor.name for actor in group)), ())
    theirs = persons and all(a.kind in {"person", "office"} and a.polity in draft.polities for a in persons)
    if not theirs or persons[0].name is None or persons[0].role in VOICES:
        return draft
    since = max(opening, persons[-1].end)
    another = any(group[0].start >= since for group in before)
    unsaid = not another and scene.names_no_subject(attends.start(), since=since)
    if not unsaid or scene.grammar.spoken.search(scene.between(persons[-1].end, hit.start)):
        return draft
    return replace(
        draft,
        actors=(*_beside(scene, persons), *persons, *(a for a in draft.actors if a.polity not in states_of(persons))),
    )


def _beside(scene: Scene, persons: Group) -> Group:
    """[他]将与国防部长访问印度,参加…: whoever was spoken of, beside one of his state with whom he goes."""
    before = next(iter(scene.left_of(persons[0].start)), ())
    meant = whom_he_means(scene, before) if scene.is_with(persons) else ()
    return meant if states_of(meant) == states_of(persons) else ()


def _doer_behind(scene: Scene, hit: CueHit, partner: Group) -> Group:
    """与B会面后,[A]宣布: the subject of the sentence, where the contact only says when."""
    end = scene.clause_of(hit.start)[1]
    behind = scene.between(hit.end, end)  # 与B会面后, 在与B的会面中, 与B会面前
    says_when = scene.grammar.done.fullmatch(behind) or scene.grammar.not_yet.fullmatch(behind)
    if not says_when or not scene.names_no_subject(partner[0].start, spare=_ASIDE):
        return ()
    group = next((group for group in scene.right_of(hit.end) if group[0].start == end + 1), ())
    able = group and group[0].kind in {"person", "office"} and group[0].role not in VOICES
    return group if able and len(states_of(group)) == 1 and group[0].polity not in states_of(partner) else ()


def _of_both(scene: Scene, left: list[Group]) -> Group:
    """两国[外长]会面, 两国的[外长]会面: an office said of the two states spoken of, which has a holder in each."""
    if not left or left[0][0].kind != "office":
        return ()
    offices = left[0]
    opens = offices[0].start - (3 if scene.folded.startswith("的", offices[0].start - 1) else 2)
    count = _COUNTED.get(scene.between(opens, opens + 2), 0)
    said = next((states_of(group) for group in scene.left_of(opens) if len(states_of(group)) == count), ())
    states = said or states_of(scene.pair) or states_of(scene.two)
    if not count or len(states) != count or any(scene.is_organisation(state) for state in states):
        return ()
    return tuple(office._replace(polity=state, person="", inferred=False) for office in offices for state in states)


def _plural(scene: Scene, hit: CueHit) -> Draft | None:
    """双方会谈: those the text was last speaking of."""
    pair = scene.pair
    if len(states_of(pair)) < _PAIR and hit.cue.type == "talks" and _is_dated(scene, hit):
        pair = scene.two
    if len(states_of(pair)) < _PAIR:
        return None
    draft = contact(scene, hit, _as_sides(scene, hit, pair))
    if draft is None:
        return None
    return Draft(draft.type, draft.actors, draft.polities, draft.trigger, "plural", draft.site, plural=True)


def _is_dated(scene: Scene, hit: CueHit) -> bool:
    """Whether a date stands before a word in its clause."""
    opening = scene.clause_of(hit.start)[0]
    return any(opening <= time.start < hit.start and time.when.start for time in scene.times)


def _as_sides(scene: Scene, hit: CueHit, pair: Group) -> Group:
    """The pair spoken of; those who negotiate as 双方 are the states of whoever was named, not he himself."""
    both = next((a for a in scene.actors if a.kind == "pronoun" and a.end <= hit.start), None)
    negotiates = hit.cue.type == "talks" and scene.grammar.negotiates.fullmatch(scene.folded, hit.start, hit.end)
    speaks = scene.grammar.speak.fullmatch(scene.folded, hit.start, hit.end)  # 双方周六对话: may be the two themselves
    if both is None or not negotiates or speaks or scene.between(both.start, both.end) in SELF | TWO:
        return pair
    return tuple(
        Actor(both.start, both.end, office=(both.start, both.end), polity=state, kind="polity")
        for state in states_of(pair)
    )

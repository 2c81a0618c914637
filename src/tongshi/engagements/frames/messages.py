"""A letter, a wish, a protest from one to another: A 致函 B, A 祝賀 B 當選."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, contact
from tongshi.engagements.frames.parties import (
    SELF,
    VOICES,
    antecedent,
    crosses,
    doer_described,
    object_of,
    parties_before,
    reaches,
    subject,
)
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.language import is_quoted
from tongshi.records import Actor

#: Roles of those through whom a state speaks to another.
_ENVOYS = {"ambassador", "envoy", "diplomat"}


def addressed(scene: Scene, hit: CueHit) -> Draft | None:
    """A 向 B 提出交涉; A 祝賀 B; A 致函 B; A 給 B 打電話."""
    if hit.cue.wishes and scene.grammar.wish_by_phone.match(scene.folded, hit.end, scene.end):
        return None  # 接听B[祝贺]他当选的电话: that is a call
    opens = scene.clause_of(hit.start)[0]
    before = scene.clause_of(opens - 1)[0] if opens > scene.start else opens  # 在脸书发文,感谢B
    if hit.cue.posted and not scene.grammar.posted.search(scene.folded, before, hit.start):
        return None
    draft = _from_one_to_another(scene, hit)
    if draft is None or (hit.cue.explicit and not _both_said(scene, hit, draft)):
        return None
    if hit.cue.posted and not _is_of_state(scene, draft.actors[-1]):
        return None
    if hit.cue.official and not _by_officials(scene, hit, draft):
        return None
    named = [actor.end for actor in draft.actors if actor.end <= hit.start]
    others = scene.grammar.untold_senders.search(scene.folded, max([scene.start, *named]), hit.start)
    return draft if others is None or scene.grammar.addressed_to.search(others[0]) else None


def _by_officials(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether a body of state says it, or an envoy has part in it: not what two leaders told each other somewhere."""
    sender = draft.actors[0]
    leads = hit.cue.leaders and sender.role in scene.registry.policy_roles
    return leads or sender.kind == "institution" or any(actor.role in _ENVOYS for actor in draft.actors)


def _is_of_state(scene: Scene, thanked: Actor) -> bool:
    """Whether it is a state that is thanked, not somebody of it: 感谢[芬兰]在去年捐赠, not 感谢芬兰[友人]."""
    if thanked.kind != "polity":
        return True
    return scene.grammar.for_what.match(scene.folded, thanked.end) is not None


def lodged(scene: Scene, hit: CueHit) -> Draft | None:
    """A 向 B 提出司法互助請求: what is put to another in due form, right behind whom it is put to."""
    grammar, folded = scene.grammar, scene.folded
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    if not left or not grammar.in_due_form.match(folded, hit.start, scene.end):
        return None
    first, last = left[0][0].start, left[0][-1].end
    put_to = grammar.lodged_with.search(folded, max(scene.start, first - 8), first)
    straight = put_to and grammar.before_lodging.fullmatch(folded, last, hit.start)
    return addressed(scene, hit) if straight else None


def answered(scene: Scene, hit: CueHit) -> Draft | None:
    """A 接听 B 打来的电话: who rings is named between the word and the call."""
    caller = object_of(scene, hit, reach=8)
    known = any(actor.name or actor.role in scene.registry.policy_roles for actor in caller)  # not 研究所领导的电话
    if not known or not scene.grammar.rung.match(scene.folded, caller[-1].end, scene.end):
        return None
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    return contact(scene, hit, subject(scene, hit, left, apart_from=caller) + caller)


def relayed(scene: Scene, hit: CueHit) -> Draft | None:
    """A 向 B 轉達 C 的口信, A 見 B 時轉交 C 的信: the word of C, which A only carries."""
    author = object_of(scene, hit, reach=8)
    if not author or author[0].kind not in {"person", "office"} or len(states_of(author)) != 1:
        return None
    word = scene.grammar.carried.match(scene.folded, author[-1].end, scene.end)
    told = _carried_to(scene, hit, author, word.end()) if word else ()
    draft = contact(scene, hit, author + told) if told else None
    return replace(draft, carried=True) if draft is not None else None


def _carried_to(scene: Scene, hit: CueHit, author: Group, end: int) -> Group:
    """Whom a carried word is for: C致[B]的口信; 向[B]转达; 见[B]时转达; else the other of the two spoken of."""
    states = set(states_of(author))
    able = [group for group in scene.groups if not set(states_of(group)) & states and group[0].kind != "pronoun"]
    inside = (group for group in able if author[-1].end < group[0].start < end)
    named = next((g for g in inside if scene.grammar.written_for.search(scene.between(author[-1].end, g[0].start))), ())
    before = [group for group in able if group[-1].end <= hit.start and reaches(scene, group, hit.start)]
    behind = (group for group in able if group[0].start >= end and scene.is_with(group))
    return named or next(iter(reversed(before)), ()) or next(behind, ()) or _other_of_pair(scene, states)


def _other_of_pair(scene: Scene, states: set[str]) -> Group:
    """The other of the two last spoken of, where one of them is of these states."""
    other = tuple(actor for actor in scene.pair if actor.polity not in states)
    return other if states & set(states_of(scene.pair)) else ()


def _is_told(scene: Scene, group: Group) -> bool:
    """Whether a group stands behind 向, 对: the one written or spoken to."""
    start = group[0].start
    return scene.grammar.addressed_to.search(scene.folded, max(scene.start, start - 8), start) is not None


def _both_said(scene: Scene, hit: CueHit, draft: Draft) -> bool:
    """Whether the sentence itself tells both sides, each as itself: 他已通知[美国], not 通知[美国的]签证部门."""
    own = [actor for actor in draft.actors if scene.start <= actor.start < scene.end]
    whole = not any(actor.kind == "polity" and scene.folded.startswith("的", actor.end) for actor in own)
    opens = scene.clause_of(hit.start)[0]
    he = scene.between(opens, opens + 1) in SELF and draft.actors[:1] == (scene.topic,)
    return whole and len(own) + he == len(draft.actors)


def _from_one_to_another(scene: Scene, hit: CueHit) -> Draft | None:
    if voiced := _in_own_words(scene, hit):
        return voiced
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    if left and scene.is_with(left[0]) and (hit.cue.type == "call" or _is_made_with(scene, left[0], hit)):
        return contact(scene, hit, subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    left = _from_whom_told(scene, hit, left)
    if left and _is_told(scene, left[0]):
        told = _meant(scene, left[0])
        others = [group for group in left[1:] if not _beside_another(group, told)]
        sender = subject(scene, hit, others, apart_from=told)
        if not sender or sender[0].start < scene.start:
            said_to = left[0][0].start
            sender = _spokesman(scene, others, said_to) or _spoke_for(scene, said_to, told) or sender
        return contact(scene, hit, sender + told)
    if left and scene.grammar.handed_over.search(scene.folded, scene.start, left[0][0].start):
        other = (g for g in left[1:] if g[0].kind != "pronoun" and not set(states_of(g)) & set(states_of(left[0])))
        return contact(scene, hit, left[0] + next(other, ()))
    if left and _had_from(scene, left[0], hit):
        others = [group for group in left[1:] if not scene.aside(group, hit.start)]  # (台北7日电)…接获日本通报
        return contact(scene, hit, left[0] + subject(scene, hit, others, apart_from=left[0]))
    right = () if hit.cue.noun else object_of(scene, hit, reach=8)
    if right:
        doer = doer_described(scene, hit.start, right[-1].end, right)
        return contact(scene, hit, (doer or subject(scene, hit, left, apart_from=right)) + right)
    sender = left[0] if left else ()
    told = _written_to(scene, hit, sender) if sender else ()
    return contact(scene, hit, sender + told) if told else None


def _beside_another(group: Group, told: Group) -> bool:
    """Whether those written to are told of with another before, 在[A与B]建交后向A表示祝贺: not who writes."""
    states, theirs = set(states_of(group)), set(states_of(told))
    return bool(states & theirs) and not states <= theirs


def _from_whom_told(scene: Scene, hit: CueHit, left: list[Group]) -> list[Group]:
    """The groups before a wish, from the first that the clause has it said to: 对[某某]当选[总统]表示祝贺."""
    opens = scene.clause_of(hit.start)[0]
    said_to = [at for at, group in enumerate(left) if group[0].start >= opens and _is_told(scene, group)]
    return left[said_to[-1] :] if said_to and hit.cue.wishes else left


def _written_to(scene: Scene, hit: CueHit, sender: Group) -> Group:
    """Whom a message that does not say it goes to: 某某上任时,[总统]致函祝贺; the other of two who write: 他也回函."""
    able = sender[0].kind in {"person", "office", "institution"} and sender[0].role not in VOICES
    states, opens = set(states_of(sender)), scene.clause_of(hit.start)[0]
    himself = scene.grammar.first_person.search(scene.folded, opens, sender[0].start)  # 我和[夫人某某]谨表示慰问
    if not able or len(states) != 1 or crosses(scene, sender[-1].end, hit.start) or himself:
        return ()
    if scene.grammar.replies.fullmatch(scene.folded, hit.start, hit.end):
        return _other_of_pair(scene, states)
    if not scene.grammar.wish_alone.match(scene.folded, hit.end) or not _wishes(scene, hit):
        return ()
    here = (
        group for group in scene.left_of(opens)
        if group[0].kind == "person" and not set(states_of(group)) & states
        and (told := scene.grammar.wished_for.match(scene.folded, group[-1].end)) and told.end() <= sender[0].start
    )  # fmt: skip
    return next(here, ()) or _wished_before(scene, states)


def _wished_before(scene: Scene, states: set[str]) -> Group:
    """Whom a wish is for that goes on from the sentence before, where he won or was wished for: 某某当选.[总统]致贺."""
    floor = scene.start - _BEFORE
    topic, (*_, last) = scene.topic, (None, *scene.pair)
    won = topic is not None and scene.grammar.wished_for.match(scene.folded, topic.end, scene.start)
    wished = last is not None and scene.grammar.wishes.search(scene.folded, max(floor, last.start), scene.start)
    meant = topic if won else last if wished else None
    able = meant is not None and meant.kind == "person" and meant.start >= floor and meant.polity not in {None, *states}
    return (meant,) if able and meant is not None else ()


#: Characters between whoever was spoken of and a sentence that goes on with wishes for him.
_BEFORE = 90


def _in_own_words(scene: Scene, hit: CueHit) -> Draft | None:
    """What somebody's own words do, as they are quoted: A说,「我祝贺B当选」; A表示,「我们已向B提出交涉」."""
    if not is_quoted(scene.folded, hit.start, scene.start):
        return None
    opened = scene.folded.rfind("“", scene.start, hit.start)
    clause = max(opened + 1, scene.clause_of(hit.start)[0])
    before = [group for group in scene.left_of(hit.start) if group[0].start >= clause]
    told = next((group for group in before if group[0].kind != "pronoun" and _is_told(scene, group)), ())
    first = scene.grammar.first_person.match(scene.folded, clause, told[0].start if told else hit.start)
    bare = clause == opened + 1 == hit.start and hit.cue.wishes  # 「祝贺某某当选」
    if not (first or bare) or any(group is not told and group[0].kind != "pronoun" for group in before):
        return None
    speaker = next((group for group in scene.left_of(opened) if group[0].kind != "pronoun"), ())
    able = speaker and speaker[0].kind in {"person", "office", "institution"}
    if not able or scene.grammar.quotes_him.search(scene.folded, speaker[-1].end, opened) is None:
        return None
    draft = contact(scene, hit, speaker + (told or (() if hit.cue.noun else object_of(scene, hit, reach=8))))
    return replace(draft, voiced=True) if draft is not None else None


def _is_made_with(scene: Scene, group: Group, hit: CueHit) -> bool:
    """Whether a protest is told as made with whoever it is to: 已同[美方]进行严正交涉."""
    return scene.grammar.made_with.search(scene.folded, group[-1].end, hit.start) is not None


def _wishes(scene: Scene, hit: CueHit) -> bool:
    """Whether a message is a congratulation or a condolence, 祝贺, 致函[祝贺]."""
    return hit.cue.wishes or scene.grammar.wishes.match(scene.folded, hit.end) is not None


def _spokesman(scene: Scene, groups: list[Group], position: int) -> Group:
    """Who speaks for a state and says it himself: 外交部[发言人]12日对某某当选表示祝贺."""
    nearest = groups[0] if groups else ()
    speaks = nearest and nearest[0].role in VOICES and not crosses(scene, nearest[-1].end, position)
    return nearest if speaks else ()


def _spoke_for(scene: Scene, position: int, told: Group) -> Group:
    """大使馆表示,[中方]注意到…;已就此向印方提出交涉: the first of the sentence who is not the other side, by 中方."""
    if not scene.names_no_subject(position):
        return ()
    able = [
        group for group in scene.groups
        if group[-1].end <= position and len(states_of(group)) == 1 and not set(states_of(group)) & set(states_of(told))
    ]  # fmt: skip
    side = next((group for group in able if scene.folded[group[-1].end - 1] == "方"), ())
    body = side or next((group for group in able if group[0].kind == "institution"), ())
    return body or next((group for group in able if group[0].role in VOICES), ())


def _meant(scene: Scene, group: Group) -> Group:
    """Whom 向他 means: the first person of the sentence but for the nearest before it, else whoever was spoken of."""
    if group[0].kind != "pronoun" or scene.between(group[0].start, group[0].end) not in SELF:
        return group
    doer = next((g for g in scene.left_of(group[0].start) if g[0].kind != "pronoun"), ())
    return antecedent(scene, group[0].start, doer)


def _had_from(scene: Scene, sender: Group, hit: CueHit) -> bool:
    """Whether somebody has the letter, or the protest: 收到[B的]贺信, 不顾[B的]严正交涉."""
    had = scene.grammar.had_from.search(scene.folded, scene.start, sender[0].start)
    return had is not None and scene.grammar.sent.fullmatch(scene.between(sender[-1].end, hit.start))

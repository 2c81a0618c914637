"""One who receives, calls or gives a dinner to another: A 會見 B, A 通電話給 B, 獲 B 接見, A 出席 B 的晚宴."""

from __future__ import annotations

from dataclasses import replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.drafts import Draft, contact, venue, with_leaders
from tongshi.engagements.frames.parties import (
    crosses,
    doer_described,
    object_of,
    parties_before,
    subject,
    topic,
    with_leader,
)
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.records import Actor

#: Characters between two who meet and the word, as where they do.
_JUST_BEFORE = 8
#: Characters before a partner that are no subject, 与[亲密盟友]以色列总理会面.
_ASIDE = 6
#: Roles of those who may be nobody's representatives.
_PRIVATE = {"delegation", "other"}
#: Roles that many of one state have, none of whom is known by his title alone.
_OF_MANY = {"legislator", "other"}


def transitive(scene: Scene, hit: CueHit) -> Draft | None:
    """A 會見 B; A 獲 B 接見."""
    draft = _receiving(scene, hit)
    if hit.cue.persons and not (draft is not None and all(actor.name for actor in draft.actors)):
        return None
    return with_leaders(scene, draft)


def _receiving(scene: Scene, hit: CueHit) -> Draft | None:
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    right = object_of(scene, hit) or _given_to(scene, hit)
    if left and scene.is_by(left[0]):
        return _received(
            scene, hit, contact(scene, hit, subject(scene, hit, left[1:], apart_from=left[0]) + left[0]), left[0]
        )
    if left and scene.is_with(left[0]) and not right:
        return contact(scene, hit, subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    if not right and (welcome := _welcome(scene, hit, left)):
        return welcome
    near = left and hit.start - left[0][-1].end <= _JUST_BEFORE and not crosses(scene, left[0][-1].end, hit.start)
    if near and not right and len(states_of(left[0])) >= 2:
        return contact(scene, hit, left[0])  # 中印外长双边会见, A和B在曼谷会见
    if (
        left and not right and scene.grammar.granted.search(scene.folded, scene.start, hit.start)
    ):  # 不愿在B访问时予以接见
        return contact(scene, hit, subject(scene, hit, left[1:], apart_from=left[0]) + left[0])
    if right and _is_private(scene, right):
        return None
    if right and scene.grammar.bare_guests.match(scene.folded, hit.end):
        return _guests_spoken_of(scene, hit, left)
    if right:
        right = _of_the_place(scene, hit, right)
        host = doer_described(scene, hit.start, right[-1].end, right) or subject(scene, hit, left, apart_from=right)
        host = host or _summoner(scene, hit, right)
        if not host:
            return None
        draft = _received(scene, hit, contact(scene, hit, host + right), host, right)
        written = hit.cue.wish_is_message and scene.grammar.wishes.search(scene.folded, hit.end, scene.end)
        return replace(draft, type="message") if draft is not None and written else draft
    return _guest_before(scene, hit, left)


def _is_private(scene: Scene, met: Group) -> bool:
    """Whether a state only says of where private people are: 会见[美国]智库, 接见[日本企业家代表团]."""
    one, private = met[0], scene.grammar.private_body
    if len(met) > 1 or one.name is not None:
        return False
    if one.kind == "polity":
        return private.match(scene.folded, one.end) is not None
    return one.role in _PRIVATE and private.search(scene.folded, one.start, one.end) is not None


def _of_the_place(scene: Scene, hit: CueHit, met: Group) -> Group:
    """在伦敦会见[议员]: officials whose state is not said are of the place where somebody meets them."""
    site = venue(scene, hit)
    if site is None or site.end > hit.start or not all(_is_bare_title(scene, actor) for actor in met):
        return met
    return tuple(actor._replace(polity=site.polity, person="") for actor in met)


def _is_bare_title(scene: Scene, actor: Actor) -> bool:
    """Whether an actor is the title of several, without a state or a name: 议员, 官员, not 大使."""
    states = (site for site in scene.sites if actor.start <= site.start and site.end <= actor.end)
    return actor.kind == "office" and actor.role in _OF_MANY and next(states, None) is None


def _given_to(scene: Scene, hit: CueHit) -> Group:
    """A颁赠奖章给[B]: whoever is given something, behind it."""
    given = scene.grammar.given_to.match(scene.folded, hit.end, scene.end)
    group = next(iter(scene.right_of(given.end())), ()) if given else ()
    return group if given and group and group[0].kind == "person" and group[0].start == given.end() else ()


def hosted(scene: Scene, hit: CueHit) -> Draft | None:
    """A 出席 B 的晚宴."""
    left = parties_before(scene, scene.left_of(hit.start), hit.start)
    if not left or not scene.grammar.gives_it.fullmatch(scene.between(left[0][-1].end, hit.start)):
        return None
    giver = left[0][0]
    attends = scene.grammar.attends.search(scene.folded, max(scene.start, giver.start - _ASIDE), giver.start)
    if giver.kind not in {"person", "office"} or attends is None:
        return None
    guest = subject(scene, hit, left[1:], apart_from=left[0])
    draft = contact(scene, hit, guest + left[0])
    able = draft is not None and all(actor.kind in {"person", "office"} for actor in draft.actors)
    return _where_at_home(draft, giver) if able else None


def escorted(scene: Scene, hit: CueHit) -> Draft | None:
    """A 在 B 的陪同下參觀某地; 在 B 陪同下,A 參觀; A 由 B 陪同: whoever goes round with his host meets him."""
    left = scene.left_of(hit.start)
    escort = left[0] if left else ()
    if not escort or escort[0].kind not in {"person", "office"} or len(states_of(escort)) != 1:
        return None
    beside = scene.between(escort[-1].end, hit.start) in {"", "的"}
    if not beside or not scene.grammar.in_company_of.search(scene.folded, scene.start, escort[0].start):
        return None
    guest = _guest_behind(scene, hit, escort) or subject(
        scene, hit, parties_before(scene, left[1:], escort[0].start), apart_from=escort
    )
    able = guest and guest[0].kind in {"person", "office"}
    return _where_at_home(contact(scene, hit, guest + escort), escort[0]) if able else None


def _guest_behind(scene: Scene, hit: CueHit, escort: Group) -> Group:
    """在B陪同下,[A]参观某地: who opens the next clause, where the escort opens his."""
    close = scene.clause_of(hit.start)[1]
    group = next(iter(scene.right_of(close)), ())
    opens = group and group[0].start == close + 1 and scene.names_no_subject(escort[0].start)
    return group if opens and len(states_of(group)) == 1 and states_of(group) != states_of(escort) else ()


def _summoner(scene: Scene, hit: CueHit, envoy: Group) -> Group:
    """[A国]指责B国,召见B国驻A国大使: the state that an envoy is accredited to, where the sentence names it before."""
    if not hit.cue.at_home or envoy[0].role != "ambassador" or not envoy[0].host:
        return ()
    return next((group for group in scene.left_of(hit.start) if states_of(group) == (envoy[0].host,)), ())


def _guest_before(scene: Scene, hit: CueHit, left: list[Group]) -> Draft | None:
    """A率团访B,总统在官邸接见: the guest is whoever the clause before told of."""
    open_end = scene.clause_of(hit.start)[1] <= hit.end + 1
    if not left or not open_end or crosses(scene, left[0][-1].end, hit.start):
        return None
    host = with_leader(scene, left[0])
    guest = next((g for g in left[1:] if g[0].kind == "person" and not set(states_of(g)) & set(states_of(host))), ())
    draft = contact(scene, hit, host + guest) if guest and host[0].kind in {"person", "office"} else None
    return _where_at_home(draft, host[0])


def _guests_spoken_of(scene: Scene, hit: CueHit, left: list[Group]) -> Draft | None:
    """总统接见[访团]: a delegation whose state is not said is his who was told to come, here or before."""
    host = left[0] if left else ()
    if not host or host[0].kind not in {"person", "office"} or crosses(scene, host[-1].end, hit.start):
        return None

    def of_others(group: Group) -> bool:
        foreign = not set(states_of(group)) & {*states_of(host), None} and len(states_of(group)) == 1
        return foreign and group[0].kind in {"person", "office"}

    guest = next((group for group in [*left[1:], topic(scene)] if group and of_others(group)), ())
    return _where_at_home(contact(scene, hit, host + guest), host[0]) if guest else None


def _welcome(scene: Scene, hit: CueHit, left: list[Group]) -> Draft | None:
    """A抵达B国。外长到机场迎接: where a traveller arrives, the guest is whoever was spoken of."""
    opens, closes = scene.clause_of(hit.start)
    guest = topic(scene)
    host = next((group for group in left if group[0].kind in {"person", "office"}), ())
    arrives = scene.grammar.at_arrival.search(scene.folded, opens, hit.end)
    if not arrives or closes > hit.end + 1 or not host or crosses(scene, host[-1].end, hit.start):
        return None
    if not guest or guest[0].kind != "person" or any(a.person and a.person == guest[0].person for a in host):
        return None
    draft = contact(scene, hit, host + guest)
    return _where_at_home(draft, host[0])


def _where_at_home(draft: Draft | None, host: Actor) -> Draft | None:
    return replace(draft, at_home=host.polity) if draft is not None else None


def _received(scene: Scene, hit: CueHit, draft: Draft | None, host: Group, guest: Group = ()) -> Draft | None:
    """The draft with the polity in which it takes place: the host's, who summons, or receives one who came."""
    came = guest and scene.grammar.comes_there.search(scene.folded, hit.end, guest[0].start)
    states = states_of(host)
    home = (hit.cue.at_home or came) and len(states) == 1 and not scene.is_organisation(states[0])
    return replace(draft, at_home=states[0]) if draft is not None and home else draft

"""What a cue reports, before status and date are judged."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.parties import led_by
from tongshi.engagements.people import SINGLE
from tongshi.engagements.scene import Group, Scene, states_of
from tongshi.records import Actor, EngagementType, Status
from tongshi.registry import Site


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
    at_home: str | None = None  # for a meeting: the polity of him who receives the other at home
    to_house: bool = False  # for a meeting: a speech to a parliament
    carried: bool = False  # for a message: another carries it
    voiced: bool = False  # for a message: the words of its sender do it, 「我祝贺…」
    wishes: bool = False  # for a message: a congratulation or a condolence by its word
    ranked: bool = False  # for a visit: whoever travels is told as the first, or the highest, who did
    region: bool = False  # for a visit: only a part of the world is said, 欧洲之行
    lands: frozenset[str] = frozenset()  # the states that lie there
    before: bool = False  # for a visit: made by one whom another followed, 继A之后
    on: tuple[int, int] | None = None  # where its own date stands, of several that are told
    organisation: str = ""  # for a conference: whose it is
    sits: str = ""  # for a conference: which of a body's sessions it is, 外长会议, 与中日韩领导人会议
    there: bool = False  # for a conference: somebody named is said to be there, not only beside it
    again: bool = False  # for a conference: told before, and named no more, 会上
    plural: bool = False  # the participants are 双方, 两人: whoever was spoken of
    weak: bool = False
    named: bool = False  # for an appointment: somebody names or dismisses another, which is an act of its day
    announced: bool = False  # for an appointment: who announces that he resigns has done so that day
    candidate: bool = False  # for an appointment: a name spoken of, 人选
    default: Status | None = None  # where no other word decides, if not the cue's own
    leaving: bool = False  # for an appointment: an office left, not taken


def contact(scene: Scene, hit: CueHit, actors: Group) -> Draft | None:
    """A draft of the cue's own type between the actors, each once; None where they are of one polity."""
    unique: dict[object, Actor] = {}
    for actor in actors:
        if actor.kind in {"pronoun", "medium"} or (hit.cue.type == "meeting" and scene.is_populace(actor)):
            continue
        if scene.is_of_presumed_state(actor) or _is_of_states_untold(scene, actor):
            continue
        key = actor.person or (
            scene.between(*actor.name)
            if actor.name
            else (actor.polity, actor.kind, scene.between(actor.start, actor.end))
        )
        unique.setdefault(key, actor)
    kept = _by_their_men(tuple(unique.values()))
    polities = states_of(kept)
    if len(polities) < 2:
        return None
    rule = f"{hit.cue.frame}:{hit.cue.id}"
    return Draft(
        hit.cue.type, kept, polities, (hit.start, hit.end), rule, venue(scene, hit), wishes=hit.cue.wishes
    )  # fmt: skip


def _is_of_states_untold(scene: Scene, actor: Actor) -> bool:
    """Whether an office is said to be that of states spoken of, which are not known: 两国的[部长]."""
    return actor.inferred and actor.kind == "office" and scene.folded.endswith(_OF_STATES, scene.start, actor.start)


#: What says so, right before the office.
_OF_STATES = ("两国", "两国的", "双方", "双方的", "三国", "三国的", "四国", "四国的", "各国", "各国的")


def seated(scene: Scene, draft: Draft | None) -> Draft | None:
    """A conference of just those states that sit in a gathering is that: 美日印澳四国外长会议 is the QUAD."""
    if draft is None or draft.type != "conference" or draft.organisation:
        return draft
    body = scene.registry.gathering(draft.polities)
    return replace(draft, polities=(body, *draft.polities), organisation=body) if body else draft


def _by_their_men(actors: Group) -> Group:
    """教廷国务院与外交部次长A: whoever is there by name stands for the bodies of his state that are named with him."""
    named = {actor.polity for actor in actors if actor.name}
    return tuple(actor for actor in actors if actor.kind not in {"polity", "institution"} or actor.polity not in named)


def venue(scene: Scene, hit: CueHit) -> Site | None:
    """在东京, 在德国柏林: where the sentence says that it was; a town rather than a state, then the nearest."""
    clause = scene.clause_of(hit.start)
    ranked: list[tuple[bool, bool, int, Site]] = []
    reached = -1  # where the last place said ends
    for site in scene.sites:
        before = scene.grammar.located.search(scene.folded, max(scene.start, site.start - 8), site.start)
        joined = 0 <= site.start - reached <= _CHIEF_TOWN and scene.grammar.chief_town.fullmatch(
            scene.between(reached, site.start)
        )
        placed = before or (reached >= 0 and joined) or (site.town and site.end == hit.start)
        if not placed or site.sense not in _PLACES or abs(site.start - hit.start) > _PLACE_REACH:
            continue
        if hit.cue.frame == "event" and scene.grammar.raised.search(scene.between(hit.end, site.start)):
            continue  # 会议上提到某人在中国的遭遇
        led = scene.grammar.under_lead.match(scene.folded, site.end)  # 在德国斡旋下
        if led or scene.is_organisation(site.polity) or scene.within_title(site):
            continue
        reached = site.end
        own = clause[0] <= site.start < clause[1]
        if own or _says_where(scene, clause, site):
            ranked.append((site.town, own, -abs(site.start - hit.start), site))
    there = {site.polity for _, own, _, site in ranked if own}
    # A峰会在吉隆坡落幕,B峰会在沙特登场: a town of another state is of another clause's contact
    ranked = [place for place in ranked if place[1] or not there or place[-1].polity in there]
    return max(ranked)[-1] if ranked else None


def _says_where(scene: Scene, clause: tuple[int, int], site: Site) -> bool:
    """Whether a place of another clause is that of the contact, not where it was spoken of: 在北京宣布,两国将会谈.

    What goes before is there still; what follows says so, or goes on to something else: 峰会周五起,在大阪举行.
    """
    if site.end <= clause[0]:
        return scene.grammar.spoken.search(scene.between(site.end, clause[0])) is None
    takes_place = scene.grammar.takes_place.match(scene.folded, site.end, scene.end)
    return takes_place is not None and not scene.grammar.last_time.search(scene.between(clause[1], site.start))


#: Names of a polity that can say where something is, and how far from the cue.
_PLACES = {"city", "capital", "metonym", "name", "legislature"}
_PLACE_REACH = 60
#: Longest word between a state and its town.
_CHIEF_TOWN = 6


def each_apart(scene: Scene, hit: CueHit, draft: Draft) -> tuple[Draft, ...]:
    """The contacts that one report holds: 先后会见A、B is two meetings, A与B先后访台 two visits, A、B祝贺C two."""
    if draft.type == "appointment":
        return (draft, *_named_together(scene, draft))
    clause = scene.clause_of(draft.trigger[0])
    told_apart = scene.grammar.apart.search(scene.folded, clause[0], draft.trigger[1]) or of_two_sides(scene, draft)
    if told_apart and draft.type in {"message", "call"} and (pairs := _respectively(draft)):
        return pairs
    if hit.cue.each and not draft.plural:
        return _by_sender(draft)
    persons = [a for a in draft.actors if a.name is not None]
    parties = persons if draft.type == "visit" else draft.actors
    if len(parties) < 2 or not (told_apart or _calls_each(scene, draft)):
        return _one_by_one(scene, draft) or (draft,)
    if draft.type == "visit" and len(persons) == len(draft.actors):
        return tuple(
            replace(draft, actors=(person,), polities=tuple(dict.fromkeys((*states_of((person,)), *draft.hosts))))
            for person in persons
        )
    one = _amid(scene, draft.actors) if draft.type in {"meeting", "call"} else None
    if one is None:
        return (draft,)
    return tuple(_of_some(draft, (one, a)) for a in draft.actors if a is not one)


def _of_some(draft: Draft, actors: Group) -> Draft:
    """The same between some of those who take part."""
    return replace(draft, actors=actors, polities=states_of(actors))


def _named_together(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """任命的国务卿A和国安顾问B, 提名A为大使、B为防长: the others named with the same word."""
    if not scene.grammar.names_somebody.fullmatch(scene.folded, *draft.trigger):
        return ()
    first = draft.actors[0]
    beside = next((g for g in scene.groups if any(a.start == first.start for a in g)), ())
    named = [(a, a) for a in beside if a.start > first.start and a.office and a.role in scene.registry.policy_roles]
    rest = [actor for actor in scene.actors if actor.start > first.end]
    named += [
        (person, title)
        for person, title in itertools.pairwise(rest)
        if person.kind == "person" and title.kind == "office" and title.role in scene.registry.policy_roles
        and scene.grammar.made_into.fullmatch(scene.folded, person.end, title.start)
    ]  # fmt: skip
    known = {person.start for person, _ in named}
    named += [pair for pair in _listed(scene, first) if pair[0].start not in known]
    return tuple(
        replace(
            draft,
            actors=(person._replace(office=title.office, host=title.host, role=title.role),),
            polities=tuple(dict.fromkeys(p for p in (person.polity or title.polity, title.host) if p)),
        )
        for person, title in named
        if person.name and (person.polity or title.polity)
    )


def _listed(scene: Scene, first: Actor) -> list[tuple[Actor, Actor]]:
    """Who is named on with a title in a list: 提名的国务卿人选A[、国安顾问人选B、驻联合国大使C等]."""
    found, reached = [], first.end
    for actor in scene.actors:
        if actor.start < reached:
            continue
        if not scene.grammar.lists_on.fullmatch(scene.folded, reached, actor.start):
            break
        person = actor if actor.kind == "person" else as_candidate(scene, actor)
        if person is None or (person is actor and person.office is None):
            break
        if actor.role in scene.registry.policy_roles:
            found.append((person, actor))
        reached = person.end
    return found


def as_candidate(scene: Scene, office: Actor) -> Actor | None:
    """Who is named behind an office as somebody for it: 国务卿[人选某某]."""
    word = scene.grammar.candidate.match(scene.folded, office.end)
    found = next((a for a in scene.actors if word and a.start == word.end() and a.kind == "person"), None)
    return found if office.kind == "office" else None


def of_two_sides(scene: Scene, draft: Draft) -> bool:
    """Whether whoever meets those of several states meets each by himself, as a word says: 与三国外长的[双边]会谈."""
    clause = scene.clause_of(draft.trigger[0])[0]
    return len(draft.polities) > _SIDES and (
        scene.grammar.bilateral.search(scene.folded, clause, draft.trigger[1]) is not None
    )


def _respectively(draft: Draft) -> tuple[Draft, ...]:
    """A、B分别向C、D致贺: the first of one state with the first of the other, and so on."""
    sides = [[actor for actor in draft.actors if actor.polity == code] for code in draft.polities]
    if len(sides) != _SIDES or len(sides[0]) != len(sides[1]) or len(sides[0]) < _SIDES:
        return ()
    if not all(actor.name for actor in draft.actors):
        return ()
    return tuple(_of_some(draft, pair) for pair in zip(*sides, strict=True))


#: Sides of a contact, and persons of each who have their own.
_SIDES = 2


def _by_sender(draft: Draft) -> tuple[Draft, ...]:
    """One draft for each state whose named persons call or write to those named last."""
    told = draft.actors[-1].polity
    receivers = tuple(actor for actor in draft.actors if actor.polity == told)
    senders = {code: tuple(a for a in draft.actors if a.polity == code) for code in draft.polities if code != told}
    if len(senders) < 2 or not all(actor.name for sender in senders.values() for actor in sender):
        return (draft,)
    return tuple(_of_some(draft, (*sender, *receivers)) for sender in senders.values())


def _calls_each(scene: Scene, draft: Draft) -> bool:
    """Whether one calls persons of several states, 与A、B等人通电话: a telephone has two ends, unlike a conference."""
    by_phone = draft.type == "call" and scene.grammar.by_phone.search(scene.folded, *draft.trigger)
    return bool(by_phone) and len(draft.polities) > _SIDES and _amid(scene, draft.actors) is draft.actors[0]


def _one_by_one(scene: Scene, draft: Draft) -> tuple[Draft, ...]:
    """The meetings of one who has several hosts of one state: 访台期间将会见A、B等人; 将会见总统A、院长B等官员.

    They are told as what a visitor's programme lists, or are each of another high office.
    """
    grammar, folded = scene.grammar, scene.folded
    each = grammar.one_by_one.fullmatch(folded, *draft.trigger)
    if draft.type != "meeting" or draft.plural or len(draft.polities) != _SIDES or not each:
        return ()
    one = _amid(scene, draft.actors)
    hosts = tuple(actor for actor in draft.actors if actor is not one and actor.name)
    if one is None or not hosts:
        return ()
    if grammar.programme.search(folded, scene.start, draft.trigger[0]):
        least = _SIDES if grammar.list_goes_on.match(folded, hosts[-1].end) else _LISTED
    elif one.start < hosts[0].start and _have_each_an_office(scene, hosts):  # 总统A以及部长B将会见C: both together
        least = _SIDES if grammar.and_others.match(folded, hosts[-1].end) else _PROGRAMME
    else:
        return ()
    return tuple(_of_some(draft, (one, host)) for host in hosts) if len(hosts) >= least else ()


def _have_each_an_office(scene: Scene, hosts: Group) -> bool:
    """Whether hosts listed are each of another high office."""
    offices = {scene.between(*host.office) for host in hosts if host.office and host.role in _HOSTS}
    listed = (scene.grammar.lists_on.fullmatch(scene.folded, a.end, b.start) for a, b in itertools.pairwise(hosts))
    return len(offices) == len(hosts) and all(listed)


#: Hosts that make a programme where a journey is told of.
_LISTED = 3
#: Hosts that make a programme even where no word sums them up.
_PROGRAMME = 4
#: Roles of those who each receive a guest of their own.
_HOSTS = SINGLE | {"deputy-head", "monarch", "speaker", "minister", "trade-minister", "finance-minister"}


def _amid(scene: Scene, actors: Group) -> Actor | None:
    """Who meets all the others one by one: the only one on his side of 与, A与B、C; A、B与C."""
    among = next((group for group in scene.groups if any(a.start == actors[0].start for a in group)), ())
    side = [actor for actor in actors if any(actor.start == other.start for other in among)]
    if len(side) == len(actors):
        divides = [i for i in range(1, len(side)) if scene.between(side[i - 1].end, side[i].start) in _DIVIDES]
        side = side[: divides[0]] if len(divides) == 1 else side
    one = actors[0] if len(side) <= 1 else actors[-1] if len(side) == len(actors) - 1 else None
    return one if one is not None and meets_each((one, *(a for a in actors if a is not one))) is one else None


#: What parts two sides where 和 only joins: A和B[与]C.
_DIVIDES = {"与", "同", "跟"}


def meets_each(actors: Group) -> Actor | None:
    """Who meets all the others one by one, each of another state than his: not one of those of one title, 美澳外长."""
    for one in actors:
        others = [a for a in actors if a is not one]
        apart = all(a.polity not in {one.polity, None} and (a.office is None or a.office != one.office) for a in others)
        if len(others) >= 2 and one.polity and apart:
            return one
    return None


def with_leaders(scene: Scene, draft: Draft | None) -> Draft | None:
    """A率领代表团与B会谈: each delegation by its leader's name."""
    if draft is None or not any(actor.role == "delegation" for actor in draft.actors):
        return draft
    actors = tuple(one for actor in draft.actors for one in led_by(scene, (actor,)) or (actor,))
    return replace(draft, actors=actors) if set(states_of(actors)) == set(draft.polities) else draft

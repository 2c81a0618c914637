"""Mentions of one contact in an article become one record (codebook: one record per real contact)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tongshi.engagements.contacts import SITTINGS, Contact, Mention
from tongshi.engagements.ranges import dates_agree, day_range, journeys_agree, long_apart
from tongshi.records import Actor, Status

#: Sentences within which a vaguer word for a sitting means the one just told.
_NEAR = 3


def merge(mentions: Sequence[Mention], same: Callable[[Actor, Actor], bool]) -> list[Contact]:
    """Group mentions into contacts, in order of their first mention."""
    contacts: list[Contact] = []
    for mention in mentions:
        homes = [at for at, contact in enumerate(contacts) if _belongs(mention, contact, same)]
        if any(_tells_leg(contact, mention, same) for contact in contacts):
            homes = [at for at in homes if any(m.draft.region or _is_tour(m) for m in contacts[at].mentions)]
        home = max(homes, key=lambda at: _likeness(mention, contacts[at]), default=None)
        if home is None:
            contacts.append(Contact((mention,)))
        else:
            contacts[home] = Contact((*contacts[home].mentions, mention))
    return _legs_apart(contacts, same)


def _legs_apart(contacts: Sequence[Contact], same: Callable[[Actor, Actor], bool]) -> list[Contact]:
    """The contacts, what a tour has of a leg that is told with its day later on given to that leg."""
    grown = list(contacts)
    for at, tour in enumerate(contacts):
        wide = [mention for mention in tour.mentions if _is_tour(mention)]
        for mention in tour.mentions if wide else ():
            leg = next((n for n, c in enumerate(grown) if n != at and _is_of_leg(mention, c, wide, same)), None)
            if leg is not None:
                grown[at] = Contact(tuple(m for m in grown[at].mentions if m is not mention))
                grown[leg] = Contact(tuple(sorted((*grown[leg].mentions, mention), key=lambda m: m.draft.trigger)))
    return sorted(grown, key=lambda contact: contact.mentions[0].draft.trigger)


def _is_of_leg(mention: Mention, leg: Contact, tour: Sequence[Mention], same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether a mention is of the visit to the same place alone that is told as a leg of the tour."""
    there = all(set(m.draft.hosts) == set(mention.draft.hosts) for m in leg.mentions)
    apart = there and any(
        _is_leg_of(x, y) and _same_party(x.actors, y.actors, same) for x in leg.mentions for y in tour
    )
    return apart and _belongs(mention, leg, same)


def _likeness(mention: Mention, contact: Contact) -> tuple[bool, bool]:
    """How well a visit fits a contact it can belong to: the leg told, or the tour; the visit put off, or that anew."""
    if mention.type != "visit":
        return False, False
    there = any(set(other.draft.hosts) == set(mention.draft.hosts) for other in contact.mentions)
    # 访问 as such is said of a visit however it stands with it
    alike = mention.status.status != "held" and any(m.status.status == mention.status.status for m in contact.mentions)
    return there, alike


def _of_one_day(a: Mention, b: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether two words for a sitting are of the same two persons on one day: 24日会谈…，24日的电话会议."""
    one_day = a.firm and a.when.precision == b.when.precision == "day" and a.when.start == b.when.start
    if not one_day or a.numbered or b.numbered:  # 第七次对话 by wire is a session of its own kind
        return False
    return sum(any(same(x, y) for y in b.actors) for x in a.actors) >= 2


def _echoes(a: Mention, b: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether `b` speaks again, in a vaguer word, of the sitting that `a` reports: 通电话…，双方在会谈中…."""
    if not {a.type, b.type} <= SITTINGS or set(a.polities) != set(b.polities):
        return False
    if b.firm and b.when.start and not _of_one_day(a, b, same):
        return False
    if b.status.status != a.status.status:
        return False
    if a.looks_back != b.looks_back:
        return False  # 在会议上讨论落实外长会晤达成的共识
    named_a, named_b = [x for x in a.actors if x.name], [x for x in b.actors if x.name]
    return all(any(same(x, y) for y in named_a) for x in named_b)


def _belongs(mention: Mention, contact: Contact, same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether a mention is of the contact, told in the same word or in a vaguer one."""
    best, group = contact.best, contact.mentions
    if mention.type == best.type:
        return all(_compatible(mention, other, same) for other in group if other.type == mention.type)
    if any(_called_besides(other, mention) for other in group):
        return False
    near = min(abs(mention.index - other.index) for other in group) <= _NEAR
    apart = any(m.firm and mention.firm and not dates_agree(m.when, mention.when) for m in group)
    return near and not apart and (_echoes(best, mention, same) or _echoes(mention, best, same))


def _compatible(a: Mention, b: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    both = ((a, b), (b, a))
    if long_apart(a.when, b.when) or any(_invited_again(x, y) or _given_up_before(x, y) for x, y in both):
        return False
    if any(_still_to_come(x, y) or _once_before(x, y) or _told_beside(x, y) for x, y in both):
        return False
    if a.index == b.index and a.draft.on and b.draft.on and a.draft.on != b.draft.on:
        return False  # 在2018和2019年两度访问
    if a.type != "appointment" and any(_is_of_predecessors(x, y) for x, y in both):
        return False
    if a.type == "visit":
        apart = a.firm and b.firm and not journeys_agree(a.when, b.when)
        apart = apart or any(_is_leg_of(x, y) or _planned_anew(x, y) or _onward(x, y) for x, y in ((a, b), (b, a)))
        return not apart and _same_party(a.actors, b.actors, same) and _hosts_agree(a, b)
    if a.type == "appointment":  # nobody takes an office twice within weeks
        return (
            a.draft.leaving == b.draft.leaving
            and _same_party(a.actors, b.actors, same)
            and a.draft.actors[0].role == b.draft.actors[0].role
        )
    if a.firm and b.firm and not dates_agree(a.when, b.when) and not _one_day_apart(a, b, same):
        return False
    if a.draft.to_house != b.draft.to_house:
        return False  # who speaks to the parliament meets its speaker besides
    if a.type == "message" and _answers(a, b, same):
        return False
    if a.type == "conference" and a.draft.organisation != b.draft.organisation:
        return False
    if a.type == "conference" and (_looked_back_from(a, b) or _looked_back_from(b, a)):
        return False
    if a.type == "conference" and a.draft.organisation and _one_session(a, b):
        return True
    if a.draft.plural or b.draft.plural:
        return set(a.polities) & set(b.polities) == set(a.polities if a.draft.plural else b.polities)
    if not set(a.polities) & set(b.polities) or _of_other_offices(a.actors, b.actors, same):
        return False
    if a.type == "meeting" and a.index == b.index and (_with_a_body(a, b) or _with_a_body(b, a)):
        return False
    named_a, named_b = [x for x in a.actors if x.name], [x for x in b.actors if x.name]
    if named_a and named_b:
        shared = sum(any(same(x, y) for y in named_b) for x in named_a)
        if shared < min(len(named_a), len(named_b), 2):
            return False
    states_a, states_b = set(a.polities), set(b.polities)
    return states_a <= states_b or states_b <= states_a


def _answers(a: Mention, b: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether one of two named persons writes what the other wrote to him: 总统致函首相, 首相也回函."""
    if len(a.actors) != _PAIR or len(b.actors) != _PAIR or not all(x.name for x in (*a.actors, *b.actors)):
        return False
    return same(a.actors[0], b.actors[1]) and same(a.actors[1], b.actors[0])


#: Persons of whom one writes to the other.
_PAIR = 2


def _is_of_predecessors(dated: Mention, named: Mention) -> bool:
    """Whether a contact took place before those named in another took office: 2007年教宗拒见, and he who is Pope now.

    Not where it names them, too: 2013年拜登访华, who is president by now.
    """
    if named.since is None or dated.when.start is None or day_range(dated.when)[1] >= named.since:
        return False
    return not any(x.name and x.person and x.person == y.person for x in dated.actors for y in named.actors)


def _looked_back_from(news: Mention, earlier: Mention) -> bool:
    """Whether the session that is the news, told without a day, looks back to one that has its own: 去年的大会."""
    told_now = news.lead and not news.looks_back and news.when.start is None and not news.draft.again
    of_old = earlier.looks_back or earlier.years_ago
    return told_now and news.index < earlier.index and of_old and earlier.firm


def _one_session(a: Mention, b: Mention) -> bool:
    """Whether two mentions of a body's sessions are of one, whoever spoke there: not of ministers and of heads."""
    again = a.draft.again or b.draft.again
    if a.looks_back or b.looks_back or not (again or a.draft.sits == b.draft.sits):
        return False
    return a.when.start is None or b.when.start is None or a.when.precision == b.when.precision


#: Roles of one holder at a time: whoever met the president did not meet the foreign minister with the same words.
_SINGLE = frozenset(
    {
        "head-of-state",
        "head-of-government",
        "foreign-minister",
        "defence-minister",
        "religious-head",
        "monarch",
        "speaker",
        "deputy-head",
    }
)


def _invited_again(a: Mention, b: Mention) -> bool:
    """Whether `a` invites to, plans or rules out what `b` tells as held on a day gone by: that is the next one."""
    if b.status.status != "held" or b.when.start is None:
        return False
    if b.looks_back and not a.looks_back and a.when.start is None and a.status.status in _NOT_HELD:
        return b.firm or b.when.precision != "day"  # a day of the sentence may be that of the news
    return b.firm and a.status.status == "proposed" and not a.at_hand


#: Statuses that what is told as held once, on a day of its own, does not have.
_NOT_HELD: frozenset[Status] = frozenset({"planned", "refused", "cancelled"})


def _still_to_come(a: Mention, b: Mention) -> bool:
    """Whether `a` is only to come and `b` was held: on a day long gone by, or before the day that `a` has."""
    if a.status.status != "planned" or b.status.status != "held" or a.type == "appointment":
        return False
    if b.long_gone and b.firm:
        return a.when.start is None and not a.at_hand
    return a.type in SITTINGS and a.to_come and b.told_done and b.when.start is None and not b.draft.plural


def _once_before(a: Mention, b: Mention) -> bool:
    """Whether `a` tells of those of `b` as met once more, `b` having been long ago, or pictured then."""
    if not b.long_gone or a.when.start is not None or a.looks_back or a.at_hand or a.type not in SITTINGS:
        return False
    return (a.once_more and b.index < a.index and not b.once_more) or (a.lead and b.caption)


def _told_beside(a: Mention, b: Mention) -> bool:
    """Whether a sentence goes on from one sitting, with its date, to another at a time of its own.

    周一举行了会谈,年底前还将举行磋商; 6月重启会谈,近期也召开对话.
    """
    goes_on = a.index == b.index and a.draft.trigger < b.draft.trigger and a.type in SITTINGS and b.type in SITTINGS
    if not goes_on or a.status.status != "held" or not (a.firm and a.when.start):
        return False
    if b.status.status == "planned":
        return b.firm and b.when.start is not None and a.when_at != b.when_at
    return b.status.status == "held" and not b.firm and b.vague and b.one_more


def _given_up_before(a: Mention, b: Mention) -> bool:
    """Whether `a` looks back to what was called off, and `b` plans the next one: 去年取消峰会; 今年将举行峰会."""
    if a.status.status != "cancelled" or not a.looks_back or b.looks_back:
        return False
    return b.status.status == "planned" and b.firm and not (a.when.start and dates_agree(a.when, b.when))


def _is_leg_of(a: Mention, b: Mention) -> bool:
    """Whether `a` tells a leg, with a day of its own, of the tour that another sentence tells (codebook 4b).

    A part of the world alone is one where the tour is spoken of as such, 这次亚太之行, not 目前在非洲访问; or where the
    leg stands beside it: 正在欧洲访问的外长周二抵达罗马.
    """
    own = a.firm and a.when.precision == "day"
    dated = own and a.index != b.index
    if b.draft.region and not a.draft.region:
        return own and (b.at_hand or a.index == b.index) and not _is_tour(a)
    return dated and _is_tour(b) and not _is_tour(a) and set(a.draft.hosts) <= set(b.draft.hosts)


def _tells_leg(contact: Contact, tour: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether a contact is a leg of the tour of a part of the world: no other leg is the tour then."""
    if not tour.draft.region:
        return False
    return any(_is_leg_of(m, tour) and _same_party(m.actors, tour.actors, same) for m in contact.mentions)


def _is_tour(mention: Mention) -> bool:
    """Whether several states are visited, rather than one and the part of the world around it: 法国和欧洲."""
    states = [host for host in mention.draft.hosts if host != "EU" and not host.startswith("X:")]
    return mention.type == "visit" and len(states) > 1


def _planned_anew(a: Mention, b: Mention) -> bool:
    """Whether `a` plans for another time the visit that `b` tells as put off."""
    if b.status.status != "cancelled" or a.status.status not in {"planned", "proposed"}:
        return False
    # an unsure day may date anything beside it: 1月20日就职前
    dated = a.firm or a.when.precision == "month"
    return dated and b.firm and not dates_agree(a.when, b.when)


def _onward(a: Mention, b: Mention) -> bool:
    """Whether a sentence tells of a visit, with its day, and where it is to go on to: 周一访问东欧后,将转往冰岛."""
    later = a.index == b.index and a.firm and a.when.precision == "day" and a.draft.trigger < b.draft.trigger
    other = not set(a.draft.hosts) & set(b.draft.hosts)
    return later and other and (a.status.status, b.status.status) == ("held", "planned")


def _called_besides(a: Mention, b: Mention) -> bool:
    """Whether a sentence tells of a meeting and, otherwise, of a call after it: 不会会面，但两人会通电话."""
    both = (a.type, b.type, a.index) == ("meeting", "call", b.index) and a.draft.trigger < b.draft.trigger
    return both and a.status.status != b.status.status


def _of_other_offices(a: Sequence[Actor], b: Sequence[Actor], same: Callable[[Actor, Actor], bool]) -> bool:
    """Whether one state is represented by the holders of two different offices: 法国总统, and 法国外长 elsewhere."""
    for polity in {actor.polity for actor in a} & {actor.polity for actor in b}:
        these = [actor for actor in a if actor.polity == polity]
        those = [actor for actor in b if actor.polity == polity]
        if any(same(x, y) for x in these for y in those):
            continue
        x, y = {actor.role for actor in these}, {actor.role for actor in those}
        if x <= _SINGLE and y <= _SINGLE and not x & y:
            return True
    return False


#: Kinds of those who stand for a state in person.
_MEN = {"person", "office"}


def _with_a_body(a: Mention, b: Mention) -> bool:
    """Whether `b` is with a body of a state with whose men `a` is: 会见总统A，并拜会外交部."""
    for polity in set(a.polities) & set(b.polities):
        men = [actor for actor in a.actors if actor.polity == polity]
        body = [actor for actor in b.actors if actor.polity == polity]
        if all(actor.kind in _MEN for actor in men) and all(actor.kind == "institution" for actor in body):
            return True
    return False


def _one_day_apart(a: Mention, b: Mention, same: Callable[[Actor, Actor], bool]) -> bool:
    """The same two persons, met or called on neighbouring days with one status: one contact in two local days."""
    if a.status.status != b.status.status or a.type not in {"meeting", "call"} or not (a.when.start and b.when.start):
        return False
    pairs = sum(any(same(x, y) for y in b.actors) for x in a.actors)
    day = a.when.precision == b.when.precision == "day"
    return day and pairs >= 2 and abs((a.when.start - b.when.start).days) == 1


def _same_party(a: Sequence[Actor], b: Sequence[Actor], same: Callable[[Actor, Actor], bool]) -> bool:
    if any(same(x, y) for x in a for y in b):
        return True
    if any(x.name for x in a) and any(y.name for y in b):
        return False
    roles_a, roles_b = {x.role for x in a}, {y.role for y in b}
    # a delegation is its leader's: 阿扎尔率领的访问团
    alike = roles_a & roles_b or not _VAGUE.isdisjoint(roles_a | roles_b)
    return bool({x.polity for x in a} & {y.polity for y in b}) and bool(alike)


#: Roles that a named visitor can also be told by: 代表团, 最高外交官.
_VAGUE = frozenset({"delegation", "other"})


def _hosts_agree(a: Mention, b: Mention) -> bool:
    x, y = set(a.draft.hosts), set(b.draft.hosts)
    return x <= y or y <= x or _lies_there(a, b) or _lies_there(b, a)


def _lies_there(tour: Mention, visit: Mention) -> bool:
    """Whether the states visited may be those of a tour of a part of the world: 欧洲之行 leads to Rome, not Tokyo."""
    states = {host for host in visit.draft.hosts if len(host) == _ISO and host not in _BODIES}
    return tour.draft.region and (visit.draft.region or states <= tour.draft.lands)


#: Characters of a state's code, and organisations with codes as long.
_ISO, _BODIES = 2, frozenset({"EU", "UN"})

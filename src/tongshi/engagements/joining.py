"""One sitting told by two words at once: 6月A與B會晤的談判重點; 兩國周三舉行貿易談判，A與B在白宮會談."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tongshi.engagements.contacts import Contact, Mention
from tongshi.records import Actor, EngagementType

Same = Callable[[Actor, Actor], bool]

#: What one sitting may be called in two places; of a call and a meeting each is told for itself.
_SITTINGS: frozenset[EngagementType] = frozenset({"meeting", "talks", "conference"})
_OF_DELEGATIONS: frozenset[EngagementType] = frozenset({"meeting", "talks"})


def joined(contacts: Sequence[Contact], same: Same) -> list[Contact]:
    """The contacts, those that are one sitting put together, in order of their first mention."""
    out: list[Contact] = []
    for contact in contacts:
        home = next((at for at, other in enumerate(out) if _is_one(other, contact, same)), None)
        if home is None:
            out.append(contact)
        else:
            out[home] = _together(out[home], contact)
    return out


def _together(a: Contact, b: Contact) -> Contact:
    """Both as one: a negotiation where one of them is that of two states."""
    mentions = sorted((*a.mentions, *b.mentions), key=lambda mention: mention.draft.trigger)
    by_their_men = any(_by_their_men(x, y) for x in a.mentions for y in b.mentions)
    if by_their_men or _of_states(a, b) or _of_states(b, a):
        mentions = [replace(mention, draft=replace(mention.draft, type="talks")) for mention in mentions]
    return Contact(tuple(mentions))


def _is_sitting_by_wire(mention: Mention) -> bool:
    """Whether a call is told by a word for what delegations do by wire, too: 视频会议."""
    return mention.type == "call" and mention.draft.rule.startswith("session:")


def _is_one(a: Contact, b: Contact, same: Same) -> bool:
    sittings = all(contact.best.type in _SITTINGS or _is_sitting_by_wire(contact.best) for contact in (a, b))
    if not sittings or set(a.best.polities) != set(b.best.polities):
        return False
    told_twice = any(_told_at_once(x, y, same) or _by_their_men(x, y) for x in a.mentions for y in b.mentions)
    return told_twice or _of_states(a, b) or _of_states(b, a)


def _told_at_once(a: Mention, b: Mention, same: Same) -> bool:
    """Whether one sentence, with one date, tells twice of the same persons, or of the same states."""
    if a.index != b.index or a.when_at is None or a.when_at != b.when_at:
        return False
    alike = a.status.status == b.status.status and set(a.polities) == set(b.polities)
    everyone = all(any(_is_him(x, y, same) for y in b.actors) for x in a.actors) and len(a.actors) == len(b.actors)
    return alike and everyone and not (a.numbered or b.numbered)


def _by_their_men(a: Mention, b: Mention) -> bool:
    """Whether a sentence tells of a negotiation of states and then who meets there: 双方将举行对话,由A与B见面."""
    talks, meeting = sorted((a, b), key=lambda mention: mention.draft.trigger)
    types = talks.type == "talks" and (meeting.type in _OF_DELEGATIONS or _is_sitting_by_wire(meeting))
    nobody = not any(actor.name for actor in talks.actors) or talks.draft.plural
    alike = a.status.status == b.status.status and set(a.polities) == set(b.polities)
    one_day = not (meeting.firm and meeting.when.start) or meeting.when == talks.when
    men = all(actor.name for actor in meeting.actors) and not meeting.draft.plural
    return a.index == b.index and types and nobody and alike and one_day and men and not meeting.numbered


def _is_him(a: Actor, b: Actor, same: Same) -> bool:
    """Whether both are one person by name, or one and the same word: 中印防長 are not 中印外長."""
    return (a.start, a.end) == (b.start, b.end) or (a.name is not None and b.name is not None and same(a, b))


def _of_states(talks: Contact, meeting: Contact) -> bool:
    """Whether two states negotiate, nobody named, on the day on which men of theirs meet or they are said to."""
    one, other = talks.best, meeting.best
    of_men = other.type in _OF_DELEGATIONS or (one.type == "talks" and _is_sitting_by_wire(other))
    of_two_kinds = one.type != other.type and one.type in _OF_DELEGATIONS and of_men
    if not of_two_kinds or any(actor.name for actor in one.actors):
        return False
    on_day = one.when.precision == other.when.precision == "day"
    alike = one.status.status == other.status.status and set(one.polities) == set(other.polities)
    return on_day and one.when.start == other.when.start and alike and not (one.numbered and other.numbered)

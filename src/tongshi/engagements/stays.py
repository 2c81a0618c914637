"""Whom a visitor meets where he is: 外长访冰岛。…外长与[总统]会谈 is Iceland's president, though no state is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.engagements.contacts import Mention
from tongshi.engagements.cues import CueHit
from tongshi.engagements.frames.parties import SELF, is_named_as
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.scene import Group
from tongshi.records import Actor
from tongshi.registry import Registry

#: Sentences in which a visit is still what the text tells of.
_NEAR = 8
#: Characters between a word for a meeting and those met: 会见了[三位前]总理.
_RIGHT_BEHIND = 6
_MARKS = frozenset(",。;:!?、()“”\n")
#: What joins a host to the one named before him.
_JOINED = frozenset({"、", "和", "与", "及", "以及"})


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody named who visits one state, and the sentence that last told of it."""

    visitors: Group
    host: str
    index: int


def stay_told(mention: Mention, before: Stay | None, registry: Registry) -> Stay | None:
    """The stay that the text tells of behind a mention."""
    hosts = mention.draft.hosts
    if mention.type != "visit" or mention.status.status not in {"held", "planned"}:
        return before
    visitors = tuple(actor for actor in mention.actors if actor.name is not None)
    polity = registry.polities.get(hosts[0]) if len(hosts) == 1 else None
    if polity is None or polity.is_organisation or not visitors:
        return None
    return Stay(visitors, hosts[0], mention.index)


def among_hosts(
    folded: str, start: int, actors: Group, hits: Sequence[CueHit], topic: Actor | None, stay: Stay, grammar: Grammar
) -> Group:
    """The actors of a sentence that begins at `start`, whom the visitor meets there as of the state visited."""
    ends = [hit.end for hit in hits if hit.cue.type == "meeting" and hit.cue.frame in {"reciprocal", "transitive"}]
    if not ends or not any(_is_untold(actor) for actor in actors):
        return actors

    def is_visitor(actor: Actor) -> bool:
        if actor.kind == "pronoun":
            return folded[actor.start : actor.end] in SELF and topic is not None and is_visitor(topic)
        if actor.role == "delegation" and actor.name is None and not actor.inferred:
            return any(actor.polity == visitor.polity for visitor in stay.visitors)
        return any(is_named_as(folded, actor, visitor) for visitor in stay.visitors)

    out: list[Actor] = []
    doer = topic if topic is not None and is_visitor(topic) else None
    for each in actors:
        actor = each
        if not _is_untold(actor):
            doer = actor if is_visitor(actor) else doer if actor.polity == stay.host else None
        elif doer is not None and _is_met(folded, start, actor, ends, out, stay.host, grammar):
            actor = actor._replace(polity=stay.host, inferred=False)
        out.append(actor)
    return tuple(out)


def is_near(stay: Stay | None, index: int) -> bool:
    """Whether the text still tells of a stay in a sentence."""
    return stay is not None and index - stay.index <= _NEAR


def _is_untold(actor: Actor) -> bool:
    """Whether an office or body is told without its state."""
    return actor.inferred and actor.name is None and actor.kind in {"office", "institution"}


def _is_met(
    folded: str, start: int, actor: Actor, ends: Sequence[int], before: Sequence[Actor], host: str, grammar: Grammar
) -> bool:
    """Whether somebody stands where those who are met do: right behind the word, behind 与, or beside such a one."""
    last = before[-1] if before else None
    if last is not None and last.polity == host and folded[last.end : actor.start] in _JOINED:
        return True
    if grammar.meets.search(folded, start, actor.start):
        return any(actor.end <= end for end in ends)
    behind = next((end for end in reversed(ends) if end <= actor.start), None)
    said = folded[behind : actor.start] if behind is not None else ","
    return len(said) <= _RIGHT_BEHIND and _MARKS.isdisjoint(said)

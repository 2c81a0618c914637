"""One report of several meetings: who is met with others here, and by himself elsewhere in the article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tongshi.engagements.contacts import Mention
from tongshi.engagements.scene import Group, states_of
from tongshi.engagements.sightings import Sighting
from tongshi.records import Actor

Same = Callable[[Actor, Actor], bool]


def told_apart(sightings: Sequence[Sighting], same: Same) -> tuple[Sighting, ...]:
    """The sightings, 将会见总统、外长、部长 parted where the article tells of a meeting with the president alone."""
    pairs = [s.mention for s in sightings if s.mention is not None and _is_of_two(s.mention) and not s.mention.caption]
    return tuple(part for sighting in sightings for part in _parts(sighting, pairs, same))


def _is_of_two(mention: Mention) -> bool:
    return mention.type in {"meeting", "call"} and len(mention.actors) == 2 and all(a.name for a in mention.actors)


def _parts(sighting: Sighting, pairs: Sequence[Mention], same: Same) -> Iterator[Sighting]:
    mention = sighting.mention
    sides = _sides(mention) if mention is not None else None
    alone = _met_alone(mention, *sides, pairs, same) if mention is not None and sides is not None else ()
    if mention is None or sides is None or not alone:
        yield sighting
        return
    one, others = sides
    rest = tuple(other for other in others if other not in alone)
    for met in (*((other,) for other in alone), rest):
        if not met:
            continue
        actors = (one, *met)
        draft = replace(mention.draft, actors=actors, polities=states_of(actors))
        yield sighting._replace(mention=replace(mention, draft=draft, actors=actors))


def _sides(mention: Mention) -> tuple[Actor, Group] | None:
    """The one, and those of another state whom he meets; None where a meeting is no such thing."""
    if mention.type not in {"meeting", "call"} or mention.draft.plural or not all(a.name for a in mention.actors):
        return None
    for one in mention.actors:
        others = tuple(actor for actor in mention.actors if actor is not one)
        if len(others) >= 2 and len(states_of(others)) == 1 and one.polity not in states_of(others):
            return one, others
    return None


def _met_alone(mention: Mention, one: Actor, others: Group, pairs: Sequence[Mention], same: Same) -> Group:
    """Those of the others who are met by themselves in another sentence."""
    theirs = [
        pair.actors for pair in pairs
        if pair.type == mention.type and pair.index != mention.index and any(same(one, actor) for actor in pair.actors)
    ]  # fmt: skip
    return tuple(other for other in others if any(same(other, actor) for actors in theirs for actor in actors))

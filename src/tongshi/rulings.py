"""What people decided, put on what is fused: which records take part, what they say, where they are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tongshi import fusion
from tongshi.decisions import attributes
from tongshi.fusion import Candidate, Contact, Who
from tongshi.judgements import Corrections, Judgements, roots
from tongshi.language import fold
from tongshi.records import EngagementType, Participant, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Of an engagement what says with which others it is compared: its block as read, and what that follows from."""

    block: str
    type: EngagementType
    when: When
    published: str


def fuse(candidates: Iterable[Candidate], judgements: Judgements) -> list[Contact]:
    """The contacts of one block as `fusion.fuse` finds them, by what was judged."""
    found = fusion.fuse(_judged(candidates, judgements), judgements)
    return [_settled(contact, judgements) for contact in found]


def concerned(judgements: Judgements) -> set[str]:
    """The engagements that may be compared in another block than they were read into."""
    return {*judgements.readings, *(id_ for two in judgements.together for id_ in two)}


def moved(judgements: Judgements, facts: Mapping[str, Compared]) -> dict[str, str]:
    """Engagements of `facts` that are compared in another block than they were read into, each with that block.

    A corrected type or date leads to the block of what is so; what people united is compared in one of its blocks.
    """
    blocks = {id_: _block(each, judgements.readings.get(id_, {})) for id_, each in facts.items()}
    root = roots(judgements.together)
    first: dict[str, str] = {}
    for id_, block in blocks.items():
        if id_ in root:
            first[root[id_]] = min(first.get(root[id_], block), block)
    found = {id_: first[root[id_]] if id_ in root else block for id_, block in blocks.items()}
    return {id_: block for id_, block in found.items() if block != facts[id_].block}


def _block(each: Compared, corrections: Corrections) -> str:
    said = attributes({field: value for field, value in corrections.items() if field in {"type", "date"}})
    return (
        fusion.block(said.get("type", each.type), said.get("when", each.when), each.published) if said else each.block
    )


def _judged(candidates: Iterable[Candidate], judgements: Judgements) -> Iterator[Candidate]:
    """Those that are not rejected, as corrected, people that were judged on by what was judged."""
    names = _names(judgements)
    for each in candidates:
        if each.id in judgements.rejected:
            continue
        said = _of_candidate(attributes(judgements.readings.get(each.id, {})), each)
        candidate = replace(each, **said) if said else each
        yield replace(candidate, who=tuple(_named(who, names) for who in candidate.who)) if names else candidate


def _of_candidate(said: dict[str, Any], candidate: Candidate) -> dict[str, Any]:
    """Corrected values in the form that fusion has them in."""
    found = {name: value for name, value in said.items() if name not in {"participants", "topics"}}
    if "polities" in found:
        found["polities"] = frozenset(found["polities"])
    if "participants" in said:
        persons = {who.name: who.person for who in candidate.who}
        found["who"] = tuple(_who(each, persons) for each in said["participants"] if each.name)
    return found


def _who(participant: Participant, persons: Mapping[str, str]) -> Who:
    name = fold(participant.name or "")
    return Who(person=persons.get(name, ""), name=name)


def _names(judgements: Judgements) -> dict[str, str]:
    """The keys of people that were judged on, each with the one that stands for all that are the same."""
    root = roots(judgements.same_people)
    return {key: root.get(key, key) for two in (*judgements.same_people, *judgements.different_people) for key in two}


def _named(who: Who, names: Mapping[str, str]) -> Who:
    key = who.person or who.name
    return replace(who, person=names[key]) if key in names else who


def _settled(contact: Contact, judgements: Judgements) -> Contact:
    ids = {member.candidate.id for member in contact.members}
    if ids.isdisjoint(judgements.contacts):
        return contact
    corrections: dict[str, Any] = {}
    for id_, fields in judgements.contacts.items():  # in order of time
        if id_ in ids:
            corrections |= fields
    said = attributes(corrections)
    return replace(contact, **{name: said[name] for name in said.keys() & _OF_A_CONTACT})


#: What fusion tells of a contact; the rest is what its sources say.
_OF_A_CONTACT = frozenset({"type", "status", "salience", "when", "place"})

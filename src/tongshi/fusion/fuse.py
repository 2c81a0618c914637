"""All stages in order: candidates in, contacts and doubts out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongshi.fusion.agreement import agreement
from tongshi.fusion.blocking import pairs
from tongshi.fusion.candidates import Candidate, Contact, Doubt
from tongshi.fusion.clusters import Clusters
from tongshi.fusion.deciding import corrected, decided
from tongshi.fusion.doubting import doubts
from tongshi.fusion.naming import named
from tongshi.fusion.parties import People
from tongshi.fusion.rules import Rules, shipped
from tongshi.fusion.together import together
from tongshi.judgements import UNDECIDED, Judgements


@dataclass(frozen=True, slots=True)
class Fused:
    """Contacts in order of id, and the pairs that a person has to decide."""

    contacts: tuple[Contact, ...]
    doubts: tuple[Doubt, ...]


def fuse(candidates: Iterable[Candidate], judgements: Judgements = UNDECIDED, rules: Rules | None = None) -> Fused:
    """The contacts of some blocks; any order of `candidates` gives the same.

    Blocks of which two engagements may be one contact have to be given together, see `are_tied`.
    """
    people = People(rules or shipped(), judgements)
    ordered = sorted(decided(candidates, judgements), key=lambda each: each.id)
    ordered = named(ordered, judgements, people.rules)
    clusters = Clusters(ordered, people)
    clusters.grow()
    contacts = (corrected(together(members), judgements) for members in clusters.members())
    return Fused(tuple(sorted(contacts, key=lambda contact: contact.id)), tuple(doubts(clusters)))


def are_tied(
    ones: Iterable[Candidate],
    others: Iterable[Candidate],
    judgements: Judgements = UNDECIDED,
    rules: Rules | None = None,
) -> bool:
    """Whether an engagement of one block and one of another may be one contact."""
    people = People(rules or shipped(), judgements)
    one_block = {each.id: each for each in decided(ones, judgements)}
    both = named([*one_block.values(), *decided(others, judgements)], judgements, people.rules)
    for one, other in pairs(both, people.rules):
        if (one.id in one_block) != (other.id in one_block):
            found = agreement(one, other, people)
            if found and found.score >= people.rules.doubt:
                return True
    return False

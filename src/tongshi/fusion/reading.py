"""An engagement as read → the candidate that fusion takes."""

from __future__ import annotations

from collections.abc import Iterable

from tongshi.fusion.candidates import Candidate, Who, block
from tongshi.fusion.rules import Rules, shipped
from tongshi.fusion.words import role_of, told_by
from tongshi.language import fold
from tongshi.records import Engagement, Participant


def candidate_of(
    engagement: Engagement,
    *,
    post: str,
    published: str,
    address: str = "",
    copies: frozenset[str] = frozenset(),
    rules: Rules | None = None,
) -> Candidate:
    """The candidate of an engagement; `published` is UTC in ISO 8601, `address` and `copies` are of its post."""
    people = engagement.participants
    written = [(each.name or "", each.polity or "") for each in people]
    return Candidate(
        id=engagement.id,
        block=block(engagement.type, engagement.when, published),
        post=post,
        address=address,
        copies=copies,
        type=engagement.type,
        status=engagement.status,
        salience=engagement.salience,
        who=named(people),
        unnamed=tuple(who_of(each) for each in people if not each.name),
        polities=frozenset(engagement.polities),
        when=engagement.when,
        place=engagement.place,
        published=published,
        told=told_by(engagement.evidence, engagement.trigger, written, rules or shipped()),
        inferred=_is_inferred(engagement),
    )


def _is_inferred(engagement: Engagement) -> bool:
    """Whether no word of its sentence gives its day; False where it is not known what was read where."""
    if not (sentence := engagement.spans.get("evidence")):
        return False
    date = engagement.spans.get("date")
    return date is None or not sentence[0].start <= date[0].start < sentence[0].end


def named(participants: Iterable[Participant]) -> tuple[Who, ...]:
    """The participants that have a name."""
    return tuple(who_of(each) for each in participants if each.name)


def who_of(participant: Participant) -> Who:
    """A participant as fusion knows him."""
    return Who(
        person=participant.person,
        name=fold(participant.name or ""),
        polity=participant.polity or "",
        role=role_of(participant.office or ""),
    )

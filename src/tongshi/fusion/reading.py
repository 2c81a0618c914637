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


def is_inferred(sentence: tuple[int, int] | None, date: int | None) -> bool:
    """Whether no word of a record's sentence gives its day: `[start, end)` of the sentence, start of the date's words.

    False where no sentence is known, so that it is not known either what was read where.
    """
    return sentence is not None and (date is None or not sentence[0] <= date < sentence[1])


def _is_inferred(engagement: Engagement) -> bool:
    sentence, date = (engagement.spans.get(field) for field in ("evidence", "date"))
    within = (sentence[0].start, sentence[0].end) if sentence else None
    return is_inferred(within, date[0].start if date else None)


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

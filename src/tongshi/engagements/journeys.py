"""A visit and the contacts that take place on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tongshi.engagements.merge import Contact
from tongshi.engagements.people import People
from tongshi.records import Engagement, When

#: Days after a meeting within which the visit it took place on is still told as news.
_FRESH = 14


def is_on(meeting: Contact, visit: Contact, people: People) -> bool:
    """Whether the meeting is one of the visitor with his hosts."""
    visitor = any(people.same(a, b) for a in visit.best.actors for b in meeting.best.actors)
    return visitor and bool(set(visit.best.draft.hosts) & set(meeting.best.polities))


def has_begun(visit: Contact, meetings: Sequence[Contact], people: People, day: dt.date | None) -> bool:
    """Whether a meeting of the visitor with his hosts has been held: then the visit is no plan any more."""
    for meeting in meetings:
        when = meeting.dated.when.start if meeting.dated else None
        recent = when is None or day is None or 0 <= (day - when).days <= _FRESH
        if recent and is_on(meeting, visit, people):
            return True
    return False


def inherit_dates(
    contacts: Sequence[Contact], found: Sequence[Engagement], people: People, day: dt.date | None
) -> list[Engagement]:
    """A contact inside a dated visit that has no day of its own takes the visit's month (codebook 4b).

    Where the visit is of the article's own day and both are held, so is the contact. Likewise a leg called off of
    a tour that goes on takes the tour's month, and a visit to come that of the meeting meant to take place on it.
    """
    dated = [(c, e) for c, e in zip(contacts, found, strict=True) if _dated(e)]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        undated = engagement.when.start is None
        kin = (its for c, its in dated if undated and _shares_its_month(contact, engagement, c, its, people))
        other = next(kin, None)
        out.append(engagement if other is None else _dated_by(engagement, other, day))
    return out


def _shares_its_month(a: Contact, its: Engagement, b: Contact, dated: Engagement, people: People) -> bool:
    """Whether the undated contact `a` belongs to the same journey as the dated `b`."""
    if its.type in {"meeting", "talks"}:
        return dated.type == "visit" and is_on(a, b, people)
    if its.type != "visit":
        return False
    if its.status == "cancelled":
        return dated.type == "visit" and dated.status != "cancelled" and _one_traveller(a, b, people)
    to_come = its.status == "planned" and dated.status in {"planned", "refused"}
    return to_come and dated.type in {"meeting", "talks"} and is_on(b, a, people)


def _one_traveller(a: Contact, b: Contact, people: People) -> bool:
    return any(people.same(x, y) for x in a.best.actors for y in b.best.actors)


def _dated(its: Engagement) -> bool:
    return its.when.start is not None and its.when.precision != "year"


def _dated_by(engagement: Engagement, other: Engagement, day: dt.date | None) -> Engagement:
    start = other.when.start
    assert start is not None
    fresh = (
        other.when.precision == "day" and other.when.end is None and day is not None and 0 <= (day - start).days <= 1
    )
    same_day = fresh and engagement.status == other.status == "held"
    when = When(start=start, precision="day") if same_day else When(start=start.replace(day=1), precision="month")
    spans = engagement.spans | ({"date": other.spans["date"]} if "date" in other.spans else {})
    return replace(engagement, when=when, spans=spans)

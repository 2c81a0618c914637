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

    Where the visit is of the article's own day and both are held, so is the contact.
    """
    visits = [(c, e) for c, e in zip(contacts, found, strict=True) if e.type == "visit" and _dated(e)]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        visit = None
        if engagement.type in {"meeting", "talks"} and engagement.when.start is None:
            visit = next((its for c, its in visits if is_on(contact, c, people)), None)
        elif engagement.type == "visit" and engagement.status == "cancelled" and engagement.when.start is None:
            # a leg that was called off of a tour that goes on
            going = ((c, its) for c, its in visits if its.status != "cancelled")
            visit = next((its for c, its in going if _one_traveller(contact, c, people)), None)
        out.append(engagement if visit is None else _dated_by(engagement, visit, day))
    return out


def _one_traveller(a: Contact, b: Contact, people: People) -> bool:
    return any(people.same(x, y) for x in a.best.actors for y in b.best.actors)


def _dated(visit: Engagement) -> bool:
    return visit.when.start is not None and visit.when.precision != "year"


def _dated_by(engagement: Engagement, visit: Engagement, day: dt.date | None) -> Engagement:
    start = visit.when.start
    assert start is not None
    fresh = (
        visit.when.precision == "day" and visit.when.end is None and day is not None and 0 <= (day - start).days <= 1
    )
    same_day = fresh and engagement.status == visit.status == "held"
    when = When(start=start, precision="day") if same_day else When(start=start.replace(day=1), precision="month")
    spans = engagement.spans | ({"date": visit.spans["date"]} if "date" in visit.spans else {})
    return replace(engagement, when=when, spans=spans)

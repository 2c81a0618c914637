"""A visit and the contacts that take place on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tongshi.engagements.merge import Contact
from tongshi.engagements.people import People
from tongshi.records import Engagement, Place, When

#: Days after a meeting within which the visit it took place on is still told as news.
_FRESH = 14


def is_on(meeting: Contact, visit: Contact, people: People) -> bool:
    """Whether the meeting is one of the visitor with his hosts."""
    visitor = any(people.same(a, b) for a in visit.best.actors for b in meeting.best.actors)
    return visitor and bool(set(visit.best.draft.hosts) & set(meeting.best.polities))


def told_begun(
    contacts: Sequence[Contact], meetings: Sequence[Contact], people: People, day: dt.date | None
) -> list[Contact]:
    """The contacts, of which a visit that was planned has begun where the visitor has met his hosts."""
    return [replace(each, begun=True) if _has_begun(each, meetings, people, day) else each for each in contacts]


def _has_begun(visit: Contact, meetings: Sequence[Contact], people: People, day: dt.date | None) -> bool:
    if visit.best.type != "visit" or visit.status_on(day).status.status != "planned":
        return False
    first = visit.dated.when.start if visit.dated else None
    if first is not None and day is not None and first > day:
        return False
    for meeting in meetings:
        when = meeting.dated.when.start if meeting.dated else None
        recent = when is None or day is None or 0 <= (day - when).days <= _FRESH
        if recent and is_on(meeting, visit, people):
            return True
    return False


def inherit(
    contacts: Sequence[Contact], found: Sequence[Engagement], people: People, day: dt.date | None
) -> list[Engagement]:
    """What a contact on a visit has of the visit where nothing is said of its own.

    The month (codebook 4b), or the very day where the visit is of the article's own day and both are held; and the
    state visited. Likewise a leg called off of a tour that goes on takes the tour's month, and a visit to come that of
    the meeting meant to take place on it.
    """
    visits = [(c, e) for c, e in zip(contacts, found, strict=True) if e.type == "visit"]
    dated = [(c, e) for c, e in zip(contacts, found, strict=True) if _dated(e)]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        own = engagement
        if own.when.start is None:
            kin = (its for c, its in dated if _shares_its_month(contact, own, c, its, people))
            own = next((_dated_by(own, its, day) for its in kin), own)
        if own.type in {"meeting", "talks"} and own.place.polity is None:
            own = _placed_by(own, [visit for c, visit in visits if is_on(contact, c, people)])
        out.append(own)
    return out


#: Days around a visit's first day within which a meeting with the hosts was held on it.
_STAY = dt.timedelta(days=8)


def _placed_by(engagement: Engagement, visits: Sequence[Engagement]) -> Engagement:
    """The meeting with the place of the one visit that it can have taken place on."""
    when = engagement.when.start
    near = [
        visit for visit in visits
        if visit.place.polity and (when is None or visit.when.start is None or _month_or_days(visit, engagement))
    ]  # fmt: skip
    places = {visit.place.polity for visit in near}
    if len(places) != 1:
        return engagement
    spans = engagement.spans | ({"place": near[0].spans["place"]} if "place" in near[0].spans else {})
    return replace(engagement, place=Place(polity=next(iter(places))), spans=spans)


def _month_or_days(visit: Engagement, meeting: Engagement) -> bool:
    first, when = visit.when.start, meeting.when.start
    assert first is not None
    assert when is not None
    if "day" == visit.when.precision == meeting.when.precision:
        return first - _STAY <= when <= (visit.when.end or first) + _STAY
    return (first.year, first.month) == (when.year, when.month)


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

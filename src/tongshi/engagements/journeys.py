"""A visit and the contacts that take place on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tongshi.engagements.contacts import Contact
from tongshi.engagements.people import People
from tongshi.engagements.places import states_only
from tongshi.engagements.ranges import day_range
from tongshi.records import Engagement, EngagementType, Place, When
from tongshi.registry import Registry

#: Days after a meeting within which the visit it took place on is still told as news.
_FRESH = 14
Told = tuple[Contact, Engagement]


def is_on(meeting: Contact, visit: Contact, people: People) -> bool:
    """Whether the meeting is one of the visitor with his hosts."""
    return _one_traveller(visit, meeting, people) and bool(set(visit.best.draft.hosts) & set(meeting.best.polities))


def told_begun(
    contacts: Sequence[Contact], meetings: Sequence[Contact], people: People, day: dt.date | None
) -> list[Contact]:
    """The contacts, of which a visit that was planned has begun where the visitor has met his hosts.

    A meeting with them that is only named, on no day, is to come with the visit.
    """
    told = [replace(each, begun=True) if _has_begun(each, meetings, people, day) else each for each in contacts]
    visits = [each for each in told if each.best.type == "visit" and not each.begun and _is_set_ahead(each, day)]
    named = {id(meeting) for meeting in meetings if visits and _is_to_come(meeting, visits, people)}
    return [replace(each, ahead=True) if id(each) in named else each for each in told]


def _is_to_come(meeting: Contact, visits: Sequence[Contact], people: People) -> bool:
    """Whether a meeting told on no day and not as done is one of a visit to come: 下周将访印; 他与部长会面,反映…."""
    named = all(m.when.start is None and not (m.told_done or m.looks_back or m.said) for m in meeting.mentions)
    return named and any(is_on(meeting, visit, people) for visit in visits)


def _has_begun(visit: Contact, meetings: Sequence[Contact], people: People, day: dt.date | None) -> bool:
    if visit.best.type != "visit" or visit.status_on(day).status.status != "planned":
        return False
    first = visit.dated.when.start if visit.dated else None
    if first is not None and day is not None and first > day:
        return False
    if visit.dated is not None and visit.dated.when.precision == "year":
        return False  # 将在2020年访华: whom he has met in these days tells nothing of it
    for meeting in meetings:
        when = meeting.dated.when.start if meeting.dated else None
        recent = when is None or day is None or 0 <= (day - when).days <= _FRESH
        if _is_set_ahead(visit, day) and _is_to_come(meeting, (visit,), people):
            continue
        if recent and is_on(meeting, visit, people):
            return True
    return False


def _is_set_ahead(visit: Contact, day: dt.date | None) -> bool:
    """Whether a sentence plans the visit for days that are still to come."""
    told = visit.status_on(day)
    start = told.when.start if told.status.status == "planned" else None
    return told.firm and start is not None and day is not None and day_range(told.when)[1] > day


def inherit(
    contacts: Sequence[Contact],
    found: Sequence[Engagement],
    people: People,
    day: dt.date | None,
    registry: Registry,
) -> list[Engagement]:
    """What a contact on a journey has of the others on it where nothing is said of its own.

    A visit has the day on which the visitor first is told to meet his hosts. Anything else has the month of the visit
    (codebook 4b), of another leg of the journey, of the tour that goes on without it, or of the meeting meant to take
    place on it; and the state visited. Whoever is named with others is named on their day. A visit that is the news,
    told without any of these, has the month of the article.
    """
    found = [_for_session(contact, each, found) for contact, each in zip(contacts, found, strict=True)]
    found = _visits_dated(contacts, found, people, day)
    told = [(c, e) for c, e in zip(contacts, found, strict=True) if _dated(e)]
    visits = [(c, e) for c, e in zip(contacts, found, strict=True) if e.type == "visit"]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        own, kin = engagement, None
        if own.type == "appointment" and contact.dated is None:
            own = _named_with_others(own, contact, told, day)
        own = _on_some_day_of(own, contact, visits, people)
        if own.when.start is None and own.status == "held":
            own = _told_beside(own, contact, contacts, found)
        if own.when.start is None:
            kin = next((its for c, its in told if _shares_its_month(contact, own, c, its, people, day)), None)
            own = own if kin is None else _dated_by(own, kin)
            if kin is not None and contact.best.at_airport and kin.type == "visit" and kin.when.precision == "day":
                own = _with_date_of(own, kin, When(start=kin.when.start, precision="day"))
        if own.type in {"meeting", "talks"} and own.status == "planned":
            own = _called_off_with(own, contact, visits, people)
        if own.type in {"meeting", "talks"} and own.place.polity is None:
            own = _placed_by(own, contact, [(c, visit) for c, visit in visits if is_on(contact, c, people)], registry)
        aside = own.type in {"meeting", "conference"} and own.status == "planned" and own.place.polity is None
        if kin is not None and aside:
            own = replace(own, place=Place(polity=kin.place.polity))  # 此行还将会见第三国的某人
        out.append(own)
    return out


def _visits_dated(
    contacts: Sequence[Contact], found: Sequence[Engagement], people: People, day: dt.date | None
) -> list[Engagement]:
    """The engagements, of which a visit without a day has that of a meeting on it, or the month of the news."""
    told = [(c, e) for c, e in zip(contacts, found, strict=True) if _dated(e)]
    visits = [c for c, e in zip(contacts, found, strict=True) if e.type == "visit"]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        own = engagement
        if own.when.start is None:
            others = [c for c in visits if c is not contact]
            own = _on_the_day_of(own, contact, told, others, people, day)
        if day is not None and _is_the_news(own, contact):
            own = replace(own, when=When(start=day.replace(day=1), precision="month"))
        out.append(own)
    return out


def _for_session(contact: Contact, visit: Engagement, others: Sequence[Engagement]) -> Engagement:
    """A visit told without a word that says when or whether, to where talks of the two are planned, is for them."""
    best = contact.best
    bare = visit.type == "visit" and visit.status == "held" and visit.when.start is None
    if not bare or any(m.said or m.told_done or m.looks_back or m.vague for m in contact.mentions):
        return visit
    session = next(
        (e for e in others if e.type == "talks" and e.status == "planned" and _dated(e) and e.salience == "main"
         and set(best.polities) <= set(e.polities)), None,
    )  # fmt: skip
    return visit if session is None else _dated_by(replace(visit, status="planned"), session)


def _is_the_news(visit: Engagement, contact: Contact) -> bool:
    """Whether an undated visit is what the article is about: it lasts, so that its days are not the article's."""
    told_now = visit.salience == "main" and visit.status == "held" and not (contact.best.vague or contact.looks_back)
    return visit.type == "visit" and visit.when.start is None and told_now


def _on_the_day_of(
    visit: Engagement,
    contact: Contact,
    told: Sequence[Told],
    others: Sequence[Contact],
    people: People,
    day: dt.date | None,
) -> Engagement:
    """A visit told of without its day has that of the first meeting with the hosts in these days, held or planned.

    A meeting that can as well have been on another visit, the host's, tells nothing.
    """
    to_one = visit.type == "visit" and visit.status in {"held", "planned"} and len(contact.hosts) == 1
    if not to_one or contact.looks_back or day is None:
        return visit
    meetings = [
        its for c, its in told
        if its.type in {"meeting", "talks"} and its.status == visit.status and its.when.precision == "day"
        and c.dated is not None and its.when.start is not None and abs((day - its.when.start).days) <= _FRESH
        and its.place.polity in {None, *contact.hosts} and is_on(c, contact, people)
        and not any(is_on(c, other, people) and not _one_traveller(other, contact, people) for other in others)
    ]  # fmt: skip
    first = min(meetings, key=lambda its: its.when.start or day, default=None)
    return visit if first is None else _with_date_of(visit, first, When(start=first.when.start, precision="day"))


def _named_with_others(
    engagement: Engagement, contact: Contact, told: Sequence[Told], day: dt.date | None
) -> Engagement:
    """Somebody named beside others of the same state has their day, where they are named in these days."""
    if not contact.best.draft.named or day is None:
        return engagement
    days = {
        its.when.start: its for c, its in told
        if its.type == "appointment" and c.best.draft.named and c.dated is not None and its.when.precision == "day"
        and its.status == engagement.status and set(its.polities) & set(engagement.polities)
        and its.when.start is not None and 0 <= (day - its.when.start).days <= _FRESH
    }  # fmt: skip
    if len(days) != 1:
        return engagement
    start, its = next(iter(days.items()))
    return _with_date_of(engagement, its, When(start=start, precision="day"))


def _on_some_day_of(meeting: Engagement, contact: Contact, visits: Sequence[Told], people: People) -> Engagement:
    """A meeting told undated as on a visit, 访问期间会见首相, is of some day of the visit, not that of the news."""
    by_news = meeting.type == "meeting" and meeting.when.start is not None and contact.dated is None
    if not (by_news and contact.best.on_visit):
        return meeting
    for c, visit in visits:
        lasts = _dated(visit) and (visit.when.end or visit.when.start != meeting.when.start)
        if lasts and is_on(contact, c, people) and _month_or_days(visit, meeting):
            return _dated_by(meeting, visit)
    return meeting


def _told_beside(
    engagement: Engagement, contact: Contact, contacts: Sequence[Contact], found: Sequence[Engagement]
) -> Engagement:
    """A contact told as one more beside that of the sentence before, with its day: 周四会晤总统。他还会见了外长."""
    if engagement.type not in _ON_ONE_DAY or not contact.best.one_more or contact.best.looks_back:
        return engagement
    for other, its in zip(contacts, found, strict=True):
        beside = any(
            m.firm and m.when.start == its.when.start and contact.best.index - m.index == 1 for m in other.mentions
        )
        if beside and its.status == "held" and its.type in _ON_ONE_DAY and its.when.precision == "day":
            return _with_date_of(engagement, its, When(start=its.when.start, precision="day"))
    return engagement


def _called_off_with(meeting: Engagement, contact: Contact, visits: Sequence[Told], people: People) -> Engagement:
    """A meeting planned on a visit that is called off is called off with it."""
    on_it = [(c, visit) for c, visit in visits if is_on(contact, c, people)]
    if not on_it or any(visit.status != "cancelled" for _, visit in on_it):
        return meeting
    visit = on_it[0][1]
    known = meeting.when.start is not None and visit.when.start is not None
    if known and not _month_or_days(visit, meeting):
        return meeting
    spans = {"status": visit.spans["status"]} if "status" in visit.spans else {}
    return replace(meeting, status="cancelled", spans=meeting.spans | spans)


#: Days around a visit's first day within which a meeting with the hosts was held on it.
_STAY = 8


def _placed_by(engagement: Engagement, contact: Contact, visits: Sequence[Told], registry: Registry) -> Engagement:
    """The meeting with the place of the one visit, or leg of a tour, that it can have taken place on."""
    when = engagement.when.start
    near = [
        (host, visit)
        for c, visit in visits
        if when is None or visit.when.start is None or _month_or_days(visit, engagement)
        for host in states_only(c.hosts, registry)
        if host in contact.best.polities
    ]
    if len({host for host, _ in near}) != 1:
        return engagement
    host, visit = near[0]
    spans = {"place": visit.spans["place"]} if "place" in visit.spans else {}
    return replace(engagement, place=Place(polity=host), spans=engagement.spans | spans)


def _month_or_days(visit: Engagement, meeting: Engagement) -> bool:
    first, when = visit.when.start, meeting.when.start
    assert first is not None
    assert when is not None
    stay = dt.timedelta(days=_STAY)
    if "day" == visit.when.precision == meeting.when.precision:
        return first - stay <= when <= (visit.when.end or first) + stay
    return (first.year, first.month) == (when.year, when.month)


def _shares_its_month(
    a: Contact, its: Engagement, b: Contact, dated: Engagement, people: People, day: dt.date | None
) -> bool:
    """Whether the undated contact `a` belongs to the same journey as the dated `b`."""
    if its.type in {"meeting", "talks"} and dated.type == "visit" and (is_on(a, b, people) or _with_delegation(a, b)):
        return True
    if its.type == "visit" and its.status == "cancelled":
        return dated.type == "visit" and dated.status != "cancelled" and _one_traveller(a, b, people)
    to_come = its.type == "visit" and its.status == "planned" and dated.status in {"planned", "refused"}
    if to_come and dated.type in {"meeting", "talks"} and is_on(b, a, people):
        return True
    apart = a.looks_back or (its.type == "conference" and not a.best.draft.organisation)
    if apart or its.type not in _IN_PERSON or dated.type not in _IN_PERSON or day is None:
        return False
    travels = dated.type in {"visit", "conference"} or is_on(b, a, people)  # whom he met at home tells of no journey
    going_on = its.status == "held" and dated.status == "held" and travels and _is_news(dated, day, _FRESH)
    on_it = its.status == "planned" and dated.type == "visit" and _is_news(dated, day, _STAY)
    return (going_on or on_it) and _one_traveller(a, b, people)


#: What takes place on one day.
_ON_ONE_DAY: frozenset[EngagementType] = frozenset({"meeting", "call", "message"})
_SITTINGS: frozenset[EngagementType] = frozenset({"meeting", "talks", "conference"})
#: What somebody travels for.
_IN_PERSON: frozenset[EngagementType] = _SITTINGS | {"visit"}


def _is_news(dated: Engagement, day: dt.date, days: int) -> bool:
    """Whether a contact is of the article's month, or over for no more than some days and not further ahead."""
    start = dated.when.start
    if start is None:
        return False
    if dated.when.precision == "month":
        return (start.year, start.month) == (day.year, day.month)
    return (day - (dated.when.end or start)).days <= days and (start - day).days <= _FRESH


def _one_traveller(a: Contact, b: Contact, people: People) -> bool:
    return any(people.meant(x, y) for x in a.best.actors for y in b.best.actors)


def _with_delegation(meeting: Contact, visit: Contact) -> bool:
    """Whether the hosts meet a delegation of the visitor's state: 议长率团抵达,代表团将会见总统."""
    guests = {actor.polity for actor in meeting.best.actors if actor.role == "delegation"}
    return not guests.isdisjoint(actor.polity for actor in visit.best.actors)


def _dated(its: Engagement) -> bool:
    return its.when.start is not None and its.when.precision != "year"


def _dated_by(engagement: Engagement, other: Engagement) -> Engagement:
    start = other.when.start
    assert start is not None
    return _with_date_of(engagement, other, When(start=start.replace(day=1), precision="month"))


def _with_date_of(engagement: Engagement, other: Engagement, when: When) -> Engagement:
    spans = {"date": other.spans["date"]} if "date" in other.spans else {}
    return replace(engagement, when=when, spans=engagement.spans | spans)

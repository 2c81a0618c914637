"""What was announced, and what became of it: contacts that some report has as planned or proposed.

A contact is told as all reports tell it, or as those do that were published up to a day (`known`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from tongshi.coverage import NEWS_DAYS, Coverage, Holdings
from tongshi.fusion import in_course
from tongshi.language import fold
from tongshi.levels import Attended
from tongshi.periods import Period, periods, span
from tongshi.records import Status
from tongshi.store import Contact, StoredReport

#: Statuses of what is still to come.
AHEAD: tuple[Status, ...] = ("planned", "proposed")

#: So many contacts are told that a plan may have become.
MOST_MAYBE = 3

#: Types that articles do not always tell apart.
_FAMILY = {"talks": "meeting", "conference": "meeting"}

#: Days by which a plan and what came of it may differ.
_SLACK = dt.timedelta(days=1)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A contact that was announced, with status and date as known."""

    contact: Contact
    first: StoredReport  # the first report that announces it
    reports: tuple[StoredReport, ...]  # all that are known, in order of publication

    @property
    def history(self) -> tuple[StoredReport, ...]:
        """The reports with which the status changes, the first one included, in the order of their days."""
        told = sorted(self.reports, key=lambda each: in_course(each.status, each.day.isoformat() if each.day else ""))
        return tuple(
            each for before, each in zip((None, *told), told, strict=False)
            if before is None or before.status != each.status
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is planned, none has it as held, and who called it off did so before it was planned anew."""
        if self.contact.status != "planned" or any(each.status == "held" for each in self.reports):
            return False
        return self.history[-1].status in AHEAD


@dataclass(frozen=True, slots=True)
class Unreported:
    """A plan whose day has passed, and of which no report says that it was held, cancelled or refused."""

    announcement: Announcement
    coverage: Coverage  # of the days after it
    maybe: tuple[str, ...]  # ids of contacts held that may be this one, the likeliest first


#: A contact as some of its reports tell it, by the ids of their engagements.
AsTold = Callable[[Contact, Collection[str]], Contact]


def announcements(
    contacts: Iterable[Contact], reports: Iterable[StoredReport], known: dt.date | None, as_told: AsTold
) -> Iterator[Announcement]:
    """The contacts that some report announces; with `known` by the reports published up to that day alone.

    Of a report without a day of publication it cannot be told whether it was known.
    """
    by_contact: dict[str, list[StoredReport]] = defaultdict(list)
    for each in reports:
        by_contact[each.contact].append(each)
    for contact in contacts:
        whole = by_contact.get(contact.id, [])
        own = [each for each in whole if known is None or (each.day is not None and each.day <= known)]
        first = next((each for each in own if each.status in AHEAD), None)
        if first is not None:
            told = contact if len(own) == len(whole) else as_told(contact, [each.engagement for each in own])
            yield Announcement(contact=told, first=first, reports=tuple(own))


def held_by(reports: Iterable[StoredReport], known: dt.date) -> frozenset[str]:
    """Ids of the contacts that a report published up to a day has as held."""
    return frozenset(
        each.contact for each in reports if each.status == "held" and each.day is not None and each.day <= known
    )


def ahead(
    announced: Iterable[Announcement], after: dt.date, until: dt.date | None
) -> tuple[list[Announcement], list[Announcement]]:
    """What is announced for after a day, in order of time; and what without a date."""
    dated, undated = [], []
    for each in announced:
        known = span(each.contact.when)
        if known is None:
            undated.append(each)
        elif known[1] > after and (until is None or known[0] <= until):
            dated.append((known, each))
    return [each for _, each in sorted(dated, key=lambda item: (item[0], item[1].contact.id))], undated


def unreported(
    announced: Iterable[Announcement], held: Iterable[Attended], holdings: Holdings, today: dt.date
) -> Iterator[Unreported]:
    """The plans whose last possible day is before `today` and that are still no more than plans, in order of time.

    What was told as a plan only when its day had passed is none of them.
    """
    passed = [
        (known, each)
        for each in announced
        if each.is_open
        and (known := span(each.contact.when))
        and known[1] < today
        and (each.first.day is None or each.first.day <= known[1])
    ]
    known_held = _Held(held)
    for known, each in sorted(passed, key=lambda item: (item[0], item[1].contact.id)):
        after = holdings.over(known[1] + _DAY, min(known[1] + NEWS_DAYS * _DAY, today))
        yield Unreported(each, after, tuple(known_held.like(each.contact, known)))


# --- what may have come of a plan


@dataclass(frozen=True, slots=True)
class _Known:
    """A contact of which the time is known, and by what it is found to be like another."""

    id: str
    first: dt.date
    last: dt.date
    family: str
    polities: frozenset[str]
    named: frozenset[str]

    @classmethod
    def of(cls, contact: Attended, time: tuple[dt.date, dt.date]) -> _Known:
        named = (each.person or fold(each.name) for each in contact.participants if each.name)
        family = _FAMILY.get(contact.type, contact.type)
        return cls(contact.id, *time, family, frozenset(contact.polities), frozenset(named))

    def slots(self) -> Iterator[tuple[Period, str, str]]:
        """What two that are alike share at least one of: month, type and polity."""
        for month in periods(self.first - _SLACK, self.last + _SLACK, "month"):
            for code in self.polities:
                yield month, self.family, code

    def likeness(self, held: _Known) -> int:
        """2 where somebody is named in both, and the polities of one are all of the other's; 1 where the polities are
        the same and one of the two names nobody; 0 where they are not alike.
        """
        if self.first - _SLACK > held.last or held.first > self.last + _SLACK:
            return 0
        if not self.named.isdisjoint(held.named):
            return 2 if self.polities <= held.polities or held.polities <= self.polities else 0
        return 1 if self.polities == held.polities and not (self.named and held.named) else 0


class _Held:
    """The contacts held, found by when, what and between whom; of those dated by the year too many would fit."""

    def __init__(self, contacts: Iterable[Attended]) -> None:
        self._by_slot: dict[tuple[Period, str, str], list[_Known]] = defaultdict(list)
        for each in contacts:
            if each.when.precision in {"day", "month"} and (time := span(each.when)):
                known = _Known.of(each, time)
                for slot in known.slots():
                    self._by_slot[slot].append(known)

    def like(self, plan: Contact, time: tuple[dt.date, dt.date]) -> Iterator[str]:
        """Ids of contacts in the time of a plan that are like it, those most like it first, then the nearest."""
        known = _Known.of(plan, time)
        near = {each.id: each for slot in known.slots() for each in self._by_slot.get(slot, ())}
        found = [
            (-likeness, abs((each.first - known.first).days), id_)
            for id_, each in near.items()
            if id_ != plan.id and (likeness := known.likeness(each))
        ]
        yield from (id_ for _, _, id_ in sorted(found)[:MOST_MAYBE])

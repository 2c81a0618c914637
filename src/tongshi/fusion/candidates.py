"""What fusion needs of one article's report of a contact, and what it makes of several."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, field

from tongshi.fusion.words import SILENT, Told
from tongshi.judgements import Corrections
from tongshi.records import EngagementType, Place, Salience, Status, When

#: So many days after a contact an article may still be about it.
_NEWS_LASTS = 31

#: Types that reports of one contact may give it. A visit is none of its meetings.
FAMILY = {"call": "encounter", "meeting": "encounter", "talks": "encounter", "conference": "encounter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A participant: id in the registry, folded name, polity and role of his office, each empty where not known."""

    person: str
    name: str
    polity: str = ""
    role: str = ""

    @property
    def short(self) -> str:
        """The name without first names: 安东尼·布林肯 is 布林肯."""
        return self.name.rpartition("·")[2]

    @property
    def key(self) -> str:
        """What people decide on him by, see tongshi.judgements."""
        return self.person or self.name

    def same(self, other: Who) -> bool:
        """Whether both are one person, as far as ids and spelling tell."""
        if self.person and other.person:
            return self.person == other.person
        return self.short == other.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What fusion needs of one engagement. `published` is UTC in ISO 8601."""

    id: str
    block: str  # where it is fused, see `block`
    post: str
    address: str  # of the post, canonical; empty: not known
    copies: frozenset[str] = frozenset()  # posts with the same text
    type: EngagementType
    status: Status
    salience: Salience
    who: tuple[Who, ...]  # named participants
    unnamed: tuple[Who, ...] = ()  # those of whom the office alone is told
    polities: frozenset[str]
    when: When
    place: Place
    published: str
    told: Told = SILENT
    inferred: bool = False  # no word of its sentence gives the day: it is that of the news

    @property
    def family(self) -> str:
        """The types among which its contact can be."""
        return FAMILY.get(self.type, self.type)

    @property
    def published_day(self) -> dt.date | None:
        """Day of publication."""
        return _day(self.published[:10]) if self.published else None

    @property
    def is_of_these_weeks(self) -> bool:
        """Whether its month is not in its sentence, and is that of its publication or the next to it: 正在訪歐."""
        published = self.published_day
        if not (self.inferred and self.when.precision == "month" and published):
            return False
        first, last = whole(self.when)
        return (first - published).days <= _NEWS_LASTS and (published - last).days <= _NEWS_LASTS

    @property
    def first(self) -> dt.date | None:
        """First day, where the day is known."""
        return self.when.start if self.when.precision == "day" else None

    @property
    def last(self) -> dt.date | None:
        """Last day, where the day is known."""
        return (self.when.end or self.when.start) if self.when.precision == "day" else None

    @property
    def is_news(self) -> bool:
        """Whether its day is that of the news, and the contact takes no longer than a day."""
        return self.inferred and self.first is not None and self.family not in {"visit", "appointment"}

    @property
    def vague(self) -> int:
        """How little it says: 0 with a day and all sides named, 1 with a day, then by month, by year, or undated.

        A day that is only that of the news says no more than a month.
        """
        if self.when.precision == "day":
            return 2 if self.is_news else int(len(self.who) < (2 if self.family in {"encounter", "message"} else 1))
        return {"month": 2, "year": 3}.get(self.when.precision, 4)


def whole(when: When) -> tuple[dt.date, dt.date]:
    """First and last day that a date can mean."""
    start = when.start or dt.date.min
    if when.precision == "year":
        return start.replace(month=1, day=1), start.replace(month=12, day=31)
    if when.precision == "month":
        first = start.replace(day=1)
        return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return start, when.end or start


@functools.lru_cache(maxsize=1 << 16)  # asked for of each pair
def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Member:
    """An engagement of a contact, why it is one, and how surely (0 to 1); the first needs no reason."""

    candidate: Candidate
    reason: str
    score: float = 1.0
    corrected: Corrections = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Engagements that are one contact, in order of publication, and what they say together."""

    id: str
    members: tuple[Member, ...]
    type: EngagementType
    status: Status
    salience: Salience
    when: When
    place: Place
    sources: int  # articles, copies of one text counted once
    first_report: str  # when the first was published: UTC, ISO 8601; empty: not known
    conflicts: tuple[str, ...] = ()  # fields of which sources tell what cannot be so at once
    occasions: tuple[str, ...] = ()  # ids of gatherings that they name
    corrected: Corrections = field(default_factory=dict)  # fields that people decided on

    @property
    def block(self) -> str:
        """The block of its earliest report."""
        return self.members[0].candidate.block


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two engagements, by id, the smaller first, that may be one contact; `reasons` for and against it, a line each."""

    first: str
    second: str
    score: float  # 0 to 1
    reasons: tuple[str, ...]


def block(type_: EngagementType, when: When, published: str) -> str:
    """The block that an engagement belongs to, such as `encounter:2021`."""
    year = when.start.year if when.start else published[:4] or "0"
    return f"{FAMILY.get(type_, type_)}:{year}"


def contact_id(engagement: str) -> str:
    """The id of the contact whose earliest report is `engagement`.

    A new report is published after the ones before it, so the id stays; where an older one is added later,
    the former id still leads to an engagement, and through it to the contact.
    """
    return "c" + engagement[1:]

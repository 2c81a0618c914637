"""Contacts, the reports that make them, and which of them are wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tongshi import fusion, identity
from tongshi.decisions import Decision
from tongshi.judgements import Corrections
from tongshi.records import (
    Engagement,
    EngagementType,
    Participant,
    Place,
    Salience,
    Status,
    When,
)
from tongshi.store.views.articles import PostLine, StoredReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """Which contacts are wanted; every condition given must hold. One empty holds for all.

    A contact is tested by what its sources say: it takes one source that names both polities of `between`.
    `people` holds names folded and registry ids of one person; `since` and `until` leave out undated contacts.
    """

    polities: tuple[str, ...] = ()  # all of them
    people: tuple[str, ...] = ()  # any of them
    types: tuple[str, ...] = ()  # any of them
    statuses: tuple[str, ...] = ()  # any of them
    topics: tuple[str, ...] = ()  # all of them
    outlets: tuple[str, ...] = ()  # any of them
    reported: tuple[str, ...] = ()  # statuses, any of which some source gives
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False  # only those without a date
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact as all current articles report it, in a line."""

    id: str
    type: EngagementType
    status: Status
    salience: Salience
    when: When
    place: Place
    participants: tuple[Participant, ...]
    polities: tuple[str, ...]
    topics: tuple[str, ...]
    outlets: tuple[str, ...]
    posts: tuple[str, ...]  # ids in the store of the articles that report it, in order of publication
    sources: int  # articles, copies of one text counted once
    vanished: tuple[str, ...] = ()  # those of `posts` that no archive holds any more
    first_report: str = ""  # when the first was published: UTC, ISO 8601; empty: not known
    history: tuple[fusion.Reported, ...] = ()  # the statuses in the order of their days
    conflicts: tuple[str, ...] = ()  # fields of which sources tell what cannot be so at once
    corrected: tuple[str, ...] = ()  # fields that people decided on
    part_of: tuple[str, ...] = ()  # ids of the visits and conferences in which it took place
    parts: tuple[str, ...] = ()  # ids of the contacts that took place in it
    corrections: tuple[Decision, ...] = ()  # behind its fields, in order of time
    rejected: Decision | None = None  # where it is the one record that this rejects, and so no contact

    @property
    def first_day(self) -> str:
        """The earliest day of its articles as their outlets date them, YYYY-MM-DD; empty: not known."""
        return min((each.day for each in self.history if each.day), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Of a contact what is counted over a whole archive: what it was, when, and who took part."""

    id: str
    type: EngagementType
    status: Status
    when: When
    participants: tuple[Participant, ...]
    polities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnsureContact:
    """A contact with the confidence of the surest of its records, and the ids of all of them."""

    contact: str
    confidence: float
    engagements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """That an article reports a contact, when, and with which status and date."""

    contact: str
    engagement: str
    post: str  # id in the store
    outlet: str
    day: dt.date | None  # the article's
    status: Status
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldContact:
    """That several sides give an account of a contact, and how many articles tell one."""

    contact: str
    sides: tuple[str, ...]  # in order of code
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementLine:
    """An engagement of a current article in a line."""

    id: str
    post: str
    outlet: str
    type: EngagementType
    status: Status
    confidence: float


@dataclass(frozen=True, slots=True)
class Source:
    """One article's report of a contact, and why it counts as a report of it."""

    engagement: Engagement
    article: StoredReading
    reason: str
    score: float = 1.0  # how surely, 0 to 1
    copies: frozenset[str] = frozenset()  # posts with the same text
    corrected: Corrections = field(default_factory=dict)  # what people corrected of what it says
    decisions: tuple[Decision, ...] = ()  # those that hold of the engagement, in order of time

    @property
    def candidate(self) -> fusion.Candidate:
        """What fusion makes of it."""
        read = fusion.candidate_of(
            self.engagement,
            post=self.article.post,
            published=self.article.published_at,
            address=identity.canonical_address(self.article.reading.article.post.url),
            copies=self.copies,
        )
        return fusion.as_corrected(read, self.corrected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One article's report of a contact in a line: as `Source`, without what else the article says, and without spans.

    Nothing of an article's text is read for it.
    """

    engagement: Engagement
    article: PostLine
    reason: str
    score: float = 1.0
    copies: frozenset[str] = frozenset()
    corrected: Corrections = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()

    @property
    def candidate(self) -> fusion.Candidate:
        """What fusion makes of it."""
        read = fusion.candidate_of(
            self.engagement,
            post=self.article.post,
            published=self.article.published_at,
            address=identity.canonical_address(self.article.url),
            copies=self.copies,
        )
        return fusion.as_corrected(read, self.corrected)


@dataclass(frozen=True, slots=True)
class ContactOutline:
    """A contact with all its reports in a line each, in order of publication."""

    contact: Contact
    reports: tuple[ReportLine, ...]
    part_of: tuple[Contact, ...] = ()
    parts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactReport:
    """A contact with all its sources, in order of publication."""

    contact: Contact
    sources: tuple[Source, ...]
    part_of: tuple[Contact, ...] = ()
    parts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedContact:
    """An engagement as its article was read, corrections left out, and where it belongs."""

    engagement: Engagement
    post: str
    state: str  # of the post
    successor: str  # of the post; empty: none
    contact: str  # empty: of none

"""What the store answers with, all frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal, Protocol

from tongshi import fusion, identity
from tongshi.copies import CopyKind
from tongshi.decisions import Decision
from tongshi.judgements import Corrections
from tongshi.offsets import SourceText
from tongshi.records import (
    Engagement,
    EngagementType,
    Manner,
    Mention,
    Participant,
    Place,
    Reading,
    Salience,
    Statement,
    Status,
    When,
)


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
class ArticleFilter:
    """Which articles are wanted; every condition given must hold. One empty holds for all.

    `people`, `polities`, `types`, `statuses` and `topics` are of one engagement, which has to be all of it.
    """

    outlets: tuple[str, ...] = ()  # any of them
    since: dt.date | None = None  # day of the article
    until: dt.date | None = None
    people: tuple[str, ...] = ()  # any of them, by id or folded name
    polities: tuple[str, ...] = ()  # all of them
    types: tuple[str, ...] = ()  # any of them
    statuses: tuple[str, ...] = ()  # any of them
    topics: tuple[str, ...] = ()  # all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements are wanted; every condition given must hold. One empty holds for all.

    Who speaks is one of `people`, by id, or bears one of the folded `names` where no id is known.
    """

    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()  # any of these polities speaks
    topics: tuple[str, ...] = ()  # all of them
    phrases: tuple[str, ...] = ()  # any of these set phrases, by id
    phrased: bool = False  # some set phrase
    words: tuple[str, ...] = ()  # all of them, folded, in the content
    between: tuple[str, ...] = ()  # made in or about a contact of all these polities
    counterpart: str = ""  # made in or about a contact of this polity too, by a side that is another one of it
    manners: tuple[str, ...] = ()  # any of them
    outlets: tuple[str, ...] = ()  # any of them
    since: dt.date | None = None  # day of the article
    until: dt.date | None = None
    direct: bool = False  # all inside quotation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """A statement with the article that reports it; spans are in the post's own part of the file."""

    id: str
    statement: Statement
    post: str  # id in the store
    position: int  # in the article
    name: str  # the codebook's id: stem, stem#2, …
    state: str  # current or vanished
    outlet: str
    day: dt.date | None  # the article's
    published_at: str  # UTC, ISO 8601; empty: no stamp
    title: str
    url: str
    archive_url: str
    engagement: str  # id of the one that it was made in or about; empty: none
    story: str  # the same for copies of one article
    saying: str  # the same for one content in copies of one article

    @property
    def polity(self) -> str | None:
        """Of the side that speaks."""
        return self.statement.polity

    @property
    def phrases(self) -> tuple[str, ...]:
        """Ids of the set phrases in it."""
        return self.statement.phrases


#: By what statements are counted.
SaidKey = Literal["day", "month", "outlet", "side", "person", "manner", "topic", "phrase"]


class Uttered(Protocol):
    """Of a statement at least where it stands."""

    @property
    def post(self) -> str:
        """Of its article, the id in the store."""

    @property
    def position(self) -> int:
        """In the article."""


@dataclass(frozen=True, slots=True)
class PhraseUse:
    """That a statement has a set phrase, as in `Utterance`."""

    phrase: str  # id
    polity: str  # of the side that speaks; empty: for none
    day: dt.date | None
    story: str
    saying: str
    post: str
    position: int

    @property
    def phrases(self) -> tuple[str, ...]:
        """The one."""
        return (self.phrase,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Of a statement what is counted of many: who says it, on what, when; as in `Statement` and `StoredStatement`."""

    id: str
    post: str
    position: int  # in the article
    outlet: str
    day: dt.date | None
    speaker: str | None
    office: str | None
    polity: str | None
    person: str
    addressee: str | None
    medium: str | None
    chain: tuple[str, ...]
    manner: Manner
    topics: tuple[str, ...]
    phrases: tuple[str, ...]
    story: str
    saying: str

    def keys(self, by: Sequence[SaidKey]) -> Iterator[tuple[Any, ...]]:
        """By what it counts: once for each of its topics, or phrases, where it is counted by these."""
        lists: dict[SaidKey, Sequence[Any]] = {
            "day": (self.day,), "month": (self.day and f"{self.day:%Y-%m}",), "outlet": (self.outlet,),
            "side": (self.polity or "",), "person": (self.person,),
            "manner": (self.manner,), "topic": self.topics, "phrase": self.phrases,
        }  # fmt: skip
        return product(*(lists[key] for key in by))


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention, its spans in the post's own part of the file, with the article that it stands in."""

    mention: Mention
    post: str
    outlet: str
    day: dt.date | None
    usage: str  # TW, HK, CN; empty: not known
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """How often a spelling is written so, and with that Latin name, in articles of one outlet and one region.

    An article counts once for each spelling: as it first writes it.
    """

    folded: str
    name: str  # as written
    latin: str  # given with it; empty: none
    outlet: str
    usage: str  # TW, HK, CN; empty: not known
    mentions: int
    articles: int
    places: int


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """In how many articles of a day somebody is named with an office, and the first of them."""

    polity: str
    role: str
    mark: str  # former, designate or acting; empty: held
    day: dt.date | None
    articles: int
    post: str


@dataclass(frozen=True, slots=True)
class Namings:
    """How current articles name one person, counted; in no order."""

    written: tuple[Written, ...]
    offices: tuple[OfficeDay, ...]


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
class StoredReading:
    """All that one article says, where the article was seen, and its text with the captions."""

    post: str  # id in the store
    name: str  # the codebook's id: stem, stem#2, …
    state: str  # current, superseded or vanished
    path: str
    published_at: str  # UTC, ISO 8601; empty: no stamp
    reading: Reading
    readable: SourceText


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that a search found; `folded` is its title and, from the second line, its running text."""

    post: str
    name: str
    outlet: str
    published_at: str
    title: str
    url: str
    folded: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPlace:
    """A post and a place where it is or was seen."""

    post: str
    name: str
    path: str
    url: str
    archive_url: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post in a line."""

    post: str  # id in the store
    name: str  # the codebook's id: stem, stem#2, …
    path: str
    state: str  # current, superseded or vanished
    outlet: str
    published_at: str  # UTC, ISO 8601; empty: no stamp
    title: str
    url: str
    archive_url: str
    first_run: int  # that added it
    state_run: int | None  # in which its state last changed; None: it never did


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """All versions of an article, one or more, oldest first and current ones last."""

    versions: tuple[PostLine, ...]

    @property
    def latest(self) -> PostLine:
        """The version that counts."""
        return self.versions[-1]

    @property
    def run(self) -> int:
        """The run of its latest change."""
        return max(max(line.first_run, line.state_run or 0) for line in self.versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCopy:
    """Two posts that say the same in the same words; see tongshi.copies. The earlier one comes first."""

    one: PostLine
    other: PostLine
    kind: CopyKind
    similarity: float  # 0 to 1
    containment: float  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReject:
    """A post that could not be read."""

    id: str
    path: str
    archive: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One `build`; the counts as in the table `runs`."""

    id: int
    started: str
    finished: str | None
    knowledge: str
    archives: tuple[str, ...]
    jobs: int
    posts: int
    added: int
    coded: int
    unchanged: int
    superseded: int
    vanished: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a store holds; records are those of current posts."""

    posts: int
    engagements: dict[str, int] = field(default_factory=dict)  # by type
    contacts: int = 0
    quotes: int = 0
    readouts: int = 0
    statements: int = 0
    copies: dict[str, int] = field(default_factory=dict)  # links between copies, by kind
    rejects: dict[str, int] = field(default_factory=dict)  # by reason


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    """A file of the user's own lexicons as it was."""

    path: str  # without suffix
    digest: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeVersion:
    """What posts were coded with from some run on."""

    version: str
    base: str  # rules and shipped lexicons
    first_run: int
    started: str
    files: tuple[KnowledgeFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """All that words are looked for in of a post: its folded title and running text, and what stands beside them."""

    post: str
    url: str
    outlet: str
    folded: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a store that is not as it must be; `id` is of the row, or of those that it belongs to."""

    table: str
    id: str
    what: str

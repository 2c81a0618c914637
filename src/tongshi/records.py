"""The records that the stages hand on, all frozen.

    Post → Article → Reading (Engagements, Readouts, Quotes, Statements)

Positions come in two kinds and never mix: an `int` pair named `start`/`end` counts characters
of an article's running text (`Article.body.text`; its folded form has the same length), and a
`Span` counts code points of the post as archived.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tongshi.offsets import EMPTY, SourceText, Span

Form = Literal["feed", "bare", "markdown", "page", "entry", "line"]
Script = Literal["Hant", "Hans", "mixed"]

#: Where a printed date stands: front matter, epoch comment, body, code after the sign-off, address.
StampSource = Literal["front-matter", "epoch", "body", "signoff", "address"]
StampKind = Literal["published", "updated"]
#: Whose words a text uses where the places differ: Taiwan, Hong Kong, mainland China.
Usage = Literal["TW", "HK", "CN"]

EngagementType = Literal["call", "meeting", "visit", "talks", "conference", "message", "appointment"]
Status = Literal["held", "planned", "proposed", "cancelled", "refused", "denied"]
Salience = Literal["main", "background"]
Precision = Literal["day", "month", "year", "unknown"]

#: What is done with words.
Manner = Literal[
    "state", "stress", "urge", "warn", "criticise", "deny", "promise", "praise", "threaten", "thank", "propose"
]
#: How much of a statement stands inside quotation marks: all, some words, none.
StatementForm = Literal["direct", "mixed", "indirect"]

#: How the article's body was found.
BodyRule = Literal[
    "given",  # the post holds the article and nothing else
    "general",  # a whole page: by the rule for any page, see tongshi.clean.bodies
]

#: What a block of a post is.
Role = Literal[
    "paragraph",  # running text
    "heading",  # a heading inside the running text
    "quote",  # running text that the page sets apart as quoted
    "table",  # a cell of a table, running text too
    "caption",  # text under, or alternative text of, a picture or video
    "credit",  # who took or gave a picture, in a line of its own
    "teaser",  # a link to another article, alone or in a list, also in the middle of the text
    "embed",  # a post of a social network, an embedded player
    "keywords",  # tags of the article
    "signoff",  # 「（編輯：曹宇帆）1120103」
    "notice",  # copyright, subscription, advertisement, appeal for support
    "navigation",  # menus, skip links, buttons, and what a whole page has around the article
    "stamp",  # a date or time printed in the body, a printed title, a byline line of its own
    "layout",  # markup without a word to read, in a body that has nothing else
]

#: The roles of what is running text.
RUNNING: frozenset[Role] = frozenset(("paragraph", "heading", "quote", "table"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One article as archived: what the reader found in a file, nothing concluded yet.

    `text` is the whole decoded file; `body` the range in it that holds the article's markup.
    """

    id: str  # the file's stem, then stem#2 … for further articles
    path: str  # inside the archive, `/` as separator
    form: Form
    text: str
    body: tuple[int, int]
    title: SourceText = EMPTY
    url: str = ""  # the article's own address, canonical, see tongshi.addresses
    archive_url: str = ""  # the address of a web archive's capture, as written, where the post has one
    published: str = ""  # as archived: front matter `date`, else the epoch comment as UTC, ISO
    author: str = ""  # front matter `author`, as written
    tags: tuple[str, ...] = ()
    captured: str = ""  # when it was taken from the web, UTC, ISO 8601: by a crawler, a web archive, a browser


class Embed(NamedTuple):
    """What is embedded: a post of a social network, with its author's handle and its date, or a player."""

    address: str  # canonical; empty where the page does not say
    handle: str = ""  # without @
    date: dt.date | None = None


class Block(NamedTuple):
    """A part of a body with its role: its text as read, and all characters of the post that belong to it.

    The spans of an article's blocks follow one another without a gap from the body's first character to its last;
    white space, tags, scripts and comments between two blocks belong to the one that they lead to, closing tags to
    the one that they end. A block may have no text: an embedded player.
    """

    role: Role
    text: SourceText
    span: Span
    embed: Embed | None = None


class Item(NamedTuple):
    """One news of a post that holds many, as a news programme does; all but `address` in the body.

    `[start, title_end)` is its title, what follows up to `end` its text, maybe none.
    """

    start: int
    title_end: int
    end: int
    address: str = ""  # its own, with the fragment; empty where the page does not say


@dataclass(frozen=True, slots=True)
class Dateline:
    """（中央社記者邱國強北京3日電）: agency, city and day of the month as written; `start`/`end` in the body."""

    agency: str | None
    city: str | None
    day: int | None
    start: int
    end: int

    @property
    def cities(self) -> tuple[str, ...]:
        """Each city of `city`: 北京/華盛頓, 東京、首爾."""
        return tuple(part.strip() for part in re.split("[/／、,，]", self.city or "") if part.strip())


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date or time that a post gives for its own publication or last change.

    `local` is aware, in the outlet's zone where that is known; `exact` is false where only a day is told, whose
    midnight it then is. `span` is in the post, none for what stands in no text of it (the address as canonical).
    """

    kind: StampKind
    source: StampSource
    words: str
    local: dt.datetime
    exact: bool
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A medium that an article cites: as written, its id in `media.yml` (empty: in no list), its place in the post."""

    name: str
    medium: str
    span: Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that a post says of itself: which (`date: file name, address`), and both as told."""

    kind: str
    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned post.

    `body` is the running text: paragraphs and headings, one newline between two, dateline
    included; no captions, sign-off, teasers or notices. `day` is the day that relative words
    (今天, 周五) are resolved against: the dateline's, else publication in the outlet's zone.
    `title` is the post's without escapes, entities and the outlet's name; `photographers` are picture credits as
    written, persons and agencies.
    """

    post: Post
    outlet: str
    script: Script
    body: SourceText
    paragraphs: tuple[tuple[int, int], ...]  # ranges in body.text, in order
    blocks: tuple[Block, ...]  # the whole body cut up, in order, see `Block`
    items: tuple[Item, ...] = ()  # where the post holds many news: each opens as an article does
    folded: str = ""  # body.text folded, same length
    title: SourceText = EMPTY
    published_local: dt.datetime | None = None  # aware, in the outlet's own zone; None: no stamp
    updated_local: dt.datetime | None = None  # the same, where an update is told
    stamps: tuple[Stamp, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    section: str = ""
    keywords: tuple[str, ...] = ()
    day: dt.date | None = None
    dateline: Dateline | None = None
    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    usage: Usage | None = None
    captions: tuple[str, ...] = ()  # texts under pictures, each once
    body_rule: BodyRule = "given"

    @property
    def caption_texts(self) -> list[SourceText]:
        """The captions with their places, without credits."""
        found: dict[str, SourceText] = {}
        for block in self.blocks:
            if block.role == "caption" and any(caption.startswith(block.text.text) for caption in self.captions):
                found.setdefault(block.text.text, block.text)
        return list(found.values())


class Actor(NamedTuple):
    """Someone who can act in a contact or speak, where the text names him.

    `start`/`end` cover the whole phrase 美國國務卿布林肯（Antony Blinken）; `name` and `office` are
    ranges within it. A polity or a delegation (中方, 美国政府) has no name and `office` is the phrase.
    """

    start: int
    end: int
    name: tuple[int, int] | None = None
    office: tuple[int, int] | None = None
    latin: tuple[int, int] | None = None
    person: str = ""  # id in the registry, where it is known
    polity: str | None = None  # code, where it is known
    host: str | None = None  # for 駐…大使: the polity he is sent to
    role: str = ""  # role of the office, see offices.yml
    kind: Literal["person", "office", "polity", "institution", "medium", "pronoun"] = "person"
    mark: str = ""  # former, designate, acting: 前, 候任, 代理
    inferred: bool = False  # its state is not said with it, but by the text around


#: How an article names someone: with his name in Latin letters, with two offices side by side (外長、前大使X), in a
#: caption, as a keyword, with his office, or by name alone.
MentionKind = Literal["gloss", "apposition", "caption", "tag", "title", "name"]


class Mention(NamedTuple):
    """A person whom an article names, one for each different way in which it does so, at the first place of it.

    `polity` is said with the name, or known of the person; where it was only inferred from the text, there is none.
    Spans are in the post; None for what is not told, and for a keyword.
    """

    name: str  # as written
    folded: str
    kind: MentionKind
    latin: str = ""  # as written
    person: str = ""  # id in the curated registry
    polity: str = ""
    role: str = ""
    title: str = ""  # folded, without its state
    mark: str = ""  # former, designate, acting
    places: int = 1  # in the article where he is named so
    name_span: Span | None = None
    latin_span: Span | None = None
    title_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When something happened, as precisely as the text supports."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision = "unknown"
    alt: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One who takes part, as written."""

    name: str | None = None
    latin: str | None = None
    office: str | None = None
    polity: str | None = None
    person: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: `city` as written, `polity` code."""

    city: str | None = None
    polity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """One contact as one article reports it (codebook section 1)."""

    id: str = ""
    type: EngagementType
    status: Status
    salience: Salience
    participants: tuple[Participant, ...]
    polities: tuple[str, ...]
    when: When
    place: Place = Place()
    topics: tuple[str, ...] = ()
    trigger: str
    evidence: str
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: float = 0.5
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """One side's account of one main engagement (codebook section 2)."""

    engagement: int  # index into Reading.engagements
    side: str
    sources: tuple[str, ...]
    topics: tuple[str, ...]
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One direct quotation (codebook section 3). `start`/`end` in the body, inside the marks."""

    text: str
    speaker: str | None
    polity: str | None
    start: int
    end: int
    person: str = ""
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody is reported to say, one attribution within one sentence (codebook: statement).

    `start`/`end`: the content, in the body. Fields of `spans`: text, speaker, office, verb, addressee, medium,
    `chain.0`, … for each link, and `phrases.<id>`.
    """

    text: str
    form: StatementForm
    speaker: str | None  # as first written in the article
    office: str | None = None  # as written with the speaker
    polity: str | None = None  # of the side that the speaker represents, now or formerly
    person: str = ""  # id in the registry, where it is known
    verb: str = ""  # the word of saying; empty where the sentence goes on without one
    manner: Manner = "state"
    addressee: str | None = None  # as written
    medium: str | None = None  # the written or public form, as written
    chain: tuple[str, ...] = ()  # who hands it on, outermost first, without the speaker
    topics: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()  # set phrases of diplomacy: ids of `phrases.yml`
    engagement: int | None = None  # index into Reading.engagements: made in it, or about it
    side: str = ""  # the side whose account of the engagement it is a part of
    start: int
    end: int
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one article says."""

    article: Article
    engagements: tuple[Engagement, ...] = ()
    readouts: tuple[Readout, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A post that could not be read, and why."""

    id: str
    path: str
    reason: str

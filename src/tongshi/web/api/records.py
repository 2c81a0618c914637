"""The shapes of what is given, as OpenAPI tells them. Dates are ISO 8601, moments in UTC; null: not known."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from tongshi.records import EngagementType, Precision, Salience, Status


class Shape(BaseModel):
    """A shape with these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DateShape(Shape):
    """A day, some days, a month or a year; `alt`: the other day where sources leave two open."""

    start: str | None
    end: str | None
    precision: Precision
    alt: str | None


class PlaceShape(Shape):
    """A city as written, and the polity."""

    city: str | None
    polity: str | None


class ParticipantShape(Shape):
    """Who takes part, as written, with the office held that day."""

    name: str | None
    latin: str | None
    office: str | None
    polity: str | None


class StatusShape(Shape):
    """A status, since when some article tells it, and how many do."""

    status: Status
    since: str | None
    day: str | None = Field(description="The same, as the outlet dates it.")
    reports: int


class RulingShape(Shape):
    """A person's decision: its id, by whom, when, why."""

    decision: str
    by: str
    at: str
    why: str


class CorrectionShape(RulingShape):
    """A correction of a field; `record`: of which record, empty: of the contact."""

    field: str
    was: Any
    value: Any
    record: str


class ContactShape(Shape):
    """A contact as all articles report it, fields as corrected."""

    id: str
    type: EngagementType
    status: Status
    salience: Salience
    date: DateShape
    place: PlaceShape
    participants: list[ParticipantShape]
    polities: list[str]
    topics: list[str]
    outlets: list[str]
    sources: int = Field(description="Articles, copies of one text counted once.")
    articles: int
    vanished: int = Field(description="Of the articles, those that no archive holds any more.")
    first_report: str | None
    history: list[StatusShape]
    conflicts: list[str] = Field(description="Fields of which sources tell what cannot be so at once.")
    part_of: list[str]
    parts: list[str]
    corrected: list[CorrectionShape]
    rejected: RulingShape | None = None
    page: str = Field(description="Address of its page.")


class ReportShape(Shape):
    """One article's report: what it says, why it is of this contact, and where each field stands in the post."""

    id: str
    post: str
    outlet: str
    published: str | None
    title: str
    url: str
    archive_url: str
    state: str = Field(description="current or vanished")
    reason: str
    score: float
    confidence: float
    says: dict[str, Any] = Field(description="Fields in the codebook's file form.")
    spans: dict[str, list[tuple[int, int]]] = Field(description="Code points of the post, [start, end) each.")
    evidence: list[str] = Field(description="Sentences that prove it, as far as they may be given.")
    page: str


class ContactReportShape(ContactShape):
    """A contact with its reports, in order of publication."""

    reports: list[ReportShape]


class SourceShape(Shape):
    """An article's report of a contact, in a line: what it says, as read, and the sentence that proves it."""

    contact: str
    record: str
    type: EngagementType
    status: Status
    salience: Salience
    date: DateShape
    place: PlaceShape
    participants: list[ParticipantShape]
    confidence: float
    post: str
    state: str = Field(description="current or vanished")
    outlet: str
    published: str | None
    title: str
    url: str
    archive_url: str
    evidence: str = Field(description="As far as it may be given.")
    page: str = Field(description="Address of the article's page.")


class ProvenanceShape(Shape):
    """What all was made with and from."""

    program: str
    codebook: str
    knowledge: str
    build: int | None = None
    built: str | None = None


class ContactsShape(Shape):
    """Some of the contacts chosen; `next` leads to more of them, null: these were the last."""

    contacts: list[ContactShape]
    total: int
    undated: int
    withheld: dict[str, int] = Field(description="How much of all contacts may not be given, by kind.")
    next: str | None
    provenance: ProvenanceShape


class SourcesShape(Shape):
    """The sources of some of the contacts chosen, by contact, in order of publication; `next` as of contacts."""

    sources: list[SourceShape]
    contacts: int = Field(description="How many contacts are chosen.")
    withheld: dict[str, int] = Field(description="How much of these contacts may not be given, by kind.")
    next: str | None
    provenance: ProvenanceShape


class ValueShape(Shape):
    """A value of a facet, what it is called, and how many contacts have it."""

    value: str
    name: str
    contacts: int
    chosen: bool


class FacetShape(Shape):
    """Values of a facet for what is chosen of the others, most contacts first."""

    facet: str
    values: list[ValueShape]
    total: int
    provenance: ProvenanceShape


class FoundShape(Shape):
    """An article that was found, with the words around what was sought, as far as they may be given."""

    post: str
    outlet: str
    published: str | None
    title: str
    url: str
    snippets: list[str]
    contacts: list[str] = Field(description="Ids of the contacts that it tells.")
    page: str


class SearchShape(Shape):
    """Some of the articles found."""

    articles: list[FoundShape]
    total: int
    next: str | None
    provenance: ProvenanceShape


class ArticleShape(Shape):
    """An article in the codebook's file form, as far as its text may be given."""

    post: str
    state: str
    record: dict[str, Any]
    provenance: ProvenanceShape


class ComparisonShape(Shape):
    """A contact as each side tells it: the lines of `tongshi compare --format jsonl`."""

    contact: str
    lines: list[dict[str, Any]]
    provenance: ProvenanceShape


class CoverageShape(Shape):
    """What the archive holds of each month: the lines of `tongshi coverage --by month --format jsonl`."""

    months: list[dict[str, Any]]
    provenance: ProvenanceShape


class DecisionsShape(Shape):
    """The ledger, latest first."""

    decisions: list[dict[str, Any]]
    total: int
    next: str | None
    provenance: ProvenanceShape


class MistakeTold(Shape):
    """What is wrong, in one line."""

    status: int
    message: str


class MistakeShape(Shape):
    """The answer to a request that cannot be met, whatever is wrong with it."""

    error: MistakeTold

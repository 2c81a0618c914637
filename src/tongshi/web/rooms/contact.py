"""A contact: its fields, each with the words in the sources that bear it out, and all else that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response

from tongshi import identity
from tongshi.catalogue.facets import people, place
from tongshi.citation import citation_items, citation_text
from tongshi.decisions import Decision
from tongshi.errors import NotFoundError
from tongshi.fusion import Claim, claims
from tongshi.records import Participant, Statement
from tongshi.store import Contact, ContactOutline, ContactReport, ReportLine, Source
from tongshi.web.asked import paged
from tongshi.web.evidence import Evidence, Key, evidence
from tongshi.web.listing import named
from tongshi.web.visits import View, Visit

#: Texts that are shown at a time, copies of one folded under it.
PAGE = 6

#: Statements of a side, and sources behind a value, that are shown.
MOST_SAID = 3
MOST_CITED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source by its number, and where to look: at it, or at the first words in it that bear something out."""

    number: int
    there: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value of a field of which sources tell several, and those that tell it; `more` are not listed."""

    field: str
    value: object
    contested: bool
    by: tuple[Reference, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A source that is shown, with the copies of its text."""

    number: int
    line: ReportLine
    source: Source
    evidence: Evidence
    there: str  # its article, at the place
    copies: tuple[tuple[int, ReportLine, str], ...]  # each with its number and the address of its article


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a side is reported to have said; `side` is empty for those who are none."""

    side: str
    said: tuple[tuple[Statement, Reference], ...]
    total: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """A contact, a page of its sources."""

    contact: Contact
    people: tuple[tuple[Key, Participant, str], ...]  # with the address of each one's page
    place: str  # its value as a facet
    level: str
    references: Mapping[Key, tuple[Reference, ...]]  # into the sources that are shown
    told: Mapping[str, tuple[Told, ...]]  # by field
    texts: tuple[Text, ...]
    total: int  # texts of all pages
    page: int
    pages: int
    page_there: Callable[[int, str], str]  # with the anchor
    accounts: tuple[Account, ...]
    part_of: tuple[Contact, ...]
    parts: tuple[Contact, ...]
    decisions: tuple[Decision, ...]
    versions: int  # of what was said of it, from build to build; 0: it was never changed
    citation: str  # empty where the sources are too many to be read at once
    citations: tuple[tuple[str, str], ...]  # by form


def _page(visit: Visit) -> Response:
    with visit.release.at_once():
        outline = visit.release.outline(visit.part("id").strip())
        if outline.contact.id != visit.part("id"):
            return visit.elsewhere(visit.url.contact(outline.contact.id, visit.query))
        return visit.page("contact.html", room="contacts", told=_told(visit, outline))


def _told(visit: Visit, outline: ContactOutline) -> ContactPage:
    contact, numbered = outline.contact, list(enumerate(outline.reports, 1))
    grouped = _by_text(numbered)
    page, pages = paged(visit.query, len(grouped), PAGE, "sources")
    where = {number: at // PAGE + 1 for at, group in enumerate(grouped) for number, _ in group}

    def page_there(wanted: int, anchor: str = "") -> str:
        return visit.url.contact(contact.id, (("sources", str(wanted)),) if wanted > 1 else (), anchor)

    def cited(number: int, anchor: str = "") -> Reference:
        anchor = anchor or f"source-{number}"
        there = f"#{anchor}" if where[number] == page else page_there(where[number], anchor)
        return Reference(number=number, there=there, outlet=outline.reports[number - 1].article.outlet)

    texts = _texts(visit, contact, grouped[(page - 1) * PAGE : page * PAGE])
    forms = tuple((form, visit.url.citation(contact.id, form)) for form in _FORMS)
    return ContactPage(
        contact=contact,
        people=tuple(_people(visit, contact)),
        place=place(contact.place),
        level=visit.catalogue.levels.of(contact),
        references=_references(texts, cited),
        told=_claims(outline, cited),
        texts=texts,
        total=len(grouped),
        page=page,
        pages=pages,
        page_there=page_there,
        accounts=_accounts(visit, contact, texts),
        part_of=outline.part_of,
        parts=outline.parts,
        decisions=_decisions(outline),
        versions=_versions(visit, contact),
        citation=_citation(visit, outline, texts),
        citations=forms,
    )


def _versions(visit: Visit, contact: Contact) -> int:
    found = len(visit.release.contact_versions(contact.id)) if contact.id in visit.catalogue.by_id else 0
    return found if found > 1 else 0


def _people(visit: Visit, contact: Contact) -> list[tuple[Key, Participant, str]]:
    keys = {id(each): key for key, each in people(contact)}
    return [
        (f"participants-{at}", *named(visit, each, keys.get(id(each), "")))
        for at, each in enumerate(contact.participants)
    ]


# --- sources

_Numbered = tuple[int, ReportLine]


def _by_text(numbered: Sequence[_Numbered]) -> list[list[_Numbered]]:
    """The reports, those of copies of one text together, in order of the first of each."""
    grouped: list[list[_Numbered]] = []
    posts: list[set[str]] = []
    for number, line in numbered:
        same = next((at for at, known in enumerate(posts) if not known.isdisjoint(line.copies)), None)
        if same is None:
            grouped.append([(number, line)])
            posts.append({line.article.post})
        else:
            grouped[same].append((number, line))
            posts[same].add(line.article.post)
    return grouped


def _texts(visit: Visit, contact: Contact, grouped: Sequence[Sequence[_Numbered]]) -> tuple[Text, ...]:
    sources = visit.release.sources_of([group[0][1] for group in grouped])

    def named(key: Key) -> str:
        field, _, value = key.partition("-")
        return (
            visit.words.told(visit.labels.field(field), visit.labels.topic(value))
            if field == "topics"
            else visit.labels.field(field)
        )

    return tuple(
        Text(
            number=group[0][0],
            line=group[0][1],
            source=source,
            evidence=evidence(
                group[0][0], source, contact, lambda keys: visit.words.listed(dict.fromkeys(map(named, keys)))
            ),
            there=visit.url.article(source.article.post, anchor=source.engagement.id),
            copies=tuple((number, line, visit.url.article(line.article.post)) for number, line in group[1:]),
        )
        for group, source in zip(grouped, sources, strict=True)
    )


def _references(texts: Sequence[Text], cited: Callable[[int, str], Reference]) -> dict[Key, tuple[Reference, ...]]:
    found: dict[Key, tuple[Reference, ...]] = {}
    for text in texts:
        for key, anchors in text.evidence.anchors.items():
            found[key] = (*found.get(key, ()), cited(text.number, anchors[0]))
    return found


# --- what is told differently


def _claims(outline: ContactOutline, cited: Callable[[int], Reference]) -> dict[str, tuple[Told, ...]]:
    """The fields of which sources tell several values: each with who tells it, the commonest first."""
    numbers = {line.engagement.id: number for number, line in enumerate(outline.reports, 1)}
    found: dict[str, tuple[Told, ...]] = {}
    for claim in claims([line.candidate for line in outline.reports]):
        own = [numbers[id_] for id_ in claim.engagements]
        told = Told(
            field=claim.field,
            value=_value(claim, outline.reports[own[0] - 1]),
            contested=claim.contested,
            by=tuple(map(cited, own[:MOST_CITED])),
            more=len(own[MOST_CITED:]),
        )
        found[claim.field] = (*found.get(claim.field, ()), told)
    return found


def _value(claim: Claim, line: ReportLine) -> object:
    """A value; names as the first source writes them, unless they were corrected."""
    if claim.field == "participants" and "participants" not in line.corrected:
        return tuple(each.name for each in line.engagement.participants if each.name)
    return claim.value


# --- what was said


def _accounts(visit: Visit, contact: Contact, texts: Sequence[Text]) -> tuple[Account, ...]:
    """What the sources shown tell of what each side said, those of no side last."""
    said: dict[str, list[tuple[Statement, Reference]]] = {}
    for text in texts:
        for statement, reference in _said(visit, text):
            side = statement.side if statement.side in contact.polities else ""
            said.setdefault(side, []).append((statement, reference))
    return tuple(
        Account(
            side=side,
            said=tuple(each for each in said[side] if each[0].text)[:MOST_SAID],
            total=len(said[side]),
            topics=tuple(dict.fromkeys(topic for statement, _ in said[side] for topic in statement.topics)),
        )
        for side in (*contact.polities, "")
        if side in said
    )


def _said(visit: Visit, text: Text) -> Iterator[tuple[Statement, Reference]]:
    """The statements of a source that were made in the contact or about it, each with its place in the article."""
    post, reading = text.source.article.post, text.source.article.reading
    own = next(at for at, each in enumerate(reading.engagements) if each.id == text.source.engagement.id)
    ids = identity.statement_ids(post, reading.statements)
    for id_, statement in zip(ids, reading.statements, strict=True):
        if statement.engagement == own:
            there = visit.url.article(post, anchor=id_)
            yield statement, Reference(number=text.number, there=there, outlet=text.line.article.outlet)


def _decisions(outline: ContactOutline) -> tuple[Decision, ...]:
    """All that people decided on the contact and its records, in order of time."""
    found = {each.id: each for line in outline.reports for each in line.decisions}
    found |= {each.id: each for each in outline.contact.corrections}
    if outline.contact.rejected:
        found[outline.contact.rejected.id] = outline.contact.rejected
    return tuple(sorted(found.values(), key=lambda each: (each.at, each.id)))


# --- citations

#: Forms of a citation, and their media types.
_FORMS = {"txt": "text/plain", "json": "application/vnd.citationstyles.csl+json"}


def _citation(visit: Visit, outline: ContactOutline, texts: Sequence[Text]) -> str:
    """How it is cited, where all its sources were read for the page."""
    sources = tuple(each.source for each in texts)
    if len(sources) < len(outline.reports):
        return ""
    return "\n".join(citation_text(ContactReport(outline.contact, sources), visit.release.provenance))


def _cited(visit: Visit) -> Response:
    form = visit.part("form")
    if form not in _FORMS:
        raise NotFoundError(f"{form}: no form of a citation ({', '.join(_FORMS)})")
    told = visit.release.report(visit.part("id").strip())
    if told.contact.id != visit.part("id"):
        return visit.elsewhere(visit.url.citation(told.contact.id, form))
    made = visit.release.provenance
    words = citation_items(told, made) if form == "json" else "\n".join(citation_text(told, made))
    return PlainTextResponse(f"{words}\n", media_type=_FORMS[form])


VIEWS = (View("/contacts/{id}/citation.{form}", _cited), View("/contacts/{id}", _page))

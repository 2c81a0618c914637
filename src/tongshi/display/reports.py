"""A contact with what each source says, and the sentences that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tongshi import addresses
from tongshi.codec import all_spans
from tongshi.decisions import Decision, what, whose
from tongshi.display.layout import indented, new_grid
from tongshi.display.marks import marked
from tongshi.display.values import date, people, places, short, sources_told, where
from tongshi.fusion import Claim, Reported, Value, claims
from tongshi.passages import Passage, passages
from tongshi.records import Engagement, Participant, Place, When
from tongshi.store import Contact, ContactReport, Source, StoredReading


def report(told: ContactReport, *, colour: bool, whole: bool = False) -> RenderableType:
    """A contact: its fields, what each source says, and the sentences that prove it; whole texts with `whole`."""
    parts: list[RenderableType] = [_summary(told)]
    for number, source in enumerate(told.sources, 1):
        parts += [Text(), *source_parts(number, source, colour=colour)]
        if whole and source.article.readable:
            parts += [Text(), _indented_text(source.article.readable.text)]
    return Group(*parts)


def _summary(told: ContactReport) -> Table:
    contact = told.contact
    when = date(contact.when)
    if contact.when.alt:
        when += f" (the other side: {contact.when.alt.isoformat()})"
    history = " → ".join(_reported(each) for each in contact.history) or contact.status
    grid = new_grid()
    corrected = {decision.field for decision in contact.corrections}

    def row(field: str, value: str, label: str = "") -> None:
        grid.add_row(label or field, f"{value}  (corrected)" if field in corrected else value)

    grid.add_row("contact", contact.id)
    row("type", f"{contact.type}, {contact.salience}")
    row("status", f"{contact.status}, told as {history}" if "status" in corrected else history)
    row("date", when)
    row("place", where(contact) or "–")
    for number, each in enumerate(contact.participants):
        row("participants", _described(each), " " if number else "who")
    row("polities", " ".join(contact.polities))
    row("topics", " ".join(contact.topics) or "–")
    grid.add_row("sources", _reporting(contact))
    for decision in (*contact.corrections, *filter(None, [contact.rejected])):
        if decision.scope != "reading":  # which stands with its source
            grid.add_row("decided", _decided(decision))
    for label, linked in (("part of", told.part_of), ("parts", told.parts)):
        for number, other in enumerate(linked):
            grid.add_row("" if number else label, _in_a_line(other))
    for label, line in _differing(told.sources):
        grid.add_row(label, line)
    return grid


def _decided(decision: Decision) -> str:
    return f"{what(decision)}  ({short(decision.id)}: {whose(decision)})"


def _reporting(contact: Contact) -> str:
    """`2, in 3 articles (cna rfi), the first on 2021-02-11`: copies of one text are one source."""
    copied = f", in {len(contact.posts)} articles" if len(contact.posts) > contact.sources else ""
    first = f", the first on {contact.first_day}" if contact.first_day else ""
    return f"{sources_told(contact)}{copied} ({' '.join(contact.outlets)}){first}"


def _reported(each: Reported) -> str:
    """A status, and the day it was first told on."""
    return f"{each.status} ({each.day})" if each.day else each.status


def _in_a_line(contact: Contact) -> str:
    told = (short(contact.id), date(contact.when), contact.type, contact.status, people(contact))
    return "  ".join(filter(None, told))


def _differing(sources: Sequence[Source]) -> Iterator[tuple[str, str]]:
    """The fields of which sources give several values: who says what, by the numbers under which they are listed."""
    numbers = {source.engagement.id: number for number, source in enumerate(sources, 1)}
    told = claims([source.candidate for source in sources])
    for field in dict.fromkeys(claim.field for claim in told):
        own = [claim for claim in told if claim.field == field]
        values = (f"{_value(claim.value)} ({_cited_by(claim, numbers, sources)})" for claim in own)
        yield ("conflict" if own[0].contested else "told as"), f"{field}: {' | '.join(values)}"


def _value(value: Value) -> str:
    if isinstance(value, When):
        return date(value)
    if isinstance(value, Place):
        return " ".join(filter(None, (value.city, value.polity)))
    return value if isinstance(value, str) else "、".join(value)


def _cited_by(claim: Claim, numbers: Mapping[str, int], sources: Sequence[Source]) -> str:
    cited = [numbers[id_] for id_ in claim.engagements]
    return ", ".join(f"{sources[number - 1].article.reading.article.outlet} {number}" for number in cited)


def _described(participant: Participant) -> str:
    parts = [participant.name, participant.latin and f"({participant.latin})", participant.office]
    return "  ".join(part for part in (*parts, participant.polity) if part)


def source_parts(number: int, source: Source, *, colour: bool) -> Iterator[RenderableType]:
    """One article's report of a contact: what it says, what was decided of it, and the sentences that prove it."""
    engagement, article = source.engagement, source.article
    head = Text(f"{number}. {_cited(article)}  ", "bold")
    head.append(article.reading.article.post.title.text)
    yield head
    grid = new_grid()
    grid.add_row("record", f"{short(engagement.id)}, {article.name} ({article.path})")
    if article.state != "current":
        grid.add_row("state", f"{article.state}: no archive holds it any more")
    post = article.reading.article.post
    if post.url:
        grid.add_row("address", post.url)
    if captured := addresses.shipped().read(post.archive_url).captured:
        grid.add_row("archived", f"{captured:%Y-%m-%d %H:%M} UTC, {post.archive_url}")
    says = f"{engagement.type}, {engagement.status}, {date(engagement.when)}, {engagement.salience}"
    grid.add_row("says", f"{says}, confidence {engagement.confidence:.2f}")
    if source.reason:
        grid.add_row("fused", f"{source.reason} ({source.score:.2f})")
    for decision in source.decisions:
        if decision.scope != "contact":
            grid.add_row("decided", _decided(decision))
    proved = list(proof(engagement, article))
    for label, passage in proved:
        grid.add_row(label, marked(passage, colour=colour))
    if not proved:
        for field, spans in sorted(all_spans(engagement).items()):
            grid.add_row(field, places(spans))
    yield indented(grid, 3)


def proof(engagement: Engagement, article: StoredReading) -> Iterator[tuple[str, Passage]]:
    """The evidence with the fields marked that it proves, then the other sentences that fields come from."""
    fields = {name: spans for name, spans in engagement.spans.items() if name != "evidence"}
    for number, participant in enumerate(engagement.participants):
        fields.setdefault(f"participants.{number}", participant.spans)
    found = passages((article.reading.article.post.title, article.readable), fields)
    squeezed = "".join(engagement.evidence.split())
    proving = [passage for passage in found if "".join(passage.text.split()) in squeezed]
    rest = [passage for passage in found if passage not in proving]
    for passage in proving or [Passage(engagement.evidence)] * bool(engagement.evidence):
        yield "evidence", passage
    for passage in rest:
        yield ", ".join(sorted({field.partition(".")[0] for field in passage.fields})), passage


def _cited(article: StoredReading) -> str:
    local = article.reading.article.published_local
    return f"{article.reading.article.outlet} {local:%Y-%m-%d %H:%M}" if local else article.reading.article.outlet


def _indented_text(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 3))

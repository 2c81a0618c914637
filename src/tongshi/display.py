"""Records as text: tables that know how wide Chinese characters are, sentences with their marks.

On a terminal marks are coloured by what they say; elsewhere they stand in ⟦ ⟧.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tongshi import addresses
from tongshi.build import Progress, RunSummary
from tongshi.clean import load_outlets
from tongshi.codec import all_spans
from tongshi.decisions import Decision, what, whose
from tongshi.engagements import CueReport
from tongshi.fusion import Claim, Reported, Value, claims
from tongshi.offsets import Span
from tongshi.passages import Mark, Passage, passages
from tongshi.pipeline import Explanation
from tongshi.readers import FileForm
from tongshi.records import Article, Engagement, Participant, Place, When
from tongshi.store import Contact, ContactReport, Run, Source, StoredReading, StoredReject

#: Digits of an id that are shown: enough to name one in any archive a laptop holds.
SHOWN_DIGITS = 10

#: Width of a table that goes to a file or another program.
WIDE = 160

#: Participants shown in a table.
MOST_PARTICIPANTS = 4

_COLOURS = {
    "trigger": "bold red",
    "participants": "bold green",
    "date": "bold yellow",
    "place": "bold blue",
    "topics": "bold magenta",
    "status": "bold cyan",
    "text": "bold cyan",
    "word": "bold yellow",
}
_COLOUR_OF_OTHERS = "underline"


def console(*, error: bool = False) -> Console:
    """Where results, or messages, are written."""
    made = Console(stderr=error, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = WIDE
    return made


def show(console: Console, part: RenderableType) -> None:
    """Write a part; elsewhere than on a terminal without the blanks that fill its lines."""
    if console.is_terminal:
        console.print(part)
        return
    for line in _lines(console, part):
        console.file.write(f"{line}\n")


def lines(part: RenderableType) -> list[str]:
    """A part as it is written into a file."""
    return _lines(Console(file=io.StringIO(), width=WIDE, highlight=False, markup=False, emoji=False), part)


def _lines(console: Console, part: RenderableType) -> list[str]:
    with console.capture() as captured:
        console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


def short(id_: str) -> str:
    """An id as it is shown."""
    return id_[: 1 + SHOWN_DIGITS]


def date(when: When) -> str:
    """`2021-02-10`, `2021-02-10–12`, `2021-02`, `2021` or `?`."""
    if when.start is None:
        return "?"
    if when.precision != "day":
        return when.start.isoformat()[: 7 if when.precision == "month" else 4]
    if when.end is None or when.end == when.start:
        return when.start.isoformat()
    same = 8 if when.end.isoformat()[:7] == when.start.isoformat()[:7] else 5
    return f"{when.start.isoformat()}–{when.end.isoformat()[same if when.end.year == when.start.year else 0 :]}"


def who(participant: Participant) -> str:
    """`布林肯 (US)`; an unnamed one by his office."""
    name = participant.name or participant.office or "?"
    return f"{name} ({participant.polity})" if participant.polity else name


# --- passages


def marked(passage: Passage, *, colour: bool) -> Text:
    """A sentence with its marks."""
    text = Text()
    place = 0
    for mark in _merged(passage.marks):
        text.append(passage.text[place : mark.start])
        inside = passage.text[mark.start : mark.end]
        text.append(inside, _colour(mark.field)) if colour else text.append(f"⟦{inside}⟧")
        place = mark.end
    text.append(passage.text[place:])
    return Text(" ").join(text.split()) if "\n" in passage.text else text


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that overlap become one, with the field of the first."""
    merged: list[Mark] = []
    for mark in sorted(marks):
        if merged and mark.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Mark(last.start, max(last.end, mark.end), last.field)
        else:
            merged.append(mark)
    return merged


def _colour(field: str) -> str:
    return _COLOURS.get(field.partition(".")[0], _COLOUR_OF_OTHERS)


# --- contacts


def contact_table(contacts: Iterable[Contact]) -> Table:
    """One line for each contact."""
    table = new_table("id", "date", "type", "status", "who", "place", "topics")
    table.add_column("sources", justify="right")
    for contact in contacts:
        table.add_row(
            short(contact.id),
            date(contact.when),
            contact.type,
            contact.status,
            people(contact),
            where(contact),
            " ".join(contact.topics),
            _sources(contact),
        )
    return table


def _sources(contact: Contact) -> str:
    """`3`, or `3 (1 vanished)`: of the articles no archive holds one any more."""
    return f"{contact.sources} ({len(contact.vanished)} vanished)" if contact.vanished else str(contact.sources)


def people(contact: Contact) -> str:
    """Who took part, the first few; the polities where nobody is named."""
    shown = [who(each) for each in contact.participants[:MOST_PARTICIPANTS]]
    if len(contact.participants) > MOST_PARTICIPANTS:
        shown.append("…")
    return "、".join(shown) or " ".join(contact.polities)


def where(contact: Contact) -> str:
    """`北京 (CN)`, or as much as is known."""
    city, polity = contact.place.city, contact.place.polity
    return f"{city} ({polity})" if city and polity else city or polity or ""


def contact_fields(contact: Contact) -> dict[str, object]:
    """A contact as plain values, for JSON."""
    when = contact.when
    return {
        "id": contact.id,
        "type": contact.type,
        "status": contact.status,
        "salience": contact.salience,
        "date": {
            "start": _iso(when.start),
            "end": _iso(when.end),
            "precision": when.precision,
            "alt": _iso(when.alt),
        },
        "place": {"city": contact.place.city, "polity": contact.place.polity},
        "participants": [
            {"name": each.name, "latin": each.latin, "office": each.office, "polity": each.polity}
            for each in contact.participants
        ],
        "polities": list(contact.polities),
        "topics": list(contact.topics),
        "outlets": list(contact.outlets),
        "sources": contact.sources,
        "articles": len(contact.posts),
        "vanished": len(contact.vanished),
        "first_report": contact.first_report or None,
        "history": [
            {"status": each.status, "since": each.since or None, "reports": each.reports} for each in contact.history
        ],
        "conflicts": list(contact.conflicts),
        "part_of": list(contact.part_of),
        "parts": list(contact.parts),
        "corrected": [_correction(each) for each in contact.corrections],
        **({"rejected": _ruling(contact.rejected)} if contact.rejected else {}),
    }


def _correction(decision: Decision) -> dict[str, object]:
    """A correction behind a field, for JSON; `record` is empty where the contact itself was corrected."""
    return {
        "field": decision.field,
        "was": decision.former,
        "value": decision.value,
        "record": decision.subjects[0] if decision.scope == "reading" else "",
        **_ruling(decision),
    }


def _ruling(decision: Decision) -> dict[str, str]:
    return {"decision": decision.id, "by": decision.by, "at": decision.at, "why": decision.why}


def contact_lines(contacts: Iterable[Contact]) -> Iterator[str]:
    """One JSON object a line."""
    for contact in contacts:
        yield json.dumps(contact_fields(contact), ensure_ascii=False)


#: Columns of a contact in CSV; several values in one field have `;` between them.
CONTACT_COLUMNS = (
    *("id", "start", "end", "precision", "type", "status", "salience"),
    *("participants", "polities", "city", "place_polity", "topics", "outlets", "sources", "vanished"),
    *("first_report", "history", "conflicts", "part_of", "parts"),
    "corrected",
)


def contact_csv(contacts: Iterable[Contact]) -> Iterator[str]:
    """Comma-separated values with a header."""
    yield csv_line(CONTACT_COLUMNS)
    for contact in contacts:
        yield csv_line(contact_values(contact))


def contact_values(contact: Contact) -> list[str]:
    """A contact as the values of `CONTACT_COLUMNS`."""
    when = contact.when
    return [
        contact.id,
        _iso(when.start) or "",
        _iso(when.end) or "",
        when.precision,
        contact.type,
        contact.status,
        contact.salience,
        ";".join(who(each) for each in contact.participants),
        ";".join(contact.polities),
        contact.place.city or "",
        contact.place.polity or "",
        ";".join(contact.topics),
        ";".join(contact.outlets),
        str(contact.sources),
        str(len(contact.vanished)),
        contact.first_report,
        ";".join(f"{each.status} {each.since[:10]}".rstrip() for each in contact.history),
        ";".join(contact.conflicts),
        ";".join(contact.part_of),
        ";".join(contact.parts),
        ";".join(dict.fromkeys(decision.field for decision in contact.corrections)),
    ]


def csv_line(values: Sequence[str]) -> str:
    """Comma-separated values, without the end of the line."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


# --- one contact


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
    first = f", the first on {contact.first_report[:10]}" if contact.first_report else ""
    return f"{_sources(contact)}{copied} ({' '.join(contact.outlets)}){first}"


def _reported(each: Reported) -> str:
    """A status, and the day it was first told on."""
    return f"{each.status} ({each.since[:10]})" if each.since else each.status


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


def places(spans: Iterable[Span]) -> str:
    """Where something stands in the post, where the sentence itself is not shown."""
    return " ".join(f"[{span.start}, {span.end})" for span in spans)


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


# --- one article


def header(stored: StoredReading) -> RenderableType:
    """What an article says of itself, each stamp with its source and words, and the ids of its records."""
    reading = stored.reading
    article = reading.article
    grid = new_grid()
    grid.add_row("post", f"{stored.post}  {stored.state}")
    for label, value in _header_rows(article):
        if value:
            grid.add_row(label, value)
    for stamp in article.stamps:
        when = stamp.local.isoformat(sep=" ", timespec="seconds") if stamp.exact else stamp.local.date().isoformat()
        source = f"{stamp.source}: {stamp.words}" if stamp.words else stamp.source
        grid.add_row(stamp.kind, f"{when}  ({source})")
    for each in article.contradictions:
        grid.add_row("contradiction", f"{each.kind}: {each.one}, {each.other}")
    for cited in article.cited:
        grid.add_row("cites", f"{cited.name} ({cited.medium})" if cited.medium else cited.name)
    for item in article.items:
        grid.add_row("item", f"{article.body.text[item.start : item.title_end]}  {item.address}".strip())
    records = [*(each.id for each in reading.engagements)]
    grid.add_row("engagements", " ".join([str(len(records)), *map(short, records)]))
    grid.add_row("readouts, quotes", f"{len(reading.readouts)}, {len(reading.quotes)}")
    grid.add_row("statements", str(len(reading.statements)))
    grid.add_row("file", stored.path)
    return grid


def blocks(stored: StoredReading) -> RenderableType:
    """The body of an article cut up: the role of each block, its span in the post, what a reader sees of it."""
    table = new_table("role", "span", "text")
    for block in stored.reading.article.blocks:
        embed = block.embed
        handle = f"@{embed.handle}" if embed and embed.handle else ""
        told = [handle, str(embed.date or ""), embed.address] if embed else []
        table.add_row(
            block.role, f"{block.span.start}–{block.span.end}", "\n".join(filter(None, [block.text.text, *told]))
        )
    return table


def _header_rows(article: Article) -> Iterator[tuple[str, str]]:
    post, line = article.post, article.dateline
    yield "title", article.title.text
    own = article.outlet in {outlet.code for outlet in load_outlets().known}
    yield "outlet", article.outlet if own else f"{article.outlet} (without rules of its own: read by the general ones)"
    yield "section", article.section
    yield "address", post.url
    yield "archived", post.archive_url
    yield "captured", post.captured
    yield "body", "told from its page by the general rule" if article.body_rule == "general" else ""
    told = [line.agency, " ".join(line.cities), f"day {line.day}" if line.day else None] if line else []
    yield "dateline", ", ".join(filter(None, told))
    yield "reporters", "、".join(article.reporters)
    yield "editors", "、".join(article.editors)
    yield "translators", "、".join(article.translators)
    yield "pictures", "、".join(article.photographers)
    yield "script", f"{article.script}, words of {article.usage}" if article.usage else article.script
    yield "keywords", "、".join(article.keywords)


# --- what was withheld

_ONE = {"addresses": "address"}


def withheld_line(left_out: Mapping[str, int]) -> str:
    """`withheld: 2 contacts, 1 source`; nothing where nothing was."""
    told = [f"{count:,} {kind if count > 1 else _ONE.get(kind, kind[:-1])}" for kind, count in _counted(left_out)]
    return f"withheld: {', '.join(told)}" if told else ""


def withheld_json(left_out: Mapping[str, int]) -> str:
    """The same as a line of JSON, which ends a list."""
    return json.dumps({"withheld": dict(_counted(left_out))})


def _counted(left_out: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(kind, count) for kind, count in sorted(left_out.items()) if count]


# --- explanations


def explanation(told: Explanation, given: Article, *, colour: bool) -> Iterator[RenderableType]:
    """Each cue of an article in its sentence: the record it belongs to, or why it belongs to none.

    Of the article as much is shown as is `given`.
    """
    article, engagements = given, told.reading.engagements
    yield Text(f"{article.post.id}  {article.post.title.text}".rstrip(), style="bold" if colour else "")
    for number, engagement in enumerate(engagements, 1):
        people = "、".join(who(participant) for participant in engagement.participants)
        yield Text(f"   {number}. {engagement.type}, {engagement.status}, {date(engagement.when)}: {people}")
    grid = new_grid(3)
    for cue in told.cues:
        start, end = cue.sentence
        sentence = Passage("", ())
        if _is_given(told, given, cue):
            sentence = Passage(told.text.text[start:end], (Mark(cue.start - start, cue.end - start, "trigger"),))
        outcome = f"→ {cue.engagement + 1}" if cue.engagement is not None else f"none: {cue.dismissed}"
        grid.add_row(f"   {cue.cue}", outcome, marked(sentence, colour=colour))
    yield grid if told.cues else Text("   no cue of contact")


def explanation_lines(told: Explanation, given: Article) -> Iterator[str]:
    """The same, one JSON object for each cue; `start` and `end` in code points of the post as archived."""
    for cue in told.cues:
        span = told.text.span(cue.start, cue.end)
        yield json.dumps(
            {
                "id": given.post.id,
                "cue": cue.cue,
                "words": told.text.text[cue.start : cue.end],
                "start": span.start,
                "end": span.end,
                "sentence": told.text.text[slice(*cue.sentence)] if _is_given(told, given, cue) else "",
                "engagement": cue.engagement,
                "none": cue.dismissed,
            },
            ensure_ascii=False,
        )


def _is_given(told: Explanation, given: Article, cue: CueReport) -> bool:
    """Whether the sentence of a cue may be shown; in a caption, only with the whole text."""
    return bool(given.post.text) or told.text.text[slice(*cue.sentence)] in given.body.text


def reject_table(rejects: Iterable[StoredReject]) -> Table:
    """One line for each post that could not be read."""
    table = new_table("id", "reason", "path")
    for reject in rejects:
        table.add_row(reject.id, reject.reason, reject.path)
    return table


def form_table(forms: Iterable[FileForm]) -> Table:
    """One line for each form of each file."""
    table = new_table("path", "form", "told by")
    table.add_column("articles", justify="right")
    table.add_column("rejects")
    for form in forms:
        rejects = "\n".join(f"{n} × {reason}" if n > 1 else reason for reason, n in form.rejects.most_common(3))
        table.add_row(form.path, form.form or "none", form.why, str(form.articles or ""), rejects)
    return table


def form_lines(forms: Iterable[FileForm]) -> Iterator[str]:
    """The same, one JSON object for each."""
    for form in forms:
        told = {"path": form.path, "form": form.form or None, "why": form.why or None, "articles": form.articles}
        yield json.dumps({**told, "rejects": dict(form.rejects.most_common())}, ensure_ascii=False)


def run_table(runs: Iterable[Run]) -> Table:
    """One line for each build."""
    table = new_table("run", "started (UTC)", "finished", "archives", "knowledge")
    counts = ("posts", "added", "coded", "unchanged", "superseded", "vanished", "rejected")
    for name in counts:
        table.add_column(name, justify="right")
    for run in runs:
        table.add_row(
            str(run.id),
            _moment(run.started),
            _moment(run.finished) if run.finished else "interrupted",
            "\n".join(run.archives),
            run.knowledge,
            *(str(getattr(run, name)) if run.finished else "" for name in counts),
        )
    return table


def _moment(stamp: str) -> str:
    return stamp[:19].replace("T", " ")


#: Reasons for rejects shown in the closing table.
MOST_REASONS = 12


def summary(done: RunSummary) -> Table:
    """The closing table of a build."""
    progress, totals = done.progress, done.totals
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")

    def row(label: str, count: int | str, *, inner: bool = False) -> None:
        table.add_row(f"  {label}" if inner else label, f"{count:,}" if isinstance(count, int) else count)

    row("posts read", progress.posts)
    row("new", progress.added, inner=True)
    if progress.coded:
        row("known, read again with new knowledge", progress.coded, inner=True)
    row("unchanged, or copies", progress.unchanged, inner=True)
    row("rejected", progress.rejected, inner=True)
    row("superseded by a newer version", done.superseded)
    row("vanished from their archive", done.vanished)
    row("posts per second", f"{progress.per_second:,.0f}")
    table.add_section()
    row("articles", totals.posts)
    row("engagements", sum(totals.engagements.values()))
    for type_, count in totals.engagements.items():
        row(type_, count, inner=True)
    row("contacts, fused from them", totals.contacts)
    row("readouts", totals.readouts)
    row("quotes", totals.quotes)
    row("statements", totals.statements)
    row("links between copies", sum(totals.copies.values()))
    for kind, count in totals.copies.items():
        row(kind, count, inner=True)
    table.add_section()
    row("rejects", sum(totals.rejects.values()))
    reasons = list(totals.rejects.items())
    for reason, count in reasons[:MOST_REASONS]:
        row(reason, count, inner=True)
    if len(reasons) > MOST_REASONS:
        row("other reasons", sum(count for _, count in reasons[MOST_REASONS:]), inner=True)
    return table


def progress_line(progress: Progress) -> str:
    """How far a build is, in one line."""
    return (
        f"{progress.stage}: {progress.posts:,} posts ({progress.per_second:,.0f}/s), "
        f"{progress.records:,} records, {progress.rejected:,} rejects"
    )


def new_table(*columns: str) -> Table:
    """An empty table with these columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in {"id", "date"})
    return table


def new_grid(columns: int = 2) -> Table:
    """Labels on the left, text on the right."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns - 1):
        grid.add_column(style="dim", max_width=34, overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def _indented_text(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 3))


def indented(grid: Table, by: int) -> Padding:
    """The same, some columns further to the right."""
    return Padding(grid, (0, 0, 0, by))

"""The sources of contacts, a line for each article's report: as a table, as JSON lines, as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.table import Table

from tongshi import codec
from tongshi.display.layout import csv_line, new_table
from tongshi.display.values import date, short, who
from tongshi.store import Contact, ReportLine

#: A contact, and one article's report of it.
Reported = tuple[Contact, ReportLine]


def source_table(sources: Iterable[Reported]) -> Table:
    """One line for each report."""
    table = new_table("contact", "says", "outlet", "published", "title", "address")
    for contact, report in sources:
        says, article = report.engagement, report.article
        told = f"{date(says.when)} {says.type} {says.status}"
        table.add_row(short(contact.id), told, article.outlet, article.published_at[:10], article.title, article.url)
    return table


def source_fields(contact: Contact, report: ReportLine) -> dict[str, object]:
    """A report as plain values, for JSON: what its article says, as read, and where that stands."""
    says, article = report.engagement, report.article
    return {
        "contact": contact.id,
        "record": says.id,
        "type": says.type,
        "status": says.status,
        "salience": says.salience,
        "date": codec.date_record(says.when),
        "place": codec.place_record(says.place),
        "participants": [codec.participant_record(each) for each in says.participants],
        "confidence": round(says.confidence, 2),
        "post": article.post,
        "state": article.state,
        "outlet": article.outlet,
        "published": article.published_at or None,
        "title": article.title,
        "url": article.url,
        "archive_url": article.archive_url,
        "evidence": says.evidence,
    }


def source_lines(sources: Iterable[Reported]) -> Iterator[str]:
    """One JSON object a line."""
    for contact, report in sources:
        yield json.dumps(source_fields(contact, report), ensure_ascii=False)


#: Columns of a report in CSV; `offices` are in the order of `participants`, empty where none is told.
SOURCE_COLUMNS = (
    *("contact", "record", "start", "end", "precision", "type", "status", "salience", "participants", "offices"),
    *("city", "place_polity", "confidence", "outlet", "published", "title", "url", "archive_url", "post", "state"),
    "evidence",
)


def source_csv(sources: Iterable[Reported]) -> Iterator[str]:
    """Comma-separated values with a header."""
    yield csv_line(SOURCE_COLUMNS)
    for contact, report in sources:
        says, article, when = report.engagement, report.article, report.engagement.when
        yield csv_line((
            *(contact.id, says.id),
            when.start.isoformat() if when.start else "",
            when.end.isoformat() if when.end else "",
            *(when.precision, says.type, says.status, says.salience),
            ";".join(who(each) for each in says.participants),
            ";".join(each.office or "" for each in says.participants),
            *(says.place.city or "", says.place.polity or "", f"{says.confidence:.2f}"),
            *(article.outlet, article.published_at, article.title, article.url, article.archive_url),
            *(article.post, article.state, " ".join(says.evidence.split())),
        ))  # fmt: skip

"""Records of the store → the shapes of the API."""

from __future__ import annotations

from typing import Any

from tongshi.codec import all_spans
from tongshi.decisions import FIELDS, value_of
from tongshi.display import contact_fields, proof, source_fields
from tongshi.search import Hit
from tongshi.store import Contact, ContactReport, ReportLine, Source
from tongshi.web.api.lending import Lent
from tongshi.web.api.records import ContactReportShape, ContactShape, FoundShape, ReportShape, SourceShape


def contact_told(given: Lent, contact: Contact) -> ContactShape:
    """A contact."""
    return ContactShape.model_validate(_contact(given, contact))


def report_told(given: Lent, report: ContactReport) -> ContactReportShape:
    """A contact with its reports."""
    reports = [_report(given, each) for each in report.sources]
    return ContactReportShape.model_validate({**_contact(given, report.contact), "reports": reports})


def source_told(given: Lent, contact: Contact, report: ReportLine) -> SourceShape:
    """An article's report of a contact."""
    page = given.url.article(report.article.post)
    return SourceShape.model_validate({**source_fields(contact, report), "page": page})


def _contact(given: Lent, contact: Contact) -> dict[str, Any]:
    return {**contact_fields(contact), "page": given.url.contact(contact.id)}


def _report(given: Lent, source: Source) -> ReportShape:
    engagement, article = source.engagement, source.article
    post = article.reading.article.post
    spans = {name: [(span.start, span.end) for span in found] for name, found in all_spans(engagement).items()}
    return ReportShape(
        id=engagement.id,
        post=article.post,
        outlet=article.reading.article.outlet,
        published=article.published_at or None,
        title=post.title.text,
        url=post.url,
        archive_url=post.archive_url,
        state=article.state,
        reason=source.reason,
        score=source.score,
        confidence=engagement.confidence,
        says={field: value_of(field, engagement) for field in FIELDS},
        spans=spans,
        evidence=[passage.text for _, passage in proof(engagement, article)],
        page=given.url.article(article.post),
    )


def found_told(given: Lent, hit: Hit) -> FoundShape:
    """An article that was found."""
    article = hit.article
    return FoundShape(
        post=article.post,
        outlet=article.outlet,
        published=article.published_at or None,
        title=article.title,
        url=article.url,
        snippets=[each.text for each in hit.snippets],
        contacts=list(given.state.articles.contacts.get(article.post, ())),
        page=given.url.article(article.post),
    )

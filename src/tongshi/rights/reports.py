"""What may be told of one contact, or of one record, with the articles that report it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from tongshi.errors import NotFoundError
from tongshi.offsets import EMPTY, SourceText
from tongshi.records import Engagement
from tongshi.rights.contacts import ContactRelease
from tongshi.rights.links import AHEAD
from tongshi.rights.proving import proving
from tongshi.rights.release import Release
from tongshi.store import Contact, ContactOutline, ContactReport, EngagementLine, ReportLine, Source, StoredReading


class ReportRelease(ContactRelease):
    """Contacts with their reports, in a line each or with their articles."""

    def report(self, id_: str) -> ContactReport:
        """As `Store.report`; raises NotFoundError where the contact is withheld too."""
        return self._report(self._store.report(id_))

    def accounts(self, id_: str) -> ContactReport:
        """As `Store.accounts`; raises NotFoundError where the contact is withheld too."""
        return self._report(self._store.accounts(id_))

    def texts_of(self, articles: Iterable[StoredReading]) -> dict[str, tuple[SourceText, SourceText]]:
        """As `Store.texts`, of articles that may be told of: as much as may be given of titles and texts, by post."""
        by_post = {each.post: each for each in articles}
        quiet = Release(self.rights)  # what is withheld of titles is counted with the articles
        return {
            post: (
                title if quiet.title(title.text) else EMPTY,
                self.text(readable, proving((), by_post[post].reading.readouts, (), by_post[post].reading.statements)),
            )
            for post, (title, readable) in self._store.texts(by_post).items()
        }

    def most_told(self) -> ContactReport:
        """As `Store.most_told`; raises NotFoundError where that contact is withheld."""
        return self._report(self._store.most_told())

    def outline(self, id_: str) -> ContactOutline:
        """As `Store.outline`; raises NotFoundError where the contact is withheld too."""
        told = self._store.outline(id_)
        lines = [each for each in told.reports if each.article.post not in self._posts]
        contact = self._told_of(told.contact, [each.engagement for each in lines])
        part_of = tuple(each for each in told.part_of if each.id in contact.part_of)
        parts = tuple(each for each in told.parts if each.id in contact.parts)
        return ContactOutline(contact, tuple(map(self._report_line, lines)), part_of, parts)

    def report_lines(self, contacts: Iterable[Contact]) -> Iterator[tuple[Contact, ReportLine]]:
        """The reports of some contacts that may be told of, each with its contact; many contacts are asked of at once.

        A report that names somebody who is withheld is left out.
        """
        left = iter(contacts)
        while some := list(islice(left, AHEAD)):
            found = self._store.report_lines([contact.id for contact in some])
            for contact in some:
                lines = [each for each in found.get(contact.id, ()) if each.article.post not in self._posts]
                kept = [each for each in lines if self._engagement_may(each.engagement)]
                self.left_out["records"] += len(lines) - len(kept)
                yield from ((contact, self._report_line(each)) for each in kept)

    def sources_of(self, lines: Sequence[ReportLine]) -> tuple[Source, ...]:
        """As `Store.sources_of`, of an outline that may be told of."""
        return tuple(map(self._source, self._store.sources_of(lines)))

    # --- records

    def engagement_lines(self) -> Iterator[EngagementLine]:
        """As `Store.engagement_lines`."""
        for post, lines in groupby(self._store.engagement_lines(), lambda line: line.post):
            if not self._may(post):
                continue
            kept = list(lines)
            if self._list.people:
                read = self._store.reading(post).reading.engagements
                may = {each.id for each in read if self._engagement_may(each)}
                self.left_out["records"] += len(kept) - len(may)
                kept = [line for line in kept if line.id in may]
            yield from kept

    def engagement(self, id_: str) -> Source:
        """As `Store.engagement`; raises NotFoundError where it is withheld too."""
        source = self._store.engagement(id_)
        if not (self._may(source.article.post) and self._engagement_may(source.engagement)):
            raise NotFoundError(f"{id_}: this record is withheld")
        return self._source(source)

    # --- as they may be given

    def _report(self, report: ContactReport) -> ContactReport:
        sources = [source for source in report.sources if source.article.post not in self._posts]
        contact = self._told_of(report.contact, [source.engagement for source in sources])
        part_of = tuple(each for each in report.part_of if each.id in contact.part_of)
        parts = tuple(each for each in report.parts if each.id in contact.parts)
        return ContactReport(contact, tuple(map(self._source, sources)), part_of, parts)

    def _told_of(self, contact: Contact, engagements: Iterable[Engagement]) -> Contact:
        """A contact as those of its reports tell it that may be told of; raises NotFoundError."""
        given = self._contact(contact)
        if given is None or not all(map(self._engagement_may, engagements)):
            raise NotFoundError(f"{contact.id}: this contact is withheld")
        return given

    def _report_line(self, line: ReportLine) -> ReportLine:
        # what is withheld of an article is counted where it is shown
        quiet = Release(self.rights)
        article = line.article
        return replace(
            line,
            engagement=quiet._engagement(line.engagement),
            article=replace(
                article,
                name=self.file_name(article.name),
                path=self.file_name(article.path),
                title=quiet.title(article.title),
                url=quiet.address(article.url),
                archive_url=quiet.address(article.archive_url),
            ),
            copies=line.copies - self._posts,
            decisions=tuple(each for each in line.decisions if not self._names_in(each)),
        )

    def _source(self, source: Source) -> Source:
        article = self._stored(source.article)
        kept = next(each for each in article.reading.engagements if each.id == source.engagement.id)
        decisions = tuple(each for each in source.decisions if not self._names_in(each))
        return replace(
            source, engagement=kept, article=article, copies=source.copies - self._posts, decisions=decisions
        )

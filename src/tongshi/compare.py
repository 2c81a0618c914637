"""A contact as each side tells it: who says what, what both raise, what only one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongshi.offsets import Span
from tongshi.passages import Passage, passages
from tongshi.records import Quote, Readout
from tongshi.store import Contact, ContactReport, Source, StoredReading


@dataclass(frozen=True, slots=True)
class Account:
    """What one article gives as one side's account: whom it cites, and the sentences."""

    article: StoredReading
    sources: tuple[str, ...]
    topics: tuple[str, ...]
    sentences: tuple[Passage, ...]  # of the account as a whole, each once
    by_topic: dict[str, tuple[Passage, ...]]  # where the article's reading says which sentence raises which


@dataclass(frozen=True, slots=True)
class Said:
    """A direct quotation, and the article that has it."""

    quote: Quote
    article: StoredReading


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its accounts in order of publication, its topics, its words."""

    polity: str
    accounts: tuple[Account, ...]
    topics: tuple[str, ...]
    quotes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides of a contact. `shared` are topics that two sides or more raise, in the order first met."""

    contact: Contact
    sides: tuple[Side, ...]
    shared: tuple[str, ...]

    def only(self, side: Side) -> tuple[str, ...]:
        """Topics that this side alone raises."""
        return tuple(topic for topic in side.topics if topic not in self.shared)

    @property
    def silent(self) -> tuple[str, ...]:
        """Polities of the contact whose account no article gives."""
        told = {side.polity for side in self.sides if side.accounts}
        return tuple(polity for polity in self.contact.polities if polity not in told)


def compare(report: ContactReport) -> Comparison:
    """Set the accounts of a contact side by side."""
    accounts: dict[str, list[Account]] = {}
    for source in report.sources:
        for readout in _readouts(source):
            accounts.setdefault(readout.side, []).append(_account(source.article, readout))
    quotes: dict[str, list[Said]] = {}
    for said in _quotes(report):
        quotes.setdefault(said.quote.polity or "", []).append(said)
    order = [polity for polity in report.contact.polities if polity in accounts or polity in quotes]
    order += [polity for polity in accounts if polity not in order]
    sides = tuple(
        Side(
            polity=polity,
            accounts=tuple(accounts.get(polity, ())),
            topics=_unique(topic for account in accounts.get(polity, ()) for topic in account.topics),
            quotes=tuple(quotes.get(polity, ())),
        )
        for polity in order
    )
    raised = [topic for side in sides for topic in side.topics]
    return Comparison(report.contact, sides, _unique(topic for topic in raised if raised.count(topic) > 1))


def _readouts(source: Source) -> Iterator[Readout]:
    engagements = source.article.reading.engagements
    for readout in source.article.reading.readouts:
        if engagements[readout.engagement].id == source.engagement.id:
            yield readout


def _account(article: StoredReading, readout: Readout) -> Account:
    texts = (article.reading.article.post.title, article.readable)
    by_topic = {topic: tuple(passages(texts, {"topics": _raised(readout, topic)})) for topic in readout.topics}
    return Account(
        article=article,
        sources=readout.sources,
        topics=readout.topics,
        sentences=tuple(passages(texts, readout.spans)),
        by_topic={topic: found for topic, found in by_topic.items() if found},
    )


def _raised(readout: Readout, topic: str) -> tuple[Span, ...]:
    """Where a topic is raised: spans named after it, or its own among as many spans as topics."""
    named = readout.spans.get(f"topics.{topic}")
    if named:
        return named
    listed = readout.spans.get("topics", ())
    return (listed[readout.topics.index(topic)],) if len(listed) == len(readout.topics) else ()


def _quotes(report: ContactReport) -> Iterator[Said]:
    """Quotations of the sides in articles that are about the contact, each once."""
    seen: set[tuple[str | None, str]] = set()
    for source in report.sources:
        if source.engagement.salience != "main":
            continue
        for quote in source.article.reading.quotes:
            key = (quote.polity, quote.text)
            if quote.polity in report.contact.polities and key not in seen:
                seen.add(key)
                yield Said(quote, source.article)


def quote_passage(said: Said) -> Passage:
    """The sentence in which a quotation stands, with it marked."""
    found = passages((said.article.readable,), {"text": said.quote.spans.get("text", ())})
    return found[0] if found else Passage(said.quote.text)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

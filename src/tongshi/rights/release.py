"""What may be told of one reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from tongshi import codec, identity
from tongshi.language import fold
from tongshi.offsets import EMPTY, Span
from tongshi.pipeline import SHIPPED, Sources
from tongshi.provenance import Provenance
from tongshi.records import Article, Block, Engagement, Quote, Reading, Readout, Reject, Statement
from tongshi.rights.policy import Rights, Texts
from tongshi.rights.proving import proving
from tongshi.rights.wording import Wording
from tongshi.store import Utterance

R = TypeVar("R", Engagement, Readout, Quote, Statement)


class Release(Wording):
    """What one command is given of readings: records and texts from which everything is gone that may not be given."""

    def __init__(self, rights: Rights, sources: Sources = SHIPPED) -> None:
        super().__init__(rights)
        self.sources = sources  # what is read is read with these

    @property
    def provenance(self) -> Provenance:
        """What is given was made with this."""
        return Provenance.of_knowledge(self.sources.version)

    def reading(self, reading: Reading) -> Reading:
        """A reading with the records and the text that may be given; `post.text` is given in full only."""
        ids: dict[int, int] = {}
        engagements: list[Engagement] = []
        for number, engagement in enumerate(reading.engagements):
            if self._engagement_may(engagement):
                ids[number] = len(engagements)
                engagements.append(self._engagement(engagement))
        readouts = [
            self._readout(readout, ids[readout.engagement]) for readout in reading.readouts if readout.engagement in ids
        ]
        quotes = [self._quote(quote) for quote in reading.quotes if self._quote_may(quote)]
        statements = [self._statement(each, ids) for each in reading.statements if self._statement_may(each)]
        kept = len(engagements) + len(readouts) + len(quotes) + len(statements)
        whole = (*reading.engagements, *reading.readouts, *reading.quotes, *reading.statements)
        self.left_out["records"] += len(whole) - kept
        spans = proving(engagements, readouts, quotes, statements) if reading.article.body else ()
        return Reading(
            article=self._article(reading.article, spans),
            engagements=tuple(engagements),
            readouts=tuple(readouts),
            quotes=tuple(quotes),
            statements=tuple(statements),
        )

    def article(self, reading: Reading) -> Article | None:
        """Of a reading's article what may be given; None where the post or any record of it is withheld."""
        if not self._article_may(reading.article):
            return None
        given = self.reading(reading)
        return given.article if len(given.engagements) == len(reading.engagements) else None

    def file_form(self, item: Reading | Reject) -> codec.Record | None:
        """The codebook's file form of what may be given of an item; None where nothing may.

        Where the text is not whole, `article.texts` says how much there is of it, and `first`, `last`, captions and
        boilerplate are empty.
        """
        if isinstance(item, Reject):
            if not self.post((item.id, item.path)):
                return None
            return codec.to_json(replace(item, id=self.file_name(item.id)))
        if not self._article_may(item.article):
            return None
        if self.rights == Rights(Texts.full):
            return codec.to_json(item)
        # ids are made of the post as archived: before anything of it is gone
        post = item.article.post
        named = identity.engagement_ids(identity.post_id(post), identity.own_range(post)[0], item.engagements)
        engagements = tuple(replace(each, id=name) for each, name in zip(item.engagements, named, strict=True))
        given = self.reading(replace(item, engagements=engagements))
        record = codec.to_json(given)
        if not self._whole(item.article.body.text):
            record["article"].update(first="", last="", texts=str(self.rights.in_sentences.texts))
        return record

    def _article_may(self, article: Article) -> bool:
        post = article.post
        return self.post((identity.post_id(post), post.id, post.path), (post.url, post.archive_url), article.outlet)

    def _article(self, article: Article, spans: Iterable[Span]) -> Article:
        post = article.post
        body = self.text(article.body, spans)
        whole = self._whole(article.body.text)
        titled = bool(self.title(post.title.text))
        given = self.rights.texts is not Texts.none
        return replace(
            article,
            post=replace(
                post,
                id=self.file_name(post.id),
                path=self.file_name(post.path),
                title=post.title if titled else EMPTY,
                url=self.address(post.url),
                archive_url=self.address(post.archive_url),
                author="" if self._is_withheld("", post.author) or self._names_withheld(post.author) else post.author,
                tags=tuple(tag for tag in post.tags if not self._names_withheld(tag)),
                text=post.text if whole else "",
                body=post.body if whole else (0, 0),
            ),
            body=body,
            folded=article.folded if whole else fold(body.text),
            paragraphs=article.paragraphs if whole else (),
            items=article.items if whole else (),
            blocks=tuple(block if whole and self._block_may(block) else _bare(block) for block in article.blocks),
            captions=self._unnamed_all(article.captions, str) if whole else (),
            reporters=self._named(article.reporters),
            editors=self._named(article.editors),
            translators=self._named(article.translators),
            photographers=self._named(article.photographers),
            title=article.title if titled else EMPTY,
            stamps=article.stamps if given else tuple(replace(each, words="") for each in article.stamps),
            keywords=tuple(word for word in article.keywords if not self._names_withheld(word)),
            section=article.section if not self._names_withheld(article.section) else "",
        )

    def _block_may(self, block: Block) -> bool:
        told = f"{block.text.text}\n{block.embed}" if block.embed else block.text.text
        return not told or bool(self._unnamed(told, "sentences"))

    def _engagement_may(self, engagement: Engagement) -> bool:
        return not any(self._is_withheld(each.person, each.name, each.latin) for each in engagement.participants)

    def _quote_may(self, quote: Quote) -> bool:
        return not self._is_withheld(quote.person, quote.speaker)

    def _statement_may(self, statement: Statement | Utterance) -> bool:
        """Not where a withheld person speaks, is spoken to, or hands it on."""
        if self._is_withheld(statement.person, statement.speaker):
            return False
        others = (statement.speaker, statement.office, statement.addressee, statement.medium, *statement.chain)
        return not any(self._is_withheld("", each) or self._names_withheld(each or "") for each in others)

    def _engagement(self, engagement: Engagement) -> Engagement:
        return _with(engagement, evidence=self.sentence(engagement.evidence))

    def _readout(self, readout: Readout, engagement: int) -> Readout:
        return _with(readout, engagement=engagement, sources=self._named(readout.sources))

    def _quote(self, quote: Quote) -> Quote:
        return _with(quote, text=self.sentence(quote.text))

    def _statement(self, statement: Statement, engagements: Mapping[int, int]) -> Statement:
        """A statement that may be given; `engagements`: the new place of each that may."""
        text = self.sentence(statement.text)
        if statement.engagement is None:
            return _with(statement, text=text)
        if statement.engagement in engagements:
            return _with(statement, text=text, engagement=engagements[statement.engagement])
        return _with(statement, text=text, engagement=None, side="")


def _with(record: R, **told: Any) -> R:
    """A record with these fields; the same one where they are its own, as nearly all are."""
    return record if all(getattr(record, name) == value for name, value in told.items()) else replace(record, **told)


def _bare(block: Block) -> Block:
    """What a block is and where it stands, without a word of it."""
    return block._replace(text=EMPTY, embed=None)

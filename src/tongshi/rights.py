"""What may leave the store: how much of the texts, and what is withheld. Every command's records pass through here.

The store keeps whole texts for its owner. A `Release` stands between it and a command: it answers as the store does,
with records from which everything is gone that the command's `Rights` do not give, and counts what was withheld.

    none      records, places (spans) and addresses; no sentence, no title, no title in a file name
    evidence  also titles, and the sentences in which some field of a record stands
    full      whole texts
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, islice
from typing import Any, TypeVar

from tongshi import changes, codec, fusion, identity
from tongshi.coverage import DayCount
from tongshi.decisions import Decision, attributes
from tongshi.errors import NotFoundError, TongshiError
from tongshi.language import fold, sentences
from tongshi.learning import LearntPerson
from tongshi.lineage import ContactChange, ContactState, ContactVersion
from tongshi.offsets import EMPTY, SourceText, Span, join
from tongshi.pipeline import SHIPPED, Sources
from tongshi.provenance import Provenance
from tongshi.query import Query, Word
from tongshi.readers import stem
from tongshi.records import Article, Block, Engagement, Mention, Quote, Reading, Readout, Reject, Statement
from tongshi.store import (
    ArticleFilter,
    Attendance,
    ChangedArticle,
    Contact,
    ContactFilter,
    ContactOutline,
    ContactReport,
    EngagementLine,
    FoundArticle,
    Namings,
    PhraseUse,
    PostCopy,
    PostLine,
    ReportedContact,
    ReportLine,
    SaidKey,
    Source,
    StatementFilter,
    Store,
    StoredMention,
    StoredReading,
    StoredReject,
    StoredReport,
    StoredStatement,
    ToldContact,
    UnsureContact,
    Utterance,
    Uttered,
    counted,
)
from tongshi.withhold import NOTHING, WithholdList

T = TypeVar("T")

#: Articles that were found are read so many at a time.
_READ_TOGETHER = 20

#: Contacts whose links are looked up together.
_AHEAD = 200


class Texts(StrEnum):
    """How much of the archived texts is given."""

    none = "none"
    evidence = "evidence"
    full = "full"


@dataclass(frozen=True, slots=True)
class Rights:
    """What one output may hold."""

    texts: Texts = Texts.evidence
    withheld: WithholdList = NOTHING


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A statement, and the sentences in which its fields stand, as much of them as may be given."""

    said: StoredStatement
    sentences: str


class Release:
    """What one command is given, and how much was withheld from it.

    `left_out` counts by kind: contacts, sources, posts, records (engagements, readouts, quotes, statements), sentences,
    titles, people, names, addresses, texts, decisions and doubts.
    """

    def __init__(self, rights: Rights, sources: Sources = SHIPPED) -> None:
        self.rights = rights
        self.sources = sources  # what is read is read with these
        self.left_out: Counter[str] = Counter()
        self._list = rights.withheld
        self._unmet = dict(rights.withheld.entries)

    @property
    def provenance(self) -> Provenance:
        """What is given was made with this."""
        return Provenance.of_knowledge(self.sources.version)

    # --- the list

    def unmet(self) -> tuple[str, ...]:
        """The entries of the list, with their places, that withheld nothing of what was given so far, in order."""
        return tuple(sorted(self._unmet))

    def _meet(self, has_met: Callable[[WithholdList], bool]) -> None:
        for place in [place for place, alone in self._unmet.items() if has_met(alone)]:
            del self._unmet[place]

    def _is_withheld(self, id_: str, *names: str | None) -> bool:
        """Whether a person is."""
        withheld = self._list.person(id_, *names)
        if withheld and self._unmet:
            self._meet(lambda alone: alone.person(id_, *names))
        return withheld

    def _names_withheld(self, text: str) -> bool:
        """Whether a text, or an address, names somebody who is withheld."""
        named = self._list.named_in(text)
        if named and self._unmet:
            self._meet(lambda alone: alone.named_in(text))
        return named

    def _is_withheld_post(self, names: Sequence[str], addresses: Sequence[str], outlet: str) -> bool:
        withheld = self._list.post(names, addresses, outlet)
        if withheld and self._unmet:
            self._meet(lambda alone: alone.post(names, addresses, outlet))
        return withheld

    # --- words

    def title(self, text: str) -> str:
        """A title, or nothing."""
        if self.rights.texts is Texts.none:
            return ""
        return self._unnamed(text, "titles")

    def sentence(self, text: str) -> str:
        """A sentence that proves something, or nothing."""
        return "" if self.rights.texts is Texts.none else self._unnamed(text, "sentences")

    def address(self, url: str) -> str:
        """An address, or nothing where it names someone who is withheld."""
        return self._unnamed(url, "addresses")

    def file_name(self, name: str) -> str:
        """A file name or path. Its words, often a title, become digits where no title may be shown."""
        if self.rights.texts is Texts.none or self._names_withheld(name):
            return _WORDS.sub(lambda words: f"~{_digits(words[0])}", name)
        return name

    def post(self, names: Sequence[str], addresses: Sequence[str] = (), outlet: str = "") -> bool:
        """Whether a post may be told of; counts it where it may not."""
        if not self._is_withheld_post(names, addresses, outlet):
            return True
        self.left_out["posts"] += 1
        return False

    def _unnamed(self, text: str, kind: str) -> str:
        if self._names_withheld(text):
            self.left_out[kind] += 1
            return ""
        return text

    def _named(self, people: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(name for name in people if not self._is_withheld("", name) and not self._names_withheld(name))
        self.left_out["names"] += len(people) - len(kept)
        return kept

    # --- readings

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
        spans = _proving(engagements, readouts, quotes, statements)
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

    def text(self, text: SourceText, spans: Iterable[Span]) -> SourceText:
        """Of a text as much as may be given: the sentences in which one of `spans` stands, or more, or nothing.

        Sentences keep their origins, a new line stands between two.
        """
        if self.rights.texts is Texts.none:
            return EMPTY
        if self._whole(text.text):
            return text
        if self.rights.texts is Texts.full:
            self.left_out["texts"] += 1
        proving = (text.cut(start, end) for start, end in _standing(text, spans))
        return join((each for each in proving if self._unnamed(each.text, "sentences")), "\n")

    def _whole(self, text: str) -> bool:
        """Whether a text may be given in full: not where it names someone withheld, since what is said about him
        there need not name him again.
        """
        return self.rights.texts is Texts.full and not self._names_withheld(text)

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
            how_much = min(self.rights.texts, Texts.evidence, key=list(Texts).index)
            record["article"].update(first="", last="", texts=str(how_much))
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

    def _unnamed_all(self, items: tuple[T, ...], text: Callable[[T], str]) -> tuple[T, ...]:
        return tuple(item for item in items if not text(item) or self._unnamed(text(item), "sentences"))

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
        return replace(engagement, evidence=self.sentence(engagement.evidence))

    def _readout(self, readout: Readout, engagement: int) -> Readout:
        return replace(readout, engagement=engagement, sources=self._named(readout.sources))

    def _quote(self, quote: Quote) -> Quote:
        return replace(quote, text=self.sentence(quote.text))

    def _statement(self, statement: Statement, engagements: Mapping[int, int]) -> Statement:
        """A statement that may be given; `engagements`: the new place of each that may."""
        text = self.sentence(statement.text)
        if statement.engagement is None:
            return replace(statement, text=text)
        if statement.engagement in engagements:
            return replace(statement, text=text, engagement=engagements[statement.engagement])
        return replace(statement, text=text, engagement=None, side="")


class StoreRelease(Release):
    """A release of what a store holds: it is asked as the store is."""

    def __init__(self, rights: Rights, store: Store, withheld_posts: frozenset[str] | None = None) -> None:
        """`withheld_posts` where they are known: to seek them takes a look at every post."""
        super().__init__(rights)
        self._store = store
        if withheld_posts is None:
            withheld_posts = frozenset(self._withheld_posts()) if rights.withheld.names_posts else frozenset()
        self._posts = withheld_posts
        self._uncut: dict[str, bool] = {}  # contacts, whether they may be told of in full

    @property
    def withheld_posts(self) -> frozenset[str]:
        """The ids of posts of which nothing may be told, for a release of the same store."""
        return self._posts

    @property
    def provenance(self) -> Provenance:
        """The last build, and what it read with."""
        last = next(self._store.runs(1), None)
        return Provenance.of_run(last) if last else super().provenance

    def unmet(self) -> tuple[str, ...]:
        """The entries of the list that meet nothing in the whole store, whatever of it was asked for."""
        if any(alone.posts for alone in self._unmet.values()):
            for reject in self._store.rejects():
                self._is_withheld_post((reject.id, reject.path, stem(reject.path)), (), "")
        self._meet(self._is_named)
        return super().unmet()

    def _is_named(self, alone: WithholdList) -> bool:
        """Whether somebody of `alone` is named anywhere in the store."""
        names = sorted(alone.names)
        if not alone.people:
            return False
        if next(self._store.mentions(sorted(alone.people), names), None) is not None:
            return True
        return any(self._store.count_found(Word(name)) for name in names)

    def contacts(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """As `Store.contacts`."""
        found = self._store.contacts(wanted, None if self._list else limit)
        return islice(filter(None, map(self._contact, self._looking_ahead(found))), limit)

    # --- all contacts, to be kept in memory

    @property
    def generation(self) -> str:
        """As `Store.generation`, of what may be shown."""
        told = f"{self._store.generation()} {self.rights.texts} {self._list.digest}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()

    @property
    def sieve(self) -> tuple[Rights, frozenset[str]]:
        """What is withheld: the same of two releases where they show the same of one contact."""
        return self.rights, self._posts

    def at_once(self) -> AbstractContextManager[object]:
        """As `Store.at_once`."""
        return self._store.at_once()

    def blocks_written(self) -> dict[str, str]:
        """As `Store.blocks_written`."""
        return self._store.blocks_written()

    def contacts_of_blocks(self, blocks: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """As `Store.contacts_of_blocks`."""
        return self._shelved(self._store.contacts_of_blocks(blocks))

    def contacts_of_ids(self, ids: Collection[str]) -> Iterator[tuple[str, Contact]]:
        """As `Store.contacts_of_ids`."""
        return self._shelved(self._store.contacts_of_ids(ids))

    def linked(self, ids: Collection[str]) -> set[str]:
        """As `Store.linked`: ids, of contacts that may be withheld."""
        return self._store.linked(ids)

    def corrected(self) -> set[str]:
        """As `Store.corrected`: ids, of contacts that may be withheld."""
        return self._store.corrected()

    def _shelved(self, found: Iterator[tuple[str, Contact]]) -> Iterator[tuple[str, Contact]]:
        while some := list(islice(found, _AHEAD)):
            self._look_at(contact for _, contact in some)
            for block, contact in some:
                if (kept := self._contact(contact)) is not None:
                    yield block, kept

    def attended(self, wanted: ContactFilter | None = None) -> Iterator[Attendance]:
        """As `Store.attended`; in order of time where posts are withheld."""
        if self._posts:
            for contact in self.contacts(wanted):
                yield Attendance(
                    id=contact.id, type=contact.type, status=contact.status, when=contact.when,
                    participants=contact.participants, polities=contact.polities,
                )  # fmt: skip
            return
        yield from filter(self._attended_may, self._store.attended(wanted))

    def _attended_may(self, contact: Attendance | Contact) -> bool:
        """Whether nobody who took part is withheld; counts the contact where somebody is."""
        withheld = any(self._is_withheld(each.person, each.name, each.latin) for each in contact.participants)
        self.left_out["contacts"] += withheld
        return not withheld

    def count_contacts(self, wanted: ContactFilter | None = None) -> int:
        """As `Store.count_contacts`; it counts nothing as left out."""
        if self._list:
            return sum(1 for _ in StoreRelease(self.rights, self._store).contacts(wanted))
        return self._store.count_contacts(wanted)

    def reports(self, wanted: ContactFilter | None = None) -> Iterator[StoredReport]:
        """As `Store.reports`, also of contacts that are withheld themselves: it tells of no person."""
        return (each for each in self._store.reports(wanted) if each.post not in self._posts)

    def contact_of(self, contact: Contact, engagements: Collection[str]) -> Contact:
        """A contact as some of its reports tell it, by the ids of their engagements; one of them may be told of."""
        whole = self._store.report(contact.id).sources
        return _contact_of(
            contact,
            [each for each in whole if each.engagement.id in engagements and each.article.post not in self._posts],
        )

    def day_counts(self) -> Iterator[DayCount]:
        """As `Store.day_counts`, without the posts that are withheld."""
        withheld: Counter[tuple[str, object]] = Counter()
        diplomatic: Counter[tuple[str, object]] = Counter()
        for each in self._store.day_counts(sorted(self._posts)) if self._posts else ():
            withheld[each.outlet, each.day] += each.articles
            diplomatic[each.outlet, each.day] += each.diplomatic
        self.left_out["posts"] += withheld.total()
        for each in self._store.day_counts():
            key = each.outlet, each.day
            if each.articles > withheld[key]:
                yield replace(
                    each, articles=each.articles - withheld[key], diplomatic=each.diplomatic - diplomatic[key]
                )

    def post_days(self) -> Iterator[tuple[str, str, dt.date | None]]:
        """As `Store.post_days`, without the posts that are withheld."""
        return (each for each in self._store.post_days() if each[0] not in self._posts)

    def folded(self, article: StoredReading) -> str:
        """The whole title and running text, folded: to look up whether something stands in them, never to be shown."""
        whole = self._store.reading(self._given_post(article.post))
        return fold(f"{whole.reading.article.post.title.text}\n{whole.readable.text}")

    def report(self, id_: str) -> ContactReport:
        """As `Store.report`; raises NotFoundError where the contact is withheld too."""
        return self._report(self._store.report(id_))

    def accounts(self, id_: str) -> ContactReport:
        """As `Store.accounts`; raises NotFoundError where the contact is withheld too."""
        return self._report(self._store.accounts(id_))

    def outline(self, id_: str) -> ContactOutline:
        """As `Store.outline`; raises NotFoundError where the contact is withheld too."""
        told = self._store.outline(id_)
        lines = [each for each in told.reports if each.article.post not in self._posts]
        contact = self._told_of(told.contact, [each.engagement for each in lines])
        part_of = tuple(each for each in told.part_of if each.id in contact.part_of)
        parts = tuple(each for each in told.parts if each.id in contact.parts)
        return ContactOutline(contact, tuple(map(self._report_line, lines)), part_of, parts)

    def sources_of(self, lines: Sequence[ReportLine]) -> tuple[Source, ...]:
        """As `Store.sources_of`, of an outline that may be told of."""
        return tuple(map(self._source, self._store.sources_of(lines)))

    def rejected(self, wanted: ContactFilter | None = None, limit: int | None = None) -> Iterator[Contact]:
        """As `Store.rejected`."""
        found = self._store.rejected(wanted, None if self._list else limit)
        return islice(filter(None, map(self._contact, found)), limit)

    def article_of(self, given: str) -> StoredReading:
        """The article of the post meant by `post_named`; raises NotFoundError as that does."""
        return self._stored(self._store.reading(self.post_named(given)))

    def confidences(self) -> dict[str, float]:
        """As `Store.confidences`; of withheld contacts too, of which it tells nothing else."""
        return self._store.confidences()

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

    def mentions_in(self, post: str) -> tuple[Mention, ...]:
        """As `Store.mentions_in`, of a post that may be told of; nobody who is withheld."""
        found = self._store.mentions_in(self._given_post(post))
        return tuple(each for each in found if not self._is_withheld(each.person, each.name, each.latin))

    def archived_body(self, post: str) -> str:
        """The article of a post as it was archived, markup and all; raises NotFoundError where it may not be given."""
        archived = self._store.reading(self._given_post(post)).reading.article.post
        body = archived.text[slice(*archived.body)]
        plain = html.unescape(body)
        # a name can be written in entities, or cut by tags
        if (
            self.rights.texts is not Texts.full
            or self._names_withheld(plain)
            or self._names_withheld(_TAG.sub("", plain))
        ):
            raise NotFoundError(f"{post}: its archived page is not given")
        return body

    def places_of(self, post: str, words: str) -> tuple[Span, ...]:
        """Where words stand in title, running text and captions of a post, as they were archived."""
        whole = self._store.reading(self._given_post(post))
        return tuple(
            text.span(found.start(), found.end())
            for text in (whole.reading.article.post.title, whole.readable)
            for found in re.finditer(re.escape(words), text.text)
            if words
        )

    def most_told(self) -> ContactReport:
        """As `Store.most_told`; raises NotFoundError where that contact is withheld."""
        return self._report(self._store.most_told())

    def told_contacts(self) -> tuple[ToldContact, ...]:
        """As `Store.told_contacts`, of articles that are not withheld; also of contacts that are."""
        return self._store.told_contacts(self._posts)

    def found(
        self,
        query: Query,
        wanted: ArticleFilter | None = None,
        limit: int | None = None,
        *,
        newest: bool = False,
        skip: int = 0,
    ) -> Iterator[FoundArticle]:
        """As `Store.found`; text and folded text are what may be given of them."""
        if self._posts:
            found = self._store.found(query, wanted, newest=newest)
            end = None if limit is None else skip + limit
            kept: Iterator[FoundArticle] = islice((each for each in found if self._may(each.post)), skip, end)
        else:
            kept = self._store.found(query, wanted, limit, newest=newest, skip=skip)
        while some := list(islice(kept, _READ_TOGETHER)):
            cut = [each.post for each in some if self.rights.texts is not Texts.none and not self._whole(each.text)]
            readings = self._store.readings(cut)
            yield from (self._found(each, readings.get(each.post)) for each in some)

    def posts_found(self, query: Query, wanted: ArticleFilter | None = None) -> list[str]:
        """As `Store.posts_found`; it counts nothing as left out."""
        return [post for post in self._store.posts_found(query, wanted) if post not in self._posts]

    def count_found(self, query: Query, wanted: ArticleFilter | None = None) -> int:
        """As `Store.count_found`; it counts nothing as left out."""
        if self._posts:
            return sum(post not in self._posts for post in self._store.posts_found(query, wanted))
        return self._store.count_found(query, wanted)

    def rejects(self, limit: int | None = None) -> Iterator[StoredReject]:
        """As `Store.rejects`."""
        found = self._store.rejects(None if self._list.posts else limit)
        kept = (each for each in found if self.post((each.id, each.path, stem(each.path))))
        for each in islice(kept, limit):
            yield replace(each, id=self.file_name(each.id), path=self.file_name(each.path), detail="")

    def learnt(self) -> tuple[LearntPerson, ...]:
        """As `Store.learnt`, without what only withheld posts show."""
        kept = []
        for person in self._store.learnt():
            if self.person(person.id, (*(name.folded for name in person.names), *person.latin)):
                names = tuple(name for name in person.names if self._is_shown(name.folded))
                if names:
                    kept.append(replace(person, names=names))
        return tuple(kept)

    def _is_shown(self, name: str) -> bool:
        return not self._posts or any(each.post not in self._posts for each in self._store.mentions((), [name]))

    def mentions(
        self, people: Sequence[str], names: Sequence[str] = (), post: str | None = None
    ) -> Iterator[StoredMention]:
        """As `Store.mentions`."""
        for each in self._store.mentions(people, names, post):
            if self._may(each.post):
                url = self.address(each.url)
                yield each if url == each.url else replace(each, url=url)

    def namings(self, person: str, names: Sequence[str]) -> Namings:
        """As `Store.namings`; `names` are his spellings that the curated registry does not know."""
        return counted(self.mentions([person], names)) if self._list else self._store.namings(person)

    def said(
        self, wanted: StatementFilter | None = None, limit: int | None = None, *, newest: bool = False
    ) -> Iterator[StoredStatement]:
        """As `Store.said`."""
        found = self._store.said(wanted, None if self._list else limit, newest=newest)
        return islice(filter(None, map(self._said, found)), limit)

    def utterances(self, wanted: StatementFilter) -> Iterator[Utterance]:
        """As `Store.utterances`."""
        for each in self._store.utterances(wanted):
            if self._list and not (self._may(each.post) and self._statement_may(each)):
                self.left_out["records"] += each.post not in self._posts
            else:
                yield each

    def uses(self, phrase: str) -> Iterator[PhraseUse | Utterance]:
        """As `Store.uses`."""
        return self.utterances(StatementFilter(phrases=(phrase,))) if self._list else self._store.uses(phrase)

    def in_full(self, uttered: Iterable[Uttered]) -> Iterator[StoredStatement]:
        """As `Store.in_full`."""
        return filter(None, map(self._said, self._store.in_full(uttered)))

    def tally_said(self, wanted: StatementFilter, *by: SaidKey) -> Counter[tuple[Any, ...]]:
        """As `Store.tally_said`; it counts nothing as left out."""
        if not self._list:
            return self._store.tally_said(wanted, *by)
        quiet = StoreRelease(self.rights, self._store)
        return Counter(key for each in quiet.utterances(wanted) for key in each.keys(by))

    def current_posts(self) -> Iterator[str]:
        """As `Store.current_posts`."""
        return filter(self._may, self._store.current_posts())

    def outlets(self) -> tuple[str, ...]:
        """As `Store.outlets`."""
        return tuple(code for code in self._store.outlets() if code not in self._list.outlets)

    def count_said(self, wanted: StatementFilter | None = None) -> int:
        """As `Store.count_said`; it counts nothing as left out."""
        if self._list:
            return sum(1 for _ in StoreRelease(self.rights, self._store).utterances(wanted or StatementFilter()))
        return self._store.count_said(wanted)

    def is_said(self, wanted: StatementFilter) -> bool:
        """As `Store.is_said`."""
        return next(self.said(wanted, 1), None) is not None if self._list else self._store.is_said(wanted)

    def statement(self, given: str) -> ToldStatement:
        """The statement meant by the beginning of its id, with its place; raises NotFoundError, also if withheld."""
        stored = self._store.statement(given)
        if (said := self._said(stored)) is None:
            raise NotFoundError(f"{stored.id}: this statement is withheld")
        body = self._store.reading(stored.post).reading.article.body
        evidence = Release(replace(self.rights, texts=min(self.rights.texts, Texts.evidence, key=list(Texts).index)))
        spans = [span for each in said.statement.spans.values() for span in each]
        return ToldStatement(said, evidence.text(body, spans).text)

    def _said(self, said: StoredStatement) -> StoredStatement | None:
        if not self._may(said.post):
            return None
        if not self._statement_may(said.statement):
            self.left_out["records"] += 1
            return None
        number = said.statement.engagement
        about = {number: number} if number is not None and self._about_may(said.post, number) else {}
        return replace(
            said,
            statement=self._statement(said.statement, about),
            engagement=said.engagement if about else "",
            name=self.file_name(said.name),
            title=self.title(said.title),
            url=self.address(said.url),
            archive_url=self.address(said.archive_url),
        )

    def _about_may(self, post: str, engagement: int) -> bool:
        """Whether the engagement may be told of that a statement was made in."""
        if not self._list.people:
            return True
        return self._engagement_may(self._store.reading(post).reading.engagements[engagement])

    def person(self, id_: str, names: Iterable[str]) -> bool:
        """Whether a person may be told of; counts him where not."""
        withheld = self._is_withheld(id_, *names)
        self.left_out["people"] += withheld
        return not withheld

    def post_named(self, given: str) -> str:
        """As `Store.post_named`; raises NotFoundError where the post is withheld too."""
        return self._given_post(self._store.post_named(given))

    def versions(self, post: str) -> tuple[PostLine, ...]:
        """As `Store.versions`."""
        return tuple(self._line(line) for line in self._store.versions(post) if self._may(line.post))

    def changed(self, since: int | None = None, until: int | None = None) -> Iterator[ChangedArticle]:
        """As `Store.changed`."""
        for article in self._store.changed(since, until):
            lines = tuple(self._line(line) for line in article.versions if self._may(line.post))
            if lines:
                yield ChangedArticle(lines)

    def contact_changes(self, since: int, until: int | None = None) -> Iterator[ContactChange]:
        """As `Store.contact_changes`; withheld where either state has something that is: it cannot be told apart."""
        for change in self._store.contact_changes(since, until):
            if all(self._state_may(state) for state in (change.before, change.after) if state):
                yield change
            else:
                self.left_out["contacts"] += 1

    def contact_as_of(self, id_: str, build: int) -> ContactVersion:
        """As `Store.contact_as_of`; raises NotFoundError where the contact is withheld too, then or in part."""
        version = self._store.contact_as_of(id_, build)
        if version.state and not self._state_may(version.state):
            raise NotFoundError(f"{version.contact}: this contact is withheld")
        return version

    def _state_may(self, state: ContactState) -> bool:
        people = state.said.get("participants") or ()
        named = any(self._is_withheld(each.get("person", ""), each.get("name"), each.get("latin")) for each in people)
        return not named and self._posts.isdisjoint(state.reports.values())

    def post_lines(self, posts: Collection[str]) -> tuple[PostLine, ...]:
        """As `Store.post_lines`."""
        return tuple(self._line(line) for line in self._store.post_lines([post for post in posts if self._may(post)]))

    def build_named(self, given: str) -> int:
        """The number of a build, or of the last one that had ended on a day; raises TongshiError."""
        if given.isascii() and given.isdigit():
            return int(given)
        try:
            return self._store.build_of(dt.date.fromisoformat(given))
        except ValueError as error:
            raise TongshiError(f"{given}: neither the number of a build nor a day (YYYY-MM-DD)") from error

    def copies(
        self, post: str | None = None, kinds: Sequence[str] = (), limit: int | None = None
    ) -> Iterator[PostCopy]:
        """As `Store.copies`."""
        found = self._store.copies(post, kinds, None if self._posts else limit)
        kept = (each for each in found if self._may(each.one.post) and self._may(each.other.post))
        for each in islice(kept, limit):
            yield replace(each, one=self._line(each.one), other=self._line(each.other))

    def difference(self, old: str, new: str) -> changes.Difference:
        """What was changed from the post `old` to the post `new`, as much of it as may be given."""
        whole = [self._store.reading(self._given_post(post)) for post in (old, new)]
        return changes.given(changes.difference(*whole), *map(self._stored, whole))

    def _given_post(self, post: str) -> str:
        if not self._may(post):
            raise NotFoundError(f"{post}: this post is withheld")
        return post

    def _line(self, line: PostLine) -> PostLine:
        return replace(
            line,
            name=self.file_name(line.name),
            path=self.file_name(line.path),
            title=self.title(line.title),
            url=self.address(line.url),
            archive_url=self.address(line.archive_url),
        )

    # --- what people decided

    def decide(self, decisions: Iterable[Decision]) -> int:
        """As `Store.decide`: what is withheld can be decided on like anything else."""
        self._uncut.clear()
        return self._store.decide(decisions)

    def decisions(self) -> tuple[Decision, ...]:
        """As `Store.decisions`, without those on withheld records, and those whose words name somebody withheld."""
        found = self._store.decisions()
        if not self._list:
            return found
        ids = {id_ for each in found for id_ in (*each.subjects, *each.others) if id_.startswith("e")}
        withheld = {id_ for id_, each in self.reported(ids).items() if each is None}
        left = {
            each.id for each in found if not withheld.isdisjoint((*each.subjects, *each.others)) or self._names_in(each)
        }
        # what was undone must not seem to stand again
        while more := {each.subjects[0] for each in found if each.kind == "undo" and each.id in left} - left:
            left |= more
        self.left_out["decisions"] += len(left)
        return tuple(each for each in found if each.id not in left)

    def ledger(self) -> tuple[Decision, ...]:
        """The same to be kept in a file: an added contact is not without the sentence that bears it out."""
        found = self.decisions()
        if self.rights.texts is not Texts.none:
            return found
        kept = tuple(each for each in found if each.kind != "add")
        self.left_out["sentences"] += len(found) - len(kept)
        return kept

    def _names_in(self, decision: Decision) -> bool:
        """Whether a decision is on, or names, somebody withheld."""
        if decision.kind in {"same", "different"} and any(self._is_withheld(key, key) for key in decision.subjects):
            return True
        words = (decision.by, decision.why, decision.value, decision.former, decision.told)
        return self._names_withheld(json.dumps(words, ensure_ascii=False))

    def doubts(self) -> Iterator[fusion.Doubt]:
        """As `Store.doubts`."""
        if not self._list:
            yield from self._store.doubts()
            return
        found = list(self._store.doubts())
        reported = self.reported({id_ for each in found for id_ in (each.first, each.second)})
        for each in found:
            if reported[each.first] and reported[each.second]:
                yield each
            else:
                self.left_out["doubts"] += 1

    def unsure(self, below: float) -> list[UnsureContact]:
        """As `Store.unsure`."""
        found = self._store.unsure(below)
        if not self._list:
            return found
        kept = [each for each in found if all(self.reported(each.engagements).values())]
        self.left_out["contacts"] += len(found) - len(kept)
        return kept

    def reported(self, ids: Collection[str]) -> dict[str, ReportedContact | None]:
        """As `Store.reported`; None for what is withheld. Of the others it gives no sentence."""
        return {
            id_: replace(each, engagement=replace(each.engagement, evidence="")) if self._reported_may(each) else None
            for id_, each in self._store.reported(ids).items()
        }

    def _reported_may(self, reported: ReportedContact) -> bool:
        return reported.post not in self._posts and self._engagement_may(reported.engagement)

    def person_keys(self, ids: Collection[str], folded: str) -> set[str]:
        """As `Store.person_keys`, without those of withheld people."""
        return {key for key in self._store.person_keys(ids, folded) if not self._is_withheld(key, key)}

    def statements_there(self, ids: Collection[str]) -> set[str]:
        """As `Store.statements_there`: it tells no more than ids."""
        return self._store.statements_there(ids)

    def told_by(self, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
        """As `Store.told_by`; see `reported` for which of them may be told of."""
        return self._store.told_by(posts=posts, contacts=contacts)

    def _withheld_posts(self) -> Iterator[str]:
        for place in self._store.places():
            names = (place.post, place.name, place.path)
            if self._is_withheld_post(names, (place.url, place.archive_url), place.outlet):
                yield place.post

    def _may(self, post: str) -> bool:
        self.left_out["posts"] += post in self._posts
        return post not in self._posts

    def _contact(self, contact: Contact) -> Contact | None:
        if not self._list:
            return contact
        if not self._attended_may(contact):
            return None
        if contact.part_of or contact.parts:
            contact = replace(contact, part_of=self._linked(contact.part_of), parts=self._linked(contact.parts))
        if self._posts.isdisjoint(contact.posts):
            return self._judged(contact)
        if contact.rejected:
            self.left_out["contacts"] += 1
            return None
        sources = [each for each in self._store.report(contact.id).sources if each.article.post not in self._posts]
        self.left_out["sources"] += len(contact.posts) - len(sources)
        if not sources:
            self.left_out["contacts"] += 1
            return None
        return self._judged(_contact_of(contact, sources))

    def _judged(self, contact: Contact) -> Contact:
        """A contact with the decisions on it that may be told."""
        if not contact.corrections and not contact.rejected:
            return contact
        kept = tuple(each for each in contact.corrections if not self._names_in(each))
        self.left_out["decisions"] += len(contact.corrections) - len(kept)
        rejected = contact.rejected
        if rejected and self._names_in(rejected):
            rejected = replace(rejected, by="–", why="")
        return replace(contact, corrections=kept, rejected=rejected)

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

    def _linked(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The ids of the contacts among these that may be told of in full."""
        if self._list and not self._uncut.keys() >= set(ids):
            self._know_whole(ids)
        return tuple(id_ for id_ in ids if not self._list or self._uncut[id_])

    def _looking_ahead(self, contacts: Iterator[Contact]) -> Iterator[Contact]:
        """The same contacts; those that they are linked to are looked at for many together."""
        while some := list(islice(contacts, _AHEAD)):
            self._look_at(some)
            yield from some

    def _look_at(self, contacts: Iterable[Contact]) -> None:
        if self._list:
            self._know_whole({id_ for each in contacts for id_ in (*each.part_of, *each.parts)} - self._uncut.keys())

    def _know_whole(self, ids: Collection[str]) -> None:
        """Note of some contacts whether they may be told of in full; no entry of the list is met by that."""
        self._uncut |= dict.fromkeys(ids, True)
        for each in self._store.reported(self._store.told_by(contacts=ids)).values():
            people = each.engagement.participants
            withheld = any(self._list.person(one.person, one.name, one.latin) for one in people)
            if withheld or each.post in self._posts:
                self._uncut[each.contact] = False

    def _source(self, source: Source) -> Source:
        article = self._stored(source.article)
        kept = next(each for each in article.reading.engagements if each.id == source.engagement.id)
        decisions = tuple(each for each in source.decisions if not self._names_in(each))
        return replace(
            source, engagement=kept, article=article, copies=source.copies - self._posts, decisions=decisions
        )

    def _stored(self, stored: StoredReading) -> StoredReading:
        reading = self.reading(stored.reading)
        # counted once, for the running text
        captions = Release(self.rights)
        spans = _proving(reading.engagements, reading.readouts, reading.quotes, reading.statements)
        return replace(
            stored,
            name=self.file_name(stored.name),
            path=self.file_name(stored.path),
            reading=reading,
            readable=captions.text(stored.readable, spans),
        )

    def _found(self, found: FoundArticle, cut: StoredReading | None) -> FoundArticle:
        """An article found; `cut` is what it says, where not all of its text may be given."""
        title, text = self.title(found.title), found.text
        if self.rights.texts is Texts.none:
            text = ""
        elif cut is not None:
            text = self.reading(cut.reading).article.body.text
        return replace(
            found,
            name=self.file_name(found.name),
            url=self.address(found.url),
            title=title,
            text=text,
            folded=f"{fold(title)}\n{fold(text)}",
        )


def _bare(block: Block) -> Block:
    """What a block is and where it stands, without a word of it."""
    return block._replace(text=EMPTY, embed=None)


def _contact_of(contact: Contact, sources: list[Source]) -> Contact:
    """The contact as these of its sources report it, under the id it has; what people decided on stays."""
    fused = fusion.together([fusion.Member(source.candidate, source.reason, source.score) for source in sources])
    told = [_as_corrected(source) for source in sources]
    people = fusion.distinct(each for engagement in told for each in engagement.participants)
    polities = tuple(dict.fromkeys(code for engagement in told for code in engagement.polities))
    topics = tuple(dict.fromkeys(topic for engagement in told for topic in engagement.topics))
    decided = contact.corrected
    return replace(
        contact,
        type=contact.type if "type" in decided else fused.type,
        status=contact.status if "status" in decided else fused.status,
        salience=contact.salience if "salience" in decided else fused.salience,
        when=contact.when if "date" in decided else fused.when,
        place=contact.place if "place" in decided else fused.place,
        participants=contact.participants if "participants" in decided else people,
        polities=contact.polities if "polities" in decided else polities,
        topics=contact.topics if "topics" in decided else topics,
        outlets=tuple(dict.fromkeys(source.article.reading.article.outlet for source in sources)),
        posts=tuple(dict.fromkeys(source.article.post for source in sources)),
        vanished=tuple(sorted({source.article.post for source in sources if source.article.state == "vanished"})),
        sources=fused.sources,
        first_report=fused.first_report,
        history=fusion.history((each.engagement.status, each.article.published_at) for each in sources),
        conflicts=tuple(field for field in fused.conflicts if field not in decided),
    )


def _as_corrected(source: Source) -> Engagement:
    return replace(source.engagement, **attributes(source.corrected, source.engagement.participants))


# --- which sentences prove something


def _proving(
    engagements: Iterable[Engagement],
    readouts: Iterable[Readout],
    quotes: Iterable[Quote],
    statements: Iterable[Statement],
) -> tuple[Span, ...]:
    """Every place from which some field of these records was read."""
    fields = [codec.all_spans(each) for each in engagements]
    fields += [each.spans for each in readouts]
    fields += [each.spans for each in quotes]
    fields += [each.spans for each in statements]
    return tuple({span for each in fields for spans in each.values() for span in spans})


def _standing(text: SourceText, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The sentences of a text in which one of `spans` stands, in order."""
    wanted = sorted(spans)
    if not wanted or not text:
        return
    firsts, longest = [span.start for span in wanted], max(span.end - span.start for span in wanted)
    starts, ends = text.starts, text.ends
    for start, end in sentences(fold(text.text)):
        whole = text.span(start, end)
        some = wanted[bisect_left(firsts, whole.start - longest) : bisect_left(firsts, whole.end)]
        near = [span for span in some if _meet(*whole, span)]
        if near and any(_meet(starts[at], ends[at], span) for span in near for at in range(start, end)):
            yield start, end


def _meet(start: int, end: int, span: Span) -> bool:
    return span.start < end and start < span.end and start < end


_TAG = re.compile("<[^>]*>")

#: The words of a file name, from the first letter that is not ASCII to the last.
_WORDS = re.compile(r"[^\x00-\x7f](?:[^/\n]*[^\x00-\x7f])?")


def _digits(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()

"""The schema, every column commented. `migrations/` builds it; a test holds the two together.

A post is what an archive holds; files and sightings say where it was seen; an article and its records are what
was read in it; contacts are what was concluded from several. Columns marked `bookkeeping` say when something
was done, not what is known: two databases with the same content may differ there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    column,
    literal_column,
)

#: Written into the header of an SQLite file, so that another program's database is recognised: "TONG".
APPLICATION_ID = 0x544F4E47

#: The migrations, oldest first. A database at none of them is newer than this program.
SCHEMAS = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007"),
    *("0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015"),
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BOOKKEEPING = {"bookkeeping": True}


def _post_key(*, primary: bool = False) -> Column[str]:
    return Column(
        "post_id",
        Text,
        ForeignKey("posts.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
        comment="the post",
    )


#: As a person: one whom the registry does not know.
NOBODY: ColumnElement[str] = literal_column("''")


def _of_known(person: str, *columns: str) -> Index:
    """An index of people known only: who asks for the others, by their names, would be led through all of them."""
    known = column(person) != NOBODY
    return Index(None, person, *columns, sqlite_where=known, postgresql_where=known)


def _day() -> Column[Any]:
    return Column("day", Date, comment="the article's")


def _engagement_key() -> Column[str]:
    return Column(
        "engagement_id",
        Text,
        ForeignKey("engagements.id", ondelete="CASCADE"),
        primary_key=True,
        comment="the engagement",
    )


meta = Table(
    "meta",
    METADATA,
    Column("key", Text, primary_key=True, comment="`application`, and marks of work that is still to do"),
    Column("value", Text, nullable=False, comment="its value"),
    comment="what this database is",
)

runs = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True, comment="counts up from 1"),
    Column("started", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("finished", Text, comment="UTC, ISO 8601; empty: interrupted, or still running"),
    Column("knowledge", Text, nullable=False, comment="version of lexicons and rules"),
    Column("archives", JSON, nullable=False, comment="the archives named, in order"),
    Column("jobs", Integer, nullable=False, comment="processes used"),
    Column("posts", Integer, nullable=False, default=0, comment="posts met, unchanged ones too"),
    Column("added", Integer, nullable=False, default=0, comment="posts not known before"),
    Column("coded", Integer, nullable=False, default=0, comment="known posts coded again, for new knowledge"),
    Column("unchanged", Integer, nullable=False, default=0, comment="posts left alone"),
    Column("superseded", Integer, nullable=False, default=0, comment="posts replaced by a newer version"),
    Column("vanished", Integer, nullable=False, default=0, comment="posts no longer in their archive"),
    Column("rejected", Integer, nullable=False, default=0, comment="posts that could not be read"),
    comment="one row for each `build`",
)

knowledge = Table(
    "knowledge",
    METADATA,
    Column("version", Text, primary_key=True, comment="as in `runs`, `files` and `posts`"),
    Column("base", Text, nullable=False, comment="version of the rules and the shipped lexicons"),
    Column(
        "learnt", LargeBinary, nullable=False, comment="people learnt: JSON, zlib; empty: none, or of no use any more"
    ),
    Column("first_run", Integer, nullable=False, info=_BOOKKEEPING, comment="run that first used it"),
    comment="what posts were coded with",
)

knowledge_files = Table(
    "knowledge_files",
    METADATA,
    Column(
        "version",
        Text,
        ForeignKey("knowledge.version", ondelete="CASCADE"),
        primary_key=True,
        comment="of the knowledge",
    ),
    Column("layer", Integer, primary_key=True, comment="order of folders, from 0"),
    Column("path", Text, primary_key=True, comment="in the folder, without suffix: people, people/france"),
    Column("digest", Text, nullable=False, comment="of its content"),
    Column("content", Text, nullable=False, comment="as it was"),
    comment="the user's own lexicons, every version that a build used",
)

files = Table(
    "files",
    METADATA,
    Column("archive", Text, primary_key=True, comment="absolute path of the archive"),
    Column("path", Text, primary_key=True, comment="path inside it, `/` as separator"),
    Column("digest", Text, nullable=False, comment="of its bytes"),
    Column("knowledge", Text, nullable=False, comment="version it was read with; empty: to be read again"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="files as last read; an unchanged one is skipped",
)

posts = Table(
    "posts",
    METADATA,
    Column("id", Text, primary_key=True, comment="from address and content, see tongshi.identity"),
    Column("address", Text, nullable=False, index=True, comment="canonical address; the same for all its versions"),
    Column("form", Text, nullable=False, comment="feed, bare, markdown, page, entry or line"),
    Column("title", Text, nullable=False, comment="as archived"),
    Column("url", Text, nullable=False, comment="the article's own address"),
    Column("archive_url", Text, nullable=False, comment="its Wayback address"),
    Column("published", Text, nullable=False, comment="stamp as archived"),
    Column("author", Text, nullable=False, comment="front matter's author"),
    Column("tags", JSON, nullable=False, comment="front matter's tags"),
    Column(
        "captured",
        Text,
        nullable=False,
        server_default="",
        comment="when it was taken from the web: UTC, ISO 8601; empty: not known",
    ),
    Column("text", LargeBinary, nullable=False, comment="its own part of the file: UTF-8, zlib; spans count in it"),
    Column("title_start", Integer, nullable=False, comment="where the title begins in `text`; -1: nowhere"),
    Column("title_end", Integer, nullable=False, comment="and ends"),
    Column("body_start", Integer, nullable=False, comment="where the body begins in `text`"),
    Column("body_end", Integer, nullable=False, comment="and ends"),
    Column("knowledge", Text, nullable=False, comment="version of lexicons and rules it was coded with"),
    Column("state", Text, nullable=False, index=True, comment="current, superseded or vanished"),
    Column("successor", Text, index=True, comment="the version that replaced it"),
    Column("first_run", Integer, nullable=False, info=_BOOKKEEPING, comment="run that added it"),
    Column("last_run", Integer, nullable=False, info=_BOOKKEEPING, comment="run that last coded it"),
    Column("state_run", Integer, info=_BOOKKEEPING, comment="run in which its state last changed; empty: never did"),
    comment="articles as archived, all versions",
)

sightings = Table(
    "sightings",
    METADATA,
    Column("archive", Text, primary_key=True, comment="absolute path of the archive"),
    Column("path", Text, primary_key=True, comment="path inside it"),
    Column("position", Integer, primary_key=True, comment="which article of the file, from 0"),
    _post_key(primary=True),
    Column("offset", Integer, nullable=False, comment="code points of the file before the post's own part"),
    Column("stem", Text, nullable=False, index=True, comment="file name without suffix"),
    Column("number", Integer, nullable=False, default=1, comment="id is `stem`, `stem#2` …; 0: no longer there"),
    Column("gone", Boolean, nullable=False, default=False, comment="no longer there: edited or deleted"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="where each post is or was seen",
)
Index("ix_sightings_post_id_gone", sightings.c.post_id, sightings.c.gone)

articles = Table(
    "articles",
    METADATA,
    _post_key(primary=True),
    Column("outlet", Text, nullable=False, index=True, comment="short code of the site"),
    Column("script", Text, nullable=False, comment="Hant, Hans or mixed"),
    Column("published_at", Text, nullable=False, index=True, comment="UTC, ISO 8601; empty: no stamp"),
    Column("published_local", Text, nullable=False, comment="in the outlet's own zone, ISO 8601"),
    Column("day", Date, comment="the day that 今天 means in it"),
    Column("dateline", JSON, comment="agency, city, day of month, start, end"),
    Column("reporters", JSON, nullable=False, comment="names"),
    Column("editors", JSON, nullable=False, comment="names"),
    Column("translators", JSON, nullable=False, comment="names"),
    Column("wires", JSON, nullable=False, comment="agencies and media cited"),
    Column("captions", JSON, nullable=False, comment="texts under pictures"),
    Column(
        "body_rule",
        Text,
        nullable=False,
        server_default="given",
        comment="how the body was found: given or general",
    ),
    Column("paragraphs", JSON, nullable=False, comment="ranges [start, end) of the running text"),
    Column(
        "blocks",
        JSON,
        nullable=False,
        comment="[role, start, end, embed, text, its start, its end], see tongshi.store.rows",
    ),
    Column("items", JSON, nullable=False, server_default="[]", comment="news of a programme, see tongshi.records"),
    Column("readable", LargeBinary, nullable=False, comment="running text, then captions, a line each: UTF-8, zlib"),
    Column("length", Integer, nullable=False, comment="characters of it that are running text"),
    Column("origins", LargeBinary, nullable=False, comment="origin in `posts.text` of each of its characters, zlib"),
    Column("folded", Text, nullable=False, comment="title and running text folded to one script, for search"),
    Column("title", JSON, comment="[text, start, end] of the title without escapes; in `posts.text`"),
    Column("updated_local", Text, comment="last change told, in the outlet's own zone, ISO 8601; empty: none"),
    Column("stamps", JSON, comment="[kind, source, words, local time, exact, start, end] each; -1: in no text"),
    Column("contradictions", JSON, comment="[kind, one, other] of stamps that disagree"),
    Column("section", Text, comment="as the outlet names it"),
    Column("keywords", JSON, comment="tags of front matter and page"),
    Column("photographers", JSON, comment="picture credits: persons and agencies"),
    Column("cited", JSON, comment="[name as written, id of the medium, start, end] each; in `posts.text`"),
    Column("usage", Text, comment="whose words it uses: TW, HK, CN; empty: nothing decides"),
    comment="cleaned posts",
)

engagements = Table(
    "engagements",
    METADATA,
    Column("id", Text, primary_key=True, comment="from post, type and place of the trigger"),
    _post_key(),
    Column("position", Integer, nullable=False, comment="order in the article, from 0"),
    Column("block", Text, nullable=False, index=True, comment="records that can be fused share it, see tongshi.fusion"),
    Column("type", Text, nullable=False, comment="codebook 1.1"),
    Column("status", Text, nullable=False, comment="codebook 1.2"),
    Column("salience", Text, nullable=False, comment="main or background"),
    Column("starts", Date, comment="first day, in the place's own calendar"),
    Column("ends", Date, comment="last day of several"),
    Column("precision", Text, nullable=False, comment="day, month, year or unknown"),
    Column("alt", Date, comment="the other side's date of a call"),
    Column("city", Text, comment="as written"),
    Column("place_polity", Text, comment="code"),
    Column("trigger", Text, nullable=False, comment="the word that tells it"),
    Column("evidence", Text, nullable=False, comment="the sentence that proves it"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
    Column("rule", Text, nullable=False, comment="what read it"),
    comment="one contact as one article reports it",
)
Index("ix_engagements_post_id_position", engagements.c.post_id, engagements.c.position)

participants = Table(
    "participants",
    METADATA,
    _engagement_key(),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("name", Text, comment="as written"),
    Column("latin", Text, comment="as glossed"),
    Column("office", Text, comment="as written"),
    Column("polity", Text, comment="code"),
    Column("person", Text, nullable=False, index=True, comment="id in the registry; empty: not known there"),
    Column("folded", Text, nullable=False, index=True, comment="name folded to one script"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="who takes part in an engagement",
)

engagement_polities = Table(
    "engagement_polities",
    METADATA,
    _engagement_key(),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("polity", Text, nullable=False, index=True, comment="code"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="polities of an engagement",
)

engagement_topics = Table(
    "engagement_topics",
    METADATA,
    _engagement_key(),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("topic", Text, nullable=False, index=True, comment="codebook section 4"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="topics of an engagement",
)

readouts = Table(
    "readouts",
    METADATA,
    Column("id", Text, primary_key=True, comment="from engagement and side"),
    _post_key(),
    Column(
        "engagement_id",
        Text,
        ForeignKey("engagements.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="of which it is an account",
    ),
    Column("position", Integer, nullable=False, comment="order in the article, from 0"),
    Column("side", Text, nullable=False, comment="polity"),
    Column("sources", JSON, nullable=False, comment="as written"),
    Column("topics", JSON, nullable=False, comment="topics that the side raised"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
    comment="one side's account of an engagement",
)
Index("ix_readouts_post_id", readouts.c.post_id)

quotes = Table(
    "quotes",
    METADATA,
    Column("id", Text, primary_key=True, comment="from post and place"),
    _post_key(),
    Column("position", Integer, nullable=False, comment="order in the article, from 0"),
    Column("text", Text, nullable=False, comment="inside the marks"),
    Column("speaker", Text, comment="as written"),
    Column("polity", Text, comment="of the speaker"),
    Column("person", Text, nullable=False, comment="id in the registry; empty: not known there"),
    Column("start", Integer, nullable=False, comment="in the running text"),
    Column("stop", Integer, nullable=False, comment="in the running text"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
    comment="direct quotations",
)
Index("ix_quotes_post_id", quotes.c.post_id)

statements = Table(
    "statements",
    METADATA,
    _post_key(primary=True),
    Column("position", Integer, primary_key=True, comment="order in the article, from 0"),
    Column("id", Text, nullable=False, comment="from post and place"),
    Column("text", Text, nullable=False, comment="the content, as written"),
    Column("form", Text, nullable=False, comment="direct, mixed or indirect"),
    Column("speaker", Text, comment="as first written in the article"),
    Column("folded", Text, nullable=False, comment="speaker folded to one script; empty: none"),
    Column("office", Text, comment="as written"),
    Column("polity", Text, comment="code of the side that the speaker represents"),
    Column("person", Text, nullable=False, comment="id in the registry; empty: not known there"),
    Column("verb", Text, nullable=False, comment="the word of saying; empty: a sentence that goes on without one"),
    Column("manner", Text, nullable=False, comment="the codebook's class: state, stress, urge, …"),
    Column("addressee", Text, comment="as written"),
    Column("medium", Text, comment="the written or public form, as written"),
    Column("chain", JSON, nullable=False, comment="who hands it on, outermost first, as written"),
    Column("engagement", Integer, comment="order in the article of the engagement that it was made in or about"),
    Column("side", Text, nullable=False, comment="polity whose account of it this is a part of; empty: of none"),
    Column("start", Integer, nullable=False, comment="in the running text"),
    Column("stop", Integer, nullable=False, comment="in the running text"),
    Column("confidence", Float, nullable=False, comment="0 to 1"),
    _day(),
    _of_known("person", "day"),
    Index(None, "folded", "person", "day"),
    sqlite_with_rowid=False,  # they are read with their article
    comment="what somebody is reported to say",
)


def _statement_key() -> Column[int]:
    return Column("statement", Integer, primary_key=True, comment="order of the statement in the article, from 0")


def _spoken() -> tuple[Column[Any], ...]:
    """Of the statement, again: what is counted by it is counted in an index, and no statement is looked up."""
    return (
        Column("polity", Text, nullable=False, comment="of the side that speaks; empty: for none"),
        Column("person", Text, nullable=False, comment="who speaks, as in `statements`"),
        _day(),
    )


statement_topics = Table(
    "statement_topics",
    METADATA,
    _post_key(primary=True),
    _statement_key(),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("topic", Text, nullable=False, comment="codebook section 4"),
    *_spoken(),
    Index(None, "topic", "polity", "day"),
    _of_known("person", "topic", "day"),
    sqlite_with_rowid=False,
    comment="topics of a statement",
)

statement_phrases = Table(
    "statement_phrases",
    METADATA,
    _post_key(primary=True),
    _statement_key(),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("phrase", Text, nullable=False, comment="id of a set phrase, see phrases.yml"),
    Column("content", Text, nullable=False, comment="digits, the same for one content in either script"),
    *_spoken(),
    Index(None, "phrase", "polity", "day"),
    _of_known("person", "phrase", "day"),
    sqlite_with_rowid=False,
    comment="set phrases of diplomacy in a statement",
)

statement_counterparts = Table(
    "statement_counterparts",
    METADATA,
    _post_key(primary=True),
    _statement_key(),
    Column("counterpart", Text, primary_key=True, comment="code of another polity in the contact"),
    *_spoken(),
    Index(None, "polity", "counterpart", "day"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="with whom the side that speaks is in contact, where a statement was made in or about a contact of it",
)

mentions = Table(
    "mentions",
    METADATA,
    _post_key(primary=True),
    Column("position", Integer, primary_key=True, comment="order in the article, from 0"),
    Column("name", Text, nullable=False, comment="as written"),
    Column("folded", Text, nullable=False, index=True, comment="folded to one script"),
    Column("kind", Text, nullable=False, comment="gloss, apposition, caption, tag, title or name"),
    Column("latin", Text, nullable=False, comment="Latin name as written; empty: none given"),
    Column("person", Text, nullable=False, index=True, comment="id in the curated registry; empty: not known there"),
    Column("polity", Text, nullable=False, comment="code of the state said with it, or of the person; empty: not said"),
    Column("role", Text, nullable=False, comment="of the office; empty: no office said"),
    Column("title", Text, nullable=False, comment="the office, folded, without its state"),
    Column("mark", Text, nullable=False, comment="former, designate or acting; empty: held"),
    Column("places", Integer, nullable=False, comment="in the article where it stands so"),
    Column("name_start", Integer, nullable=False, comment="code points of `posts.text`; -1: a keyword"),
    Column("name_stop", Integer, nullable=False, comment="code points of `posts.text`"),
    Column("latin_start", Integer, nullable=False, comment="of the Latin name; -1: none"),
    Column("latin_stop", Integer, nullable=False, comment="code points of `posts.text`"),
    Column("title_start", Integer, nullable=False, comment="of the office with its state; -1: none"),
    Column("title_stop", Integer, nullable=False, comment="code points of `posts.text`"),
    sqlite_with_rowid=False,
    comment="whom an article names, and how: each way once, at its first place",
)

learnt_people = Table(
    "learnt_people",
    METADATA,
    Column("id", Text, primary_key=True, comment="from his Latin name or spelling and state; of a curated person: his"),
    Column("curated", Boolean, nullable=False, comment="more about a person of the curated registry"),
    Column("polity", Text, nullable=False, comment="code"),
    Column("latin", JSON, nullable=False, comment="Latin names, most seen first"),
    comment="what all current articles teach of people, see tongshi.learning",
)


def _learnt_key() -> Column[str]:
    return Column(
        "person_id",
        Text,
        ForeignKey("learnt_people.id", ondelete="CASCADE"),
        primary_key=True,
        comment="of `learnt_people`",
    )


def _evidence() -> tuple[Column[Any], ...]:
    return (
        Column("articles", Integer, nullable=False, comment="articles that show it"),
        Column("stories", Integer, nullable=False, comment="the same, copies counted once"),
        Column("first", Date, comment="first day seen"),
        Column("last", Date, comment="last day seen"),
    )


learnt_names = Table(
    "learnt_names",
    METADATA,
    _learnt_key(),
    Column("position", Integer, primary_key=True, comment="order, most seen first, from 0"),
    Column("folded", Text, nullable=False, index=True, comment="a spelling, folded to one script"),
    Column("written", Text, nullable=False, comment="as most often written"),
    Column("alone", Boolean, nullable=False, comment="can be read without a title"),
    Column("usages", JSON, nullable=False, comment="in articles of which regions: TW, HK, CN; most first"),
    *_evidence(),
    sqlite_with_rowid=False,
    comment="spellings learnt",
)

learnt_offices = Table(
    "learnt_offices",
    METADATA,
    _learnt_key(),
    Column("position", Integer, primary_key=True, comment="order, first seen first, from 0"),
    Column("title", Text, nullable=False, comment="as most often written, folded, without its state"),
    Column("polity", Text, nullable=False, comment="code"),
    Column("role", Text, nullable=False, comment="see offices.yml"),
    Column("mark", Text, nullable=False, comment="former, designate or acting; empty: held on the days seen"),
    Column("until", Date, comment="the day before its next holder is first seen; empty: not known"),
    *_evidence(),
    sqlite_with_rowid=False,
    comment="offices learnt",
)

spellings = Table(
    "spellings",
    METADATA,
    Column("person", Text, primary_key=True, comment="id in the curated registry or of `learnt_people`"),
    Column("folded", Text, primary_key=True, comment="a spelling, folded to one script"),
    Column("name", Text, primary_key=True, comment="as written"),
    Column("latin", Text, primary_key=True, comment="Latin name given with it; empty: none"),
    Column("outlet", Text, primary_key=True, comment="code"),
    Column("usage", Text, primary_key=True, comment="region of the articles: TW, HK, CN; empty: not known"),
    Column("mentions", Integer, nullable=False, comment="rows of `mentions`"),
    Column("articles", Integer, nullable=False, comment="articles that first write the spelling so"),
    Column("places", Integer, nullable=False, comment="in these articles where it stands so"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="how current articles write people, counted",
)

office_days = Table(
    "office_days",
    METADATA,
    Column("person", Text, primary_key=True, comment="as in `spellings`"),
    Column("polity", Text, primary_key=True, comment="code of the state said with it, or of the person; empty: none"),
    Column("role", Text, primary_key=True, comment="of the office; empty: no office said"),
    Column("mark", Text, primary_key=True, comment="former, designate or acting; empty: held"),
    Column("day", Text, primary_key=True, comment="the articles', ISO 8601; empty: not known"),
    Column("articles", Integer, nullable=False, comment="articles of the day that name him so"),
    Column("post_id", Text, nullable=False, comment="the first of them"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="in which office current articles name people, day by day",
)

spans = Table(
    "spans",
    METADATA,
    _post_key(primary=True),
    Column("record_id", Text, primary_key=True, comment="an engagement, readout, quote or statement"),
    Column("field", Text, primary_key=True, comment="of the record; `participants.0` for a single one"),
    Column("position", Integer, primary_key=True, comment="order, from 0"),
    Column("start", Integer, nullable=False, comment="code points of `posts.text`"),
    Column("stop", Integer, nullable=False, comment="code points of `posts.text`"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="where each field of each record was read",
)

contacts = Table(
    "contacts",
    METADATA,
    Column("id", Text, primary_key=True, comment="`c` and the digits of its earliest published engagement"),
    Column("block", Text, nullable=False, index=True, comment="see engagements"),
    Column("type", Text, nullable=False, index=True, comment="that most sources give"),
    Column("status", Text, nullable=False, index=True, comment="by the latest source"),
    Column("salience", Text, nullable=False, comment="main where one source is about it"),
    Column("starts", Date, index=True, comment="first day"),
    Column("ends", Date, comment="last day of several"),
    Column("precision", Text, nullable=False, comment="day, month, year or unknown"),
    Column("alt", Date, comment="the other side's date of a call"),
    Column("city", Text, comment="as written"),
    Column("place_polity", Text, comment="code"),
    Column("sources", Integer, nullable=False, comment="articles that report it"),
    Column("first_report", Text, nullable=False, comment="when first published: UTC, ISO 8601; empty: not known"),
    Column("conflicts", JSON, nullable=False, comment="fields of which sources tell what cannot be so at once"),
    Column("occasions", JSON, nullable=False, comment="gatherings that its sources name, see fusion.yml"),
    Column("corrected", JSON, nullable=False, comment="fields that people decided on, in the codebook's file form"),
    comment="one contact as all current articles report it",
)

contact_sources = Table(
    "contact_sources",
    METADATA,
    Column("contact_id", Text, ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True, comment="the contact"),
    Column("position", Integer, primary_key=True, comment="order of publication, from 0"),
    Column(
        "engagement_id",
        Text,
        ForeignKey("engagements.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
        comment="one article's report of it",
    ),
    Column("reason", Text, nullable=False, comment="why it is the same contact; empty for the first"),
    Column("score", Float, nullable=False, comment="how surely, 0 to 1; of the first 1"),
    Column("corrected", JSON, nullable=False, comment="fields of the engagement that people corrected"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="which engagements were fused, and why",
)

contact_parts = Table(
    "contact_parts",
    METADATA,
    Column(
        "whole_id",
        Text,
        ForeignKey("contacts.id", ondelete="CASCADE"),
        primary_key=True,
        comment="a visit or a conference",
    ),
    Column(
        "part_id",
        Text,
        ForeignKey("contacts.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        comment="a meeting in it, or at its margin",
    ),
    Column("reason", Text, nullable=False, comment="why it is a part"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="contacts that are parts of others",
)

doubts = Table(
    "doubts",
    METADATA,
    Column(
        "first",
        Text,
        ForeignKey("engagements.id", ondelete="CASCADE"),
        primary_key=True,
        comment="the engagement with the smaller id",
    ),
    Column(
        "second",
        Text,
        ForeignKey("engagements.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        comment="the other",
    ),
    Column("block", Text, nullable=False, index=True, comment="see engagements"),
    Column("score", Float, nullable=False, comment="how likely they are one contact, 0 to 1"),
    Column("reasons", JSON, nullable=False, comment="what speaks for it and against it, a line each"),
    sqlite_with_rowid=False,
    comment="pairs of engagements of which fusion cannot tell whether they are one contact",
)

contact_versions = Table(
    "contact_versions",
    METADATA,
    Column("contact_id", Text, primary_key=True, comment="a contact, or what was one"),
    Column("build", Integer, primary_key=True, comment="run that made it so, or after which it was decided"),
    Column("step", Integer, primary_key=True, comment="0: made by the build; 1: decided after it"),
    Column("block", Text, nullable=False, index=True, comment="see engagements"),
    Column("said", JSON(none_as_null=True), comment="fields in the codebook's form; empty: no contact any more"),
    Column("reports", JSON(none_as_null=True), comment="ids of its engagements, each with its post"),
    Column("knowledge", JSON, nullable=False, comment="versions that its articles were read with"),
    Column("causes", JSON, nullable=False, comment="[reason, of, by] each, see tongshi.lineage"),
    comment="what contacts were from which build on: one row for each change",
)
Index("ix_contact_versions_build", contact_versions.c.build)

decisions = Table(
    "decisions",
    METADATA,
    Column("id", Text, primary_key=True, comment="from all that it says"),
    Column("at", Text, nullable=False, comment="UTC, ISO 8601 with microseconds"),
    Column("by", Text, nullable=False, comment="who decided"),
    Column("kind", Text, nullable=False, comment="accept, reject, correct, merge, split, same, different, add or undo"),
    Column("subjects", JSON, nullable=False, comment="ids of records, keys of people, or the decision that is undone"),
    Column("others", JSON, nullable=False, comment="engagements that the subjects are split from"),
    Column("scope", Text, nullable=False, comment="what is corrected: reading or contact; empty: nothing is"),
    Column("field", Text, nullable=False, comment="that is corrected; empty: none"),
    Column("value", JSON, nullable=False, comment="corrected value, or the contact that is added, in the file form"),
    Column("former", JSON, nullable=False, comment="what the field was before"),
    Column("told", JSON, nullable=False, comment="what the article of each subject said of the field"),
    Column("why", Text, nullable=False, comment="in the reviewer's words"),
    comment="what people decided about records; only ever added to",
)

sketches = Table(
    "sketches",
    METADATA,
    _post_key(primary=True),
    Column("bands", LargeBinary, nullable=False, comment="its keys in `bands`, 8 bytes each; empty: not compared"),
    sqlite_with_rowid=False,
    comment="what is compared first of an article's text, see tongshi.copies",
)

bands = Table(
    "bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, comment="that of texts which are alike is often the same"),
    _post_key(primary=True),
    sqlite_with_rowid=False,  # its key is all of it
    comment="which articles may be copies of each other",
)

copies = Table(
    "copies",
    METADATA,
    _post_key(primary=True),
    Column(
        "other_id",
        Text,
        ForeignKey("posts.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        comment="the other post; of the two ids the later one",
    ),
    Column("kind", Text, nullable=False, comment="exact, version, series or syndicated"),
    Column("similarity", Float, nullable=False, comment="share of their text that is common to both, 0 to 1"),
    Column("containment", Float, nullable=False, comment="share of the shorter one that stands in the other, 0 to 1"),
    sqlite_with_rowid=False,  # its key is most of it
    comment="posts, old versions too, that say the same in the same words",
)

uncompared = Table(
    "uncompared",
    METADATA,
    _post_key(primary=True),
    sqlite_with_rowid=False,
    comment="posts whose copies are to be looked for",
)

rejects = Table(
    "rejects",
    METADATA,
    Column("archive", Text, primary_key=True, comment="absolute path of the archive"),
    Column("path", Text, primary_key=True, comment="path inside it"),
    Column("position", Integer, primary_key=True, comment="which article of the file, from 0"),
    Column("stem", Text, nullable=False, index=True, comment="file name without suffix"),
    Column("number", Integer, nullable=False, default=1, comment="id is `stem`, `stem#2` …"),
    Column("reason", Text, nullable=False, comment="one line"),
    Column("detail", Text, nullable=False, info=_BOOKKEEPING, comment="traceback of an internal error"),
    Column("run", Integer, nullable=False, info=_BOOKKEEPING, comment="run that met it"),
    comment="posts that could not be read",
)

stale_blocks = Table(
    "stale_blocks",
    METADATA,
    Column("block", Text, primary_key=True, comment="see engagements"),
    comment="blocks whose contacts are to be fused again",
)

fused_blocks = Table(
    "fused_blocks",
    METADATA,
    Column("block", Text, primary_key=True, comment="see engagements"),
    Column("mark", Text, nullable=False, comment="of the rules and the decisions that it was fused with"),
    Column(
        "written",
        Text,
        nullable=False,
        server_default="",
        info=_BOOKKEEPING,
        comment="another token each time that its contacts are written",
    ),
    comment="blocks that were fused; one with another mark than now is to be fused again",
)

block_ties = Table(
    "block_ties",
    METADATA,
    Column("block", Text, primary_key=True, comment="see engagements"),
    Column("other", Text, primary_key=True, index=True, comment="another, the later one"),
    comment="blocks that were fused together: a report of one may be one contact with one of the other",
)

#: Paths met in the archive being read; lives in the connection, so that two builds cannot confuse each other.
seen = Table(
    "seen",
    MetaData(),
    Column("path", Text, primary_key=True),
    prefixes=["TEMPORARY"],
)

#: What a database knows, in the order that `Store.digest` reads it.
CONTENT = (
    files,
    posts,
    sightings,
    articles,
    engagements,
    participants,
    engagement_polities,
    engagement_topics,
    readouts,
    quotes,
    statements,
    statement_topics,
    statement_phrases,
    statement_counterparts,
    mentions,
    spans,
    learnt_people,
    learnt_names,
    learnt_offices,
    spellings,
    office_days,
    contacts,
    contact_sources,
    contact_parts,
    doubts,
    decisions,
    copies,
    rejects,
)

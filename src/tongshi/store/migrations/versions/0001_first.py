"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "contacts",
        sa.Column("id", sa.Text(), nullable=False, comment="`c` and the digits of its earliest published engagement"),
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.Column("type", sa.Text(), nullable=False, comment="that most sources give"),
        sa.Column("status", sa.Text(), nullable=False, comment="by the latest source"),
        sa.Column("salience", sa.Text(), nullable=False, comment="main where one source is about it"),
        sa.Column("starts", sa.Date(), nullable=True, comment="first day"),
        sa.Column("ends", sa.Date(), nullable=True, comment="last day of several"),
        sa.Column("precision", sa.Text(), nullable=False, comment="day, month, year or unknown"),
        sa.Column("alt", sa.Date(), nullable=True, comment="the other side's date of a call"),
        sa.Column("city", sa.Text(), nullable=True, comment="as written"),
        sa.Column("place_polity", sa.Text(), nullable=True, comment="code"),
        sa.Column("sources", sa.Integer(), nullable=False, comment="articles that report it"),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        comment="one contact as all current articles report it",
    )
    op.create_index("ix_contacts_block", "contacts", ["block"], unique=False)
    op.create_index("ix_contacts_starts", "contacts", ["starts"], unique=False)
    op.create_index("ix_contacts_status", "contacts", ["status"], unique=False)
    op.create_index("ix_contacts_type", "contacts", ["type"], unique=False)
    op.create_table(
        "files",
        sa.Column("archive", sa.Text(), nullable=False, comment="absolute path of the archive"),
        sa.Column("path", sa.Text(), nullable=False, comment="path inside it, `/` as separator"),
        sa.Column("digest", sa.Text(), nullable=False, comment="of its bytes"),
        sa.Column("knowledge", sa.Text(), nullable=False, comment="version it was read with; empty: to be read again"),
        sa.PrimaryKeyConstraint("archive", "path", name="pk_files"),
        comment="files as last read; an unchanged one is skipped",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False, comment="`application`, and marks of work that is still to do"),
        sa.Column("value", sa.Text(), nullable=False, comment="its value"),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
        comment="what this database is",
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Text(), nullable=False, comment="from address and content, see tongshi.identity"),
        sa.Column("address", sa.Text(), nullable=False, comment="canonical address; the same for all its versions"),
        sa.Column("form", sa.Text(), nullable=False, comment="feed, bare, markdown or page"),
        sa.Column("title", sa.Text(), nullable=False, comment="as archived"),
        sa.Column("url", sa.Text(), nullable=False, comment="the article's own address"),
        sa.Column("archive_url", sa.Text(), nullable=False, comment="its Wayback address"),
        sa.Column("published", sa.Text(), nullable=False, comment="stamp as archived"),
        sa.Column("author", sa.Text(), nullable=False, comment="front matter's author"),
        sa.Column("tags", sa.JSON(), nullable=False, comment="front matter's tags"),
        sa.Column(
            "text", sa.LargeBinary(), nullable=False, comment="its own part of the file: UTF-8, zlib; spans count in it"
        ),
        sa.Column("title_start", sa.Integer(), nullable=False, comment="where the title begins in `text`; -1: nowhere"),
        sa.Column("title_end", sa.Integer(), nullable=False, comment="and ends"),
        sa.Column("body_start", sa.Integer(), nullable=False, comment="where the body begins in `text`"),
        sa.Column("body_end", sa.Integer(), nullable=False, comment="and ends"),
        sa.Column("knowledge", sa.Text(), nullable=False, comment="version of lexicons and rules it was coded with"),
        sa.Column("state", sa.Text(), nullable=False, comment="current, superseded or vanished"),
        sa.Column("successor", sa.Text(), nullable=True, comment="the version that replaced it"),
        sa.Column("first_run", sa.Integer(), nullable=False, comment="run that added it"),
        sa.Column("last_run", sa.Integer(), nullable=False, comment="run that last coded it"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        comment="articles as archived, all versions",
    )
    op.create_index("ix_posts_address", "posts", ["address"], unique=False)
    op.create_index("ix_posts_state", "posts", ["state"], unique=False)
    op.create_table(
        "rejects",
        sa.Column("archive", sa.Text(), nullable=False, comment="absolute path of the archive"),
        sa.Column("path", sa.Text(), nullable=False, comment="path inside it"),
        sa.Column("position", sa.Integer(), nullable=False, comment="which article of the file, from 0"),
        sa.Column("stem", sa.Text(), nullable=False, comment="file name without suffix"),
        sa.Column("number", sa.Integer(), nullable=False, comment="id is `stem`, `stem#2` …"),
        sa.Column("reason", sa.Text(), nullable=False, comment="one line"),
        sa.Column("detail", sa.Text(), nullable=False, comment="traceback of an internal error"),
        sa.Column("run", sa.Integer(), nullable=False, comment="run that met it"),
        sa.PrimaryKeyConstraint("archive", "path", "position", name="pk_rejects"),
        comment="posts that could not be read",
    )
    op.create_index("ix_rejects_stem", "rejects", ["stem"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False, comment="counts up from 1"),
        sa.Column("started", sa.Text(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("finished", sa.Text(), nullable=True, comment="UTC, ISO 8601; empty: interrupted, or still running"),
        sa.Column("knowledge", sa.Text(), nullable=False, comment="version of lexicons and rules"),
        sa.Column("archives", sa.JSON(), nullable=False, comment="the archives named, in order"),
        sa.Column("jobs", sa.Integer(), nullable=False, comment="processes used"),
        sa.Column("posts", sa.Integer(), nullable=False, comment="posts met, unchanged ones too"),
        sa.Column("added", sa.Integer(), nullable=False, comment="posts not known before"),
        sa.Column("coded", sa.Integer(), nullable=False, comment="known posts coded again, for new knowledge"),
        sa.Column("unchanged", sa.Integer(), nullable=False, comment="posts left alone"),
        sa.Column("superseded", sa.Integer(), nullable=False, comment="posts replaced by a newer version"),
        sa.Column("vanished", sa.Integer(), nullable=False, comment="posts no longer in their archive"),
        sa.Column("rejected", sa.Integer(), nullable=False, comment="posts that could not be read"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        comment="one row for each `build`",
    )
    op.create_table(
        "stale_blocks",
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.PrimaryKeyConstraint("block", name="pk_stale_blocks"),
        comment="blocks whose contacts are to be fused again",
    )
    op.create_table(
        "articles",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("outlet", sa.Text(), nullable=False, comment="short code of the site"),
        sa.Column("script", sa.Text(), nullable=False, comment="Hant or Hans"),
        sa.Column("published_at", sa.Text(), nullable=False, comment="UTC, ISO 8601; empty: no stamp"),
        sa.Column("published_local", sa.Text(), nullable=False, comment="in the outlet's own zone, ISO 8601"),
        sa.Column("day", sa.Date(), nullable=True, comment="the day that 今天 means in it"),
        sa.Column("dateline", sa.JSON(), nullable=True, comment="agency, city, day of month, start, end"),
        sa.Column("reporters", sa.JSON(), nullable=False, comment="names"),
        sa.Column("editors", sa.JSON(), nullable=False, comment="names"),
        sa.Column("translators", sa.JSON(), nullable=False, comment="names"),
        sa.Column("wires", sa.JSON(), nullable=False, comment="agencies and media cited"),
        sa.Column("captions", sa.JSON(), nullable=False, comment="texts under pictures"),
        sa.Column("paragraphs", sa.JSON(), nullable=False, comment="ranges [start, end) of the running text"),
        sa.Column(
            "blocks",
            sa.JSON(),
            nullable=False,
            comment="[role, text, start, end] of what is no running text; in `posts.text`",
        ),
        sa.Column(
            "readable",
            sa.LargeBinary(),
            nullable=False,
            comment="running text, then captions, a line each: UTF-8, zlib",
        ),
        sa.Column("length", sa.Integer(), nullable=False, comment="characters of it that are running text"),
        sa.Column(
            "origins",
            sa.LargeBinary(),
            nullable=False,
            comment="origin in `posts.text` of each of its characters, zlib",
        ),
        sa.Column(
            "folded", sa.Text(), nullable=False, comment="title and running text folded to one script, for search"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_articles_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name="pk_articles"),
        comment="cleaned posts",
    )
    op.create_index("ix_articles_outlet", "articles", ["outlet"], unique=False)
    op.create_index("ix_articles_published_at", "articles", ["published_at"], unique=False)
    op.create_table(
        "engagements",
        sa.Column("id", sa.Text(), nullable=False, comment="from post, type and place of the trigger"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the article, from 0"),
        sa.Column("block", sa.Text(), nullable=False, comment="records that can be fused share it, see tongshi.fusion"),
        sa.Column("type", sa.Text(), nullable=False, comment="codebook 1.1"),
        sa.Column("status", sa.Text(), nullable=False, comment="codebook 1.2"),
        sa.Column("salience", sa.Text(), nullable=False, comment="main or background"),
        sa.Column("starts", sa.Date(), nullable=True, comment="first day, in the place's own calendar"),
        sa.Column("ends", sa.Date(), nullable=True, comment="last day of several"),
        sa.Column("precision", sa.Text(), nullable=False, comment="day, month, year or unknown"),
        sa.Column("alt", sa.Date(), nullable=True, comment="the other side's date of a call"),
        sa.Column("city", sa.Text(), nullable=True, comment="as written"),
        sa.Column("place_polity", sa.Text(), nullable=True, comment="code"),
        sa.Column("trigger", sa.Text(), nullable=False, comment="the word that tells it"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="the sentence that proves it"),
        sa.Column("confidence", sa.Float(), nullable=False, comment="0 to 1"),
        sa.Column("rule", sa.Text(), nullable=False, comment="what read it"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_engagements_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_engagements"),
        comment="one contact as one article reports it",
    )
    op.create_index("ix_engagements_block", "engagements", ["block"], unique=False)
    op.create_index("ix_engagements_post_id_position", "engagements", ["post_id", "position"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("id", sa.Text(), nullable=False, comment="from post and place"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the article, from 0"),
        sa.Column("text", sa.Text(), nullable=False, comment="inside the marks"),
        sa.Column("speaker", sa.Text(), nullable=True, comment="as written"),
        sa.Column("polity", sa.Text(), nullable=True, comment="of the speaker"),
        sa.Column("person", sa.Text(), nullable=False, comment="id in the registry; empty: not known there"),
        sa.Column("start", sa.Integer(), nullable=False, comment="in the running text"),
        sa.Column("stop", sa.Integer(), nullable=False, comment="in the running text"),
        sa.Column("confidence", sa.Float(), nullable=False, comment="0 to 1"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_quotes_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
        comment="direct quotations",
    )
    op.create_index("ix_quotes_post_id", "quotes", ["post_id"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("archive", sa.Text(), nullable=False, comment="absolute path of the archive"),
        sa.Column("path", sa.Text(), nullable=False, comment="path inside it"),
        sa.Column("position", sa.Integer(), nullable=False, comment="which article of the file, from 0"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("offset", sa.Integer(), nullable=False, comment="code points of the file before the post's own part"),
        sa.Column("stem", sa.Text(), nullable=False, comment="file name without suffix"),
        sa.Column("number", sa.Integer(), nullable=False, comment="id is `stem`, `stem#2` …; 0: no longer there"),
        sa.Column("gone", sa.Boolean(), nullable=False, comment="no longer there: edited or deleted"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_sightings_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("archive", "path", "position", "post_id", name="pk_sightings"),
        comment="where each post is or was seen",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sightings_post_id_gone", "sightings", ["post_id", "gone"], unique=False)
    op.create_index("ix_sightings_stem", "sightings", ["stem"], unique=False)
    op.create_table(
        "spans",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("record_id", sa.Text(), nullable=False, comment="an engagement, readout or quote"),
        sa.Column("field", sa.Text(), nullable=False, comment="of the record; `participants.0` for a single one"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column("start", sa.Integer(), nullable=False, comment="code points of `posts.text`"),
        sa.Column("stop", sa.Integer(), nullable=False, comment="code points of `posts.text`"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_spans_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "record_id", "field", "position", name="pk_spans"),
        comment="where each field of each record was read",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_sources",
        sa.Column("contact_id", sa.Text(), nullable=False, comment="the contact"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of publication, from 0"),
        sa.Column("engagement_id", sa.Text(), nullable=False, comment="one article's report of it"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it is the same contact; empty for the first"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_contact_sources_contact_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name="fk_contact_sources_engagement_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "position", name="pk_contact_sources"),
        sa.UniqueConstraint("engagement_id", name="uq_contact_sources_engagement_id"),
        comment="which engagements were fused, and why",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "engagement_polities",
        sa.Column("engagement_id", sa.Text(), nullable=False, comment="the engagement"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column("polity", sa.Text(), nullable=False, comment="code"),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name="fk_engagement_polities_engagement_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("engagement_id", "position", name="pk_engagement_polities"),
        comment="polities of an engagement",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_engagement_polities_polity", "engagement_polities", ["polity"], unique=False)
    op.create_table(
        "engagement_topics",
        sa.Column("engagement_id", sa.Text(), nullable=False, comment="the engagement"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column("topic", sa.Text(), nullable=False, comment="codebook section 4"),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name="fk_engagement_topics_engagement_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("engagement_id", "position", name="pk_engagement_topics"),
        comment="topics of an engagement",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_engagement_topics_topic", "engagement_topics", ["topic"], unique=False)
    op.create_table(
        "participants",
        sa.Column("engagement_id", sa.Text(), nullable=False, comment="the engagement"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column("name", sa.Text(), nullable=True, comment="as written"),
        sa.Column("latin", sa.Text(), nullable=True, comment="as glossed"),
        sa.Column("office", sa.Text(), nullable=True, comment="as written"),
        sa.Column("polity", sa.Text(), nullable=True, comment="code"),
        sa.Column("person", sa.Text(), nullable=False, comment="id in the registry; empty: not known there"),
        sa.Column("folded", sa.Text(), nullable=False, comment="name folded to one script"),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name="fk_participants_engagement_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("engagement_id", "position", name="pk_participants"),
        comment="who takes part in an engagement",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_participants_folded", "participants", ["folded"], unique=False)
    op.create_index("ix_participants_person", "participants", ["person"], unique=False)
    op.create_table(
        "readouts",
        sa.Column("id", sa.Text(), nullable=False, comment="from engagement and side"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("engagement_id", sa.Text(), nullable=False, comment="of which it is an account"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the article, from 0"),
        sa.Column("side", sa.Text(), nullable=False, comment="polity"),
        sa.Column("sources", sa.JSON(), nullable=False, comment="as written"),
        sa.Column("topics", sa.JSON(), nullable=False, comment="topics that the side raised"),
        sa.Column("confidence", sa.Float(), nullable=False, comment="0 to 1"),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name="fk_readouts_engagement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_readouts_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_readouts"),
        comment="one side's account of an engagement",
    )
    op.create_index("ix_readouts_engagement_id", "readouts", ["engagement_id"], unique=False)
    op.create_index("ix_readouts_post_id", "readouts", ["post_id"], unique=False)
    op.execute("INSERT INTO meta (key, value) VALUES ('application', 'tongshi')")

"""Whom articles name, and what all of them teach of people.

Articles coded before have no mentions; the next `build` codes them again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mentions",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the article, from 0"),
        sa.Column("name", sa.Text(), nullable=False, comment="as written"),
        sa.Column("folded", sa.Text(), nullable=False, comment="folded to one script"),
        sa.Column("kind", sa.Text(), nullable=False, comment="gloss, apposition, caption, tag, title or name"),
        sa.Column("latin", sa.Text(), nullable=False, comment="Latin name as written; empty: none given"),
        sa.Column("person", sa.Text(), nullable=False, comment="id in the curated registry; empty: not known there"),
        sa.Column(
            "polity",
            sa.Text(),
            nullable=False,
            comment="code of the state said with it, or of the person; empty: not said",
        ),
        sa.Column("role", sa.Text(), nullable=False, comment="of the office; empty: no office said"),
        sa.Column("title", sa.Text(), nullable=False, comment="the office, folded, without its state"),
        sa.Column("mark", sa.Text(), nullable=False, comment="former, designate or acting; empty: held"),
        sa.Column("places", sa.Integer(), nullable=False, comment="in the article where it stands so"),
        sa.Column("name_start", sa.Integer(), nullable=False, comment="code points of `posts.text`; -1: a keyword"),
        sa.Column("name_stop", sa.Integer(), nullable=False, comment="code points of `posts.text`"),
        sa.Column("latin_start", sa.Integer(), nullable=False, comment="of the Latin name; -1: none"),
        sa.Column("latin_stop", sa.Integer(), nullable=False, comment="code points of `posts.text`"),
        sa.Column("title_start", sa.Integer(), nullable=False, comment="of the office with its state; -1: none"),
        sa.Column("title_stop", sa.Integer(), nullable=False, comment="code points of `posts.text`"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_mentions_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "position", name="pk_mentions"),
        comment="whom an article names, and how: each way once, at its first place",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_folded", "mentions", ["folded"], unique=False)
    op.create_index("ix_mentions_person", "mentions", ["person"], unique=False)
    op.create_table(
        "learnt_people",
        sa.Column(
            "id",
            sa.Text(),
            nullable=False,
            comment="from his Latin name or spelling and state; of a curated person: his",
        ),
        sa.Column("curated", sa.Boolean(), nullable=False, comment="more about a person of the curated registry"),
        sa.Column("polity", sa.Text(), nullable=False, comment="code"),
        sa.Column("latin", sa.JSON(), nullable=False, comment="Latin names, most seen first"),
        sa.PrimaryKeyConstraint("id", name="pk_learnt_people"),
        comment="what all current articles teach of people, see tongshi.learning",
    )
    op.create_table(
        "learnt_names",
        sa.Column("person_id", sa.Text(), nullable=False, comment="of `learnt_people`"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, most seen first, from 0"),
        sa.Column("folded", sa.Text(), nullable=False, comment="a spelling, folded to one script"),
        sa.Column("written", sa.Text(), nullable=False, comment="as most often written"),
        sa.Column("alone", sa.Boolean(), nullable=False, comment="can be read without a title"),
        sa.Column("usages", sa.JSON(), nullable=False, comment="in articles of which regions: TW, HK, CN; most first"),
        *_evidence(),
        sa.ForeignKeyConstraint(
            ["person_id"], ["learnt_people.id"], name="fk_learnt_names_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "position", name="pk_learnt_names"),
        comment="spellings learnt",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_learnt_names_folded", "learnt_names", ["folded"], unique=False)
    op.create_table(
        "learnt_offices",
        sa.Column("person_id", sa.Text(), nullable=False, comment="of `learnt_people`"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, first seen first, from 0"),
        sa.Column("title", sa.Text(), nullable=False, comment="as most often written, folded, without its state"),
        sa.Column("polity", sa.Text(), nullable=False, comment="code"),
        sa.Column("role", sa.Text(), nullable=False, comment="see offices.yml"),
        sa.Column(
            "mark", sa.Text(), nullable=False, comment="former, designate or acting; empty: held on the days seen"
        ),
        sa.Column("until", sa.Date(), comment="the day before its next holder is first seen; empty: not known"),
        *_evidence(),
        sa.ForeignKeyConstraint(
            ["person_id"], ["learnt_people.id"], name="fk_learnt_offices_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "position", name="pk_learnt_offices"),
        comment="offices learnt",
        sqlite_with_rowid=False,
    )


def _evidence() -> tuple["sa.Column[Any]", ...]:
    return (
        sa.Column("articles", sa.Integer(), nullable=False, comment="articles that show it"),
        sa.Column("stories", sa.Integer(), nullable=False, comment="the same, copies counted once"),
        sa.Column("first", sa.Date(), comment="first day seen"),
        sa.Column("last", sa.Date(), comment="last day seen"),
    )

"""What somebody is reported to say.

Articles coded before have no statements; the next `build` codes them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "statements",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the article, from 0"),
        sa.Column("id", sa.Text(), nullable=False, comment="from post and place"),
        sa.Column("text", sa.Text(), nullable=False, comment="the content, as written"),
        sa.Column("form", sa.Text(), nullable=False, comment="direct, mixed or indirect"),
        sa.Column("speaker", sa.Text(), comment="as first written in the article"),
        sa.Column("folded", sa.Text(), nullable=False, comment="speaker folded to one script; empty: none"),
        sa.Column("office", sa.Text(), comment="as written"),
        sa.Column("polity", sa.Text(), comment="code of the side that the speaker represents"),
        sa.Column("person", sa.Text(), nullable=False, comment="id in the registry; empty: not known there"),
        sa.Column(
            "verb", sa.Text(), nullable=False, comment="the word of saying; empty: a sentence that goes on without one"
        ),
        sa.Column("manner", sa.Text(), nullable=False, comment="the codebook's class: state, stress, urge, …"),
        sa.Column("addressee", sa.Text(), comment="as written"),
        sa.Column("medium", sa.Text(), comment="the written or public form, as written"),
        sa.Column("chain", sa.JSON(), nullable=False, comment="who hands it on, outermost first, as written"),
        sa.Column(
            "engagement", sa.Integer(), comment="order in the article of the engagement that it was made in or about"
        ),
        sa.Column(
            "side", sa.Text(), nullable=False, comment="polity whose account of it this is a part of; empty: of none"
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="in the running text"),
        sa.Column("stop", sa.Integer(), nullable=False, comment="in the running text"),
        sa.Column("confidence", sa.Float(), nullable=False, comment="0 to 1"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_statements_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "position", name="pk_statements"),
        comment="what somebody is reported to say",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_statements_folded", "statements", ["folded"], unique=False)
    op.create_index("ix_statements_person", "statements", ["person"], unique=False)
    _listed("topic", "codebook section 4", "topics of a statement")
    _listed("phrase", "id of a set phrase, see phrases.yml", "set phrases of diplomacy in a statement")


def _listed(what: str, meaning: str, comment: str) -> None:
    table = f"statement_{what}s"
    op.create_table(
        table,
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("statement", sa.Integer(), nullable=False, comment="order of the statement in the article, from 0"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column(what, sa.Text(), nullable=False, comment=meaning),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=f"fk_{table}_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "statement", "position", name=f"pk_{table}"),
        comment=comment,
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_{what}", table, [what], unique=False)

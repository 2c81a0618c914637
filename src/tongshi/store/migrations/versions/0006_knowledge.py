"""What posts were coded with: versions of knowledge, and the user's own lexicons as they were then."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "knowledge",
        sa.Column("version", sa.Text(), nullable=False, comment="as in `runs`, `files` and `posts`"),
        sa.Column("base", sa.Text(), nullable=False, comment="version of the rules and the shipped lexicons"),
        sa.Column(
            "learnt",
            sa.LargeBinary(),
            nullable=False,
            comment="people learnt: JSON, zlib; empty: none, or of no use any more",
        ),
        sa.Column("first_run", sa.Integer(), nullable=False, comment="run that first used it"),
        sa.PrimaryKeyConstraint("version", name="pk_knowledge"),
        comment="what posts were coded with",
    )
    op.create_table(
        "knowledge_files",
        sa.Column("version", sa.Text(), nullable=False, comment="of the knowledge"),
        sa.Column("layer", sa.Integer(), nullable=False, comment="order of folders, from 0"),
        sa.Column("path", sa.Text(), nullable=False, comment="in the folder, without suffix: people, people/france"),
        sa.Column("digest", sa.Text(), nullable=False, comment="of its content"),
        sa.Column("content", sa.Text(), nullable=False, comment="as it was"),
        sa.ForeignKeyConstraint(
            ["version"], ["knowledge.version"], name="fk_knowledge_files_version", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version", "layer", "path", name="pk_knowledge_files"),
        comment="the user's own lexicons, every version that a build used",
    )

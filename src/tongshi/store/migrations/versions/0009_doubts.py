"""Pairs of engagements that may be one contact, for a person to decide."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "doubts",
        sa.Column("first", sa.Text(), nullable=False, comment="the engagement with the smaller id"),
        sa.Column("second", sa.Text(), nullable=False, comment="the other"),
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.Column("score", sa.Float(), nullable=False, comment="how likely they are one contact, 0 to 1"),
        sa.Column("reasons", sa.JSON(), nullable=False, comment="what speaks for it and against it, a line each"),
        sa.ForeignKeyConstraint(["first"], ["engagements.id"], name="fk_doubts_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["engagements.id"], name="fk_doubts_second", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first", "second", name="pk_doubts"),
        comment="pairs of engagements of which fusion cannot tell whether they are one contact",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_doubts_block", "doubts", ["block"], unique=False)
    op.create_index("ix_doubts_second", "doubts", ["second"], unique=False)

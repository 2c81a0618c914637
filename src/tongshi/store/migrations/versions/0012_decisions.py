"""What people decided about records."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), nullable=False, comment="from all that it says"),
        sa.Column("at", sa.Text(), nullable=False, comment="UTC, ISO 8601 with microseconds"),
        sa.Column("by", sa.Text(), nullable=False, comment="who decided"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="accept, reject, correct, merge, split, same, different, add or undo",
        ),
        sa.Column(
            "subjects",
            sa.JSON(),
            nullable=False,
            comment="ids of records, keys of people, or the decision that is undone",
        ),
        sa.Column("others", sa.JSON(), nullable=False, comment="engagements that the subjects are split from"),
        sa.Column(
            "scope", sa.Text(), nullable=False, comment="what is corrected: reading or contact; empty: nothing is"
        ),
        sa.Column("field", sa.Text(), nullable=False, comment="that is corrected; empty: none"),
        sa.Column(
            "value",
            sa.JSON(),
            nullable=False,
            comment="corrected value, or the contact that is added, in the file form",
        ),
        sa.Column("former", sa.JSON(), nullable=False, comment="what the field was before"),
        sa.Column("told", sa.JSON(), nullable=False, comment="what the article of each subject said of the field"),
        sa.Column("why", sa.Text(), nullable=False, comment="in the reviewer's words"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        comment="what people decided about records; only ever added to",
    )

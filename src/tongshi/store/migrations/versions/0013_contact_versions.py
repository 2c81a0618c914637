"""The history of contacts. It begins with the next build, which fuses all blocks again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and note from which build on contacts are followed in a database that has seen some."""
    op.create_table(
        "contact_versions",
        sa.Column("contact_id", sa.Text(), nullable=False, comment="a contact, or what was one"),
        sa.Column("build", sa.Integer(), nullable=False, comment="run that made it so, or after which it was decided"),
        sa.Column("step", sa.Integer(), nullable=False, comment="0: made by the build; 1: decided after it"),
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.Column("said", sa.JSON(), comment="fields in the codebook's form; empty: no contact any more"),
        sa.Column("reports", sa.JSON(), comment="ids of its engagements, each with its post"),
        sa.Column("knowledge", sa.JSON(), nullable=False, comment="versions that its articles were read with"),
        sa.Column("causes", sa.JSON(), nullable=False, comment="[reason, of, by] each, see tongshi.lineage"),
        sa.PrimaryKeyConstraint("contact_id", "build", "step", name="pk_contact_versions"),
        comment="what contacts were from which build on: one row for each change",
    )
    op.create_index("ix_contact_versions_block", "contact_versions", ["block"], unique=False)
    op.create_index("ix_contact_versions_build", "contact_versions", ["build"], unique=False)
    op.execute(
        "INSERT INTO meta (key, value) SELECT 'contacts_followed_from', CAST(next AS TEXT) "
        "FROM (SELECT max(id) + 1 AS next FROM runs) AS last WHERE next IS NOT NULL"
    )
    op.execute(
        "INSERT INTO stale_blocks (block) "
        "SELECT DISTINCT block FROM contacts WHERE block NOT IN (SELECT block FROM stale_blocks)"
    )

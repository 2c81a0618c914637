"""Blocks cover the whole body, programmes have items: blocks of before go, the next build reads their posts again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; forget blocks of the former form, and with which knowledge files were read."""
    op.add_column(
        "articles",
        sa.Column(
            "items",
            sa.JSON(),
            nullable=False,
            server_default="[]",
            comment="news of a programme, see tongshi.records",
        ),
    )
    op.execute(sa.text("UPDATE articles SET blocks = '[]'"))
    op.execute(sa.text("UPDATE files SET knowledge = ''"))

"""Blocks cover the whole body: those of before are dropped, the next build reads their posts again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget blocks of the former form, and with which knowledge files were read."""
    op.execute(sa.text("UPDATE articles SET blocks = '[]'"))
    op.execute(sa.text("UPDATE files SET knowledge = ''"))

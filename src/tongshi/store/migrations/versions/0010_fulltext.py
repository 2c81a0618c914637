"""The index of the full text, filled from the articles that are there."""

from alembic import op

from tongshi.store import fulltext

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make and fill it."""
    fulltext.rebuild(op.get_bind())

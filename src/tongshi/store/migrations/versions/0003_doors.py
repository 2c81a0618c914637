"""When a post was taken from the web, and how the body of its page was found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CAPTURED = "when it was taken from the web: UTC, ISO 8601; empty: not known"
_BODY_RULE = "how the body was found: given or general"


def upgrade() -> None:
    """Add both; posts read before get them when they are read again."""
    op.add_column("posts", sa.Column("captured", sa.Text(), nullable=False, server_default="", comment=_CAPTURED))
    op.add_column(
        "articles", sa.Column("body_rule", sa.Text(), nullable=False, server_default="given", comment=_BODY_RULE)
    )

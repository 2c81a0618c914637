"""What an article says of itself: clean title, every stamp, section, keywords, picture credits, cited media, usage.

The columns are empty for posts coded before; the next `build` codes those again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for column in (
        sa.Column("title", sa.JSON(), comment="[text, start, end] of the title without escapes; in `posts.text`"),
        sa.Column(
            "updated_local", sa.Text(), comment="last change told, in the outlet's own zone, ISO 8601; empty: none"
        ),
        sa.Column(
            "stamps", sa.JSON(), comment="[kind, source, words, local time, exact, start, end] each; -1: in no text"
        ),
        sa.Column("contradictions", sa.JSON(), comment="[kind, one, other] of stamps that disagree"),
        sa.Column("section", sa.Text(), comment="as the outlet names it"),
        sa.Column("keywords", sa.JSON(), comment="tags of front matter and page"),
        sa.Column("photographers", sa.JSON(), comment="picture credits: persons and agencies"),
        sa.Column("cited", sa.JSON(), comment="[name as written, id of the medium, start, end] each; in `posts.text`"),
        sa.Column("usage", sa.Text(), comment="whose words it uses: TW, HK, CN; empty: nothing decides"),
    ):
        op.add_column("articles", column)

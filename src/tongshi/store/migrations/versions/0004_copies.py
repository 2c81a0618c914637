"""Copies, and the run in which a post became an old version or vanished."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of copies; the articles that are there have still to be compared."""
    op.add_column(
        "posts",
        sa.Column(
            "state_run",
            sa.Integer(),
            nullable=True,
            comment="run in which its state last changed; empty: never did",
        ),
    )
    op.create_index("ix_posts_successor", "posts", ["successor"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column(
            "bands",
            sa.LargeBinary(),
            nullable=False,
            comment="its keys in `bands`, 8 bytes each; empty: not compared",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_sketches_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name="pk_sketches"),
        comment="what is compared first of an article's text, see tongshi.copies",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), nullable=False, comment="that of texts which are alike is often the same"),
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_bands_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "post_id", name="pk_bands"),
        comment="which articles may be copies of each other",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copies",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.Column("other_id", sa.Text(), nullable=False, comment="the other post; of the two ids the later one"),
        sa.Column("kind", sa.Text(), nullable=False, comment="exact, version, series or syndicated"),
        sa.Column(
            "similarity",
            sa.Float(),
            nullable=False,
            comment="share of their text that is common to both, 0 to 1",
        ),
        sa.Column(
            "containment",
            sa.Float(),
            nullable=False,
            comment="share of the shorter one that stands in the other, 0 to 1",
        ),
        sa.ForeignKeyConstraint(["other_id"], ["posts.id"], name="fk_copies_other_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_copies_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "other_id", name="pk_copies"),
        comment="posts, old versions too, that say the same in the same words",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copies_other_id", "copies", ["other_id"], unique=False)
    op.create_table(
        "uncompared",
        sa.Column("post_id", sa.Text(), nullable=False, comment="the post"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_uncompared_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name="pk_uncompared"),
        comment="posts whose copies are to be looked for",
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO uncompared (post_id) SELECT post_id FROM articles")

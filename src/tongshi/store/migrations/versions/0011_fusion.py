"""Calls, meetings, talks and conferences are fused together; contacts say more, and which are parts of others.

All blocks are fused again by the next build.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_FORMER = ("call:", "meeting:")


def upgrade() -> None:
    """Make the tables and columns, and give blocks their new names."""
    op.create_table(
        "contact_parts",
        sa.Column("whole_id", sa.Text(), nullable=False, comment="a visit or a conference"),
        sa.Column("part_id", sa.Text(), nullable=False, comment="a meeting in it, or at its margin"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it is a part"),
        sa.ForeignKeyConstraint(["whole_id"], ["contacts.id"], name="fk_contact_parts_whole_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["part_id"], ["contacts.id"], name="fk_contact_parts_part_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("whole_id", "part_id", name="pk_contact_parts"),
        comment="contacts that are parts of others",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contact_parts_part_id", "contact_parts", ["part_id"], unique=False)
    op.create_table(
        "fused_blocks",
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.Column("mark", sa.Text(), nullable=False, comment="of the rules and the decisions that it was fused with"),
        sa.PrimaryKeyConstraint("block", name="pk_fused_blocks"),
        comment="blocks that were fused; one with another mark than now is to be fused again",
    )
    op.create_table(
        "block_ties",
        sa.Column("block", sa.Text(), nullable=False, comment="see engagements"),
        sa.Column("other", sa.Text(), nullable=False, comment="another, the later one"),
        sa.PrimaryKeyConstraint("block", "other", name="pk_block_ties"),
        comment="blocks that were fused together: a report of one may be one contact with one of the other",
    )
    op.create_index("ix_block_ties_other", "block_ties", ["other"], unique=False)
    op.add_column(
        "contacts",
        sa.Column(
            "first_report",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="when first published: UTC, ISO 8601; empty: not known",
        ),
    )
    for name, default, comment in (
        ("conflicts", "[]", "fields of which sources tell what cannot be so at once"),
        ("occasions", "[]", "gatherings that its sources name, see fusion.yml"),
        ("corrected", "{}", "fields that people decided on, in the codebook's file form"),
    ):
        op.add_column("contacts", sa.Column(name, sa.JSON(), nullable=False, server_default=default, comment=comment))
    op.add_column(
        "contact_sources",
        sa.Column(
            "score", sa.Float(), nullable=False, server_default="1", comment="how surely, 0 to 1; of the first 1"
        ),
    )
    op.add_column(
        "contact_sources",
        sa.Column(
            "corrected",
            sa.JSON(),
            nullable=False,
            server_default="{}",
            comment="fields of the engagement that people corrected",
        ),
    )
    _rename()


def _rename() -> None:
    for name in ("engagements", "contacts"):
        table = sa.table(name, sa.column("block", sa.Text()))
        for former in _FORMER:
            year = sa.func.substr(table.c.block, len(former) + 1)
            renamed = sa.update(table).where(table.c.block.startswith(former))
            op.execute(renamed.values(block=sa.literal("encounter:").concat(year)))
    stale = sa.table("stale_blocks", sa.column("block", sa.Text()))
    op.execute(sa.delete(stale).where(sa.or_(*(stale.c.block.startswith(former) for former in _FORMER))))

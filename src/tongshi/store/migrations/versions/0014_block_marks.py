"""When the contacts of a block were written, and how many decisions they were fused with: what readers go by."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, with a token for each block, and take it that all was fused with all that was decided."""
    op.add_column(
        "fused_blocks",
        sa.Column(
            "written",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="another token each time that its contacts are written",
        ),
    )
    connection = op.get_bind()
    blocks = connection.execute(sa.text("SELECT block FROM fused_blocks")).scalars().all()
    for block in blocks:
        connection.execute(
            sa.text("UPDATE fused_blocks SET written = :token WHERE block = :block"),
            {"token": secrets.token_hex(8), "block": block},
        )
    op.execute(
        "INSERT INTO meta (key, value) SELECT 'decisions_fused', CAST(count(*) AS TEXT) FROM decisions "
        "HAVING count(*) > 0"
    )

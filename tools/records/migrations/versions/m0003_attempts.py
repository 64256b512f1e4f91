"""Runs count their tries; a row to try out whether the file takes anything"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("runs") as batch_op:
        attempts = sa.Column("attempts", sa.Integer(), nullable=False, server_default="0")
        batch_op.add_column(attempts)
    op.create_table("probes", sa.Column("padding", sa.LargeBinary(), nullable=False))

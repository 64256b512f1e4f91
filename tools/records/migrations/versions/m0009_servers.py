"""Several servers share a database: who is alive, and whose a thread is"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "servers",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("beat_at", sa.Float(), nullable=False),
    )
    with op.batch_alter_table("threads") as batch_op:
        batch_op.add_column(sa.Column("server", sa.String()))

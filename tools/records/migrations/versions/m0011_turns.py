"""Several servers share a database: who is at a place to which several write"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("server", sa.String(), nullable=False),
    )

"""What people add to the skills and recipes; builds remember whose they were"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
    )
    with op.batch_alter_table("builds") as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String()))
        batch_op.create_index("builds_by_end", ["finished_at"])

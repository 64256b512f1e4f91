"""What language models were asked, and what they can do"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ai_calls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
    )
    op.create_index("ai_calls_by_thread", "ai_calls", ["thread_id", "at"])
    op.create_index("ai_calls_by_time", "ai_calls", ["at"])
    op.create_table(
        "ai_models",
        sa.Column("base_url", sa.String(), primary_key=True),
        sa.Column("model", sa.String(), primary_key=True),
        sa.Column("abilities", sa.JSON(), nullable=False),
        sa.Column("probed_at", sa.Float(), nullable=False),
    )

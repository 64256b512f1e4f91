"""Several servers share a database: who works on a job, and what of it is asked elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ingest_jobs") as batch_op:
        batch_op.add_column(sa.Column("server", sa.String()))
        batch_op.add_column(sa.Column("asked", sa.String()))

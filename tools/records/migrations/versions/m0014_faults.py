"""Why a schedule began nothing the last time"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ingest_schedules", sa.Column("fault", sa.JSON()))

"""What people add to the skills and recipes belongs to the server key that added it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("library") as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String()))

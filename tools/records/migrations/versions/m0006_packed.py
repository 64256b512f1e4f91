"""What is long and looked into by no query is packed: plans of builds, designs in frames"""

import sqlalchemy as sa
from alembic import op

from tools.records.packed import Packed

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 200  # plans in memory


def upgrade() -> None:
    """Frames that are there keep their designs, as it is the reader who puts the two together."""
    op.add_column("events", sa.Column("design", Packed()))
    with op.batch_alter_table("builds") as batch_op:
        batch_op.add_column(sa.Column("packed", Packed()))
    _pack(op.get_bind())
    with op.batch_alter_table("builds") as batch_op:
        batch_op.drop_column("plan")
        batch_op.alter_column("packed", new_column_name="plan", nullable=False)


def _pack(connection: sa.Connection) -> None:
    builds = sa.table(
        "builds", sa.column("id"), sa.column("plan", sa.JSON()), sa.column("packed", Packed())
    )
    some = sa.select(builds.c.id, builds.c.plan).where(builds.c.packed.is_(None)).limit(_AT_ONCE)
    put = sa.update(builds).where(builds.c.id == sa.bindparam("build"))
    while found := connection.execute(some).all():
        values = [{"build": row.id, "packed": row.plan} for row in found]
        connection.execute(put.values(packed=sa.bindparam("packed")), values)

"""Approvals have a subject, builds may have a way back, keyed requests name their run"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OLD = sa.table(
    "approvals",
    sa.column("id", sa.String),
    sa.column("blueprint", sa.JSON),
    sa.column("parent", sa.JSON),
    sa.column("subject", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("idempotency") as batch_op:
        batch_op.add_column(sa.Column("thread_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("run_id", sa.String(), nullable=True))
    with op.batch_alter_table("builds") as batch_op:
        batch_op.add_column(sa.Column("way_back", sa.JSON(), nullable=True))
    with op.batch_alter_table("approvals") as batch_op:
        batch_op.add_column(sa.Column("subject", sa.JSON(), nullable=True))
    connection = op.get_bind()
    rows = connection.execute(sa.select(_OLD.c.id, _OLD.c.blueprint, _OLD.c.parent)).all()
    for row in rows:
        subject = {"kind": "create", "blueprint": row.blueprint, "parent": row.parent}
        connection.execute(sa.update(_OLD).where(_OLD.c.id == row.id).values(subject=subject))
    with op.batch_alter_table("approvals") as batch_op:
        batch_op.alter_column("subject", nullable=False)
        batch_op.drop_column("blueprint")
        batch_op.drop_column("parent")

"""Helpers of the same file are followed, those of others are not."""
from alembic import op
import sqlalchemy as sa

from app.db.backfill import fill_tenants

revision: str = "2b"
down_revision: str | None = "1f0a"


def add_tenant(table, column="tenant_id"):
    op.add_column(table, sa.Column(column, sa.Integer()))


def drop_all(*names):
    for name in names:
        op.drop_column(name, "tenant_id")


def upgrade():
    add_tenant("orders")
    add_tenant("invoices", column="org_id")
    fill_tenants(op.get_bind())


def downgrade():
    drop_all("orders", "invoices")
    for table, column in reversed([("a", "x"), ("b", "y")]):
        op.drop_column(table, column)
    forever()


def forever():
    forever()

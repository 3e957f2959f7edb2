"""invoices and the audit log"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id", ondelete="CASCADE")),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("rebate", sa.Float, server_default="0"),
        sa.Column("paid_at", sa.DateTime),
    )
    op.create_table(  # expect: migration-downgrade-incomplete
        "audit_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, server_default=sa.func.now()),
        sa.Column("actor_id", sa.Integer),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("ip_address", sa.String(45)),
    )


def downgrade():
    op.drop_table("invoices")

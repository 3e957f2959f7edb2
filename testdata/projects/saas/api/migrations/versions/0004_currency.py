"""invoices in other currencies"""

import sqlalchemy as sa
from alembic import op

revision = "0004b"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("invoices") as batch_op:
        batch_op.add_column(sa.Column("currency", sa.String(3), server_default="EUR"))
        batch_op.create_index("ix_invoices_currency", ["currency"])


def downgrade():
    with op.batch_alter_table("invoices") as batch_op:
        batch_op.drop_column("currency")

"""Customers get a phone number

Revision ID: 1f0a
Revises: 0e9b
"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "1f0a"
down_revision = "0e9b"
branch_labels = None
depends_on = None

STATUS = postgresql.ENUM("open", "closed", name="ticket_status")
TABLES = ["orders", "invoices"]


def upgrade():
    STATUS.create(op.get_bind(), checkfirst=True)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("customers", sa.Column("phone", sa.String(length=20), nullable=True))
    op.create_index(op.f("ix_customers_phone"), "customers", ["phone"], unique=False)
    op.create_foreign_key(None, "tickets", "customers", ["customer_id"], ["id"])
    op.create_unique_constraint("uq_tickets_no", "tickets", ["no"])
    op.alter_column("customers", "name", new_column_name="full_name")
    op.alter_column("customers", "email", existing_type=sa.String(), nullable=False)
    for table in TABLES:
        op.add_column(table, sa.Column("tenant_id", sa.Integer()))
        op.create_index(f"ix_{table}_tenant_id", table, ["tenant_id"])
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("iban", sa.String()))
        batch_op.drop_constraint("fk_payments_user", type_="foreignkey")
        batch_op.create_index("ix_payments_iban", ["iban"])
    op.rename_table("users", "accounts")


def downgrade():
    op.rename_table("accounts", "users")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_customers_phone", table_name="customers")
    op.drop_table("tickets")
    STATUS.drop(op.get_bind())
    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_iban"))

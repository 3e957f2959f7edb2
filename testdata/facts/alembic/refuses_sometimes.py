"""x"""
from alembic import op
import sqlalchemy as sa

revision = "refuses_sometimes"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    if op.get_context().as_sql:
        raise RuntimeError("not offline")
    op.create_table("old", sa.Column("id"))

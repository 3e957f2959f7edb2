"""x"""
from alembic import op
import sqlalchemy as sa

revision = "missing"
down_revision = "0"


def upgrade():
    op.drop_table("old")


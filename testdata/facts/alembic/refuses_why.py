"""x"""
from alembic import op
import sqlalchemy as sa

revision = "refuses_why"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    raise RuntimeError("the rows of the old table are gone")

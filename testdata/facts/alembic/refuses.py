"""x"""
from alembic import op
import sqlalchemy as sa

revision = "refuses"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    raise NotImplementedError("Downgrade is not supported")

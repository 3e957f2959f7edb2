"""x"""
from alembic import op
import sqlalchemy as sa

revision = "empty_pass"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    pass

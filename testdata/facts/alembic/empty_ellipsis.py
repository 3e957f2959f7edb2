"""x"""
from alembic import op
import sqlalchemy as sa

revision = "empty_ellipsis"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade(): ...

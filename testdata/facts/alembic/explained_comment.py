"""x"""
from alembic import op
import sqlalchemy as sa

revision = "explained_comment"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    # The rows of the old table are gone for good.
    pass

"""x"""
from alembic import op
import sqlalchemy as sa

revision = "empty_docstring"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade() -> None:
    """Downgrade schema."""
    pass

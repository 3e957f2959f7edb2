"""x"""
from alembic import op
import sqlalchemy as sa

revision = "explained_docstring"
down_revision = "0"


def upgrade():
    op.drop_table("old")


def downgrade():
    """The old table held nothing that anybody needs."""

"""A plug-in is handed the tool."""
import sqlalchemy as sa

revision = "p1"
down_revision = None


def upgrade(op=None):
    op.add_column("challenge", sa.Column("decay", sa.Integer()))


def downgrade(op=None):
    op.drop_column("challenge", "decay")

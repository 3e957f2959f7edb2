"""Merge heads"""
revision = "m1"
down_revision = ("a1", "b1")


def upgrade():
    pass


def downgrade():
    pass

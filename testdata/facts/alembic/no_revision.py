"""A module that speaks of down_revision and is none."""
revision = "x"


def upgrade():
    print("down_revision")

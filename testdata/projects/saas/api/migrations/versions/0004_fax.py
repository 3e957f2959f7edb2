"""nobody has a fax any more"""

from alembic import op

revision = "0004a"
down_revision = "0003"


def upgrade():  # expect: migration-multiple-heads
    op.drop_column("accounts", "fax")


def downgrade():  # expect: migration-irreversible-unexplained
    raise NotImplementedError("downgrade is not supported")

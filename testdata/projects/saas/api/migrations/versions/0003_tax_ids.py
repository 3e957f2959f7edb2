"""tax ids"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("accounts", sa.Column("kra_pin", sa.String(11)))


def downgrade():  # expect: migration-without-downgrade
    pass

"""Data only."""
import json
import logging

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

revision = "3c"
down_revision = "2b"

log = logging.getLogger(__name__)
users = sa.table("users", sa.column("id"), sa.column("settings"))


def upgrade():
    conn = op.get_bind()
    session = Session(bind=conn)
    for row in conn.execute(sa.select(users)):
        settings = json.loads(row.settings)
        conn.execute(users.update().where(users.c.id == row.id).values(settings=settings))
    session.query(User).filter(User.id == 1).update({"a": 2})
    session.commit()
    op.bulk_insert(users, [{"id": 1}])
    log.info("done")


def downgrade():
    log.info("nothing to take back")

from alembic import context
from sqlalchemy import engine_from_config

from app.models import Base


def run_migrations():
    connectable = engine_from_config(context.config.get_section("alembic"))
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


run_migrations()

"""Functions of these names that no loader runs."""
from other import BaseDBAsyncClient


async def upgrade(db: BaseDBAsyncClient) -> str:
    return 'DROP TABLE "orders";'


async def downgrade(db) -> str:
    return ""

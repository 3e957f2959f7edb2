from tortoise.backends.base.client import BaseDBAsyncClient


async def upgrade(db: BaseDBAsyncClient) -> str:
    return 'DROP TABLE "orders";'


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """

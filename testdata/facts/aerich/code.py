from tortoise import BaseDBAsyncClient
from app.seed import fill


async def upgrade(db: BaseDBAsyncClient) -> str:
    for table in ("a", "b"):
        await db.execute_script(f"ALTER TABLE {table} ADD x int")
    await fill(db)
    if db.capabilities.dialect == "sqlite":
        return "DROP TABLE lite;"
    sql = "CREATE INDEX ix ON a (x);"
    return sql


async def downgrade(db: BaseDBAsyncClient) -> str:
    return build(db)

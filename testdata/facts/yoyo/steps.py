"""
Both sides of each form.
"""

from yoyo import group, step

__depends__ = {"0001_initial", "0002_users"}

TABLES = ["a", "b"]


def apply_rows(conn):
    cursor = conn.cursor()
    cursor.execute("UPDATE users SET phone = ''")


def back(conn):
    conn.cursor().execute("ALTER TABLE users DROP COLUMN phone")


steps = [
    step("CREATE TABLE orders (id int)", "DROP TABLE orders"),
    step(
        """
        ALTER TABLE users ADD COLUMN phone text;
        CREATE INDEX ix_users_phone ON users (phone)
        """,
        back,
        ignore_errors="apply",
    ),
    step(apply_rows),
    group([step("CREATE TYPE state AS ENUM ('a')", rollback="DROP TYPE state")]),
]

"""Writes as text."""


def work(cursor, conn, name, table):
    cursor.execute("INSERT INTO users (name) VALUES (%s)", (name,))
    conn.execute(text("UPDATE public.orders SET paid = true"))
    conn.execute(f"DELETE FROM sessions WHERE name = '{name}'")
    cursor.executemany(
        """
        INSERT OR IGNORE INTO "notes"(body) VALUES (?)
        """,
        [],
    )

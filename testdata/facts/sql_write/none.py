"""Nothing here is stored."""

HELP = "UPDATE users SET name = 'x'"


def work(logger, cursor, title):
    logger.info("INSERT INTO users failed")
    raise ValueError("DELETE FROM nothing")


def other(cursor):
    cursor.execute("SELECT * FROM users")
    cursor.execute("UPDATE your profile")
    print("Delete from the list")
    return {"help": "INSERT INTO x"}

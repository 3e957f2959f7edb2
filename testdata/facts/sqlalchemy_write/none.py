"""Nothing here is stored."""


def work(items, client, cache, hasher, session):
    items.add(1)
    items.update({"a": 1})
    cache.delete("key")
    client.delete("https://example.com")
    hasher.update(b"x")
    insert(1)
    merge(items, items)
    session.query(1).all()
    session.scalars(2)
    session.headers.update({"a": "b"})


def insert(value):
    return value


def merge(a, b):
    return a

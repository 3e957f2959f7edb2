"""Nothing here takes a request."""

import httpx
from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)
cache = {}
settings = httpx.Client()


def test_it():
    client.get("/orders")
    client.post("/orders", json={})
    app.get("env")
    cache.get("key", None)
    settings.delete("https://example.com")


@client.get
def odd():
    return None


@settings.get("/x")
def decorated_by_something_else():
    return None

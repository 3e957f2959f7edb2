"""Nothing here takes a request."""

import requests
from fastapi import APIRouter

from tasks import app

router = APIRouter()
session = requests.Session()


@router.get("/users")
def users():
    return []


@app.task
def work():
    session.get("https://example.com")
    session.post("https://example.com", json={})
    app.get("setting")


@session.hook("response")
def hook(response):
    return response

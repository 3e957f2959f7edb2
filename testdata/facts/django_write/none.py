"""Nothing here is stored."""

import requests
from django.core.cache import cache


def work(items, session):
    items.update({"a": 1})
    items.create()
    session.headers.update({})
    requests.delete("https://example.com").json()
    cache.delete("key")
    User.objects.filter(id=1).first()


class Names(dict):
    def update(self, other):
        super().update(other)


def merge(request):
    values = dict(request.GET)
    values.update(name="y")

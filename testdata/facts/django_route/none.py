"""Nothing here takes a request."""

from flask.views import MethodView
from pathlib import Path

import flask


class Store:
    def get(self, key):
        return None

    def delete(self, key):
        return None


class Orders(MethodView):
    def get(self):
        return Path("a", self.name)


def path(a, b):
    return a


path("users/", Store)

"""Routes in every form Flask takes them."""

from flask import Blueprint, Flask
from flask.views import MethodView
from flask_restful import Api, Resource
from flask_restx import Namespace

from app.handlers.base import routes
from app.views import health

app = Flask(__name__)
bp = Blueprint("users", __name__)
api = Api(app)
ns = Namespace("items")


@app.route("/")
def index():
    return "ok"


@bp.route("/users", methods=["GET", "POST"])
def users():
    return "ok"


@bp.delete("/users/<int:id>")
def remove(id):
    return "", 204


@routes.route("/login", methods=["POST"])
def login():
    return "ok"


class UserResource(Resource):
    def get(self):
        return {}

    def post(self):
        return {}


class OrderView(MethodView):
    def post(self):
        return {}


@ns.route("/items")
class Items(Resource):
    def get(self):
        return []

    def put(self):
        return []


api.add_resource(UserResource, "/api/users", endpoint="users")
api.add_org_resource(UserResource, "/api/org/users")
app.add_url_rule("/orders", view_func=OrderView.as_view("orders"), methods=["POST"])
app.add_url_rule("/health", "health", health)

# What runs around handlers, and what is hung into what.
from fastapi import APIRouter, Depends, FastAPI
from flask import Blueprint, Flask
from starlette.middleware import Middleware

from . import orders, users
from .audit import AuditMiddleware, record

app = FastAPI(dependencies=[Depends(record)])
second = FastAPI(middleware=[Middleware(AuditMiddleware)])
router = APIRouter(prefix="/a", dependencies=[Depends(record)])
app.add_middleware(AuditMiddleware, name="x")
app.include_router(users.router, prefix="/users")
app.include_router(orders.router, dependencies=[Depends(record)])


@app.middleware("http")
async def trail(request, call_next):
    return await call_next(request)


flask = Flask(__name__)
bp = Blueprint("a", __name__)
flask.register_blueprint(bp, url_prefix="/a")
flask.after_request(record)


@bp.after_request
def after(response):
    return response


@bp.after_app_request
def after_all(response):
    return response


MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "app.audit.AuditMiddleware",
]

import os
from os import environ as e, getenv

import environ
from decouple import config
from django.conf import settings
from pydantic import Field
from pydantic_settings import BaseSettings

env = environ.Env()

A = os.getenv("JWT_SECRET", "changeme")
B = os.environ.get("SIGNING_KEY") or "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU"
C = os.environ["API_TOKEN"]
D = getenv("WORKERS", 4)
E = e.get("EMPTY_SECRET", "")
F = config("SECRET_KEY", default="dev")
G = env.str("DB_PASSWORD", default="hunter2!")
H = env("CACHE_URL")
I = os.getenv("SESSION_SECRET", default=secrets.token_hex(32))
J = str(os.environ.get("SALT", None) or "salt")
K = os.environ["HOST"] if "HOST" in os.environ else "localhost"
L = app.config.get("SECRET_KEY", "dev")
M = getattr(settings, "WEBHOOK_SECRET", "none")
N = cache.get("SECRET_KEY", "x")
O = config.get("X", "y")
os.environ["WRITTEN"] = "1"


class Settings(BaseSettings):
    model_config = {"env_file": ".env"}

    secret_key: str = "super-secret"
    smtp_password: str = Field(default="vT4nK9qX2mR7", alias="SMTP")
    api_key: str
    debug: bool = False
    token: SecretStr = SecretStr("x7kq2vxw9lmt0rb4nyc5hdj8")


class Other(BaseModel):
    secret_key: str = "no environment"

OAUTH_CLIENT_SECRET = os.environ.get("OAUTH_CLIENT_SECRET", "0")
ALLOW_CREDENTIALS = parse_boolean(os.environ.get("ALLOW_CREDENTIALS", "false"))


ISSUED = os.getenv("MAPS_API_KEY", "YOUR_MAPS_API_KEY_HERE")
OWN = os.getenv("COOKIE_SECRET", "YOUR_COOKIE_SECRET_HERE")

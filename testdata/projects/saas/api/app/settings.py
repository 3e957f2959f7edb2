"""Settings of the API, from the environment."""

import os
import secrets
from dataclasses import dataclass

TOKEN_URL = "https://login.ledgerline.example/oauth/token"
PASSWORD_FIELD = "password"
API_KEY_HEADER = "X-Api-Key"


@dataclass(frozen=True)
class Settings:
    environment: str
    database_url: str
    jwt_secret: str
    session_secret: str
    payments_api_key: str
    token_minutes: int


def load() -> Settings:
    return Settings(
        environment=os.getenv("ENVIRONMENT", "production"),
        database_url=os.environ["DATABASE_URL"],
        jwt_secret=os.getenv("JWT_SECRET", "changeme"),  # expect: default-secret "JWT_SECRET"
        session_secret=os.getenv("SESSION_SECRET") or secrets.token_hex(32),
        payments_api_key=os.getenv("PAYMENTS_API_KEY", ""),
        token_minutes=int(os.getenv("TOKEN_MINUTES", "30")),
    )


settings = load()

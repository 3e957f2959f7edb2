"""Passwords, tokens, and who is asking."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Annotated

import bcrypt
import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from app.db import Database
from app.models import Account
from app.settings import settings

logger = logging.getLogger(__name__)
scheme = OAuth2PasswordBearer(tokenUrl="/login")


def hash_password(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def password_matches(password: str, stored: str) -> bool:
    return bcrypt.checkpw(password.encode(), stored.encode())


def issue_token(account: Account) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=settings.token_minutes)
    access_token = jwt.encode({"sub": str(account.id), "exp": expires}, settings.jwt_secret, algorithm="HS256")
    logger.debug("issued %s for account %s", access_token, account.id)  # expect: sensitive-value-logged "access_token"
    return access_token


def current_account(token: Annotated[str, Depends(scheme)], session: Database) -> Account:
    try:
        claims = jwt.decode(token, settings.jwt_secret, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        logger.info("token refused: %s, %d characters", type(error).__name__, len(token))
        raise HTTPException(401) from error
    account = session.get(Account, int(claims["sub"]))
    if account is None:
        raise HTTPException(401)
    return account


CurrentAccount = Annotated[Account, Depends(current_account)]

"""Login and logout."""

import logging

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import select

from app import audit
from app.db import Database
from app.models import Account
from app.schemas import Credentials
from app.security import issue_token, password_matches

logger = logging.getLogger(__name__)
router = APIRouter()


@router.post("/login")
def login(credentials: Credentials, request: Request, session: Database) -> dict[str, str]:
    account = session.scalar(select(Account).where(Account.email == credentials.email))
    if account is None or not password_matches(credentials.password, account.password_hash):
        logger.warning("login refused, password or e-mail wrong")
        audit.record(session, request, "login.refused", credentials.email)
        session.commit()
        raise HTTPException(401)
    audit.record(session, request, "login", f"account:{account.id}", account.id)
    session.commit()
    return {"access_token": issue_token(account), "token_type": "bearer"}


@router.post("/password-reset")
def reset(email: str, session: Database) -> dict[str, str]:
    account = session.scalar(select(Account).where(Account.email == email))
    if account is not None:
        logger.info("password reset requested", extra={"account": account.id})
    return {"status": "sent"}

"""Accounts and their tax ids."""

import logging

from fastapi import APIRouter, Request
from pydantic import BaseModel

from app import audit
from app.db import Database
from app.models import Account
from app.schemas import AccountOut
from app.security import CurrentAccount

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/accounts")


class TaxId(BaseModel):
    kra_pin: str


@router.get("/me")
def me(account: CurrentAccount) -> AccountOut:
    return AccountOut.model_validate(account)


@router.put("/me/tax-id")
def set_tax_id(body: TaxId, account: CurrentAccount, request: Request, session: Database) -> AccountOut:
    logger.info("tax id of account %s becomes %s", account.id, body.kra_pin)  # expect: sensitive-value-logged
    account.kra_pin = body.kra_pin
    audit.record(session, request, "account.tax_id", f"account:{account.id}", account.id)
    session.commit()
    return AccountOut.model_validate(account)


@router.delete("/{account_id}", status_code=204)  # expect: write-without-audit "accounts"
def delete(account_id: int, caller: CurrentAccount, session: Database) -> None:
    account = session.get(Account, account_id)
    if account is not None:
        session.delete(account)
        session.commit()

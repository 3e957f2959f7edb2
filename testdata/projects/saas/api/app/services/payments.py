"""Payments through the payment provider."""

import json
import logging
from decimal import Decimal
from typing import Any

import httpx
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.models import Invoice
from app.settings import settings

logger = logging.getLogger(__name__)
SANDBOX_KEY = "sk_sandbox_placeholder"
MERCHANT_TOKEN = "q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z"  # expect: hardcoded-secret "MERCHANT_TOKEN"


class PaymentFailed(Exception):
    pass


class Payments:
    def __init__(self, key: str = settings.payments_api_key) -> None:
        self.client = httpx.Client(base_url="https://payments.example", headers={"authorization": key})

    def charge(self, account_id: int, amount: Decimal) -> dict[str, Any]:
        try:
            answer = self.client.post("/charges", json={"account": account_id, "amount": str(amount)})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise PaymentFailed(f"charge of account {account_id}") from error
        return answer.json()

    def refund(self, charge_id: str) -> bool:
        try:
            self.client.post(f"/charges/{charge_id}/refund").raise_for_status()
        except Exception:  # expect: error-swallowed
            return False
        return True

    def charges(self, token: str | None = None) -> list[dict[str, Any]]:
        logger.debug("charges after %s", token)  # expect-ask: sensitive-value-logged
        return self.client.get("/charges", params={"after": token}).json()

    def limits(self) -> dict[str, int]:
        answer = self.client.get("/limits")
        try:
            return json.loads(answer.text)
        except ValueError:
            return {}

    def close(self) -> None:
        try:
            self.client.close()
        except Exception:
            pass


def mark_paid(session: Session, invoice: Invoice) -> None:
    try:
        session.merge(invoice)
        session.commit()
    except OperationalError:  # expect: error-swallowed "write"
        pass


def mark_sent(session: Session, invoice: Invoice) -> None:
    try:
        session.merge(invoice)
        session.commit()
    except IntegrityError:
        logger.warning("invoice %s was sent twice", invoice.id)
        session.rollback()

"""Reminds customers of overdue invoices, once a day."""

import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Invoice
from app.services import mailer

logger = logging.getLogger(__name__)
GRACE = timedelta(days=14)


def mask(value: str) -> str:
    return value[:2] + "…"


def run(session: Session) -> int:
    since = datetime.now(UTC) - GRACE
    sent = 0
    for invoice in session.scalars(select(Invoice).where(Invoice.paid_at.is_(None))):
        if invoice.created_at > since:
            continue
        try:
            mailer.send(invoice.account.email, "Reminder", f"Invoice {invoice.number} is overdue.")
            logger.debug("reminded holder of %s", mask(invoice.account.bank_account or ""))
            sent += 1
        except Exception:
            logger.exception("reminder for invoice %s failed", invoice.id)
    logger.info("%d reminders sent", sent)
    return sent


def ping(url: str) -> None:
    import urllib.request

    try:
        urllib.request.urlopen(url, timeout=5)
    # review: allow(error-swallowed) the monitor reports a missing ping by itself
    except Exception:
        pass

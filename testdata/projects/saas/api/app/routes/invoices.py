"""Invoices."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import select, text

from app import audit
from app.db import Database
from app.models import Account, Invoice
from app.schemas import InvoiceIn
from app.security import CurrentAccount
from app.services.discounts import discount
from app.services.payments import Payments

router = APIRouter(prefix="/invoices")


@router.get("")
def index(
    caller: CurrentAccount,
    session: Database,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> list[dict[str, str]]:
    query = select(Invoice).where(Invoice.tenant_id == caller.tenant_id).limit(limit)
    rows = []
    for invoice in session.scalars(query):
        rows.append({"number": invoice.number, "account": invoice.account.email})
    return rows


@router.get("/search")
def search(term: str, caller: CurrentAccount, session: Database) -> list[str]:
    found = session.execute(text(f"select number from invoices where number like '%{term}%'"))
    return [row.number for row in found]


@router.post("", status_code=201)
def create(body: InvoiceIn, caller: CurrentAccount, request: Request, session: Database) -> dict[str, int]:
    invoice = Invoice(tenant_id=caller.tenant_id, **body.model_dump())
    invoice.rebate = float(discount(invoice, caller))
    session.add(invoice)
    audit.record(session, request, "invoice.create", f"invoice:{body.number}", caller.id)
    session.commit()
    return {"id": invoice.id}


@router.post("/{invoice_id}/pay")
def pay(invoice_id: int, session: Database) -> dict[str, str]:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        return {"error": "no such invoice"}
    Payments().charge(invoice.account_id, Decimal(invoice.total))
    return {"status": "paid"}


@router.get("/overdue")
def overdue(session: Database, caller: CurrentAccount):
    counts = {}
    for account in session.scalars(select(Account).where(Account.tenant_id == caller.tenant_id)):
        query = select(Invoice).where(Invoice.account_id == account.id, Invoice.paid_at.is_(None))
        counts[account.id] = len(session.scalars(query).all())
    return counts

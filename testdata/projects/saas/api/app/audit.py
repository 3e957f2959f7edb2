"""The audit log: who did what to which resource."""

from fastapi import Request
from sqlalchemy.orm import Session

from app.models import AuditEntry


def record(session: Session, request: Request, action: str, resource: str, actor_id: int | None = None) -> None:
    session.add(
        AuditEntry(
            actor_id=actor_id,
            action=action,
            resource=resource,
            ip_address=request.client.host if request.client else None,
        )
    )


def of_resource(session: Session, resource, limit=100) -> list[AuditEntry]:  # expect: function-without-type-hints "resource"
    return list(session.query(AuditEntry).filter_by(resource=resource).limit(limit))

"""What requests carry and responses show."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator


class Credentials(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=12, max_length=200)]


class AccountOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: EmailStr


class InvoiceIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    account_id: int
    number: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{4,}$")]
    total: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]

    @field_validator("number")
    @classmethod
    def upper(cls, value):
        return value.upper()


class WebhookIn(BaseModel):
    kind: str
    payload: dict[str, Any]

from pydantic import EmailStr
from sqlalchemy import Column, DateTime
from sqlalchemy_utils import StringEncryptedType
from sqlmodel import Field, Relationship, SQLModel


class UserBase(SQLModel):
    email: EmailStr = Field(unique=True, max_length=255)
    full_name: str | None = None
    model_config = {"extra": "forbid"}


class User(UserBase, table=True):
    __tablename__ = "people"

    id: int | None = Field(default=None, primary_key=True)
    org_id: int = Field(foreign_key="org.id")
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    kra_pin: str = Field(sa_column=Column("pin", StringEncryptedType(String, key)))
    items: list["Item"] = Relationship(back_populates="owner")
    _cache: dict = {}

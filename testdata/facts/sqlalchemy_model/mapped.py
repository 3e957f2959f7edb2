import uuid
from typing import Annotated, ClassVar, Optional

from sqlalchemy import ForeignKey, LargeBinary, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship

intpk = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, "a name"]


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Sealed(TypeDecorator[str]):
    impl = LargeBinary

    def process_bind_param(self, value, dialect):
        return seal(value)


class Account(Base):
    __tablename__ = "accounts"
    kind: ClassVar[str] = "a"

    id: Mapped[intpk]
    parent_id: Mapped[Optional[uuid.UUID]] = mapped_column(ForeignKey("accounts.id"), init=False)
    name: Mapped["Name | None"]
    iban: Mapped[str] = mapped_column(Sealed, unique=True)
    code: Mapped[Annotated[str, mapped_column(String(3))]]
    children: Mapped[list["Account"]] = relationship(back_populates="parent")


def seal(value):
    return vault().encrypt(value)


def change(account, iban):
    account.iban = encrypt(iban)
    return Account(iban=func.pgp_sym_encrypt(iban, "key"))

from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeDecorator as _TypeDecorator
from sqlalchemy_utils import StringEncryptedType

if TYPE_CHECKING:
    TypeDecorator = _TypeDecorator[Any]
else:
    TypeDecorator = _TypeDecorator

Short = sa.String(20)
Locked = StringEncryptedType(sa.String, "key", length=30)


class WithId(Protocol):
    id: Mapped[int]


class Words(TypeDecorator):
    def __init__(self, words, **kwargs):
        super().__init__(**kwargs)
        self.words = words

    def process_bind_param(self, value, dialect):
        return value.value


class ShortWords(Words):
    impl = sa.Unicode
    cache_ok = True


class Fixed(TypeDecorator):
    impl = sa.String(40)

    def process_bind_param(self, value, dialect):
        return encrypt(value)


class Longer(TypeDecorator):
    impl = sa.String

    def __init__(self, length):
        super().__init__(length * 4)


class Given(TypeDecorator):
    impl = sa.String

    def __init__(self, length=512):
        super().__init__(length)


class Settings:
    cache_ok = True
    impl = "fast"


def locked(of, length=255, **options):
    """A type, made in one place."""
    return StringEncryptedType(of, "key", length=room(length), **options)


def either(of, locks):
    if locks:
        return StringEncryptedType(of, "key")
    return sa.String(20)

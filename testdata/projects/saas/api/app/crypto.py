"""Columns that are encrypted at rest."""

import base64
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, String, TypeDecorator

from app.settings import settings


class EncryptedText(TypeDecorator[str]):
    """AES-256-GCM; the nonce stands before the ciphertext."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        nonce = os.urandom(12)
        return nonce + cipher().encrypt(nonce, value.encode(), None)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return cipher().decrypt(value[:12], value[12:], None).decode()


class EncryptedCode(EncryptedText):
    """The same as characters, for columns that are exported."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        nonce = os.urandom(12)
        return base64.b64encode(nonce + cipher().encrypt(nonce, value.encode(), None)).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return super().process_result_value(base64.b64decode(value), dialect) if value else None


def cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.session_secret))

"""Columns that are encrypted at rest."""

import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

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


def cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.session_secret))

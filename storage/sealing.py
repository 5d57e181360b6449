"""Sealing: what is personal is encrypted in its column, and Telegram ids are found without being readable.

See docs/decisions/sealing.md. A sealed value is `version(1) key_id(4) nonce(12) ciphertext+tag`; its table, column and
row id are authenticated with it, so that a value copied to another row or column does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """A sealed value does not open: wrong key, or moved from the row and column it was sealed for."""


class BadKeyError(ValueError):
    """A key is not 32 bytes in base64."""


def make_key() -> str:
    """A new random key, as configuration writes it: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """The 32 bytes of a key as configuration writes it.

    Raises BadKeyError, whose text never contains the key.
    """
    cleaned = text.strip().replace("+", "-").replace("/", "_")
    try:
        key = base64.b64decode(cleaned + "=" * (-len(cleaned) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKeyError("it is not base64") from error
    if len(key) != _KEY_BYTES:
        raise BadKeyError(f"it has {len(key)} bytes, not {_KEY_BYTES}")
    return key


class Vault:
    """Seals with the first encryption key, opens with all of them, finds with the lookup key."""

    def __init__(self, encryption_keys: Sequence[bytes], lookup_key: bytes) -> None:
        if not encryption_keys:
            raise BadKeyError("at least one encryption key is needed")
        self._ciphers = {hashlib.sha256(b"key-id" + key).digest()[:4]: AESGCM(key) for key in encryption_keys}
        self._first = next(iter(self._ciphers))
        self._lookup_key = lookup_key

    def seal(self, value: str, table: str, column: str, row_id: int | bytes) -> bytes:
        """The value as it is stored in that column of that row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self._first].encrypt(nonce, value.encode(), _place(table, column, row_id))
        return _VERSION + self._first + nonce + sealed

    def open(self, sealed: bytes, table: str, column: str, row_id: int | bytes) -> str:
        """The value that was sealed for exactly this place. Raises SealBrokenError."""
        cipher = self._ciphers.get(sealed[1:5])
        if cipher is None or sealed[:1] != _VERSION:
            raise SealBrokenError(f"{table}.{column}: sealed with a key that is not configured")
        nonce, body = sealed[5 : 5 + _NONCE_BYTES], sealed[5 + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, _place(table, column, row_id)).decode()
        except (InvalidTag, ValueError) as error:  # ValueError: it is cut short
            raise SealBrokenError(f"{table}.{column}: does not open in this place") from error

    def lookup(self, purpose: str, value: int | str) -> bytes:
        """A keyed fingerprint (HMAC-SHA256) by which a value is found; the purpose keeps kinds of values apart."""
        return hmac.new(self._lookup_key, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()


def _place(table: str, column: str, row_id: int | bytes) -> bytes:
    row = row_id if isinstance(row_id, bytes) else str(row_id).encode()
    return b"\x00".join((table.encode(), column.encode(), row))

"""Secrets at rest: AES-256-GCM with a key version before the bytes, and a keyed hash to find equal values.

What is sealed is bound to its place, a text that names table, column and row: elsewhere it does not open. Docs: ADR 35.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.env import env, parse_keys
from yichuang.core import spelling

BOUND = 0x80  # set in the version byte of what is bound to its place


@lru_cache(1)
def _ciphers() -> dict[int, AESGCM]:
    return {version: AESGCM(key) for version, key in parse_keys(env.field_keys).items()}


@lru_cache(1)
def _blind_key() -> bytes:
    return base64.b64decode(env.blind_key)


def seal(text: str, place: str) -> bytes:
    """text → version (1 byte) + nonce (12) + ciphertext and tag, under the newest key, for this place only."""
    version, cipher = next(iter(_ciphers().items()))
    nonce = os.urandom(12)
    return bytes([version | BOUND]) + nonce + cipher.encrypt(nonce, text.encode(), place.encode())


def unseal(blob: bytes, place: str) -> str:
    """The text of `seal`, whatever key version it was written with. Raises KeyError for a key that is gone, InvalidTag
    for bytes that were changed, brought from another place, or bound to none."""
    return _opened(blob, place.encode())


def unseal_unbound(blob: bytes) -> str:
    """What was encrypted before places were bound. Raises as `unseal`."""
    return _opened(blob, None)


def is_bound(blob: bytes) -> bool:
    """Whether it was sealed for a place."""
    return bool(blob[0] & BOUND)


def blind(text: str) -> bytes:
    """32 bytes that are equal for equal text and tell nothing else: the index of an encrypted field."""
    return hmac.digest(_blind_key(), spelling.code(text).encode(), hashlib.sha256)


def _opened(blob: bytes, place: bytes | None) -> str:
    blob = bytes(blob)
    cipher = _ciphers()[blob[0] & ~BOUND]
    return cipher.decrypt(blob[1:13], blob[13:], place).decode()

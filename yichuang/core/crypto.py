"""Secrets at rest: AES-256-GCM with a key version before the bytes, and a keyed hash to find equal values."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.env import env, parse_keys
from yichuang.core import spelling


@lru_cache(1)
def _ciphers() -> dict[int, AESGCM]:
    return {version: AESGCM(key) for version, key in parse_keys(env.field_keys).items()}


@lru_cache(1)
def _blind_key() -> bytes:
    return base64.b64decode(env.blind_key)


def encrypt(text: str) -> bytes:
    """text → version (1 byte) + nonce (12) + ciphertext and tag, under the newest key."""
    version, cipher = next(iter(_ciphers().items()))
    nonce = os.urandom(12)
    return bytes([version]) + nonce + cipher.encrypt(nonce, text.encode(), None)


def decrypt(blob: bytes) -> str:
    """The text of `encrypt`, whatever key version it was written with. Raises KeyError for a key that is gone,
    InvalidTag for bytes that were changed."""
    blob = bytes(blob)
    return _ciphers()[blob[0]].decrypt(blob[1:13], blob[13:], None).decode()


def blind(text: str) -> bytes:
    """32 bytes that are equal for equal text and tell nothing else: the index of an encrypted field."""
    return hmac.digest(_blind_key(), spelling.code(text).encode(), hashlib.sha256)

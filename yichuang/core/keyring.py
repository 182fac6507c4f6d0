"""The keys of encrypted rows against the check values that stand in the database beside them.

With other keys nothing fails at once: known people are not found and are entered a second time, and new cipher text
bears the version of a key that is not theirs. So a start with other keys is refused."""

import base64
import hashlib
import hmac

import structlog
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, transaction

from config.env import env, parse_keys
from yichuang.core import clock
from yichuang.core.fields import EncryptedTextField

WAY_OUT = (
    "请放回原来的钥匙（数据文件夹里的 keys.env，或 YICHUANG_FIELD_KEYS 和 YICHUANG_BLIND_KEY），"
    "或从备份恢复；做法见 docs/guides/back-up-and-restore.md"
)
log = structlog.get_logger("keyring")
_TEXT = b"yichuang key check"


class OtherKeys(Exception):
    """The rows of this database were encrypted with other keys than this process has."""


def refuse_other_keys() -> None:
    """Compare the keys of this process with those of the database; record those that are new.

    Nothing happens where the tables are not made yet. Raises OtherKeys, and DatabaseError when nobody answers."""
    ours = check_values()
    KeyCheck = apps.get_model("core", "KeyCheck")
    try:
        with transaction.atomic():
            recorded = {row.name: bytes(row.value) for row in KeyCheck.objects.all()}
    except ProgrammingError:
        return
    if recorded:
        wrong = [name for name, value in recorded.items() if ours.get(name) != value]
        if wrong:
            raise OtherKeys(f"数据库里的行不是用现在的钥匙加密的（{'、'.join(sorted(wrong))}）")
    else:
        _try_a_row_of_each_table()
    new = [
        KeyCheck(name=name, value=value, recorded_at=clock.now())
        for name, value in ours.items()
        if name not in recorded
    ]
    KeyCheck.objects.bulk_create(new, ignore_conflicts=True)


def check_values() -> dict[str, bytes]:
    """Name of each key of this process → 32 bytes that tell nothing of it."""
    values = {
        f"field {version}": _check(key) for version, key in parse_keys(env.field_keys).items()
    }
    return values | {"blind": _check(base64.b64decode(env.blind_key))}


def _check(key: bytes) -> bytes:
    return hmac.digest(key, _TEXT, hashlib.sha256)


def _try_a_row_of_each_table() -> None:
    """A database from before the check values: one row of each table with secrets must open."""
    for model in apps.get_models():
        secrets = [
            field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)
        ]
        if not secrets:
            continue
        try:
            row = model._default_manager.order_by("-pk").first()
            for name in secrets if row else ():
                getattr(row, name)
        except (InvalidTag, KeyError) as fault:
            raise OtherKeys(f"{model._meta.db_table} 的行用现在的钥匙打不开") from fault


class Guard:
    """The web server's side: until the keys were found to fit, each request asks first; afterwards nobody asks."""

    def __init__(self):
        self.fit = False

    def refusal(self, path: str) -> str:
        """What to say instead of an answer, "" when the keys fit. A process that only lives is not refused."""
        if self.fit or path == "/healthz":
            return ""
        try:
            refuse_other_keys()
        except OtherKeys as fault:
            log.error("other keys", error=str(fault), way_out=WAY_OUT)
            return f"{fault}。{WAY_OUT}。"
        except DatabaseError:
            return ""  # the request meets the same and says so
        self.fit = True
        return ""

"""Bringing a database up to the demo of today, part by part."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from django.db import transaction

from yichuang.core import packs, ports
from yichuang.core.demo import ACCOUNTS
from yichuang.demo.models import DemoPart
from yichuang.demo.parts import PARTS


def load(*, now: datetime, names: Iterable[str] = PARTS) -> dict[str, int]:
    """Load the parts that this database has not had as they are today; {name: rows added} of those.

    A part adds what is missing and changes nothing that is there, so it may be repeated. The packs are loaded first."""
    added = {}
    for name, part in PARTS.items():
        if name in names and not DemoPart.objects.filter(name=name, stamp=stamp(part)).exists():
            added[name] = _load_part(name, part, now)
    return added


@transaction.atomic
def _load_part(name: str, part: ModuleType, now: datetime) -> int:
    with ports.alone():
        added = part.load()
    DemoPart.objects.update_or_create(name=name, defaults={"stamp": stamp(part), "loaded_at": now})
    return added


def stamp(part: ModuleType) -> str:
    """Digest of a part's pack and of its code."""
    texts = (packs.ROOT / part.PACK).read_bytes(), Path(part.__file__).read_bytes()
    return sha256(b"\0".join(texts)).hexdigest()


@ACCOUNTS.register("demo")
def usernames() -> list[str]:
    """The user names that are refused where the demo is off."""
    return [row["username"] for row in accounts()]


def accounts() -> list[dict[str, str]]:
    """Who may sign in to the demo: {username, password, title, place}."""
    listed = []
    for part in PARTS.values():
        if hasattr(part, "accounts"):
            listed.extend(part.accounts())
    return listed

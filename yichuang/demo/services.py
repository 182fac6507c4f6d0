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

    A part adds what is missing and changes nothing that is there, so it
    may be repeated. The packs are loaded first.
    """
    added = {}
    for name, part in PARTS.items():
        if name not in names:
            continue
        as_today = DemoPart.objects.filter(name=name, stamp=stamp(part))
        if not as_today.exists():
            added[name] = _load_part(name, part, now)
    return added


@transaction.atomic
def _load_part(name: str, part: ModuleType, now: datetime) -> int:
    """Load one part, and remember as what it was loaded; returns the rows added."""
    with ports.alone():
        added = part.load()
    loaded = {"stamp": stamp(part), "loaded_at": now}
    DemoPart.objects.update_or_create(name=name, defaults=loaded)
    return added


def stamp(part: ModuleType) -> str:
    """Digest of a part's pack and of its code."""
    pack = packs.ROOT / part.PACK
    code = Path(part.__file__)
    texts = (pack.read_bytes(), code.read_bytes())
    digest = sha256(b"\0".join(texts))
    return digest.hexdigest()


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

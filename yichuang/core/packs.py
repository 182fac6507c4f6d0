"""Packs: reviewed, dated YAML below `packs/`. Data before code."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import yaml
from django.conf import settings

ROOT: Path = settings.BASE_DIR / "packs"
T = TypeVar("T", bound=Callable)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_forgetters: list[Callable[[], None]] = []
_in_use = ""
_lock = Lock()


def digest() -> str:
    """The digest of all packs as they lie on the disk now."""
    total = hashlib.sha256()
    for path in sorted(path for path in ROOT.rglob("*") if path.is_file()):
        content = path.read_bytes()
        total.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def in_use() -> str:
    """The digest of the packs that this process reads: of those on the disk when it first asked, or took up last."""
    global _in_use
    if not _in_use:
        with _lock:
            _in_use = _in_use or digest()
    return _in_use


def take_up(expected_digest: str) -> bool:
    """Forget what was read of other packs, when those on the disk have the digest `expected_digest`; else False."""
    global _in_use
    if in_use() == expected_digest:
        return True
    if digest() != expected_digest:
        return False
    _in_use = expected_digest
    for forget in _forgetters:
        forget()
    return True


def kept(room: int = 1) -> Callable[[T], T]:
    """Decorator: at most `room` results of a function over packs, kept in memory until this process takes up others.

    The function takes positional arguments. A result that was begun under other packs is never given again."""

    def keep(function: T) -> T:
        @lru_cache(room)
        def under(packs_in_use: str, *arguments):
            return function(*arguments)

        @wraps(function)
        def remembering(*arguments):
            return under(in_use(), *arguments)

        remembering.cache_clear = under.cache_clear
        _forgetters.append(under.cache_clear)
        return remembering

    return keep


@kept(room=4096)
def read(path: str | Path) -> Any:
    """Parsed YAML of `path`, relative to packs/ unless absolute. Kept in memory: treat it as read-only."""
    full = ROOT / path
    with full.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_Loader)  # noqa: S506  a safe loader, the C one where libyaml is there


def files(folder: str, pattern: str = "*.yaml") -> list[Path]:
    """The pack files of a folder below packs/, sorted by name."""
    return sorted((ROOT / folder).glob(pattern))

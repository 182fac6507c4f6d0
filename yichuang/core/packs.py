"""Packs: reviewed, dated YAML below `packs/`. Data before code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ROOT: Path = settings.BASE_DIR / "packs"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read(path: str | Path) -> Any:
    """Parsed YAML of `path`, relative to packs/ unless absolute. Kept for the process: treat it as read-only."""
    full = ROOT / path
    with full.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_Loader)  # noqa: S506  a safe loader, the C one where libyaml is there


def files(folder: str, pattern: str = "*.yaml") -> list[Path]:
    """The pack files of a folder below packs/, sorted by name."""
    return sorted((ROOT / folder).glob(pattern))

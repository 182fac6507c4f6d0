"""What the tests of taste look at: our source files, parsed once."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "yichuang"


@cache
def sources() -> dict[Path, ast.Module]:
    """Every Python file of the platform with its tree, migrations left out."""
    files = (p for p in sorted(CODE.rglob("*.py")) if "migrations" not in p.parts)
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def module_of(path: Path) -> str:
    """The module (bounded context) that a file belongs to: its first folder below yichuang."""
    return path.relative_to(CODE).parts[0]


@pytest.fixture(scope="session")
def trees():
    return sources()

"""Each system check of ours has an id of its own, and the guide of operators names it."""

import ast
from collections import Counter

from tests.architecture.conftest import CODE
from yichuang.core import weak

MESSAGES = {"Error", "Warning", "Critical", "Info"}


def _ids() -> Counter:
    ids: Counter = Counter()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MESSAGES:
                named = [word.value for word in node.keywords if word.arg == "id"]
                ids.update(value.value for value in named if isinstance(value, ast.Constant))
    ids.update(f"core.E0{each.number}" for each in weak._ALL)  # numbered in a table
    return ids


def test_no_id_is_used_twice():
    ids = _ids()
    assert {"core.E001", "core.E007"} <= set(ids)
    assert [name for name, times in ids.items() if times > 1] == []


def test_the_guide_of_operators_names_each():
    guide = (CODE.parent / "docs/guides/run-in-production.md").read_text(encoding="utf-8")
    unnamed = {name for name in _ids() if name.removeprefix("core.") not in guide}
    assert unnamed == set()

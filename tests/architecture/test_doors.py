"""Modules meet at their doors, write only their own rows, and foreign keys follow the arrows."""

import ast
import configparser
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.conftest import CODE, ROOT, module_of, sources

DOORS = {"services", "queries", "models", "rules", "events", "ports", "perms", "tables"}
OPEN = {"core"}  # core is all doors
EDGES = {"sites", "api", "adapters"}
# one module's inner file that others may read, with the reason
SIDE_DOORS = {
    ("catalog", "form_packs"): "tests and packs of forms are read as packs",
    ("catalog", "outlets"): "a registry that outlets fill",
    ("catalog", "search"): "a package with a door of its own",
    ("identity", "backends"): "named in settings",
}
# deletes that follow another row, with the reason
NOT_PROTECTED = {
    ("cases", "Enquiry", "draft"): "an enquiry outlives the draft that was thrown away"
}
WRITES = {
    "create",
    "bulk_create",
    "update",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "delete",
}


def layers() -> dict[str, int]:
    """Module → height, from the contract itself."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    rows = parser["importlinter:contract:direction"]["layers"].strip().splitlines()
    names = [re.findall(r"[a-z]+", row.split("#")[0]) for row in rows]
    return {name: len(names) - i for i, row in enumerate(names) for name in row}


def imports(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module, [alias.name for alias in node.names]


def test_modules_enter_each_other_by_their_doors():
    wrong = []
    for path, tree in sources().items():
        own = module_of(path)
        for name, members in imports(tree):
            parts = name.split(".")
            if parts[0] != "yichuang" or len(parts) < 2 or parts[1] in {own, *OPEN}:
                continue
            entered = parts[2:3] or members
            for door in entered:
                if door not in DOORS and (parts[1], door) not in SIDE_DOORS:
                    wrong.append(f"{path.relative_to(CODE)} → {parts[1]}.{door}")
    assert sorted(set(wrong)) == []


def test_no_module_writes_rows_of_another():
    wrong = []
    for path, tree in sources().items():
        own = module_of(path)
        foreign = {
            member
            for name, members in imports(tree)
            for member in members
            if name.startswith("yichuang.") and ".models" in name and name.split(".")[1] != own
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                text = ast.unparse(node.func)
                if any(text.startswith(f"{model}.objects.") for model in foreign):
                    wrong.append(f"{path.relative_to(CODE)}: {text}")
    assert wrong == []


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("yichuang.")]


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m._meta.label)
def test_foreign_keys_follow_the_arrows_and_protect(model):
    height = layers()
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or field.remote_field.parent_link:
            continue
        target = field.related_model._meta.app_label
        if field.related_model.__module__.startswith("yichuang."):
            assert target == own or height[target] < height[own], (
                f"{field} points upward to {target}"
            )
        listed = (own, model.__name__, field.name) in NOT_PROTECTED
        assert field.remote_field.on_delete is models.PROTECT or listed, f"{field} does not protect"


def test_every_event_has_a_publisher():
    text = "\n".join(p.read_text(encoding="utf-8") for p in [*sources(), *CODE.rglob("*.sql")])
    silent = [
        f"{module_of(path)}.{node.name}"
        for path, tree in sources().items()
        if path.name == "events.py"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and not re.search(rf"(?:publish|tell|row_of)\(\s*(events\.)?{node.name}\(", text)
        and f"'{module_of(path)}.{node.name}'" not in text  # the SQL function's own outbox row
    ]
    assert silent == []


def test_every_job_that_is_asked_for_exists():
    text = {p: p.read_text(encoding="utf-8") for p in sources()}
    asked = {
        name for t in text.values() for name in re.findall(r"defer\(\s*\"([a-z_]+\.[a-z_]+)\"", t)
    }
    made = {name for t in text.values() for name in re.findall(r"@job\(\s*\"([a-z_.]+)\"", t)}
    assert asked - made == set()

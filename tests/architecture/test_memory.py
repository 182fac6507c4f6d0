"""What a process keeps in memory: nothing of rows that another may change (docs/adr/0015)."""

import ast
from pathlib import Path

from django.apps import apps

from tests.architecture.conftest import CODE, sources

FOR_EVER = {"lru_cache", "cache"}  # functools: until the process ends
READS = ("packs.read", "packs.files", "tables.")
# functions kept for ever although they read rows, with the reason
NEVER_CHANGES = {
    "cases/queries/desk.py:_delivery_counts": "a query for these grants, asked anew each time: none of its rows",
    "accounts/queries/todos.py:_todo_counts": "a query for these grants, asked anew each time: none of its rows",
    "catalog/queries/guides.py:_version": "a published version never changes, and only its values are kept",
    "catalog/queries/guides.py:form_of": "the form of a published version",
    "catalog/queries/lists.py:_rows": "kept under the ids of published versions",
}


def decorators(function: ast.FunctionDef) -> set[str]:
    named = set()
    for decorator in function.decorator_list:
        node = decorator.func if isinstance(decorator, ast.Call) else decorator
        named.add(ast.unparse(node))
    return named


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def reached(name: str, known: dict[str, ast.FunctionDef], seen: set[str]) -> str:
    """The text of a function and of those of its own file that it calls."""
    if name in seen or name not in known:
        return ""
    seen.add(name)
    text = ast.unparse(known[name])
    called = {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)}
    return text + "".join(reached(other, known, seen) for other in sorted(called & set(known)))


def kept_functions(kinds: set[str]) -> dict[str, tuple[ast.FunctionDef, str]]:
    found = {}
    for path, tree in sources().items():
        known = functions(tree)
        for name, function in known.items():
            if decorators(function) & kinds:
                found[f"{path.relative_to(CODE)}:{name}"] = (function, reached(name, known, set()))
    return found


def test_no_function_keeps_rows_until_the_process_ends():
    reading = {name for name, (_, text) in kept_functions(FOR_EVER).items() if ".objects" in text}
    assert reading - set(NEVER_CHANGES) == set()
    assert set(NEVER_CHANGES) - reading == set(), "no longer needed"


def test_no_function_keeps_packs_until_the_process_ends():
    kept = kept_functions(FOR_EVER)
    assert [name for name, (_, text) in kept.items() if any(word in text for word in READS)] == []


def test_what_is_kept_is_values_and_never_a_row():
    models = {model.__name__ for model in apps.get_models()} | {"QuerySet"}
    kinds = FOR_EVER | {"revision.kept", "packs.kept", "kept"}
    rows = []
    for name, (function, _) in kept_functions(kinds).items():
        given = {node.id for node in ast.walk(function.returns) if isinstance(node, ast.Name)}
        if given & models:
            rows.append(name)
    assert rows == []


def test_every_table_behind_kept_values_tells_when_it_changes():
    """A function under `revision.kept` reads rows: the tables of those rows carry the trigger."""
    revising = set()
    for path in Path(CODE).glob("*/migrations/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "revises":
                revising |= {argument.value for argument in node.args}
    tables = {model.__name__: model._meta.db_table for model in apps.get_models()}
    wrong = []
    for name, (_, text) in kept_functions({"revision.kept"}).items():
        read = {table for model, table in tables.items() if f"{model}.objects" in text}
        wrong += [f"{name}: {table}" for table in sorted(read - revising)]
    assert wrong == []
    assert {
        "catalog_item",
        "catalog_itemversion",
        "catalog_channelswitch",
        "accounts_organisation",
    } <= revising

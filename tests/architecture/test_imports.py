"""Who imports whom, read from the source: no cycle, and no import that waits inside a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.conftest import ROOT

TREES = ("yichuang", "config", "bench")
# imports inside functions, each with its reason; the list may only shrink
INSIDE = {
    "yichuang/accounts/apps.py": "Django loads models before an app is ready, and after it only",
    "yichuang/api/description.py": "the library that checks a description is there for tests only",
}
# a bench says which database and which settings before Django reads them
SETS_UP_FIRST = "bench/"


def _files() -> dict[str, Path]:
    """Dotted name → file, migrations left out."""
    found = {}
    for tree in TREES:
        for path in sorted((ROOT / tree).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = path
    return found


def _imported(node: ast.Import | ast.ImportFrom, name: str, known: dict[str, Path]) -> set[str]:
    """The modules of ours that one statement of the module `name` imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name in known}
    package = name if known[name].name == "__init__.py" else name.rpartition(".")[0]
    above = package.split(".")
    base = ".".join(above[: len(above) - node.level + 1]) if node.level else ""
    source = ".".join(filter(None, (base, node.module)))
    found = set()
    for alias in node.names:
        inner = f"{source}.{alias.name}"
        found.add(inner if inner in known else source)
    return found & set(known)


def _statements(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def graph(known: dict[str, Path]) -> dict[str, set[str]]:
    """Module → the modules that it imports anywhere in its text."""
    edges = {}
    for name, path in known.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        edges[name] = set()
        for node in _statements(tree):
            edges[name] |= _imported(node, name, known)
        edges[name].discard(name)
    return edges


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules each of which reaches itself through the others."""
    reached = {name: _reached(name, edges) for name in edges}
    groups = []
    seen: set[str] = set()
    for name in sorted(edges):
        if name in seen or name not in reached[name]:
            continue
        group = sorted(other for other in reached[name] if name in reached[other])
        seen |= set(group)
        groups.append(group)
    return groups


def _reached(name: str, edges: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges[name])
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += edges[each]
    return found


def test_no_module_imports_itself_through_others():
    assert cycles(graph(_files())) == []


def test_imports_stand_at_the_head_of_their_file():
    found = set()
    for path in _files().values():
        where = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        if any(list(_statements(function)) for function in functions):
            found.add(where)
    waiting = {where for where in found if not where.startswith(SETS_UP_FIRST)}
    assert waiting == set(INSIDE)


def test_a_cycle_and_a_module_of_a_package_are_seen():
    edges = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert cycles(edges) == [["a", "b", "c"]]
    known = {"p": Path("p/__init__.py"), "p.q": Path("p/q.py"), "p.r": Path("p/r.py")}
    inside = ast.parse("from . import r").body[0]
    assert _imported(inside, "p.q", known) == {"p.r"}
    assert _imported(ast.parse("from p import r, x").body[0], "p.q", known) == {"p.r", "p"}

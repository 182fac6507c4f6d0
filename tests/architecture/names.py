"""Names that say what happened to a thing, not what it is: in how many files of the house each one still stands.

names.json holds the words and the most files that each may have. `python -m tests.architecture.names` prints today's
figures; with `--keep` it lowers the ceilings to them. A ceiling may only fall.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("yichuang", "config", "bench")
CEILINGS = Path(__file__).with_name("names.json")


def ceilings() -> dict[str, int]:
    """Word → the most files in which it may be a name."""
    return json.loads(CEILINGS.read_text(encoding="utf-8"))


def names(text: str) -> set[str]:
    """What a file of Python calls its variables, parameters, fields, functions and classes, without leading `_`."""
    nodes = ast.walk(ast.parse(text))
    return {name.lstrip("_") for node in nodes for name in _names_in(node)}


def _names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr


def counted() -> dict[str, int]:
    """Word → how many files of the house have it as a name."""
    counts = dict.fromkeys(ceilings(), 0)
    for folder in HOUSE:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            for word in names(text) & counts.keys():
                counts[word] += 1
    return counts


def keep(counts: dict[str, int]) -> None:
    """Lower each ceiling to today's figure."""
    lowered = {word: min(ceiling, counts[word]) for word, ceiling in ceilings().items()}
    CEILINGS.write_text(json.dumps(lowered, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    counts_of_today = counted()
    if "--keep" in sys.argv:
        keep(counts_of_today)
    print(json.dumps(counts_of_today))

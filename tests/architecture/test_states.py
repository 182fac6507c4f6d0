"""The names of a case's states stand in one file; a table keyed by them is proved total there."""

import ast
import re
from pathlib import Path

from yichuang.cases.rules.states import STATES

ROOT = Path(__file__).resolve().parents[2] / "yichuang"
HOME = ROOT / "cases" / "rules" / "states.py"
OF_A_CASE = re.compile(r"""\bcase\.(?:state|outcome) *[!=]= *["']\w+""")
COLUMNS = ("state", "outcome")
# words of other tables that look the same: deliveries, enquiries, orders, credit records, answers, the kit's shapes
OTHERS = {
    "cases/services/finish.py": {"returned"},
    "cases/models/finish.py": {"returned"},
    "exchange/models.py": {"refused"},
    "registry/models.py": {"withdrawn"},
    "catalog/models/changes.py": {"approved"},
}


def _files():
    return [path for path in ROOT.rglob("*.py") if path != HOME and "migrations" not in path.parts]


def _of_a_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in COLUMNS


def _texts(node: ast.AST | None) -> set[str]:
    if node is None:
        return set()
    return {
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    } & set(STATES)


def _literals(tree: ast.AST) -> set[str]:
    """States written as text: compared with a column, given to it, or the keys of a table."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(
            _of_a_state(side) for side in (node.left, *node.comparators)
        ):
            found |= _texts(node)
        elif isinstance(node, ast.keyword) and node.arg and node.arg.split("__")[0] in COLUMNS:
            found |= _texts(node.value)
        elif isinstance(node, ast.Assign) and any(_of_a_state(target) for target in node.targets):
            found |= _texts(node.value)
        elif isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            found |= keys if len(keys) > 1 and keys <= set(STATES) else set()
    return found


def _keyed_by_states(node: ast.Dict) -> bool:
    names = [k.attr for k in node.keys if isinstance(k, ast.Attribute) and k.attr.lower() in STATES]
    return len(names) > 1


def test_no_other_file_writes_the_name_of_a_state():
    wrong = {}
    for path in _files():
        name = str(path.relative_to(ROOT))
        if found := _literals(ast.parse(path.read_text(encoding="utf-8"))) - OTHERS.get(
            name, set()
        ):
            wrong[name] = sorted(found)
    assert wrong == {}


def test_no_template_compares_the_state_of_a_case_with_a_text():
    compared = []
    templates = list(ROOT.rglob("*.html"))
    assert len(templates) > 100
    for path in templates:
        text = path.read_text(encoding="utf-8")
        for match in OF_A_CASE.finditer(text):
            compared.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert compared == []


def test_every_table_keyed_by_states_is_proved_total():
    loose = []
    for path in _files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [
            n
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "total"
        ]
        proved = [part for call in calls if call.args for part in ast.walk(call.args[0])]
        tables = [n for n in ast.walk(tree) if isinstance(n, ast.Dict) and _keyed_by_states(n)]
        loose += [
            f"{path.relative_to(ROOT)}:{table.lineno}" for table in tables if table not in proved
        ]
    assert loose == []

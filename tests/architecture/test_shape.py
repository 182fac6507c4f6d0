"""Taste that a machine can keep: names, sizes, docstrings, no drawers."""

import ast
import re
from collections import Counter

from tests.architecture.conftest import CODE, ROOT, module_of, sources

DRAWERS = {"utils.py", "helpers.py", "common.py", "constants.py", "misc.py"}
CEILING = 600
QUESTION = 340  # 300 of the lines of 120 columns that the code had before
AUDIENCES = ("portal", "desk", "console")
SIDE_BY_SIDE = 10
# files that may be longer, each with its reason; the list may only shrink
LONG = {"sites/ui/samples.py": "one page that shows every component in every state"}


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_a_drawer():
    assert [str(p) for p in sources() if p.name in DRAWERS] == []


def test_no_file_is_longer_than_it_may_be():
    long = {str(p.relative_to(CODE)): lines(p) for p in sources() if lines(p) > QUESTION}
    assert {name: size for name, size in long.items() if size > CEILING} == {}
    assert set(long) - set(LONG) == set()


def test_no_folder_of_pages_grows_past_what_one_looks_over():
    folders = [
        path.parent for audience in AUDIENCES for path in (CODE / "sites" / audience).rglob("*.py")
    ]
    crowded = {
        str(folder.relative_to(CODE)): n
        for folder, n in Counter(folders).items()
        if n > SIDE_BY_SIDE
    }
    assert crowded == {}


def test_the_start_script_is_a_door_and_each_command_is_read_in_one_sitting():
    assert lines(ROOT / "yi") <= 20
    assert {
        p.name: lines(p)
        for p in (ROOT / "config" / "launcher").glob("*.py")
        if lines(p) > QUESTION // 2
    } == {}


def test_every_module_says_what_it_is_for():
    modules = {module_of(p) for p in sources() if len(p.relative_to(CODE).parts) > 1}
    missing = [m for m in sorted(modules) if not (CODE / m / "README.md").exists()]
    assert missing == []


def test_every_public_function_of_a_door_has_a_docstring():
    """The readers of form answers are one table by type, explained where the table stands."""
    doors = {"services", "queries", "rules"}
    bare = [
        f"{path.relative_to(CODE)}:{node.name}"
        for path, tree in sources().items()
        if doors & set(path.relative_to(CODE).with_suffix("").parts) and "reading" not in path.parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_services_take_keywords_only():
    positional = [
        f"{path.relative_to(CODE)}:{node.name}"
        for path, tree in sources().items()
        if module_of(path) in ("cases", "registry", "catalog", "ratings", "supervision")
        and "services" in path.relative_to(CODE).with_suffix("").parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and _writes(node)
        and len(node.args.args) > 0
    ]
    assert positional == []


def _writes(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(d) for d in node.decorator_list)


def test_a_paper_is_read_and_not_known_by_its_first_bytes():
    """An empty page begins with the same bytes (`tests.paper_files.text_of` reads it)."""
    lazy = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        if re.search(r'startswith\(b"%PDF', path.read_text(encoding="utf-8")):
            lazy.append(path.name)
    assert lazy == []


def test_what_runs_on_another_postgres_stands_in_one_folder():
    """`tests/run.py` reads no other."""
    marked = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        if re.search(r"pytest\.mark\.smoke", path.read_text(encoding="utf-8")):
            marked.append(str(path.parent.relative_to(ROOT)))
    assert set(marked) == {"tests/smoke"}


def test_there_are_no_signals_and_no_save_overrides():
    found = []
    for path, tree in sources().items():
        text = path.read_text(encoding="utf-8")
        if "django.dispatch" in text or "db.models.signals" in text:
            found.append(f"{path.relative_to(CODE)}: signal")
        found += [
            f"{path.relative_to(CODE)}: {cls.name}.save"
            for cls in ast.walk(tree)
            if isinstance(cls, ast.ClassDef)
            for node in cls.body
            if isinstance(node, ast.FunctionDef) and node.name == "save"
        ]
    assert found == []


def test_no_item_is_named_in_code():
    code = re.compile(r"[\"']\d{12}[\"']")
    found = [
        f"{path.relative_to(CODE)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for text in code.findall(line)
        if text.strip("\"'").startswith("99")
    ]
    assert found == []


def test_nothing_is_left_for_later_in_a_comment():
    mark = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(p) for p in sources() if mark.search(p.read_text(encoding="utf-8"))] == []

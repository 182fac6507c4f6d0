"""One clock: nobody asks the machine, Django or PostgreSQL for the time but core/clock and core_now()."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.conftest import CODE, ROOT, sources

ASKERS = {
    "now": {"datetime", "timezone"},
    "utcnow": {"datetime"},
    "today": {"date", "datetime"},
    "localdate": {"timezone"},
    "localtime": {"time"},
    "time": {"time"},
    "time_ns": {"time"},
}
SQL = re.compile(
    r"\b(?:(?<![\w.])now\s*\(\s*\)|current_date|current_time(?:stamp)?|localtime(?:stamp)?|(?:clock|statement|transaction)"
    r"_timestamp\s*\(|timeofday\s*\()",
    re.IGNORECASE,
)
OUR_CLOCK = {"clock.now", "clock.today", "lives.now"}
# where the machine's time is right, each with its reason; the list may only shrink
ALLOWED = {
    "core/clock.py: datetime.now": "the clock itself",
    "core/ids.py: time.time_ns": "ids lie in the order in which they were made, also where a test holds the clock",
    "core/sql/core_now_1.sql: clock_timestamp(": "the clock of SQL itself",
    "audit/migrations/0002_append_only.py: clock_timestamp(": "replaced by audit 0004",
    "audit/migrations/0004_the_clock_of_sql.py: clock_timestamp(": "the way back to audit 0002",
}


def test_python_asks_the_clock_for_the_time():
    found = {
        f"{name_of(path)}: {call}" for path, tree in sources().items() for call in calls_of(tree)
    }
    assert found - set(ALLOWED) == set()


def test_rows_that_write_their_own_time_ask_the_clock():
    bare = [
        f"{name_of(path)}:{node.lineno}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("DateTimeField")
        and own_time(node)
    ]
    assert bare == []


def test_sql_asks_the_one_function():
    files = [*CODE.rglob("*.sql"), *(path for path in CODE.rglob("*.py"))]
    found = {f"{name_of(path)}: {words.lower()}" for path in files for words in sql_of(path)}
    assert found - set(ALLOWED) == set()


def test_tests_ask_the_clock_too():
    """But for the run itself, which tells how long it took, and the tests of the clock."""
    free = {
        "tests/run.py",
        "tests/reached_by_the_clock.py",
        "tests/core/test_ground.py",
        "tests/core/test_clock.py",
    }
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("*.py")
    }
    found = {str(path.relative_to(ROOT)): calls_of(tree) for path, tree in trees.items()}
    assert {name: calls for name, calls in found.items() if calls and name not in free} == {}


def test_sql_of_tests_and_of_their_rows_asks_the_one_function():
    """But for this file, which names what it looks for."""
    folders = (ROOT / "tests", ROOT / "bench" / "apparatus")
    files = [path for folder in folders for path in folder.rglob("*.py")]
    files.remove(Path(__file__))
    found = {str(path.relative_to(ROOT)): sql_of(path) for path in files}
    assert {name: words for name, words in found.items() if words} == {}


def test_nothing_asks_for_the_time_while_it_is_read_in():
    """Such a moment is old when it is used, and no test that uses it is seen to ask (tests/reached_by_the_clock.py)."""
    folders = (CODE, ROOT / "config", ROOT / "bench", ROOT / "tests")
    found = set()
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in run_at_once(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in OUR_CLOCK:
                found.add(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == set()


def run_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What of a file runs when it is imported: not the bodies of its functions, but what they take by default."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*child.args.defaults, *filter(None, child.args.kw_defaults)]
            for default in [*defaults, *getattr(child, "decorator_list", [])]:
                yield from ast.walk(default)
        else:
            yield child
            yield from run_at_once(child)


def test_no_exception_is_left_over():
    python = {
        f"{name_of(path)}: {call}" for path, tree in sources().items() for call in calls_of(tree)
    }
    files = [*CODE.rglob("*.sql"), *CODE.rglob("*.py")]
    sql = {f"{name_of(path)}: {words.lower()}" for path in files for words in sql_of(path)}
    assert set(ALLOWED) - python - sql == set()


def name_of(path: Path) -> str:
    return str(path.relative_to(CODE))


def calls_of(tree: ast.Module) -> list[str]:
    """The calls of a file that ask somebody else for the time, as "datetime.now"."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    methods = [func for func in called if isinstance(func, ast.Attribute)]
    named = [func for func in methods if isinstance(func.value, ast.Name | ast.Attribute)]
    told = [(ast.unparse(func.value).split(".")[-1], func.attr) for func in named]
    return [f"{owner}.{verb}" for owner, verb in told if owner in ASKERS.get(verb, ())]


def own_time(call: ast.Call) -> bool:
    """Does this field take its moment by itself, and not through core.fields.MomentField?"""
    by_itself = {"auto_now", "auto_now_add"} & {keyword.arg for keyword in call.keywords}
    by_django = any(ast.unparse(keyword.value).endswith(".now") for keyword in call.keywords)
    return bool(by_itself) or (by_django and "clock.now" not in ast.unparse(call))


def sql_of(path: Path) -> list[str]:
    """What in a file asks PostgreSQL for the time: in a .sql file anywhere, in Python in its strings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return SQL.findall(text)
    strings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    words = [words for value in strings if isinstance(value, str) for words in SQL.findall(value)]
    imported = re.findall(
        r"^from django\.db\.models\.functions.* import .*\bNow\b", text, re.MULTILINE
    )
    return words + imported

"""No code and no test knows the years that the calendar packs hold: a notice that comes must break nothing."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.architecture.conftest import CODE, ROOT, sources

MADE_UP = 2050  # tests may make up years from here on
YEARS = range(2020, MADE_UP)
# pages and papers that show what a thing looks like, filled with a day
SAMPLES = {"sites/ui/samples.py", "sites/ui/gallery.py", "documents/packs.py"}


def packs() -> list[dict]:
    return [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (ROOT / "packs" / "calendars").glob("*.yaml")
    ]


def test_code_names_no_year():
    found = {
        str(path.relative_to(CODE)): numbers_of(tree, YEARS) for path, tree in sources().items()
    }
    assert {name: years for name, years in found.items() if years and name not in SAMPLES} == {}


def test_tests_name_no_year_whose_notice_is_not_out():
    """A past year is a fact; a coming one is computed from the packs, or made up."""
    newest = max(pack["year"] for pack in packs() if not pack["provisional"])
    files = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    coming = range(newest + 1, MADE_UP)
    found = {path: years_of(ast.parse(path.read_text(encoding="utf-8")), coming) for path in files}
    assert {str(path.relative_to(ROOT)): years for path, years in found.items() if years} == {}


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("date(2031, 5, 1)", [2031]),
        ("day = '2031-05-01T10:00'", [2031]),
        ("said = '2031年5月'", [2031]),
        ("date(2061, 1, 1)", []),
        ("'990514102031'", []),
        ("x = 2361", []),
    ],
)
def test_the_guard_sees_years_however_they_are_written(line, years):
    assert years_of(ast.parse(line), range(2030, MADE_UP)) == years


def numbers_of(tree: ast.Module, years: range) -> list[int]:
    """The years of a range that a file names as numbers."""
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [value for value in constants if isinstance(value, int) and value in years]


def years_of(tree: ast.Module, years: range) -> list[int]:
    """The years of a range that a file names as numbers or in a written date; docstrings are free."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in docstrings
    ]
    texts = [node.value for node in constants if isinstance(node.value, str)]
    written = [
        int(year) for text in texts for year in re.findall(r"(?<!\d)(20\d\d)(?=-\d\d|年)", text)
    ]
    return numbers_of(tree, years) + [year for year in written if year in years]

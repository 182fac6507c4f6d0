"""`manage acceptance` ends with an error when a function that is called *works* is not shown."""

import pytest
from django.core.management import CommandError, call_command

from yichuang.core.management.commands import acceptance

ROWS = """
- {id: SYS-001, group: A, name: 目录库, state: works, tests: [tests/a/test_a.py::test_one]}
- {id: SYS-002, group: A, name: 版本, state: partly, tests: [tests/a/test_a.py::test_two]}
- {id: SYS-003, group: A, name: 关联, state: not yet}
"""


@pytest.fixture
def told(monkeypatch, tmp_path, settings, capsys):
    """told({test: passed}) → what the command says of ROWS, with these results of an earlier run."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "systems.yaml").write_text(ROWS, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(acceptance, "run", lambda missing: {})

    def ask(passed: dict[str, bool]) -> str:
        monkeypatch.setattr(acceptance, "results", lambda root: passed)
        call_command("acceptance")
        return capsys.readouterr().out

    return ask


def test_a_function_that_works_and_is_shown_passes(told):
    said = told({"tests/a/test_a.py::test_one": True, "tests/a/test_a.py::test_two": False})
    assert "✓ SYS-001" in said
    assert "✗ SYS-002" in said  # it is called partly: no promise is broken


@pytest.mark.parametrize(
    "passed", [{"tests/a/test_a.py::test_one": False}, {}], ids=["red", "not run"]
)
def test_a_function_called_works_that_is_not_shown_is_named(told, passed):
    with pytest.raises(CommandError, match="SYS-001"):
        told(passed)

"""docs/systems.yaml is never ahead of the truth."""

import re
from collections import Counter

import pytest
import yaml

from tests.architecture.conftest import ROOT

ROWS = yaml.safe_load((ROOT / "docs" / "systems.yaml").read_text(encoding="utf-8"))
STARTED = [row for row in ROWS if row["state"] != "not yet"]


def test_all_163_rows_are_there_once():
    assert len(ROWS) == 163
    assert [i for i, n in Counter(row["id"] for row in ROWS).items() if n > 1] == []
    assert {row["state"] for row in ROWS} <= {"works", "partly", "not yet"}


@pytest.mark.parametrize("row", STARTED, ids=lambda row: row["id"])
def test_a_row_that_is_begun_names_tests_that_exist(row):
    assert row["tests"]
    for test in row["tests"]:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"def {re.escape(name.split('[')[0])}\(", text), f"{test} is not there"


def test_a_row_that_works_in_part_says_what_is_missing():
    assert [row["id"] for row in ROWS if row["state"] == "partly" and not row.get("missing")] == []

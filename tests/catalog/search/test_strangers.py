"""Nine of ten, for queries of somebody who had not read our words."""

from pathlib import Path

import yaml

ROWS = yaml.safe_load((Path(__file__).parent / "strangers.yaml").read_text(encoding="utf-8"))


def test_nine_of_ten_strangers_find_what_they_want(index):
    missed = [
        row["q"]
        for row in ROWS
        if not {hit.code for hit in index.search(row["q"], limit=3)}
        & {str(code) for code in row["codes"]}
    ]
    assert len(ROWS) >= 200
    assert len(missed) <= len(ROWS) // 10, missed

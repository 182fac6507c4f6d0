"""A whole day is written in one way by one function."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "yichuang"
WHOLE_DAY = re.compile(r"\.year\}年\{\w+\.month\}月\{\w+\.day\}日")


def test_only_one_function_writes_a_whole_day():
    writers = []
    for path in HOUSE.rglob("*.py"):
        if WHOLE_DAY.search(path.read_text(encoding="utf-8")):
            writers.append(path.relative_to(HOUSE).as_posix())
    assert writers == ["core/spoken.py"]

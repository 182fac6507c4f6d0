"""How the dates of one case were counted, in lines of text (queries/explaining.py has the same as values). Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

CLOCKS = {
    "accept": "受理",
    "promise": "承诺",
    "statute": "法定",
    "deliver": "送达",
    "silence": "沉默",
}
UNITS = {"": "", "working": "个工作日", "natural": "日", "month": "个月", "year": "年"}
CASE = "{number}  事项{item} 第{version}版  规则：{rule}"
CLOCK = "{name} {due}{doubt}：自{start_why}（{start}）起{length}，{basis}"
DAY = "  {date}  {index:>3}  {why}"
PAUSE = "停 {from} 至 {to}：{why}"
CHANGE = "变 {on_day}：{reason}（{basis}）"
NO_RULE = "没有冻结规则的版本"
PROVISIONAL = "（暂定）"

Row = Mapping[str, Any]


def lines(answer: Row) -> Iterator[str]:
    """A line of the case, then each clock, then what stopped it and what changed it."""
    rule = answer["rule"] or NO_RULE
    yield CASE.format_map({**answer, "rule": rule})
    for row in answer["clocks"]:
        yield ""
        yield from _clock(row)
    yield ""
    for row in answer["pauses"]:
        yield PAUSE.format_map(row)
    for row in answer["changes"]:
        yield CHANGE.format_map(row)


def _clock(row: Row) -> Iterator[str]:
    """One clock: what it is, then a line a day.

    Nothing is counted of one that ends with a licence.
    """
    unit = UNITS[row["unit"]]
    length = ""
    if unit:
        days = row["days"]
        length = f"{days}{unit}"
    doubt = ""
    if row["provisional"]:
        doubt = PROVISIONAL
    named = {**row, "name": CLOCKS[row["clock"]], "length": length, "doubt": doubt}
    yield CLOCK.format_map(named)
    for day in row["days_list"]:
        index = day["index"] or ""
        line = DAY.format_map({**day, "index": index})
        yield line.rstrip()

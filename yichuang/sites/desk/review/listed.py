"""Whom the tables of a form name, as the officer is told of them on the page of the case: table by table."""

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed
from yichuang.cases.queries.listed import Tally
from yichuang.cases.queries.versions import Version

MOST_ROWS = 20  # rows that are named one by one
NOT_ASKED_HERE = "这张名单不逐个问公安人口库，请按材料核对"


def rows(case: Case, version: Version) -> list[dict[str, str]]:
    """Each table with how many it names, the state of the kit, the verdict in a word, and what to do about it."""
    shown = []
    for tally in listed.tallies(version, case):
        state, word = _verdict(tally)
        label = tally.label
        if not tally.declared.name:
            label = f"{label}，{tally.people}人"
        advice = "；".join(_advice(tally))
        row = {"label": label, "state": state, "word": word, "advice": advice, "agent": ""}
        shown.append(row)
    return shown


def _verdict(tally: Tally) -> tuple[str, str]:
    if tally.wrong_rows:
        return "late", "不一致"
    if tally.outcomes.get(NameCheck.SAME) == tally.people:
        return "done", "已核对"
    return "todo", "没核对"


def _advice(tally: Tally) -> list[str]:
    sentences = []
    if tally.wrong_rows:
        sentences.append(_wrong(tally))
    if not tally.declared.asks:
        sentences.append(NOT_ASKED_HERE)
    same = tally.outcomes.get(NameCheck.SAME, 0)
    if same:
        sentences.append(f"公安人口库核对一致{same}人")
    waiting = tally.outcomes.get(NameCheck.WAITING, 0)
    if waiting:
        sentences.append(f"{waiting}人还没有回话，接通后自动再问")
    unasked = tally.outcomes.get(NameCheck.UNASKED, 0)
    if unasked:
        sentences.append(f"{unasked}人查不到或没有接通，请看证件原件")
    return sentences


def _wrong(tally: Tally) -> str:
    """Which rows have a name that is not that of the number."""
    if tally.declared.name:
        return "姓名和号码不一致，请对证件原件"
    first_rows = tally.wrong_rows[:MOST_ROWS]
    numbers = "、".join(str(row) for row in first_rows)
    more = ""
    if len(tally.wrong_rows) > MOST_ROWS:
        more = f"等{len(tally.wrong_rows)}行"
    else:
        more = "行"
    return f"第{numbers}{more}的姓名和号码不一致，请对证件原件"

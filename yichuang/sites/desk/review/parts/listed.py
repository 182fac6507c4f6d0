"""Whom the tables of a form name, as the officer is told of them on the page of the case: table by table.

The sender of the form reads nothing of it (docs/adr/0048-who-stands-in-a-list-is-asked-and-told-by-jobs.md).
"""

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed
from yichuang.cases.queries.listed import Tally
from yichuang.cases.queries.versions import Version

MOST_ROWS = 20  # rows that are named one by one
NOT_ASKED_HERE = "这张名单不逐个问公安人口库，请按材料核对"
IS_WRONG = "姓名和号码不一致，请对证件原件"
COUNTED = (
    (NameCheck.SAME, "公安人口库核对一致{}人"),
    (NameCheck.WAITING, "{}人还没有回话，接通后自动再问"),
    (NameCheck.UNASKED, "{}人查不到或没有接通，请看证件原件"),
)


def rows(case: Case, version: Version) -> list[dict[str, str]]:
    """Each table as a row of the page.

    label: with how many it names.
    state: of the kit.
    word: the verdict.
    advice: what to do about it.
    """
    shown = []
    for tally in listed.tallies(version, case):
        state, word = _verdict(tally)
        sentences = _advice(tally)
        row = {
            "label": _label(tally),
            "state": state,
            "word": word,
            "advice": "；".join(sentences),
            "agent": "",
        }
        shown.append(row)
    return shown


def _label(tally: Tally) -> str:
    """A field of its own names one person only."""
    if tally.declared.name:
        return tally.label
    return f"{tally.label}，{tally.people}人"


def _verdict(tally: Tally) -> tuple[str, str]:
    """State of the kit and a word.

    One wrong name is enough; done is what the register knows of everybody.
    """
    if tally.wrong_rows:
        return "late", "不一致"
    same = tally.outcomes.get(NameCheck.SAME, 0)
    if same == tally.people:
        return "done", "已核对"
    return "todo", "没核对"


def _advice(tally: Tally) -> list[str]:
    """Sentences without full stop, the worst first."""
    sentences = []
    if tally.wrong_rows:
        wrong = _wrong(tally)
        sentences.append(wrong)
    if not tally.declared.asks:
        sentences.append(NOT_ASKED_HERE)
    for outcome, words in COUNTED:
        people = tally.outcomes.get(outcome, 0)
        if people:
            sentence = words.format(people)
            sentences.append(sentence)
    return sentences


def _wrong(tally: Tally) -> str:
    """Which rows have a name that is not that of the number.

    Of many rows the first ones are named.
    """
    if tally.declared.name:
        return IS_WRONG
    first_rows = tally.wrong_rows[:MOST_ROWS]
    numbers = "、".join(map(str, first_rows))
    count = len(tally.wrong_rows)
    if count > MOST_ROWS:
        return f"第{numbers}等{count}行的{IS_WRONG}"
    return f"第{numbers}行的{IS_WRONG}"

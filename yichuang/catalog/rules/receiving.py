"""How an applicant chose to get the result, as the answers of the form say it. Pure.

行政许可法 44, 民事诉讼法 90: a result is handed over or sent the way that the applicant has named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST = 200  # letters of a place


@dataclass(frozen=True)
class Chosen:
    """The way that the form says.

    way: counter, mail or electronic; "" where nothing was chosen.
    place: where a thing is given out that the office itself does not give; "" for the office.
    address: where it is sent; "" where it is not."""

    way: str = ""
    place: str = ""
    address: str = ""


def chosen(answers: Mapping[str, Any], table: Mapping[str, Any]) -> Chosen:
    """What these answers choose.

    answers: of a form.
    table: packs/results/receiving; of its fields the first that is answered counts."""
    for row in table["chosen"]:
        key = row["field"]
        answer = answers.get(key)
        choice = _choice(row, answer)
        if choice:
            return _read(choice, answers)
    return Chosen()


def _choice(row: Mapping[str, Any], answer: Any) -> Mapping[str, str]:
    """What the table says of this answer.

    Nothing of one that says nothing about delivery."""
    if not answer:
        return {}
    if "filled" in row:
        return row["filled"]
    answers = row["answers"]
    return answers.get(answer, {})


def _read(choice: Mapping[str, str], answers: Mapping[str, Any]) -> Chosen:
    """The choice with the answers in their places."""
    filled = _Answers(answers)
    where = choice.get("at", "")
    place = where.format_map(filled)
    key = choice.get("address", "")
    address = filled[key] or ""
    way = choice["way"]
    return Chosen(way, place[:MOST], str(address))


class _Answers(dict):
    """Answers by their fields; what was not answered is nothing."""

    def __missing__(self, key: str) -> str:
        return ""

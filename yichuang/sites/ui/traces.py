"""What a rule said of a case, as people read it: each condition with what was known, by whom, of which day."""

from typing import Any

from yichuang.cases.models import Determination
from yichuang.eligibility import tables as rules
from yichuang.eligibility.rules.facts import CONTRADICTS, FOUND, NONE, OF_FORM
from yichuang.exchange import tables as sources

OF_APPLICANT = "申请表上填的"
NOT_ANSWERED = "没有答上来"
WORDS = {NONE: "没有", CONTRADICTS: "和申请表上的对不上"}
# verdict → look of the kit, words
VERDICTS = {
    "yes": ("done", "符合"),
    "no": ("soon", "要人来看"),
    "unknown": ("soon", "还不知道"),
    "contradicts": ("soon", "两处说的不一样"),
}

Row = dict[str, Any]


def rows_of(determination: Determination) -> list[Row]:
    """Each condition: says, basis, state and words of its verdict, and lines of what was known."""
    labels = _labels()
    rows = []
    for step in determination.trace:
        state, words = VERDICTS[step["verdict"]]
        lines = []
        for name, what in step["what"].items():
            line = _line(name, what, labels)
            lines.append(line)
        row = {
            "says": step["says"],
            "basis": step["basis"],
            "state": state,
            "words": words,
            "lines": lines,
        }
        rows.append(row)
    return rows


def _labels() -> dict[str, str]:
    """What each fact is called.

    By the name that rules call it.
    """
    labels = {}
    for row in rules.facts():
        name = row["name"]
        labels[name] = row["label"]
    return labels


def _line(name: str, what: Row, labels: dict[str, str]) -> Row:
    """One thing that was known: what it is called, what it is, who said so, of which day, by which receipt."""
    if name.startswith(OF_FORM):
        return {"label": OF_APPLICANT, "value": what.get("value", "")}
    state = what["state"]
    value = WORDS.get(state, NOT_ANSWERED)
    if state == FOUND:
        value = what["value"]
    source = ""
    if what.get("source"):
        pack = sources.source(what["source"])
        department = sources.departments()[pack.department]
        source = f"{department}·{pack.name}"
    return {
        "label": labels.get(name, name),
        "value": value,
        "source": source,
        "day": what.get("as_of", ""),
        "receipt": what.get("receipt", ""),
    }

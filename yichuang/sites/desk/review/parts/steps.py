"""What happened to a case step by step, and what did since somebody's page was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import brought
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.rules import repeating
from yichuang.cases.rules.collecting import AGENT
from yichuang.core.spelling import whole as whole_number

SEEN = "_seq"  # what the case had come to when the page was made
# with what the names of inputs begin in which nothing is written in words
CHOSEN = (
    "_",
    "csrf",
    "found-",
    "points",
    "ask",
    "material",
    "row",
    "outcome",
    "void_why",
    "agree",
    "upheld",
    "to",
    "next",
    "looked",
    "basis",
    "law_read",
    "as_handler",
    "scope",
    repeating.FIELD,
)
SAID_BY_OFFICERS = (
    "reason",
    "result",
    "second_reason",
    "remark",
    "law_read",
    repeating.FIELD,
    "number_proof",
)

Row = dict[str, Any]


def rows(case: Case, trail: Sequence[TrailStep]) -> list[Row]:
    """The whole trail, each step with who brought what to it."""
    brought_at = brought.by_step(case, trail)
    agent = case.form.get("agent_name", "")
    steps = []
    for step in trail:
        who = _who(step, agent)
        came = brought_at.get(step.seq)
        if came:
            who = f"{who}（{came}）"
        row = _row(step, who)
        steps.append(row)
    steps[-1]["phase"] = "now"
    return steps


def seen_on(posted: Mapping[str, str]) -> int | None:
    """What the case had come to when the page was made that sent this.

    None for a page that says nothing.
    """
    text = posted.get(SEEN, "")
    return whole_number(text)


def since(trail: Sequence[TrailStep], typed: Mapping[str, Any] | None) -> Row | None:
    """The steps that came since the page was made that was sent, and the words typed there.

    typed: what was posted, None for a page that is only looked at.
    None where no step came.
    """
    posted = typed["post"] if typed else {}
    seen = seen_on(posted)
    if seen is None:
        return None
    steps = []
    for step in trail:
        if step.seq > seen:
            who = _who(step)
            steps.append(_row(step, who))
    if not steps:
        return None
    words = []
    for name, text in posted.items():
        if text and not name.startswith(CHOSEN):
            words.append(text)
    return {"steps": steps, "typed": words}


def _who(step: TrailStep, agent: str = "") -> str:
    """Who took a step.

    agent: the name of whom the form names as agent, for a step that they
    brought.
    """
    who = step.officer
    if not who:
        who = "申请人"
        if step.actor == "system":
            who = "系统"
    if step.told.get("by") == AGENT:
        return f"{who}（代办人{agent}来的）"
    return who


def _row(step: TrailStep, who: str) -> Row:
    """One step, as it is shown once it is past."""
    facts = step.told
    reasons = [facts.get(key, "") for key in SAID_BY_OFFICERS]
    words = "；".join(filter(None, reasons))
    body = who
    if words:
        body = f"{who}：{words}"
    return {"title": step.label, "at": step.at, "body": body, "phase": "past"}

"""What waits for the second person, as the page of the case shows it."""

from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import endings, grant_words, states
from yichuang.cases.rules.flags import IN_PART
from yichuang.sites.desk.review.parts.points import reviewed_in


def shown(case: Case, trail: list[TrailStep], version: Version) -> dict[str, Any] | None:
    """What waits for the second person: the decision with its amount and row, and each point that it rests on.

    None where nothing waits.
    """
    if case.state != states.SECOND:
        return None
    proposals = [step for step in trail if step.kind == "propose"]
    step = proposals[-1]
    decision = step.told
    row = decision.get("row_text", "")
    if decision["outside"]:
        row = "超出裁量表"
    reviewed = reviewed_in(trail)
    cited = []
    for point in version.review_points:
        if point.code in decision["points"]:
            fact = reviewed.facts.get(point.code, "")
            cited.append({"text": point.text, "fact": fact})
    reasons = decision.get("above_why", ())
    return {
        "outcome": _outcome(decision),
        "reason": decision["reason"],
        "cited": cited,
        "row": row,
        "money": grant_words.rows_of(decision),
        "against": decision.get("against", False),
        "above": decision.get("above", False),
        "above_why": "；".join(reasons),
        "unlike": decision.get("unlike", ""),
        "officer": step.officer,
        "at": step.at,
    }


def _outcome(decision: dict[str, Any]) -> str:
    """准予, 部分准予 or 不予.

    decision: as the trail keeps it.
    """
    if decision["outcome"] != "approve":
        return endings.LABELS[endings.DENIED]
    if endings.is_part(decision):
        return endings.LABELS[IN_PART]
    return endings.LABELS[endings.GRANTED]

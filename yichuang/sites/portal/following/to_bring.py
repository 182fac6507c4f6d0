"""What its applicant is to bring to a case now, as the thing to do on its page."""

from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import cases, owed
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import states
from yichuang.core.sentences import without_stop


def next_of(case: Case, version: Version) -> dict[str, Any] | None:
    """What a notice asks for, or what follows; None where there is neither."""
    if case.state == states.CORRECTING:
        return _asked_by_notice(case)
    for paper in version.all_materials:
        if paper.later:
            return _to_follow(case)
    return None


def _asked_by_notice(case: Case) -> dict[str, Any]:
    """What the notice asks for, and until when."""
    notice = cases.open_correction(case)
    lines = []
    for item in notice.items.order_by("id"):
        reason = without_stop(item.reason)
        line = f"{item.name}：{reason}"
        lines.append(line)
    count = len(lines)
    return {
        "title": f"请补{count}样东西",
        "body": "；".join(lines),
        "href": f"/my/cases/{case.uuid}/correct/",
        "action": "去补",
        "due": notice.answer_by,
    }


def _to_follow(case: Case) -> dict[str, Any] | None:
    """What was promised to follow, and until when; None where nothing is owed."""
    rows = owed.of_case(case)
    if not rows:
        return None
    count = len(rows)
    names = "、".join(row.name for row in rows)
    return {
        "title": f"还有{count}份材料要补",
        "body": f"{names}。晚了也收，不会因为这个不予办理。",
        "href": f"/my/cases/{case.uuid}/supply/",
        "action": "去补",
        "due": rows[0].due_on,
    }

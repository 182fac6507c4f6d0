"""Kinds of pause: what may make the clock of a case stand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """label: for officers and applicants; basis: the article that allows it; restarts: the term begins anew when the
    pause ends, so that its days are no stop within the term (ADR 3)."""

    label: str
    basis: str
    restarts: bool


KINDS = {
    "correction": Kind("等申请人补正", "行政许可法第三十二条第一款第（四）项", restarts=True),
    "special": Kind("听证、检验、检测、鉴定或专家评审", "行政许可法第四十五条", restarts=False),
}
STOPPING = tuple(code for code, kind in KINDS.items() if not kind.restarts)
